import type { EndpointConfig } from '../config/config.js';
import type { HostComparison, InventoryComparison } from './compare-inventory.js';
import type { MeasuredLoad } from './measured-load.js';
import type { FoundEndpoint, FoundInventory } from './inventory.js';

/**
 * What reading the clusters gave. This object as it is, is the output of `inventory --format json`:
 *
 * ```
 * {version: 1, readAt, file, drifted, written: file | null,
 *  clusters: [{cluster, server, changes: [{key, committed?, found}]}],
 *  hosts: [{host, result: "unchanged"|"changed"|"added"|"gone"|"unknown",
 *    endpoints: [{locality, count, unready, cluster, weight?, labels?, network?, workloadEntry?, mtls?}],
 *    changes: [{endpoint: {…}, committed, found}]}],
 *  warnings: [text],
 *  load?: {source, window, rates: [{host, cluster, locality, rps}], latencies: [{host, cluster, locality, latencyMs}]}}
 * ```
 */
export interface InventoryResult {
  version: 1;
  /** When the clusters were read. */
  readAt: string;
  /** The configuration that it was compared with. */
  file: string;
  /** Whether the clusters say something else than the configuration. */
  drifted: boolean;
  /** The file that was written; `-` for standard output, null for none. */
  written: string | null;
  /** In the order of the configuration. */
  clusters: ClusterInventory[];
  /** The hosts that the manifests or the configuration name. */
  hosts: HostInventory[];
  /** What may mislead; no failure. */
  warnings: string[];
  /** What Prometheus says of the load of the hosts; only where it was asked. Nothing of it is written. */
  load?: MeasuredLoad;
}

export interface ClusterInventory {
  /** Its name in the configuration. */
  cluster: string;
  /** The address of the API server, without credentials. */
  server: string;
  /** Keys of the cluster that the cluster itself contradicts. */
  changes: { key: string; committed?: string | number; found: string | number }[];
}

export interface HostInventory {
  /** Fully qualified. */
  host: string;
  /** How it differs from the configuration. */
  result: HostComparison['result'];
  /** What was found. */
  endpoints: FoundEndpoint[];
  /** Numbers of endpoints that are alike. */
  changes: { endpoint: EndpointConfig; committed: number; found: number }[];
}

export interface InventoryRun {
  readAt: string;
  file: string;
  /** In the order of the configuration. */
  servers: readonly { name: string; server: string }[];
  inventory: FoundInventory;
  comparison: InventoryComparison;
}

/** Puts together what is told; nothing is written yet. */
export function inventoryResult(run: InventoryRun): InventoryResult {
  const { comparison, inventory, servers, readAt, file } = run;
  const clusters = servers.map(({ name, server }) => {
    const changes = comparison.clusters.filter(({ cluster }) => cluster === name);
    return {
      cluster: name,
      server,
      changes: changes.map(({ key, committed, found }) => {
        return { key, ...(committed !== undefined && { committed }), found };
      }),
    };
  });
  const hosts = comparison.hosts.map(({ host, result, endpoints, changes }) => {
    const told = changes.map(({ endpoint, committed, found }) => ({ endpoint, committed, found }));
    return { host, result, endpoints, changes: told };
  });
  const drifted =
    comparison.clusters.length > 0 || hosts.some(({ result }) => isDrift.includes(result));
  const { warnings } = inventory;
  return { version: 1, readAt, file, drifted, written: null, clusters, hosts, warnings };
}

const isDrift: readonly HostComparison['result'][] = ['changed', 'added', 'gone'];

/** The same where other numbers of the same endpoints are no drift, as under an autoscaler. */
export function withoutCounts(comparison: InventoryComparison): InventoryComparison {
  const hosts = comparison.hosts.map((host) => {
    if (host.result !== 'changed') return host;
    const changes = host.changes.filter(({ committed, found }) => committed === 0 || found === 0);
    return { ...host, changes, result: changes.length > 0 ? host.result : ('unchanged' as const) };
  });
  return { ...comparison, hosts };
}
