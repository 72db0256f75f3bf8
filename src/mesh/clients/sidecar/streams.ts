import { HostIndex } from '../../host-index.js';
import type { Mesh } from '../../mesh.js';
import { serverNameOf, type MeshRequest } from '../../request.js';
import type { Resource } from '../../resource.js';
import type { Route } from '../../route.js';
import type { Client } from '../../topology.js';
import type { DirectDestination } from '../client-model.js';
import {
  addressesOf,
  serviceChains,
  type SidecarChain,
  type StreamScope,
} from './stream-chains.js';
import {
  sidecarScope,
  type ScopedListener,
  type ScopedService,
  type SidecarScope,
} from './scope.js';

/** Where a sidecar sends a connection. */
export type StreamReception =
  | { chain: SidecarChain }
  /** Nothing in scope is meant. */
  | { outside: string }
  /** Nobody can tell. */
  | { unknown: string };

/**
 * What becomes of a connection of a sidecar's application. A service with an address of its own has a listener of its own; all others of
 * a port share one, where the first of two that look alike stays.
 * Source: istio/istio pilot/pkg/networking/core/listener.go buildSidecarOutboundListeners, buildSidecarOutboundListener,
 * mergeTCPFilterChains; envoyproxy/envoy source/common/listener_manager/filter_chain_manager_impl.cc findFilterChain.
 *
 * @param service What the name that it connects to means; undefined: no service of the port in scope.
 */
export function receiveStream(
  mesh: Mesh,
  client: Client,
  scope: SidecarScope,
  listener: ScopedListener,
  request: MeshRequest,
  service: ScopedService | undefined,
): StreamReception {
  const { port: number, host } = request;
  const at: StreamScope = { scope, listener, client, number };
  const port = service?.ports?.find((one) => one.number === number);
  if (service) {
    const route = routeForService(mesh, service);
    if (route !== undefined) return { unknown: `${route} may take it, and is not modelled` };
  }
  const isStream = !port || port.protocol !== 'http';
  if (service && isStream && listener.isHttp === undefined && hasListener(service)) {
    return find(serviceChains(at, service, port, false), request, addressOf(service));
  }
  const shared = sharedChains(at);
  if (shared.chains.length === 0) {
    const name = service && port ? `${service.host}:${number}` : `${host}:${number}`;
    const isHttp = port?.protocol === 'http';
    const reason = isHttp
      ? `port ${number} of ${service?.host ?? host} is for HTTP, and no listener of the sidecar takes anything else there`
      : `nothing in scope of the sidecar is at ${name}`;
    return { outside: reason };
  }
  if (shared.hasHttp && (request.scheme === 'http' || port?.protocol === 'http')) {
    return {
      unknown: `services for HTTP and for connections share port ${number}, which is not modelled`,
    };
  }
  return find(shared.chains, request, addressIn(host));
}

/** Whether a service has a listener of its own: at its address, or at those of its pods. */
export function hasListener(service: ScopedService): boolean {
  const { declared } = service;
  if (!declared || declared.resource.kind === 'Service') return true;
  const [first] = addressesOf(service);
  return first !== undefined && !first.includes('/');
}

/** Its address, as far as the manifests say it. */
function addressOf(service: ScopedService): string | undefined {
  const [first, ...more] = addressesOf(service);
  return more.length === 0 ? first : undefined;
}

/** The filter chains of all services without an address on the port. */
export function sharedChains(at: StreamScope): { chains: SidecarChain[]; hasHttp: boolean } {
  const chains: SidecarChain[] = [];
  let hasHttp = at.listener.isHttp === true;
  if (hasHttp) return { chains, hasHttp };
  const seen = new Set<string>();
  for (const service of at.listener.services) {
    const port = service.ports?.find((one) => one.number === at.number);
    if (!port || port.protocol === 'udp') continue;
    if (port.protocol === 'http') {
      hasHttp = true;
      continue;
    }
    if (hasListener(service)) continue;
    // Of a service by itself istiod leaves out none.
    const isFirst = chains.length === 0 && !hasHttp;
    if (port.protocol === 'sniffed') hasHttp = true;
    for (const chain of serviceChains(at, service, port, true)) {
      const key = JSON.stringify([[...chain.names].sort(), [...chain.ranges].sort()]);
      if (isFirst || !seen.has(key)) chains.push(chain);
      seen.add(key);
    }
  }
  return { chains, hasHttp };
}

