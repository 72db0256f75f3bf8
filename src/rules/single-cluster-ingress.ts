import { isBoundTo } from '../mesh/clients/gateway-bindings.js';
import { gatewayClients } from '../mesh/clients/ingress-gateway.js';
import { satisfiesSelector } from '../mesh/selector.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'single-cluster-ingress',
  code: 'MF235',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'A Gateway is served in one cluster only.',
  description: `Failover behind the gateway helps nobody whose gateway is gone. A Gateway that is in the folder of one cluster
only, or whose selector matches the ingress of one cluster only, is a single point of entry: when that cluster is lost,
the host has no entry, although its endpoints in the other region are healthy.

It needs \`clusters\` in the configuration.`,
  references: ['istio.io/latest/docs/ops/deployment/deployment-models'],
  check(mesh, report) {
    const clients = gatewayClients(mesh);
    const entries = new Set(clients.map(({ cluster }) => cluster));
    if (!mesh.config.clusters || entries.size < 2) return;
    for (const resource of mesh.resources.Gateway) {
      const { namespace, name } = resource;
      const serving = clients.filter(({ cluster, labels }) =>
        mesh
          .view(cluster)
          .of('Gateway')
          .some(
            (gateway) =>
              gateway.namespace === namespace &&
              gateway.name === name &&
              satisfiesSelector(labels, gateway.spec.selector),
          ),
      );
      const [only, ...others] = new Set(serving.map(({ cluster }) => cluster));
      if (only === undefined || others.length > 0) continue;
      // A route there that names it is an error already.
      const isMissed = mesh.resources.VirtualService.some(
        (route) => ![undefined, only].includes(route.cluster) && isBoundTo(route, resource),
      );
      if (resource.cluster !== undefined && isMissed) continue;
      const rest = [...entries].filter((cluster) => cluster !== only);
      report({
        at: { resource, path: ['metadata', 'name'] },
        message:
          `Only cluster ${only} serves this Gateway: when it is lost, its hosts have no entry, whatever is healthy in ` +
          `${rest.join(', ')}. ` +
          (resource.cluster === undefined
            ? 'Use a selector that matches the ingress of every cluster.'
            : 'Put it into the folder of every cluster.'),
      });
    }
  },
};
