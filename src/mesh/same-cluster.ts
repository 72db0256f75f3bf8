import type { Resource } from './resource.js';

/** Whether two objects are in one cluster: those of no cluster's folder are in every cluster. */
export function isSameCluster(a: Resource, b: Resource): boolean {
  return a.cluster === undefined || b.cluster === undefined || a.cluster === b.cluster;
}
