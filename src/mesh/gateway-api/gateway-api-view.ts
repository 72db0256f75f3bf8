import { addTo } from '../../foundation/add-to.js';
import { kept } from '../../foundation/kept.js';
import { gatewayKey, meshGateway } from '../gateways.js';
import { isSubsetOf, namespaceOfHost, serviceHost } from '../host-name.js';
import type { PlainRouteRule } from '../../api/gateway-api.js';
import type { Path } from '../../foundation/range.js';
import type { Document } from '../../manifest/document.js';
import type { Resource } from '../resource.js';
import type { Protocol } from '../route.js';
import type { ConfigView } from '../view.js';
import {
  attachmentsOf,
  doOverlap,
  listenersByOwner,
  routeHosts,
  servesHost,
  type ApiRouteResource,
  type Attachment,
  type ListenersByOwner,
} from './attachment.js';
import { backendsOf } from './backends.js';
import { grantsOf, type Existence, type IsGranted } from './grants.js';
import { listenersOf, routeKinds, type ApiListener, type Listeners } from './listeners.js';
import { meshParents, rulesAtPort, type MeshParent } from './mesh-parents.js';
import type { NamespaceLabels } from './namespaces.js';
import { invalidExpressions } from './matches.js';
import { apiRulesOf, byMatch, standInFor, type ApiRule } from './rules.js';

/** What istiod makes of the Gateway API's objects of one cluster. */
export interface GatewayApiView {
  listeners: Listeners;
  /** By the `namespace/name` of the listener's Gateway in Istio's API. */
  boundTo(binding: string): readonly ApiVirtualService[];
  /** Every route, and what comes of it. */
  routes: readonly ViewedRoute[];
  /** The route that a document holds. */
  routeIn(document: Document): ViewedRoute | undefined;
  /** The routes of which nobody can tell whether a listener takes them. */
  doubts(binding: string): readonly RouteDoubt[];
  isGranted: IsGranted;
}

/** The routes of a listener for one host, in the words of Istio's API. */
export interface ApiVirtualService {
  root: Resource<'VirtualService'>;
  routes: Record<Protocol, ApiRule[]>;
}

/** A route, and what comes of it. */
export interface ViewedRoute {
  route: ApiRouteResource;
  attachments: readonly Attachment[];
  /** Why istiod takes none of its rules; undefined: it takes them. */
  refusal: string | undefined;
}

/** A route that may be attached to a listener. */
export interface RouteDoubt {
  host: string;
  reason: string;
}

/** One route's part of what a listener has for a host. */
interface Part {
  route: ApiRouteResource;
  /** Of the VirtualService that istiod makes of it: parts of one age are ordered by it. */
  name: string;
  rules: ApiRule[];
}

/**
 * Translates the Gateway API's objects as istiod does: a Gateway of each listener, and a VirtualService of what all routes together say
 * about one host of a listener.
 * Source: istio/istio pilot/pkg/config/kube/gateway/route_collections.go.
 */
export function gatewayApiView(
  view: ConfigView,
  namespaces: NamespaceLabels,
  isDeclared: boolean,
): GatewayApiView {
  const listeners = listenersOf(view, namespaces);
  const builder = new ViewBuilder(
    listenersByOwner(listeners.all),
    grantsOf(view.of('ReferenceGrant')),
    namespaces,
    existenceIn(view, isDeclared),
    (route) => meshParents(view, route),
  );
  for (const kind of routeKinds) for (const route of view.of(kind)) builder.add(route);
  return builder.view(listeners);
}

/**
 * @param isDeclared Whether the configuration says what the mesh consists of, so that of a namespace with Services all are known.
 */
function existenceIn(view: ConfigView, isDeclared: boolean): Existence {
  const hosts = new Set<string>();
  const known = new Set<string | undefined>();
  for (const one of view.of('Service')) {
    hosts.add(serviceHost(one.name, one));
    known.add(one.namespace);
  }
  return (host) => {
    if (hosts.has(host)) return 'yes';
    return isDeclared && known.has(namespaceOfHost(host)) ? 'no' : 'unknown';
  };
}

