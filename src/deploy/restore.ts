import { groupOf, isRouteKind } from '../api/kinds.js';
import { ClusterError } from '../cluster/cluster-error.js';
import {
  objectKeyOf,
  objectTitle,
  type Cluster,
  type KubernetesObject,
  type ObjectKey,
} from '../cluster/cluster.js';
import { concurrently } from './concurrently.js';
import { objectChange } from './object-change.js';
import { memberOf } from './apply-set.js';
import { isOf, isSameWrite, ownerOf, ownerText } from './object-owner.js';
import type { RecordedObject, RunRecord } from './run-record.js';
import { finalizersOf, isTerminating, leftAfterDeletion, terminatingText } from './terminating.js';
import { takesGround, writeWaves, type Move, type Step } from './write-waves.js';
import {
  foreignWriters,
  isShortened,
  isWrittenByUsOnly,
  restoringManager,
} from './written-by-us.js';

const writesAtOnce = 8;
const readsAtOnce = 16;

/** A job that is cancelled has little time. */
const restoreWaitMs = 5_000;

/**
 * `restored`: has its old content again; `recreated`: the same, but it is younger now, which decides between routes for the same
 * host; `deleted`: it was new; `untouched`: it is as it was; `terminating`: finalizers hold what has to go first, and
 * a repeated rollback does the rest; `left`: somebody else has changed it since; `failed`: see the message.
 */
export type RestoreOutcome =
  'restored' | 'recreated' | 'deleted' | 'untouched' | 'terminating' | 'left' | 'failed';

export interface Restored {
  key: ObjectKey;
  outcome: RestoreOutcome;
  message?: string;
}

/** Whether an object is as it was before. */
export function isBack({ outcome }: Pick<Restored, 'outcome'>): boolean {
  return outcome !== 'left' && outcome !== 'failed' && outcome !== 'terminating';
}

/** How many objects were put back, and how many should have been but are not. */
export function restoredCounts(restored: readonly Restored[]): { changed: number; left: number } {
  const left = restored.filter((each) => !isBack(each)).length;
  const changed = restored.filter(({ outcome }) => outcome !== 'untouched').length - left;
  return { changed, left };
}

interface RestoreMove extends Move {
  recorded: RecordedObject;
  /** What stands in the cluster after the last step. */
  live: KubernetesObject | undefined;
  outcome: RestoreOutcome;
  message?: string;
  isRepeated?: boolean;
}

/**
 * Puts the objects of a run back to what they were, in an order that keeps routes whole. Only what nobody else has changed
 * since, and nothing that a route stands on which is not put back itself; repeating it does no harm. Never fails: the outcome
 * of every object says what became of it.
 */
export async function restore(
  cluster: Cluster,
  { objects }: Pick<RunRecord, 'objects'>,
  fieldManager: string,
): Promise<Restored[]> {
  const place: Place = { cluster, fieldManager, gone: undefined };
  const moves = await concurrently(objects, readsAtOnce, (recorded) =>
    planRestore(place, recorded),
  );
  const pending = moves.filter((move) => isBack(move) && move.outcome !== 'untouched');
  for (const wave of writeWaves(pending)) {
    // What an earlier wave could not put back counts as well.
    const standing = moves.filter(
      ({ recorded: { key }, outcome }) =>
        isRouteKind(groupOf(key.apiVersion), key.kind) && !isBack({ outcome }),
    );
    await concurrently(wave, writesAtOnce, (step) => takeStep(place, step, standing));
  }
  // At the end, since nothing else shall wait for finalizers.
  await concurrently(pending, writesAtOnce, (move) => afterDeletion(place, move));
  return moves.map(({ recorded: { key }, outcome, message }) => {
    return { key, outcome, ...(message !== undefined && { message }) };
  });
}

/** Whoever does not answer once is not asked for every object. */
interface Place {
  cluster: Cluster;
  fieldManager: string;
  gone: ClusterError | undefined;
}

