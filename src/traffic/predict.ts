import { formatLocality } from '../mesh/locality.js';
import { configure, type Configuration } from './control-plane/configuration.js';
import type { ControlPlaneInput, PolicyInput } from './control-plane/policy.js';
import type { ExplainStep } from './explain.js';
import { explainProxy } from './proxy/explain-proxy.js';
import { answersOf } from './gateway-answers.js';
import { applyOutages, lostClusters, type Outage } from './outage.js';
import { isEjected, steadyStates } from './proxy/ejection.js';
import { buildHostSet, type HostSet } from './proxy/host-set.js';
import { orderedOutcomes } from './proxy/retry-order.js';
import type { ProxyAnswer } from './proxy/request.js';
import { retrySettings, type RetryPolicy, type RetrySettings } from './proxy/retry.js';
import type { LocalityShare } from './result.js';
import { longRuns } from './long-run.js';
import { undefinedReason } from './undefined-by-profile.js';

/** One client, one cluster (host, port, subset) and one outage. */
export interface PredictInput extends Omit<ControlPlaneInput, 'policy'> {
  /** Several where the manifests do not say which DestinationRule is older; at least one. */
  policies: readonly PolicyInput[];
  /** The route's retries; undefined is Istio's default. */
  retries?: RetryPolicy | undefined;
  outages: readonly Outage[];
  /** Requests per second, for what depends on time; 50 where it is missing. */
  rps?: number | undefined;
  seed?: number | undefined;
  /** Fill in `steps`. */
  explain?: boolean | undefined;
}

export type PredictResult = DefinedResult | UndefinedResult;

/** Fractions of the client's requests, 0 to 1. */
export interface DefinedResult {
  undefined: false;
  /** Every locality that has endpoints without the outages, by name; with `unanswered` it sums to 1. */
  split: LocalityShare[];
  unanswered: number;
  /** At least `unanswered`. */
  errors: number;
  /** Set where the result is not determined. */
  errorsMin?: number;
  errorsMax?: number;
  determined: boolean;
  /** Why it is not determined, or why nobody is served: a sentence without its full stop. */
  reason?: string;
  steps: ExplainStep[];
}

/** The control plane, or this model, leaves the result open: there are no numbers. */
export interface UndefinedResult {
  undefined: true;
  determined: false;
  reason: string;
  steps: ExplainStep[];
}

/** One way in which it can turn out. */
interface PossibleResult {
  /** 0 to 1; all of them sum to 1. */
  probability: number;
  shares: Map<string, number>;
  unanswered: number;
  errors: number;
}

/**
 * The steady state: every permitted ejection has happened, none has expired. Where chance decides, the
 * expected value with its range.
 */
export function predict(input: PredictInput): PredictResult {
  const endpoints = applyOutages(input.endpoints, input.outages);
  const reasons = new Set<string>();
  const steps: ExplainStep[] = [];
  const possible: PossibleResult[] = [];
  for (const policy of input.policies) {
    const reason = undefinedReason({ ...input, policy });
    if (reason !== undefined) return { undefined: true, determined: false, reason, steps };
    const probability = 1 / input.policies.length;
    const own = predictPolicy({ ...input, policy, endpoints }, input, reasons, steps);
    for (const result of own) {
      possible.push({ ...result, probability: result.probability * probability });
    }
  }
  if (input.policies.length > 1) {
    reasons.add(
      'several DestinationRules claim this host, and the manifests do not say which is older',
    );
  }
  const localities = new Set(input.endpoints.map(({ locality }) => formatLocality(locality)));
  return { undefined: false, ...summarize(possible, localities, reasons), steps };
}

function predictPolicy(
  input: ControlPlaneInput,
  { retries, outages, rps, seed, explain }: PredictInput,
  reasons: Set<string>,
  steps: ExplainStep[],
): PossibleResult[] {
  const configuration = configure(input, explain);
  steps.push(...configuration.steps);
  const { settings, assignments } = configuration;
  const hashed = settings.lbPolicy === 'RING_HASH' || settings.lbPolicy === 'MAGLEV';
  const retry = retrySettings(retries, hashed);
  const behind = answersOf(input.endpoints, input.networkGateways, lostClusters(outages));
  if (assignments.length > 1) {
    reasons.add(
      'keys of "to" overlap, and istiod takes them in random order: the split changes with every push',
    );
  }
  return assignments.flatMap(({ probability, assignment }) => {
    const set = buildHostSet(assignment, behind);
    const origin = input.policy.outlierDetection ? 'policy' : 'mesh';
    const addSteps = (more: (origin: 'policy' | 'mesh') => ExplainStep[]) => {
      if (explain) steps.push(...more(origin));
    };
    const time = { rps, seed };
    const results = predictHostSet(set, configuration, retry, time, reasons, addSteps);
    return results.map((result) => ({
      ...result,
      probability: result.probability * probability,
    }));
  });
}

