import { istioGroup } from '../../api/kinds.js';
import { qualifyHost, serviceHost } from '../host-name.js';
import type { ConfigView } from '../view.js';
import type { ApiRouteResource } from './attachment.js';
import { defaultParent, referenced, type Referenced } from './references.js';
import type { ApiRule } from './rules.js';

/** A Service or ServiceEntry that a route names in `parentRefs`: the route is for the requests of sidecars to its hosts. */
export interface MeshParent {
  /** Position in the route's `parentRefs`. */
  index: number;
  hosts: readonly string[];
  /** The only port that is meant; undefined: every one. */
  port: number | undefined;
}

/** Whether something that `parentRefs` name is for sidecars. Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go IsMesh. */
export function isMeshParent({ group, kind }: Pick<Referenced, 'group' | 'kind'>): boolean {
  return (group === '' && kind === 'Service') || (group === istioGroup && kind === 'ServiceEntry');
}

/** The Services and ServiceEntries that a route is for, in their order. A ServiceEntry that is not there has no hosts. */
export function meshParents(view: Pick<ConfigView, 'of'>, route: ApiRouteResource): MeshParent[] {
  return (route.spec.parentRefs ?? []).flatMap((reference, index) => {
    const parent = referenced(reference, defaultParent, route.namespace);
    if (!isMeshParent(parent)) return [];
    return { index, hosts: hostsOf(view, route, parent), port: reference.port };
  });
}

function hostsOf(
  view: Pick<ConfigView, 'of'>,
  { clusterDomain }: ApiRouteResource,
  { kind, namespace, name }: Referenced,
): readonly string[] {
  if (kind === 'Service') return [serviceHost(name, { namespace, clusterDomain })];
  const entry = view
    .of('ServiceEntry')
    .find((one) => one.namespace === namespace && one.name === name);
  return (entry?.spec.hosts ?? []).map((host) => qualifyHost(host, { namespace, clusterDomain }));
}

/** The rules of a route for one port alone. Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go augmentPortMatch. */
export function rulesAtPort(rules: readonly ApiRule[], port: number | undefined): ApiRule[] {
  if (port === undefined) return [...rules];
  return rules.map((rule) => {
    const match = (rule.value.match ?? [{}]).map((one) => ({ ...one, port }));
    return { ...rule, value: { ...rule.value, match } };
  });
}
