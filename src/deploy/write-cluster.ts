import { ClusterError } from '../cluster/cluster-error.js';
import {
  objectKeyOf,
  objectTitle,
  type Cluster,
  type KubernetesObject,
} from '../cluster/cluster.js';
import type { ObjectOutcome } from './apply-result.js';
import { isSameWrite, ownerOf, withOwner, type ObjectOwner } from './object-owner.js';
import { collisionText } from './collision.js';
import { concurrently } from './concurrently.js';
import { isApplied } from './field-set.js';
import { hasChange, type CheckedCluster, type CheckedObject } from './gate.js';
import type { Progress } from './progress.js';
import { finalizersOf, leftAfterDeletion, terminatingText } from './terminating.js';
import { writeWaves, type Move, type Step } from './write-waves.js';
import { isWrittenByUsOnly } from './written-by-us.js';

const writesAtOnce = 8;

/** What was done about one object. */
export interface Written {
  /** What it was done for: a manifest, or an object that is pruned. */
  subject: CheckedObject | KubernetesObject;
  result: ObjectOutcome;
  /** As the API server gave it back. */
  live?: KubernetesObject;
  error?: ClusterError;
  /** What is left to be done, for people. */
  message?: string;
}

export interface WriteOptions {
  fieldManager: string;
  force: boolean;
  /** Members of the set that no manifest states are deleted. */
  prune: boolean;
  /** How long objects that are deleted may wait for their finalizers. */
  deletionWaitMs: number;
  /** Who writes. */
  owner: ObjectOwner;
  progress: Progress;
  /** Whether the lock is still ours: asked before each wave. */
  isLocked: () => Promise<boolean>;
  /** Aborted when the run shall end: by a signal, by a failure elsewhere, because the lock is lost. */
  signal: AbortSignal;
}

interface WriteMove extends Move {
  checked: CheckedObject | undefined;
  /** As it stands in the cluster after the last step. */
  live: KubernetesObject | undefined;
}

/**
 * The objects that a run would write or delete, each as it is now.
 *
 * @param owner Who writes, which is put on what is written; undefined: only what would be written counts.
 */
export function movesOf(
  { objects, prune }: CheckedCluster,
  prunes: boolean,
  owner?: ObjectOwner,
): WriteMove[] {
  const written = objects.filter(hasChange).map((checked) => ({
    checked,
    from: checked.before,
    to: owner ? withOwner(checked.wanted, ownerFor(checked, owner)) : checked.wanted,
    live: checked.before,
  }));
  const deleted = prunes
    ? prune.map((from) => ({ checked: undefined, from, to: undefined, live: from }))
    : [];
  return [...written, ...deleted];
}

/** Whom it was taken from stays on the object, so that the other environment can name what it has lost. */
function ownerFor({ foreign }: CheckedObject, owner: ObjectOwner): ObjectOwner {
  return foreign?.environment === undefined ? owner : { ...owner, takenFrom: foreign.environment };
}

/**
 * Writes what differs to one cluster, in waves. The first failure ends it; the error is among what is returned. Objects that
 * somebody else has changed since the checks are not written.
 */
export async function writeCluster(
  checked: CheckedCluster,
  options: WriteOptions,
): Promise<Written[]> {
  const { cluster } = checked;
  const all: Written[] = [];
  for (const { object, change } of checked.objects) {
    if (change === 'none') {
      tell(options, cluster, objectTitle(object), 'unchanged');
    }
  }
  for (const wave of writeWaves(movesOf(checked, options.prune, options.owner))) {
    if (!(await options.isLocked())) break;
    await concurrently(wave, writesAtOnce, async (step) => {
      if (all.some(({ result }) => result === 'failed') || options.signal.aborted) return;
      const written = await writeStep(cluster, step, options);
      if (!written) return;
      all.push(written);
      tell(options, cluster, objectTitle(keyOfSubject(written.subject)), written.result);
    });
    const isOver = options.signal.aborted || all.some(({ result }) => result === 'failed');
    if (isOver) break;
  }
  await concurrently(all, writesAtOnce, (written) => awaitDeletion(cluster, written, options));
  return all;
}

/** "Pruned" is untrue as long as finalizers hold the object. */
async function awaitDeletion(
  cluster: Cluster,
  written: Written,
  { deletionWaitMs, signal }: WriteOptions,
): Promise<void> {
  const { subject, result } = written;
  if (result !== 'pruned' || isChecked(subject) || finalizersOf(subject).length === 0) return;
  try {
    const left = await leftAfterDeletion(cluster, subject, { waitMs: deletionWaitMs, signal });
    if (!left) return;
    written.result = 'terminating';
    written.message = terminatingText(left);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    written.result = 'terminating';
    written.message = `whether it is gone is not known: ${error.message}`;
  }
}

