import { shortHost } from '../mesh/host-name.js';
import { isUnlisted } from '../traffic/unordered.js';
import { isInTable } from '../traffic/without-policy.js';
import type { Rule } from './rule.js';
import { isControlPlane } from './scope/without-policy.js';

export const rule: Rule = {
  name: 'service-without-selector',
  code: 'MF245',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'A host with a route or a policy has endpoints that nothing lists.',
  description: `A Service without \`selector\` has the endpoints that somebody else writes down: an operator, or EndpointSlices
that are kept by hand. From the manifests nobody can say where they are, or whether there are any; without one each request gets 503.
Endpoints of an EndpointSlice that names no pods have no locality for istiod, whatever \`zone\` they name: no locality setting
orders them, and a failing region keeps its requests.

The prediction has no numbers for such a host until \`workloads\` of \`mesh-failover.yaml\` list its endpoints. A Service that has a
selector in another cluster is left alone: its endpoints are there.`,
  references: [
    'kubernetes.io/docs/concepts/services-networking/service Services without selectors',
    'istio/istio pilot/pkg/serviceregistry/kube/controller/endpointslice.go',
  ],
  check(mesh, report) {
    const known = new Set<string>();
    for (const target of mesh.sharedTargets()) {
      const { host } = target;
      if (known.has(host) || isControlPlane(mesh, target)) continue;
      if (!isInTable(mesh, target) || !isUnlisted(mesh, host)) continue;
      known.add(host);
      const resource = mesh.services.find(host)?.resource;
      if (!resource) continue;
      report({
        at: { resource, path: ['spec'], part: 'key' },
        message:
          `${shortHost(host)} has no selector, and nothing here lists its endpoints: whether it fails over was not checked. ` +
          'List them under workloads in mesh-failover.yaml. If they are no pods, declare them in a ServiceEntry with resolution ' +
          'STATIC, each with its locality: endpoints in an EndpointSlice have none.',
      });
    }
  },
};
