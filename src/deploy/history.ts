import { ClusterError, type ClusterProblem } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import type { DeployEnvironment } from './environment.js';
import { readBehaviour, type RunBehaviour } from './run-behaviour.js';
import { historyLimits, runsKept, type KeptRun, type RunsKept } from './run-history.js';
import { isRecord } from './field-set.js';
import type { RunCounts } from './run-record.js';

/**
 * Who applied what, when, and what it changed for callers. This object as it is, is the output of `history --format json`
 * (docs/output.md).
 */
export interface HistoryResult {
  version: 1;
  /** The name under which the clusters are deployed and locked together. */
  environment: string;
  /** In the order of the configuration. */
  clusters: HistoryCluster[];
  /** The newest first. */
  runs: HistoryRun[];
}

export interface HistoryCluster {
  /** Its name in the configuration. */
  cluster: string;
  /** Whether the API server answered. */
  reachable: boolean;
  /** The address of the API server, without credentials. */
  server: string;
  /** What is wrong with the cluster as a whole. */
  problem?: ClusterProblem;
  /** The problem in one sentence. */
  message?: string;
  /** How many runs it keeps. */
  kept: number;
  /** Older runs that it does not keep any more: how many, the newest of them, and why. */
  dropped?: { count: number; newest: string; why: string };
}

/**
 * `unfinished`: it has not ended, or its cluster was never told; `applied`: it ended well; `rolling-back`: a rollback of it has not
 * ended; `rolled-back`: it was taken back; `kept`: it did not end well, and somebody has said that what there is shall stay.
 */
export type HistoryState = 'unfinished' | 'applied' | 'rolling-back' | 'rolled-back' | 'kept';

export interface HistoryRun {
  /** Its name, for `rollback --to`. */
  run: string;
  /** Who or what started it: a person on a machine, or the address of a workflow run. */
  by: string;
  /** In ISO 8601. */
  startedAt: string;
  /** In ISO 8601; missing where no cluster was told. */
  endedAt?: string;
  /** The region that it took out of the traffic, or restored, and nothing else; missing: it applied manifests. */
  evacuates?: string;
  /** What became of it: of what the clusters say, what needs somebody first. */
  state: HistoryState;
  /** The repository, or who `deploy.owner` says. */
  repository?: string;
  /** The commit that was checked out. */
  commit?: string;
  /** Who took it back, or kept it. */
  endedBy?: string;
  /** Why it was taken back, or kept. */
  reason?: string;
  /** What it changed for callers; missing where that was not predicted. */
  behaviour?: RunBehaviour;
  /** Those that it wrote to. */
  clusters: {
    /** Its name in the configuration. */
    cluster: string;
    /** What became of it there. */
    state: HistoryState;
    /** How many objects it changed there; missing where that was not kept. */
    objects?: RunCounts;
  }[];
}

export interface HistoryInput {
  clusters: readonly Cluster[];
  environment: DeployEnvironment;
}

/** What the clusters keep of the runs of an environment. Changes nothing. */
export async function readHistory({ clusters, environment }: HistoryInput): Promise<HistoryResult> {
  const read = await concurrently(clusters, clustersAtOnce, async (cluster) => {
    try {
      return { cluster, kept: await runsKept(cluster, environment) };
    } catch (error) {
      if (error instanceof ClusterError) return { cluster, error };
      throw error;
    }
  });
  const ended = new Set(
    read.flatMap(({ kept }) =>
      (kept?.runs ?? []).flatMap(({ run, header }) => [
        ...(header['phase'] === 'applied' ? [run] : []),
        ...(header['endedBefore'] ?? '').split(' '),
      ]),
    ),
  );
  return {
    version: 1,
    environment: environment.name,
    clusters: read.map(({ cluster, kept, error }) => clusterOf(cluster, kept, error)),
    runs: runsOf(
      read.map(({ cluster, kept }) => ({ cluster: cluster.name, runs: kept?.runs ?? [] })),
      ended,
    ),
  };
}

