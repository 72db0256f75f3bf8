import { kindOf } from '../api/kinds.js';
import { isMapping } from '../foundation/values.js';
import { gatewaysNamedBy, isSurelyMissing } from '../mesh/clients/gateway-bindings.js';
import { certainlyMeant, didYouMean, Guesses } from '../foundation/did-you-mean.js';
import { gatewayKey, meshGateway, resolveGatewayName } from '../mesh/gateways.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import type { Rule } from './rule.js';
import { fixAt } from './scope/fix-at.js';
import { isSameCluster } from '../mesh/same-cluster.js';

export const rule: Rule = {
  name: 'gateway-exists',
  code: 'MF005',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  absence: true,
  summary: 'A VirtualService names a Gateway that does not exist.',
  description: `A VirtualService that names a Gateway which does not exist is bound to nothing: the ingress gateway has
no route for its hosts and answers every request with 404, in every region at the same time.

It is an error where the manifests hold Gateways of that namespace or nearly of that name, a warning where they hold only others,
and a notice where they hold none: the Gateway may be in another repository.

A short name means a Gateway in the VirtualService's own namespace; another namespace is written
\`namespace/name\`.`,
  references: [
    'istio/istio pilot/pkg/model/config.go resolveGatewayName',
    'istioctl analyze IST0101',
  ],
  check(mesh, report) {
    const { resources } = mesh;
    const guesses = new Guesses();
    const gatewayApi = gatewayApiKeys(mesh);
    for (const virtualService of resources.VirtualService) {
      const { namespace, spec } = virtualService;
      const isHere = (gateway: Resource) => isSameCluster(gateway, virtualService);
      const bound = new Set(gatewaysNamedBy(mesh, virtualService).filter(isHere).map(gatewayKey));
      (spec.gateways ?? []).forEach((reference, index) => {
        const key = resolveGatewayName(reference, namespace);
        if (key === meshGateway || bound.has(key) || gatewayApi.has(key)) return;
        const keys = resources.Gateway.filter(isHere).map(gatewayKey);
        const near = guesses.among(keys, () => didYouMean(key, keys)) ?? sameName(reference, keys);
        const nameFor = (other: string) =>
          other.startsWith(`${namespace}/`) ? other.slice(namespace.length + 1) : other;
        const at = { resource: virtualService, path: ['spec', 'gateways', index] };
        const meant = guesses.among(keys, () => certainlyMeant(key, keys));
        const isMissing = isSurelyMissing(mesh, virtualService, key);
        report({
          at,
          severity: isMissing ? 'error' : keys.length > 0 ? 'warning' : 'notice',
          fix: meant === undefined ? undefined : fixAt(at, { value: nameFor(meant) }),
          message:
            (isMissing
              ? `There is no Gateway ${key}: the ingress gateway has no route for these hosts, and answers 404. `
              : `Gateway ${key} is not among these manifests. If there is none in the cluster either, the ingress gateway ` +
                'answers 404 for these hosts. ') +
            (near
              ? `Did you mean "${nameFor(near)}"?`
              : isMissing
                ? 'Name a Gateway that exists, in another namespace as namespace/name.'
                : 'Correct the name if it is misspelt, or check the manifests of the Gateway together with these.'),
        });
      });
    }
  },
};

/** Gateways of the Gateway API: istiod binds a VirtualService to one of them by the same name. */
function gatewayApiKeys({ documents }: Mesh): Set<string> {
  return new Set(
    documents.flatMap(({ value }) => {
      if (kindOf(value)?.id !== 'GatewayApiGateway') return [];
      const { metadata } = value;
      const { name, namespace } = isMapping(metadata) ? metadata : {};
      return `${typeof namespace === 'string' && namespace !== '' ? namespace : 'default'}/${String(name)}`;
    }),
  );
}

function sameName(reference: string, keys: readonly string[]): string | undefined {
  const name = reference.split('/').at(-1);
  return keys.find((key) => key.endsWith(`/${name ?? ''}`));
}
