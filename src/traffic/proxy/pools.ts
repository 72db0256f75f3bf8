import type { ClusterSettings, LbPolicy } from '../control-plane/assignment.js';
import type { Random } from '../random.js';
import type { HostSet } from './host-set.js';
import type { Picks } from './picks.js';

/** What the load balancer needs to know of a host. */
interface Choosable {
  group: { weight: number };
  /** Requests that it works on. */
  active: number;
}

/** Hosts among which one is chosen: those of a locality, or of a whole priority where localities are not weighed. */
export interface Pool<H> {
  /** Its share of the priority, 0 to 1. */
  share: number;
  /** Indexes of its groups. */
  groups: number[];
  hosts: H[];
  /** Whether hosts have weights that differ. */
  isWeighted: boolean;
  /** What it is ahead of its share; the one that is most behind is next. */
  turn: number;
  /** The same for its hosts, of the policies that take turns. */
  hostTurns: number[];
}

/**
 * The pools of each priority.
 *
 * @param hosts By the index of their group: those that can be picked.
 */
export function poolsOf<H extends Choosable>(
  set: HostSet,
  drawn: Picks,
  hosts: readonly (readonly H[])[],
  { localityWeighted }: ClusterSettings,
): Pool<H>[][] {
  return set.levels.map(({ localities }, priority) => {
    const isByLocality = localityWeighted && !drawn.panic[priority];
    const parts = isByLocality
      ? localities.map(({ groups }) => groups)
      : [localities.flatMap(({ groups }) => groups)];
    return parts
      .map((groups) => {
        const own = groups.flatMap(({ index }) => hosts[index]!);
        const share = groups.reduce((sum, { index }) => sum + drawn.withinLevel[index]!, 0);
        return {
          share,
          groups: groups.map(({ index }) => index),
          hosts: own,
          isWeighted: new Set(own.map(({ group }) => group.weight)).size > 1,
          turn: 0,
          hostTurns: own.map(() => 0),
        };
      })
      .filter((pool) => pool.hosts.length > 0 && pool.share > 0);
  });
}

/**
 * Chooses a pool by its turn, and a host of it: the one with fewer requests of two that are drawn at random (LEAST_REQUEST with equal
 * weights), else in turn by weight, or at random.
 * Source: envoyproxy/envoy source/extensions/load_balancing_policies/common/load_balancer_impl.cc EdfLoadBalancerBase,
 * least_request_lb.cc unweightedHostPick.
 */
export function pickInTurn<H extends Choosable>(
  pools: readonly Pool<H>[],
  policy: LbPolicy,
  random: Random,
): H | undefined {
  const pool = nextPool(pools);
  if (!pool) return undefined;
  const { hosts } = pool;
  const any = () => hosts[Math.floor(random() * hosts.length)];
  if (hosts.length === 1) return hosts[0];
  if (policy === 'RANDOM' && !pool.isWeighted) return any();
  if (policy === 'LEAST_REQUEST' && !pool.isWeighted) {
    const one = any();
    const other = any();
    return one && other && other.active < one.active ? other : one;
  }
  const isByRequests = policy === 'LEAST_REQUEST';
  const weights = hosts.map(({ group, active }) => group.weight / (isByRequests ? active + 1 : 1));
  return hosts[nextTurn(pool.hostTurns, weights)];
}

function nextPool<H>(pools: readonly Pool<H>[]): Pool<H> | undefined {
  if (pools.length < 2) return pools[0];
  const turns = pools.map(({ turn }) => turn);
  const chosen = nextTurn(
    turns,
    pools.map(({ share }) => share),
  );
  pools.forEach((pool, index) => {
    pool.turn = turns[index]!;
  });
  return pools[chosen];
}

/** Each gains its weight, the one with most is next and loses the sum of all: every one gets its share in the long run. */
function nextTurn(turns: number[], weights: readonly number[]): number {
  let next = 0;
  let total = 0;
  weights.forEach((weight, index) => {
    turns[index]! += weight;
    total += weight;
    if (turns[index]! > turns[next]!) next = index;
  });
  turns[next]! -= total;
  return next;
}
