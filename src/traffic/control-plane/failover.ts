import type { LocalityLbSetting } from '../../api/traffic-policy.js';
import type { Locality } from '../../mesh/locality.js';
import type { LocalityEndpoints } from './assignment.js';

type FailoverRule = NonNullable<LocalityLbSetting['failover']>[number];

/** Levels of nearness, 0 to 4. */
const levels = 5;

/**
 * Priorities by nearness: own subzone, zone, region, then the region that `failover` names, then the others;
 * on top of what failoverPriority has set.
 * Source: istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyLocalityFailover.
 */
export function applyFailover(
  groups: readonly LocalityEndpoints[],
  proxyLocality: Locality,
  failover: readonly FailoverRule[],
): LocalityEndpoints[] {
  // Only the first rule for a region counts.
  const rule = failover.find(({ from }) => (from ?? '') === proxyLocality.region);
  return compactPriorities(
    groups.map((group) => ({
      ...group,
      priority: group.priority * levels + level(proxyLocality, group.locality, rule),
    })),
  );
}

function level(proxy: Locality, locality: Locality, rule: FailoverRule | undefined): number {
  // Missing parts are empty strings, which are equal: two unlabelled places are the same place.
  if (proxy.region === locality.region) {
    if (proxy.zone !== locality.zone) return 2;
    return proxy.subzone === locality.subzone ? 0 : 1;
  }
  return rule && locality.region !== (rule.to ?? '') ? 4 : 3;
}

/** Renumbers priorities to 0, 1, 2, … without gaps. */
export function compactPriorities(groups: LocalityEndpoints[]): LocalityEndpoints[] {
  const distinct = [...new Set(groups.map(({ priority }) => priority))].sort((a, b) => a - b);
  return groups.map((group) => ({ ...group, priority: distinct.indexOf(group.priority) }));
}
