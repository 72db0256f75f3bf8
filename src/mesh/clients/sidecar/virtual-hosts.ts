import { meshGateway } from '../../gateways.js';
import { HostIndex, indexOfHosts } from '../../host-index.js';
import { isWildcard } from '../../host-name.js';
import type { Resource } from '../../resource.js';
import { ownAnswer } from '../../route-answers.js';
import type { Route } from '../../route.js';
import { takenRoute } from '../../taken-route.js';
import type { Client } from '../../topology.js';
import {
  virtualServiceHosts,
  type ScopedListener,
  type ScopedService,
  type SidecarScope,
} from './scope.js';

type VirtualService = Resource<'VirtualService'>;

/** What people call it. */
export const proxyName = 'sidecar';

/** A route of a sidecar, without the host, which all virtual hosts of a VirtualService share. */
export type SharedRoute = Omit<Route, 'host'>;

/** What a sidecar does with the requests of one port that ask for one of the domains. */
export interface SidecarVirtualHost {
  /** The service's host, or that of the VirtualService. */
  host: string;
  /** Undefined: no service has the host, a VirtualService gives it routes. */
  service: ScopedService | undefined;
  /** Undefined: the service's default route alone. */
  root: VirtualService | undefined;
  /** Those of `root`, in their order. */
  routes: readonly SharedRoute[];
  domains: readonly string[];
}

/** The virtual hosts of a port. */
export interface SidecarPort {
  virtualHosts: readonly SidecarVirtualHost[];
  /** The virtual host of a domain, which may be a wildcard. */
  byDomain: HostIndex<SidecarVirtualHost>;
  /** Whether anything in scope has it as a port for HTTP, so that a listener takes requests of every host. */
  isOpen: boolean;
  /** By every name that is asked for the services of the port, whatever their protocol. */
  services: HostIndex<ScopedService>;
}

/**
 * The virtual hosts of one port: the first VirtualService with a route for a host takes it; services without one have their default
 * route; a host that is no service has a virtual host on port 80, and beside a service of the same VirtualService.
 * Source: istio/istio pilot/pkg/networking/core/httproute.go BuildSidecarOutboundVirtualHosts, route/route.go
 * BuildSidecarVirtualHostWrapper.
 */
export function virtualHostsAt(
  scope: SidecarScope,
  listener: ScopedListener,
  port: number,
  client: Client,
): SidecarPort {
  const { clusterDomain } = scope;
  const registry = new Map<string, ScopedService>();
  for (const service of listener.services) {
    const isThere = !service.ports || service.ports.some(({ number }) => number === port);
    // The last of several declarations in one namespace stays, as in istiod's map.
    if (isThere) registry.set(service.host.toLowerCase(), service);
  }
  const wrappers = [...wrappersOf(scope, listener, port, registry, client)];
  const routed = new Set(wrappers.flatMap((wrapper) => wrapper.services));
  const others = [...registry.values()].filter(
    (service) =>
      !routed.has(service) &&
      service.declared?.externalName === undefined &&
      isHttpAt(service, port),
  );
  const known = new Set([...routed, ...others].map(({ host }) => host.toLowerCase()));
  const virtualHosts: SidecarVirtualHost[] = [];
  const names = new Set<string>();
  const taken = new Set<string>();
  const add = (virtualHost: Omit<SidecarVirtualHost, 'domains'>, domains: readonly Domain[]) => {
    const name = virtualHost.host.toLowerCase();
    if (names.has(name)) return;
    names.add(name);
    const own = domains.flatMap(({ name: written, isShort }) => {
      const domain = written.toLowerCase();
      if (taken.has(domain) || (isShort && known.has(domain))) return [];
      taken.add(domain);
      return domain;
    });
    if (own.length > 0) virtualHosts.push({ ...virtualHost, domains: own });
  };
  for (const { root, routes, hosts, services: own } of wrappers) {
    for (const host of hosts) {
      add({ host, service: undefined, root, routes }, [{ name: host, isShort: false }]);
    }
    for (const service of own) {
      add({ host: service.host, service, root, routes }, domainsOf(service, client, clusterDomain));
    }
  }
  for (const service of others) {
    const { host } = service;
    add({ host, service, root: undefined, routes: [] }, domainsOf(service, client, clusterDomain));
  }
  const byDomain = new HostIndex<SidecarVirtualHost>();
  for (const virtualHost of virtualHosts) {
    for (const domain of virtualHost.domains) byDomain.add(domain, virtualHost);
  }
  const isOpen =
    listener.isHttp ?? [...registry.values()].some((service) => isHttpAt(service, port));
  const byName = new HostIndex<ScopedService>();
  for (const service of registry.values()) {
    for (const { name } of domainsOf(service, client, clusterDomain)) byName.add(name, service);
  }
  return { virtualHosts, byDomain, isOpen, services: byName };
}

interface Wrapper {
  root: VirtualService;
  routes: readonly SharedRoute[];
  /** Those that are no services. */
  hosts: readonly string[];
  services: readonly ScopedService[];
}

