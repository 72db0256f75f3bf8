import { formatLocality } from '../mesh/locality.js';
import { configure, type Configuration } from './control-plane/configuration.js';
import type { ControlPlaneInput, PolicyInput } from './control-plane/policy.js';
import type { ExplainStep } from './explain.js';
import { explainProxy } from './proxy/explain-proxy.js';
import { answersOf } from './gateway-answers.js';
import { applyOutages, lostClusters, type Outage } from './outage.js';
import { hasLatencies, type Load } from './load/load.js';
import type { LoadOutcome } from './load/load-numbers.js';
import { loadOutcomes, meanOf } from './load/load-outcome.js';
import { runLoad, type LoadSource, type Spend } from './load/load-run.js';
import { explainLoad } from './load/explain-load.js';
import { loadNotes } from './load/load-notes.js';
import { withTimeouts } from './load/timeouts.js';
import { timedAnswers } from './load/timed-answers.js';
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
  /** The same as read from a proxy, where it counts in place of `retries`; missing: nothing was read. */
  heldRetries?: RetrySettings | undefined;
  outages: readonly Outage[];
  /** Requests per second, for what depends on time; 50 where it is missing. */
  rps?: number | undefined;
  /** For what depends on how long answers take; undefined: nothing says that. */
  load?: Load | undefined;
  /** Other clients of the same endpoints, where these work on a limited number of requests; missing: none. */
  sharing?: readonly PredictInput[];
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
  /** Answered with 503 by a limit, as part of `unanswered`; only where something says how long answers take. */
  overflow?: number;
  /** Answered with 504 by a timeout; where `overflow` is. */
  timeouts?: number;
  /** Of all requests, in milliseconds; where `overflow` is. */
  latencyMs?: { mean: number; p99: number };
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
  /** Undefined where nothing says how long answers take. */
  load?: Pick<LoadOutcome, 'overflow' | 'timeouts' | 'latency'> & { notes: readonly string[] };
}

/**
 * The steady state: every permitted ejection has happened, none has expired. Where chance decides, the
 * expected value with its range.
 *
 * @param spend Called with the cost of each run under load.
 */
