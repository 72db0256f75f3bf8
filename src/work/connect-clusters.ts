import type { Cluster } from '../cluster/cluster.js';
import { connect } from '../cluster/connect.js';
import type { ClusterConfig } from '../config/config.js';
import type { OtherCluster } from '../deploy/unfinished-run.js';
import { UserError } from '../foundation/errors.js';

/** How clusters are reached. */
export interface ClusterReach {
  /** The environment for kubeconfigs and credential plugins. */
  env: NodeJS.ProcessEnv;
  /** Gets what is not safe about the way to a cluster. */
  warn?: (text: string) => void;
}

/**
 * Makes clusters usable; nothing is sent yet.
 *
 * @throws UserError for the first one that has no usable credentials
 */
export async function connectAll(
  clusters: readonly ClusterConfig[],
  access: ClusterReach,
): Promise<Cluster[]> {
  const connected: Cluster[] = [];
  for (const cluster of clusters) connected.push(await connect(cluster, access));
  return connected;
}

/** The same where some of them may be without credentials. */
export async function connectUsable(
  clusters: readonly ClusterConfig[],
  access: ClusterReach,
): Promise<OtherCluster[]> {
  const all: OtherCluster[] = [];
  for (const cluster of clusters) {
    try {
      all.push(await connect(cluster, access));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      all.push({ name: cluster.name, unusable: error.message });
    }
  }
  return all;
}
