import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { readSet } from './apply-set.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import { deployOptionTerms } from './deploy-terms.js';
import { ownerRefusal } from './environment-owner.js';
import { evacuationEntries } from './evacuation.js';
import { lock, lockWaitSeconds } from './lock.js';
import type { Progress } from './progress.js';
import { coverRestored, noteRunInForce } from './restored-set.js';
import { restoredCounts, restore, type Restored } from './restore.js';
import { recordOfRuns, runsAfter } from './rollback-to.js';
import { runsKept, type RunsKept } from './run-history.js';
import type { DeployEnvironment } from './environment.js';
import type { RollbackInput } from './rollback-input.js';
import {
  rollbackResultOf,
  type ClusterStates,
  type RollbackResult,
  type State,
} from './rollback-result.js';
import {
  markRun,
  readRun,
  rememberedRun,
  type RememberedRun,
  type RunPhase,
} from './run-record.js';
import { askOthers, isUnfinished } from './unfinished-run.js';

/** Brings every cluster back to what it was before a run that was killed, or before the last one. Can be repeated. */
export async function rollback(input: RollbackInput): Promise<RollbackResult> {
  const { environment, fieldManager, by, run, progress = () => {} } = input;
  const first = await lookAll(input, progress);
  const waiting = toRollBack(first, input);
  if (waiting.length === 0) return rollbackResultOf(first, new Map(), input);

  const reachable = first.states.filter(({ error }) => !error).map(({ cluster }) => cluster);
  const held = await lock(reachable, {
    ...{ environment, fieldManager, holder: `${by} (rollback ${run})` },
    waitSeconds: input.lockWaitSeconds ?? lockWaitSeconds,
    progress,
  }).catch(asClusterError);
  if (held instanceof ClusterError) {
    for (const state of waiting) state.error = held;
    return rollbackResultOf(first, new Map(), input);
  }
  const results = new Map<Cluster, Restored[]>();
  try {
    // While we waited, the run that had the lock may have ended well, and others may have followed.
    const now = await lookAll(input);
    const todo = toRollBack(now, input).filter(({ cluster, remembered }) => {
      const before = first.states.find((each) => each.cluster === cluster)?.remembered;
      return remembered?.run === before?.run && remembered?.phase === before?.phase;
    });
    // From here on it is unfinished, whatever it was: a rollback that dies is to be gone on with.
    for (const state of todo) await mark(state, 'rolling-back', now.to, input);
    await concurrently(todo, clustersAtOnce, async (state) => {
      const { cluster, record, error } = state;
      if (!record || error) return;
      progress({ step: 'rolling-back', cluster: cluster.name });
      try {
        await coverRestored(cluster, environment, record, fieldManager);
      } catch (error) {
        state.error = asClusterError(error);
        return;
      }
      const restored = await restore(cluster, record, fieldManager);
      results.set(cluster, restored);
      progress({ step: 'rolled-back', cluster: cluster.name, ...restoredCounts(restored) });
      if (!restored.some(({ outcome }) => outcome === 'failed' || outcome === 'terminating')) {
        await mark(state, 'rolled-back', now.to, input);
        await noteRunInForce(cluster, environment, fieldManager);
      }
    });
    return rollbackResultOf(now, results, input);
  } finally {
    await held.release();
  }
}

async function lookAll(input: RollbackInput, progress?: Progress): Promise<ClusterStates> {
  const { clusters, environment, others = [] } = input;
  const states = await concurrently(clusters, clustersAtOnce, (cluster) => look(cluster, input));
  const own = states.flatMap(({ remembered }) => remembered ?? []);
  const { runs, silent } = await askOthers(own, others, environment, progress);
  // A rollback that has died goes on to where it was to end, in every cluster.
  const to = input.to ?? own.find((each) => each.to !== undefined)?.to;
  if (to !== undefined) await goBackTo(to, states, environment);
  return { states, all: [...own, ...runs], silent, to };
}

/** Finds out for each cluster what has to be taken back, so that it is as a run left it. */
async function goBackTo(
  to: string,
  states: readonly State[],
  environment: DeployEnvironment,
): Promise<void> {
  const histories = new Map<Cluster, RunsKept>();
  await concurrently(states, clustersAtOnce, async (state) => {
    if (state.error) return;
    try {
      const other = state.remembered?.to;
      if (other !== undefined && other !== to) throw unfinishedReturn(state.cluster, other);
      histories.set(state.cluster, await runsKept(state.cluster, environment));
    } catch (error) {
      state.error = asClusterError(error);
    }
  });
  for (const state of states) state.record = undefined;
  if (histories.size === 0 || isStuck(states)) return;
  const all = runsAfter(to, histories);
  await concurrently(states, clustersAtOnce, async (state) => {
    const { cluster, remembered } = state;
    const runs = all.get(cluster);
    if (runs instanceof ClusterError) state.error = runs;
    if (!remembered || !Array.isArray(runs) || runs.length === 0) return;
    try {
      state.record = await recordOfRuns(cluster, runs, remembered);
      state.runs = runs;
      state.takenBack = (histories.get(cluster)?.runs ?? [])
        .filter(({ isTakenBack }) => isTakenBack)
        .map(({ run }) => run);
    } catch (error) {
      state.error = asClusterError(error);
    }
  });
}

