import type { Config, EndpointConfig, WorkloadConfig } from '../config/config.js';
import { endpointGroups } from '../mesh/inventory.js';
import { formatLocality } from '../mesh/locality.js';
import type { ClusterSite, EndpointGroup } from '../mesh/topology.js';
import { siteOf, type FoundEndpoint, type FoundInventory } from './inventory.js';

/** How the clusters differ from what the configuration says. */
export interface InventoryComparison {
  hosts: HostComparison[];
  clusters: SiteChange[];
}

/**
 * `unchanged`; `changed`: other endpoints; `added`: the configuration does not list it yet; `gone`: it was read once, but no
 * cluster has it any more; `unknown`: no cluster has it, and what is written by hand, or nothing, stands.
 */
export type HostResult = 'unchanged' | 'changed' | 'added' | 'gone' | 'unknown';

export interface HostComparison {
  host: string;
  result: HostResult;
  /** Its place in `workloads`; undefined where it is not listed. */
  index: number | undefined;
  endpoints: FoundEndpoint[];
  changes: EndpointChange[];
}

/** Endpoints that are alike: how many the configuration has, and how many the clusters. */
export interface EndpointChange {
  endpoint: EndpointConfig;
  /** Its place in `endpoints`; undefined where it is not listed. */
  index: number | undefined;
  committed: number;
  found: number;
}

/** A key of a cluster that the cluster itself contradicts. */
export interface SiteChange {
  cluster: string;
  index: number;
  key: 'locality' | 'network' | 'eastWestGateways';
  committed: string | number | undefined;
  found: string | number;
}

/** Compares as the prediction would: a default that is written out is no difference. */
export function compareInventory(
  { workloads, clusters = [] }: Config,
  inventory: FoundInventory,
  hosts: readonly string[],
): InventoryComparison {
  const sites = inventory.clusters.map(siteOf);
  return {
    hosts: [...new Set([...hosts, ...inventory.hosts.keys()])].map((host) => {
      const index = workloads.findIndex((workload) => workload.host === host);
      return compareHost(host, workloads[index], index, inventory.hosts.get(host), sites);
    }),
    clusters: clusters.flatMap((cluster, index) => {
      const found = inventory.clusters.find((site) => site.cluster === cluster.name);
      if (!found) return [];
      // As the configuration will mean it, with its new network.
      const gateways = cluster.eastWestGateways ?? (found.network === '' ? 0 : 1);
      const keys = [
        ['locality', cluster.locality, found.locality],
        ['network', cluster.network ?? '', found.network],
        ['eastWestGateways', gateways, found.eastWestGateways],
      ] as const;
      return keys
        .filter(([, committed, now]) => committed !== now)
        .map(([key, , now]) => {
          return { cluster: cluster.name, index, key, committed: cluster[key], found: now };
        });
    }),
  };
}

function compareHost(
  host: string,
  committed: WorkloadConfig | undefined,
  index: number,
  found: FoundEndpoint[] | undefined,
  sites: readonly ClusterSite[],
): HostComparison {
  const base = { host, index: committed && index, endpoints: found ?? [], changes: [] };
  if (!found) return { ...base, result: committed?.readAt === undefined ? 'unknown' : 'gone' };
  const changes = compareEndpoints(committed?.endpoints ?? [], found, sites);
  if (!committed) return { ...base, changes, result: 'added' };
  return { ...base, changes, result: changes.length > 0 ? 'changed' : 'unchanged' };
}

function compareEndpoints(
  committed: readonly EndpointConfig[],
  found: readonly FoundEndpoint[],
  sites: readonly ClusterSite[],
): EndpointChange[] {
  const now = new Map(identities(found, sites).map(({ key, endpoint }) => [key, endpoint]));
  const changes: EndpointChange[] = [];
  const seen = new Set<string>();
  identities(committed, sites).forEach(({ key, endpoint }, index) => {
    // A second entry for the same endpoints adds to the first; the first one keeps the number.
    const count = seen.has(key) ? 0 : (now.get(key)?.count ?? 0);
    const { count: listed = 1 } = endpoint;
    seen.add(key);
    if (count !== listed) changes.push({ endpoint, index, committed: listed, found: count });
  });
  for (const [key, { unready: _, ...endpoint }] of now) {
    if (seen.has(key)) continue;
    changes.push({ endpoint, index: undefined, committed: 0, found: endpoint.count });
  }
  return changes;
}

function identities<Endpoint extends EndpointConfig>(
  endpoints: readonly Endpoint[],
  sites: readonly ClusterSite[],
): { key: string; endpoint: Endpoint }[] {
  const groups = endpointGroups(endpoints, sites);
  return endpoints.flatMap((endpoint, index) => {
    const group = groups[index];
    return group ? [{ key: identity(group), endpoint }] : [];
  });
}

/** The same for endpoints that the prediction cannot tell apart. */
function identity({
  cluster,
  locality,
  network,
  weight,
  labels,
  entry,
  mtls,
}: EndpointGroup): string {
  const sorted = labels && Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    cluster,
    formatLocality(locality),
    network,
    weight,
    sorted,
    entry ? [entry.mtls] : undefined,
    mtls,
  ]);
}
