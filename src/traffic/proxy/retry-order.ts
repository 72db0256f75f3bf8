import type { ClusterSettings } from '../control-plane/assignment.js';
import type { HostSet } from './host-set.js';
import { pickChances, picks, type Ejected, type Picks } from './picks.js';
import { draws, failedShare, retriableShare, type ProxyAnswer } from './request.js';
import type { RetrySettings } from './retry.js';

/** What retries come to if the order of the picks favours them, or is against them. */
export type OrderedOutcome = Pick<ProxyAnswer, 'answered' | 'unanswered' | 'errors'>;

/** Less than this share of retried attempts makes no difference. */
const epsilon = 1e-9;

/**
 * The extremes between which retried requests lie where hosts or localities take turns: round robin, and
 * localities by weight. There a retry meets what comes next in turn, which depends on the order of the hosts
 * and on the requests in between: failing neighbours may take all attempts of one request, or one each of
 * several. Empty where every pick is drawn anew, or nothing is retried.
 * Source: envoyproxy/envoy source/extensions/load_balancing_policies/common/load_balancer_impl.cc
 * EdfLoadBalancerBase, locality_wrr.cc.
 */
export function orderedOutcomes(
  set: HostSet,
  ejected: Ejected,
  settings: ClusterSettings,
  retry: RetrySettings,
): OrderedOutcome[] {
  if (retry.retries === 0) return [];
  const drawn = picks(set, ejected, settings);
  if (!takesTurns(set, drawn.eligible, settings)) return [];
  const chances = pickChances(drawn, drawn.load, set);
  const sum = (weigh: (group: HostSet['groups'][number]) => number) =>
    set.groups.reduce((total, group) => total + chances[group.index]! * weigh(group), 0);
  const drawnAtAll = sum(() => 1);
  // Anything less is rounding, not a lost request.
  const answered = drawnAtAll > 1 - epsilon ? 1 : drawnAtAll;
  const retried = sum(({ answer }) => retriableShare(answer, retry));
  if (retried < epsilon || answered - retried < epsilon) return [];

  // Of the attempts, the same share is retried in the long run, whatever the order.
  const ratio = retried / (answered - retried);
  // Draws of hosts that were tried before are no attempts.
  const least = retry.avoidsTriedHosts ? 0 : Math.max(0, (ratio - retry.retries) / (ratio + 1));
  const failing = set.groups.filter(({ answer, index }) => {
    return chances[index]! > 0 && retriableShare(answer, retry) > 0;
  });
  const failingHosts = failing.reduce((total, { index }) => total + drawn.eligible[index]!, 0);
  // In one rotation of all hosts each draw finds another one.
  const isAlwaysEnough =
    retry.avoidsTriedHosts &&
    failingHosts <= Math.min(retry.retries, draws - 1) &&
    isOneRotation(set, drawn, settings);
  const most = isAlwaysEnough ? least : ratio / (drawsToFail(failingHosts, retry) + ratio);
  return [least, most].flatMap((exhausted) =>
    failing.map((last) => ({
      unanswered: 1 - answered,
      errors:
        1 -
        answered +
        answered * exhausted +
        (answered * (1 - exhausted) * sum(finalErrors(retry))) / (answered - retried),
      answered: set.groups.map(({ index, answer }) => {
        const final = chances[index]! * (1 - retriableShare(answer, retry));
        const share = (answered * (1 - exhausted) * final) / (answered - retried);
        return share + (index === last.index ? answered * exhausted : 0);
      }),
    })),
  );
}

/**
 * The fewest draws of failing hosts that it takes for a request to fail. An attempt for which no failing host is left that was not tried
 * goes to one that was, after so many draws of such hosts.
 */
function drawsToFail(failingHosts: number, { retries, avoidsTriedHosts }: RetrySettings): number {
  const attempts = retries + 1;
  const fresh = avoidsTriedHosts ? Math.min(failingHosts, attempts) : attempts;
  return fresh + (attempts - fresh) * draws;
}

function finalErrors(retry: RetrySettings) {
  return ({ answer }: HostSet['groups'][number]) =>
    failedShare(answer) - retriableShare(answer, retry);
}

/** Whether some priority picks its hosts or localities in turn. */
function takesTurns(
  set: HostSet,
  eligible: readonly number[],
  { lbPolicy, localityWeighted }: ClusterSettings,
): boolean {
  if (lbPolicy === 'RING_HASH' || lbPolicy === 'MAGLEV') return false;
  return set.levels.some(({ localities }) => {
    const open = localities.filter(({ groups }) =>
      groups.some(({ index }) => eligible[index]! > 0),
    );
    if (localityWeighted && open.length > 1) return true;
    if (lbPolicy === 'RANDOM') return false;
    const groups = open.flatMap((locality) => locality.groups);
    const hosts = groups.reduce((total, { index }) => total + eligible[index]!, 0);
    const weights = new Set(groups.map(({ weight }) => weight));
    return hosts > 1 && (lbPolicy === 'ROUND_ROBIN' || weights.size > 1);
  });
}

/** Whether all hosts that are drawn take turns with each other, one after the other. */
function isOneRotation(
  { levels }: HostSet,
  { load, eligible }: Picks,
  { lbPolicy, localityWeighted }: ClusterSettings,
): boolean {
  const [level, ...others] = levels.filter((_, priority) => load[priority]! > 0);
  if (!level || others.length > 0 || lbPolicy !== 'ROUND_ROBIN') return false;
  const open = level.localities.filter(({ groups }) =>
    groups.some(({ index }) => eligible[index]! > 0),
  );
  const weights = new Set(open.flatMap(({ groups }) => groups.map(({ weight }) => weight)));
  return (!localityWeighted || open.length === 1) && weights.size === 1;
}
