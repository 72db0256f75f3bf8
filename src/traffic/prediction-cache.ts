import { Memory } from '../foundation/memory.js';
import { Recent } from '../foundation/recent.js';
import { kept } from '../foundation/kept.js';
import { defaultFlags } from './control-plane/flags.js';
import type { Endpoint, Proxy } from './control-plane/endpoint.js';
import type { Spend } from './load/load-run.js';
import { predict, type PredictInput, type PredictResult } from './predict.js';

/** Shares of localities, in results that are kept. */
const mostKept = 200_000;

/** Labels that count whatever the policy says. */
const alwaysRelevant = ['istio.io/draining', 'topology.istio.io/network'];

/**
 * Predicts each distinct situation once. Most services of a mesh are alike in everything that matters: their
 * policy, and how many endpoints they have where. Fast where the parts of the inputs (endpoints, policies,
 * proxy, outages, …) are the same objects from call to call; they must not change in between. Results are
 * shared, and must not be changed either.
 */
export class PredictionCache {
  readonly #results = new Recent<PredictResult>(mostKept);
  readonly #relevantLabels = new Recent<{ number: number; names: string[] }>(mostKept);
  readonly #memory: Memory;

  /** @param memory Of the mesh that the inputs come from. */
  constructor(memory = new Memory()) {
    this.#memory = memory;
  }

  /**
   * @param before Called where the situation is a new one, and is going to be predicted.
   * @param spend Called with the cost of each run under load.
   */
  predict(input: PredictInput, before: () => void = () => undefined, spend?: Spend): PredictResult {
    const make = () => {
      before();
      return predict(input, spend);
    };
    if (input.explain) return make();
    const key = `${this.situation(input)} ${this.#memory.numberOf(input.outages)}`;
    return this.#results.get(key, make, weightOf);
  }

  /** The same for inputs that give the same result in each outage; the outages do not count. */
  situation(input: PredictInput): string {
    const { policies, mesh, subsetLabels } = input;
    const rules = `${this.#memory.numberOf(policies)} ${this.#memory.numberOf(mesh)} ${this.#memory.numberOf(subsetLabels)}`;
    return [
      rules,
      this.#endpointsNumber(input, rules),
      this.#proxyNumber(input),
      this.#memory.numberOf(input.service),
      this.#memory.numberOf(input.networkGateways),
      input.retries ? this.#memory.numberOf(input.retries) : '',
      input.profile,
      flagsKey(input),
      input.isStream === true ? 'stream' : '',
      input.rps,
      input.load ? this.#memory.numberOf(input.load) : '',
      input.seed,
      ...(input.sharing ?? []).map((other) => `[${this.situation(other)}]`),
    ].join(' ');
  }

  /** Of what a client is, its place counts; its labels only where something orders endpoints by them. */
  #proxyNumber({ proxy, policies, mesh, service }: PredictInput): number {
    const isByLabels =
      service.trafficDistribution !== undefined ||
      [mesh.localityLbSetting, ...policies.map((own) => own.loadBalancer?.localityLbSetting)].some(
        (setting) => setting?.failoverPriority !== undefined,
      );
    return this.#memory.of(proxy, isByLabels ? labelledPlaceNumber : placeNumber);
  }

  /** Names of endpoints do not count, nor labels that no rule asks for. */
  #endpointsNumber(input: PredictInput, rules: string): number {
    const memory = this.#memory;
    const labels = this.#relevantLabels.get(rules, () => {
      const names = labelsAskedFor(input);
      return { number: memory.numberOfText(names.join()), names };
    });
    return kept(memory.of(input.endpoints, newNumbers), labels.number, () =>
      memory.numberOfText(shapeOf(input.endpoints, labels.names)),
    );
  }
}

/** Who asks counts only where a flag has istiod treat gateways and sidecars differently. */
function flagsKey({ flags, proxy }: PredictInput): string {
  if (flags === defaultFlags) return '';
  return JSON.stringify([flags, flags.multiNetwork ? proxy.role : null]);
}

function placeNumber({ cluster, network, locality, node }: Proxy, memory: Memory): number {
  return memory.numberOfText(JSON.stringify(['place', cluster, network, locality, node]));
}

/** The name of its node, which is not that of any endpoint, does not count. */
function labelledPlaceNumber(proxy: Proxy, memory: Memory): number {
  const { 'kubernetes.io/hostname': _, ...labels } = proxy.labels;
  return memory.numberOfText(JSON.stringify([placeNumber(proxy, memory), labels]));
}

function newNumbers(): Map<number, number> {
  return new Map();
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
    ...alwaysRelevant,
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
