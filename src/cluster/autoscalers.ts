import { ClusterError } from './cluster-error.js';
import type { Cluster, KubernetesObject, ListSelection } from './cluster.js';
import { selects, type Workload } from './service-workloads.js';

/** Who else decides how many pods of a workload there are. */
export interface Autoscaler {
  /** Such as `HorizontalPodAutoscaler shop/web`. */
  title: string;
  minReplicas: number;
  maxReplicas: number;
  /** Scales up from zero too, as KEDA does; a plain HorizontalPodAutoscaler lets zero be. */
  wakesFromZero: boolean;
}

/** The autoscalers that are about a workload. */
export async function autoscalersOf(cluster: Cluster, { key }: Workload): Promise<Autoscaler[]> {
  const { namespace = '' } = key;
  const hpas = await listIfServed(cluster, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    namespace,
  });
  const keda = await listIfServed(cluster, {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    namespace,
  });
  const isAbout = (object: KubernetesObject) => {
    const { scaleTargetRef: target = {} } = object['spec'] as {
      scaleTargetRef?: { kind?: string; name?: string };
    };
    return (target.kind ?? 'Deployment') === key.kind && target.name === key.name;
  };
  return [
    ...hpas.filter(isAbout).map((object) => autoscaler(object, false)),
    ...keda
      .filter((object) => isAbout(object) && !isPaused(object))
      .map((object) => autoscaler(object, true)),
  ];
}

function autoscaler(object: KubernetesObject, isKeda: boolean): Autoscaler {
  const spec = object['spec'] as {
    minReplicas?: number;
    maxReplicas?: number;
    minReplicaCount?: number;
    maxReplicaCount?: number;
  };
  const { namespace = '', name } = object.metadata;
  return {
    title: `${object.kind} ${namespace}/${name}`,
    minReplicas: spec.minReplicas ?? spec.minReplicaCount ?? (isKeda ? 0 : 1),
    maxReplicas: spec.maxReplicas ?? spec.maxReplicaCount ?? 100,
    wakesFromZero: isKeda,
  };
}

/** Source: https://keda.sh/docs/latest/concepts/scaling-deployments/#pause-autoscaling */
function isPaused({ metadata }: KubernetesObject): boolean {
  const { annotations = {} } = metadata as { annotations?: Record<string, string> };
  return Object.keys(annotations).some((key) => /^autoscaling\.keda\.sh\/paused/.test(key));
}

/** The PodDisruptionBudgets that a workload's pods belong to, as `PodDisruptionBudget shop/web`. */
export async function disruptionBudgetsOf(
  cluster: Cluster,
  { key, labels }: Workload,
): Promise<{ title: string; disruptionsAllowed: number }[]> {
  const { namespace = '' } = key;
  const kind = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' };
  const all = await listIfServed(cluster, { ...kind, namespace });
  return all
    .filter((object) => {
      const { selector } = object['spec'] as {
        selector?: { matchLabels?: Record<string, string> };
      };
      return selector?.matchLabels && selects(selector.matchLabels, labels);
    })
    .map(({ metadata, ...object }) => ({
      title: `PodDisruptionBudget ${namespace}/${metadata.name}`,
      disruptionsAllowed:
        (object['status'] as { disruptionsAllowed?: number } | undefined)?.disruptionsAllowed ?? 0,
    }));
}

/** Not every cluster has these kinds. */
async function listIfServed(
  cluster: Cluster,
  selection: ListSelection,
): Promise<KubernetesObject[]> {
  try {
    return await cluster.list(selection);
  } catch (error) {
    if (error instanceof ClusterError && error.problem === 'not-served') return [];
    throw error;
  }
}
