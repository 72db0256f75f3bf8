import { domainOf, isMeshDeclared } from '../../../config/config.js';
import { plural } from '../../../foundation/plural.js';
import type { HostIndex } from '../../host-index.js';
import { namespaceOfHost, serviceHost } from '../../host-name.js';
import type { Mesh } from '../../mesh.js';
import { missingHost } from '../../missing-host.js';
import { hostAskedFor, type MeshRequest } from '../../request.js';
import type { Resource } from '../../resource.js';
import { attemptsOf } from '../../route-order.js';
import type { Route, RouteStep } from '../../route.js';
import type { Client } from '../../topology.js';
import type { Reception, ReceptionEnd } from '../client-model.js';
import { listenerFor, sidecarPort } from './ports.js';
import { sidecarScope, type ScopedService, type SidecarScope } from './scope.js';
import type { SidecarChain } from './stream-chains.js';
import { directDestination, receiveStream } from './streams.js';
import type { SidecarPort, SidecarVirtualHost } from './virtual-hosts.js';

/**
 * Takes a request of a sidecar's application as far as the routes of one virtual host: what is in scope, the port, the host.
 * Source: istio/istio pilot/pkg/networking/core/httproute.go, listener.go; envoyproxy/envoy source/common/router/config_impl.cc.
 */
export function receiveAtSidecar(mesh: Mesh, client: Client, request: MeshRequest): Reception {
  const scope = sidecarScope(mesh, client);
  const steps = [scopeStep(scope, client)];
  const objects: Resource[] = scope.resource ? [scope.resource] : [];
  const { port: number } = request;
  const listener = listenerFor(mesh, client, number);
  if (!listener) {
    const reason = `no egress listener of the Sidecar resource takes port ${number}`;
    return ended(steps, objects, outside(mesh, client, scope, request, reason, false));
  }
  if (listener.isExplicit) {
    const reason = `the egress listener for port ${number} is a proxy or an address of its own, and is not modelled`;
    return ended(steps, objects, unknown(reason));
  }
  if (listener.isHttp === false) {
    const reason = `the egress listener for port ${number} takes TCP, which is not modelled`;
    return ended(steps, objects, unknown(reason));
  }
  const port = sidecarPort(mesh, client, listener, number);
  const asked = serviceAskedFor(port, request);
  if (request.scheme !== 'http' || isForStreams(asked, number)) {
    const end = receiveStream(mesh, client, scope, listener, request, asked);
    if ('unknown' in end) return ended(steps, objects, unknown(end.unknown));
    if ('outside' in end) {
      return ended(steps, objects, outside(mesh, client, scope, request, end.outside, false));
    }
    return atChain(end.chain, number, steps, objects);
  }
  const { virtualHost, host } = find(port, request);
  if (!virtualHost) {
    const reason = `nothing in scope of the sidecar is called ${host} on port ${number}`;
    const isOpen = port.isOpen || number === 80;
    return ended(steps, objects, outside(mesh, client, scope, request, reason, isOpen));
  }
  const { root, routes, service } = virtualHost;
  const all = root ? [...objects, root] : objects;
  const found: RouteStep[] = [
    ...steps,
    {
      rule: 'virtual-host',
      text: `the virtual host ${virtualHost.host}:${number} takes ${host}`,
      place: service?.declared && {
        resource: service.declared.resource,
        path: ['metadata', 'name'],
        part: 'key',
      },
    },
  ];
  if (root) {
    const own = routes.map((route): Route => ({ ...route, host: virtualHost.host }));
    const attempts = attemptsOf(own, () => true);
    return { steps: found, attempts, end: undefined, objects: all };
  }
  const place = service?.declared && {
    resource: service.declared.resource,
    path: ['metadata', 'name'],
  };
  const text = 'no VirtualService has a route for it here: the default route takes every request';
  return {
    steps: [...found, { rule: 'route', text, place: undefined }],
    attempts: undefined,
    end: undefined,
    objects: all,
    direct: { host: virtualHost.host, port: number, place },
  };
}

/** The connection goes on as it is. */
function atChain(
  { route, match, service }: SidecarChain,
  number: number,
  steps: readonly RouteStep[],
  objects: readonly Resource[],
): Reception {
  const place = service.declared && {
    resource: service.declared.resource,
    path: ['metadata', 'name'],
  };
  const text = `the listener for ${service.host}:${number} takes the connection`;
  const found: RouteStep[] = [...steps, { rule: 'listener', text, place }];
  if (route) {
    return {
      ...{ steps: found, end: undefined, objects: [...objects, route.root] },
      attempts: [{ route, match, takesEverything: match === undefined }],
    };
  }
  const step = {
    rule: 'route',
    text: 'no VirtualService has a route for it here: it goes to the Service',
    place: undefined,
  };
  return {
    ...{ steps: [...found, step], attempts: undefined, end: undefined, objects: [...objects] },
    direct: directDestination(service, number),
  };
}

