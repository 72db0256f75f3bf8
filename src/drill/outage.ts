import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { deleteDrillRecord, writeDrillRecord, type DrillRecord } from './drill-record.js';
import {
  describeChange,
  makeChange,
  undoChange,
  undoCommand,
  type FieldChange,
  type UndoOutcome,
} from './field-change.js';
import type { OutageHook } from './outage-hook.js';

/** What became of one change when it was undone. */
export interface Undone {
  cluster: string;
  /** Such as `Deployment default/hello-world: 2 → 0 replicas`. */
  change: string;
  outcome: UndoOutcome;
}

/** Where an outage is made. */
export interface OutagePlace {
  cluster: Cluster;
  /** For the record. */
  namespace: string;
  /** In the kubeconfig, for what people may have to type. */
  context: string | undefined;
}

/** For so long a cluster that does not answer is asked again before a drill gives up restoring it. */
const GIVE_UP_MS = 10 * 60_000;
const LONGEST_WAIT_MS = 10_000;

/** Writes down what will be changed, then changes it. Whatever fails, `undoOutage` has to follow. */
export async function makeOutage(
  { cluster, namespace, context }: OutagePlace,
  record: DrillRecord,
  hook: OutageHook | undefined,
): Promise<void> {
  await writeDrillRecord(cluster, namespace, record, context);
  for (const change of record.changes) await makeChange(cluster, change);
  if (record.hook) await hook?.({ action: 'fail', cluster: cluster.name, ...record.hook });
}

/**
 * Undoes everything that a record holds, the last change first, and then removes the record. A cluster that cannot be reached
 * is asked again, for ten minutes.
 *
 * @param tell Called before each further try, with what is wrong.
 * @throws ClusterError where it cannot be undone; the record stays, and the message says what to type
 */
export async function undoOutage(
  place: OutagePlace,
  record: DrillRecord,
  hook: OutageHook | undefined,
  tell: (problem: string) => void,
): Promise<Undone[]> {
  const { cluster, namespace, context } = place;
  const undone: Undone[] = [];
  const persist = <T>(work: () => Promise<T>) => persistently(work, tell);
  try {
    for (const change of [...record.changes].reverse()) {
      const outcome = await persist(() => undoChange(cluster, change));
      undone.push({ cluster: cluster.name, change: describeChange(change), outcome });
    }
    if (record.hook) await hook?.({ action: 'mend', cluster: cluster.name, ...record.hook });
    await persist(() => deleteDrillRecord(cluster, namespace));
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    const left = record.changes.slice(0, record.changes.length - undone.length);
    throw new ClusterError(error.problem, notRestored(cluster, error, left, context));
  }
  return undone;
}

function notRestored(
  cluster: Cluster,
  { message }: ClusterError,
  changes: readonly FieldChange[],
  context: string | undefined,
): string {
  return [
    `CLUSTER ${cluster.name} IS NOT RESTORED: ${message}`,
    'Restore it with "mesh-failover drill --restore" once it can be reached, or by hand:',
    ...changes.map((change) => `  ${undoCommand(change, context)}`),
  ].join('\n');
}

/** What passes by itself is worth another try; a missing permission is not. */
async function persistently<T>(
  work: () => Promise<T>,
  tell: (problem: string) => void,
): Promise<T> {
  const deadline = Date.now() + GIVE_UP_MS;
  for (let wait = 500; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      const isPassing =
        error instanceof ClusterError &&
        (error.isClusterWide || ['busy', 'changed', 'unexpected'].includes(error.problem));
      if (!isPassing || Date.now() > deadline) throw error;
      tell(error.message);
    }
    await sleep(wait);
  }
}
