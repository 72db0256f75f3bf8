import type { Path } from '../foundation/range.js';
import { gatewayKey, resolveGatewayName } from './gateways.js';
import { qualifyHost } from './host-name.js';
import { matchText, takesEverything } from './http-match.js';
import type { Server } from '../api/gateway.js';
import type { RouteMatch, HttpRoute, RouteDestination } from '../api/virtual-service.js';
import type { PublicRoute, RoutedDestination } from './public-route.js';
import type { Resource } from './resource.js';
import { ownAnswer } from './route-answers.js';
import type { Services } from './services.js';
import { isSelected, type Client } from './topology.js';

/** A route of any protocol; one of TLS or TCP has matches and destinations only. */
export interface AnyRoute {
  value: HttpRoute;
  virtualService: Resource<'VirtualService'>;
  path: Path;
  name: string;
}

/** The part of a VirtualService that a server uses. Source: istio/istio pkg/config/gateway/gateway.go. */
export function protocolOf({ port, tls }: Server): PublicRoute['protocol'] {
  const isPassedThrough = tls?.mode === 'PASSTHROUGH' || tls?.mode === 'AUTO_PASSTHROUGH';
  const protocol = port?.protocol?.toUpperCase() ?? 'HTTP';
  if (['TCP', 'MONGO', 'MYSQL', 'REDIS', 'TLS'].includes(protocol)) {
    return isPassedThrough ? 'tls' : 'tcp';
  }
  return protocol === 'HTTPS' && isPassedThrough ? 'tls' : 'http';
}

/** Where a route meets a server. */
export interface Meeting {
  root: Resource<'VirtualService'>;
  gateway: Resource<'Gateway'>;
  server: Server;
  index: number;
}

/** What becomes of a route at a server; nothing where all of its matches are for other ports, gateways or clients. */
export function throughServer(
  { value, virtualService, path, name }: AnyRoute,
  { root, gateway, server, index }: Meeting,
  client: Client,
  services: Services,
): Omit<PublicRoute, 'publicHost'> | [] {
  const port = server.port?.number ?? 0;
  const matches = (value.match ?? []).filter((match) => {
    return appliesTo(match, { gateway, port, namespace: root.namespace }, client);
  });
  if (value.match?.length && matches.length === 0) return [];
  const protocol = protocolOf(server);
  const http = protocol === 'http' ? value : undefined;
  return {
    gateway,
    server: index,
    port,
    root,
    virtualService,
    protocol,
    path,
    name,
    matches: matches.filter((match) => !takesEverything(match)).map(textOf),
    catchAll: !value.match?.length || matches.some(takesEverything),
    shadowed: false,
    answer: ownAnswer(http, server),
    http,
    destinations: destinationsOf(value.route ?? [], path, virtualService, port, services),
  };
}

/** The text of a match of any protocol. */
function textOf(match: RouteMatch): string {
  return match.sniHosts ? `SNI ${match.sniHosts.join(' or ')}` : matchText(match);
}

/**
 * `gateways` and `port` keep a match to some gateways and ports; without `gateways`, labels and namespace of the
 * source are compared with those of the gateway's pod.
 * Source: istio/istio pilot/pkg/networking/core/route/route.go sourceMatchHTTP.
 */
function appliesTo(
  match: RouteMatch,
  { gateway, port, namespace }: { gateway: Resource<'Gateway'>; port: number; namespace: string },
  client: Client,
): boolean {
  if (match.port && match.port !== port) return false;
  if (match.gateways?.length) {
    const key = gatewayKey(gateway);
    return match.gateways.some((name) => resolveGatewayName(name, namespace) === key);
  }
  const { sourceLabels, sourceNamespace } = match;
  return (
    isSelected(client.labels, sourceLabels) &&
    (!sourceNamespace || sourceNamespace === client.namespace)
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
      path: path.concat('route', index, 'destination'),
    };
  });
}

/** Source: istio/istio pilot/pkg/networking/core/route GetDestinationCluster. */
function onlyPort(services: Services, host: string): number | undefined {
  const ports = services.find(host)?.ports;
  return ports?.length === 1 ? ports[0] : undefined;
}
