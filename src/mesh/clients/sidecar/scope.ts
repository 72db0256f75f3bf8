import { addTo } from '../../../foundation/add-to.js';
import { kept } from '../../../foundation/kept.js';
import { domainOf } from '../../../config/config.js';
import { ruleHost } from '../../destination-rules.js';
import { meshGateway } from '../../gateways.js';
import { HostIndex } from '../../host-index.js';
import { isWildcard, namespaceOfHost, qualifyHost } from '../../host-name.js';
import type { Mesh } from '../../mesh.js';
import { missingHost } from '../../missing-host.js';
import type { Resource } from '../../resource.js';
import { portsOf, type NumberedPort } from '../../service-ports.js';
import type { DeclaredService } from '../../services.js';
import type { AnyRoute } from '../../taken-route.js';
import type { Client } from '../../topology.js';
import { ageOf, byAge as olderFirst } from '../../oldest-first.js';
import { VirtualServicesFor } from '../../virtual-services-for.js';
import { isExportedTo } from '../../visibility.js';
import {
  egressListeners,
  outboundMode,
  sidecarResource,
  type EgressListener,
  type OutboundMode,
} from './egress.js';

type VirtualService = Resource<'VirtualService'>;

/** A service as a sidecar knows it. */
export interface ScopedService {
  host: string;
  namespace: string;
  /** Undefined: nothing here declares it, and its ports may be any. */
  ports: readonly NumberedPort[] | undefined;
  /** Undefined: it is taken to be declared elsewhere. */
  declared: DeclaredService | undefined;
  /** The hosts of ExternalName Services that stand for it. */
  aliases: readonly string[];
}

/** A listener, and what it imports. */
export interface ScopedListener extends EgressListener {
  services: readonly ScopedService[];
  /** In the order in which istiod takes them. */
  virtualServices: readonly VirtualService[];
  /** By the host of a service the VirtualService whose host suits it best. */
  nearestTo(host: string): VirtualService | undefined;
}

/** What a sidecar knows of the mesh. */
export interface SidecarScope {
  resource: Resource<'Sidecar'> | undefined;
  outbound: OutboundMode;
  /** Where the names of the cluster's Services end, after `svc`. */
  clusterDomain: string;
  listeners: readonly ScopedListener[];
  /** What it has Envoy clusters for, by host. */
  services: ReadonlyMap<string, ScopedService>;
  /** The HTTP, TLS and TCP routes of a VirtualService, with those of its delegates. */
  virtualServices: VirtualServicesFor;
}

/**
 * What is in scope of a sidecar. The same object for clients of one namespace with the same labels and configuration.
 * Source: istio/istio pilot/pkg/model/sidecar.go convertToSidecarScope.
 */
export function sidecarScope(mesh: Mesh, client: Client): SidecarScope {
  return kept(mesh.memory.of(mesh, newScopes), mesh.visibility(client), () =>
    scopeOf(mesh, client),
  );
}

function newScopes(): Map<string, SidecarScope> {
  return new Map();
}

function scopeOf(mesh: Mesh, client: Client): SidecarScope {
  const { config } = mesh;
  const { meshConfig } = config;
  const view = mesh.view(client.cluster);
  const resource = sidecarResource(view, client, config.rootNamespace);
  const virtualServices = new VirtualServicesFor(
    view,
    client,
    meshConfig?.defaultVirtualServiceExportTo,
    mesh.gatewayApi(client.cluster),
  );
  const known = new KnownServices(mesh, client);
  const listeners = egressListeners(resource, client.namespace).map((listener) =>
    withImports(listener, known, virtualServices, client.namespace),
  );
  return {
    resource,
    outbound: outboundMode(resource, meshConfig?.outboundTrafficPolicy),
    clusterDomain: domainOf(config),
    listeners,
    services: collected(listeners, known, virtualServices, client.namespace),
    virtualServices,
  };
}

