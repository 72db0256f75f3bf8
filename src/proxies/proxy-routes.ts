import type { RouteMatch } from '../api/virtual-service.js';
import { kept } from '../foundation/kept.js';
import { matchText } from '../mesh/http-match.js';
import { envoyMatch } from './envoy-match.js';
import { heldRetries, type HeldRetries } from './held-retries.js';
import { filterEffects } from './http-filters.js';
import { countIn, isSetIn, itemsIn, member, textIn } from './json-members.js';
import type { DumpedProxy } from './dumped-proxy.js';

/** A listener's filter chain that routes requests, or passes on connections. */
export interface Door {
  listener: unknown;
  chain: unknown;
  port: number | undefined;
  /** The manager of HTTP connections; undefined for a proxy for TCP. */
  manager: unknown;
  /** Undefined where the proxy has none of that name, or for TCP. */
  routes: unknown;
  /** Of a proxy for TCP. */
  streams: ProxyDestination[];
  /** What of it is not modelled. */
  doubt: string | undefined;
}

/** One cluster of a route. */
export interface ProxyDestination {
  cluster: string;
  /** Share of the route's requests, 0 to 1. */
  share: number;
}

/** One route of a proxy. */
export interface ProxyRoute {
  /** A host that requests ask for. */
  host: string;
  domains: string[];
  name: string;
  match: RouteMatch;
  isBySegment: boolean;
  /** Why nobody can say which requests it takes. */
  matchDoubt: string | undefined;
  /** What it asks for, in words; empty: nothing. */
  text: string;
  /** What the proxy answers by itself; undefined where it asks an endpoint. */
  answer: { kind: 'redirect' | 'direct-response'; status: number } | undefined;
  destinations: ProxyDestination[];
  retries: HeldRetries;
  /** A hash of the request chooses the host, where the cluster's policy asks for one. */
  isHashed: boolean;
  /** What a cluster that is missing comes to. */
  missingStatus: number;
  notes: string[];
  /** Why nobody can say where its requests go. */
  doubt: string | undefined;
  /** The path of the Istio object that it comes from; empty: none is named. */
  source: string;
}

const httpManager = 'http_connection_manager';
const tcpProxy = 'tcp_proxy';

/** The filter chains of the proxy, in their order; inbound ones of Istio's sidecars are left out. */
export function doorsOf(proxy: DumpedProxy): Door[] {
  return proxy.listeners.flatMap((listener) => {
    if (proxy.isOfIstio && textIn(listener, 'traffic_direction') === 'INBOUND') return [];
    const last = member(listener, 'default_filter_chain');
    const chains = [...itemsIn(listener, 'filter_chains'), ...(last === undefined ? [] : [last])];
    return chains.flatMap((chain) => doorOf(proxy, listener, chain));
  });
}

function doorOf(proxy: DumpedProxy, listener: unknown, chain: unknown): Door[] {
  const port = countIn(listener, 'address', 'socket_address', 'port_value');
  const named = itemsIn(chain, 'filters').map((filter) => ({
    type: textIn(filter, 'typed_config', '@type'),
    config: member(filter, 'typed_config'),
  }));
  const manager = named.find(
    ({ type }) => type.includes(httpManager) || type.endsWith('.HttpConnectionManager'),
  );
  const base = { listener, chain, port, manager: undefined, routes: undefined, streams: [] };
  if (manager) {
    const { config } = manager;
    const routes = isSetIn(config, 'route_config')
      ? member(config, 'route_config')
      : proxy.routeConfiguration(textIn(config, 'rds', 'route_config_name'));
    const doubt = isSetIn(config, 'scoped_routes') ? 'scoped routes (scoped_routes)' : undefined;
    return [{ ...base, manager: config, routes, doubt }];
  }
  const stream = named.find(({ type }) => type.includes(tcpProxy) || type.endsWith('.TcpProxy'));
  if (!stream) return [];
  return [{ ...base, streams: destinationsOf(stream.config), doubt: undefined }];
}

/** The routes of a door, virtual host by virtual host, in the order in which the proxy compares them. */
export function routesOf(door: Door): ProxyRoute[] {
  return itemsIn(door.routes, 'virtual_hosts').flatMap((host) => routesOfHost(door, host));
}

