import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { UserError } from '../foundation/errors.js';
import type { ApplyResult } from './apply-result.js';
import { readSet } from './apply-set.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import { debtsOf, type Debt } from './debts.js';
import { deployOrder } from './deploy-order.js';
import { isOwnedBy } from './environment-owner.js';
import { istioVersions, versionWarnings } from './istio-version.js';
import { objectionsToEvacuation } from './evacuation-objections.js';
import { checkCluster, type CheckedCluster } from './gate.js';
import type { GateResult } from './gate-result.js';
import { interruptible } from '../cluster/interruptible.js';
import { isLocked, type Lock } from './lock.js';
import { lockNames } from './previous-environment.js';
import { lostWarnings } from './orphans.js';
import { prepare, type Prepared, type RunChange } from './prepare.js';
import { refusalsOf } from './refusals.js';
import { applyResultOf, type ClusterRun } from './result-of.js';
import { isBack } from './restore.js';
import type { RunBehaviour } from './run-behaviour.js';
import { runBehaviour } from './run-prediction.js';
import { removeState } from './state-file.js';
import { conclude } from './conclude.js';
import { unfinishedRefusal } from './unfinished-run.js';
import { undoRun } from './undo-run.js';
import { objectionsTo } from './objections.js';
import { underEvacuation } from './under-evacuation.js';
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
  const first = await look(input, options);
  const { result, refusals } = first;
  if (refusals.length > 0) return applyResultOf({ ...result, refusals });
  if (options.dryRun) return applyResultOf(result);
  if (!first.hasWork) {
    const done = await nothingToDo(first, input, options);
    if (done) return done;
  }
  const held = await lockAll(options).catch(asClusterError);
  if (held instanceof ClusterError) {
    return applyResultOf({ ...result, refusals: [held.message] });
  }
  try {
    const isOld = held.hasWaited || (await hasMovedOn(first.checked, options));
    return await applyLocked(isOld ? await look(input, options) : first, held, input, options);
  } finally {
    const released = held.release();
    await (options.signal.aborted ? Promise.race([released, sleep(releaseMs)]) : released);
    // A cluster that hangs keeps nobody: its lock ends by itself.
    if (options.signal.aborted) for (const cluster of input.clusters) cluster.abortRequests();
  }
}

/** How long the end of an interrupted run may take. */
const releaseMs = 1_000;

/** What the checks have found, and what follows from it. */
interface Looked {
  checked: readonly CheckedCluster[];
  debts: readonly Debt[];
  result: ResultBase;
  refusals: string[];
  hasWork: boolean;
  /** What it changes, for its record. */
  change: RunChange;
}