function withImports(
  listener: EgressListener,
  known: KnownServices,
  all: VirtualServicesFor,
  own: string,
): ScopedListener {
  const { imports, port, isExplicit } = listener;
  const isPortMatched = port !== undefined && !isExplicit;
  const imported = known.visible.flatMap((service) => {
    const hosts = imports.ofService(service.namespace, service.host);
    if (!hosts) return [];
    const aliases = service.aliases.filter((host) => hosts.patternsCovering(host).length > 0);
    const own = aliases.length === service.aliases.length ? service : { ...service, aliases };
    return isPortMatched ? atPort(own, port) : [own];
  });
  const virtualServices = all
    .boundTo(meshGateway)
    .filter((root) => imports.hasVirtualService(root.namespace, virtualServiceHosts(root)));
  const byHost = new HostIndex<VirtualService>();
  for (const root of virtualServices)
    for (const host of virtualServiceHosts(root)) byHost.add(host, root);
  return {
    ...listener,
    services: oneNamespaceEach(imported, own),
    virtualServices,
    nearestTo: (host) => {
      const [pattern] = byHost.patternsCovering(host);
      return pattern === undefined ? undefined : byHost.at(pattern)[0];
    },
  };
}

/** The hosts of a VirtualService, in full. */
export function virtualServiceHosts(root: VirtualService): string[] {
  return (root.spec.hosts ?? []).map((host) => qualifyHost(host, root));
}

/** The service with the port alone; empty where it has none such. */
function atPort(service: ScopedService, port: number): ScopedService[] {
  const ports = service.ports?.filter(({ number }) => number === port).slice(0, 1);
  return ports?.length === 0 ? [] : [{ ...service, ports }];
}

/**
 * Of a host that several namespaces declare, one namespace counts: the client's own, else the first with a Kubernetes Service, else the
 * first.
 * Source: istio/istio pilot/pkg/model/sidecar.go selectServices.
 */
function oneNamespaceEach(services: readonly ScopedService[], own: string): ScopedService[] {
  const chosen = new Map<string, { namespace: string; isKubernetes: boolean }>();
  for (const service of services) {
    const { host, namespace } = service;
    const isKubernetes = isOfKubernetes(service);
    const before = chosen.get(host);
    const isBetter = before && !before.isKubernetes && isKubernetes && before.namespace !== own;
    if (!before || namespace === own || isBetter) {
      chosen.set(host, { namespace, isKubernetes });
    }
  }
  return services.filter(({ host, namespace }) => chosen.get(host)?.namespace === namespace);
}

function isOfKubernetes({ declared }: ScopedService): boolean {
  return declared?.resource.kind !== 'ServiceEntry';
}

/** The services of all listeners, and every destination of the VirtualServices that they import. */
function collected(
  listeners: readonly ScopedListener[],
  known: KnownServices,
  all: VirtualServicesFor,
  own: string,
): Map<string, ScopedService> {
  const services = new Map<string, ScopedService>();
  const add = (service: ScopedService) => {
    const { host } = service;
    const before = services.get(host);
    if (!before) services.set(host, service);
    else if (!isOfKubernetes(before) && isOfKubernetes(service)) services.set(host, service);
    else if (isOfKubernetes(before) === isOfKubernetes(service)) {
      services.set(host, { ...before, ports: joined(before, service) });
    }
  };
  for (const { services: imported, virtualServices, port, isExplicit } of listeners) {
    for (const service of imported) add(service);
    for (const root of virtualServices) {
      for (const [host, ports] of destinationsOf(all, root, own)) {
        const service = known.destination(host);
        if (!service) continue;
        const isPortMatched = port !== undefined && !isExplicit;
        for (const one of isPortMatched ? atPort(service, port) : withPorts(service, ports))
          add(one);
      }
    }
  }
  return services;
}

/**
 * The ports of two parts of one service, such as several listeners import; of two that differ otherwise the first alone counts.
 * Source: istio/istio pilot/pkg/model/sidecar.go canMergeServices.
 */
function joined(before: ScopedService, service: ScopedService) {
  const { ports } = service;
  if (!isAlike(before, service) || !before.ports || !ports) return before.ports;
  const numbers = new Set(before.ports.map(({ number }) => number));
  return [...before.ports, ...ports.filter(({ number }) => !numbers.has(number))];
}

function isAlike(a: ScopedService, b: ScopedService): boolean {
  const traits = ({ namespace, declared }: ScopedService) =>
    JSON.stringify([
      namespace,
      declared?.resolution,
      [...new Set(declared?.exportTo)].sort(),
      Object.entries(declared?.resource.labels ?? {}).sort(),
      declared?.resource.kind === 'ServiceEntry'
        ? Object.entries(declared.resource.spec.workloadSelector?.labels ?? {}).sort()
        : [],
    ]);
  return a.declared === b.declared || traits(a) === traits(b);
}

