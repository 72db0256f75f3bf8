import { fullKind } from '../config/sent-kinds.js';
import { ClusterError } from '../cluster/cluster-error.js';
import { objectKeyOf, type Cluster } from '../cluster/cluster.js';
import type { ApplyOptions } from './apply-options.js';
import { writeSet } from './apply-set.js';
import { collisionText } from './collision.js';
import { withDebts, type Debt } from './debts.js';
import { withOwnerNote } from './environment-owner.js';
import { evacuationHeader, type RunEvacuation } from './evacuation.js';
import { namespacesAmong, type CheckedCluster } from './gate.js';
import { answered, interruptible } from '../cluster/interruptible.js';
import { ensureNamespace } from './lock.js';
import { objectChange } from './object-change.js';
import type { ObjectOwner } from './object-owner.js';
import type { RunBehaviour } from './run-behaviour.js';
import { markRun, writeRun, type RunRecord } from './run-record.js';
import { Snapshot } from './snapshot.js';
import { removeState, writeState } from './state-file.js';
import { unfinishedRefusal } from './unfinished-run.js';
import { movesOf } from './write-cluster.js';

/** What a run changes, for its record. */
export interface RunChange {
  /** For callers; undefined: not known. */
  behaviour: RunBehaviour | undefined;
  evacuation: RunEvacuation;
}

/** What must stand before the first write. */
export interface Prepared {
  run: string;
  by: string;
  startedAt: string;
  /** Who writes. */
  owner: ObjectOwner;
  stateFile: string;
  records: { cluster: Cluster; record: RunRecord }[];
  /** What the clusters owe once this run has ended well. */
  debtsAfter: Debt[];
}

/**
 * Makes sure that no other run is unfinished and that nothing has moved since the checks, and keeps how things are, on disk and
 * in every cluster. Until this is done no object of the mesh is changed anywhere. The environment must be locked.
 */
export async function prepare(
  checked: readonly CheckedCluster[],
  debts: readonly Debt[],
  about: RunChange,
  options: ApplyOptions,
): Promise<Prepared | { refusal: string }> {
  const { environment, fieldManager, by, run, others, owners, signal } = options;
  const clusters = checked.map(({ cluster }) => cluster);
  const startedAt = new Date().toISOString();
  const { name, namespace } = environment;
  const owner = { environment: name, namespace, owner: owners[0], run, by, at: startedAt };
  let stateFile: string | undefined;
  try {
    const stoppable = checked.map((each) => {
      return { ...each, cluster: interruptible(each.cluster, signal).cluster };
    });
    const asked = { clusters: stoppable.map(({ cluster }) => cluster), others };
    const unfinished = await unfinishedRefusal(asked, environment, options.progress, options.terms);
    if (unfinished !== undefined) throw new ClusterError('locked', unfinished);
    if (options.createNamespaces) await createNamespaces(stoppable, fieldManager);
    await assertUnmoved(stoppable);
    const records = checked.map((each) => ({
      cluster: each.cluster,
      record: recordOf(each, owner, options),
    }));
    stateFile = await writeState(
      options.stateFolder,
      run,
      records.map(({ record }) => record),
      options.terms.stateFolder,
    );
    const debtsAfter = nextDebts(clusters, debts, { run, by, since: startedAt }, options);
    await captureAll(checked, debts, records, about, options);
    return { run, by, startedAt, owner, stateFile, records, debtsAfter };
  } catch (error) {
    if (stateFile !== undefined) await removeState(stateFile);
    if (!(error instanceof ClusterError)) throw error;
    return { refusal: error.message };
  }
}

