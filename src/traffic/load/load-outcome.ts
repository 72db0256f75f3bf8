import type { ClusterSettings } from '../control-plane/assignment.js';
import type { HostGroup, HostSet } from '../proxy/host-set.js';
import { pickChances, picks, type Ejected } from '../proxy/picks.js';
import { failedShare, type ProxyAnswer } from '../proxy/request.js';
import { retriableShare } from '../proxy/request.js';
import type { RetrySettings } from '../proxy/retry.js';
import { erlangB } from './erlang-b.js';
import type { Load } from './load.js';
import type { LoadOutcome } from './load-numbers.js';
import { runLoad, type LoadSource } from './load-run.js';

/**
 * The load on top of a steady state. Where the load does not change who is picked, the numbers follow from
 * formulas; else from a run of single requests. Several where it depends on the first requests which of them it comes to, each as
 * probable as the others.
 */
export function loadOutcomes(
  set: HostSet,
  ejected: Ejected,
  settings: ClusterSettings,
  retry: RetrySettings,
  load: Load,
  answer: ProxyAnswer,
  others: readonly LoadSource[],
  seed: number,
): LoadOutcome[] {
  const drawn = picks(set, ejected, settings);
  const chances = pickChances(drawn, drawn.load, set);
  const open = set.groups.filter(({ index }) => chances[index]! > 0);
  const { maxRequests, maxConnections, maxPendingRequests, maxRetries, retryBudget } =
    settings.circuitBreakers;
  const isFailing = open.some((group) => failedShare(group.answer) > 0);
  const isRetried = open.some((group) => retriableShare(group.answer, retry) > 0);
  const hasLimit = [maxRequests, maxConnections, maxPendingRequests].some(
    (limit) => limit !== undefined,
  );
  const needsRun =
    open.some(({ timing }) => (timing?.concurrency ?? Infinity) < Infinity) ||
    open.some((group) => (group.answer.timingOut ?? 0) > 0) ||
    changesPicks(set, chances, settings) ||
    maxConnections !== undefined ||
    (hasLimit && (isFailing || load.callers !== undefined)) ||
    (isRetried && (maxRetries !== undefined || retryBudget !== undefined));
  const source = { set, ejected, settings, retry, load, others };
  // Connections stay where they were opened first.
  const isByHistory = maxConnections !== undefined && open.length + (open[0]?.count ?? 0) > 2;
  if (needsRun && isByHistory) {
    const runs = Array.from({ length: histories }, (_, index) =>
      runLoad({ ...source, seed: seed * histories + index }),
    );
    const errors = runs.map((run) => run.errors);
    return Math.max(...errors) - Math.min(...errors) < alike ? [meanOf(runs)] : runs;
  }
  if (needsRun) return [runLoad({ ...source, seed })];
  const alone = withoutLimits(set, answer);
  if (maxRequests === undefined || load.callers !== undefined) return [alone];
  const offered = ((load.rps / load.replicas) * alone.latency.mean) / 1000;
  const overflow = erlangB(offered, maxRequests);
  return [overflow < negligible ? alone : withOverflow(alone, overflow)];
}

/** Runs where the first requests decide which hosts have the connections. */
const histories = 6;

/** Points of errors by which runs may differ for no reason. */
const alike = 0.02;

/** What several runs come to on average; at least one. */
export function meanOf(runs: readonly LoadOutcome[]): LoadOutcome {
  const mean = (value: (run: LoadOutcome) => number) =>
    runs.reduce((sum, run) => sum + value(run), 0) / runs.length;
  const localities = new Set(runs.flatMap(({ shares }) => [...shares.keys()]));
  return {
    shares: new Map(
      [...localities].map((locality) => [
        locality,
        mean(({ shares }) => shares.get(locality) ?? 0),
      ]),
    ),
    unanswered: mean(({ unanswered }) => unanswered),
    errors: mean(({ errors }) => errors),
    overflow: mean(({ overflow }) => overflow),
    timeouts: mean(({ timeouts }) => timeouts),
    latency: { mean: mean(({ latency }) => latency.mean), p99: mean(({ latency }) => latency.p99) },
    isGrowing: runs.some(({ isGrowing }) => isGrowing),
  };
}

/** A request in ten thousand is less than anybody can tell from the declared times. */
const negligible = 1e-4;

/** Whether hosts that differ in how fast they answer are in one pool of a policy that looks at the requests in progress. */
function changesPicks(
  set: HostSet,
  chances: readonly number[],
  { lbPolicy, localityWeighted }: ClusterSettings,
): boolean {
  if (lbPolicy !== 'LEAST_REQUEST') return false;
  return set.levels.some(({ localities }) => {
    const pools = localityWeighted
      ? localities.map(({ groups }) => groups)
      : [localities.flatMap(({ groups }) => groups)];
    return pools.some((groups) => {
      const times = groups.filter(({ index }) => chances[index]! > 0).map(timeAtHost);
      return new Set(times).size > 1;
    });
  });
}

function timeAtHost({ timing, answer }: HostGroup): number {
  const { service = 0, rtt = 0 } = timing ?? {};
  return answer.unreachable >= 1 ? rtt : service + rtt;
}

/** Every attempt takes its time, and nothing else does. */
function withoutLimits(
  set: HostSet,
  { answered, attempts, errors, unanswered }: ProxyAnswer,
): LoadOutcome {
  const shares = new Map<string, number>();
  const times: { time: number; share: number }[] = [{ time: 0, share: unanswered }];
  let mean = 0;
  for (const group of set.groups) {
    const time = timeAtHost(group);
    const share = answered[group.index]!;
    mean += attempts[group.index]! * time;
    times.push({ time, share });
    for (const origin of group.origins) {
      shares.set(origin.locality, (shares.get(origin.locality) ?? 0) + share * origin.share);
    }
  }
  return {
    shares,
    unanswered,
    errors,
    overflow: 0,
    timeouts: 0,
    latency: { mean, p99: percentile(times, 0.99) },
    isGrowing: false,
  };
}

function percentile(times: readonly { time: number; share: number }[], part: number): number {
  let below = 0;
  const sorted = times.toSorted((a, b) => a.time - b.time);
  for (const { time, share } of sorted) {
    below += share;
    if (below >= part - 1e-9) return time;
  }
  return sorted.at(-1)?.time ?? 0;
}

/** A share of the requests is answered at once, and those that are left go their ways as before. */
function withOverflow(outcome: LoadOutcome, overflow: number): LoadOutcome {
  const left = 1 - overflow;
  const { shares, unanswered, errors, latency } = outcome;
  return {
    ...outcome,
    shares: new Map([...shares].map(([locality, share]) => [locality, share * left])),
    unanswered: unanswered * left + overflow,
    errors: errors * left + overflow,
    overflow,
    latency: { mean: latency.mean * left, p99: overflow >= 1 ? 0 : latency.p99 },
  };
}
