import { isMapping } from '../foundation/values.js';
import type { PlacedDocument } from '../mesh/placed-document.js';
import { unmodelledIn } from '../traffic/unmodelled.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'not-modelled',
  code: 'MF403',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'An object changes traffic in a way that the prediction does not know.',
  description: `The prediction knows Gateways, VirtualServices, DestinationRules, Services, ServiceEntries and WorkloadEntries, and HTTPRoutes and GRPCRoutes of Gateways. What else
changes routes, load balancing or health is named here once for each reason, at the first object that does so: EnvoyFilters
for clusters and routes, namespaces in ambient mode, waypoints, Canaries of Flagger, Rollouts of Argo Rollouts, TLSRoutes and TCPRoutes, routes for sidecars or for Gateways that are not
Istio's or not there. The rows of the table that it touches
have no number. A Rollout leaves them as they are: they hold for the weights in the manifests.`,
  references: ['istio.io/docs/reference/config/networking/envoy-filter', 'istio.io/docs/ambient'],
  check(mesh, report) {
    const said = new Set<string>();
    for (const { placed, reason, path, message } of unmodelledIn(mesh)) {
      if (said.has(reason)) continue;
      said.add(reason);
      report({ at: { resource: subjectOf(placed), path }, message });
    }
  },
};

function subjectOf({ document, namespace }: PlacedDocument) {
  const { kind, metadata } = document.value;
  const { name } = isMapping(metadata) ? metadata : {};
  return {
    kind: String(kind),
    namespace,
    name: typeof name === 'string' ? name : '',
    document,
    dropped: [],
  };
}
