import { objectTitle } from '../cluster/cluster.js';
import { parseLocality } from '../mesh/locality.js';
import { plural } from '../foundation/plural.js';
import { percent } from '../foundation/percent.js';
import { ok, problem, warning, type Check, type ClusterCheck } from './check.js';
import type { ConfiguredDrill } from './drill-settings.js';
import type { ClusterState } from './look-at-cluster.js';

/** Whether everything that is wanted is ready. */
export function checkHealth(
  state: Pick<ClusterState, 'workloads' | 'endpoints' | 'ready'>,
): ClusterCheck[] {
  const { endpoints, ready } = state;
  const missing = missingReplicas(state);
  const unready = endpoints.length - ready;
  if (ready === 0) {
    const nothing = 'no endpoint is ready, so there is nothing to fail over from or to';
    return [problem([nothing, ...missing].join('; '))];
  }
  if (unready === 0 && missing.length === 0) return [ok(`${plural(ready, 'endpoint')} ready`)];
  const few = `${unready} of ${plural(endpoints.length, 'endpoint')} ${are(unready)} not ready`;
  // An endpoint that is not ready, and a replica that is not, are most likely the same.
  return [
    problem(`not healthy before the drill: ${missing.length > 0 ? missing.join('; ') : few}`),
  ];
}

/** `1 of 2 replicas of Deployment default/web is not Ready: wait for it`, for each workload that lacks some. */
function missingReplicas({ workloads }: Pick<ClusterState, 'workloads'>): string[] {
  return workloads.flatMap(({ key, ready, replicas }) => {
    const lacking = replicas - ready;
    if (lacking <= 0) return [];
    return [
      `${lacking} of ${plural(replicas, 'replica')} of ${objectTitle(key)} ${are(lacking)} not Ready: ` +
        `wait for ${lacking === 1 ? 'it' : 'them'}`,
    ];
  });
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/** What istiod takes the locality from, against what the configuration says. */
export function checkRegions({ config, regions }: ClusterState): ClusterCheck[] {
  const { region } = parseLocality(config.locality);
  return [...regions].flatMap(([node, label]) => {
    if (label === region) return [];
    const says =
      label === undefined ? 'has no label topology.kubernetes.io/region' : `says region ${label}`;
    return [warning(`node ${node} ${says}; the configuration says ${region}`)];
  });
}

/** Whether enough is left when the endpoints of a cluster are out: so many of them, or all. */
export function checkSurvivors(
  states: readonly Pick<ClusterState, 'cluster' | 'workloads' | 'ready'>[],
  { cluster, ready }: Pick<ClusterState, 'cluster' | 'ready'>,
  count: number | undefined,
  { survivors }: Pick<ConfiguredDrill, 'survivors'>,
): Check {
  const all = states.reduce((sum, state) => sum + state.ready, 0);
  const out = count ?? ready;
  const left = all - out;
  const share = all === 0 ? 0 : left / all;
  const what = count === undefined ? cluster.name : `${plural(out, 'endpoint')} of ${cluster.name}`;
  const text = `without ${what}, ${plural(left, 'endpoint')} of ${all} ${are(left)} left (${percent(share)})`;
  if (share >= survivors && left > 0) return ok(text);
  const missing = states.flatMap((state) =>
    missingReplicas(state).map((each) => `in cluster ${state.cluster.name} ${each}`),
  );
  const advice = missing.length > 0 ? missing.join('; ') : 'scale the others up first, or lower it';
  return problem(`${text}, fewer than drill.survivors asks for (${percent(survivors)}): ${advice}`);
}
