import { shortHost } from '../mesh/host-name.js';
import { declarationsOf, statusWithoutCluster, visibilityOf } from '../traffic/no-cluster.js';
import type { Resource } from '../mesh/resource.js';
import type { Target } from '../mesh/target.js';
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
      const { route, destination, host } = target;
      const visibility = visibilityOf(mesh, target);
      if (!route || !destination || visibility === 'visible') continue;
      const [service] = declarationsOf(mesh, host);
      if (!service || !isNamespaceKnown(service.resource)) continue;
      const { resource } = service;
      const path =
        resource.kind === 'Service'
          ? ['metadata', 'annotations', 'networking.istio.io/exportTo']
          : ['spec', 'exportTo'];
      report({
        at: target.place ?? { resource: route.virtualService, path: destination.path },
        severity: visibility === 'hidden' ? 'error' : 'warning',
        related: [{ at: { resource, path }, message: 'where the host is exported to' }],
        message: messageFor(target, resource, visibility),
      });
    }
  },
};

function messageFor(
  { client, host, route }: Target,
  { kind, namespace, name }: Resource,
  visibility: 'hidden' | 'unknown',
): string {
  const to = `exportTo of ${kind} ${namespace}/${name}`;
  const lost = `requests that take this route get ${statusWithoutCluster({ route })}`;
  if (visibility === 'unknown') {
    return (
      `${shortHost(host)} is exported to some namespaces only, and nothing says in which one the ingress gateways run: in any other, ` +
      `${lost}. Declare the gateways under clients in mesh-failover.yaml, or add their namespace to ${to}.`
    );
  }
  const where = client.isNamespaceKnown
    ? 'where the ingress gateway runs'
    : 'where the ingress gateways are taken to run';
  return `${shortHost(host)} is not exported to namespace ${client.namespace}, ${where}: ${lost}, in every region. Add ${client.namespace} to ${to}.`;
}
