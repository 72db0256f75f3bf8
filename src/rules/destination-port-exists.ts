import { firstFew } from '../foundation/first-few.js';
import { shortHost } from '../mesh/host-name.js';
import { declarationsOf, noCluster, withPorts } from '../traffic/no-cluster.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'destination-port-exists',
  code: 'MF012',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  summary: 'A route leads to a port that its Service does not have.',
  description: `A destination names the port of a Service, not the target port of its pods. For a port that the Service does not
have Envoy has no cluster: every request that takes the route gets 503 (flag NC), in every region.

Without a port in the destination it is the only port of the Service; where the Service has several, it is the port of the
Gateway's server.`,
  references: [
    'istio/istio pilot/pkg/networking/core/route/route.go GetDestinationCluster',
    'istioctl analyze IST0101',
  ],
  check(mesh, report) {
    for (const target of mesh.sharedTargets()) {
      const { route, destination, host, port } = target;
      if (!route || !destination || noCluster(mesh, target) !== 'port') continue;
      if (route.isOfGatewayApi) continue;
      const ports = [
        ...new Set(withPorts(declarationsOf(mesh, host)).flatMap((service) => service.ports)),
      ];
      report({
        at: { resource: route.virtualService, path: [...destination.path, 'port', 'number'] },
        message:
          `${shortHost(host)} has no port ${String(port)}: requests that take this route get 503, in every region. ` +
          `Name a port of the Service: ${firstFew(ports.map(String))}.`,
      });
    }
  },
};
