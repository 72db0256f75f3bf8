import type { Cluster } from '../cluster/cluster.js';

/** Clusters of the configuration that are one and the same API server: most likely a context was forgotten. */
export function warnAboutSameServers(clusters: readonly Cluster[]): string[] {
  const byIdentity = new Map<string, Cluster[]>();
  for (const cluster of clusters) {
    byIdentity.set(cluster.identity, [...(byIdentity.get(cluster.identity) ?? []), cluster]);
  }
  return [...byIdentity.values()]
    .filter((same) => same.length > 1)
    .map((same) => {
      const names = same.map(({ name }) => name).join(', ');
      return `the clusters ${names} are the same API server (${same[0]?.server}): is clusters[].context right?`;
    });
}
