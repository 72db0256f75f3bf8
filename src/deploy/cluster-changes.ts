import { deployedGroups, groupOf } from '../api/kinds.js';
import type { KubernetesObject } from '../cluster/cluster.js';
import { fieldChanges } from './field-changes.js';
import { isRecord } from './field-set.js';

/** A field that is, or will be, otherwise in the cluster than in the manifest. */
export interface ClusterChange {
  /** Such as `spec.trafficPolicy.outlierDetection.maxEjectionPercent`. */
  path: string;
  /** What the manifest says; undefined: nothing. */
  manifest?: unknown;
  /** What the cluster has then; undefined: nothing. */
  result?: unknown;
  /** The other field managers that have set it; empty: the cluster itself does on the way in, such as a mutating policy. */
  by: string[];
}

/**
 * Where an object is not what its manifest says once it is applied: what admission rewrites or adds, and what others have set
 * beside it. Labels and annotations are left aside. Of kinds that are not Istio's only what is rewritten counts, since
 * Kubernetes fills in many defaults of theirs.
 *
 * @param result The object as the API server would have it, or has it.
 */
export function clusterChanges(
  wanted: KubernetesObject,
  result: KubernetesObject,
  fieldManager: string,
): ClusterChange[] {
  const isOfIstio = deployedGroups.includes(groupOf(wanted.apiVersion));
  const { managedFields = [] } = result.metadata;
  const stated = content(withoutNulls(wanted) as KubernetesObject);
  return fieldChanges(
    { ...stated, metadata: { ...stated.metadata, managedFields } },
    content(result),
  ).flatMap(({ path, before: manifest, after, writers = [] }): ClusterChange[] => {
    if (manifest === undefined && !isOfIstio) return [];
    // What the API server changes on the way in counts as written by who has sent it.
    const others = writers.map(({ manager }) => manager).filter((name) => name !== fieldManager);
    return [
      {
        path,
        ...(manifest !== undefined && { manifest }),
        ...(after !== undefined && { result: after }),
        by: manifest === undefined ? [...new Set(others)] : [],
      },
    ];
  });
}

function content(object: KubernetesObject): KubernetesObject {
  const { name, namespace } = object.metadata;
  return { ...object, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}

/** For the API server null is the same as missing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, own]) => own !== null)
      .map(([key, own]) => [key, withoutNulls(own)]),
  );
}
