import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import {
  copyRecord,
  deleteRecord,
  readRecord,
  readRecordHeader,
  recordHeaders,
  type RecordKey,
} from '../cluster/record.js';
import type { DeployEnvironment } from './environment.js';

/** How much of its history a cluster keeps for an environment; the oldest runs go first. */
export interface HistoryLimits {
  /** Beside the last one. */
  runs: number;
  /** Of what these runs need to be taken back, as it is stored. */
  bytes: number;
}

export const historyLimits: HistoryLimits = { runs: 20, bytes: 8 * 1024 * 1024 };

/** Runs that a cluster does not keep any more. */
export interface DroppedRuns {
  count: number;
  /** The last one of them. */
  newest: string;
  /** Why there was no room for it. */
  why: string;
}

/** A run that a cluster remembers, with the readable part of its record. */
export interface KeptRun {
  run: string;
  /** Counts the runs of the environment in this cluster. */
  sequence: number;
  header: Readonly<Record<string, string>>;
  /** A rollback has taken back what it did. */
  isTakenBack: boolean;
  /** The header that says how it ended: its own, or that of the later run with which it was taken back. */
  ending: Readonly<Record<string, string>>;
  key: RecordKey;
}

/** The entries of a header that name what is not kept. */
const droppedEntry = 'dropped';

/** The record of the last run. */
export function lastRunKey({ namespace, name }: DeployEnvironment, fieldManager = ''): RecordKey {
  return { namespace, name: `mesh-failover-${name}-run`, fieldManager };
}

/** A dot is in the name of no environment, so that this is no other environment's. */
function pastRunKey(
  { namespace, name }: DeployEnvironment,
  sequence: number,
  fieldManager: string,
): RecordKey {
  const number = String(sequence).padStart(6, '0');
  const labels = labelsOf(name);
  return { namespace, name: `mesh-failover-${name}.past-${number}`, fieldManager, labels };
}

function labelsOf(environment: string): Record<string, string> {
  return { 'mesh-failover/history-of': environment };
}

/**
 * Keeps the last run as a past one, since a new one is about to take the place of its record. What there is no room for is dropped, and
 * the header of the new run says so. That the history is short keeps nobody from deploying.
 *
 * @returns Entries for the header of the new run.
 */
export async function keepLastRun(
  cluster: Cluster,
  environment: DeployEnvironment,
  fieldManager: string,
  limits: HistoryLimits,
): Promise<Record<string, string>> {
  const last = lastRunKey(environment, fieldManager);
  const header = await readRecordHeader(cluster, last);
  if (!header) return { sequence: '1' };
  const sequence = sequenceOf(header);
  const dropped = droppedOf(header);
  const next = (now: DroppedRuns | undefined) => ({
    sequence: String(sequence + 1),
    ...(now && { [droppedEntry]: JSON.stringify(now) }),
  });
  const past = pastRunKey(environment, sequence, fieldManager);
  try {
    await copyRecord(cluster, last, past, {
      header: (bytes) => ({ ...pastHeader(header), bytes: String(bytes) }),
      // What has been taken back already is not taken back again.
      withBody: header['phase'] !== 'rolled-back',
    });
    return next(await dropOld(cluster, environment, fieldManager, limits, dropped));
  } catch (error) {
    if (!(error instanceof ClusterError) || error.isClusterWide) throw error;
    return next(withDropped(dropped, [header['run'] ?? ''], error.message));
  }
}

function pastHeader(header: Readonly<Record<string, string>>): Record<string, string> {
  const { [droppedEntry]: _, ...own } = header;
  // Another run begins only after one that has ended well, whether or not this cluster was told.
  return own['phase'] === 'applying' ? { ...own, phase: 'applied' } : own;
}

