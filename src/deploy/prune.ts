import { ClusterError } from '../cluster/cluster-error.js';
import {
  objectKeyOf,
  objectTitle,
  type Cluster,
  type KubernetesObject,
} from '../cluster/cluster.js';
import { isMember, memberSelector, type ApplySet } from './apply-set.js';
import { concurrently } from './concurrently.js';
import { deployedApiVersion } from './deploy-order.js';
import type { DeployEnvironment } from './environment.js';

const listsAtOnce = 8;

/** Members of the set that are in the cluster and that no manifest states. Nothing without the set's label is ever among them. */
export async function pruneCandidates(
  cluster: Cluster,
  set: ApplySet | undefined,
  stated: readonly { wanted: KubernetesObject }[],
  environment: DeployEnvironment,
): Promise<KubernetesObject[]> {
  if (!set) return [];
  const wanted = new Set(stated.map(({ wanted: object }) => objectTitle(objectKeyOf(object))));
  const namespaces = new Set([...set.namespaces, environment.namespace]);
  const places = set.kinds.flatMap((kind) =>
    [...namespaces].map((namespace) => ({ kind, namespace })),
  );
  const lists = await concurrently(places, listsAtOnce, (place) => {
    return cluster
      .list({
        apiVersion: deployedApiVersion(place.kind),
        ...place,
        labelSelector: memberSelector(set),
      })
      .catch(nothingServed);
  });
  return lists
    .flat()
    .filter(
      (object) => isMember(object, environment) && !wanted.has(objectTitle(objectKeyOf(object))),
    );
}

/** A kind that is gone from the cluster has no objects there. */
function nothingServed(error: unknown): KubernetesObject[] {
  if (error instanceof ClusterError && error.problem === 'not-served') return [];
  throw error;
}
