import type { ClusterSettings } from '../control-plane/assignment.js';
import type { HostSet, LevelLocality, PriorityLevel } from './host-set.js';
import { defaultOverprovisioning, priorityLoad, type LevelHealth } from './priority-load.js';

/** Hosts ejected of each group, by the group's index. */
export type Ejected = readonly number[];

/** Where one draw of the load balancer lands. */
export interface Picks {
  levels: LevelHealth[];
  /** Whole percents by priority. */
  load: number[];
  panic: boolean[];
  /** The chance of each group within its priority, 0 to 1; all 0 where a priority has no host to offer. */
  withinLevel: number[];
  /** Hosts of each group that can be picked. */
  eligible: number[];
  /** Percent, as the load was worked out with. */
  overprovisioning: number;
}

/**
 * The chances of a draw: priority first, then locality where they are weighed, then host.
 * Source: envoyproxy/envoy source/extensions/load_balancing_policies/common/load_balancer_impl.cc
 * hostSourceToUse.
 */
export function picks(set: HostSet, ejected: Ejected, settings: ClusterSettings): Picks {
  const eligible = set.groups.map(({ index, healthy, count }) =>
    healthy ? count - ejected[index]! : 0,
  );
  const levels = set.levels.map(({ hosts, localities }) => ({
    hosts,
    healthy: sumOver(localities, (locality) => eligibleHosts(locality, eligible)),
  }));
  const overprovisioning = settings.overprovisioningFactor ?? defaultOverprovisioning;
  const { load, panic } = priorityLoad(levels, settings.panicThreshold, overprovisioning);
  const withinLevel = set.groups.map(() => 0);
  set.levels.forEach((level, priority) => {
    // In panic every host will do, ejected ones too.
    if (panic[priority]) {
      for (const { groups } of level.localities) {
        for (const { index, count } of groups) eligible[index] = count;
      }
    }
    pickWithin(level, panic[priority]!, eligible, settings, withinLevel);
  });
  return { levels, load, panic, withinLevel, eligible, overprovisioning };
}

/** The chance of each group in one draw, with the given load. */
export function pickChances(
  { withinLevel }: Picks,
  load: readonly number[],
  set: HostSet,
): number[] {
  return set.groups.map(({ index, priority }) => (withinLevel[index]! * load[priority]!) / 100);
}

function pickWithin(
  level: PriorityLevel,
  panic: boolean,
  eligible: readonly number[],
  settings: ClusterSettings,
  chances: number[],
): void {
  const weights = settings.localityWeighted
    ? level.localities.map((locality) => localityWeight(locality, panic, eligible, settings))
    : [];
  const total = weights.reduce((a, b) => a + b, 0);
  if (total > 0) {
    level.localities.forEach((locality, index) => {
      pickHosts([locality], weights[index]! / total, eligible, chances);
    });
  } else {
    pickHosts(level.localities, 1, eligible, chances);
  }
}

/**
 * A locality's weight shrinks once fewer than 5 of 7 of its hosts are healthy. Consistent hashing knows no
 * such shrinking, and panic knows localities with consistent hashing only.
 * Source: envoyproxy/envoy source/extensions/load_balancing_policies/common/locality_wrr.cc
 * effectiveLocalityWeight; thread_aware_lb_impl.cc normalizeLocalityWeights.
 */
function localityWeight(
  locality: LevelLocality,
  panic: boolean,
  eligible: readonly number[],
  { lbPolicy, overprovisioningFactor = defaultOverprovisioning }: ClusterSettings,
): number {
  const healthy = eligibleHosts(locality, eligible);
  if (healthy === 0) return 0;
  if (lbPolicy === 'RING_HASH' || lbPolicy === 'MAGLEV') return locality.weight;
  return panic
    ? 0
    : locality.weight * Math.min(1, ((overprovisioningFactor / 100) * healthy) / locality.hosts);
}

/** Gives `share` to the hosts of the localities by their weights. */
function pickHosts(
  localities: readonly LevelLocality[],
  share: number,
  eligible: readonly number[],
  chances: number[],
): void {
  let total = 0;
  for (const { groups } of localities) {
    for (const { index, weight } of groups) total += eligible[index]! * weight;
  }
  if (total === 0) return;
  for (const { groups } of localities) {
    for (const { index, weight } of groups) {
      chances[index] = (share * eligible[index]! * weight) / total;
    }
  }
}

function eligibleHosts({ groups }: LevelLocality, eligible: readonly number[]): number {
  return sumOver(groups, ({ index }) => eligible[index]!);
}

function sumOver<T>(items: readonly T[], value: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
}