/** In every cluster, or in none: a record that stays would keep the next run from its work. */
async function captureAll(
  checked: readonly CheckedCluster[],
  debts: readonly Debt[],
  records: Prepared['records'],
  { behaviour, evacuation }: RunChange,
  options: ApplyOptions,
): Promise<void> {
  const { environment, fieldManager, signal } = options;
  const captured = await Promise.allSettled(
    records.map(async ({ cluster: original, record }) => {
      const { cluster } = interruptible(original, signal);
      const about = {
        ...{ repository: options.owners[0], commit: options.commit, behaviour },
        evacuation: evacuationHeader(evacuation),
      };
      await writeRun(cluster, environment, record, fieldManager, about, options.history);
      const each = checked.find((one) => one.cluster === original);
      if (each) await coverAll({ ...each, cluster }, debts, options);
      options.progress({ step: 'captured', cluster: cluster.name });
    }),
  );
  const failure = captured.find((result) => result.status === 'rejected');
  if (!failure) return;
  await Promise.allSettled(
    records.map(({ cluster, record }) => {
      const marked = markRun(cluster, environment, record.run, 'rolled-back', fieldManager);
      return signal.aborted ? answered(cluster, marked) : marked;
    }),
  );
  throw failure.reason;
}

async function createNamespaces(checked: readonly CheckedCluster[], fieldManager: string) {
  for (const { cluster, objects } of checked) {
    const missing = objects.filter(({ before }) => !before).map(({ object }) => object.namespace);
    const sent = namespacesAmong(objects);
    const names = new Set(missing.filter((name) => name !== '' && !sent.has(name)));
    for (const name of names) await ensureNamespace(cluster, name, fieldManager);
  }
}

async function assertUnmoved(checked: readonly CheckedCluster[]): Promise<void> {
  for (const { cluster, objects } of checked) {
    const now = await Snapshot.take(
      cluster,
      objects.map(({ wanted }) => wanted),
    );
    const moved = objects.find(({ wanted, before, change }) => {
      const error = now.errorOf(wanted);
      if (error) throw error;
      const live = now.get(wanted);
      // What is not written may get a new status meanwhile.
      if (change === 'none') return !live || !before || objectChange(live, before) === 'content';
      return live?.metadata.resourceVersion !== before?.metadata.resourceVersion;
    });
    if (!moved) continue;
    const seen = { before: moved.before, now: now.get(moved.wanted) };
    const text = collisionText(cluster, moved.wanted, seen);
    throw new ClusterError('changed', `${text}; run it again`);
  }
}

function recordOf(checked: CheckedCluster, owner: ObjectOwner, { prune }: ApplyOptions): RunRecord {
  const { run, by, at: startedAt } = owner;
  const objects = movesOf(checked, prune !== undefined, owner).flatMap(({ from, to }) => {
    // Going back would take away whatever has come into it meanwhile.
    if (!from && to?.apiVersion === 'v1' && to.kind === 'Namespace') return [];
    const object = to ?? from;
    if (!object) return [];
    const target = to ? ('present' as const) : ('absent' as const);
    const wanted = to && { wanted: to };
    return [{ key: objectKeyOf(object), before: from ?? null, target, ...wanted }];
  });
  return { version: 1, run, startedAt, by, cluster: checked.cluster.name, objects };
}

/** Before members are written the set must say where members may be. */
async function coverAll(
  { cluster, objects, set }: CheckedCluster,
  debts: readonly Debt[],
  { environment, fieldManager, owners }: ApplyOptions,
): Promise<void> {
  await writeSet(
    cluster,
    environment,
    {
      kinds: [...(set?.kinds ?? []), ...objects.map(({ wanted }) => fullKind(wanted))],
      namespaces: [...(set?.namespaces ?? []), ...objects.map(({ object }) => object.namespace)],
      notes: withOwnerNote(withDebts(set?.notes ?? {}, debts), owners),
    },
    fieldManager,
  );
}

/** Who takes part is up to date afterwards; who is left out owes. */
function nextDebts(
  clusters: readonly Cluster[],
  debts: readonly Debt[],
  { run, by, since }: Pick<Debt, 'run' | 'by' | 'since'>,
  { missing, evacuation }: ApplyOptions,
): Debt[] {
  // Not where the rest of the manifests is left as it is.
  const isPaid = (debt: Debt) => !evacuation && clusters.some(({ name }) => name === debt.cluster);
  const open = debts.filter((debt) => !isPaid(debt));
  const added = (missing?.clusters ?? [])
    .filter((cluster) => !open.some((debt) => debt.cluster === cluster))
    .map((cluster) => ({ cluster, since, by, run, reason: missing?.reason ?? '' }));
  return [...open, ...added];
}
