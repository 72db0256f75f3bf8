import type { Mesh } from '../../mesh/mesh.js';
import { replicasOf } from '../../mesh/replicas.js';
import type { Place } from '../../mesh/resource.js';

/** What a region has for a host. */
export interface Capacity {
  /** The most replicas that it can have. */
  replicas: number;
  /** Where the largest number of them is written; undefined for `workloads`. */
  place: Place | undefined;
  autoscaled: boolean;
}

/** Of all clusters of the region in which the host has endpoints; undefined where one of them leaves it open. */
export function capacityOf(mesh: Mesh, host: string, region: string): Capacity | undefined {
  const groups = mesh.topology.endpoints(host);
  const clusters = new Set(
    groups.filter(({ locality }) => locality.region === region).map(({ cluster }) => cluster),
  );
  // Of a cluster in several regions nobody says how many of its pods are where.
  const isSpread = groups.some(
    ({ cluster, locality }) => clusters.has(cluster) && locality.region !== region,
  );
  const all = [...clusters].map((cluster) => replicasOf(mesh, host, cluster));
  const known = all.filter((replicas) => replicas !== undefined);
  const [largest] = [...known].sort((a, b) => b.most - a.most);
  if (isSpread || !largest || known.length < all.length) return undefined;
  const { place, autoscaled } = largest;
  return { replicas: known.reduce((sum, { most }) => sum + most, 0), place, autoscaled };
}
