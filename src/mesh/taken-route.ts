import type { Path } from '../foundation/range.js';
import { meshGateway, resolveGatewayName } from './gateways.js';
import { qualifyHost } from './host-name.js';
import { matchText, takesEverything } from './http-match.js';
import type { RouteMatch, HttpRoute, RouteDestination } from '../api/virtual-service.js';
import type { Resource } from './resource.js';
import type { OwnAnswer } from './route.js';
import type { Protocol, Route, RoutedDestination } from './route.js';
import type { Client } from './topology.js';

/** A route of any protocol as it is written, as far as they are alike. */
export interface AnyRoute {
  value: HttpRoute;
  virtualService: Resource<'VirtualService'>;
  path: Path;
  name: string;
  /** Of a route that Istio's API does not have: where it leads; undefined: `value` says it. */
  destinations?: RoutedDestination[];
  /** What of it is not modelled; undefined: nothing. */
  doubt?: string | undefined;
}

/** Where a client takes a VirtualService's routes: a server of a Gateway, or a port of a sidecar. */
export interface Listener {
  root: Resource<'VirtualService'>;
  /** The name by which VirtualServices mean it: `namespace/name` of a Gateway, or `mesh`. */
  binding: string;
  /** 0: nothing says it. */
  port: number;
  protocol: Protocol;
  /** Labels that the client's pod has for certain. */
  podLabels: Readonly<Record<string, string>>;
  /** What the client answers by itself; undefined where it asks an endpoint. */
  answer(http: HttpRoute | undefined): OwnAnswer | undefined;
  /** The port of a destination that names none. */
  destinationPort(host: string): number;
}

/** A route as a client has it; undefined where all of its matches are for other ports, gateways or clients. */
export function takenRoute(
  written: AnyRoute,
  listener: Listener,
  client: Client,
): Omit<Route, 'host'> | undefined {
  const { value, virtualService, path, name } = written;
  const { root, port, protocol } = listener;
  const matches = (value.match ?? []).filter((match) => appliesTo(match, listener, client));
  if (value.match?.length && matches.length === 0) return undefined;
  const labels = ifLabelled(matches, listener, client);
  const http = protocol === 'http' ? value : undefined;
  return {
    port,
    root,
    virtualService,
    protocol,
    path,
    name,
    matches: matches.filter((match) => !takesEverything(match)).map(routeMatchText),
    conditions: matches,
    turn: 0,
    catchAll: !labels && (!value.match?.length || matches.some(takesEverything)),
    ifLabelled: labels,
    shadowed: false,
    answer: listener.answer(http),
    http,
    destinations:
      written.destinations ?? destinationsOf(value.route ?? [], path, virtualService, listener),
    ...(written.destinations ? { isOfGatewayApi: true } : {}),
    ...(written.doubt === undefined ? {} : { doubt: written.doubt }),
  };
}

/** The text of a match of any protocol. */
export function routeMatchText(match: RouteMatch): string {
  return match.sniHosts ? `SNI ${match.sniHosts.join(' or ')}` : matchText(match);
}

/**
 * `gateways` and `port` keep a match to some gateways and ports. Labels and namespace of the source are compared with those of the
 * client's pod: by HTTP routes where `gateways` is missing, by TLS and TCP routes of sidecars always, of gateways never.
 * Source: istio/istio pilot/pkg/networking/core/route/route.go sourceMatchHTTP, tls.go matchTLS, gateway.go l4SingleMatch.
 */
function appliesTo(match: RouteMatch, listener: Listener, client: Client): boolean {
  const { binding, port, root, podLabels, protocol } = listener;
  if (match.port && match.port !== port) return false;
  const isNamed = match.gateways?.some(
    (name) => resolveGatewayName(name, root.namespace) === binding,
  );
  if (match.gateways?.length && !isNamed) return false;
  if (protocol === 'http' ? match.gateways?.length : binding !== meshGateway) return true;
  const { sourceLabels, sourceNamespace } = match;
  return (
    Object.entries(sourceLabels ?? {}).every(
      ([key, value]) =>
        podLabels[key] === value || (podLabels[key] === undefined && isOpen(listener, client)),
    ) &&
    (!sourceNamespace || sourceNamespace === client.namespace)
  );
}

/**
 * Whether the client's pod may have labels that nobody knows of. Where sidecars take the routes too, labels are those of callers with a
 * sidecar, and a gateway has others.
 */
function isOpen({ root, binding }: Listener, { labels }: Client): boolean {
  const isForOthers = binding !== meshGateway && root.spec.gateways?.includes(meshGateway) === true;
  return labels === undefined && !isForOthers;
}

/** The labels that the first of the matches asks for, where all of them ask for some that nobody knows of. */
function ifLabelled(
  matches: readonly RouteMatch[],
  { podLabels, protocol, binding }: Listener,
  { labels }: Client,
): Readonly<Record<string, string>> | undefined {
  if (labels || (protocol !== 'http' && binding !== meshGateway)) return undefined;
  const isUnsure = ({ gateways, sourceLabels }: RouteMatch) =>
    !gateways?.length &&
    Object.keys(sourceLabels ?? {}).some((key) => podLabels[key] === undefined);
  return matches.length > 0 && matches.every(isUnsure) ? matches[0]?.sourceLabels : undefined;
}

function destinationsOf(
  route: RouteDestination[],
  path: Path,
  virtualService: Resource<'VirtualService'>,
  listener: Listener,
): RoutedDestination[] {
  const total = route.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return route.flatMap(({ destination, weight = 0 }, index) => {
    if (!destination?.host) return [];
    const host = qualifyHost(destination.host, virtualService);
    return {
      host,
      port: destination.port?.number ?? listener.destinationPort(host),
      subset: destination.subset,
      share: total === 0 ? 1 / route.length : weight / total,
      path: path.concat('route', index, 'destination'),
    };
  });
}
