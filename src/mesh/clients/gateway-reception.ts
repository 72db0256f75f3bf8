import { addTo } from '../../foundation/add-to.js';
import { kept } from '../../foundation/kept.js';
import { clientDoubt, hostDoubt } from '../gateway-api/doubts.js';
import { HostIndex } from '../host-index.js';
import type { Mesh } from '../mesh.js';
import { hostAskedFor, isConnection, serverNameOf, type MeshRequest } from '../request.js';
import type { Resource } from '../resource.js';
import { attemptsOf, type Attempt } from '../route-order.js';
import type { RouteStep } from '../route.js';
import type { Client } from '../topology.js';
import type { Reception, ReceptionEnd } from './client-model.js';
import { gatewayTitle, isOneList, type GatewayRoute } from './gateway-route.js';
import { gatewayServers, redirectedHosts, type GatewayServer } from './gateway-servers.js';
import { chainFor, closedAt, streamChains, type StreamChain } from './gateway-streams.js';

/** A virtual host of a listener. */
interface VirtualHost {
  host: string;
  routes: GatewayRoute[];
  isRedirected: boolean;
}

/** What a gateway has: its servers by their port, and the virtual hosts of each listener. */
interface GatewayState {
  servers: ReadonlyMap<number, GatewayServer[]>;
  /** Those of all TLS and TCP routes. */
  streams: readonly GatewayRoute[];
  virtualHosts: ReadonlyMap<string, HostIndex<VirtualHost>>;
}

/**
 * Takes a request as far as the routes of one virtual host: the port, TLS, the host that it asks for.
 * Source: istio/istio pilot/pkg/networking/core/gateway.go; envoyproxy/envoy source/common/router/config_impl.cc
 * RouteMatcher::findVirtualHost.
 */
export function receiveAtGateway(mesh: Mesh, client: Client, request: MeshRequest): Reception {
  const routes = mesh.routes(client) as GatewayRoute[];
  const state = mesh.memory.of(routes, () => stateOf(mesh, client, routes), stateOf);
  const onPort = state.servers.get(request.port) ?? [];
  const gateways = onPort.map(({ gateway }) => gateway);
  const api = mesh.gatewayApi(client.cluster);
  const doubt =
    clientDoubt(mesh.view(client.cluster), api, client) ??
    hostDoubt(api, gateways, hostAskedFor(request));
  if (doubt !== undefined) return ended([], gateways, unknown(doubt));
  if (onPort.length === 0) {
    const reason = `no Gateway of this client opens port ${request.port}: the connection is refused`;
    return ended([], mesh.view(client.cluster).of('Gateway'), noRoute(reason));
  }
  if (isConnection(request)) return asStream(state, onPort, request);
  return request.scheme === 'https'
    ? overTls(state, onPort, request)
    : withoutTls(state, onPort, gateways, request);
}

function withoutTls(
  state: GatewayState,
  onPort: readonly GatewayServer[],
  gateways: Resource[],
  request: MeshRequest,
): Reception {
  const plain = onPort.filter(({ protocol, isEncrypted }) => protocol === 'http' && !isEncrypted);
  const others = onPort.filter((server) => !plain.includes(server));
  const [first] = plain;
  if (!first) {
    // What the bytes of a connection mean makes no difference.
    return asStream(state, onPort, request);
  }
  const rivals = others.filter(({ pods }) => plain.some((server) => server.pods === pods));
  if (rivals.length > 0) {
    const reason = `servers of different protocols share port ${request.port}, and istiod drops some of them`;
    return ended([], gateways, unknown(reason));
  }
  return atListeners(state, plain, gateways, request);
}

