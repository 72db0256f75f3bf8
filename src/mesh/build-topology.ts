import type { ClientConfig, Config } from '../config/config.js';
import type { Memory } from '../foundation/memory.js';
import { UserError } from '../foundation/errors.js';
import { clientKinds } from './clients/client-kinds.js';
import { apiGatewayClients, labelsOfGateway } from './clients/gateway-api-clients.js';
import { gatewayNamespace, type GatewayNamespace } from './clients/gateway-namespace.js';
import { meshGateway } from './gateways.js';
import { Inventory, nearestCluster } from './inventory.js';
import { kept } from '../foundation/kept.js';
import { parseLocality, type Locality } from './locality.js';
import { namedLocalities, type NamedLocalities } from './named-localities.js';
import type { Resource } from './resource.js';
import type { Resources } from './resources.js';
import type { Services } from './services.js';
import {
  defaultRequestsPerSecond,
  type Client,
  type ClusterSite,
  type EndpointGroup,
  type Topology,
} from './topology.js';
import { bindingsOf } from './virtual-services-for.js';

/** Where no region is known, there is still a gateway somewhere, with routes of which some may be wrong. */
const somewhere: ClusterSite = {
  name: '',
  locality: parseLocality(''),
  network: '',
  eastWestGateways: 0,
};

/**
 * The topology that the configuration declares; where it declares no clusters, one for each region
 * that the manifests name, and where nothing says where a host runs, one endpoint in each cluster, or in those whose own
 * manifests alone declare its Service. Where zones count as regions do, a cluster that may be in any zone of its region has
 * a client and an endpoint in each of them.
 *
 * @throws UserError where the manifests name too many.
 */
export function buildTopology(
  config: Config,
  resources: Resources,
  services: Services,
  memory: Memory,
): Topology {
  const named = namedLocalities(config, resources);
  const regions = new Set(
    (config.clusters ? named.places : named.all).map((text) => parseLocality(text).region),
  );
  const isOneRegion = regions.size === 1;
  const byZone = named.hasZonePolicy || isOneRegion;
  const clusters = config.clusters?.map(declared) ?? clustersFrom(named, byZone);
  const sites = clusters.length ? clusters : [somewhere];
  const place = gatewayNamespace(resources, clientKinds.gateway.defaultNamespace);
  const zonesOf = (cluster: ClusterSite) => (byZone ? zonesWithin(cluster, named) : []);
  const clients =
    config.clients?.map((client) => clientOf(client, clusters, resources)) ??
    sites.flatMap((site) => defaultClientsOf(site, resources, place, zonesOf(site)));
  const inventory = new Inventory(config, clusters, services, resources, memory);
  const found = new Map<string, EndpointGroup[]>();
  const assumed = new Map<string, EndpointGroup[]>();
  const described = describedClusters(resources);
  const assumedFor = (host: string) => {
    const only = services.clustersOf(host);
    // Of a cluster without any object of its own it is not known what it runs.
    const sites = only
      ? clusters.filter(({ name }) => only.has(name) || !described.has(name))
      : clusters;
    const key = only ? JSON.stringify(sites.map(({ name }) => name)) : '';
    const zones = ({ locality: { region } }: ClusterSite) =>
      named.zonesOf(region).map((zone) => ({ region, zone, subzone: '' }));
    return kept(assumed, key, () => assumedEndpoints(sites, config.clusters ? zonesOf : zones));
  };
  const endpoints = (host: string) =>
    kept(found, host, () => {
      const known = inventory.of(host);
      if (!known) return assumedFor(host);
      return inventory.podsBeside(host) === 'some' ? [...assumedFor(host), ...known] : known;
    });
  const foundIn = new Map<string, EndpointGroup[]>();
  return {
    clusters,
    clients,
    gatewayNamespace: place,
    byZone,
    isOneRegion,
    meantBy: named.meantBy,
    endpoints,
    endpointsIn: (host, namespace, port) =>
      kept(foundIn, JSON.stringify([host, namespace, port]), () => {
        return inventory.at(host, namespace, port) ?? endpoints(host);
      }),
    podsBeside: (host) => inventory.podsBeside(host),
  };
}

/** The clusters that have manifests of their own. */
export function describedClusters(resources: Resources): Set<string> {
  const found = new Set<string>();
  for (const kind of Object.values<Resource[]>(resources)) {
    for (const { cluster } of kind) if (cluster !== undefined) found.add(cluster);
  }
  return found;
}

