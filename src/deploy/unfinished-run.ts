import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import { deployOptionTerms, type DeployTerms } from './deploy-terms.js';
import type { DeployEnvironment } from './environment.js';
import type { Progress } from './progress.js';
import { rememberedRun, type RememberedRun } from './run-record.js';

/** The clusters that work is about, and those of the configuration that are left out of it. */
export interface AskedClusters {
  clusters: readonly Cluster[];
  /** Only asked whether a run that looks unfinished has ended well: any cluster's word counts. Default: none. */
  others?: readonly OtherCluster[] | undefined;
}

/** A cluster to be asked, or why it cannot be: there are no credentials for it. */
export type OtherCluster = Cluster | { name: string; unusable: string };

/**
 * A run has ended well as soon as one cluster says so, of its last run or of one before: that is only written when all of
 * them are done.
 *
 * @param all What every cluster that was asked remembers.
 */
export function isUnfinished(
  { phase, run }: RememberedRun,
  all: readonly RememberedRun[],
): boolean {
  if (phase === 'rolling-back') return true;
  if (phase !== 'applying') return false;
  return !all.some(
    (each) => (each.run === run && each.phase === 'applied') || each.endedBefore.includes(run),
  );
}

/** Why nothing may be written: a run before us is somewhere on the way. */
export async function unfinishedRefusal(
  asked: AskedClusters,
  environment: DeployEnvironment,
  progress?: Progress,
  terms = deployOptionTerms,
): Promise<string | undefined> {
  const { previous, ...own } = environment;
  const { open, silent } = await unfinishedRuns(asked, own, progress);
  const [first] = open;
  if (!first)
    return previous === undefined ? undefined : unfinishedBefore(asked, environment, terms);
  const { cluster, run, by, startedAt } = first;
  return [
    `an earlier run has not ended in cluster ${cluster}: ${run}, started ${startedAt} by ${by}.`,
    ...unasked(silent),
    `Bring the clusters back to what they were before it: ${terms.rollback}`,
  ].join(' ');
}

/** The same for a run from before the environment was renamed. */
async function unfinishedBefore(
  asked: AskedClusters,
  { previous: name = '', namespace }: DeployEnvironment,
  terms: DeployTerms,
): Promise<string | undefined> {
  const refusal = await unfinishedRefusal(asked, { name, namespace }, undefined, terms);
  return refusal && `${refusal}, with deploy.environment: ${name}`;
}

/** That the word of clusters would have counted: nothing where all have answered. */
export function unasked(silent: readonly string[]): string[] {
  if (silent.length === 0) return [];
  return [`Whether the run had ended well, ${silent.join(', ')} could not be asked.`];
}

/**
 * What the clusters that are left out remember; they are asked only where one of these runs looks unfinished, and may
 * have ended well all the same.
 *
 * @returns `silent`: the names of those that could not be asked; why goes to the progress.
 */
export async function askOthers(
  remembered: readonly RememberedRun[],
  others: readonly OtherCluster[],
  environment: DeployEnvironment,
  progress: Progress = () => {},
): Promise<{ runs: RememberedRun[]; silent: string[] }> {
  const runs: RememberedRun[] = [];
  const reasons = new Map<string, string>();
  const mayHaveEnded = (each: RememberedRun) =>
    each.phase === 'applying' && isUnfinished(each, remembered);
  if (!remembered.some(mayHaveEnded)) return { runs, silent: [] };
  await concurrently(others, clustersAtOnce, async (cluster) => {
    if ('unusable' in cluster) {
      reasons.set(cluster.name, cluster.unusable);
      return;
    }
    try {
      const run = await rememberedRun(cluster, environment);
      if (run) runs.push(run);
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      reasons.set(cluster.name, error.message);
    }
  });
  const silent = others.map(({ name }) => name).filter((name) => reasons.has(name));
  for (const cluster of silent) {
    progress({ step: 'not-asked', cluster, message: reasons.get(cluster) ?? '' });
  }
  return { runs, silent };
}

/** The runs before us that are somewhere on the way, and where; `silent` might know better, but could not be asked. */
export async function unfinishedRuns(
  { clusters, others = [] }: AskedClusters,
  environment: DeployEnvironment,
  progress?: Progress,
): Promise<{ open: (RememberedRun & { cluster: string })[]; silent: string[] }> {
  const found = await concurrently(clusters, clustersAtOnce, async (cluster) => {
    const run = await rememberedRun(cluster, environment);
    return run ? [{ ...run, cluster: cluster.name }] : [];
  });
  const runs = found.flat();
  const { runs: more, silent } = await askOthers(runs, others, environment, progress);
  return { open: runs.filter((run) => isUnfinished(run, [...runs, ...more])), silent };
}
