import type { ParentReference } from '../../api/gateway-api.js';
import { addTo } from '../../foundation/add-to.js';
import { kept } from '../../foundation/kept.js';
import { HostIndex } from '../host-index.js';
import { isSubsetOf, isWildcard } from '../host-name.js';
import type { Resource } from '../resource.js';
import { writtenKind, defaultParent, referenced } from './references.js';
import type { ApiListener, routeKinds } from './listeners.js';
import { isOpenTo, type NamespaceLabels } from './namespaces.js';

/** A kind of the Gateway API that says how requests are routed. */
export type RouteKind = (typeof routeKinds)[number];

export type ApiRouteResource = Resource<RouteKind>;

/** Why a listener does not take a route. */
export type Denial = 'port' | 'section' | 'hostname' | 'namespace' | 'kind';

/** A listener that a route names, and what comes of it. */
export interface Attachment {
  listener: ApiListener;
  /** Position in the route's `parentRefs`. */
  parent: number;
  /** Undefined: it takes the route. */
  denied: Denial | undefined;
  /** Nobody can tell whether it lets in the route's namespace; all else is as it should be. */
  isUnsure: boolean;
  /** Hostnames of the listeners with its port and protocol, its own among them: a more specific one gets its requests. */
  hostnames: HostIndex<true>;
}

/** The listeners by what `parentRefs` name. */
export type ListenersByOwner = ReadonlyMap<
  string,
  readonly Pick<Attachment, 'listener' | 'hostnames'>[]
>;

export function listenersByOwner(listeners: readonly ApiListener[]): ListenersByOwner {
  const found = new Map<string, Pick<Attachment, 'listener' | 'hostnames'>[]>();
  const alike = new Map<string, HostIndex<true>>();
  for (const listener of listeners) {
    const { owner, port, hostname } = listener;
    const key = ownerKey({ ...owner, kind: writtenKind(owner) });
    const { protocol = '' } = listener.listener;
    const hostnames = kept(alike, `${key} ${port} ${protocol}`, () => new HostIndex<true>());
    if (hostnames.at(hostname).length === 0) hostnames.add(hostname, true);
    addTo(found, key, { listener, hostnames });
  }
  return found;
}

function ownerKey({ kind, namespace, name }: { kind: string; namespace: string; name: string }) {
  return `${kind} ${namespace}/${name}`;
}

/** The hosts that a route is for; `*` where it says none. */
export function routeHosts({ spec }: ApiRouteResource): readonly string[] {
  const hostnames = 'hostnames' in spec ? (spec.hostnames ?? []) : [];
  return hostnames.length > 0 ? hostnames : ['*'];
}

/**
 * What a route is attached to, listener by listener, in the order of its `parentRefs`.
 * Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go extractParentReferenceInfo, referenceAllowed.
 */
export function attachmentsOf(
  route: ApiRouteResource,
  byOwner: ListenersByOwner,
  namespaces: NamespaceLabels,
): Attachment[] {
  return (route.spec.parentRefs ?? []).flatMap((reference, parent) => {
    const listeners = byOwner.get(ownerKey(referenced(reference, defaultParent, route.namespace)));
    return (listeners ?? []).map(({ listener, hostnames }) => {
      const denied = denialOf(route, reference, listener);
      const { owner } = listener;
      const from = listener.listener.allowedRoutes?.namespaces;
      const open = isOpenTo(route.namespace, from, owner.namespace, namespaces, 'Same');
      return {
        ...{ listener, parent },
        denied: denied ?? (open === 'no' ? 'namespace' : undefined),
        isUnsure: denied === undefined && open === 'unknown',
        hostnames,
      };
    });
  });
}

function denialOf(
  route: ApiRouteResource,
  { port, sectionName }: ParentReference,
  { listener, port: own, hostname, kinds }: ApiListener,
): Denial | undefined {
  if (port && port !== own) return 'port';
  if (sectionName && sectionName !== listener.name) return 'section';
  const hosts = routeHosts(route);
  if (hostname !== '' && !hosts.some((host) => doOverlap(host, hostname))) return 'hostname';
  return kinds.includes(route.kind) ? undefined : 'kind';
}

/** Whether there is a name that both stand for. Source: istio/istio pkg/config/host/name.go Matches. */
export function doOverlap(a: string, b: string): boolean {
  return isSubsetOf(a, b) || isSubsetOf(b, a);
}

/**
 * Whether a listener serves a host of a route that is attached to it, or leaves it to a more specific listener beside it.
 * Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go hostnameAllowedByIsolation.
 */
export function servesHost(
  { listener: { hostname }, hostnames }: Attachment,
  host: string,
): boolean {
  if (hostname !== '' && !isWildcard(hostname)) return true;
  if (hostname !== '' && !doOverlap(host, hostname)) return false;
  return !hostnames
    .patternsCovering(host)
    .some((other) => other !== hostname && hostname.length <= other.length);
}
