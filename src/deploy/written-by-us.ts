import type { KubernetesObject, ManagedFields } from '../cluster/cluster.js';
import { isRecord } from './field-set.js';

/** The name under which values are put back; while it is there, ownership is still to be put back. */
export const restoringManager = 'mesh-failover-rollback';

/**
 * Whether nobody but us has changed an object since it was captured: every manager's entry is as it was then, except ours. An
 * entry that is gone, because its fields were taken over, was not their doing.
 */
export function isWrittenByUsOnly(
  live: KubernetesObject,
  before: KubernetesObject | undefined,
  fieldManager: string,
): boolean {
  if (before && before.metadata.uid !== live.metadata.uid) return false;
  return foreignWriters(live, before, fieldManager).length === 0;
}

/**
 * Whether somebody has taken something away from what was applied. A removal leaves no trace in the managed fields but that ours
 * are fewer.
 */
export function isShortened(live: unknown, wanted: unknown): boolean {
  if (!isRecord(wanted)) return live === undefined;
  if (!isRecord(live)) return true;
  return Object.entries(wanted).some(
    ([name, value]) => value !== undefined && value !== null && isShortened(live[name], value),
  );
}

/** Who else has changed it since, newest last. */
export function foreignWriters(
  live: KubernetesObject,
  before: KubernetesObject | undefined,
  fieldManager: string,
): ManagedFields[] {
  const old = before?.metadata.managedFields ?? [];
  return (live.metadata.managedFields ?? []).filter((entry) => {
    const { manager, operation, subresource, time } = entry;
    // Controllers report in the status, which no deployment touches.
    if (subresource || manager === restoringManager) return false;
    if (manager === fieldManager && operation === 'Apply') return false;
    return !old.some(
      (each) =>
        each.manager === manager &&
        each.operation === operation &&
        each.apiVersion === entry.apiVersion &&
        each.time === time,
    );
  });
}
