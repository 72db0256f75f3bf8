/** Envoy's default, in percent. */
export const defaultOverprovisioning = 140;

/** Hosts of one priority: all, and those that are neither unhealthy nor ejected. */
export interface LevelHealth {
  hosts: number;
  healthy: number;
}

/** What each priority gets. */
export interface PriorityLoad {
  /** Whole percents that sum to 100; empty where there are no priorities. */
  load: number[];
  /** Priorities in panic, which pick among all their hosts. */
  panic: boolean[];
}

/**
 * How much each priority can carry, in whole percents: its share of healthy hosts, by count, times 1.4.
 * Source: envoyproxy/envoy source/extensions/load_balancing_policies/common/load_balancer_impl.cc
 * recalculatePerPriorityState.
 */
export function availability({ hosts, healthy }: LevelHealth, overprovisioning: number): number {
  if (hosts === 0) return 0;
  return Math.min(100, Math.floor((overprovisioning * healthy) / hosts));
}

/**
 * Spreads the load over the priorities, in order, and finds those in panic.
 * Source: the same file, distributeLoad, recalculatePerPriorityPanic, recalculateLoadInTotalPanic.
 */
export function priorityLoad(
  levels: readonly LevelHealth[],
  panicThreshold: number,
  overprovisioning = defaultOverprovisioning,
): PriorityLoad {
  const available = levels.map((level) => availability(level, overprovisioning));
  const total = Math.min(100, sum(available));
  const inPanic = ({ hosts, healthy }: LevelHealth) =>
    total !== 100 && (hosts === 0 ? 0 : (100 * healthy) / hosts) < panicThreshold;
  const panic = levels.map(inPanic);
  if (levels.length > 0 && panic.every(Boolean)) return { load: totalPanicLoad(levels), panic };
  if (total > 0) return { load: distributeLoad(available, total), panic };
  // Nothing is healthy and panic is off: the first priority gets it all and finds no host.
  return { load: levels.map((_, priority) => (priority === 0 ? 100 : 0)), panic };
}

function distributeLoad(available: readonly number[], total: number): number[] {
  let remaining = 100;
  const load = available.map((percent) => {
    const part = Math.min(remaining, Math.floor((percent * 100) / total));
    remaining -= part;
    return part;
  });
  load[available.findIndex((percent) => percent > 0)]! += remaining;
  return load;
}

function totalPanicLoad(levels: readonly LevelHealth[]): number[] {
  const hosts = sum(levels.map((level) => level.hosts));
  if (hosts === 0) return levels.map((_, priority) => (priority === 0 ? 100 : 0));
  const load = levels.map((level) => Math.floor((100 * level.hosts) / hosts));
  load[levels.findIndex((level) => level.hosts > 0)]! += 100 - sum(load);
  return load;
}

/**
 * The load of a retry that avoids priorities: as above, but theirs counts as unavailable. Undefined where
 * nothing else is available.
 * Source: envoyproxy/envoy source/extensions/retry/priority/previous_priorities/previous_priorities.cc.
 */
export function loadAvoiding(
  levels: readonly LevelHealth[],
  avoided: ReadonlySet<number>,
  overprovisioning = defaultOverprovisioning,
): number[] | undefined {
  const available = levels.map((level, priority) =>
    avoided.has(priority) ? 0 : availability(level, overprovisioning),
  );
  const total = Math.min(100, sum(available));
  if (total === 0) return undefined;
  return distributeLoad(available, total);
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