/** What is to be done about one object, from how it is now. */
async function planRestore(place: Place, given: RecordedObject): Promise<RestoreMove> {
  const { fieldManager } = place;
  const { key } = given;
  let recorded = given;
  const captured = recorded.before ?? undefined;
  const move = (outcome: RestoreOutcome, live?: KubernetesObject, message?: string) => ({
    recorded,
    from: live,
    to: captured,
    live,
    outcome,
    ...(message !== undefined && { message }),
  });
  try {
    if (place.gone) throw place.gone;
    const live = await place.cluster.get(key);
    if (!live && (!captured || isTerminating(captured))) return move('untouched');
    if (!live) {
      if (given.target === 'absent' || given.runs?.hasDeleted) return move('recreated');
      return move('left', undefined, 'somebody else has deleted it since');
    }
    // Our own mark on it, and who else has written it, tell better whether it is ours.
    recorded = asLastWritten(given, live);
    const { target, wanted } = recorded;
    const maker = captured ? undefined : madeBy(live, wanted);
    if (maker !== undefined) return move('untouched', live, maker);
    const before = captured && given.runs ? asYoungAs(captured, live) : captured;
    const isInterrupted = live.metadata.managedFields?.some(
      ({ manager }) => manager === restoringManager,
    );
    const isSame = before && live.metadata.uid === before.metadata.uid;
    // What was deleted is another object once it is created again.
    const isRecreated = target === 'absent' && before !== undefined && !isSame;
    const known = isRecreated ? asYoungAs(before, live) : before;
    if (
      known &&
      (isSame || isRecreated) &&
      !isInterrupted &&
      objectChange(live, known) === 'none'
    ) {
      return move('untouched', live);
    }
    // A recreation that was interrupted before it gave the fields back to their owners.
    const reference = isRecreated ? undefined : before;
    const strangers = foreignWriters(live, reference, fieldManager);
    const hasStrangers = strangers.length > 0;
    const taker = takenBy(live, recorded, { isInterrupted: isInterrupted === true, hasStrangers });
    if (taker !== undefined) return move('left', live, taker);
    if (wanted && !isInterrupted && isShortened(live['spec'], wanted['spec'])) {
      const isReached = !before || objectChange(live, before) !== 'none';
      if (isReached) return move('left', live, 'somebody else has taken fields away from it since');
    }
    if (isWrittenByUsOnly(live, reference, fieldManager)) {
      return move(before ? 'restored' : 'deleted', live);
    }
    const writers = strangers
      .map(({ manager, time }) => (time === undefined ? manager : `${manager} (${time})`))
      .join(', ');
    return move('left', live, `changed since by ${writers || 'somebody who replaced it'}`);
  } catch (error) {
    return move('failed', undefined, failure(place, error));
  }
}

/** Of several runs, the last one that came to this object. */
function asLastWritten(recorded: RecordedObject, live: KubernetesObject): RecordedObject {
  const now = ownerOf(live);
  const own = now && recorded.runs?.applied.find((each) => isSameWrite(ownerOf(each), now));
  return own ? { ...recorded, target: 'present', wanted: own } : recorded;
}

/**
 * Which other environment has made an object that the run was about to make, as a sentence. It was never ours, or it would say
 * from whom it was taken.
 */
function madeBy(live: KubernetesObject, wanted: KubernetesObject | undefined): string | undefined {
  const own = wanted && ownerOf(wanted);
  const now = ownerOf(live);
  if (!own || !now || isOf(now, { name: own.environment, namespace: own.namespace }))
    return undefined;
  if (now.takenFrom === own.environment) return undefined;
  return `not this run but ${ownerText(now)} has created it`;
}

/**
 * By which other run's write an object is not ours any more, as a sentence. All of them have our field manager, so that the
 * managed fields do not tell.
 *
 * @param how It need not carry our mark where a rollback was putting it back, or where there is somebody to be named.
 */
function takenBy(
  live: KubernetesObject,
  { before, wanted }: RecordedObject,
  { isInterrupted, hasStrangers }: { isInterrupted: boolean; hasStrangers: boolean },
): string | undefined {
  const now = ownerOf(live);
  const own = wanted && ownerOf(wanted);
  const old = ownerOf(before ?? undefined);
  if (own && isSameWrite(now, own)) return undefined;
  if (now && !isSameWrite(now, old)) return `${ownerText(now)} has written it since`;
  const sets = [before, wanted].flatMap((each) => (each ? [memberOf(each)] : []));
  // Who has made it is named by the managed fields.
  const isMadeByOthers = !before && hasStrangers && memberOf(live) === undefined;
  if (!isMadeByOthers && !sets.includes(memberOf(live))) {
    return memberOf(live) === undefined
      ? 'somebody else has taken it out of its set since'
      : `${ownerText({})} has taken it over since`;
  }
  // It is as it was before but for its owners, or on its way back, or ours from a version that left no mark.
  if (
    !own ||
    isInterrupted ||
    hasStrangers ||
    (before && objectChange(live, before) !== 'content')
  ) {
    return undefined;
  }
  return now
    ? undefined
    : 'it does not carry the mark of this run any more: another run, or somebody else, has written it since';
}

/** The same object, but for what makes it another one. */
function asYoungAs(before: KubernetesObject, live: KubernetesObject): KubernetesObject {
  const { uid, creationTimestamp } = live.metadata;
  const metadata = { ...before.metadata, creationTimestamp, ...(uid !== undefined && { uid }) };
  return { ...before, metadata };
}

