import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster, KubernetesObject, ObjectKey } from '../cluster/cluster.js';
import {
  readRecord,
  readRecordHeader,
  updateRecordHeader,
  writeRecord,
} from '../cluster/record.js';
import type { DeployEnvironment } from './environment.js';
import { isRecord } from './field-set.js';
import type { RunBehaviour } from './run-behaviour.js';
import { historyLimits, keepLastRun, lastRunKey, type HistoryLimits } from './run-history.js';

/**
 * What a run will do to one cluster and how that cluster was before, written before the first write, so that whatever becomes
 * of the run, somebody can go back.
 */
export interface RunRecord {
  version: 1;
  run: string;
  /** ISO 8601. */
  startedAt: string;
  /** Who or what started it: a person on a machine, or the address of a workflow run. */
  by: string;
  cluster: string;
  objects: RecordedObject[];
}

export interface RecordedObject {
  key: ObjectKey;
  /** As it was, with its managed fields; null: it was not there. */
  before: KubernetesObject | null;
  /** What the run is about to make of it. */
  target: 'present' | 'absent';
  /** What is applied, where it is to be present. */
  wanted?: KubernetesObject;
  /** Set where several runs are taken back at once, the last of which may not have come to this object. Never kept. */
  runs?: {
    /** What each of the others has applied. */
    applied: KubernetesObject[];
    /** One of them has deleted it. */
    hasDeleted: boolean;
  };
}

/**
 * `applying`: the run has not ended; if it is dead, the cluster is somewhere on the way. `applied`: it ended well.
 * `rolling-back`: somebody is taking it back, or has died of it; `rolled-back`: the cluster is as it was before, except for what
 * others have changed since; `kept`: it has not ended well, and somebody has said that what there is shall stay.
 */
export type RunPhase = 'applying' | 'applied' | 'rolling-back' | 'rolled-back' | 'kept';

/** The run that a cluster remembers; there is one at a time. */
export interface RememberedRun {
  phase: RunPhase;
  run: string;
  by: string;
  startedAt: string;
  /** Runs before it that this cluster knows to have ended well, the newest last: another one may never have been told. */
  endedBefore: readonly string[];
  /** The run that a rollback which has not ended goes back to; undefined: to what was before this one. */
  to?: string;
  /** The evacuation that holds with this run, and the one that holds once it is taken back, as the header has them. */
  evacuation?: string;
  evacuationBefore?: string;
  /** The region, where the run takes it out, or restores it, and does nothing else. */
  evacuates?: string;
  /** It stands in for a record that could not be read, so that what it does not say means nothing. */
  isStandIn?: true;
}

/** Runs in a row that one cluster was never told the end of; each of them would have had to take its record's place. */
const mostRemembered = 20;

/** What is kept of a run for those who ask later. */
export interface RunAbout {
  /** The repository, or who `deploy.owner` says. */
  repository?: string | undefined;
  commit?: string | undefined;
  behaviour?: RunBehaviour | undefined;
  /** Further entries of the header: what the run makes of an evacuation. */
  evacuation?: Readonly<Record<string, string>> | undefined;
}

/** Writes what a run is about to do; the record that was there becomes part of the history. */
export async function writeRun(
  cluster: Cluster,
  environment: DeployEnvironment,
  record: RunRecord,
  fieldManager: string,
  about: RunAbout = {},
  limits: HistoryLimits = historyLimits,
): Promise<void> {
  const { run, by, startedAt } = record;
  const endedBefore = endedWith(await rememberedRun(cluster, environment));
  const counted = await keepLastRun(cluster, environment, fieldManager, limits);
  const { repository, commit, behaviour, evacuation } = about;
  const header = {
    ...{ phase: 'applying', run, by, startedAt, ...endedBefore, ...counted, ...evacuation },
    objects: JSON.stringify(countsOf(record)),
    ...(repository !== undefined && { repository }),
    ...(commit !== undefined && { commit }),
    ...(behaviour && { behaviour: JSON.stringify(behaviour) }),
  };
  await writeRecord(cluster, lastRunKey(environment, fieldManager), { header, body: record });
}

