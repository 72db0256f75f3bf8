import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';

/**
 * Clusters of the configuration that are one and the same cluster, a sentence for each of them: most likely a context was
 * forgotten. What one name keeps of how things were would be overwritten under the other.
 */
export async function sameClusters(clusters: readonly Cluster[]): Promise<string[]> {
  if (clusters.length < 2) return [];
  const uids = await Promise.all(clusters.map(uidOf));
  const groups: { uid: string | undefined; members: [Cluster, ...Cluster[]] }[] = [];
  clusters.forEach((cluster, index) => {
    const uid = uids[index];
    const group = groups.find((each) =>
      uid !== undefined && each.uid !== undefined
        ? uid === each.uid
        : each.members.some(({ identity }) => identity === cluster.identity),
    );
    if (group) group.members.push(cluster);
    else groups.push({ uid, members: [cluster] });
  });
  return groups.flatMap(({ members }) => (members.length > 1 ? [sameText(members)] : []));
}

/** `the clusters a, b are one cluster (…)`, and what to do. */
export function sameText(clusters: readonly Cluster[]): string {
  const names = clusters.map(({ name }) => name).join(', ');
  const servers = [...new Set(clusters.map(({ server }) => server))].join(', ');
  return `the clusters ${names} are one and the same cluster (${servers}): is clusters[].context right?`;
}

/** A namespace that every cluster has had since it was made tells who it is, whatever the address. */
async function uidOf(cluster: Cluster): Promise<string | undefined> {
  try {
    const namespace = await cluster.get({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: 'kube-system',
    });
    return namespace?.metadata.uid;
  } catch (error) {
    // Who deploys need not be allowed to look at it: then the address counts, and the lock's own UID.
    if (error instanceof ClusterError) return undefined;
    throw error;
  }
}
