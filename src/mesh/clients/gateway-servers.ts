import type { Server } from '../../api/gateway.js';
import { kept } from '../../foundation/kept.js';
import { withoutRepeats } from '../duplicates.js';
import { gatewayKey } from '../gateways.js';
import type { GatewayApiView } from '../gateway-api/gateway-api-view.js';
import { portsFor } from '../gateway-api/gateways.js';
import type { Place, Resource } from '../resource.js';
import type { Protocol } from '../route.js';
import { satisfiesSelector } from '../selector.js';
import type { Client } from '../topology.js';
import type { ConfigView } from '../view.js';
import { oldestFirst } from '../oldest-first.js';

/** A server of a Gateway that selects a client. */
export interface GatewayServer {
  gateway: Resource<'Gateway'>;
  /** Position in the Gateway's `servers`. */
  index: number;
  server: Server;
  /** 0: nothing says it. */
  port: number;
  /** The part of a VirtualService that it uses. */
  protocol: Protocol;
  /** Whether it ends TLS, or passes it on. */
  isEncrypted: boolean;
  /**
   * The same text for servers whose virtual hosts are in one list: plain HTTP servers of one port are one listener, whatever
   * Gateway they stand in; with TLS each is its own.
   */
  listener: string;
  /** Where a listener of the Gateway API is written; missing for a server. */
  at?: Place;
  /** The pods that have it: of a client with unknown labels those with one selector; else empty. */
  pods: string;
}

/**
 * The servers of the Gateways that select the client, in the order in which istiod takes them.
 * Source: istio/istio pilot/pkg/model/push_context.go initGateways, mergeGateways.
 */
export function gatewayServers(
  view: ConfigView,
  api: GatewayApiView,
  client: Client,
): GatewayServer[] {
  const { labels } = client;
  const places = listenersFor(view, api, client);
  const selecting = view
    .of('Gateway')
    .filter(({ spec }) => satisfiesSelector(labels, spec.selector));
  const own = withoutRepeats(selecting);
  return oldestFirst([...own, ...places.keys()]).flatMap((gateway) => {
    const at = places.get(gateway);
    const { selector = {}, servers = [] } = gateway.spec;
    const pods = labels ? '' : JSON.stringify(Object.entries(selector).sort());
    return servers.map((server, index) => {
      const port = server.port?.number ?? 0;
      const protocol = protocolOf(server);
      const isPlain = protocol === 'http' && !endsTls(server);
      const place = isPlain ? [] : [gatewayKey(gateway), index];
      return {
        ...{ gateway, index, server, port, protocol, pods: at ? '' : pods },
        ...(at ? { at } : {}),
        isEncrypted: isPlain ? false : server.tls !== undefined,
        listener: JSON.stringify([protocol, port, server.bind ?? '', at ? '' : pods, ...place]),
      };
    });
  });
}

/** The Gateways that istiod makes of the listeners of the Gateway API that the client opens, and where those are written. */
function listenersFor(
  view: ConfigView,
  { listeners }: GatewayApiView,
  client: Client,
): Map<Resource<'Gateway'>, Place> {
  const found = new Map<Resource<'Gateway'>, Place>();
  const known = new Map<unknown, ReturnType<typeof portsFor>>();
  for (const { gateway, programmed, place, port } of listeners.all) {
    const ports = kept(known, programmed, () => portsFor(view, programmed, client));
    if (ports === 'all' || ports?.has(port)) found.set(gateway, place);
  }
  return found;
}

/** Whether it sends requests to https; on a server that ends TLS itself every request is https already. */
export function redirects({ server, isEncrypted }: GatewayServer): boolean {
  return server.tls?.httpsRedirect === true && !isEncrypted;
}

/**
 * The hosts of a server that have a virtual host even without a VirtualService, because it redirects them. One that names a
 * namespace is taken with it, and matches nothing.
 * Source: istio/istio pilot/pkg/networking/core/gateway.go buildGatewayHTTPRouteConfig.
 */
export function redirectedHosts(placed: GatewayServer): string[] {
  const { hosts = [] } = placed.server;
  if (!redirects(placed)) return [];
  if (hosts.includes('*/*')) return ['*'];
  return hosts
    .map((host) => (host.startsWith('*/') ? host.slice(2) : host))
    .filter((host) => !host.includes('/'));
}

/** The same text for what a virtual host has. */
export function virtualHostKey(host: string, listener: string): string {
  return JSON.stringify([host.toLowerCase(), listener]);
}

/** The part of a VirtualService that a server uses. Source: istio/istio pkg/config/gateway/gateway.go. */
export function protocolOf({ port, tls }: Server): Protocol {
  const isPassedThrough = tls?.mode === 'PASSTHROUGH' || tls?.mode === 'AUTO_PASSTHROUGH';
  const protocol = port?.protocol?.toUpperCase() ?? 'HTTP';
  if (['TCP', 'MONGO', 'MYSQL', 'REDIS', 'TLS'].includes(protocol)) {
    return isPassedThrough ? 'tls' : 'tcp';
  }
  return protocol === 'HTTPS' && isPassedThrough ? 'tls' : 'http';
}

function endsTls({ port }: Server): boolean {
  return /^(https|tls)$/i.test(port?.protocol ?? '');
}
