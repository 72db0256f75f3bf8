import { publicHosts } from '../mesh/gateways.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import { isBoundTo } from '../mesh/routes.js';
import type { Rule } from './rule.js';
import { isSameCluster } from './scope/same-cluster.js';

export const rule: Rule = {
  name: 'gateway-host-match',
  code: 'MF006',
  category: 'invariant',
  severity: 'error',
  summary: 'A VirtualService and each of its Gateways have a host in common.',
  description: `The ingress gateway serves the hosts that a server of the Gateway and a VirtualService have in common. Where
they have none, the VirtualService adds no route to it, and requests get 404 from every region.

\`namespace/host\` in a Gateway opens the host to VirtualServices of that namespace alone, \`./host\` to those of
the Gateway's own; \`*.example.com\` does not cover \`example.com\`.`,
  references: [
    'istio/istio pilot/pkg/model/gateway.go sanitizeServerHostNamespace',
    'istioctl analyze IST0132',
  ],
  check(mesh, report) {
    for (const virtualService of mesh.resources.VirtualService) {
      for (const gateway of boundGateways(mesh, virtualService)) {
        if (hasSharedHost(gateway, virtualService)) continue;
        const serves = servesAnyone(mesh, gateway);
        const own = { resource: virtualService, path: ['spec', 'hosts'], part: 'key' as const };
        const [first] = gateway.spec.servers ?? [];
        const theirs = { resource: gateway, path: placeOfHosts(first?.hosts ?? []) };
        const hosts = (virtualService.spec.hosts ?? []).join(', ');
        const open = (gateway.spec.servers ?? [])
          .flatMap((server) => server.hosts ?? [])
          .join(', ');
        report({
          // A Gateway that serves others is right; one that serves nobody is the likelier mistake.
          at: serves ? own : theirs,
          related: [
            serves
              ? { at: theirs, message: `the Gateway's hosts: ${open}` }
              : { at: own, message: `the VirtualService's hosts: ${hosts}` },
          ],
          message:
            `Gateway ${gateway.namespace}/${gateway.name} (hosts ${open}) and VirtualService ` +
            `${virtualService.namespace}/${virtualService.name} (hosts ${hosts}) have no host in common: ` +
            'its requests get 404 in every region. Give both the same host.',
        });
      }
    }
  },
};

function boundGateways(
  mesh: Mesh,
  virtualService: Resource<'VirtualService'>,
): Resource<'Gateway'>[] {
  return mesh
    .gatewaysOf(virtualService)
    .filter((gateway) => isSameCluster(gateway, virtualService));
}

function servesAnyone({ resources }: Mesh, gateway: Resource<'Gateway'>): boolean {
  return resources.VirtualService.some(
    (other) => isBoundTo(other, gateway) && hasSharedHost(gateway, other),
  );
}

function hasSharedHost(
  gateway: Resource<'Gateway'>,
  virtualService: Resource<'VirtualService'>,
): boolean {
  return (gateway.spec.servers ?? []).some(
    (server) => publicHosts(server, gateway, virtualService).length > 0,
  );
}

function placeOfHosts(hosts: readonly string[]): (string | number)[] {
  const path = ['spec', 'servers', 0, 'hosts'];
  return hosts.length === 1 ? [...path, 0] : path;
}