async function look(input: ApplyInput, options: ApplyOptions): Promise<Looked> {
  const stoppable = input.clusters.map((each) => interruptible(each, options.signal).cluster);
  const { environment, terms } = options;
  const under = await underEvacuation(input.objects, {
    ...{ clusters: stoppable, environment, terms },
    ...{ order: input.evacuation, date: input.now },
  });
  const { objects } = under;
  const checks = await checkAll({ objects, clusters: stoppable }, options);
  const checked = checks.map((each, index) => {
    return { ...each, cluster: input.clusters[index] ?? each.cluster };
  });
  input.onChecked?.(checked);
  const debts = debtsOf(checked.map(({ set }) => set));
  const evacuation = options.signal.aborted
    ? { refusals: [], warnings: [] }
    : await objectionsToEvacuation(checked, under, input, options);
  const objections = options.signal.aborted
    ? { refusals: [], warnings: [] }
    : await objectionsTo(checked, {
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
    isPart: input.evacuation !== undefined,
    evacuation: under.next,
    terms: options.terms,
    warnings: [
      ...evacuation.warnings,
      ...(input.istio && !options.signal.aborted
        ? versionWarnings(input.istio, await istioVersions(checked, input.istio), checked)
        : []),
      ...objections.warnings,
      ...(options.prune ? lostWarnings(checked) : []),
    ],
  };
  const refusals = options.signal.aborted
    ? ['the run was interrupted']
    : [
        ...under.refusals,
        ...(await refusalsOf(checked, options)),
        ...evacuation.refusals,
        ...objections.refusals,
        ...(input.refuse?.(checked) ?? []),
      ];
  const isToDo = hasWork(checked, options, debts) || !isDeepStrictEqual(under.now, under.next);
  const isWritten = isToDo && refusals.length === 0 && !options.dryRun;
  const behaviour = isWritten ? (input.behaviour ?? behaviourOf(checked, input)) : undefined;
  const isOwn = input.evacuation !== undefined;
  const change = { behaviour, evacuation: { after: under.next, before: under.now, isOwn } };
  return { checked, debts, result, refusals, hasWork: isToDo, change };
}

/** For the history; before the lock, which has to be renewed. */
function behaviourOf(
  checked: readonly CheckedCluster[],
  { predicted, prune }: ApplyInput,
): RunBehaviour | undefined {
  return predicted && runBehaviour(checked, predicted, { prunes: prune !== undefined });
}

/**
 * What there is to say where nothing differs; undefined: another run has the lock, so that what was seen is not what will be
 * there when it has ended.
 */
async function nothingToDo(
  { result }: Looked,
  input: ApplyInput,
  { environment, progress, terms }: ApplyOptions,
): Promise<ApplyResult | undefined> {
  const locks = await Promise.all(input.clusters.map((each) => isLocked(each, environment))).catch(
    asClusterError,
  );
  if (locks instanceof ClusterError) return applyResultOf({ ...result, refusals: [locks.message] });
  if (locks.includes(true)) return undefined;
  const open = await unfinishedRefusal(input, environment, progress, terms).catch(messageOf);
  if (open !== undefined) return applyResultOf({ ...result, refusals: [open] });
  return applyResultOf({ ...result, runs: [], isAlone: !locks.includes(undefined) });
}

/** Takes the lock, which another run may have for some time. */
function lockAll(options: ApplyOptions): Promise<Lock> {
  const { clusters, environment, fieldManager, by, run, lockWaitSeconds, signal } = options;
  return lockNames(clusters, {
    ...{ environment, holder: `${by} (${run})`, fieldManager, signal },
    ...{ waitSeconds: lockWaitSeconds, progress: options.progress },
  });
}

/** Whether another run has ended well since the checks. */
async function hasMovedOn(
  checked: readonly CheckedCluster[],
  { environment, signal }: ApplyOptions,
): Promise<boolean> {
  const runs = await concurrently(checked, clustersAtOnce, async ({ cluster, set }) => {
    const now = await readSet(interruptible(cluster, signal).cluster, environment).catch(
      asClusterError,
    );
    // What is wrong is for the checks to say.
    return now instanceof ClusterError || now?.notes['run'] !== set?.notes['run'];
  });
  return runs.includes(true);
}

/** With the lock: nobody else writes while we do. */
async function applyLocked(
  { checked, debts, result, refusals, hasWork: isToDo, change }: Looked,
  held: Lock,
  input: ApplyInput,
  options: ApplyOptions,
): Promise<ApplyResult> {
  if (refusals.length > 0) return applyResultOf({ ...result, refusals });
  if (!isToDo) {
    const { environment, progress, terms } = options;
    const open = await unfinishedRefusal(input, environment, progress, terms).catch(messageOf);
    if (open !== undefined) return applyResultOf({ ...result, refusals: [open] });
    return applyResultOf({ ...result, runs: [], isAlone: true });
  }
  const prepared = await prepare(checked, debts, change, options);
  if ('refusal' in prepared) return applyResultOf({ ...result, refusals: [prepared.refusal] });
  return write(checked, debts, { ...prepared, lock: held }, result, options);
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
  prepared: Prepared & { lock: Lock },
  result: ResultBase,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const { runs, gates, signal } = await writeClusters(checked, debts, prepared, options);
  const all = checked.map((each) => runs.get(each) ?? { checked: each, written: [] });
  const { run, stateFile } = prepared;
  const base = { ...result, run, runs: all, gates };
  if (!signal.aborted) {
    const { warnings, isTold } = await conclude(checked, debts, prepared, options);
    if (isTold) await removeState(stateFile);
    return applyResultOf({
      ...base,
      debts: prepared.debtsAfter,
      warnings: [...result.warnings, ...warnings, ...gateWarnings(options, gates, all)],
    });
  }
  const failure = reasonOf(signal.reason);
  if (options.onFailure === 'stop') return applyResultOf({ ...base, failure, stateFile });
  const cut = checked.filter((each) => runs.get(each)?.isCut).map(({ cluster }) => cluster);
  const restored = await undoRun(prepared, cut, options);
  const isComplete = [...restored.values()].flat().every(isBack);
  if (isComplete) await removeState(stateFile);
  return applyResultOf({ ...base, failure, restored, ...(!isComplete && { stateFile }) });
}

/** A gate that nothing waited for has held nothing up: nobody shall think that it did. */
function gateWarnings(
  { gates }: ApplyOptions,
  results: readonly GateResult[],
  runs: readonly ClusterRun[],
): string[] {
  const written = runs.filter((run) => run.written.length > 0);
  if (gates.length === 0 || results.length > 0 || written.length === 0) return [];
  const names = written.map(({ checked }) => checked.cluster.name).join(', ');
  return [
    `the gates (deploy.gates) were not asked: ${written.length === 1 ? `only ${names} was` : `${names} were`} written, ` +
      'and there was no wave of clusters after it',
  ];
}

function asClusterError(error: unknown): ClusterError {
  if (error instanceof ClusterError) return error;
  throw error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hasWork(
  checked: readonly CheckedCluster[],
  { prune, missing, takeOver, owners, evacuation }: ApplyOptions,
  debts: readonly Debt[],
): boolean {
  const isPaid =
    !evacuation &&
    debts.some(({ cluster }) => checked.some((each) => each.cluster.name === cluster));
  const isOwed = missing !== undefined && missing.clusters.length > 0;
  // Whom the environment belongs to is written as well.
  const isTaken = takeOver && checked.some(({ set }) => !isOwnedBy(set, owners));
  return (
    isPaid ||
    isOwed ||
    isTaken ||
    checked.some((each) => movesOf(each, prune !== undefined).length > 0)
  );
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
