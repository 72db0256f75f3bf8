import type { Cluster } from '../cluster/cluster.js';
import { UserError } from '../foundation/errors.js';
import { readClusterObjects } from '../inventory/cluster-objects.js';
import { compareInventory } from '../inventory/compare-inventory.js';
import { editConfig } from '../inventory/edit-config.js';
import { inventoryOf } from '../inventory/inventory.js';
import {
  inventoryResult,
  withoutCounts,
  type InventoryResult,
} from '../inventory/inventory-result.js';
import { hostsOf, labelKeysOf } from '../inventory/wanted-hosts.js';
import { namespaceOfHost } from '../mesh/host-name.js';
import type { Project } from '../project/project.js';

/** Which hosts are read. */
export interface InventoryOrder {
  /** Those that the manifests name. */
  hosts: string[];
  /** Every Service of the clusters as well. */
  all: boolean;
}

/** @throws UserError where the manifests name no host */
export function orderInventory({ mesh }: Project, { all }: { all: boolean }): InventoryOrder {
  const hosts = hostsOf(mesh);
  if (hosts.length > 0 || all) return { hosts, all };
  throw new UserError(
    'the manifests name no host: name the folder that holds your VirtualServices, or pass --all',
  );
}

export interface InventoryChoices {
  /** When the clusters are read. */
  now: Date;
  /** Another number of the same endpoints is no drift. */
  ignoreCounts: boolean;
}

export interface ReadInventory {
  result: InventoryResult;
  /** The text of the configuration with what was found. */
  edit: (before: string) => string;
}

/**
 * Reads where the hosts run in every cluster, and compares it with the configuration.
 *
 * @throws ClusterError where a cluster cannot be read
 */
export async function readInventory(
  { mesh }: Project,
  { hosts, all }: InventoryOrder,
  clusters: readonly Cluster[],
  { now, ignoreCounts }: InventoryChoices,
): Promise<ReadInventory> {
  const { config } = mesh;
  const namespaces = all ? undefined : namespacesOf(hosts);
  const objects = await Promise.all(
    clusters.map((cluster) => readClusterObjects(cluster, namespaces, config.rootNamespace)),
  );
  const inventory = inventoryOf(objects, config, {
    hosts: all ? undefined : hosts,
    labelKeys: (host) => labelKeysOf(mesh, host),
  });
  const compared = compareInventory(config, inventory, hosts);
  const comparison = ignoreCounts ? withoutCounts(compared) : compared;
  const readAt = `${now.toISOString().slice(0, 19)}Z`;
  const file = config.file ?? '';
  return {
    result: inventoryResult({ readAt, file, servers: clusters, inventory, comparison }),
    edit: (before) => editConfig(file, before, compared, readAt),
  };
}

function namespacesOf(hosts: readonly string[]): string[] {
  const names = hosts.map((host) => namespaceOfHost(host));
  return [...new Set(names.filter((name) => name !== undefined))];
}
