import type { Cluster } from '../cluster/cluster.js';
import { UserError } from '../manifest/errors.js';
import type { ApplyResult } from './apply-result.js';
import type { DeployObject } from './deploy-object.js';
import { deployOrder } from './deploy-order.js';
import { checkCluster, type CheckedCluster, type GateOptions } from './gate.js';
import type { Progress } from './progress.js';
import { resultOf } from './result-of.js';
import { warnAboutSameServers } from './same-server.js';
import { writeCluster, type Written } from './write-cluster.js';

/** Owns the fields that we set. */
export const defaultFieldManager = 'mesh-failover';

export interface ApplyInput {
  objects: readonly DeployObject[];
  /** In the order of the configuration, each named as there. */
  clusters: readonly Cluster[];
  /** Only the checks; the result says what would be done. */
  dryRun?: boolean;
  fieldManager?: string;
  /** Takes fields over from other managers. */
  force?: boolean;
  progress?: Progress;
}

/**
 * Applies the objects to every cluster. Every cluster must answer and accept a dry run of every object before the first write;
 * else nothing is changed in any. Clusters are checked together and written one after the other. A write that fails all the
 * same stops everything: what is written stays, and the result says what that is.
 */
export async function apply(input: ApplyInput): Promise<ApplyResult> {
  const { objects, clusters, dryRun = false } = input;
  assertNames(clusters);
  const options: GateOptions = {
    fieldManager: input.fieldManager ?? defaultFieldManager,
    force: input.force ?? false,
    progress: input.progress ?? (() => {}),
  };
  const checked = await Promise.all(
    clusters.map((cluster) => checkCluster(cluster, deployOrder(objects, cluster.name), options)),
  );
  const isRefused = checked.some(({ error, objects: all }) => error ?? all.some((o) => o.error));
  const written = dryRun || isRefused ? undefined : await writeAll(checked, options);
  return resultOf({ checked, written, dryRun, warnings: warnAboutSameServers(clusters) });
}

async function writeAll(
  clusters: readonly CheckedCluster[],
  options: GateOptions,
): Promise<Written[]> {
  const all: Written[] = [];
  for (const cluster of clusters) {
    all.push(...(await writeCluster(cluster, options)));
    if (all.at(-1)?.result === 'failed') break;
  }
  return all;
}

function assertNames(clusters: readonly Cluster[]): void {
  if (clusters.length === 0) {
    throw new UserError('there is no cluster to apply to: declare clusters in the configuration');
  }
  const names = clusters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(`two clusters have the name ${twice}`);
}