/** What each VirtualService is for on a port, in their order. */
function* wrappersOf(
  scope: SidecarScope,
  listener: ScopedListener,
  port: number,
  registry: ReadonlyMap<string, ScopedService>,
  client: Client,
): Generator<Wrapper> {
  const names = indexOfHosts(registry.keys());
  const nearest = new Map<VirtualService, ScopedService[]>();
  for (const service of registry.values()) {
    const root = listener.nearestTo(service.host);
    if (!root) continue;
    const known = nearest.get(root);
    if (known) known.push(service);
    else nearest.set(root, [service]);
  }
  for (const root of listener.virtualServices) {
    const hosts = virtualServiceHosts(root).map((host) => host.toLowerCase());
    const isOfService = hosts.some((host) => names.patternsOverlapping(host).length > 0);
    if (port !== 80 && !isOfService) continue;
    const routes = routesAt(scope, root, port, client);
    if (routes.length === 0) continue;
    const plain = hosts.filter((host) => !isWildcard(host));
    const wild = hosts.filter(isWildcard);
    const near = nearest.get(root) ?? [];
    const matched = [
      ...plain.flatMap((host) => registry.get(host) ?? []),
      ...wild.flatMap((pattern) => {
        const covered = indexOfHosts([pattern]);
        return near.filter(({ host }) => covered.patternsOverlapping(host).length > 0);
      }),
    ];
    const others = [
      ...plain.filter((host) => !registry.has(host)),
      ...wild.filter((host) => names.patternsOverlapping(host).length === 0),
    ];
    if (isOfGatewayApi(root) && !isForClient(root, matched, client)) continue;
    const own = matched.filter((service) => isHttpAt(service, port));
    if (own.length === 0 && port !== 80) continue;
    yield { root, routes, hosts: others, services: own };
  }
}

/** Whether it stands in the place of routes of the Gateway API. */
function isOfGatewayApi({ kind }: VirtualService): boolean {
  return (kind as string) !== 'VirtualService';
}

/** A route of the Gateway API counts for callers in its own namespace, and for all of a Service that is there. */
function isForClient(
  { namespace }: VirtualService,
  services: readonly ScopedService[],
  client: Client,
): boolean {
  return services.some((one) => one.namespace === namespace || client.namespace === namespace);
}

function isHttpAt({ ports }: ScopedService, port: number): boolean {
  if (!ports) return true;
  const protocol = ports.find(({ number }) => number === port)?.protocol;
  return protocol === 'http' || protocol === 'sniffed';
}

/** The routes of a VirtualService that a sidecar has on a port. A destination without a port has the one that is asked for. */
function routesAt(
  { virtualServices }: SidecarScope,
  root: VirtualService,
  port: number,
  client: Client,
): SharedRoute[] {
  const listener = {
    root,
    binding: meshGateway,
    port,
    protocol: 'http' as const,
    podLabels: client.labels ?? {},
    answer: (http: Route['http']) => ownAnswer(http, proxyName),
    destinationPort: () => port,
  };
  return virtualServices
    .routesOf(root, 'http')
    .flatMap((written) => takenRoute(written, listener, client) ?? []);
}

/** A name by which requests ask for a service. */
interface Domain {
  name: string;
  /** Made by leaving out the end: the full name of another service comes before it. */
  isShort: boolean;
}

/**
 * The names by which a sidecar's requests ask for a service: in full, and without what the client's own name ends with as well.
 * Source: istio/istio pilot/pkg/networking/core/httproute.go generateVirtualHostDomains, GenerateAltVirtualHosts.
 */
function domainsOf(service: ScopedService, client: Client, clusterDomain: string): Domain[] {
  const { host, aliases, declared } = service;
  const named = [host, ...aliases].flatMap((name): Domain[] => [
    { name, isShort: false },
    ...shortNames(name, client, clusterDomain).map((short) => ({ name: short, isShort: true })),
  ]);
  const all = declared?.headless
    ? [...named, ...named.map((one) => ({ ...one, name: `*.${one.name}` }))]
    : named;
  return [...all, ...addressesOf(service).map((name) => ({ name, isShort: false }))];
}

function shortNames(host: string, { namespace }: Client, clusterDomain: string): string[] {
  const end = host.indexOf('.svc.');
  const dot = host.indexOf('.');
  const whole = `${host}.`;
  if (!host.endsWith(`.svc.${clusterDomain}`) || end <= 0 || dot >= end) return [whole];
  const own = host.slice(0, end);
  const inNamespace = host.slice(dot + 1, end) === namespace ? [host.slice(0, dot)] : [];
  return [whole, ...inNamespace, own, `${own}.svc`];
}

function addressesOf({ declared }: ScopedService): string[] {
  const resource = declared?.resource;
  if (!resource) return [];
  const listed =
    resource.kind === 'Service' ? [resource.spec.clusterIP ?? ''] : (resource.spec.addresses ?? []);
  return listed.filter(
    (text) => /^[0-9.]+$/.test(text) || /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(text),
  );
}
