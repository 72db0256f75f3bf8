import { shortHost } from '../mesh/host-name.js';
import { declarationsOf, noCluster } from '../traffic/no-cluster.js';
import type { Rule } from './rule.js';
import { isNamespaceKnown } from './scope/known-namespace.js';

export const rule: Rule = {
  name: 'destination-visible',
  code: 'MF014',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  summary: 'A route leads to a Service that is not exported to the client.',
  description: `\`exportTo\` of a ServiceEntry, and the annotation \`networking.istio.io/exportTo\` of a Service, say in which
namespaces clients see the host. A gateway in another namespace has no cluster for it: every request that takes the route
gets 503, in every region. The namespace that counts is that of the gateway's pod.`,
  references: ['istio/istio pilot/pkg/model/push_context.go servicesExportedToNamespace'],
  check(mesh, report) {
    for (const target of mesh.sharedTargets()) {
      const { route, destination, host, client } = target;
      if (!route || !destination || noCluster(mesh, target) !== 'visibility') continue;
      const [service] = declarationsOf(mesh.services, host);
      if (!service || !isNamespaceKnown(service.resource)) continue;
      const { resource } = service;
      const path =
        resource.kind === 'Service'
          ? ['metadata', 'annotations', 'networking.istio.io/exportTo']
          : ['spec', 'exportTo'];
      report({
        at: { resource: route.virtualService, path: [...destination.path, 'host'] },
        related: [{ at: { resource, path }, message: 'where the host is exported to' }],
        message:
          `${shortHost(host)} is not exported to namespace ${client.namespace}, where the gateway ${client.name} runs: ` +
          `requests that take this route get 503, in every region. Add ${client.namespace} to exportTo of ` +
          `${resource.kind} ${resource.namespace}/${resource.name}.`,
      });
    }
  },
};
