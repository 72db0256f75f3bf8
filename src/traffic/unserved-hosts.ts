import { gatewaysNamedBy, isSurelyMissing } from '../mesh/clients/gateway-bindings.js';
import {
  distinctGateways,
  gatewayClients,
  gatewayRoutes,
} from '../mesh/clients/ingress-gateway.js';
import { brokenDelegations } from '../mesh/delegates.js';
import { meshGateway } from '../mesh/gateways.js';
import { indexOfHosts } from '../mesh/host-index.js';
import { namespaceOfHost, qualifyHost } from '../mesh/host-name.js';
import { httpRoutesOf } from '../mesh/http-routes.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import { endpointRegions } from '../mesh/targets.js';
import type { UnservedHost, Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';
import { bindingsOf } from '../mesh/virtual-services-for.js';
import { isExportedTo } from '../mesh/visibility.js';

type VirtualService = Resource<'VirtualService'>;

/** More hosts than that have no rows of their own; `public-host-unserved` and its like report each. */
const most = 100_000;

/**
 * The public hosts that a VirtualService binds to a Gateway and that no gateway serves, for each gateway: every request for them
 * is answered with 404, so that they have rows of their own.
 */
export function unservedTargets(mesh: Mesh): readonly Target[] {
  return mesh.memory.of(mesh, find);
}

function find(mesh: Mesh): Target[] {
  const clients = gatewayClients(mesh);
  const routes = gatewayRoutes(mesh, distinctGateways(mesh));
  const served = indexOfHosts(routes.filter(({ shadowed }) => !shadowed).map(({ host }) => host));
  const known = new Set<string>();
  const found: Target[] = [];
  for (const root of mesh.resources.VirtualService) {
    const { cluster, spec } = root;
    const bindings = bindingsOf(root);
    const isForMesh = bindings.has(meshGateway);
    if (bindings.size === (isForMesh ? 1 : 0)) continue;
    const hosts = (spec.hosts ?? []).filter(
      (host) => !isInside(mesh, host) && served.patternsOverlapping(host).length === 0,
    );
    for (const host of hosts) {
      if (known.has(host) || known.size * clients.length >= most) continue;
      known.add(host);
      const unserved = { publicHost: host, isForMesh, ...whyUnserved(mesh, root) };
      for (const client of clients) {
        if (cluster !== undefined && cluster !== client.cluster) continue;
        found.push(targetOf(mesh, root, client, unserved));
      }
    }
  }
  return found;
}

/** Sidecars ask for a host of the mesh, whatever a Gateway opens. */
function isInside({ services }: Mesh, host: string): boolean {
  return (
    !(host.includes('.') || host === '*') ||
    namespaceOfHost(host) !== undefined ||
    services.find(host) !== undefined
  );
}

function whyUnserved(mesh: Mesh, root: VirtualService): Pick<UnservedHost, 'reason' | 'isCertain'> {
  const { config } = mesh;
  const { spec } = root;
  const exportTo = config.meshConfig?.defaultVirtualServiceExportTo;
  const isSeen = gatewayClients(mesh).some((client) =>
    isExportedTo(client.namespace, root.namespace, spec.exportTo, exportTo),
  );
  if (!isSeen && config.clients === undefined) {
    return {
      isCertain: false,
      reason:
        'exportTo hides the VirtualService from some namespaces, and nothing says where the gateways run (declare clients)',
    };
  }
  const isDelegated = brokenDelegations(root, mesh.resources.VirtualService, exportTo).some(
    ({ delegation: { problem, meant } }) => problem === 'missing' && meant === undefined,
  );
  if (isDelegated) {
    return { isCertain: false, reason: 'what it delegates to is not among these manifests' };
  }
  const isAnyElsewhere =
    gatewaysNamedBy(mesh, root).length === 0 &&
    [...bindingsOf(root)].some((key) => key !== meshGateway && !isSurelyMissing(mesh, root, key));
  return !isAnyElsewhere
    ? { isCertain: true, reason: 'no gateway serves this host: 404' }
    : { isCertain: false, reason: 'its Gateway is not among these manifests' };
}

/** What requests for the host were meant for: the first destination that the VirtualService names. */
function targetOf(
  mesh: Mesh,
  root: VirtualService,
  client: Client,
  unserved: UnservedHost,
): Target {
  const { spec } = root;
  const exportTo = mesh.config.meshConfig?.defaultVirtualServiceExportTo;
  const written = [
    ...httpRoutesOf(root, mesh.resources.VirtualService, exportTo).map(({ value }) => value),
    ...(spec.tls ?? []),
    ...(spec.tcp ?? []),
  ];
  const [first] = written.flatMap(({ route = [] }) => route);
  const host = first?.destination?.host
    ? qualifyHost(first.destination.host, root)
    : unserved.publicHost;
  const ports = mesh.services.find(host)?.ports ?? [];
  return {
    client,
    host,
    port: first?.destination?.port?.number ?? (ports.length === 1 ? ports[0] : undefined),
    subset: first?.destination?.subset,
    route: undefined,
    destination: undefined,
    place: { resource: root, path: ['spec', 'hosts'], part: 'key' },
    policies: [],
    regions: endpointRegions(mesh, host),
    unserved,
  };
}