async function takeStep(
  place: Place,
  step: Step<RestoreMove>,
  standing: readonly RestoreMove[],
): Promise<void> {
  const { cluster } = place;
  const { move, to, isInterim } = step;
  // An earlier step of it has failed.
  if (!isBack(move)) return;
  try {
    if (place.gone) throw place.gone;
    const user = standing.find((route) => isGroundFor(step, route));
    if (user) return await leaveGround(place, move, user);
    if (to && move.live && isTerminating(move.live)) return;
    if (!to) await remove(cluster, move);
    else if (move.live) await putBack(cluster, move, to, isInterim);
    else await recreate(cluster, move, to);
  } catch (error) {
    const isChanged = error instanceof ClusterError && error.problem === 'changed';
    if (isChanged && (await isRepeatable(place, move))) return takeStep(place, step, standing);
    move.outcome = isChanged ? 'left' : 'failed';
    move.message = failure(place, error);
  }
}

/** What finalizers hold is neither deleted nor restored: it has to be gone first, and is created again then. */
async function afterDeletion({ cluster }: Place, move: RestoreMove): Promise<void> {
  const { live, to } = move;
  if (!live || !isBack(move)) return;
  const isHeld = to ? isTerminating(live) : finalizersOf(live).length > 0;
  if (!isHeld) return;
  try {
    const left = await leftAfterDeletion(cluster, live, { waitMs: restoreWaitMs });
    if (left) {
      move.outcome = 'terminating';
      move.message = terminatingText(left);
    } else if (to) {
      move.outcome = 'recreated';
      move.live = undefined;
      await recreate(cluster, move, to);
    }
  } catch (error) {
    move.outcome = 'failed';
    move.message = error instanceof Error ? error.message : String(error);
  }
}

/** Whether a step would take away what a route that is not put back stands on. */
function isGroundFor(
  { move, to }: Step<RestoreMove>,
  { live, outcome, recorded }: RestoreMove,
): boolean {
  // What cannot be read is likely to be as the run has written it.
  const route = live ?? (outcome === 'failed' ? recorded.wanted : undefined);
  return route !== undefined && takesGround({ from: move.live, to }, route);
}

async function leaveGround(
  { cluster }: Place,
  move: RestoreMove,
  { recorded, outcome }: RestoreMove,
): Promise<void> {
  const why = outcome === 'left' ? 'is left as it is' : 'could not be put back';
  // An interim form that was written for the old routes is nobody's any more.
  if (move.live !== move.from && outcome === 'left') await giveBackFields(cluster, move);
  move.outcome = outcome;
  move.message = `${objectTitle(recorded.key)}, which ${why}, still needs it`;
}

/**
 * Whether it was our own write that has changed the object: its answer was lost, and it was sent again. Once; whoever changes it
 * a second time is somebody else.
 */
async function isRepeatable(place: Place, move: RestoreMove): Promise<boolean> {
  if (move.isRepeated) return false;
  const again = await planRestore(place, move.recorded);
  move.live = again.live;
  if (!isBack(again)) return false;
  move.isRepeated = true;
  return true;
}

function failure(place: Place, error: unknown): string {
  if (error instanceof ClusterError && error.isClusterWide) place.gone ??= error;
  return error instanceof Error ? error.message : String(error);
}

async function remove(cluster: Cluster, { live, recorded }: RestoreMove): Promise<void> {
  const { uid, resourceVersion } = live?.metadata ?? {};
  await cluster.delete(recorded.key, {
    ...(uid !== undefined && { uid }),
    ...(resourceVersion !== undefined && { resourceVersion }),
  });
}

/** First the values, which makes us the owner of what changes, then the owners. */
async function putBack(
  cluster: Cluster,
  move: RestoreMove,
  to: KubernetesObject,
  isInterim: boolean,
): Promise<void> {
  const { live } = move;
  const { resourceVersion, uid } = live?.metadata ?? {};
  const current = { ...(resourceVersion && { resourceVersion }), ...(uid && { uid }) };
  const { managedFields: _, ...metadata } = to.metadata;
  move.live = await cluster.replace(
    { ...to, metadata: { ...metadata, ...current } },
    { fieldManager: restoringManager },
  );
  if (!isInterim) await giveBackFields(cluster, move);
}

/** A new object with the old content: only its age and identity are others. */
async function recreate(cluster: Cluster, move: RestoreMove, to: KubernetesObject): Promise<void> {
  const { managedFields: _, uid: __, resourceVersion: ___, ...metadata } = to.metadata;
  const { creationTimestamp: ____, generation: _____, ...own } = metadata;
  move.live = await cluster.create({ ...to, metadata: own }, { fieldManager: restoringManager });
  await giveBackFields(cluster, move);
}

async function giveBackFields(cluster: Cluster, move: RestoreMove): Promise<void> {
  const { live, recorded } = move;
  // An empty entry takes all of them away; without any the API server would keep what is there.
  const { managedFields = [{}] } = recorded.before?.metadata ?? {};
  if (!live) return;
  const { resourceVersion } = live.metadata;
  move.live = await cluster.patch(
    objectKeyOf(live),
    { metadata: { managedFields, resourceVersion } },
    { fieldManager: restoringManager },
  );
}
