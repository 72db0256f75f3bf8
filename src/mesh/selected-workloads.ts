import { addTo } from '../foundation/add-to.js';
import type { Memory } from '../foundation/memory.js';
import type { Resource } from './resource.js';
import type { Resources } from './resources.js';

/** What makes pods: a Deployment or a StatefulSet. */
export type PodController = Resource<'Deployment'> | Resource<'StatefulSet'>;

/** The labels of a workload's pods. */
export function podLabels({ spec }: PodController): Readonly<Record<string, string>> {
  return spec.template?.metadata?.labels ?? {};
}

/**
 * The workloads of a namespace whose pods have all the labels; none for no labels.
 *
 * @param selector Labels and their values.
 */
export function selectedWorkloads(
  { memory, resources }: { memory: Memory; resources: Resources },
  namespace: string,
  selector: readonly (readonly [string, string])[],
): readonly PodController[] {
  const [first, ...rest] = selector;
  if (!first) return [];
  const byLabel = memory.of(resources, workloadsByLabel);
  return (byLabel.get(JSON.stringify([namespace, first])) ?? []).filter((workload) => {
    const labels = podLabels(workload);
    return rest.every(([key, value]) => labels[key] === value);
  });
}

/** By namespace, label and value: a mesh may have thousands of workloads, and as many Services that select some. */
function workloadsByLabel({ Deployment, StatefulSet }: Resources): Map<string, PodController[]> {
  const byLabel = new Map<string, PodController[]>();
  for (const workload of [...Deployment, ...StatefulSet]) {
    for (const label of Object.entries(podLabels(workload))) {
      addTo(byLabel, JSON.stringify([workload.namespace, label]), workload);
    }
  }
  return byLabel;
}