/** The server whose hosts fit the name best that the client asks TLS for gets the connection. */
function overTls(
  state: GatewayState,
  onPort: readonly GatewayServer[],
  request: MeshRequest,
): Reception {
  const gateways = onPort.map(({ gateway }) => gateway);
  const encrypted = onPort.filter(({ isEncrypted }) => isEncrypted);
  const isHttp = onPort.some(({ protocol, isEncrypted }) => protocol === 'http' && isEncrypted);
  if (!isHttp && onPort.some(({ protocol }) => protocol !== 'http')) {
    return asStream(state, onPort, request);
  }
  if (encrypted.length < onPort.length) {
    const isMixed = encrypted.length > 0;
    const reason = isMixed
      ? `servers of different protocols share port ${request.port}, and istiod drops some of them`
      : `port ${request.port} takes no TLS: the connection fails`;
    return ended([], gateways, isMixed ? unknown(reason) : noRoute(reason));
  }
  const names = new HostIndex<GatewayServer>();
  for (const placed of encrypted) {
    for (const host of placed.server.hosts ?? []) {
      names.add(host.replace(/^.*\//, '').toLowerCase(), placed);
    }
  }
  const [name] = names.patternsCovering(request.host);
  const chosen = name === undefined ? [] : names.at(name);
  const [server] = chosen;
  if (!server) {
    const reason = `no server of port ${request.port} is for ${request.host} (SNI): the connection is closed`;
    return ended([], gateways, noRoute(reason));
  }
  if (chosen.some(({ protocol }) => protocol !== 'http')) return asStream(state, onPort, request);
  return atListeners(state, chosen, gateways, request);
}

/** A connection that the gateway passes on, whatever is in it. */
function asStream(
  state: GatewayState,
  onPort: readonly GatewayServer[],
  request: MeshRequest,
): Reception {
  const gateways: Resource[] = onPort.map(({ gateway }) => gateway);
  const found: StreamChain[] = [];
  const listeners = new Map<string, GatewayServer[]>();
  for (const one of onPort) addTo(listeners, JSON.stringify([one.pods, one.server.bind]), one);
  for (const servers of listeners.values()) {
    const { chain, why } = chainFor(streamChains(servers, state.streams), request);
    if (why !== undefined) return ended([], gateways, unknown(why));
    if (chain) found.push(chain);
  }
  const [chain, ...more] = found;
  if (!chain) {
    const name = serverNameOf(request);
    const isTlsAlone = onPort.every(({ isEncrypted }) => isEncrypted);
    const what = name === undefined ? 'such a connection' : `${name} (SNI)`;
    const reason =
      name === undefined && isTlsAlone
        ? `port ${request.port} takes TLS alone: the connection is closed`
        : `no route of port ${request.port} is for ${what}: the connection is closed`;
    return ended([], gateways, noRoute(reason));
  }
  if (more.length > 0) {
    const reason = `several gateways open port ${request.port}, and nothing says which of them the client is (declare clients with labels)`;
    return ended([], gateways, unknown(reason));
  }
  const steps = [listenerStep(chain.server)];
  const closed = closedAt(chain, request);
  const { route, match } = chain;
  if (closed || !route) {
    const { reason = '', isKnown = false } = closed ?? {};
    return ended(steps, gateways, isKnown ? noRoute(reason) : unknown(reason));
  }
  const objects = [...gateways, route.root, route.virtualService];
  const takesEverything = match === undefined;
  const attempts = [{ route, match, takesEverything }];
  const isEnded = chain.server.protocol === 'tcp' && chain.server.isEncrypted;
  return { steps, attempts, end: undefined, ...(isEnded ? { endsTls: true } : {}), objects };
}

/** Several listeners are of several gateways, or addresses, that the client stands for. */
function atListeners(
  state: GatewayState,
  servers: readonly GatewayServer[],
  gateways: Resource[],
  request: MeshRequest,
): Reception {
  const host = hostAskedFor(request);
  const found = new Map<string, VirtualHost>();
  for (const listener of new Set(servers.map((server) => server.listener))) {
    const index = state.virtualHosts.get(listener);
    const [pattern] = index?.patternsCovering(host) ?? [];
    const [virtualHost] = pattern === undefined ? [] : (index?.at(pattern) ?? []);
    if (virtualHost) found.set(listener, virtualHost);
  }
  const [[listener, virtualHost] = [], ...more] = found;
  if (!virtualHost) {
    const steps = servers.slice(0, 1).map(listenerStep);
    const reason = `no route is for ${host} on port ${request.port}`;
    return ended(steps, gateways, { outcome: 'no-route', status: 404, reason });
  }
  if (more.length > 0) {
    const reason = `several gateways open port ${request.port} for ${host}, and nothing says which of them the client is (declare clients with labels)`;
    return ended([], gateways, unknown(reason));
  }
  const server = servers.find((one) => one.listener === listener);
  const { routes, isRedirected } = virtualHost;
  const objects = [
    ...gateways,
    ...new Set(routes.flatMap(({ root, virtualService }) => [root, virtualService])),
  ];
  const steps: RouteStep[] = [
    ...(server ? [listenerStep(server)] : []),
    {
      rule: 'virtual-host',
      text: `the virtual host ${virtualHost.host} takes ${host}`,
      place: undefined,
    },
  ];
  if (isRedirected) {
    const reason = 'the Gateway redirects every request for the host to https (httpsRedirect)';
    return ended(steps, objects, { outcome: 'redirect', status: 301, reason });
  }
  const attempts: Attempt[] = attemptsOf(routes, isOneList);
  return { steps, attempts, end: undefined, objects };
}

function listenerStep(placed: GatewayServer): RouteStep {
  const { gateway, index, server, port, isEncrypted, at } = placed;
  const tls = isEncrypted ? `, TLS ${server.tls?.mode ?? 'SIMPLE'}` : '';
  return {
    rule: 'listener',
    text: `port ${port} (${server.port?.protocol ?? 'HTTP'}${tls}), opened by ${gatewayTitle(gateway)}`,
    place: at ?? { resource: gateway, path: ['spec', 'servers', index, 'port'], part: 'key' },
  };
}

function ended(steps: RouteStep[], objects: Resource[], end: ReceptionEnd): Reception {
  return { steps, attempts: undefined, end, objects };
}

/** Without an answer: the connection fails. */
function noRoute(reason: string): ReceptionEnd {
  return { outcome: 'no-route', status: undefined, reason };
}

function unknown(reason: string): ReceptionEnd {
  return { outcome: 'undefined', status: undefined, reason };
}

function stateOf(mesh: Mesh, client: Client, routes: readonly GatewayRoute[]): GatewayState {
  const { cluster } = client;
  const all = gatewayServers(mesh.view(cluster), mesh.gatewayApi(cluster), client);
  const servers = new Map<number, GatewayServer[]>();
  const hosts = new Map<string, Map<string, VirtualHost>>();
  const at = (listener: string, host: string) => {
    const own = kept(hosts, listener, () => new Map<string, VirtualHost>());
    return kept(own, host.toLowerCase(), () => ({ host, routes: [], isRedirected: false }));
  };
  for (const placed of all) {
    addTo(servers, placed.port, placed);
    for (const host of redirectedHosts(placed)) at(placed.listener, host).isRedirected = true;
  }
  for (const route of routes) {
    if (route.protocol !== 'http') continue;
    const virtualHost = at(route.listener, route.host);
    virtualHost.routes.push(route);
    if (route.isRedirected) virtualHost.isRedirected = true;
  }
  const virtualHosts = new Map<string, HostIndex<VirtualHost>>();
  for (const [listener, own] of hosts) {
    const index = new HostIndex<VirtualHost>();
    for (const [host, virtualHost] of own) index.add(host, virtualHost);
    virtualHosts.set(listener, index);
  }
  const streams = routes.filter(({ protocol }) => protocol !== 'http');
  return { servers, streams, virtualHosts };
}
