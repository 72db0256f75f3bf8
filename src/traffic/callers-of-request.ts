import { formatLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import type { MeshRequest } from '../mesh/request.js';
import type { Client } from '../mesh/topology.js';
import { routeRequest, type RequestRouting } from './request-routing.js';

/**
 * The callers that a request is for: those that know a host of its name; of those of one place to which the same happens, the first.
 *
 * @param callers Sidecars that the configuration does not declare.
 */
export function callersOfRequest(
  mesh: Mesh,
  callers: readonly Client[],
  request: MeshRequest,
): Client[] {
  const seen = new Set<string>();
  return callers.filter((client) => {
    const routing = routeRequest(mesh, client, request);
    if (!routing.steps.some(({ rule }) => rule === 'virtual-host')) return false;
    const key = JSON.stringify([client.cluster, formatLocality(client.locality), fateOf(routing)]);
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

function fateOf({ outcome, status, reason, route, targets }: RequestRouting): unknown[] {
  const destinations = targets.map(({ share, target: { host, port, subset, policies } }) => {
    const rules = policies.map(({ merged }) =>
      merged.rules.map((one) => [one.namespace, one.name, one.cluster]),
    );
    return [share, host, port, subset, rules];
  });
  return [outcome, status, reason, route && [route.host, route.name, route.matches], destinations];
}
