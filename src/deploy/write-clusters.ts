import { ClusterError } from '../cluster/cluster-error.js';
import type { ApplyOptions, Strategy } from './apply-options.js';
import type { GateResult } from './gate-result.js';
import { holdGates } from './gates.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import type { Debt } from './debts.js';
import type { CheckedCluster } from './gate.js';
import { interruptible } from '../cluster/interruptible.js';
import type { Lock } from './lock.js';
import type { ObjectOwner } from './object-owner.js';
import type { ClusterRun } from './result-of.js';
import { verify } from './verify.js';
import { lookBefore } from './verify-by-istiod.js';
import { verifyFurther } from './verify-further.js';
import { movesOf, writeCluster, type WriteOptions } from './write-cluster.js';

/**
 * Writes and verifies every cluster, in waves. The first failure, a signal or the loss of the lock ends it everywhere: then the
 * signal that is given back is aborted, with the reason.
 */
export async function writeClusters(
  checked: readonly CheckedCluster[],
  debts: readonly Debt[],
  { lock, owner }: { lock: Lock; owner: ObjectOwner },
  options: ApplyOptions,
): Promise<WrittenClusters> {
  const stop = new AbortController();
  const watch = setInterval(() => {
    if (!lock.isHeld()) stop.abort(lostLock);
  }, 500);
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const isOver = () => signal.aborted;
  const runs = new Map<CheckedCluster, ClusterRun>();
  const gates: GateResult[] = [];
  try {
    for (const wave of clusterWaves(checked, debts, options.strategy)) {
      const { results, error } = await gatesBefore(wave, runs, { lock, signal }, options);
      gates.push(...results);
      if (error) stop.abort(error);
      if (isOver()) break;
      await concurrently(wave, clustersAtOnce, async (each) => {
        const confirm = async () => {
          if (!(await lock.confirm(each.cluster))) stop.abort(lostLock);
        };
        const run = await writeOne(each, { owner, confirm, signal }, options);
        runs.set(each, run);
        if (run.error) stop.abort(run.error);
      });
      if (isOver()) break;
    }
  } finally {
    clearInterval(watch);
  }
  return { runs, gates, signal };
}

export interface WrittenClusters {
  runs: ReadonlyMap<CheckedCluster, ClusterRun>;
  /** In the order in which they were held. */
  gates: GateResult[];
  signal: AbortSignal;
}

/** Between two waves that write something. */
async function gatesBefore(
  wave: readonly CheckedCluster[],
  runs: ReadonlyMap<CheckedCluster, ClusterRun>,
  { lock, signal }: { lock: Lock; signal: AbortSignal },
  { gates, prune, progress }: ApplyOptions,
): Promise<{ results: GateResult[]; error?: ClusterError }> {
  const written = [...runs.values()]
    .filter((run) => run.written.length > 0)
    .map((run) => ({
      cluster: interruptible(run.checked.cluster, signal).cluster,
      live: run.written.flatMap(({ live }) => live ?? []),
    }));
  const isToWrite = wave.some((each) => movesOf(each, prune !== undefined).length > 0);
  if (written.length === 0 || !isToWrite) return { results: [] };
  return holdGates(gates, { written, lock, signal }, progress);
}

type Confirm = () => Promise<void>;

const lostLock = new ClusterError('locked', 'the lock was lost: another run may be at work');

/** Clusters with a debt first, then by strategy. */
function clusterWaves(
  checked: readonly CheckedCluster[],
  debts: readonly Debt[],
  strategy: Strategy,
): CheckedCluster[][] {
  const isDebtor = ({ cluster }: CheckedCluster) =>
    debts.some((debt) => debt.cluster === cluster.name);
  const late = checked.filter(isDebtor);
  const rest = checked.filter((each) => !isDebtor(each));
  const [first, ...others] = rest;
  if (late.length > 0) return [late, rest];
  if (strategy === 'parallel' || !first) return [rest];
  return [[first], others];
}

async function writeOne(
  checked: CheckedCluster,
  { owner, confirm, signal }: Pick<WriteOptions, 'owner' | 'signal'> & { confirm: Confirm },
  options: ApplyOptions,
): Promise<ClusterRun> {
  const { fieldManager, force, prune, progress, verifyTimeoutMs } = options;
  const { cluster, during, isCut } = interruptible(checked.cluster, options.signal);
  const isLocked = async () => {
    // It fails where the run is interrupted.
    await during(confirm).catch(() => undefined);
    return !signal.aborted;
  };
  const { istiod } = options.verify;
  const asks = !checked.reports && verifyTimeoutMs > 0 && istiod !== undefined;
  const before = asks ? await lookBefore(cluster, istiod) : undefined;
  const written = await writeCluster(
    { ...checked, cluster },
    {
      ...{ owner, isLocked, fieldManager, force, progress, signal },
      ...{ deletionWaitMs: options.deletionWaitMs, prune: prune !== undefined },
    },
  );
  const error = written.find((each) => each.error)?.error;
  if (error) {
    progress({ step: 'failed', cluster: cluster.name, message: error.message });
    return { checked, written, error, isCut: isCut() };
  }
  if (signal.aborted || verifyTimeoutMs === 0) return { checked, written };
  try {
    const live = written.flatMap((each) => each.live ?? []);
    const limits = { reports: checked.reports, timeoutMs: verifyTimeoutMs, signal };
    const verification = await verify(cluster, live, limits);
    const verified =
      written.length === 0
        ? undefined
        : await verifyFurther(cluster, { verification, before, written }, options, signal);
    progress({
      step: 'verified',
      cluster: cluster.name,
      verification,
      ...(verified && { verified }),
    });
    return { checked, written, verification, ...(verified && { verified }) };
  } catch (failure) {
    // A bug of ours must not keep the clusters from being put back.
    const error =
      failure instanceof ClusterError
        ? failure
        : new ClusterError(
            'unexpected',
            failure instanceof Error ? failure.message : String(failure),
          );
    progress({ step: 'failed', cluster: cluster.name, message: error.message });
    return { checked, written, error };
  }
}
