import type { ClientConfig, Config } from '../config/config.js';
import type { Memory } from '../foundation/memory.js';
import { UserError } from '../foundation/errors.js';
import { trimEndings } from '../foundation/trim-endings.js';
import { clientKinds } from './clients/client-kinds.js';
import { gatewayNamespace, type GatewayNamespace } from './clients/gateway-namespace.js';
import { Inventory, nearestCluster } from './inventory.js';
import type { LocalityLbSetting, TrafficPolicy } from '../api/traffic-policy.js';
import { kept } from '../foundation/kept.js';
import { parseLocality, type Locality } from './locality.js';
import type { Resource } from './resource.js';
import type { Resources } from './resources.js';
import type { Services } from './services.js';
import {
  DEFAULT_REQUESTS_PER_SECOND,
  type Client,
  type ClusterSite,
  type EndpointGroup,
  type Topology,
} from './topology.js';

/** Where no region is known, there is still a gateway somewhere, with routes of which some may be wrong. */
const SOMEWHERE: ClusterSite = {
  name: '',
  locality: parseLocality(''),
  network: '',
  eastWestGateways: 0,
};

/**
 * The topology that the configuration declares; where it declares no clusters, one for each region
 * that the manifests name, and where nothing says where a host runs, one endpoint in each cluster, or in those whose own
 * manifests alone declare its Service.
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
  const clusters = config.clusters?.map(declared) ?? clustersFrom(named);
  const sites = clusters.length ? clusters : [SOMEWHERE];
  const place = gatewayNamespace(resources, clientKinds.gateway.defaultNamespace);
  const clients =
    config.clients?.map((client) => clientOf(client, clusters)) ??
    sites.flatMap((site) => defaultClientsOf(site, place));
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
    return kept(assumed, key, () => assumedEndpoints(sites, config.clusters ? [] : named));
  };
  return {
    clusters,
    clients,
    gatewayNamespace: place,
    endpoints: (host) => {
      return kept(found, host, () => inventory.of(host) ?? assumedFor(host));
    },
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

/** One per region; in a region of which only zones are named, in the first of them. */
function clustersFrom(named: readonly string[]): ClusterSite[] {
  const regions = new Map<string, Locality>();
  for (const locality of named.map(parseLocality)) {
    if (!regions.has(locality.region)) regions.set(locality.region, locality);
  }
  if (regions.size > mostRegions) {
    throw new UserError(
      `the manifests name ${regions.size.toLocaleString('en')} regions, and no more than ${String(mostRegions)} can be ` +
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

/** One endpoint in each cluster; where the manifests name zones of its region, one in each of them. */
function assumedEndpoints(
  clusters: readonly ClusterSite[],
  named: readonly string[],
): EndpointGroup[] {
  const localities = named.map(parseLocality);
  return clusters.flatMap((cluster) => {
    const { region } = cluster.locality;
    const inRegion = localities.filter((locality) => locality.region === region);
    const zones = inRegion.filter(({ zone }) => zone !== '');
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

function clientOf(client: ClientConfig, clusters: readonly ClusterSite[]): Client {
  const { kind = 'gateway' } = client;
  const locality = parseLocality(client.locality);
  const cluster =
    clusters.find(({ name }) => name === client.cluster) ?? nearestCluster(locality, clusters);
  return {
    kind,
    name: client.name,
    cluster: client.cluster ?? cluster?.name ?? '',
    locality,
    namespace: client.namespace ?? clientKinds[kind].defaultNamespace,
    isNamespaceKnown: true,
    network: client.network ?? cluster?.network ?? '',
    labels: client.labels,
    rps: client.rps ?? DEFAULT_REQUESTS_PER_SECOND,
  };
}

/** The clients of a cluster where the configuration declares none, as Istio installs them. */
function defaultClientsOf(cluster: ClusterSite, place: GatewayNamespace): Client[] {
  return Object.values(clientKinds).flatMap((kind) => kind.defaultClient?.(cluster, place) ?? []);
}

/** Every locality that the manifests and the mesh configuration name, without wildcards, sorted. */
function namedLocalities(config: Config, resources: Resources): string[] {
  const texts = [
    ...resources.DestinationRule.flatMap(({ spec }) => [
      ...policyLocalities(spec.trafficPolicy),
      ...(spec.subsets ?? []).flatMap(({ trafficPolicy }) => policyLocalities(trafficPolicy)),
    ]),
    ...settingLocalities(config.meshConfig?.localityLbSetting),
    ...resources.WorkloadEntry.map(({ spec }) => spec.locality),
    ...resources.ServiceEntry.flatMap(({ spec }) => (spec.endpoints ?? []).map((e) => e.locality)),
    ...config.workloads.flatMap(({ endpoints }) => endpoints.map(({ locality }) => locality)),
    ...(config.clients ?? []).map(({ locality }) => locality),
  ];
  const plain = texts
    .filter((text): text is string => typeof text === 'string')
    .map((text) => trimEndings(text, '/*', '/'))
    .filter((text) => text !== '' && !text.includes('*'));
  return [...new Set(plain)].sort();
}

function policyLocalities(policy: TrafficPolicy | undefined): (string | undefined)[] {
  if (!policy) return [];
  return [policy, ...(policy.portLevelSettings ?? [])].flatMap(({ loadBalancer }) =>
    settingLocalities(loadBalancer?.localityLbSetting),
  );
}

function settingLocalities(setting: LocalityLbSetting | undefined): (string | undefined)[] {
  return [
    ...(setting?.distribute ?? []).flatMap(({ from, to }) => [from, ...Object.keys(to ?? {})]),
    ...(setting?.failover ?? []).flatMap(({ from, to }) => [from, to]),
  ];
}
