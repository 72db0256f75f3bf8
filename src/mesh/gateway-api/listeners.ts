import type { WrittenListener } from '../../api/gateway-api.js';
import type { Server } from '../../api/gateway.js';
import { gatewayApiGroup } from '../../api/kinds.js';
import { addTo } from '../../foundation/add-to.js';
import { kept } from '../../foundation/kept.js';
import type { Path } from '../../foundation/range.js';
import type { Place, Resource } from '../resource.js';
import type { ConfigView } from '../view.js';
import { oldestFirst } from '../oldest-first.js';
import { programmedGateways, type ProgrammedGateway } from './gateways.js';
import { isOpenTo, type NamespaceLabels } from './namespaces.js';
import { defaultParent, referenced, writtenKind } from './references.js';

/**
 * A listener of a Gateway, or of a ListenerSet that is attached to one, in the words of Istio's API: istiod makes a Gateway with one
 * server of each.
 */
export interface ApiListener {
  /** With one server. Its document is that of the object that has the listener. */
  gateway: Resource<'Gateway'>;
  /** What `parentRefs` name: a Gateway or a ListenerSet. */
  owner: Resource<'GatewayApiGateway'> | Resource<'ListenerSet'>;
  /** The Gateway whose pods open it. */
  programmed: ProgrammedGateway;
  listener: WrittenListener;
  /** Where it is written. */
  place: Place;
  port: number;
  /** The kinds of routes that it takes. */
  kinds: readonly string[];
  /** As it is written; empty for every host. */
  hostname: string;
}

/** A listener that is left out, and why. */
export interface LostListener {
  place: Place;
  name: string;
  /** The listener that was there before. */
  rival: string;
}

export interface Listeners {
  all: ApiListener[];
  lost: LostListener[];
  /** ListenerSets for which nobody can tell whether their Gateway lets them in. */
  unsure: Resource<'ListenerSet'>[];
}

/**
 * The listeners that istiod programs. Of two that cannot stand beside each other the first stays.
 * Source: istio/istio pilot/pkg/config/kube/gateway/gateway_collection.go, gatewaycommon/listener_conflict.go.
 */
export function listenersOf(view: ConfigView, namespaces: NamespaceLabels): Listeners {
  const found: Listeners = { all: [], lost: [], unsure: [] };
  const asking = new Set([
    ...namespaces.keys(),
    ...routeKinds.flatMap((kind) => view.of(kind).map(({ namespace }) => namespace)),
  ]);
  const sets = setsByGateway(view, namespaces, found.unsure);
  for (const programmed of programmedGateways(view)) {
    const { gateway } = programmed;
    const owners = [gateway, ...(sets.get(keyOf(gateway)) ?? [])];
    const accepted = new AcceptedListeners();
    for (const owner of owners) {
      for (const [index, listener] of (owner.spec.listeners ?? []).entries()) {
        const hosts = serverHosts(owner, listener, asking, namespaces);
        const one = apiListener(owner, index, listener, programmed, hosts);
        const rival = accepted.rivalOf(one);
        if (rival) {
          const name = listener.name ?? String(index);
          found.lost.push({ place: one.place, name, rival: rival.listener.name ?? '' });
          continue;
        }
        accepted.add(one);
      }
    }
    for (const one of accepted.all) if (isServed(one)) found.all.push(one);
  }
  return found;
}

/** The kinds of routes. */
export const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'] as const;

/** Without TLS settings, one that ends TLS is left out. */
function isServed({ listener: { protocol = '', tls } }: ApiListener): boolean {
  return protocols.has(protocol) && (tls !== undefined || !['HTTPS', 'TLS'].includes(protocol));
}

const protocols = new Set(['HTTP', 'HTTPS', 'TLS', 'TCP']);