class ViewBuilder {
  readonly #parts = new Map<string, Map<string, Part[]>>();
  readonly #plain = new Map<string, ApiVirtualService[]>();
  /** By namespace, port and host. */
  readonly #forMesh = new Map<string, { host: string; parts: Part[] }>();
  readonly #doubts = new Map<string, RouteDoubt[]>();
  readonly #routes: ViewedRoute[] = [];
  readonly #byOwner: ListenersByOwner;
  readonly #isGranted: IsGranted;
  readonly #namespaces: NamespaceLabels;
  readonly #existence: Existence;
  readonly #meshParents: (route: ApiRouteResource) => MeshParent[];

  constructor(
    byOwner: ListenersByOwner,
    isGranted: IsGranted,
    namespaces: NamespaceLabels,
    existence: Existence,
    parents: (route: ApiRouteResource) => MeshParent[],
  ) {
    this.#meshParents = parents;
    this.#existence = existence;
    this.#byOwner = byOwner;
    this.#isGranted = isGranted;
    this.#namespaces = namespaces;
  }

  add(route: ApiRouteResource): void {
    const attachments = attachmentsOf(route, this.#byOwner, this.#namespaces);
    const isHttp = route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute';
    if (isHttp) this.#addForMesh(route);
    const { rules, refusal } = isHttp
      ? apiRulesOf(route, this.#isGranted, this.#existence)
      : { rules: [], refusal: undefined };
    this.#routes.push({ route, attachments, refusal });
    this.#addDoubts(route, attachments);
    const taken = attachments
      .filter(({ denied, isUnsure }) => denied === undefined && !isUnsure)
      .sort((a, b) => (gatewayKey(a.listener.gateway) < gatewayKey(b.listener.gateway) ? -1 : 1));
    if (!isHttp) {
      for (const { listener } of taken) this.#addPlain(route, listener);
      return;
    }
    if (rules.length === 0) return;
    this.#addRejected(route, rules, taken);
    let count = 0;
    for (const attachment of taken) {
      const binding = gatewayKey(attachment.listener.gateway);
      const hosts = kept(this.#parts, binding, () => new Map<string, Part[]>());
      for (const host of routeHosts(route)) {
        if (!servesHost(attachment, host)) continue;
        addTo(hosts, host, { route, name: `${route.name}~${count}~`, rules });
        count += 1;
      }
    }
  }

  /**
   * What a route says to sidecars, for each Service that it names; it may lead anywhere without a grant.
   * Source: istio/istio pilot/pkg/config/kube/gateway/route_collections.go HTTPRouteCollection.
   */
  #addForMesh(route: ApiRouteResource): void {
    const parents = this.#meshParents(route);
    if (parents.length === 0) return;
    const { rules } = apiRulesOf(route, () => true, this.#existence);
    if (rules.length === 0) return;
    for (const { index, hosts, port } of parents) {
      const scope = port === undefined ? route.namespace : `${route.namespace}/${port}`;
      const own = rulesAtPort(rules, port);
      for (const host of hosts) {
        const key = `${scope}/${host}`;
        const all = kept(this.#forMesh, key, () => ({ host, parts: [] as Part[] }));
        all.parts.push({ route, name: `${route.name}~${index}~`, rules: own });
      }
    }
  }

  view(listeners: Listeners): GatewayApiView {
    const bound = new Map(this.#plain);
    for (const [key, { host, parts }] of this.#forMesh) {
      addTo(bound, meshGateway, merged(meshGateway, host, parts, key));
    }
    for (const [binding, hosts] of this.#parts) {
      for (const [host, parts] of hosts) addTo(bound, binding, merged(binding, host, parts));
    }
    const byDocument = new Map(this.#routes.map((one) => [one.route.document, one]));
    return {
      listeners,
      routeIn: (document) => byDocument.get(document),
      boundTo: (binding) => bound.get(binding) ?? [],
      doubts: (binding) => this.#doubts.get(binding) ?? [],
      routes: this.#routes,
      isGranted: this.#isGranted,
    };
  }

  #addDoubts(route: ApiRouteResource, attachments: readonly Attachment[]): void {
    for (const { listener, isUnsure } of attachments) {
      if (!isUnsure) continue;
      const { owner } = listener;
      const reason =
        `${route.kind} ${route.namespace}/${route.name} may be attached to ${owner.namespace}/${owner.name}: a selector of ` +
        `namespaces decides, and the manifests do not hold Namespace ${route.namespace}`;
      for (const host of routeHosts(route)) {
        addTo(this.#doubts, gatewayKey(listener.gateway), { host, reason });
      }
    }
  }

  /** Nobody checks expressions before Envoy does, which then rejects all routes of the port. */
  #addRejected(
    route: ApiRouteResource,
    rules: readonly ApiRule[],
    taken: readonly Attachment[],
  ): void {
    const bad = rules.flatMap(({ value }) => invalidExpressions(value.match?.[0] ?? {}))[0];
    if (bad === undefined) return;
    const reason =
      `${route.kind} ${route.namespace}/${route.name} has the regular expression "${bad}", with which Envoy may reject all ` +
      'routes of the port';
    for (const { listener } of taken) {
      addTo(this.#doubts, gatewayKey(listener.gateway), { host: '*', reason });
    }
  }

  /** A TLSRoute or a TCPRoute. Source: convertTLSRoute, convertTCPRoute, constrainTLSRoutesToListenerHost. */
  #addPlain(route: ApiRouteResource, listener: ApiListener): void {
    const { hostname } = listener;
    const shared = routeHosts(route).flatMap((host) => {
      if (hostname === '') return [host];
      if (!doOverlap(host, hostname)) return [];
      return [isSubsetOf(host, hostname) ? host : hostname];
    });
    const hosts = [...new Set(shared)];
    const binding = gatewayKey(listener.gateway);
    const protocol = route.kind === 'TLSRoute' ? 'tls' : 'tcp';
    const root = { ...standInFor(route), spec: { hosts, gateways: [binding] } };
    const rules = plainRules(route, protocol === 'tls' ? hosts : undefined, this.#isGranted);
    const none = { http: [], tls: [], tcp: [] };
    addTo(this.#plain, binding, { root, routes: { ...none, [protocol]: rules } });
  }
}

function plainRules(
  route: ApiRouteResource,
  sniHosts: string[] | undefined,
  isGranted: IsGranted,
): ApiRule[] {
  const rules: readonly PlainRouteRule[] = route.spec.rules ?? [];
  return rules.map((rule, index) => {
    const path: Path = ['spec', 'rules', index];
    const list = [...path, 'backendRefs'];
    const { destinations, doubt } = backendsOf(route, rule.backendRefs ?? [], list, isGranted);
    return {
      value: sniHosts ? { match: [{ sniHosts }] } : {},
      virtualService: standInFor(route),
      path,
      name: `${route.namespace}/${route.name}#${rule.name ?? String(index)}`,
      destinations,
      doubt,
    };
  });
}

/** The oldest of the routes gives the namespace. */
function merged(
  binding: string,
  host: string,
  parts: readonly Part[],
  key = `${binding}/${host}`,
): ApiVirtualService {
  const inOrder = [...parts].sort(byAge);
  const [first] = inOrder;
  if (!first) throw new Error('a host without a route');
  const root: Resource<'VirtualService'> = {
    ...standInFor(first.route),
    name: key.replaceAll('/', '~'),
    spec: { hosts: [host], gateways: [binding] },
  };
  const http = inOrder.flatMap(({ rules }) => rules).sort(byMatch);
  return { root, routes: { http, tls: [], tcp: [] } };
}

function byAge(a: Part, b: Part): number {
  const [one, other] = [a, b].map(({ route: { creationTimestamp = '', namespace }, name }) =>
    [creationTimestamp, namespace, name].join('\0'),
  ) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}