/** Drops the oldest past runs until the others are within the limits. */
async function dropOld(
  cluster: Cluster,
  environment: DeployEnvironment,
  fieldManager: string,
  { runs, bytes }: HistoryLimits,
  before: DroppedRuns | undefined,
): Promise<DroppedRuns | undefined> {
  const all = await pastRuns(cluster, environment, fieldManager);
  let total = 0;
  let kept = 0;
  for (const { header } of all) {
    total += Number(header['bytes'] ?? 0) || 0;
    if (kept >= runs || total > bytes) break;
    kept++;
  }
  const old = all.slice(kept).toReversed();
  for (const { key } of old) await deleteRecord(cluster, key);
  if (old.length === 0) return before;
  const why = kept >= runs ? `more than ${runs} runs` : `more than ${bytes} bytes`;
  return withDropped(
    before,
    old.map(({ run }) => run),
    why,
  );
}

function withDropped(
  before: DroppedRuns | undefined,
  runs: readonly string[],
  why: string,
): DroppedRuns {
  return { count: (before?.count ?? 0) + runs.length, newest: runs.at(-1) ?? '', why };
}

/** Past runs, the newest first. */
async function pastRuns(
  cluster: Cluster,
  environment: DeployEnvironment,
  fieldManager: string,
): Promise<Omit<KeptRun, 'isTakenBack' | 'ending'>[]> {
  const { name, namespace } = environment;
  const headers = await recordHeaders(cluster, namespace, labelsOf(name));
  return [...headers.values()]
    .map((header) => {
      const sequence = sequenceOf(header);
      const key = pastRunKey(environment, sequence, fieldManager);
      return { run: header['run'] ?? '', sequence, header, key };
    })
    .toSorted((a, b) => b.sequence - a.sequence);
}

/** What a cluster keeps of an environment's runs. */
export interface RunsKept {
  /** The newest first; the first one is the last run, whose record is the one that a rollback goes by. */
  runs: KeptRun[];
  dropped: DroppedRuns | undefined;
}

/**
 * Every run that a cluster remembers; none where nothing was ever applied.
 *
 * @throws ClusterError
 */
export async function runsKept(
  cluster: Cluster,
  environment: DeployEnvironment,
): Promise<RunsKept> {
  const key = lastRunKey(environment);
  const header = await readRecordHeader(cluster, key);
  if (!header) return { runs: [], dropped: undefined };
  const sequence = sequenceOf(header);
  const last = { run: header['run'] ?? '', sequence, header, key };
  // A run that died before it took the record's place has left the last one twice.
  const past = (await pastRuns(cluster, environment, '')).filter(
    (each) => each.sequence < sequence,
  );
  const takenBack = new Map<string, KeptRun['header']>();
  const runs = [last, ...past].map((each) => {
    const { header, run } = each;
    const isRolledBack = header['phase'] === 'rolled-back';
    const isTakenBack = isRolledBack || takenBack.has(run);
    const ending = isRolledBack ? header : (takenBack.get(run) ?? header);
    for (const other of (header['tookBack'] ?? '').split(' ')) {
      if (!takenBack.has(other)) takenBack.set(other, header);
    }
    return { ...each, isTakenBack, ending };
  });
  return { runs, dropped: droppedOf(header) };
}

/** The record of a run that is kept; undefined: it is gone. */
export async function readKeptRun(cluster: Cluster, { key }: KeptRun): Promise<unknown> {
  return (await readRecord(cluster, key))?.body;
}

function sequenceOf(header: Readonly<Record<string, string>>): number {
  const { sequence = '' } = header;
  // A record of a version that did not count.
  return /^\d{1,9}$/.test(sequence) ? Number(sequence) : 1;
}

function droppedOf(header: Readonly<Record<string, string>>): DroppedRuns | undefined {
  try {
    const { count, newest, why } = JSON.parse(header[droppedEntry] ?? '') as Partial<DroppedRuns>;
    if (typeof count !== 'number' || typeof newest !== 'string') return undefined;
    return { count, newest, why: typeof why === 'string' ? why : '' };
  } catch {
    return undefined;
  }
}
