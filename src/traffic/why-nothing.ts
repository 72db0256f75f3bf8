import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { Mesh } from '../mesh/mesh.js';
import { rowTargets } from './table.js';

/** Why no client sends requests to any host, and what to do about it; undefined where one does. */
export function whyNoHost(mesh: Mesh): string | undefined {
  if (rowTargets(mesh).length > 0) return undefined;
  if (mesh.resources.VirtualService.length === 0) {
    return 'no host is routed or declared (add its VirtualService or Service, or list it under workloads in mesh-failover.yaml)';
  }
  if (mesh.topology.clients.some((client) => mesh.routes(client).length > 0)) {
    return 'no route leads to a host (gateways answer the requests themselves)';
  }
  const { kind } = mesh.topology.clients[0] ?? { kind: 'gateway' };
  return clientKinds[kind].whyNothingIsRouted(mesh);
}

/** Whether nothing says in which regions anything runs. */
export function hasNoRegion({ topology }: Mesh): boolean {
  return topology.clusters.length === 0;
}