function unfinishedReturn({ name }: Cluster, to: string): ClusterError {
  return new ClusterError(
    'changed',
    `cluster ${name}: a rollback to ${to} has not ended; end that one first, without another run to go back to`,
  );
}

function toRollBack({ states, all, to }: ClusterStates, input: RollbackInput): State[] {
  if (to !== undefined) {
    return isStuck(states) ? [] : states.filter(({ record, error }) => record && !error);
  }
  // Of runs that have ended well only the newest is the last one.
  const newest = states
    .map(({ remembered }) => remembered?.startedAt ?? '')
    .toSorted()
    .at(-1);
  return states.filter((state) => isToRollBack(state, all, newest, input));
}

/** Whether one of those that answer cannot go back to a run; then none does, since they would differ. */
function isStuck(states: readonly State[]): boolean {
  return states.some(({ error }) => error && !error.isClusterWide);
}

/** A cluster that has lost its record has nothing to be marked. */
async function mark(
  state: State,
  phase: RunPhase,
  to: string | undefined,
  { environment, fieldManager, by, reason }: RollbackInput,
): Promise<void> {
  const { cluster, record, remembered, runs, takenBack } = state;
  if (!record || !remembered) return;
  try {
    const tookBack = [
      ...(takenBack ?? []),
      ...(phase === 'rolled-back' ? (runs ?? []).map(({ run }) => run) : []),
    ];
    // Taking several runs back ends with the evacuation that was in force before the first of them.
    const before = runs?.at(-1)?.header[evacuationEntries.before] ?? '';
    const notes = {
      ...(runs && phase === 'rolled-back' && { [evacuationEntries.before]: before }),
      ...{ endedBy: by, ...(reason !== undefined && { reason }) },
      ...(runs && to !== undefined && { to, tookBack: tookBack.join(' ') }),
    };
    await markRun(cluster, environment, record.run, phase, fieldManager, notes);
  } catch (error) {
    state.error = asClusterError(error);
  }
}

async function look(cluster: Cluster, input: RollbackInput): Promise<State> {
  const { environment, state } = input;
  const kept = state?.find((record) => record.cluster === cluster.name);
  try {
    const remembered = await rememberedRun(cluster, environment);
    await assertOurs(cluster, input);
    if (!remembered) return { cluster, remembered, record: kept, error: undefined };
    const record = await readRun(cluster, environment).catch((error: unknown) => {
      if (kept?.run === remembered.run) return kept;
      throw error;
    });
    return { cluster, remembered, record, error: undefined };
  } catch (error) {
    return { cluster, remembered: undefined, record: undefined, error: asClusterError(error) };
  }
}

/** @throws ClusterError `owned` where the environment belongs to another repository */
export async function assertOurs(
  cluster: Cluster,
  { environment, owners = [], takeOver = false, terms = deployOptionTerms }: RollbackInput,
): Promise<void> {
  // Who repairs from a machine without the repository is not kept from it.
  if (takeOver || owners.length === 0) return;
  const where = { cluster: cluster.name, environment: environment.name };
  const refusal = ownerRefusal(where, await readSet(cluster, environment), owners, terms.takeOver);
  if (refusal !== undefined) throw new ClusterError('owned', refusal);
}

function isToRollBack(
  { remembered, record, error }: State,
  all: readonly RememberedRun[],
  newest: string | undefined,
  { lastApply = false, ownOnly = false, state, by }: RollbackInput,
): boolean {
  if (error || !record) return false;
  if (ownOnly && record.by !== by) return false;
  // The cluster has lost its record, and somebody says what it was.
  if (!remembered) return state !== undefined;
  if (isUnfinished(remembered, all)) return true;
  // A cluster that could not be told that its run has ended well still says "applying".
  return lastApply && remembered.phase !== 'rolled-back' && remembered.startedAt === newest;
}

function asClusterError(error: unknown): ClusterError {
  if (error instanceof ClusterError) return error;
  throw error;
}
