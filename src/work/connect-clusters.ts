import type { Cluster } from '../cluster/cluster.js';
import { connect } from '../cluster/connect.js';
import type { ClusterConfig } from '../config/config.js';
import type { OtherCluster } from '../deploy/unfinished-run.js';
import { addTo } from '../foundation/add-to.js';
import { firstFew } from '../foundation/first-few.js';
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
  assertToldApart(clusters);
  const connected: Cluster[] = [];
  for (const cluster of clusters) connected.push(await connect(cluster, access));
  return connected;
}

/** Without a context each of them would be whatever is the current one, which is one cluster. */
function assertToldApart(clusters: readonly ClusterConfig[]): void {
  const alike = new Map<string, string[]>();
  for (const { name, context, kubeconfig = '' } of clusters) {
    if (context === undefined) addTo(alike, kubeconfig, name);
  }
  for (const names of alike.values()) {
    if (names.length < 2) continue;
    throw new UserError(
      `the clusters ${firstFew(names)} have no context, so each of them would be the current one of the same kubeconfig; ` +
        'set clusters[].context of each (kubectl config get-contexts lists them)',
    );
  }
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
