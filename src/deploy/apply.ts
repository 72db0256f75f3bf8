import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { UserError } from '../foundation/errors.js';
import type { ApplyResult } from './apply-result.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import { debtsOf, type Debt } from './debts.js';
import { deployOrder } from './deploy-order.js';
import { istioVersions, versionWarnings } from './istio-version.js';
import { checkCluster, type CheckedCluster } from './gate.js';
import { prepare, type Prepared } from './prepare.js';
import { refusalsOf } from './refusals.js';
import { applyResultOf } from './result-of.js';
import { isBack } from './restore.js';
import { removeState } from './state-file.js';
import { conclude } from './conclude.js';
import { unfinishedRefusal } from './unfinished-run.js';
import { undoRun } from './undo-run.js';
import { objectionsTo } from './objections.js';
import { movesOf } from './write-cluster.js';
import { writeClusters } from './write-clusters.js';
import { type ApplyInput, type ApplyOptions, withDefaults } from './apply-options.js';

/**
 * Applies the objects to every cluster, or to none. Every cluster must answer and accept a dry run of every object before the
 * first write. Then the clusters are locked, how they are is kept in them and on disk, and they are written in waves. After a
 * failure everything is put back; `rollback` does the same for a run that was killed.
 */
export async function apply(input: ApplyInput): Promise<ApplyResult> {
  assertNames(input.clusters);
  const options = withDefaults(input);
  const checked = await checkAll(input, options);
  input.onChecked?.(checked);
  const debts = debtsOf(checked.map(({ set }) => set));
  const objections = await objectionsTo(checked, {
    ...options,
    predicted: input.predicted,
    prunes: options.prune !== undefined,
    isPartial: (input.missing?.clusters.length ?? 0) + (input.others?.length ?? 0) > 0,
  });
  const result = {
    checked,
    debts,
    notSent: options.notSent,
    dryRun: options.dryRun,
    prunes: options.prune !== undefined,
    warnings: [
      ...(input.istio
        ? versionWarnings(input.istio, await istioVersions(checked, input.istio), checked)
        : []),
      ...objections.warnings,
    ],
  };
  const refusals = [
    ...(await refusalsOf(checked, options)),
    ...objections.refusals,
    ...(input.refuse?.(checked) ?? []),
  ];
  if (refusals.length > 0) return applyResultOf({ ...result, refusals });
  if (options.dryRun) return applyResultOf(result);
  if (!hasWork(checked, options, debts)) {
    const open = await unfinishedRefusal(input, input.environment, input.progress).catch(messageOf);
    return applyResultOf({
      ...result,
      ...(open === undefined ? { runs: [] } : { refusals: [open] }),
    });
  }

  const prepared = await prepare(checked, debts, options);
  if ('refusal' in prepared) return applyResultOf({ ...result, refusals: [prepared.refusal] });
  try {
    return await write(checked, debts, prepared, result, options);
  } finally {
    await prepared.lock.release();
  }
}

/** What every cluster says, before the first write. */
export function checkAll(
  { objects, clusters }: Pick<ApplyInput, 'objects' | 'clusters'>,
  options: Parameters<typeof checkCluster>[2],
): Promise<CheckedCluster[]> {
  return concurrently(clusters, clustersAtOnce, (cluster) =>
    checkCluster(cluster, deployOrder(objects, cluster.name), options),
  );
}

type ResultBase = Omit<Parameters<typeof applyResultOf>[0], 'runs' | 'refusals'>;

/** Everything from the first write on. */
async function write(
  checked: readonly CheckedCluster[],
  debts: readonly Debt[],
  prepared: Prepared,
  result: ResultBase,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const { runs, signal } = await writeClusters(checked, debts, prepared.lock, options);
  const all = checked.map((each) => runs.get(each) ?? { checked: each, written: [] });
  const { run, stateFile } = prepared;
  const base = { ...result, run, runs: all };
  if (!signal.aborted) {
    const { warnings, isTold } = await conclude(checked, debts, prepared, options);
    if (isTold) await removeState(stateFile);
    return applyResultOf({
      ...base,
      debts: prepared.debtsAfter,
      warnings: [...result.warnings, ...warnings],
    });
  }
  const failure = reasonOf(signal.reason);
  if (options.onFailure === 'stop') return applyResultOf({ ...base, failure, stateFile });
  const restored = await undoRun(prepared, options);
  const isComplete = [...restored.values()].flat().every(isBack);
  if (isComplete) await removeState(stateFile);
  return applyResultOf({ ...base, failure, restored, ...(!isComplete && { stateFile }) });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hasWork(
  checked: readonly CheckedCluster[],
  { prune, missing }: ApplyOptions,
  debts: readonly Debt[],
): boolean {
  const isPaid = debts.some(({ cluster }) => checked.some((each) => each.cluster.name === cluster));
  const isOwed = missing !== undefined && missing.clusters.length > 0;
  return isPaid || isOwed || checked.some((each) => movesOf(each, prune !== undefined).length > 0);
}

function reasonOf(reason: unknown): string {
  return reason instanceof ClusterError ? reason.message : 'the run was interrupted';
}

function assertNames(clusters: readonly Cluster[]): void {
  if (clusters.length === 0) {
    throw new UserError('there is no cluster to apply to: declare clusters in the configuration');
  }
  const names = clusters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(`two clusters have the name ${twice}`);
}
