import { ClusterError, type ClusterProblem } from '../cluster/cluster-error.js';
import { titleOf, type Cluster } from '../cluster/cluster.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import type { Environment } from './environment.js';
import { lock } from './lock.js';
import type { Progress } from './progress.js';
import { asSentence } from './refusals.js';
import { countsOf, restore, type RestoreOutcome, type Restored } from './restore.js';
import {
  markRun,
  readRun,
  rememberedRun,
  type RememberedRun,
  type RunPhase,
  type RunRecord,
} from './run-record.js';
import { askOthers, isUnfinished, type AskedClusters } from './unfinished-run.js';

export interface RollbackInput extends AskedClusters {
  environment: Environment;
  /** Who or what runs this. */
  by: string;
  /** Names this rollback in the lock. */
  run: string;
  fieldManager: string;
  /** What was kept on disk, for clusters that have lost their own record. */
  state?: readonly RunRecord[];
  /** Also a run that has ended well is taken back. */
  lastApply?: boolean;
  /** Only what this workflow run, or this person, has done. */
  ownOnly?: boolean;
  lockWaitSeconds?: number;
  progress?: Progress;
}

/**
 * What became of a rollback. This object as it is, is the output of `rollback --format json`:
 *
 * ```
 * {version: 1, outcome: "rolled-back"|"nothing"|"incomplete", message,
 *  clusters: [{cluster, reachable, server, run?, startedAt?, by?, problem?, message?,
 *    objects: [{kind, namespace, name, result: "restored"|"recreated"|"deleted"|"untouched"|"left"|"failed", message?}]}],
 *  summary: {restored, recreated, deleted, untouched, left, failed}}
 * ```
 */
export interface RollbackResult {
  version: 1;
  /** `nothing`: no run is unfinished; `incomplete`: something is not as it was before, see the objects. */
  outcome: 'rolled-back' | 'nothing' | 'incomplete';
  message: string;
  clusters: RollbackCluster[];
  summary: Record<RestoreOutcome, number>;
}

export interface RollbackCluster {
  cluster: string;
  reachable: boolean;
  server: string;
  /** The run that was taken back. */
  run?: string;
  startedAt?: string;
  by?: string;
  problem?: ClusterProblem;
  message?: string;
  objects: {
    kind: string;
    namespace: string;
    name: string;
    result: RestoreOutcome;
    message?: string;
  }[];
}

/** Brings every cluster back to what it was before a run that was killed, or before the last one. Can be repeated. */
export async function rollback(input: RollbackInput): Promise<RollbackResult> {
  const { environment, fieldManager, by, run, progress = () => {} } = input;
  const first = await lookAll(input);
  const waiting = toRollBack(first, input);
  if (waiting.length === 0) return resultOf(first, new Map(), input);

  const reachable = first.states.filter(({ error }) => !error).map(({ cluster }) => cluster);
  const held = await lock(reachable, {
    ...{ environment, fieldManager, holder: `${by} (rollback ${run})` },
    waitSeconds: input.lockWaitSeconds ?? 90,
  }).catch(asClusterError);
  if (held instanceof ClusterError) {
    for (const state of waiting) state.error = held;
    return resultOf(first, new Map(), input);
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
    for (const state of todo) await mark(state, 'rolling-back', input);
    await concurrently(todo, clustersAtOnce, async (state) => {
      const { cluster, record, error } = state;
      if (!record || error) return;
      progress({ step: 'rolling-back', cluster: cluster.name });
      const restored = await restore(cluster, record, fieldManager);
      results.set(cluster, restored);
      progress({ step: 'rolled-back', cluster: cluster.name, ...countsOf(restored) });
      if (!restored.some(({ outcome }) => outcome === 'failed')) {
        await mark(state, 'rolled-back', input);
      }
    });
    return resultOf(now, results, input);
  } finally {
    await held.release();
  }
}

/** What there is to decide by. */
interface Look {
  states: State[];
  /** What every cluster that was asked remembers. */
  all: RememberedRun[];
  /** Clusters that might know that a run has ended well, but did not answer. */
  silent: string[];
}

async function lookAll(input: RollbackInput): Promise<Look> {
  const { clusters, environment, others = [] } = input;
  const states = await concurrently(clusters, clustersAtOnce, (cluster) => look(cluster, input));
  const own = states.flatMap(({ remembered }) => remembered ?? []);
  const { runs, silent } = await askOthers(own, others, environment);
  return { states, all: [...own, ...runs], silent };
}