/** What the name means that a request connects to; an address may be that of a service. */
function serviceAskedFor(
  { byDomain, services }: SidecarPort,
  request: MeshRequest,
): ScopedService | undefined {
  return mostSpecific(byDomain, request.host)?.service ?? mostSpecific(services, request.host);
}

function isForStreams(service: ScopedService | undefined, number: number): boolean {
  const protocol = service?.ports?.find((port) => port.number === number)?.protocol;
  return protocol === 'tcp' || protocol === 'tls';
}

/** The virtual host that takes a request, by the name that is asked for; where a port's protocol is sniffed, by where it connects to. */
function find(
  { byDomain, services }: SidecarPort,
  request: MeshRequest,
): { virtualHost: SidecarVirtualHost | undefined; host: string } {
  const asked = hostAskedFor(request);
  const connected = mostSpecific(byDomain, request.host);
  const service = connected?.service ?? mostSpecific(services, request.host);
  const port = service?.ports?.find(({ number }) => number === request.port);
  // Such a service has a listener of its own at its address, which compares no hosts.
  if (connected && service && port?.protocol === 'sniffed' && hasAddress(service)) {
    return { virtualHost: connected, host: request.host };
  }
  return { virtualHost: mostSpecific(byDomain, asked), host: asked };
}

function mostSpecific<T>(index: HostIndex<T>, host: string): T | undefined {
  const [pattern] = index.patternsCovering(host);
  return pattern === undefined ? undefined : index.at(pattern)[0];
}

function hasAddress({ declared }: ScopedService): boolean {
  if (!declared) return false;
  return declared.resource.kind === 'Service'
    ? !declared.headless
    : (declared.resource.spec.addresses ?? []).length > 0;
}

/**
 * What becomes of a request for which nothing in scope is meant.
 *
 * @param isOpen Whether a listener takes HTTP on the port, so that the proxy can answer it.
 */
function outside(
  mesh: Mesh,
  client: Client,
  { outbound }: SidecarScope,
  request: MeshRequest,
  why: string,
  isOpen: boolean,
): ReceptionEnd {
  const unsure = maybeElsewhere(mesh, client, request);
  if (unsure !== undefined) return unknown(unsure);
  if (outbound === 'egress-proxy') {
    return unknown(`${why}, and its egressProxy gets it, which is not modelled`);
  }
  if (outbound === 'forbidden') {
    const ends = isOpen ? 'the sidecar answers' : 'the connection is closed';
    return {
      outcome: 'no-route',
      status: isOpen ? 502 : undefined,
      reason: `${why}, and outboundTrafficPolicy is REGISTRY_ONLY: ${ends}`,
    };
  }
  return {
    outcome: 'passthrough',
    status: undefined,
    reason: `${why}: it goes where the application sends it (PassthroughCluster), for a Service to the endpoints of the client's own cluster, without any policy and without failover`,
  };
}

/** Why something that is not among these manifests may be meant; undefined: nothing is. */
function maybeElsewhere(mesh: Mesh, client: Client, request: MeshRequest): string | undefined {
  if (isMeshDeclared(mesh.config)) return undefined;
  const host = serviceMeant(hostAskedFor(request), client, mesh);
  if (host === undefined || mesh.services.find(host)) return undefined;
  if (missingHost(mesh, host)?.severity === 'error') return undefined;
  return `there is no Service or ServiceEntry ${host} in these manifests`;
}

/** The Service that a name means, if it is of the form of one; undefined for other names. */
function serviceMeant(name: string, { namespace }: Client, mesh: Mesh): string | undefined {
  if (namespaceOfHost(name) !== undefined) return name;
  const clusterDomain = domainOf(mesh.config);
  const [first = '', own, suffix, ...rest] = name.split('.');
  if (own === undefined) return serviceHost(first, { namespace, clusterDomain });
  return suffix === 'svc' && rest.length === 0
    ? serviceHost(first, { namespace: own, clusterDomain })
    : undefined;
}

function scopeStep({ resource, services }: SidecarScope, { namespace }: Client): RouteStep {
  const count = plural(services.size, 'service');
  if (!resource) {
    const text = `no Sidecar resource is for the client: all that is exported to namespace ${namespace} is in scope (${count})`;
    return { rule: 'scope', text, place: undefined };
  }
  return {
    rule: 'scope',
    text: `Sidecar ${resource.namespace}/${resource.name} says what is in scope (${count})`,
    place: { resource, path: ['spec'], part: 'key' },
  };
}

function ended(steps: RouteStep[], objects: Resource[], end: ReceptionEnd): Reception {
  return { steps, attempts: undefined, end, objects };
}

function unknown(reason: string): ReceptionEnd {
  return { outcome: 'undefined', status: undefined, reason };
}
