import type { Cluster } from '../cluster/cluster.js';
import type { ApplyOptions } from './apply-options.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import type { DeployEnvironment } from './environment.js';
import type { Prepared } from './prepare.js';
import { restoredCounts, restore, type Restored } from './restore.js';
import { markRun, rememberedRun } from './run-record.js';

/** Takes our own run back, in every cluster of it; also in those that were not written yet: it costs a look. */
export async function undoRun(
  { records, run }: Prepared,
  { environment, fieldManager, progress }: ApplyOptions,
): Promise<Map<string, Restored[]>> {
  const results = new Map<string, Restored[]>();
  await concurrently(records, clustersAtOnce, async ({ cluster, record }) => {
    progress({ step: 'rolling-back', cluster: cluster.name });
    const other = await takenOver(cluster, environment, run);
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
