import { entryOf } from '../api/kinds.js';
import { ClusterError } from '../cluster/cluster-error.js';
import {
  objectIdentity,
  objectKeyOf,
  type Cluster,
  type KubernetesObject,
} from '../cluster/cluster.js';
import { isMember, memberSelector, type ApplySet } from './apply-set.js';
import { concurrently } from './concurrently.js';
import type { DeployEnvironment } from './environment.js';

const listsAtOnce = 8;

/**
 * Members of the set, under each of its names, that are in the cluster and that no manifest states. Nothing without the set's
 * label is ever among them, and no Namespace: whatever else is in it would go with it.
 */
export async function pruneCandidates(
  cluster: Cluster,
  sets: readonly ApplySet[],
  stated: readonly { wanted: KubernetesObject }[],
  environment: DeployEnvironment,
): Promise<KubernetesObject[]> {
  if (sets.length === 0) return [];
  const identity = (object: KubernetesObject) => objectIdentity(objectKeyOf(object));
  const wanted = new Set(stated.map(({ wanted: object }) => identity(object)));
  const places = [...sets.flatMap((set) => set.namespaces), environment.namespace];
  const namespaces = [...new Set(places)];
  const kinds = [...new Set(sets.flatMap((set) => set.kinds))].filter(isPruned);
  const labelSelector = memberSelector(environment);
  const lists = await concurrently(kinds, listsAtOnce, (text) =>
    membersOf(cluster, groupKindOf(text), namespaces, labelSelector),
  );
  return lists
    .flat()
    .filter((object) => isMember(object, environment) && !wanted.has(identity(object)));
}

function isPruned(kind: string): boolean {
  return kind !== 'Namespace';
}

interface GroupKind {
  group: string;
  kind: string;
}

function groupKindOf(text: string): GroupKind {
  const dot = text.indexOf('.');
  return dot < 0
    ? { group: '', kind: text }
    : { group: text.slice(dot + 1), kind: text.slice(0, dot) };
}

/** The members of one kind, in the first version in which the cluster serves it; none where it does not. */
async function membersOf(
  cluster: Cluster,
  { group, kind }: GroupKind,
  namespaces: readonly string[],
  labelSelector: string,
): Promise<KubernetesObject[]> {
  const known = entryOf(group, kind)?.versions[0];
  const tried = new Set<string>();
  const list = async (version: string): Promise<KubernetesObject[] | undefined> => {
    tried.add(version);
    const apiVersion = group === '' ? version : `${group}/${version}`;
    try {
      const { isNamespaced } = await cluster.servedAs({ apiVersion, kind });
      const places = isNamespaced ? namespaces.map((namespace) => ({ namespace })) : [{}];
      const lists = await concurrently(places, listsAtOnce, (place) =>
        cluster.list({ apiVersion, kind, labelSelector, ...place }),
      );
      return lists.flat();
    } catch (error) {
      if (error instanceof ClusterError && error.problem === 'not-served') return undefined;
      throw error;
    }
  };
  const found = known === undefined ? undefined : await list(known);
  if (found) return found;
  for (const version of await cluster.versionsOf(group)) {
    const members = tried.has(version) ? undefined : await list(version);
    if (members) return members;
  }
  return [];
}
