import type { Path } from '../manifest/document.js';
import { gatewayKey, MESH_GATEWAY, publicHosts, resolveGatewayName } from './gateways.js';
import { qualifyHost } from './host-name.js';
import type { HttpRoute, RouteDestination, TcpRoute, TlsRoute } from './istio.js';
import type { Resource } from './resource.js';
import type { Services } from './services.js';
import { isSelected, type Client } from './topology.js';
import type { ConfigView } from './view.js';
import { isExportedTo } from './visibility.js';

/** What a gateway does with the requests for a public host that a route takes. */
export interface PublicRoute {
  gateway: Resource<'Gateway'>;
  /** Position in the Gateway's `servers`. */
  server: number;
  /** Of the server. */
  port: number;
  publicHost: string;
  virtualService: Resource<'VirtualService'>;
  protocol: 'http' | 'tls' | 'tcp';
  /** Of the route, such as `['spec', 'http', 0]`. */
  path: Path;
  /** `namespace/virtual-service#` with the route's name, or else its position. */
  name: string;
  /** An earlier route of the same public host takes every request. */
  shadowed: boolean;
  destinations: RoutedDestination[];
}

/** One destination of a route. */
export interface RoutedDestination {
  /** Qualified. */
  host: string;
  port: number | undefined;
  subset: string | undefined;
  /** Share of the route's requests, 0 to 1. */
  share: number;
  path: Path;
}

type AnyRoute = HttpRoute & TlsRoute & TcpRoute;

const PROTOCOLS = ['http', 'tls', 'tcp'] as const;

/**
 * The routes that a client's gateway has: servers of the Gateways that select it, and the
 * VirtualServices bound to them that are exported to it, where their hosts meet.
 * Source: istio/istio pilot/pkg/model/push_context.go mergeGateways, pilot/pkg/networking/core/gateway.go.
 */
export function routesOf(
  view: ConfigView,
  client: Client,
  services: Services,
  exportTo: readonly string[] | undefined,
): PublicRoute[] {
  const visible = view.virtualServices
    .filter(({ namespace, spec }) =>
      isExportedTo(client.namespace, namespace, spec.exportTo, exportTo),
    )
    .sort(byAge);
  const routes = view.gateways
    .filter(({ spec }) => isSelected(client.labels, spec.selector))
    .flatMap((gateway) =>
      visible
        .filter((virtualService) => isBoundTo(virtualService, gateway))
        .flatMap((virtualService) => routesThrough(gateway, virtualService, services)),
    );
  return markShadowed(routes);
}

export function isBoundTo(
  { namespace, spec }: Resource<'VirtualService'>,
  gateway: Resource<'Gateway'>,
): boolean {
  const key = gatewayKey(gateway);
  return (spec.gateways ?? [MESH_GATEWAY]).some(
    (reference) => resolveGatewayName(reference, namespace) === key,
  );
}

function routesThrough(
  gateway: Resource<'Gateway'>,
  virtualService: Resource<'VirtualService'>,
  services: Services,
): PublicRoute[] {
  return (gateway.spec.servers ?? []).flatMap((server, index) =>
    publicHosts(server, gateway, virtualService).flatMap((publicHost) =>
      PROTOCOLS.flatMap((protocol) =>
        ((virtualService.spec[protocol] ?? []) as AnyRoute[]).flatMap((route, position) => {
          const port = server.port?.number ?? 0;
          if (!appliesTo(route, gateway, virtualService.namespace, port)) return [];
          const path = ['spec', protocol, position];
          return {
            gateway,
            server: index,
            port,
            publicHost,
            virtualService,
            protocol,
            path,
            name: `${virtualService.namespace}/${virtualService.name}#${route.name ?? String(position)}`,
            shadowed: false,
            destinations: destinationsOf(route.route ?? [], path, virtualService, port, services),
          };
        }),
      ),
    ),
  );
}

/** `match[].gateways` and `match[].port` keep a route to some gateways and ports. */
function appliesTo(
  route: AnyRoute,
  gateway: Resource<'Gateway'>,
  namespace: string,
  port: number,
): boolean {
  if (!route.match?.length) return true;
  return route.match.some(
    (match) =>
      (!match.port || match.port === port) &&
      (!match.gateways?.length ||
        match.gateways.some((name) => resolveGatewayName(name, namespace) === gatewayKey(gateway))),
  );
}

function destinationsOf(
  route: RouteDestination[],
  path: Path,
  { namespace }: Resource<'VirtualService'>,
  serverPort: number,
  services: Services,
): RoutedDestination[] {
  const total = route.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return route.flatMap(({ destination, weight = 0 }, index) => {
    if (!destination?.host) return [];
    const host = qualifyHost(destination.host, namespace);
    return {
      host,
      port: destination.port?.number ?? onlyPort(services, host) ?? serverPort,
      subset: destination.subset,
      share: total === 0 ? 1 / route.length : weight / total,
      path: [...path, 'route', index, 'destination'],
    };
  });
}

/** Source: istio/istio pilot/pkg/networking/core/route GetDestinationCluster. */
function onlyPort(services: Services, host: string): number | undefined {
  const ports = services.find(host)?.ports;
  return ports?.length === 1 ? ports[0] : undefined;
}

/** A route without conditions takes every request that reaches it. */
function markShadowed(routes: PublicRoute[]): PublicRoute[] {
  const full = new Set<string>();
  return routes.map((route) => {
    const key = JSON.stringify([
      gatewayKey(route.gateway),
      route.server,
      route.publicHost,
      route.protocol,
    ]);
    const shadowed = full.has(key);
    if (isCatchAll(route)) full.add(key);
    return { ...route, shadowed };
  });
}

function isCatchAll({ virtualService, path: [, protocol, index], port }: PublicRoute): boolean {
  const routes = virtualService.spec[protocol as 'http'] as AnyRoute[] | undefined;
  const match = routes?.[index as number]?.match;
  if (!match?.length) return true;
  return match.some((entry) => {
    const conditions = Object.keys(entry).filter(
      (key) => !['port', 'gateways', 'name'].includes(key),
    );
    const isEverything = conditions.length === 1 && entry.uri?.prefix === '/';
    return (conditions.length === 0 || isEverything) && (!entry.port || entry.port === port);
  });
}

/** The order in which istiod appends routes; without a creation time by name. */
function byAge(a: Resource, b: Resource): number {
  const key = ({ creationTimestamp = '', name, namespace }: Resource) =>
    [creationTimestamp, name, namespace].join('\0');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