/** The service with those of its ports that are asked for; 0 asks for all of them. */
function withPorts(service: ScopedService, wanted: ReadonlySet<number>): ScopedService[] {
  if (wanted.has(0) || !service.ports) return [service];
  const ports = service.ports.filter(({ number }) => wanted.has(number));
  return ports.length === 0 ? [] : [{ ...service, ports }];
}

/**
 * Hosts and ports that the routes of a VirtualService lead to, 0 for a destination without a port. A route for other namespaces does not count.
 * Source: istio/istio pilot/pkg/model/push_context.go virtualServiceDestinationsFilteredBySourceNamespace.
 */
function destinationsOf(
  all: VirtualServicesFor,
  root: VirtualService,
  own: string,
): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  const add = (host: string | undefined, port: number | undefined, scope: AnyRoute) => {
    const name = qualifyHost(host ?? '', scope.virtualService);
    kept(found, name, () => new Set<number>()).add(port ?? 0);
  };
  for (const route of all.routesOf(root, 'http')) {
    const { value } = route;
    if (!isForNamespace(value, own)) continue;
    for (const { destination } of value.route ?? []) {
      add(destination?.host, destination?.port?.number, route);
    }
    for (const { host, port, invalid } of route.destinations ?? []) {
      if (invalid === undefined) add(host, port, route);
    }
    if (value.mirror) add(value.mirror.host, value.mirror.port?.number, route);
    for (const { destination } of value.mirrors ?? []) {
      add(destination?.host, destination?.port?.number, route);
    }
  }
  for (const protocol of ['tcp', 'tls'] as const) {
    for (const route of all.routesOf(root, protocol)) {
      for (const { destination } of route.value.route ?? []) {
        add(destination?.host, destination?.port?.number, route);
      }
    }
  }
  return found;
}

/** The last match that names a namespace decides, unless one names the client's. */
function isForNamespace({ match = [] }: AnyRoute['value'], own: string): boolean {
  const named = match.flatMap(({ sourceNamespace }) => sourceNamespace || []);
  return named.length === 0 || named.includes(own);
}

/** The services of the mesh, as far as they concern a client. */
class KnownServices {
  /** In the order in which istiod takes them: what is exported by name, then what is for all; the oldest first. */
  readonly visible: readonly ScopedService[];
  /** By host the one of each namespace that VirtualServices mean, the oldest first. */
  readonly #meant = new Map<string, ScopedService[]>();
  readonly #own: string;
  readonly #isVisible: (service: ScopedService) => boolean;