function predictHostSet(
  set: HostSet,
  { settings }: Configuration,
  retry: RetrySettings,
  time: { rps: number | undefined; seed: number | undefined },
  reasons: Set<string>,
  addSteps: (more: (origin: 'policy' | 'mesh') => ExplainStep[]) => void,
): PossibleResult[] {
  const { outlierDetection } = settings;
  const { states, cap, candidates } = steadyStates(set, settings, retry);
  const isRace = states.length > 1;
  const first = states[0]!;
  addSteps((origin) => explainProxy(set, settings, first.ejected, cap, candidates, origin));
  // Hosts that fail at times are ejected and return again and again: only a run over time can tell.
  const returning =
    cap > 0 &&
    set.groups.some(
      ({ index, answer }) =>
        isEjected(outlierDetection, answer) === 'at times' && first.outcome.attempts[index]! > 0,
    );
  if (returning) {
    reasons.add(
      'hosts that fail at times are ejected and return: the numbers are an average over time',
    );
    const runs = longRuns(set, settings, retry, time);
    return runs.map((run) => ({ ...run, probability: 1 / runs.length }));
  }
  if (isRace) {
    reasons.add(
      `${candidates} hosts fail, but only ${cap} of ${set.hosts} may be ejected at a time (maxEjectionPercent ${outlierDetection!.maxEjectionPercent}): which ones is a race`,
    );
  }
  return states.flatMap(({ probability, outcome, ejected }) => {
    const ordered = orderedOutcomes(set, ejected, settings, retry);
    if (ordered.length > 0) {
      reasons.add(
        'hosts take turns: what a retry meets depends on their order and on other requests',
      );
    }
    return [
      toResult(set, { ...outcome, probability }),
      ...ordered.map((extreme) => toResult(set, { ...extreme, probability: 0 })),
    ];
  });
}

function toResult(
  set: HostSet,
  outcome: Pick<ProxyAnswer, 'answered' | 'unanswered' | 'errors'> & { probability: number },
): PossibleResult {
  const shares = new Map<string, number>();
  for (const { index, origins } of set.groups) {
    for (const { locality, share } of origins) {
      shares.set(locality, (shares.get(locality) ?? 0) + outcome.answered[index]! * share);
    }
  }
  const { probability, unanswered, errors } = outcome;
  return { probability, shares, unanswered, errors };
}

/** Closer than this, two numbers are the same. */
const epsilon = 1e-9;

function summarize(
  possible: PossibleResult[],
  localities: ReadonlySet<string>,
  reasons: ReadonlySet<string>,
): Omit<DefinedResult, 'undefined' | 'steps'> {
  const split = [...localities].sort().map((locality) => {
    const range = rangeOf(possible, ({ shares }) => shares.get(locality) ?? 0);
    return { locality, range };
  });
  const unanswered = rangeOf(possible, (result) => result.unanswered);
  const errors = rangeOf(possible, (result) => result.errors);
  const ranges = [...split.map(({ range }) => range), unanswered, errors];
  if (ranges.every(({ min, max }) => max - min < epsilon)) {
    return {
      split: split.map(({ locality, range }) => ({ locality, share: range.expected })),
      unanswered: unanswered.expected,
      errors: errors.expected,
      determined: true,
    };
  }
  return {
    split: split.map(({ locality, range: { expected, min, max } }) => ({
      locality,
      share: expected,
      min,
      max,
    })),
    unanswered: unanswered.expected,
    errors: errors.expected,
    errorsMin: errors.min,
    errorsMax: errors.max,
    determined: false,
    reason: [...reasons].join('; '),
  };
}

interface Range {
  expected: number;
  min: number;
  max: number;
}

function rangeOf(possible: PossibleResult[], value: (result: PossibleResult) => number): Range {
  const range = { expected: 0, min: Infinity, max: -Infinity };
  for (const result of possible) {
    const own = value(result);
    range.expected += result.probability * own;
    range.min = Math.min(range.min, own);
    range.max = Math.max(range.max, own);
  }
  return range;
}
