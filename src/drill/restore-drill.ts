import { ClusterError } from '../cluster/cluster-error.js';
import type { DeployEnvironment } from '../deploy/environment.js';
import { drillHolder, lockSeconds, lockDrill } from './drill-lock.js';
import { readDrillRecord, type DrillRecord } from './drill-record.js';
import { isUndone } from './field-change.js';
import { HookError, type OutageHook } from './outage-hook.js';
import { undoOutage, type OutagePlace, type Undone } from './outage.js';

/** What a dead drill had left in one cluster, and what became of it. */
export interface RestoredCluster {
  cluster: string;
  /** Undefined: it had left nothing. */
  record: DrillRecord | undefined;
  undone: Undone[];
  /** Why it could not be restored. */
  problem?: string;
}

/**
 * Undoes what a drill that died has left in a cluster. A drill that is alive holds the lock, and is left alone; that of a dead one
 * ends by itself within seconds, and is waited for.
 *
 * @throws ClusterError where the cluster cannot be reached, or a drill is running
 */
export async function restoreDrill(
  place: Omit<OutagePlace, 'environment'>,
  environment: DeployEnvironment,
  hook: OutageHook | undefined,
  tell: (message: string) => void,
): Promise<RestoredCluster> {
  const { cluster } = place;
  const record = await readDrillRecord(cluster, environment);
  if (!record) return { cluster: cluster.name, record, undone: [] };
  if (record.hook && !hook) {
    const problem = `its drill made the backends fail by a program: pass the same ${place.terms.outageHook}, so that it can let them work again`;
    return { cluster: cluster.name, record, undone: [], problem };
  }
  tell(`cluster ${cluster.name}: waiting for the lock of the drill that left its changes`);
  const held = await lockDrill([cluster], {
    environment,
    holder: `${drillHolder()}, restoring`,
    waitSeconds: lockSeconds + 5,
  });
  try {
    // A drill that was alive after all has undone them meanwhile.
    const left = await readDrillRecord(cluster, environment);
    const undone = left ? await undoOutage({ ...place, environment }, left, hook, tell) : [];
    return { cluster: cluster.name, record, undone };
  } finally {
    await held.release();
  }
}

/** The same, but what keeps a cluster from being restored is its problem: others are restored nevertheless. */
export async function restoreDrillOrSay(
  place: Omit<OutagePlace, 'environment'>,
  ...more: [
    environment: DeployEnvironment,
    hook: OutageHook | undefined,
    tell: (message: string) => void,
  ]
): Promise<RestoredCluster> {
  try {
    return await restoreDrill(place, ...more);
  } catch (error) {
    if (!(error instanceof ClusterError || error instanceof HookError)) throw error;
    return { cluster: place.cluster.name, record: undefined, undone: [], problem: error.message };
  }
}

/** Whether the cluster is as it was before. */
export function isRestored({ problem, undone }: RestoredCluster): boolean {
  return problem === undefined && undone.every(({ outcome }) => isUndone(outcome));
}
