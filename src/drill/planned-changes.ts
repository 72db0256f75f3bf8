import { selects } from '../cluster/service-workloads.js';
import type { ConfiguredDrill } from './drill-settings.js';
import { stayLabel, type DrillChange } from './field-change.js';
import type { ClusterState } from './look-at-cluster.js';
import type { PlannedScenario } from './planned-scenario.js';

/** The same scenario, with as many endpoints as are really out. */
export function withCount(
  planned: PlannedScenario,
  { pods }: ClusterState,
  { cordonLabels }: Pick<ConfiguredDrill, 'cordonLabels'>,
): PlannedScenario {
  if (planned.kind !== 'cordoned') return planned;
  const count = pods.filter(({ labels }) => selects(cordonLabels, labels)).length;
  if (count === pods.length) return planned;
  return { ...planned, outage: { ...planned.outage, count }, isPartial: true };
}

/** The changes in the cluster that make an outage, in the order in which they are made; none: it is made elsewhere. */
export function plannedChanges(
  { kind }: PlannedScenario,
  state: ClusterState,
  settings: Pick<ConfiguredDrill, 'cordonLabels'>,
): DrillChange[] {
  switch (kind) {
    case 'scaled-to-zero':
      return state.workloads
        .filter(({ replicas }) => replicas > 0)
        .map(({ key, replicas }) => ({
          object: key,
          subresource: 'scale',
          path: ['spec', 'replicas'],
          before: replicas,
          during: 0,
        }));
    case 'cordoned':
      return cordon(state, settings);
    case 'unready':
    case 'failing':
      return [];
  }
}

/**
 * The Service asks for one label more, which only the pods that stay have: in one step the others are out, and back again. The
 * pods' own labels stay as they are, so that no controller replaces them.
 */
function cordon(
  { service, pods }: ClusterState,
  { cordonLabels }: Pick<ConfiguredDrill, 'cordonLabels'>,
): DrillChange[] {
  const { name, namespace = 'default' } = service.metadata;
  const change = { before: null, during: 'true' };
  const staying = pods.filter(({ labels }) => !selects(cordonLabels, labels));
  return [
    ...staying.map((pod) => ({
      object: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod.name },
      path: ['metadata', 'labels', stayLabel],
      ...change,
    })),
    {
      object: { apiVersion: 'v1', kind: 'Service', namespace, name },
      path: ['spec', 'selector', stayLabel],
      ...change,
    },
  ];
}
