import { autoscalersOf, disruptionBudgetsOf } from '../cluster/autoscalers.js';
import {
  objectKeyOf,
  objectTitle,
  type Cluster,
  type KubernetesObject,
} from '../cluster/cluster.js';
import { gitOpsOwner } from '../cluster/gitops-owner.js';
import { plural } from '../foundation/plural.js';
import { notice, problem, warning, type ClusterCheck } from './check.js';
import type { DrillTerms } from './drill-terms.js';
import type { DrillChange } from './field-change.js';
import { pausingAdvice } from './gitops-advice.js';
import type { ClusterState } from './look-at-cluster.js';

/** Whoever else decides about what is changed. */
export async function checkRivals(
  state: ClusterState,
  changes: readonly DrillChange[],
  { controllersPaused, terms }: { controllersPaused: boolean; terms: DrillTerms },
): Promise<ClusterCheck[]> {
  const { cluster } = state;
  const checks: ClusterCheck[] = [];
  const blocking = controllersPaused ? warning : problem;
  const { service } = state;
  if (changes.some(({ object: { kind } }) => kind === 'Service')) {
    checks.push(
      ...checkOwners(service, objectTitle(objectKeyOf(service)), cluster, terms, blocking),
    );
  }
  for (const workload of state.workloads) {
    const { key, object } = workload;
    const title = objectTitle(key);
    if (!changes.some((change) => objectTitle(change.object) === title)) continue;
    checks.push(...checkOwners(object, title, cluster, terms, blocking));
    for (const { title: scaler, wakesFromZero } of await autoscalersOf(cluster, workload)) {
      checks.push(
        wakesFromZero
          ? blocking(
              `${scaler} scales ${title} up from zero and would fight the outage: annotate it with ` +
                `autoscaling.keda.sh/paused="true", or pass ${terms.controllersPaused}`,
            )
          : notice(
              `${scaler} leaves ${title} alone while it has no replicas, and takes it up again after`,
            ),
      );
    }
    for (const { title: budget, disruptionsAllowed } of await disruptionBudgetsOf(
      cluster,
      workload,
    )) {
      checks.push(
        warning(
          `${budget} allows ${plural(disruptionsAllowed, 'disruption')} of ${title}; scaling does not ask it, but node drains will wait during the outage`,
        ),
      );
    }
  }
  return checks;
}

/** Who would set an object back to what it was. */
function checkOwners(
  object: KubernetesObject,
  title: string,
  cluster: Cluster,
  terms: DrillTerms,
  blocking: (message: string) => ClusterCheck,
): ClusterCheck[] {
  const checks: ClusterCheck[] = [];
  const owner = gitOpsOwner(object);
  if (owner) {
    const { controller, mark } = owner;
    const advice = pausingAdvice(controller, object, cluster.name, terms);
    checks.push(
      blocking(`${controller} manages ${title} (${mark}) and may undo the outage: ${advice}`),
    );
  }
  const { ownerReferences = [] } = object.metadata as {
    ownerReferences?: { kind?: string; name?: string; controller?: boolean }[];
  };
  for (const { kind, name, controller } of ownerReferences) {
    if (!controller) continue;
    checks.push(
      blocking(
        `${kind ?? ''} ${name ?? ''} controls ${title} and may undo the outage: pause it, then pass ${terms.controllersPaused}`,
      ),
    );
  }
  return checks;
}
