import type { ClusterSettings } from '../control-plane/assignment.js';
import type { HostGroup, HostSet } from '../proxy/host-set.js';
import { pickChances, picks } from '../proxy/picks.js';
import { failedShare, retriableShare, type ProxyAnswer } from '../proxy/request.js';
import { erlangB, erlangC } from './erlang-b.js';
import { timeAtHost } from './load.js';
import type { LoadSource } from './load-run.js';

/** A request in ten thousand is less than anybody can tell from the declared times. */
export const negligible = 1e-4;

/**
 * Whether the load changes what requests meet, so that only a run of single requests can tell: where it does not, the numbers follow
 * from formulas.
 *
 * @param chances Of each group of hosts to be picked, by its index.
 */
export function needsRun(
  source: LoadSource,
  chances: readonly number[],
  answer: ProxyAnswer,
  others: readonly LoadSource[],
): boolean {
  const { set, settings, retry, load } = source;
  const open = set.groups.filter(({ index }) => chances[index]! > 0);
  const { maxConnections, maxRetries, retryBudget } = settings.circuitBreakers;
  if (open.some((group) => (group.answer.timingOut ?? 0) > 0)) return true;
  if (changesPicks(set, chances, settings)) return true;
  const isRetried = open.some((group) => retriableShare(group.answer, retry) > 0);
  if (isRetried && (maxRetries !== undefined || retryBudget !== undefined)) return true;
  if (mayWait(source, answer, others)) return true;
  const isFailing = open.some((group) => failedShare(group.answer) > 0);
  const isOpenLoop = load.callers === undefined;
  // The formula has a limit of the requests of callers who do not wait for their answers.
  if (maxConnections === undefined && !isFailing && isOpenLoop) return false;
  return mayMeetLimit(source, open, answer);
}

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

/** Whether a limit of the proxy may turn requests away, or make them wait for a connection. */
function mayMeetLimit(
  { settings: { circuitBreakers }, load }: LoadSource,
  open: readonly HostGroup[],
  { attempts }: ProxyAnswer,
): boolean {
  const {
    maxRequests = Infinity,
    maxConnections = Infinity,
    maxPendingRequests = Infinity,
  } = circuitBreakers;
  const hosts = open.reduce((sum, { count }) => sum + count, 0);
  // Connections stay with their host: each has its part of them, and may have one more in the time that it takes to open it.
  const perHost = Math.floor(maxConnections / Math.max(1, hosts));
  const ofAll = Math.min(maxRequests, maxPendingRequests);
  if (ofAll === Infinity && perHost === Infinity) return false;
  const { callers, replicas } = load;
  if (callers !== undefined) return Math.ceil(callers / replicas) > Math.min(ofAll, perHost);
  const rps = load.rps / replicas / 1000;
  const offered = open.map((group) => ({
    count: group.count,
    load: rps * attempts[group.index]! * (timeAtHost(group) + (group.timing?.rtt ?? 0)),
  }));
  const total = offered.reduce((sum, one) => sum + one.load, 0);
  const most = offered.reduce((max, one) => Math.max(max, one.load / one.count), 0);
  return erlangB(total, ofAll) >= negligible || erlangB(most, perHost) >= negligible;
}

/** What comes to a host. */
interface HostLoad {
  /** Requests per second times the seconds of work for each. */
  offered: number;
  /** Who may all be there at once. */
  callers: number;
}

/** Whether requests may wait at endpoints of limited concurrency, which all clients share. */
function mayWait(
  source: LoadSource,
  { attempts }: ProxyAnswer,
  others: readonly LoadSource[],
): boolean {
  const isLimited = ({ timing }: HostGroup) => (timing?.concurrency ?? Infinity) < Infinity;
  const limited = source.set.groups.filter(
    (group) => isLimited(group) && attempts[group.index]! > 0,
  );
  if (limited.length === 0) return false;
  const loads = new Map<string, HostLoad>();
  addLoads(loads, source, attempts);
  for (const other of others) addLoads(loads, other, mostAttempts(other));
  return limited.some(({ addresses, timing }) => {
    const places = Math.max(1, Math.round(timing?.concurrency ?? Infinity));
    return addresses.some((address) => {
      const { offered, callers } = loads.get(address) ?? { offered: 0, callers: 0 };
      return callers > places || erlangC(offered, places - callers) >= negligible;
    });
  });
}

/** Attempts of a request at each group, at most. */
function mostAttempts({ set, ejected, settings, retry }: LoadSource): number[] {
  const drawn = picks(set, ejected, settings);
  const mayFail = set.groups.some(({ answer }) => failedShare(answer) > 0);
  return pickChances(drawn, drawn.load, set).map(
    (chance) => chance * (mayFail ? 1 + retry.retries : 1),
  );
}

function addLoads(
  loads: Map<string, HostLoad>,
  { set, load: { rps, callers } }: LoadSource,
  attempts: readonly number[],
): void {
  for (const { index, addresses, count, timing } of set.groups) {
    const share = attempts[index]! / count;
    if (share === 0) continue;
    const seconds = (timing?.service ?? 0) / 1000;
    for (const address of addresses) {
      const known = loads.get(address) ?? { offered: 0, callers: 0 };
      loads.set(address, {
        offered: known.offered + (callers === undefined ? rps * share * seconds : 0),
        callers: known.callers + (callers ?? 0),
      });
    }
  }
}
