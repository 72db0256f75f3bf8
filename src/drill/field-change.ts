import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from '../cluster/cluster-error.js';
import {
  objectTitle,
  type Cluster,
  type KubernetesObject,
  type ObjectKey,
} from '../cluster/cluster.js';

/** One field of one object that an outage changes, and what it holds before and during it; null: it is not there. */
export interface DrillChange {
  object: ObjectKey;
  /** Where it is written, if not in the object itself. */
  subresource?: 'scale';
  path: string[];
  before: FieldValue;
  during: FieldValue;
}

export type FieldValue = string | number | null;

/** Under which the API server notes what we change. */
export const drillFieldManager = 'mesh-failover-drill';

/** A label that only a drill sets: on the pods that stay in a Service while others are cordoned. */
export const stayLabel = 'mesh-failover/stays-in-drill';

/**
 * `changed-by-others`: it is neither what it was before nor what the drill made of it, and is left alone; `gone`: the object is
 * not there any more; `replaced`: so is a Pod, but its controller makes another, which has no label of ours.
 */
export type UndoOutcome = 'restored' | 'as-before' | 'changed-by-others' | 'gone' | 'replaced';

/** Whether nothing of what the drill changed is otherwise than before. */
export function isUndone(outcome: UndoOutcome): boolean {
  return outcome !== 'changed-by-others' && outcome !== 'gone';
}

const tries = 5;
const betweenMs = 200;

/**
 * Sets the field, if it still is what it was; nothing happens if it has the new value already.
 *
 * @throws ClusterError `changed` where somebody has changed it since
 */
export async function makeChange(cluster: Cluster, change: DrillChange): Promise<void> {
  const { before, during } = change;
  const outcome = await exchange(cluster, change, before, during);
  if (!isUndone(outcome)) {
    throw new ClusterError(
      'changed',
      `cluster ${cluster.name}: ${describeField(change)} is no longer ${String(before ?? 'unset')}; somebody changes it at the same time`,
    );
  }
}

/** Sets the field back, if it still is what the drill has made of it. */
export async function undoChange(cluster: Cluster, change: DrillChange): Promise<UndoOutcome> {
  const outcome = await exchange(cluster, change, change.during, change.before);
  return outcome === 'gone' && change.object.kind === 'Pod' ? 'replaced' : outcome;
}

/** Other fields of the object, its status above all, change all the time: only this one must not have. */
async function exchange(
  cluster: Cluster,
  change: DrillChange,
  from: FieldValue,
  to: FieldValue,
): Promise<UndoOutcome> {
  const { object, subresource } = change;
  for (let count = 1; ; count++) {
    const current = await cluster.get(object);
    if (!current) return 'gone';
    const value = valueAt(current, change);
    if (value === to) return count === 1 ? 'as-before' : 'restored';
    if (value !== from) return 'changed-by-others';
    const { resourceVersion } = current.metadata;
    const patch = patchOf(change.path, to, resourceVersion);
    try {
      await cluster.patch(object, patch, {
        fieldManager: drillFieldManager,
        ...(subresource && { subresource }),
      });
      return 'restored';
    } catch (error) {
      if (!(error instanceof ClusterError && error.problem === 'changed') || count === tries) {
        throw error;
      }
    }
    await sleep(betweenMs);
  }
}

function valueAt(object: KubernetesObject, { path }: DrillChange): FieldValue {
  let value: unknown = object;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  return (value ?? null) as FieldValue;
}

function patchOf(
  path: readonly string[],
  value: FieldValue,
  resourceVersion: string | undefined,
): Record<string, unknown> {
  const [field = '', ...rest] = path;
  const own = { [field]: rest.length === 0 ? value : patchOf(rest, value, undefined) };
  if (resourceVersion === undefined) return own;
  const metadata = (own['metadata'] ?? {}) as Record<string, unknown>;
  return { ...own, metadata: { ...metadata, resourceVersion } };
}

/** `Deployment default/hello-world: 2 → 0 replicas`. */
export function describeChange({ object, path, before, during }: DrillChange): string {
  const title = objectTitle(object);
  if (path.at(-1) === 'replicas') {
    return `${title}: ${String(before)} → ${String(during)} replicas`;
  }
  return `${title}: ${path.join('.')} ${String(before ?? 'unset')} → ${String(during ?? 'unset')}`;
}

/** What a person types to undo it without us. */
export function undoCommand(
  { object, path, before }: DrillChange,
  context: string | undefined,
): string {
  const { kind, namespace, name } = object;
  const kubectl = `kubectl${context === undefined ? '' : ` --context ${context}`} --namespace ${namespace ?? 'default'}`;
  const target = `${kind.toLowerCase()}/${name}`;
  if (path.at(-1) === 'replicas') return `${kubectl} scale ${target} --replicas=${String(before)}`;
  const patch = JSON.stringify(patchOf(path, before, undefined));
  return `${kubectl} patch ${target} --type merge --patch '${patch}'`;
}

function describeField({ object, path }: DrillChange): string {
  return `${path.join('.')} of ${objectTitle(object)}`;
}

/** Whether a change read from a cluster is one that a drill makes: nobody may have others undone through us. */
export function isDrillChange(value: unknown): value is DrillChange {
  const { object, path, before, during } = (value ?? {}) as Partial<DrillChange>;
  const { subresource } = (value ?? {}) as { subresource?: unknown };
  if (!object || !Array.isArray(path)) return false;
  const { apiVersion, kind, namespace, name } = object;
  if (typeof namespace !== 'string' || typeof name !== 'string') return false;
  const field = JSON.stringify([apiVersion, kind, ...path]);
  const isOf = (...fields: string[][]) => fields.some((other) => JSON.stringify(other) === field);
  if (subresource === 'scale') {
    const isScaling = isOf(
      ['apps/v1', 'Deployment', 'spec', 'replicas'],
      ['apps/v1', 'StatefulSet', 'spec', 'replicas'],
    );
    return isScaling && during === 0 && Number.isInteger(before) && Number(before) > 0;
  }
  const isLabelling = isOf(
    ['v1', 'Service', 'spec', 'selector', stayLabel],
    ['v1', 'Pod', 'metadata', 'labels', stayLabel],
  );
  return subresource === undefined && isLabelling && before === null && during === 'true';
}
