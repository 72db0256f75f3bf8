import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import type { DeployEnvironment } from '../deploy/environment.js';
import {
  deleteDrillRecord,
  isSameDrill,
  readDrillRecord,
  writeDrillRecord,
  type DrillRecord,
} from './drill-record.js';
import type { DrillTerms } from './drill-terms.js';
import {
  describeChange,
  makeChange,
  undoChange,
  undoCommand,
  type DrillChange,
  type UndoOutcome,
} from './field-change.js';
import { HookError, type OutageHook } from './outage-hook.js';

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
  /** Whose record it is. */
  environment: DeployEnvironment;
  /** In the kubeconfig, for what people may have to type. */
  context: string | undefined;
  terms: DrillTerms;
}

/** Milliseconds for which a drill tries again before it gives up restoring a cluster. */
export interface Patience {
  /** Where it does not answer, or is too busy. */
  silentMs: number;
  /** Where it refuses: webhooks, permissions and kinds come back too, when a control plane does. */
  refusedMs: number;
}

const hookPatience: Patience = { silentMs: 10 * 60_000, refusedMs: 60_000 };
const longestWaitMs = 10_000;

/** Writes down what will be changed, then changes it. Whatever fails, `undoOutage` has to follow. */
export async function makeOutage(
  { cluster, environment, context }: OutagePlace,
  record: DrillRecord,
  hook: OutageHook | undefined,
): Promise<void> {
  await writeDrillRecord(cluster, environment, record, context);
  for (const change of record.changes) await makeChange(cluster, change);
  if (record.hook) await hook?.({ action: 'fail', cluster: cluster.name, ...record.hook });
}

/**
 * Undoes everything that a record holds, the last change first, and then removes the record. What cannot be undone does not keep
 * the rest from it. A cluster that cannot be reached is asked again, for ten minutes; one that refuses, for one. Where the
 * record is by now that of another drill, ours has been undone already, and nothing is touched.
 *
 * @param tell Called before each further try, with what is wrong.
 * @throws ClusterError or HookError where something cannot be undone; the record stays, and the message says what to type
 */
export async function undoOutage(
  { cluster, environment, context, terms }: OutagePlace,
  record: DrillRecord,
  hook: OutageHook | undefined,
  tell: (problem: string) => void,
  patience = hookPatience,
): Promise<Undone[]> {
  const persist = persistence(tell, patience);
  const undone: Undone[] = [];
  const left: DrillChange[] = [];
  const failures: Error[] = [];
  const attempt = async (work: () => Promise<void>, failed?: () => void) => {
    try {
      await work();
    } catch (error) {
      failures.push(error as Error);
      failed?.();
    }
  };
  const other = await otherRecord(cluster, environment, record);
  if (other) {
    tell(`cluster ${cluster.name}: the record is now that of ${other.holder}; left alone`);
    return [];
  }
  for (const change of [...record.changes].reverse()) {
    await attempt(
      async () => {
        const outcome = await persist(() => undoChange(cluster, change));
        undone.push({ cluster: cluster.name, change: describeChange(change), outcome });
      },
      () => left.unshift(change),
    );
  }
  await attempt(() => mend(cluster, record, hook));
  if (failures.length === 0)
    await attempt(() => persist(() => deleteDrillRecord(cluster, environment)));
  if (failures.length > 0) throw notRestored(cluster, failures, left, { context, terms });
  return undone;
}

/** The record of another drill. What cannot be read now is no reason to leave our own changes as they are. */
async function otherRecord(
  cluster: Cluster,
  environment: DeployEnvironment,
  own: DrillRecord,
): Promise<DrillRecord | undefined> {
  try {
    const there = await readDrillRecord(cluster, environment);
    return there && !isSameDrill(there, own) ? there : undefined;
  } catch {
    return undefined;
  }
}

async function mend(
  { name }: Cluster,
  record: DrillRecord,
  hook: OutageHook | undefined,
): Promise<void> {
  if (!record.hook) return;
  if (!hook) throw new HookError('its backends were made to fail by a program, which is not given');
  await hook({ action: 'mend', cluster: name, ...record.hook });
}

function notRestored(
  { name }: Cluster,
  failures: readonly Error[],
  changes: readonly DrillChange[],
  { context, terms }: Pick<OutagePlace, 'context' | 'terms'>,
): Error {
  const why = [...new Set(failures.map(({ message }) => message))].join('; ');
  const isHook = failures.some((error) => error instanceof HookError);
  const byHand = changes.map((change) => `  ${undoCommand(change, context)}`);
  const text = [
    `CLUSTER ${name} IS NOT RESTORED: ${why}`,
    `Restore it with ${isHook ? terms.restoreByHook : terms.restore} once that is mended${byHand.length > 0 ? ', or by hand:' : ''}`,
    ...byHand,
  ].join('\n');
  const [first] = failures.filter((error) => error instanceof ClusterError);
  if (first) return new ClusterError(first.problem, text);
  return isHook ? new HookError(text) : new Error(text, { cause: failures[0] });
}

/** What passes by itself is worth another try. The patience is one for all that is tried. */
function persistence(tell: (problem: string) => void, { silentMs, refusedMs }: Patience) {
  const silentUntil = Date.now() + silentMs;
  let refusedUntil: number | undefined;
  const deadlineAfter = (error: unknown): number => {
    if (!(error instanceof ClusterError)) return 0;
    const { problem, isClusterWide } = error;
    if (isClusterWide || ['busy', 'changed', 'unexpected'].includes(problem)) return silentUntil;
    if (!['not-served', 'forbidden', 'invalid'].includes(problem)) return 0;
    return (refusedUntil ??= Date.now() + refusedMs);
  };
  return async <T>(work: () => Promise<T>): Promise<T> => {
    for (let wait = 500; ; wait = Math.min(2 * wait, longestWaitMs)) {
      try {
        return await work();
      } catch (error) {
        if (Date.now() >= deadlineAfter(error)) throw error;
        tell((error as Error).message);
      }
      await sleep(wait);
    }
  };
}
