import type { Kind } from '../api/kinds.js';
import { addTo } from '../foundation/add-to.js';
import { kept } from '../foundation/kept.js';
import type { Mesh } from './mesh.js';
import type { Resource } from './resource.js';
import { isSameCluster } from './same-cluster.js';

/** Whether two resources are one object of a cluster: of their manifests, the one that is applied last is there. */
export function isSameObject(one: Resource, other: Resource): boolean {
  return (
    one.kind === other.kind &&
    one.namespace === other.namespace &&
    one.name === other.name &&
    isSameCluster(one, other)
  );
}

/** Of the manifests of one object that say the same, the first. */
export function withoutRepeats<K extends Kind>(resources: readonly Resource<K>[]): Resource<K>[] {
  const contents = new Map<string, Set<string>>();
  return resources.filter(({ kind, namespace, name, cluster, spec }) => {
    const known = kept(
      contents,
      JSON.stringify([kind, namespace, name, cluster]),
      () => new Set<string>(),
    );
    const { size } = known;
    return known.add(JSON.stringify(spec)).size > size;
  });
}

/**
 * The manifests of an object that say different things, so that nobody can tell from the files which of them a cluster has: each with all
 * manifests of the object.
 */
export function differingDuplicates(mesh: Mesh): ReadonlyMap<Resource, readonly Resource[]> {
  return mesh.memory.of(mesh, findDuplicates);
}

function findDuplicates({ resources }: Mesh): Map<Resource, Resource[]> {
  const byName = new Map<string, Resource[]>();
  // Of several DestinationRules each is predicted, and the rows have ranges.
  const { Gateway, VirtualService, ServiceEntry } = resources;
  for (const resource of [Gateway, VirtualService, ServiceEntry].flat()) {
    const { kind, namespace, name } = resource;
    addTo<string, Resource>(byName, JSON.stringify([kind, namespace, name]), resource);
  }
  const found = new Map<Resource, Resource[]>();
  for (const named of byName.values()) {
    const clusters = clustersInDoubt(named);
    for (const one of named) if (clusters.has(one.cluster)) found.set(one, named);
  }
  return found;
}

/** The clusters, undefined for all of them, for which the manifests of one object differ. */
function clustersInDoubt(named: readonly Resource[]): Set<string | undefined> {
  const inDoubt = new Set<string | undefined>();
  if (named.length < 2) return inDoubt;
  const contents = new Map<string | undefined, Set<string>>();
  const all = new Set<string>();
  for (const { cluster, spec } of named) {
    const content = JSON.stringify(spec);
    kept(contents, cluster, () => new Set<string>()).add(content);
    all.add(content);
  }
  const everywhere = contents.get(undefined) ?? new Set<string>();
  if (everywhere.size > 0 && all.size > 1) inDoubt.add(undefined);
  for (const [cluster, own] of contents) {
    const others = [...own].filter((content) => !everywhere.has(content));
    if (everywhere.size + others.length > 1) inDoubt.add(cluster);
  }
  return inDoubt;
}
