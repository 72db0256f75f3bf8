import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import type { Environment } from './environment.js';
import { rememberedRun, type RememberedRun } from './run-record.js';

/** The clusters that work is about, and those of the configuration that are left out of it. */
export interface AskedClusters {
  clusters: readonly Cluster[];
  /** Only asked whether a run that looks unfinished has ended well: any cluster's word counts. Default: none. */
  others?: readonly Cluster[] | undefined;
}

/**
 * A run has ended well as soon as one cluster says so: that is only written when all of them are done.
 *
 * @param all What every cluster that was asked remembers.
 */
export function isUnfinished(
  { phase, run }: RememberedRun,
  all: readonly RememberedRun[],
): boolean {
  if (phase === 'rolling-back') return true;
  return phase === 'applying' && !all.some((each) => each.run === run && each.phase === 'applied');
}

/** Why nothing may be written: a run before us is somewhere on the way. */
export async function unfinishedRefusal(
  asked: AskedClusters,
  environment: Environment,
): Promise<string | undefined> {
  const [open] = await unfinishedRuns(asked, environment);
  if (!open) return undefined;
  const { cluster, run, by, startedAt } = open;
  return (
    `an earlier run has not ended in cluster ${cluster}: ${run}, started ${startedAt} by ${by}. ` +
    'Bring the clusters back to what they were before it: mesh-failover rollback'
  );
}

/** What the clusters that are left out remember; they are asked only where one of these runs looks unfinished. */
export async function askOthers(
  remembered: readonly RememberedRun[],
  others: readonly Cluster[],
  environment: Environment,
): Promise<{ runs: RememberedRun[]; silent: string[] }> {
  const runs: RememberedRun[] = [];
  const silent: string[] = [];
  if (!remembered.some((each) => isUnfinished(each, remembered))) return { runs, silent };
  await concurrently(others, clustersAtOnce, async (cluster) => {
    try {
      const run = await rememberedRun(cluster, environment);
      if (run) runs.push(run);
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      silent.push(cluster.name);
    }
  });
  return { runs, silent };
}

/** The runs before us that are somewhere on the way, and where. */
export async function unfinishedRuns(
  { clusters, others = [] }: AskedClusters,
  environment: Environment,
): Promise<(RememberedRun & { cluster: string })[]> {
  const found = await concurrently(clusters, clustersAtOnce, async (cluster) => {
    const run = await rememberedRun(cluster, environment);
    return run ? [{ ...run, cluster: cluster.name }] : [];
  });
  const runs = found.flat();
  const { runs: more } = await askOthers(runs, others, environment);
  return runs.filter((run) => isUnfinished(run, [...runs, ...more]));
}
