import type { Memory } from '../foundation/memory.js';
import type { Mesh } from '../mesh/mesh.js';
import { eachClient } from '../mesh/targets.js';
import type { TargetPolicy, SharedTarget, Target } from '../mesh/target.js';
import { backgroundLoss, findCliff, type Cliff, type CliffInput, type Effort } from './cliff.js';
import type { Endpoint } from './control-plane/endpoint.js';
import { inputOf } from './predict-target.js';
import { undefinedReason } from './undefined-by-profile.js';

/** What background errors do to a target with one of its policies. */
export interface Background {
  /** Failed requests, 0 to 1, where every endpoint answers `rate` of them with 500. */
  loss: number;
  endpoints: number;
  /** Requests per second. */
  rps: number;
  /** Where the policy tips over; undefined where it was not looked for. */
  cliff: Cliff | undefined;
}

/** One run over the first minutes, whatever other situations there are. */
const oneRun: Effort = { runs: 1, duration: 240, work: 12_000 };
/** The cliff is reported to one digit. */
const rough: Effort = { runs: 1, duration: 60, work: 3000, steps: 4 };

/**
 * Evaluates policies under background errors, each distinct situation once: most services of a mesh are alike in
 * policy and endpoints. The work for each situation is bounded, and the same for all of them.
 */
export class BackgroundJudge {
  readonly #known = new Map<string, Background>();
  /** By the parts of the input, which are the same objects for most targets that are alike. */
  readonly #knownByParts = new Map<string, Background | undefined>();
  readonly #noticeableByParts = new Map<string, Background | undefined>();
  readonly #numbers = new Map<unknown, number>();
  readonly #mesh: Mesh;
  readonly #rate: number;
  readonly #noticeable: number;

  constructor(
    mesh: Mesh,
    /** Of the background errors, 0 to 1. */
    rate: number,
    /** Losses below this are not told, and the cliff is not looked for. */
    noticeable: number,
  ) {
    this.#mesh = mesh;
    this.#rate = rate;
    this.#noticeable = noticeable;
  }

  /**
   * What the first of the target's clients that suffers has to bear: each further one may take a run of its own. Undefined where
   * none suffers, or the control plane leaves the result open.
   */
  firstNoticeable(target: SharedTarget, policy: TargetPolicy): Background | undefined {
    const input = inputFor(this.#mesh, target, policy);
    if (!input) return undefined;
    // What clients do not differ in by themselves is the same for all of them where it is for the first.
    const parts = `${this.#partsKey(input)} ${this.#numberOf(target.clients)}`;
    if (this.#noticeableByParts.has(parts)) return this.#noticeableByParts.get(parts);
    const found = this.#findNoticeable(target, policy);
    this.#noticeableByParts.set(parts, found);
    return found;
  }

  #findNoticeable(target: SharedTarget, policy: TargetPolicy): Background | undefined {
    for (const own of eachClient(target)) {
      const background = this.#judge(own, policy);
      if (background && background.loss >= this.#noticeable) return background;
    }
    return undefined;
  }

  #judge(target: Target, policy: TargetPolicy): Background | undefined {
    const input = inputFor(this.#mesh, target, policy);
    if (!input) return undefined;
    const parts = this.#partsKey(input);
    if (this.#knownByParts.has(parts)) return this.#knownByParts.get(parts);
    const background = this.#judgeInput(input);
    this.#knownByParts.set(parts, background);
    return background;
  }

  #partsKey(input: CliffInput): string {
    const { proxy, policy, service, subsetLabels, endpoints, retries, rps } = input;
    return [proxy, policy, service, subsetLabels, endpoints, retries, rps]
      .map((part) => this.#numberOf(part))
      .join(' ');
  }

  #numberOf(part: unknown): number {
    const number = this.#numbers.get(part) ?? this.#numbers.size;
    this.#numbers.set(part, number);
    return number;
  }

  #judgeInput(input: CliffInput): Background | undefined {
    if (undefinedReason(input) !== undefined) return undefined;
    const key = situationKey(input, this.#mesh.memory);
    let background = this.#known.get(key);
    if (!background) {
      background = this.#run(input);
      this.#known.set(key, background);
    }
    return background;
  }

  #run(input: CliffInput): Background {
    const loss = backgroundLoss(input, this.#rate, oneRun);
    const cliff = loss > this.#noticeable ? findCliff(input, rough) : undefined;
    return { loss, endpoints: input.endpoints.length, rps: input.rps ?? 0, cliff };
  }
}

function inputFor(
  mesh: Mesh,
  target: Target,
  { policy: effective }: TargetPolicy,
): CliffInput | undefined {
  const { policies, outages: _, explain: __, ...rest } = inputOf(mesh, target);
  const policy = policies[target.policies.findIndex((own) => own.policy === effective)];
  return policy && { policy, ...rest };
}

/**
 * The same for inputs that behave alike: names of endpoints say nothing, nor do labels that neither a subset nor a
 * priority asks for.
 */
export function situationKey(
  { endpoints, subsetLabels, policy, mesh: _, ...input }: CliffInput,
  memory: Memory,
): string {
  const priorities = policy.loadBalancer?.localityLbSetting?.failoverPriority ?? [];
  const asksForLabels = priorities.length > 0 || Object.keys(subsetLabels).length > 0;
  const { connectionPool: __, tls: ___, ...relevant } = policy;
  const shape = memory.of(endpoints, asksForLabels ? shapeWithLabels : shapeWithoutLabels);
  return JSON.stringify([input, relevant, subsetLabels, shape]);
}

/** A number for what matters of endpoints, the same for lists that are alike: their text is long. */
function shapeWithLabels(endpoints: readonly Endpoint[], memory: Memory): number {
  return memory.numberOfText(textOf(endpoints.map(({ id: _, ...endpoint }) => endpoint)));
}

function shapeWithoutLabels(endpoints: readonly Endpoint[], memory: Memory): number {
  const relevant = endpoints.map(({ id: _, labels: __, ...endpoint }) => endpoint);
  return memory.numberOfText(textOf(relevant));
}

function textOf(shape: readonly object[]): string {
  return JSON.stringify(counted(shape));
}

function counted(shape: readonly object[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const one of shape.map((each) => JSON.stringify(each))) {
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return [...counts];
}