function tell({ progress }: WriteOptions, cluster: Cluster, title: string, result: ObjectOutcome) {
  progress({ step: 'written', cluster: cluster.name, title, result });
}

function keyOfSubject(subject: Written['subject']) {
  return isChecked(subject) ? subject.object : objectKeyOf(subject);
}

function isChecked(subject: Written['subject']): subject is CheckedObject {
  return 'wanted' in subject;
}

/** Undefined: an interim form is written, and the object is not done yet. */
async function writeStep(
  cluster: Cluster,
  { move, to, isInterim }: Step<WriteMove>,
  options: WriteOptions,
): Promise<Written | undefined> {
  const subject = move.checked ?? move.from;
  if (!subject) return undefined;
  try {
    if (!to) {
      await remove(cluster, move);
      return { subject, result: 'pruned' };
    }
    await write(cluster, move, to, options);
    if (isInterim) return undefined;
    return { subject, result: outcomeOf(move), ...(move.live && { live: move.live }) };
  } catch (error) {
    // Whatever it is, what was written before must still be told.
    return { subject, result: 'failed', error: asClusterError(error) };
  }
}

function outcomeOf({ from, live }: WriteMove): ObjectOutcome {
  if (!from) return 'created';
  const isChanged = live?.metadata.resourceVersion !== from.metadata.resourceVersion;
  return isChanged ? 'configured' : 'unchanged';
}

async function remove(cluster: Cluster, { live }: WriteMove): Promise<void> {
  if (!live) return;
  const { uid, resourceVersion } = live.metadata;
  await cluster.delete(objectKeyOf(live), {
    ...(uid !== undefined && { uid }),
    ...(resourceVersion !== undefined && { resourceVersion }),
  });
}

async function write(
  cluster: Cluster,
  move: WriteMove,
  to: KubernetesObject,
  { fieldManager, force }: WriteOptions,
): Promise<void> {
  const expected = move.live;
  const options = { fieldManager, force: force && expected !== undefined };
  try {
    await adopt(cluster, move, fieldManager);
    const applied = await cluster.serverSideApply(onlyOver(move.live, to), options);
    move.live = applied.object;
    if (expected || applied.isNew) return;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    if (error.problem !== 'changed' && error.problem !== 'invalid') throw error;
    const live = await cluster.get(objectKeyOf(to));
    // The API server calls another uid invalid. What is refused for itself is refused.
    const isOther = live?.metadata.uid !== expected?.metadata.uid;
    if (error.problem === 'invalid' && !isOther) throw error;
    move.live = live;
  }
  // Either somebody was faster, or the answer to our own write was lost and it was sent again.
  if (isOurs(move, to, { isNew: expected === undefined, fieldManager })) return;
  const seen = { before: move.from, now: move.live };
  throw new ClusterError('changed', collisionText(cluster, to, seen));
}

/**
 * No object has this version: etcd has counted further before its first write. Server-side apply creates what is not there with any
 * version, and refuses to write what has another one: all runs have one field manager, so that nothing else would tell a creation
 * from a change of what another run has just created.
 */
const versionOfNothing = '1';

/** What is sent so that it is written over nothing but what has been seen. A version alone would create again what is deleted. */
function onlyOver(live: KubernetesObject | undefined, to: KubernetesObject): KubernetesObject {
  const { uid, resourceVersion } = live?.metadata ?? { resourceVersion: versionOfNothing };
  const seen = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
  return { ...to, metadata: { ...to.metadata, ...seen } };
}

/** Whether what is there was written by this run. */
function isOurs(
  { live, from }: WriteMove,
  to: KubernetesObject,
  { isNew, fieldManager }: { isNew: boolean; fieldManager: string },
): boolean {
  if (!live) return false;
  // A new object carries the mark of who has made it.
  const own = ownerOf(to);
  if (isNew && own) return isSameWrite(ownerOf(live), own);
  return isApplied(live, to, fieldManager) && isWrittenByUsOnly(live, from, fieldManager);
}

/** Makes what kubectl applied on the client's side ours; values stay as they are. */
async function adopt(cluster: Cluster, move: WriteMove, fieldManager: string): Promise<void> {
  const { checked, live } = move;
  if (!checked?.adoption || !live || live !== move.from) return;
  const { resourceVersion } = live.metadata;
  const metadata = { managedFields: checked.adoption, resourceVersion };
  move.live = await cluster.patch(objectKeyOf(live), { metadata }, { fieldManager });
}

function asClusterError(error: unknown): ClusterError {
  if (!(error instanceof ClusterError)) return new ClusterError('unexpected', String(error));
  if (!['unreachable', 'busy'].includes(error.problem)) return error;
  return new ClusterError(
    error.problem,
    `${error.message} The answer is missing: this object may or may not have been written.`,
  );
}