function declared(cluster: NonNullable<Config['clusters']>[number]): ClusterSite {
  return {
    name: cluster.name,
    locality: parseLocality(cluster.locality),
    network: cluster.network ?? '',
    eastWestGateways: cluster.eastWestGateways ?? (cluster.network === undefined ? 0 : 1),
  };
}

/** All of the world's large clouds together have fewer; the configuration may list as many clusters, and clients. */
const mostRegions = 500;

/** One per region; in a region of which only one zone is named, in that, or in the first where zones do not count. */
function clustersFrom(named: NamedLocalities, byZone: boolean): ClusterSite[] {
  const regions = new Map<string, Locality>();
  for (const locality of named.all.map(parseLocality)) {
    const { region } = locality;
    if (regions.has(region)) continue;
    const isSpread = byZone && named.zonesOf(region).length > 1;
    regions.set(region, isSpread ? parseLocality(region) : locality);
  }
  if (regions.size > mostRegions) {
    throw new UserError(
      `the manifests name ${regions.size.toLocaleString('en')} regions, and no more than ${mostRegions} can be ` +
        'compared with each other; list the clusters of the mesh in the configuration',
    );
  }
  const byName = [...regions].sort(([a], [b]) => (a < b ? -1 : 1));
  return byName.map(([region, locality]) => ({
    name: region,
    locality,
    network: '',
    eastWestGateways: 0,
  }));
}

/** The places of a cluster that nothing puts into one of the zones of its region, if several are named. */
function zonesWithin({ locality }: ClusterSite, named: NamedLocalities): Locality[] {
  const { region, zone } = locality;
  const zones = zone === '' ? named.zonesOf(region) : [];
  return zones.length > 1 ? zones.map((own) => ({ region, zone: own, subzone: '' })) : [];
}

/** One endpoint in each cluster, or in each of its zones. */
function assumedEndpoints(
  clusters: readonly ClusterSite[],
  zonesOf: (cluster: ClusterSite) => readonly Locality[],
): EndpointGroup[] {
  return clusters.flatMap((cluster) => {
    const zones = zonesOf(cluster);
    return (zones.length ? zones : [cluster.locality]).map((locality) => ({
      cluster: cluster.name,
      locality,
      network: cluster.network,
      count: 1,
      weight: 1,
      labels: undefined,
      address: undefined,
      assumed: true,
    }));
  });
}

function clientOf(
  client: ClientConfig,
  clusters: readonly ClusterSite[],
  resources: Resources,
): Client {
  const { kind = 'gateway', gateway } = client;
  const locality = parseLocality(client.locality);
  const cluster =
    clusters.find(({ name }) => name === client.cluster) ?? nearestCluster(locality, clusters);
  const home = client.cluster ?? cluster?.name ?? '';
  const podLabels = gateway === undefined ? undefined : labelsOfGateway(resources, home, gateway);
  const isLabelled = podLabels !== undefined || client.labels !== undefined;
  return {
    kind,
    name: client.name,
    cluster: home,
    locality,
    namespace: client.namespace ?? gateway?.split('/')[0] ?? clientKinds[kind].defaultNamespace,
    isNamespaceKnown: true,
    network: client.network ?? cluster?.network ?? '',
    ...(gateway === undefined ? {} : { gateway }),
    labels: isLabelled ? { ...podLabels, ...client.labels } : clientKinds[kind].defaultLabels,
    rps: client.rps ?? defaultRequestsPerSecond,
    ...(client.concurrency === undefined ? {} : { callers: client.concurrency }),
    ...(client.replicas === undefined ? {} : { replicas: client.replicas }),
  };
}

/** The clients of a cluster where the configuration declares none, as Istio installs them: in each of its zones, if it has several. */
function defaultClientsOf(
  cluster: ClusterSite,
  resources: Resources,
  place: GatewayNamespace,
  zones: readonly Locality[],
): Client[] {
  const others = apiGatewayClients(resources, cluster);
  const isWithout = others.length > 0 && !hasIngress(resources);
  const kinds = isWithout ? [] : Object.values(clientKinds);
  const all = [...kinds.flatMap((kind) => kind.defaultClient?.(cluster, place) ?? []), ...others];
  if (zones.length === 0) return all;
  return all.flatMap((client) =>
    zones.map((locality) => ({ ...client, name: `${client.name}/${locality.zone}`, locality })),
  );
}

/** Whether there is an ingress gateway beside those of the Gateway API: something is bound to a Gateway of Istio's. */
function hasIngress({ Gateway, VirtualService }: Resources): boolean {
  return Gateway.length > 0 || VirtualService.some((one) => [...bindingsOf(one)].some(isOfGateway));
}

function isOfGateway(binding: string): boolean {
  return binding !== meshGateway;
}
