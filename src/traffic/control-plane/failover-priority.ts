import type { LbEndpoint, LocalityEndpoints } from './assignment.js';
import { compactPriorities } from './failover.js';
import { augmentLabels } from './labels.js';

const network = 'topology.istio.io/network';

/**
 * Priorities by how many labels, from the first on, an endpoint shares with the proxy. A locality whose
 * endpoints differ is split into several groups.
 * Source: istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyFailoverPriorities.
 */
export function applyFailoverPriority(
  groups: readonly LocalityEndpoints[],
  proxyLabels: Readonly<Record<string, string>>,
  failoverPriority: readonly string[],
): LocalityEndpoints[] {
  if (Object.keys(proxyLabels).length === 0) return [...groups];
  const wanted = wantedLabels(failoverPriority, proxyLabels);
  const networkFirst = failoverPriority[0] === network;
  const split = groups.flatMap((group) => {
    const byPriority = new Map<number, LbEndpoint[]>();
    for (const endpoint of group.endpoints) {
      const priority = priorityOf(endpoint, wanted, networkFirst);
      const endpoints = byPriority.get(priority);
      if (endpoints) endpoints.push(endpoint);
      else byPriority.set(priority, [endpoint]);
    }
    return [...byPriority]
      .sort(([a], [b]) => a - b)
      .map(([priority, endpoints]) => {
        const weight = endpoints.reduce((sum, endpoint) => sum + endpoint.weight, 0) % 2 ** 32;
        return { locality: group.locality, priority, weight, endpoints };
      });
  });
  return compactPriorities(split);
}

/** The labels that count, in their order, and the value that each must have. */
interface WantedLabels {
  names: readonly string[];
  valueOf(name: string): string;
}

/** `name` takes the proxy's value, `name=value` its own; with a second `=` the value is lost. */
function wantedLabels(
  failoverPriority: readonly string[],
  proxyLabels: Readonly<Record<string, string>>,
): WantedLabels {
  // Of each prediction, so most lists are taken as they are.
  if (!failoverPriority.some((entry) => entry.includes('='))) {
    return { names: failoverPriority, valueOf: (name) => proxyLabels[name] ?? '' };
  }
  const overrides = new Map<string, string>();
  const names = failoverPriority.map((entry) => {
    const at = entry.indexOf('=');
    if (at < 0) return entry;
    const name = entry.slice(0, at);
    if (!entry.includes('=', at + 1)) overrides.set(name, entry.slice(at + 1));
    return name;
  });
  return { names, valueOf: (name) => overrides.get(name) ?? proxyLabels[name] ?? '' };
}

function priorityOf(
  endpoint: LbEndpoint,
  { names, valueOf }: WantedLabels,
  networkFirst: boolean,
): number {
  const labels = endpoint.endpoint ? augmentLabels(endpoint.endpoint) : endpoint.labels;
  let elsewhere = 0;
  for (let index = 0; index < names.length; index++) {
    const name = names[index]!;
    if ((labels[name] ?? '') === valueOf(name)) continue;
    // Another network puts an endpoint behind all of the own one, but the other labels still count.
    if (index === 0 && networkFirst) elsewhere = names.length;
    else return elsewhere + names.length - index;
  }
  return elsewhere;
}
