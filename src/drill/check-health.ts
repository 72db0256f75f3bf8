import { titleOf } from '../cluster/cluster.js';
import { parseLocality } from '../mesh/locality.js';
import { plural } from '../mesh/plural.js';
import { percent } from '../traffic/percent.js';
import { ok, problem, warning, type Check, type ClusterCheck } from './check.js';
import type { DrillSettings } from './drill-settings.js';
import type { ClusterState } from './look-at-cluster.js';

/** Whether everything that is wanted is ready. */
export function checkHealth({ workloads, endpoints, ready }: ClusterState): ClusterCheck[] {
  if (ready === 0) {
    return [problem('no endpoint is ready, so there is nothing to fail over from or to')];
  }
  const unready = endpoints.length - ready;
  const wanted = workloads.filter((workload) => workload.ready < workload.replicas);
  if (unready === 0 && wanted.length === 0) return [ok(`${plural(ready, 'endpoint')} ready`)];
  const details = wanted.map(
    ({ key, ready: has, replicas }) =>
      `${titleOf(key)} has ${String(has)} of ${String(replicas)} pods ready`,
  );
  const text = [`${plural(unready, 'endpoint')} not ready`, ...details].join('; ');
  return [problem(`not healthy before the drill: ${text}`)];
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
  states: readonly ClusterState[],
  { cluster, ready }: ClusterState,
  count: number | undefined,
  { survivors }: DrillSettings,
): Check {
  const all = states.reduce((sum, state) => sum + state.ready, 0);
  const out = count ?? ready;
  const left = all - out;
  const share = all === 0 ? 0 : left / all;
  const what = count === undefined ? cluster.name : `${String(out)} endpoints of ${cluster.name}`;
  const text = `without ${what} ${plural(left, 'endpoint')} of ${String(all)} are left (${percent(share)})`;
  return share >= survivors && left > 0
    ? ok(text)
    : problem(
        `${text}, fewer than drill.survivors asks for (${percent(survivors)}): scale the others up first, or lower it`,
      );
}
