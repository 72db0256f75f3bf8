import type { Endpoint } from './control-plane/endpoint.js';
import { predict, type PredictInput, type PredictResult } from './predict.js';
import { Recent } from './recent.js';

/** Shares of localities, in results that are kept. */
const MOST_KEPT = 200_000;

/** Labels that count whatever the policy says. */
const ALWAYS_RELEVANT = ['istio.io/draining', 'topology.istio.io/network'];

/**
 * Predicts each distinct situation once. Most services of a mesh are alike in everything that matters: their
 * policy, and how many endpoints they have where. Fast where the parts of the inputs (endpoints, policies,
 * proxy, outages, …) are the same objects from call to call; they must not change in between. Results are
 * shared, and must not be changed either.
 */
export class PredictionCache {
  private readonly results = new Recent<PredictResult>(MOST_KEPT);
  private readonly numbers = new Map<string, number>();
  private readonly numberOfObject = new WeakMap<object, number>();
  private readonly numberOfEndpoints = new WeakMap<object, Map<number, number>>();
  private readonly relevantLabels = new Map<string, { number: number; names: string[] }>();

  predict(input: PredictInput): PredictResult {
    if (input.explain) return predict(input);
    const key = `${this.situation(input)} ${String(this.number(input.outages))}`;
    return this.results.get(key, () => predict(input), weightOf);
  }

  /** The same for inputs that give the same result in each outage; the outages do not count. */
  situation(input: PredictInput): string {
    const { policies, mesh, subsetLabels } = input;
    const rules = `${this.number(policies)} ${this.number(mesh)} ${this.number(subsetLabels)}`;
    return [
      rules,
      this.endpointsNumber(input, rules),
      this.number(input.proxy),
      this.number(input.service),
      this.number(input.networkGateways),
      input.retries ? this.number(input.retries) : '',
      input.profile,
      input.rps,
      input.seed,
    ].join(' ');
  }

  /** The same for objects of the same content; read once. */
  private number(object: object): number {
    let number = this.numberOfObject.get(object);
    if (number === undefined) {
      number = this.intern(JSON.stringify(object));
      this.numberOfObject.set(object, number);
    }
    return number;
  }

  private intern(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(text, number);
    }
    return number;
  }

  /** Names of endpoints do not count, nor labels that no rule asks for. */
  private endpointsNumber(input: PredictInput, rules: string): number {
    let labels = this.relevantLabels.get(rules);
    if (!labels) {
      const names = labelsAskedFor(input);
      labels = { number: this.intern(names.join()), names };
      this.relevantLabels.set(rules, labels);
    }
    let numbers = this.numberOfEndpoints.get(input.endpoints);
    if (!numbers) {
      numbers = new Map();
      this.numberOfEndpoints.set(input.endpoints, numbers);
    }
    let number = numbers.get(labels.number);
    if (number === undefined) {
      number = this.intern(shapeOf(input.endpoints, labels.names));
      numbers.set(labels.number, number);
    }
    return number;
  }
}

function weightOf(result: PredictResult): number {
  return result.undefined ? 1 : 1 + result.split.length;
}

function labelsAskedFor({ policies, mesh, subsetLabels }: PredictInput): string[] {
  const settings = [
    mesh.localityLbSetting,
    ...policies.map(({ loadBalancer }) => loadBalancer?.localityLbSetting),
  ];
  const priorities = settings.flatMap((setting) => setting?.failoverPriority ?? []);
  const names = [
    ...ALWAYS_RELEVANT,
    ...Object.keys(subsetLabels),
    ...priorities.map((entry) => entry.split('=')[0]!),
  ];
  return [...new Set(names)].sort();
}

function shapeOf(endpoints: readonly Endpoint[], labelNames: readonly string[]): string {
  const places = new Map<string, number>();
  return JSON.stringify(
    endpoints.map(({ id, address = id, labels, ...endpoint }, index) => {
      // An address that comes twice counts once, so that it matters where it came first.
      const first = places.get(address) ?? index;
      places.set(address, first);
      return [
        first === index ? '' : first,
        labelNames.map((name) => labels[name] ?? null),
        endpoint,
      ];
    }),
  );
}
