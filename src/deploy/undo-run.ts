import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import type { ApplyOptions } from './apply-options.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { clustersAtOnce, concurrently } from './concurrently.js';
import type { DeployEnvironment } from './environment.js';
import { answered } from '../cluster/interruptible.js';
import type { Prepared } from './prepare.js';
import { restoredCounts, restore, type Restored } from './restore.js';
import { markRun, rememberedRun } from './run-record.js';

/** A write that was cut off shows within this time, or never. */
const settleMs = 1_000;

/**
 * Takes our own run back, in every cluster of it; also in those that were not written yet: it costs a look. Where a person or a
 * runner waits for the end, all clusters at once, and a cluster that hangs is given up soon: it keeps its record.
 *
 * @param cut Clusters in which a write was ended before its answer came.
 */
export async function undoRun(
  { records, run }: Prepared,
  cut: readonly Cluster[],
  { environment, fieldManager, progress, signal }: ApplyOptions,
): Promise<Map<string, Restored[]>> {
  const results = new Map<string, Restored[]>();
  const atOnce = signal.aborted ? records.length : clustersAtOnce;
  await concurrently(records, atOnce, async ({ cluster, record }) => {
    progress({ step: 'rolling-back', cluster: cluster.name });
    const owner = takenOver(cluster, environment, run);
    const other = await (signal.aborted ? answered(cluster, owner) : owner).catch(hangs);
    if (other instanceof ClusterError) {
      progress({ step: 'failed', cluster: cluster.name, message: other.message });
      const { message } = other;
      results.set(
        cluster.name,
        record.objects.map(({ key }) => ({ key, outcome: 'failed' as const, message })),
      );
      return;
    }
    if (cut.includes(cluster)) await sleep(settleMs);
    const restored =
      other === undefined
        ? await restore(cluster, record, fieldManager)
        : record.objects.map(({ key }) => ({ key, outcome: 'left' as const, message: other }));
    results.set(cluster.name, restored);
    if (other !== undefined) return;
    progress({ step: 'rolled-back', cluster: cluster.name, ...restoredCounts(restored) });
    if (restored.some(({ outcome }) => outcome === 'failed' || outcome === 'terminating')) return;
    // Left as it is, it would only be rolled back once more.
    await markRun(cluster, environment, run, 'rolled-back', fieldManager).catch(() => undefined);
  });
  return results;
}

function hangs(error: unknown): ClusterError {
  if (error instanceof ClusterError) return error;
  throw error;
}

/** While we slept without the lock, somebody may have rolled us back and gone on; then nothing is ours to put back. */
async function takenOver(
  cluster: Cluster,
  environment: DeployEnvironment,
  run: string,
): Promise<string | undefined> {
  // Who does not answer now, does not answer to the rollback either, which says so of each object.
  const now = await rememberedRun(cluster, environment).catch(() => undefined);
  if (!now || (now.run === run && now.phase === 'applying')) return undefined;
  return now.run === run
    ? 'the run has been taken back by somebody else'
    : `the run ${now.run} has taken over`;
}