export function predict(input: PredictInput, spend: Spend = () => undefined): PredictResult {
  const { proxy, load: declared } = input;
  const hit = applyOutages(input.endpoints, input.outages);
  const isTimed =
    declared !== undefined &&
    hasLatencies(input.endpoints, input.outages, proxy.locality, declared.links);
  const load = isTimed ? declared : undefined;
  const endpoints = load ? withTimeouts(hit, proxy.locality, load) : hit;
  const reasons = new Set<string>();
  const steps: ExplainStep[] = [];
  const possible: PossibleResult[] = [];
  for (const policy of input.policies) {
    const reason = undefinedReason({ ...input, policy });
    if (reason !== undefined) return { undefined: true, determined: false, reason, steps };
    const probability = 1 / input.policies.length;
    const own = predictPolicy(
      { ...input, policy, endpoints },
      { ...input, load, spend },
      reasons,
      steps,
    );
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
  {
    retries,
    heldRetries,
    outages,
    rps,
    load,
    sharing = [],
    seed,
    explain,
    spend,
  }: PredictInput & { spend: Spend },
  reasons: Set<string>,
  steps: ExplainStep[],
): PossibleResult[] {
  const configuration = configure(input, explain);
  steps.push(...configuration.steps);
  const { settings, assignments } = configuration;
  const hashed = settings.lbPolicy === 'RING_HASH' || settings.lbPolicy === 'MAGLEV';
  const retry = withTimes(heldRetries ?? retrySettings(retries, hashed), load);
  const answers = answersOf(input.endpoints, input.networkGateways, lostClusters(outages));
  const behind = load ? timedAnswers(answers, input, load.links) : answers;
  if (configuration.whySeveral !== undefined) reasons.add(configuration.whySeveral);
  return assignments.flatMap(({ probability, assignment }) => {
    const set = buildHostSet(assignment, behind);
    const origin = input.policy.outlierDetection ? 'policy' : 'mesh';
    const addSteps = (more: (origin: 'policy' | 'mesh') => ExplainStep[]) => {
      if (explain) steps.push(...more(origin));
    };
    const time = { rps, seed, load, spend };
    const others = () => sharing.flatMap((other) => sourceDuring(other, outages));
    const results = predictHostSet(set, configuration, retry, time, others, reasons, addSteps);
    return results.map((result) => ({
      ...result,
      probability: result.probability * probability,
    }));
  });
}

/** Runs over time from different seeds. */
const loadRuns = 4;

/** Another client of the same endpoints, as it is during the outages; none where its own cluster is lost. */
function sourceDuring(input: PredictInput, outages: readonly Outage[]): LoadSource[] {
  const { proxy, load, policies, retries, networkGateways } = input;
  const [policy] = policies;
  if (!load || !policy || lostClusters(outages).has(proxy.cluster)) return [];
  const endpoints = withTimeouts(applyOutages(input.endpoints, outages), proxy.locality, load);
  const own = { ...input, policy, endpoints };
  const { settings, assignments } = configure(own);
  const [first] = assignments;
  if (!first) return [];
  const isHashed = settings.lbPolicy === 'RING_HASH' || settings.lbPolicy === 'MAGLEV';
  const retry = withTimes(retrySettings(retries, isHashed), load);
  const answers = answersOf(endpoints, networkGateways, lostClusters(outages));
  const set = buildHostSet(first.assignment, timedAnswers(answers, own, load.links));
  const [state] = steadyStates(set, settings, retry).states;
  return state ? [{ set, ejected: state.ejected, settings, retry, load }] : [];
}

function predictHostSet(
  set: HostSet,
  { settings }: Configuration,
  retry: RetrySettings,
  time: Pick<PredictInput, 'rps' | 'seed' | 'load'> & { spend: Spend },
  others: () => LoadSource[],
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
    if (time.load) {
      const { load, seed = 0, spend } = time;
      const ejected = set.groups.map(() => 0);
      const source = { set, ejected, settings, retry, load, others: others() };
      const runs = Array.from({ length: loadRuns }, (_, index) =>
        runLoad({ ...source, seed: seed * loadRuns + index, isOverTime: true }, spend),
      );
      const mean = meanOf(runs);
      addSteps(() => [explainLoad(settings, load, mean)]);
      const notes = loadNotes(mean, settings, load);
      return runs.map((loaded) => toLoadResult(loaded, 1 / loadRuns, notes));
    }
    const runs = longRuns(set, settings, retry, time);
    return runs.map((run) => ({ ...run, probability: 1 / runs.length }));
  }
  if (isRace) {
    reasons.add(
      `${candidates} hosts fail, but only ${cap} of ${set.hosts} may be ejected at a time (maxEjectionPercent ${outlierDetection!.maxEjectionPercent}): which ones is a race`,
    );
  }
  const { load, seed = 0, spend } = time;
  return states.flatMap(({ probability, outcome, ejected }, index) => {
    if (load) {
      const runs = loadOutcomes(
        set,
        ejected,
        settings,
        retry,
        load,
        outcome,
        others(),
        seed,
        spend,
      );
      if (runs.length > 1) {
        reasons.add(
          'the first requests decide which endpoints have the connections that maxConnections allows',
        );
      }
      const mean = meanOf(runs);
      // The steps are those of one of the states, the likeliest.
      if (index === 0) addSteps(() => [explainLoad(settings, load, mean)]);
      const notes = loadNotes(mean, settings, load);
      return runs.map((loaded) => toLoadResult(loaded, probability / runs.length, notes));
    }
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

/** An attempt that its own timeout ends is no retry's business where the whole request ends at the same time. */
function withTimes(retry: RetrySettings, load: Load | undefined): RetrySettings {
  if (!load) return retry;
  const { timeout = Infinity, perTryTimeout = Infinity } = load;
  return { ...retry, onTimeout: retry.onTimeout && perTryTimeout < timeout };
}

function toLoadResult(
  { shares, unanswered, errors, overflow, timeouts, latency }: LoadOutcome,
  probability: number,
  notes: readonly string[],
): PossibleResult {
  return { probability, shares, unanswered, errors, load: { overflow, timeouts, latency, notes } };
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
  const notes = new Set(possible.flatMap(({ load }) => load?.notes ?? []));
  const loads = possible.every(({ load }) => load) ? loadOf(possible) : {};
  const ranges = [...split.map(({ range }) => range), unanswered, errors];
  if (ranges.every(({ min, max }) => max - min < epsilon)) {
    return {
      split: split.map(({ locality, range }) => ({ locality, share: range.expected })),
      unanswered: unanswered.expected,
      errors: errors.expected,
      ...loads,
      determined: true,
      ...(notes.size > 0 && { reason: [...notes].join('; ') }),
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
    ...loads,
    determined: false,
    reason: [...reasons, ...notes].join('; '),
  };
}

/** The expected values; of latencies too, though a percentile of several states is none of their mean. */
function loadOf(
  possible: readonly PossibleResult[],
): Pick<DefinedResult, 'overflow' | 'timeouts' | 'latencyMs'> {
  const mean = (value: (load: NonNullable<PossibleResult['load']>) => number) =>
    possible.reduce(
      (sum, { probability, load }) => sum + (load ? probability * value(load) : 0),
      0,
    );
  return {
    overflow: mean(({ overflow }) => overflow),
    timeouts: mean(({ timeouts }) => timeouts),
    latencyMs: {
      mean: mean(({ latency }) => latency.mean),
      p99: mean(({ latency }) => latency.p99),
    },
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
