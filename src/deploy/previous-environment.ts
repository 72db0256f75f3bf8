import type { Cluster } from '../cluster/cluster.js';
import { readSet, type ApplySet } from './apply-set.js';
import type { DeployEnvironment } from './environment.js';
import { lock, type Lock, type LockOptions } from './lock.js';

/** What a cluster says about the set of an environment that was called otherwise; undefined: nothing, or it was not. */
export async function previousOf(
  cluster: Cluster,
  environment: DeployEnvironment,
): Promise<ApplySet | undefined> {
  const previous = named(environment);
  return previous && readSet(cluster, previous);
}

/** Takes the lock under both names, so that a run of a branch that still has the other one is kept out. */
export async function lockNames(clusters: readonly Cluster[], options: LockOptions): Promise<Lock> {
  const own = await lock(clusters, options);
  const environment = named(options.environment);
  if (!environment) return own;
  try {
    const other = await lock(clusters, { ...options, environment });
    const both = [own, other];
    return {
      isHeld: () => both.every((each) => each.isHeld()),
      hasWaited: both.some((each) => each.hasWaited),
      confirm: async (cluster) => {
        const answers = await Promise.all(both.map((each) => each.confirm(cluster)));
        return answers.every(Boolean);
      },
      release: async () => {
        await Promise.all(both.map((each) => each.release()));
      },
    };
  } catch (error) {
    await own.release();
    throw error;
  }
}

function named({ previous: name, namespace }: DeployEnvironment): DeployEnvironment | undefined {
  return name === undefined ? undefined : { name, namespace };
}
