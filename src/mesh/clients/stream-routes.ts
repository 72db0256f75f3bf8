import { kept } from '../../foundation/kept.js';
import type { AnyRoute } from '../taken-route.js';
import type { Resource } from '../resource.js';
import type { VirtualServicesFor } from '../virtual-services-for.js';
import type { GatewayRoute } from './gateway-route.js';
import type { GatewayServer } from './gateway-servers.js';

/** A route before its hosts are known. */
type WithoutHost = Omit<GatewayRoute, 'host'>;

/**
 * The routes of a VirtualService that a server uses. One that ends TLS without HTTP takes TCP routes, and of a TLSRoute its first rule.
 * Source: istio/istio pilot/pkg/networking/core/gateway.go buildGatewayNetworkFiltersFromTCPRoutes.
 */
export function streamRoutesOf(
  virtualServices: VirtualServicesFor,
  root: Resource<'VirtualService'>,
  { protocol, isEncrypted }: GatewayServer,
): readonly AnyRoute[] {
  const own = virtualServices.routesOf(root, protocol);
  if (own.length > 0 || protocol !== 'tcp' || !isEncrypted) return own;
  return virtualServices
    .routesOf(root, 'tls')
    .filter(({ destinations }) => destinations !== undefined)
    .map(({ value: { match: _, ...value }, ...rest }) => ({ ...rest, value }));
}

/** A TCP route once for each host, of which one alone has rows: the port decides, and the first route takes everything. */
export function repeated(
  route: WithoutHost,
  hosts: readonly string[],
  shadowed: boolean,
): GatewayRoute[] {
  return hosts.map((host, turn) => ({
    ...{ host, ...route, matches: [], catchAll: true, shadowed, publicHost: `*:${route.port}` },
    ...(turn > 0 ? { isRepeated: true as const } : {}),
  }));
}

/** The names of servers that TLS routes of the ports of one client are for. */
export class StreamHosts {
  readonly #taken = new Map<string, Set<string>>();

  /**
   * A TLS route once for each name that it is for, in place of the hosts of its VirtualService. A match with a name that an earlier one of
   * the port has is left out as a whole.
   * Source: istio/istio pilot/pkg/networking/core/gateway.go buildGatewayNetworkFiltersFromTLSRoutes.
   */
  eachName(route: WithoutHost, { port, server, pods }: GatewayServer): GatewayRoute[] {
    const key = JSON.stringify([port, server.bind ?? '', pods]);
    const taken = kept(this.#taken, key, () => new Set<string>());
    return route.conditions.flatMap((match) => {
      const names = [...new Set(match.sniHosts ?? [])];
      const shadowed = names.some((name) => taken.has(name));
      if (!shadowed) for (const name of names) taken.add(name);
      return names.map((host) => ({
        ...{ host, ...route, conditions: [match], matches: [], catchAll: true, shadowed },
      }));
    });
  }
}