function keyOf({ namespace, name }: Pick<Resource, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** The sets that Gateways let in, by their Gateway, the oldest first. */
function setsByGateway(
  view: ConfigView,
  namespaces: NamespaceLabels,
  unsure: Resource<'ListenerSet'>[],
): Map<string, Resource<'ListenerSet'>[]> {
  const gateways = new Map(view.of('GatewayApiGateway').map((one) => [keyOf(one), one]));
  const found = new Map<string, Resource<'ListenerSet'>[]>();
  const sets = view.of('ListenerSet');
  if (sets.length === 0) return found;
  for (const set of oldestFirst(sets)) {
    const parent = referenced(set.spec.parentRef ?? {}, defaultParent, set.namespace);
    const gateway = gateways.get(keyOf(parent));
    if (parent.group !== gatewayApiGroup || parent.kind !== 'Gateway' || !gateway) continue;
    const from = gateway.spec.allowedListeners?.namespaces;
    const isOpen = isOpenTo(set.namespace, from, gateway.namespace, namespaces, 'None');
    if (isOpen === 'no') continue;
    if (isOpen === 'unknown') {
      unsure.push(set);
      continue;
    }
    addTo(found, keyOf(gateway), set);
  }
  return found;
}

function apiListener(
  owner: Resource<'GatewayApiGateway'> | Resource<'ListenerSet'>,
  index: number,
  listener: WrittenListener,
  programmed: ProgrammedGateway,
  hosts: string[],
): ApiListener {
  const { hostname = '', protocol = '' } = listener;
  const standard = protocol === 'HTTP' ? 80 : protocol === 'HTTPS' ? 443 : 0;
  const port = listener.port || standard;
  const path: Path = ['spec', 'listeners', index];
  const server: Server = {
    port: { number: port, name: 'default', protocol },
    hosts,
    ...(listener.tls ? { tls: { mode: tlsMode(listener) } } : {}),
  };
  const gateway: Resource<'Gateway'> = {
    ...owner,
    // For messages it is what is written.
    kind: writtenKind(owner) as 'Gateway',
    name: `${owner.name}~istio-autogenerated-k8s-gateway~${listener.name ?? String(index)}`,
    spec: { servers: [server] },
  };
  return {
    ...{ gateway, owner, programmed, listener, port, hostname },
    place: { resource: owner, path },
    kinds: kindsOf(listener),
  };
}

function tlsMode({ tls }: WrittenListener): string {
  return tls?.mode === 'Passthrough' ? 'PASSTHROUGH' : 'SIMPLE';
}

/**
 * As `namespace/host`; without those of namespaces for which nobody can tell.
 *
 * @param asking The namespaces that may be let in.
 */
function serverHosts(
  { namespace }: Resource,
  { hostname, allowedRoutes }: WrittenListener,
  asking: ReadonlySet<string>,
  namespaces: NamespaceLabels,
): string[] {
  const host = hostname || '*';
  const from = allowedRoutes?.namespaces;
  switch (from?.from ?? 'Same') {
    case 'Same':
      return [`${namespace}/${host}`];
    case 'All':
      return [`*/${host}`];
    default: {
      const open = [...asking].filter(
        (one) => isOpenTo(one, from, namespace, namespaces, 'Same') === 'yes',
      );
      return open.length > 0 ? open.sort().map((one) => `${one}/${host}`) : [`~/${host}`];
    }
  }
}

/** Source: istio/istio pilot/pkg/config/kube/gatewaycommon/conversion.go GenerateGatewaySupportedKinds. */
function kindsOf({ protocol, tls, allowedRoutes }: WrittenListener): string[] {
  const possible = kindsByProtocol(protocol, tls?.mode);
  const allowed = allowedRoutes?.kinds ?? [];
  if (allowed.length === 0) return possible;
  return possible.filter((kind) =>
    allowed.some((one) => one.kind === kind && (one.group ?? gatewayApiGroup) === gatewayApiGroup),
  );
}

function kindsByProtocol(protocol: string | undefined, tlsMode: string | undefined): string[] {
  switch (protocol) {
    case 'HTTP':
    case 'HTTPS':
      return ['HTTPRoute', 'GRPCRoute'];
    case 'TCP':
      return ['TCPRoute'];
    case 'TLS':
      return tlsMode === 'Terminate' ? ['TLSRoute', 'TCPRoute'] : ['TLSRoute'];
    default:
      return [];
  }
}

/**
 * Listeners of one Gateway that can stand beside each other: on a port there are either such as tell requests apart by their
 * hostname, each with another one, or one that takes all connections.
 * Source: istio/istio pilot/pkg/config/kube/gatewaycommon/listener_conflict.go listenersDistinct.
 */
class AcceptedListeners {
  readonly all: ApiListener[] = [];
  readonly #byKey = new Map<string, ApiListener>();

  /** The first that is there already, and beside which the listener cannot stand. */
  rivalOf(one: ApiListener): ApiListener | undefined {
    const [own] = keysOf(one);
    const { port } = one;
    const others = { http: [`${port} l4`], l4: [`${port} http`], none: [] };
    const keys = [own, ...others[familyOf(one) ?? 'none']];
    return keys.map((key) => this.#byKey.get(key)).find((rival) => rival !== undefined);
  }

  add(one: ApiListener): void {
    this.all.push(one);
    for (const key of keysOf(one)) kept(this.#byKey, key, () => one);
  }
}

/** What a listener takes up of its port, the most exact first. */
function keysOf(one: ApiListener): [string, ...string[]] {
  const { port, hostname, listener } = one;
  const family = familyOf(one);
  if (family === 'http') return [`${port} http ${hostname || '*'}`, `${port} http`];
  return [`${port} ${family ?? `other ${listener.protocol ?? ''}`}`];
}

function familyOf({ listener: { protocol = '' } }: ApiListener): 'http' | 'l4' | undefined {
  if (['HTTP', 'HTTPS', 'TLS'].includes(protocol)) return 'http';
  return ['TCP', 'UDP'].includes(protocol) ? 'l4' : undefined;
}
