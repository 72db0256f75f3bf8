import type { RouteMatch } from '../../api/virtual-service.js';
import { HostIndex } from '../host-index.js';
import { serverHostsOf } from '../gateways.js';
import { isConnection, serverNameOf, type MeshRequest } from '../request.js';
import type { GatewayRoute } from './gateway-route.js';
import type { GatewayServer } from './gateway-servers.js';

/** What takes a connection at a port of a gateway: one filter chain of Envoy's listener. */
export interface StreamChain {
  server: GatewayServer;
  /** The names of servers that it is for; empty: every connection, with and without TLS. */
  names: readonly string[];
  /** Undefined: it takes requests of HTTP, or the names of clusters (AUTO_PASSTHROUGH). */
  route: GatewayRoute | undefined;
  /** The match of a TLS route; undefined for TCP. */
  match: RouteMatch | undefined;
}

/** Where a connection ends up; `why` where nobody can tell. */
export type StreamEnd =
  { chain: StreamChain; why?: undefined } | { chain?: undefined; why: string | undefined };

/**
 * The filter chains of one port, in istiod's order. Of servers that cannot stand beside each other the first stays, and so do the first
 * of two TLS servers with a host in common, and of two TLS matches with a name in common.
 * Source: istio/istio pilot/pkg/model/gateway.go mergeGateways, pilot/pkg/networking/core/gateway.go createGatewayTCPFilterChainOpts.
 *
 * @param servers Of one port and one gateway, in their order.
 * @param routes Of the same gateway.
 */
export function streamChains(
  servers: readonly GatewayServer[],
  routes: readonly GatewayRoute[],
): StreamChain[] {
  const passed = new Set<string>();
  return mergedServers(servers).flatMap((server): StreamChain[] => {
    const { gateway, index, protocol, isEncrypted } = server;
    const own = routes
      .filter((route) => route.gateway === gateway && route.server === index)
      .sort((a, b) => a.turn - b.turn);
    const hosts = isEncrypted ? serverHostsOf(server.server, gateway.namespace) : [];
    const names = hosts.map((host) => host.replace(/^.*\//, '').toLowerCase());
    if (protocol === 'http' || isAutoPassthrough(server)) {
      return [{ server, names, route: undefined, match: undefined }];
    }
    if (protocol === 'tcp') {
      const route = own.find(({ isRepeated }) => !isRepeated);
      return route ? [{ server, names, route, match: undefined }] : [];
    }
    const seen = new Set<RouteMatch>();
    return own.flatMap((route) => {
      const [match] = route.conditions;
      // A match of several names is there once for each of them.
      if (!match || seen.has(match)) return [];
      seen.add(match);
      const wanted = (match.sniHosts ?? []).map((host) => host.toLowerCase());
      if (wanted.some((host) => passed.has(host))) return [];
      for (const host of wanted) passed.add(host);
      return [{ server, names: wanted, route, match }];
    });
  });
}

/** Whether names of servers are those of Envoy clusters, as between the networks of a mesh. */
export function isAutoPassthrough({ server }: GatewayServer): boolean {
  return server.tls?.mode === 'AUTO_PASSTHROUGH';
}

function mergedServers(servers: readonly GatewayServer[]): GatewayServer[] {
  const hosts = new Set<string>();
  let plain: GatewayServer | undefined;
  return servers.filter((one) => {
    const { server, gateway, protocol, isEncrypted } = one;
    if (isEncrypted) {
      const own = serverHostsOf(server, gateway.namespace);
      if (own.some((host) => hosts.has(host))) return false;
      for (const host of own) hosts.add(host);
    }
    if (plain) return !isEncrypted && plain.protocol === 'http' && protocol === 'http';
    if (!isEncrypted) plain = one;
    return true;
  });
}

/**
 * The chain that takes a connection: the one with the longest name that fits, else one for everything.
 * Source: envoyproxy/envoy source/common/listener_manager/filter_chain_manager_impl.cc findFilterChain.
 */
export function chainFor(chains: readonly StreamChain[], request: MeshRequest): StreamEnd {
  const index = new HostIndex<StreamChain>();
  for (const chain of chains) {
    for (const name of chain.names.length > 0 ? new Set(chain.names) : ['*']) {
      const [rival] = index.at(name);
      if (rival && !(isPlainHttp(rival) && isPlainHttp(chain))) {
        const why = `two servers or routes of port ${request.port} are for ${name}, and Envoy rejects the listener`;
        return { why };
      }
      index.add(name, chain);
    }
  }
  const name = serverNameOf(request);
  const [pattern] = name === undefined ? ['*'] : index.patternsCovering(name.toLowerCase());
  const [chain] = pattern === undefined ? [] : index.at(pattern);
  return chain ? { chain } : { why: undefined };
}

function isPlainHttp({ server }: StreamChain): boolean {
  return server.protocol === 'http' && !server.isEncrypted;
}

/** Why a chain does not pass a connection on; undefined where it does. */
export function closedAt(
  { server, route }: StreamChain,
  request: MeshRequest,
): { reason: string; isKnown: boolean } | undefined {
  const { port, protocol, isEncrypted } = server;
  const hasTls = serverNameOf(request) !== undefined;
  if (protocol !== 'tls' && isEncrypted && !hasTls) {
    return { reason: `port ${port} takes TLS alone: the connection is closed`, isKnown: true };
  }
  if (protocol === 'http' && !isEncrypted && hasTls) {
    return { reason: `port ${port} takes no TLS: the connection fails`, isKnown: true };
  }
  if (protocol === 'http' && isConnection(request)) {
    const scheme = isEncrypted ? 'https' : 'http';
    return { reason: `port ${port} takes HTTP: follow ${scheme}:// through it`, isKnown: false };
  }
  if (route) return undefined;
  const reason =
    'a server with TLS mode AUTO_PASSTHROUGH leads to the Envoy cluster that the name of the server spells, which is not modelled';
  return { reason, isKnown: false };
}
