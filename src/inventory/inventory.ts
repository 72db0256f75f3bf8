import { domainOf, type Config, type EndpointConfig } from '../config/config.js';
import { nearestCluster } from '../mesh/inventory.js';
import { formatLocality, parseLocality } from '../mesh/locality.js';
import { plural } from '../foundation/plural.js';
import type { ClusterSite } from '../mesh/topology.js';
import type { ClusterObjects, Labels } from './cluster-objects.js';
import { foundSite, type FoundSite } from './cluster-site.js';
import { registryEndpoints, type RegistryEndpoint } from './registry-endpoints.js';

/** What the clusters say about where hosts run. */
export interface FoundInventory {
  /** In the order of the configuration. */
  clusters: FoundSite[];
  /** By host, in the order in which they were asked for; a host that no cluster has is missing. */
  hosts: Map<string, FoundEndpoint[]>;
  warnings: string[];
}

/** Endpoints that are alike, as the configuration writes them. */
export interface FoundEndpoint extends EndpointConfig {
  /**
   * How many endpoints are alike.
   *
   * @asType integer
   * @minimum 0
   */
  count: number;
  /** The cluster that they were found in. */
  cluster: string;
  /** How many of them are not ready at the moment. */
  unready: number;
}

export interface Wanted {
  /** Undefined: all that the clusters have. */
  hosts: readonly string[] | undefined;
  /** The labels of its endpoints that matter to a host; empty: none. */
  labelKeys: (host: string) => readonly string[];
}

/** Puts together what was read of every cluster of the configuration. */
export function inventoryOf(
  objects: readonly ClusterObjects[],
  config: Config,
  { hosts, labelKeys }: Wanted,
): FoundInventory {
  const { clusters = [] } = config;
  const sites = clusters.flatMap((cluster) => {
    const own = objects.find((one) => one.cluster === cluster.name);
    return own ? [foundSite(own, cluster)] : [];
  });
  const byHost = new Map<string, RegistryEndpoint[]>();
  for (const cluster of objects) {
    for (const [host, endpoints] of registryEndpoints(cluster, domainOf(config))) {
      byHost.set(host, [...(byHost.get(host) ?? []), ...endpoints]);
    }
  }
  const found = new Map<string, FoundEndpoint[]>();
  const warnings = sites.flatMap((site) => site.warnings);
  for (const host of hosts ?? [...byHost.keys()].sort()) {
    const endpoints = byHost.get(host);
    if (!endpoints) continue;
    const groups = grouped(withoutCopies(endpoints, sites), labelKeys(host), sites);
    found.set(host, groups);
    warnings.push(...warningsAbout(host, groups));
  }
  return { clusters: sites, hosts: found, warnings };
}

/** One manifest applied to every cluster gives one address in each: Envoy takes it for one endpoint. */
function withoutCopies(
  endpoints: readonly RegistryEndpoint[],
  sites: readonly FoundSite[],
): RegistryEndpoint[] {
  const kept = new Map<string, RegistryEndpoint>();
  for (const endpoint of endpoints) {
    // Pods of clusters in different networks may have the same address by chance.
    const key = endpoint.isWorkloadEntry
      ? endpoint.address
      : JSON.stringify([endpoint.cluster, endpoint.address]);
    const home = nearestCluster(parseLocality(endpoint.locality), sites.map(siteOf))?.name;
    if (!kept.has(key) || endpoint.cluster === home) kept.set(key, endpoint);
  }
  return [...kept.values()];
}

/** What the topology calls it, once the configuration says what was found. */
export function siteOf({ cluster, locality, network, eastWestGateways }: FoundSite): ClusterSite {
  return { name: cluster, locality: parseLocality(locality), network, eastWestGateways };
}

function grouped(
  endpoints: readonly RegistryEndpoint[],
  labelKeys: readonly string[],
  sites: readonly FoundSite[],
): FoundEndpoint[] {
  const networks = new Set(sites.map(({ network }) => network));
  const groups = new Map<string, FoundEndpoint>();
  for (const endpoint of endpoints) {
    const home = sites.find(({ cluster }) => cluster === endpoint.cluster);
    const written = configOf(endpoint, labelKeys, home?.network ?? '', networks.size > 1);
    const key = JSON.stringify(written);
    const group = groups.get(key) ?? { ...written, count: 0, unready: 0 };
    group.count += 1;
    if (!endpoint.isReady) group.unready += 1;
    groups.set(key, group);
  }
  const order = (one: FoundEndpoint) => sites.findIndex(({ cluster }) => cluster === one.cluster);
  return [...groups]
    .sort(([a, x], [b, y]) => order(x) - order(y) || (a < b ? -1 : 1))
    .map(([, group]) => group);
}

/** Without what is the default, so that the file stays short. */
function configOf(
  endpoint: RegistryEndpoint,
  labelKeys: readonly string[],
  homeNetwork: string,
  withMtls: boolean,
): Omit<FoundEndpoint, 'count' | 'unready'> {
  const { cluster, network, weight, labels, isWorkloadEntry, mtls } = endpoint;
  return {
    locality: writtenLocality(endpoint.locality),
    cluster,
    ...(weight !== 1 && { weight }),
    ...(labelKeys.length > 0 && { labels: pick(labels, labelKeys) }),
    ...(network !== (isWorkloadEntry ? '' : homeNetwork) && { network }),
    ...(isWorkloadEntry && { workloadEntry: true }),
    // It matters only to who asks from another network.
    ...(withMtls && mtls === isWorkloadEntry && { mtls }),
  };
}

/** As far as a configuration can say it: a zone without a region, it cannot. */
function writtenLocality(text: string): string {
  const { region, zone, subzone } = parseLocality(text);
  if (region === '') return '';
  return formatLocality({ region, zone, subzone: zone === '' ? '' : subzone });
}

function pick(labels: Labels, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])),
  );
}

function warningsAbout(host: string, groups: readonly FoundEndpoint[]): string[] {
  const warnings: string[] = [];
  for (const { cluster, locality, count, unready } of groups) {
    const where = `${host} in cluster ${cluster}${locality === '' ? '' : `, ${locality}`}`;
    if (locality === '') {
      warnings.push(
        `${where}: ${plural(count, 'endpoint')} without a region: their node has no label topology.kubernetes.io/region, ` +
          'so that no locality setting reaches them',
      );
    }
    if (unready > 0) {
      warnings.push(
        `${where}: ${unready} of ${plural(count, 'endpoint')} not ready now; the prediction takes them to be`,
      );
    }
  }
  return warnings;
}
