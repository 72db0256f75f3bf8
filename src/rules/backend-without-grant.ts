import { isMeshDeclared } from '../config/config.js';
import { percent } from '../foundation/percent.js';
import { namespaceOfHost, shortHost } from '../mesh/host-name.js';
import type { Rule } from './rule.js';
import { withoutGrant } from './scope/backends.js';
import { writtenKind } from '../mesh/gateway-api/references.js';

export const rule: Rule = {
  name: 'backend-without-grant',
  code: 'MF022',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  absence: true,
  explainsErrors: true,
  summary: 'A route leads to a backend in another namespace without a ReferenceGrant.',
  description: `A gateway sends requests to a Service of another namespace only if a ReferenceGrant in that namespace lets routes of this kind
and namespace refer to it. Without one the share of the backend gets 500 from the gateway, in every region, whatever the Service's endpoints do.
Routes for sidecars (\`parentRefs\` of kind Service) need none.

The grant may be in another repository: it is an error only where the configuration declares the mesh.`,
  references: [
    'istio/istio pilot/pkg/config/kube/gatewaycommon/references.go BackendAllowed',
    'https://gateway-api.sigs.k8s.io/api-types/referencegrant/',
  ],
  check(mesh, report) {
    const isDeclared = isMeshDeclared(mesh.config);
    for (const target of mesh.sharedTargets()) {
      const { route, destination, host } = target;
      if (!route || !destination || !withoutGrant(target)) continue;
      const { virtualService } = route;
      const { namespace, isNamespaceKnown } = virtualService;
      const there = namespaceOfHost(host) ?? '';
      const kind = writtenKind(virtualService);
      const isSure = isDeclared && isNamespaceKnown;
      const share =
        destination.share === 1
          ? 'every request of this rule gets'
          : `${percent(destination.share)} of the requests of this rule get`;
      report({
        at: { resource: virtualService, path: [...destination.path, 'namespace'] },
        severity: isSure ? 'error' : 'warning',
        message:
          `No ReferenceGrant in namespace ${there} lets ${kind}s of namespace ${namespace} refer to Service ${shortHost(host)}` +
          `${isSure ? ': ' : ' in these manifests; if there is none at all, '}${share} 500, in every region. Add a ReferenceGrant there.`,
      });
    }
  },
};