function clusterOf(
  cluster: Cluster,
  kept: RunsKept | undefined,
  error: ClusterError | undefined,
): HistoryCluster {
  return {
    cluster: cluster.name,
    reachable: error?.problem !== 'unreachable' && error?.problem !== 'certificate',
    server: cluster.server,
    ...(error && { problem: error.problem, message: error.message }),
    kept: kept?.runs.length ?? 0,
    ...(kept?.dropped && { dropped: kept.dropped }),
  };
}

function runsOf(
  clusters: readonly { cluster: string; runs: readonly KeptRun[] }[],
  ended: ReadonlySet<string>,
): HistoryRun[] {
  const runs = new Map<string, HistoryRun>();
  for (const { cluster, runs: own } of clusters) {
    for (const kept of own) {
      const state = stateOf(kept, ended);
      const objects = countsIn(kept.header['objects']);
      const there = { cluster, state, ...(objects && { objects }) };
      const known = runs.get(kept.run);
      if (known) {
        known.clusters.push(there);
        Object.assign(known, { ...aboutRun(kept), ...known });
        takeEnding(known, endingOf(kept));
        if (urgency.indexOf(state) < urgency.indexOf(known.state)) known.state = state;
      } else {
        const about = { ...aboutRun(kept), ...endingOf(kept) };
        runs.set(kept.run, { ...about, state, clusters: [there] });
      }
    }
  }
  return [...runs.values()].toSorted((a, b) => compare(b.startedAt, a.startedAt));
}

/** What somebody has to look at comes first. */
const urgency: readonly HistoryState[] = [
  'rolling-back',
  'unfinished',
  'kept',
  'rolled-back',
  'applied',
];

function stateOf(
  { run, header: { phase }, isTakenBack }: KeptRun,
  ended: ReadonlySet<string>,
): HistoryState {
  if (isTakenBack) return 'rolled-back';
  if (phase === 'applied' || phase === 'kept' || phase === 'rolling-back') return phase;
  return ended.has(run) ? 'applied' : 'unfinished';
}

type About = Omit<HistoryRun, 'state' | 'clusters' | keyof Ending>;

function aboutRun(kept: KeptRun): About {
  const { run, header } = kept;
  const { by = '', startedAt = '', repository, commit, evacuates } = header;
  const behaviour = readBehaviour(header['behaviour']);
  return {
    ...{ run, by, startedAt },
    ...(repository !== undefined && { repository }),
    ...(commit !== undefined && { commit }),
    ...(evacuates !== undefined && { evacuates }),
    ...(behaviour && { behaviour }),
  };
}

type Ending = Pick<HistoryRun, 'endedAt' | 'endedBy' | 'reason'>;

function endingOf({ ending }: KeptRun): Ending {
  const { endedAt, reason } = ending;
  // Records that were kept by an earlier version say it otherwise.
  const endedBy = ending['endedBy'] ?? ending['keptBy'];
  return {
    ...(endedAt !== undefined && { endedAt }),
    ...(endedBy !== undefined && { endedBy }),
    ...(reason !== undefined && { reason }),
  };
}

/** What clusters say of the end of a run must not be mixed: who has ended it there, and when. The last end counts, since it ended all. */
function takeEnding(run: Ending, other: Ending): void {
  const isLater = (other.endedAt ?? '') > (run.endedAt ?? '');
  if (!isLater && (run.endedBy !== undefined || other.endedBy === undefined)) return;
  delete run.endedAt;
  delete run.endedBy;
  delete run.reason;
  Object.assign(run, other);
}

function countsIn(text: string | undefined): RunCounts | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (!isRecord(value)) return undefined;
    const { created, changed, deleted } = value;
    if (typeof created !== 'number' || typeof changed !== 'number') return undefined;
    return typeof deleted === 'number' ? { created, changed, deleted } : undefined;
  } catch {
    return undefined;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** How much a cluster keeps, in words. */
export const historyLimitText = `${historyLimits.runs} runs before the last one, and ${historyLimits.bytes / 1024 / 1024} MiB`;
