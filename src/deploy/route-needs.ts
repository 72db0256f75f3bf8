import { gatewayApiGroup, groupOf, isRouteKind, istioGroup } from '../api/kinds.js';
import type { KubernetesObject } from '../cluster/cluster.js';
import { meshGateway, resolveGatewayName } from '../mesh/gateways.js';
import { isRecord } from './field-set.js';

/** What a route leads through or to, without which its requests fail. */
export type RouteNeed =
  | { kind: 'Gateway'; group: string; namespace: string; name: string }
  | { kind: 'Service'; namespace: string; name: string }
  /** A host that no Service has by its name: a ServiceEntry says where it is. */
  | { kind: 'host'; host: string };

/** What a route names, each once; nothing for what is no route, and for what its text leaves open. */
export function routeNeeds(route: KubernetesObject): RouteNeed[] {
  const group = groupOf(route.apiVersion);
  const spec = route['spec'];
  if (!isRouteKind(group, route.kind) || !isRecord(spec)) return [];
  const { namespace = '' } = route.metadata;
  const needs =
    group === istioGroup ? virtualServiceNeeds(spec, namespace) : gatewayApiNeeds(spec, namespace);
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
}

function virtualServiceNeeds(spec: Record<string, unknown>, namespace: string): RouteNeed[] {
  const needs: RouteNeed[] = [];
  const gateways = (value: unknown) => {
    for (const reference of list(value)) {
      if (typeof reference !== 'string') continue;
      const [own = '', name = ''] = resolveGatewayName(reference, namespace).split('/');
      if (own === meshGateway && name === '') continue;
      needs.push({ kind: 'Gateway', group: istioGroup, namespace: own, name });
    }
  };
  gateways(spec['gateways']);
  for (const protocol of ['http', 'tls', 'tcp']) {
    for (const rule of list(spec[protocol]).filter(isRecord)) {
      for (const match of list(rule['match']).filter(isRecord)) gateways(match['gateways']);
      const mirrors = [rule['mirror'], ...list(rule['mirrors']), ...list(rule['route'])];
      for (const each of mirrors.filter(isRecord)) {
        const { host } = isRecord(each['destination']) ? each['destination'] : each;
        if (typeof host === 'string') needs.push(...hostNeed(host, namespace));
      }
    }
  }
  return needs;
}

/** Source for short names: istio/istio pkg/config/model ResolveShortnameToFQDN. */
function hostNeed(host: string, namespace: string): RouteNeed[] {
  if (host === '' || host.includes('*')) return [];
  if (!host.includes('.')) return [{ kind: 'Service', namespace, name: host }];
  const [, name = '', own = '', domain] = /^([^.]+)\.([^.]+)\.svc\.(.+)$/.exec(host) ?? [];
  // What clusters export together has no Service of that name in any of them.
  if (domain === 'clusterset.local' || host.endsWith('.clusterset.local')) return [];
  return name === '' ? [{ kind: 'host', host }] : [{ kind: 'Service', namespace: own, name }];
}

/** https://gateway-api.sigs.k8s.io/reference/spec/: references without a kind are to Gateways and Services. */
function gatewayApiNeeds(spec: Record<string, unknown>, namespace: string): RouteNeed[] {
  const parents = list(spec['parentRefs']).flatMap((reference) =>
    named(reference, { group: gatewayApiGroup, kind: 'Gateway', namespace }),
  );
  const backends = list(spec['rules'])
    .filter(isRecord)
    .flatMap((rule) => list(rule['backendRefs']))
    .flatMap((reference) => named(reference, { group: '', kind: 'Service', namespace }));
  return [...parents, ...backends].flatMap((need): RouteNeed[] => {
    const { group, kind, namespace: own, name } = need;
    if (kind === 'Gateway') return [{ kind, group, namespace: own, name }];
    return kind === 'Service' && group === '' ? [{ kind, namespace: own, name }] : [];
  });
}

interface Reference {
  group: string;
  kind: string;
  namespace: string;
}

function named(value: unknown, otherwise: Reference): (Reference & { name: string })[] {
  if (!isRecord(value) || typeof value['name'] !== 'string') return [];
  const text = (key: keyof Reference) => {
    const own = value[key];
    return typeof own === 'string' ? own : otherwise[key];
  };
  return [
    { group: text('group'), kind: text('kind'), namespace: text('namespace'), name: value['name'] },
  ];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
