import { findDestinationRule } from '../mesh/destination-rules.js';
import { serviceHost, shortHost } from '../mesh/host-name.js';
import { defaultBackend, referenced } from '../mesh/gateway-api/references.js';
import { parentsOf } from '../mesh/gateway-api/unresolved.js';
import type { Mesh } from '../mesh/mesh.js';
import { asksForFailover, policiesIn } from '../mesh/traffic-policy.js';
import type { Rule } from './rule.js';
import { viewedRoutes } from './scope/gateway-api.js';

export const rule: Rule = {
  name: 'parent-policy-not-inherited',
  code: 'MF261',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  absence: true,
  summary: 'A route of a Service leads past the failover policy of that Service.',
  description: `A route of the Gateway API whose \`parentRefs\` name a Service (GAMMA) takes the requests that sidecars send to that Service, and
sends them to its backends. Each backend follows the DestinationRule for its own host alone: failover, distribution and
outlier detection that are set for the parent are lost, unless there is a rule for each backend as well.`,
  references: [
    'istio/istio pilot/pkg/config/kube/gateway/route_collections.go',
    'https://gateway-api.sigs.k8s.io/mesh/',
  ],
  check(mesh, report) {
    for (const { viewed } of viewedRoutes(mesh)) {
      const { route } = viewed;
      const { clusterDomain } = route;
      for (const parent of parentsOf(route)) {
        if (parent.kind !== 'Service' || parent.group !== '') continue;
        const host = serviceHost(parent.name, { namespace: parent.namespace, clusterDomain });
        if (!asks(mesh, host, route.namespace)) continue;
        for (const [index, { backendRefs = [] }] of (route.spec.rules ?? []).entries()) {
          for (const [position, reference] of backendRefs.entries()) {
            const to = referenced(reference, defaultBackend, route.namespace);
            const own = serviceHost(to.name, { namespace: to.namespace, clusterDomain });
            const isOther = to.kind === 'Service' && own !== host && reference.weight !== 0;
            if (!isOther || hasRule(mesh, own, route.namespace)) continue;
            const path = ['spec', 'rules', index, 'backendRefs', position, 'name'];
            report({
              at: { resource: route, path },
              message:
                `The failover policy for ${shortHost(host)} does not apply to the backend ${shortHost(own)}, and no DestinationRule is for it: if its ` +
                'endpoints of one region fail, the requests that this route sends there keep failing. Add a DestinationRule for the backend.',
            });
          }
        }
      }
    }
  },
};

/** Whether the rule for a host asks for failover or distribution. */
function asks(mesh: Mesh, host: string, namespace: string): boolean {
  return rulesFor(mesh, host, namespace).some(({ rules }) =>
    rules.some(({ spec }) => policiesIn(spec).some(asksForFailover)),
  );
}

function hasRule(mesh: Mesh, host: string, namespace: string): boolean {
  return rulesFor(mesh, host, namespace).length > 0;
}

/** For sidecars of the route's namespace. */
function rulesFor(mesh: Mesh, host: string, namespace: string) {
  const { config, services, topology } = mesh;
  const view = mesh.view(topology.clusters[0]?.name ?? '');
  const home = services.find(host)?.namespace;
  const { meshConfig, rootNamespace } = config;
  const defaults = { rootNamespace, exportTo: meshConfig?.defaultDestinationRuleExportTo };
  return findDestinationRule(view, { namespace, labels: undefined }, host, home, defaults).possible;
}