  constructor(mesh: Mesh, { cluster, namespace }: Client) {
    this.#own = namespace;
    const standard = mesh.config.meshConfig?.defaultServiceExportTo;
    const declared = declaredServices(mesh, cluster);
    const aliases = aliasesOf(declared);
    const services = declared.map((one): ScopedService => ({
      host: one.host,
      namespace: one.namespace,
      ports: portsOf(one),
      declared: one,
      aliases: aliases.get(one.host) ?? [],
    }));
    const undeclared = undeclaredServices(mesh, cluster);
    this.#isVisible = ({ declared: one }) =>
      !one || isExportedTo(namespace, one.namespace, one.exportTo, standard);
    const isPublic = ({ declared: one }: ScopedService) => {
      const own = one?.exportTo?.length ? one.exportTo : standard;
      return !own?.length || own.includes('*');
    };
    const visible = services.filter(this.#isVisible);
    this.visible = [
      ...visible.filter((one) => !isPublic(one)),
      ...visible.filter(isPublic),
      ...undeclared,
    ];
    const chosen = new Map<string, ScopedService>();
    for (const one of [...services, ...undeclared]) {
      const key = JSON.stringify([one.host, one.namespace]);
      const before = chosen.get(key);
      if (!before || (!isOfKubernetes(before) && isOfKubernetes(one))) chosen.set(key, one);
    }
    for (const one of chosen.values()) addTo(this.#meant, one.host, one);
  }

  /**
   * What a destination of a VirtualService means: the client's own namespace before others, of these a Kubernetes Service before the
   * oldest that is exported to the client.
   * Source: istio/istio pilot/pkg/model/sidecar.go collectImportedServices, pickBestVisibleNamespace.
   */
  destination(host: string): ScopedService | undefined {
    const all = this.#meant.get(host) ?? [];
    const own = all.find(({ namespace }) => namespace === this.#own);
    if (own) return own;
    const visible = all.filter(this.#isVisible);
    return visible.find(isOfKubernetes) ?? visible[0];
  }
}

/** Each Kubernetes Service once, that of the client's cluster if it has one; and the ServiceEntries that its istiod reads. */
function declaredServices(mesh: Mesh, cluster: string): DeclaredService[] {
  const here = new Set<Resource>(mesh.view(cluster).of('ServiceEntry'));
  const isOwn = ({ resource }: DeclaredService) =>
    resource.cluster === undefined || resource.cluster === cluster;
  const services = new Map<string, DeclaredService>();
  const entries: DeclaredService[] = [];
  for (const one of mesh.services.all) {
    if (one.resource.kind === 'ServiceEntry') {
      if (here.has(one.resource)) entries.push(one);
      continue;
    }
    const before = services.get(one.host);
    if (!before || (isOwn(one) && !isOwn(before))) services.set(one.host, one);
  }
  return byAge([...services.values(), ...entries]);
}

/** Source: istio/istio pilot/pkg/model/push_context.go SortServicesByCreationTime: a ServiceEntry is called like its host. */
function byAge(services: readonly DeclaredService[]): DeclaredService[] {
  return services
    .map((service) => ({ service, age: ageOf(namedByHost(service)) }))
    .sort(olderFirst)
    .map(({ service }) => service);
}

function namedByHost({ resource, host }: DeclaredService): Resource {
  return resource.kind === 'Service' ? resource : { ...resource, name: host };
}

/** The ExternalName Services that stand for a host, through others if need be. */
function aliasesOf(services: readonly DeclaredService[]): Map<string, string[]> {
  const direct = new Map<string, string>();
  for (const { host, externalName } of services) {
    if (externalName !== undefined) direct.set(host, externalName);
  }
  const aliases = new Map<string, string[]>();
  for (const [host, first] of direct) {
    const seen = new Set([host]);
    let meant: string | undefined = first;
    for (let next = direct.get(first); next !== undefined; next = direct.get(meant)) {
      if (seen.has(meant)) {
        meant = undefined;
        break;
      }
      seen.add(meant);
      meant = next;
    }
    if (meant !== undefined && !seen.has(meant)) addTo(aliases, meant, host);
  }
  return aliases;
}

/**
 * Services that the manifests do not declare, but speak of: in routes for sidecars, rules, and the configuration's `workloads`. Where
 * the manifests hold others of the namespace, nobody knows whether there is one.
 */
function undeclaredServices(mesh: Mesh, cluster: string): ScopedService[] {
  const view = mesh.view(cluster);
  const hosts = new Set(mesh.config.workloads.map(({ host }) => host));
  const listed = new Set(hosts);
  for (const rule of view.of('DestinationRule')) hosts.add(ruleHost(rule));
  for (const root of view.of('VirtualService')) {
    const { gateways, http = [], tls = [], tcp = [] } = root.spec;
    if (gateways?.length && !gateways.includes(meshGateway)) continue;
    for (const host of virtualServiceHosts(root)) hosts.add(host);
    for (const { route = [] } of [...http, ...tls, ...tcp]) {
      for (const { destination } of route) hosts.add(qualifyHost(destination?.host ?? '', root));
    }
  }
  const domain = domainOf(mesh.config);
  return [...hosts].flatMap((host): ScopedService[] => {
    if (isWildcard(host) || mesh.services.find(host)) return [];
    const namespace = host.endsWith(`.svc.${domain}`) ? namespaceOfHost(host) : undefined;
    if (namespace === undefined && !listed.has(host)) return [];
    const missing = missingHost(mesh, host);
    if (missing && missing.severity !== 'notice') return [];
    return [
      { host, namespace: namespace ?? '', ports: undefined, declared: undefined, aliases: [] },
    ];
  });
}