function toRollBack({ states, all }: Look, input: RollbackInput): State[] {
  // Of runs that have ended well only the newest is the last one.
  const newest = states
    .map(({ remembered }) => remembered?.startedAt ?? '')
    .toSorted()
    .at(-1);
  return states.filter((state) => isToRollBack(state, all, newest, input));
}

/** A cluster that has lost its record has nothing to be marked. */
async function mark(
  state: State,
  phase: RunPhase,
  { environment, fieldManager }: RollbackInput,
): Promise<void> {
  const { cluster, record, remembered } = state;
  if (!record || !remembered) return;
  try {
    await markRun(cluster, environment, record, phase, fieldManager);
  } catch (error) {
    state.error = asClusterError(error);
  }
}

interface State {
  cluster: Cluster;
  remembered: RememberedRun | undefined;
  record: RunRecord | undefined;
  error: ClusterError | undefined;
}

async function look(cluster: Cluster, { environment, state }: RollbackInput): Promise<State> {
  const kept = state?.find((record) => record.cluster === cluster.name);
  try {
    const remembered = await rememberedRun(cluster, environment);
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

function resultOf(
  { states, silent }: Look,
  results: ReadonlyMap<Cluster, readonly Restored[]>,
  input: RollbackInput,
): RollbackResult {
  const clusters = states.map((state): RollbackCluster => {
    const { cluster, error, record } = state;
    const restored = results.get(cluster);
    return {
      cluster: cluster.name,
      reachable: error?.problem !== 'unreachable' && error?.problem !== 'certificate',
      server: cluster.server,
      ...(restored && record && { run: record.run, startedAt: record.startedAt, by: record.by }),
      ...(error && { problem: error.problem, message: error.message }),
      objects: (restored ?? []).map(({ key, outcome, message }) => ({
        kind: key.kind,
        namespace: key.namespace ?? '',
        name: key.name,
        result: outcome,
        ...(message !== undefined && { message }),
      })),
    };
  });
  const summary = { restored: 0, recreated: 0, deleted: 0, untouched: 0, left: 0, failed: 0 };
  for (const { result } of clusters.flatMap(({ objects }) => objects)) summary[result]++;
  const isIncomplete =
    summary.left + summary.failed > 0 || states.some(({ error }) => error !== undefined);
  const outcome = isIncomplete ? 'incomplete' : results.size > 0 ? 'rolled-back' : 'nothing';
  const message = [
    messageOf(outcome, clusters, input),
    ...(results.size > 0 ? unasked(silent) : []),
  ];
  return { version: 1, outcome, message: message.join(' '), clusters, summary };
}

function messageOf(
  outcome: RollbackResult['outcome'],
  clusters: readonly RollbackCluster[],
  { lastApply = false }: RollbackInput,
): string {
  if (outcome === 'rolled-back') {
    const runs = [...new Set(clusters.flatMap(({ run }) => run ?? []))].join(', ');
    return `Every cluster is as it was before ${runs}.`;
  }
  if (outcome === 'nothing') {
    return lastApply
      ? 'There is nothing to roll back: no cluster remembers a run.'
      : 'There is nothing to roll back: no run is unfinished. To take back the last one that ended well: mesh-failover rollback --last-apply';
  }
  return clusters
    .flatMap(({ cluster, message, objects }) => {
      const open = objects.filter(({ result }) => result === 'left' || result === 'failed');
      const [first] = open;
      if (message !== undefined) return [`Not rolled back: ${asSentence(message)}`];
      if (!first) return [];
      const { message: reason = '' } = first;
      const others = open.length > 1 ? ` and ${open.length - 1} more` : '';
      return [
        `Not put back in cluster ${cluster}: ${titleOf(first)}${others}. ${asSentence(reason)}`,
      ];
    })
    .join(' ');
}

/** The word of a cluster that is left out would have counted. */
function unasked(silent: readonly string[]): string[] {
  if (silent.length === 0) return [];
  return [
    `Whether the run had ended well, ${silent.join(', ')} could not be asked: plan again once it answers.`,
  ];
}

function asClusterError(error: unknown): ClusterError {
  if (error instanceof ClusterError) return error;
  throw error;
}