/** The routes of one virtual host. */
export function routesOfHost(door: Door, virtualHost: unknown): ProxyRoute[] {
  const domains = itemsIn(virtualHost, 'domains').filter((own) => typeof own === 'string');
  const hostName = textIn(virtualHost, 'name');
  if (isSetIn(virtualHost, 'matcher')) {
    const doubt = 'routes as a tree of matches (virtual_hosts.matcher)';
    return [{ ...emptyRoute(domains, hostName), doubt }];
  }
  const configuration = textIn(door.routes, 'name');
  return itemsIn(virtualHost, 'routes').map((route, index): ProxyRoute => {
    const { match, isBySegment, doubt: matchDoubt } = envoyMatch(member(route, 'match'));
    const source = textIn(route, 'metadata', 'filter_metadata', 'istio', 'config');
    const own = textIn(route, 'name') || String(index);
    const action = member(route, 'route');
    const filters = filterEffects(door.manager, [route, virtualHost, door.routes]);
    const mirrors = itemsIn(action, 'request_mirror_policies').length;
    return {
      host: withoutPort(domains[0] ?? hostName),
      domains,
      name: `${objectName(source) ?? `${configuration}/${hostName}`}#${own}`,
      match,
      isBySegment,
      matchDoubt,
      text: Object.keys(match).length > 0 ? matchText(match) : '',
      answer: answerOf(route),
      destinations: destinationsOf(action),
      retries: heldRetries(action, virtualHost),
      isHashed: itemsIn(action, 'hash_policy').length > 0,
      missingStatus: textIn(action, 'cluster_not_found_response_code') === 'NOT_FOUND' ? 404 : 503,
      notes: [...filters.notes, ...(mirrors > 0 ? ['requests are mirrored'] : [])],
      doubt: actionDoubt(route, action) ?? filters.doubt,
      source,
    };
  });
}

function emptyRoute(domains: string[], name: string): ProxyRoute {
  return {
    host: withoutPort(domains[0] ?? name),
    domains,
    name,
    match: {},
    isBySegment: false,
    matchDoubt: undefined,
    text: '',
    answer: undefined,
    destinations: [],
    retries: { doubt: '' },
    isHashed: false,
    missingStatus: 503,
    notes: [],
    doubt: undefined,
    source: '',
  };
}

function answerOf(route: unknown): ProxyRoute['answer'] {
  if (isSetIn(route, 'direct_response')) {
    return { kind: 'direct-response', status: countIn(route, 'direct_response', 'status') ?? 0 };
  }
  if (!isSetIn(route, 'redirect')) return undefined;
  return { kind: 'redirect', status: redirectCode(textIn(route, 'redirect', 'response_code')) };
}

const redirectCodes: Readonly<Record<string, number>> = {
  FOUND: 302,
  SEE_OTHER: 303,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
};

function redirectCode(name: string): number {
  return (Object.hasOwn(redirectCodes, name) && redirectCodes[name]) || 301;
}

function actionDoubt(route: unknown, action: unknown): string | undefined {
  for (const key of ['filter_action', 'non_forwarding_action']) {
    if (isSetIn(route, key)) return `the action ${key}`;
  }
  const chosen = ['cluster_header', 'cluster_specifier_plugin', 'inline_cluster_specifier_plugin'];
  const key = chosen.find((own) => isSetIn(action, own));
  if (key !== undefined) return `a cluster that the request decides about (${key})`;
  if (isSetIn(action, 'metadata_match')) return 'subset load balancing (metadata_match)';
  if (isSetIn(action, 'internal_redirect_policy')) {
    return 'redirects that the proxy follows (internal_redirect_policy)';
  }
  const weighted = itemsIn(action, 'weighted_clusters', 'clusters');
  if (weighted.some((own) => isSetIn(own, 'cluster_header'))) {
    return 'a cluster that the request decides about (cluster_header)';
  }
  return undefined;
}

/** The clusters of a route or of a proxy for TCP; those of weight 0 are left out. */
function destinationsOf(action: unknown): ProxyDestination[] {
  const only = textIn(action, 'cluster');
  if (only !== '') return [{ cluster: only, share: 1 }];
  const weighted = itemsIn(action, 'weighted_clusters', 'clusters').map((own) => ({
    cluster: textIn(own, 'name'),
    weight: countIn(own, 'weight') ?? 0,
  }));
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const shares = new Map<string, number>();
  for (const { cluster, weight } of weighted) {
    if (weight > 0) shares.set(cluster, kept(shares, cluster, () => 0) + weight / total);
  }
  return [...shares].map(([cluster, share]) => ({ cluster, share }));
}

/** `namespace/name` of the Istio object that a path such as `/apis/networking.istio.io/v1/namespaces/shop/virtual-service/web` names. */
export function objectName(source: string): string | undefined {
  const [, namespace, name] =
    /^\/apis\/[^/]+\/[^/]+\/namespaces\/([^/]+)\/[^/]+\/([^/]+)$/.exec(source) ?? [];
  return namespace === undefined ? undefined : `${namespace}/${name}`;
}

export function withoutPort(domain: string): string {
  return domain.replace(/:(?:\d+|\*)$/, '');
}