/** Envoy looks at addresses before names, and does not come back. */
function find(
  chains: readonly SidecarChain[],
  request: MeshRequest,
  address: string | undefined,
): StreamReception {
  const { host, port } = request;
  const ranged = chains.filter(({ ranges }) => ranges.length > 0);
  if (ranged.length > 0 && address === undefined) {
    return { unknown: `the address of ${host} decides, and nothing here says which it is` };
  }
  const lengths = ranged.map((chain) => longestRange(chain, address ?? ''));
  const longest = Math.max(-1, ...lengths);
  const open =
    longest < 0
      ? chains.filter(({ ranges }) => ranges.length === 0)
      : ranged.filter((_, index) => lengths[index] === longest);
  const index = new HostIndex<SidecarChain>();
  for (const chain of open) {
    for (const name of chain.names.length > 0 ? chain.names : ['*']) {
      const known = index.at(name.toLowerCase())[0];
      if (known && known !== chain) {
        return {
          unknown: `two routes of port ${port} are for ${name}, and Envoy rejects the listener`,
        };
      }
      if (!known) index.add(name.toLowerCase(), chain);
    }
  }
  const name = serverNameOf(request);
  const [pattern] = name === undefined ? ['*'] : index.patternsCovering(name.toLowerCase());
  const [chain] = pattern === undefined ? [] : index.at(pattern);
  if (chain) return { chain };
  return {
    outside: `no route of the sidecar for port ${port} is for ${name ?? 'a connection without TLS'}`,
  };
}

/** The bits of the longest range that has the address; -1: none has. */
function longestRange({ ranges }: SidecarChain, address: string): number {
  const value = numberOf(address);
  const lengths = ranges.map((range) => {
    const [text = '', bits = '32'] = range.split('/');
    const length = Number(bits);
    const own = numberOf(text);
    if (own === undefined || value === undefined || !(length >= 0 && length <= 32)) return -1;
    const size = 2 ** (32 - length);
    return Math.floor(own / size) === Math.floor(value / size) ? length : -1;
  });
  return Math.max(-1, ...lengths);
}

/** The address, where a host is one. */
function addressIn(host: string): string | undefined {
  return numberOf(host) === undefined ? undefined : host;
}

/** Of an IPv4 address. */
function numberOf(text: string): number | undefined {
  const parts = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  if (parts.length !== 4 || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** A route of the Gateway API for connections to a Service. */
function routeForService({ resources }: Mesh, { host, namespace }: ScopedService) {
  const routes: Resource<'TLSRoute' | 'TCPRoute'>[] = [
    ...resources.TLSRoute,
    ...resources.TCPRoute,
  ];
  const found = routes.find((route) =>
    (route.spec.parentRefs ?? []).some(
      (parent) =>
        parent.kind === 'Service' &&
        host.startsWith(`${parent.name ?? ''}.`) &&
        (parent.namespace ?? route.namespace) === namespace,
    ),
  );
  return found && `${found.kind} ${found.namespace}/${found.name}`;
}

/** The connections of a sidecar that have rows of their own: by the routes of VirtualServices, and to the services themselves. */
export interface SidecarStreams {
  routes: Route[];
  direct: DirectDestination[];
}

/** What a sidecar does with the connections to the ports of all services for TLS and TCP. */
export function sidecarStreams(mesh: Mesh, client: Client): SidecarStreams {
  const scope = sidecarScope(mesh, client);
  const found: SidecarStreams = { routes: [], direct: [] };
  const named = new Set(scope.listeners.map(({ port }) => port));
  for (const listener of scope.listeners) {
    if (listener.isExplicit || listener.isHttp !== undefined) continue;
    for (const service of listener.services) {
      for (const port of service.ports ?? []) {
        const { number, protocol } = port;
        const isOther = listener.port === undefined && named.has(number);
        if ((protocol !== 'tcp' && protocol !== 'tls') || !service.declared || isOther) continue;
        const isShared = !hasListener(service);
        const chains = serviceChains({ scope, listener, client, number }, service, port, isShared);
        for (const { route, names } of chains) {
          if (route) found.routes.push(...eachName(route, names));
          else found.direct.push(directDestination(service, number));
        }
      }
    }
  }
  return found;
}

function eachName(route: Route, names: readonly string[]): Route[] {
  const hosts = names.length > 0 ? names : [route.host];
  return hosts.map((host) => ({ ...route, host, matches: [], catchAll: true }));
}

/** The way of a connection to the service that it asks for. */
export function directDestination(
  { host, declared }: ScopedService,
  port: number,
): DirectDestination {
  const place = declared && { resource: declared.resource, path: ['metadata', 'name'] };
  return { host, port, place, isStream: true };
}
