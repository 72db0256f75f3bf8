import type { ClusterError, ClusterProblem } from '../cluster/cluster-error.js';
import { objectTitle, type Cluster } from '../cluster/cluster.js';
import { deployOptionTerms } from './deploy-terms.js';
import { asSentence } from './refusals.js';
import { isBack, type RestoreOutcome, type Restored } from './restore.js';
import type { RollbackInput } from './rollback-input.js';
import type { KeptRun } from './run-history.js';
import type { RememberedRun, RunRecord } from './run-record.js';
import { unasked } from './unfinished-run.js';

/**
 * What became of a rollback. This object as it is, is the output of `rollback --format json`:
 *
 * ```
 * {version: 1, outcome: "rolled-back"|"nothing"|"incomplete"|"kept", message,
 *  clusters: [{cluster, reachable, server, run?, startedAt?, by?, runs?, problem?, message?,
 *    objects: [{kind, namespace, name, result: "restored"|"recreated"|"deleted"|"untouched"|"left"|"failed", message?}]}],
 *  summary: {restored, recreated, deleted, untouched, left, failed}}
 * ```
 */
export interface RollbackResult {
  version: 1;
  /**
   * `nothing`: no run is unfinished; `incomplete`: something is not as it was before, see the objects; `kept`: nothing was
   * restored, as asked (`--keep`).
   */
  outcome: 'rolled-back' | 'nothing' | 'incomplete' | 'kept';
  /** The outcome in one sentence. */
  message: string;
  /** In the order of the configuration. */
  clusters: RollbackCluster[];
  /** How many objects have each result, over all clusters. */
  summary: Record<RestoreOutcome, number>;
}

export interface RollbackCluster {
  /** Its name in the configuration. */
  cluster: string;
  /** Whether the API server answered. */
  reachable: boolean;
  /** The address of the API server, without credentials. */
  server: string;
  /** The run that was taken back, or kept. */
  run?: string;
  /** When that run started, in ISO 8601. */
  startedAt?: string;
  /** Who started that run. */
  by?: string;
  /** With `--to`: every run that was taken back, the newest first. */
  runs?: string[];
  /** What is wrong with the cluster as a whole. */
  problem?: ClusterProblem;
  /** The problem in one sentence. */
  message?: string;
  /** What was done with each object. */
  objects: {
    kind: string;
    namespace: string;
    name: string;
    result: RestoreOutcome;
    message?: string;
  }[];
}

/** What there is to decide by. */
export interface ClusterStates {
  states: State[];
  /** What every cluster that was asked remembers. */
  all: RememberedRun[];
  /** The run that the clusters go back to; undefined: to what was before a run. */
  to: string | undefined;
  /** Clusters that might know that a run has ended well, but did not answer. */
  silent: string[];
}

/** What one cluster says, before it is rolled back. */
export interface State {
  cluster: Cluster;
  remembered: RememberedRun | undefined;
  record: RunRecord | undefined;
  /** Runs that are taken back at once, the newest first; undefined: the last one alone. */
  runs?: readonly KeptRun[];
  /** What was taken back before, of what is kept. */
  takenBack?: readonly string[];
  error: ClusterError | undefined;
}

/** Puts together what was found and what was done. */
export function rollbackResultOf(
  { states, silent, to }: ClusterStates,
  results: ReadonlyMap<Cluster, readonly Restored[]>,
  input: RollbackInput,
): RollbackResult {
  const clusters = states.map((state): RollbackCluster => {
    const { cluster, error, record, runs } = state;
    const restored = results.get(cluster);
    return {
      cluster: cluster.name,
      reachable: error?.problem !== 'unreachable' && error?.problem !== 'certificate',
      server: cluster.server,
      ...(restored && record && { run: record.run, startedAt: record.startedAt, by: record.by }),
      ...(restored && runs && { runs: runs.map(({ run }) => run) }),
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
  const summary = {
    restored: 0,
    recreated: 0,
    deleted: 0,
    untouched: 0,
    terminating: 0,
    left: 0,
    failed: 0,
  };
  for (const { result } of clusters.flatMap(({ objects }) => objects)) summary[result]++;
  const isIncomplete =
    summary.left + summary.failed + summary.terminating > 0 ||
    states.some(({ error }) => error !== undefined);
  const outcome = isIncomplete ? 'incomplete' : results.size > 0 ? 'rolled-back' : 'nothing';
  const message = [
    messageOf(outcome, clusters, { ...input, ...(to !== undefined && { to }) }, lastOf(states)),
    ...(results.size > 0 && silent.length > 0
      ? [...unasked(silent), 'Plan again once that is possible.']
      : []),
  ];
  return { version: 1, outcome, message: message.join(' '), clusters, summary };
}

/** The newest run that any cluster remembers. */
function lastOf(states: readonly State[]): RememberedRun | undefined {
  const remembered = states.flatMap((state) => state.remembered ?? []);
  return remembered.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
}

function messageOf(
  outcome: RollbackResult['outcome'],
  clusters: readonly RollbackCluster[],
  { lastApply = false, to, terms = deployOptionTerms }: RollbackInput,
  last: RememberedRun | undefined,
): string {
  if (outcome === 'rolled-back') {
    if (to !== undefined) return `Every cluster is as the run ${to} left it.`;
    const runs = [...new Set(clusters.flatMap(({ run }) => run ?? []))].join(', ');
    return `Every cluster is as it was before ${runs}.`;
  }
  if (outcome === 'nothing') {
    if (to !== undefined) return `There is nothing to roll back: no run after ${to} is in force.`;
    if (lastApply && last) {
      const { run, startedAt, by } = last;
      return (
        `There is nothing to roll back: the last run, ${run}, started ${startedAt} by ${by}, was rolled back already. ` +
        `To go further back, to how an earlier run left the clusters: ${terms.rollbackTo} (mesh-failover history lists the runs).`
      );
    }
    return lastApply
      ? 'There is nothing to roll back: no cluster remembers a run.'
      : `There is nothing to roll back: no run is unfinished. To take back the last one that ended well: ${terms.rollbackLast}`;
  }
  return clusters
    .flatMap(({ cluster, message, objects }) => {
      const open = objects.filter(({ result }) => !isBack({ outcome: result }));
      const [first] = open;
      if (message !== undefined) return [`Not rolled back: ${asSentence(message)}`];
      if (!first) return [];
      const { message: reason = '' } = first;
      const others = open.length > 1 ? ` and ${open.length - 1} more` : '';
      return [
        `Not put back in cluster ${cluster}: ${objectTitle(first)}${others}. ${asSentence(reason)}`,
      ];
    })
    .join(' ');
}