/** How many objects a run changes in a cluster. */
export interface RunCounts {
  /** That were not there before. */
  created: number;
  /** That were there, and are written. */
  changed: number;
  /** That are deleted. */
  deleted: number;
}

function countsOf({ objects }: RunRecord): RunCounts {
  const created = objects.filter(({ before, target }) => !before && target === 'present').length;
  const deleted = objects.filter(({ target }) => target === 'absent').length;
  return { created, changed: objects.length - created - deleted, deleted };
}

/** What the record that a new one replaces knew, as an entry of the new one's header. */
function endedWith(before: RememberedRun | undefined): { endedBefore?: string } {
  if (!before) return {};
  const ended = [...before.endedBefore, ...(before.phase === 'applied' ? [before.run] : [])];
  return ended.length ? { endedBefore: ended.slice(-mostRemembered).join(' ') } : {};
}

/** @param notes More entries of the header, for people. */
export async function markRun(
  cluster: Cluster,
  environment: DeployEnvironment,
  run: string,
  phase: RunPhase,
  fieldManager: string,
  notes: Readonly<Record<string, string>> = {},
): Promise<void> {
  await updateRecordHeader(cluster, lastRunKey(environment, fieldManager), (now) => {
    if (now['run'] === run) {
      return { ...now, phase, endedAt: new Date().toISOString(), ...notes };
    }
    throw new ClusterError(
      'changed',
      `cluster ${cluster.name}: the run ${now['run'] ?? 'of nobody'} has taken the place of ${run}`,
    );
  });
}

/** Puts a record in the place of one that cannot be read, so that nobody stumbles over it again. */
export async function replaceRun(
  cluster: Cluster,
  environment: DeployEnvironment,
  header: { phase: RunPhase; run: string; by: string; startedAt: string } & Record<string, string>,
  fieldManager: string,
): Promise<void> {
  const { run, by, startedAt } = header;
  const body: RunRecord = { version: 1, run, by, startedAt, cluster: cluster.name, objects: [] };
  await writeRecord(cluster, lastRunKey(environment, fieldManager), { header, body });
}

/** Undefined: no run has written there yet. */
export async function rememberedRun(
  cluster: Cluster,
  environment: DeployEnvironment,
): Promise<RememberedRun | undefined> {
  const header = await readRecordHeader(cluster, lastRunKey(environment));
  if (!header) return undefined;
  const { phase = '', run = '', by = '', startedAt = '', endedBefore = '', to } = header;
  const { evacuation, evacuationBefore, evacuates } = header;
  const known: readonly string[] = [
    'applying',
    'applied',
    'rolling-back',
    'rolled-back',
    'kept',
  ] satisfies RunPhase[];
  // What we cannot read might be unfinished.
  return {
    phase: known.includes(phase) ? (phase as RunPhase) : 'applying',
    run,
    by,
    startedAt,
    endedBefore: endedBefore.split(' ').filter(Boolean),
    ...(to !== undefined && phase === 'rolling-back' && { to }),
    ...(evacuation && { evacuation }),
    ...(evacuationBefore && { evacuationBefore }),
    ...(evacuates !== undefined && { evacuates }),
    ...(header['sequence'] === undefined && { isStandIn: true }),
  };
}

/** @throws ClusterError if it is damaged */
export async function readRun(
  cluster: Cluster,
  environment: DeployEnvironment,
): Promise<RunRecord | undefined> {
  const record = await readRecord(cluster, lastRunKey(environment));
  if (!record) return undefined;
  if (isRunRecord(record.body)) return record.body;
  throw new ClusterError(
    'unexpected',
    `cluster ${cluster.name}: the record of the last run is of another version of mesh-failover`,
  );
}

export function isRunRecord(value: unknown): value is RunRecord {
  return (
    isRecord(value) &&
    value['version'] === 1 &&
    typeof value['run'] === 'string' &&
    typeof value['cluster'] === 'string' &&
    Array.isArray(value['objects']) &&
    value['objects'].every(
      (each) =>
        isRecord(each) &&
        isRecord(each['key']) &&
        typeof each['key']['name'] === 'string' &&
        typeof each['key']['kind'] === 'string' &&
        typeof each['key']['apiVersion'] === 'string' &&
        (each['before'] === null || isRecord(each['before'])),
    )
  );
}
