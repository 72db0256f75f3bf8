import type { ClusterSettings } from '../control-plane/assignment.js';
import type { HostSet } from '../proxy/host-set.js';
import { pickChances, picks, type Ejected } from '../proxy/picks.js';
import type { ProxyAnswer } from '../proxy/request.js';
import type { RetrySettings } from '../proxy/retry.js';
import { erlangB } from './erlang-b.js';
import { timeAtHost, type Load } from './load.js';
import type { LoadOutcome } from './load-numbers.js';
import { runLoad, type LoadSource, type Spend } from './load-run.js';
import { needsRun, negligible } from './needs-run.js';

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
  spend: Spend,
): LoadOutcome[] {
  const drawn = picks(set, ejected, settings);
  const chances = pickChances(drawn, drawn.load, set);
  const open = set.groups.filter(({ index }) => chances[index]! > 0);
  const { maxRequests, maxConnections } = settings.circuitBreakers;
  const source = { set, ejected, settings, retry, load };
  const isRun = needsRun(source, chances, answer, others);
  // Connections stay where they were opened first.
  const isByHistory = maxConnections !== undefined && open.length + (open[0]?.count ?? 0) > 2;
  if (isRun && isByHistory) {
    const runs = Array.from({ length: histories }, (_, index) =>
      runLoad({ ...source, others, seed: seed * histories + index }, spend),
    );
    const errors = runs.map((run) => run.errors);
    return Math.max(...errors) - Math.min(...errors) < alike ? [meanOf(runs)] : runs;
  }
  if (isRun) return [runLoad({ ...source, others, seed }, spend)];
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
