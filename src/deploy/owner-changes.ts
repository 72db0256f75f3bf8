import type { KubernetesObject, ManagedFields } from '../cluster/cluster.js';
import { isClientSide } from './adoption.js';
import { fieldsOf, type FieldSet } from './field-set.js';

/** A field that gets other owners, with the names of field managers. */
export interface OwnerChange {
  /** Such as `spec.host`; a list of Istio's kinds is one field. */
  path: string;
  /** Who owns it now. */
  from: string[];
  /** Who owns it after an apply; empty: nobody does, because it goes. */
  to: string[];
}

/** Fields of one object; more help nobody, and a plan holds many objects. */
const mostListed = 200;

/**
 * The fields of others that an apply makes ours, alone or with them. That the fields of kubectl's client-side apply become ours is
 * not in the API server's dry run: we do it before the write.
 *
 * @param adopts Whether that is done.
 */
export function ownerChanges(
  before: KubernetesObject,
  after: KubernetesObject,
  { adopts, fieldManager }: { adopts: boolean; fieldManager: string },
): OwnerChange[] {
  const now = ownersOf(before.metadata.managedFields ?? []);
  const then = ownersOf(
    (after.metadata.managedFields ?? []).filter(
      ({ manager, operation }) => !adopts || operation !== 'Update' || !isClientSide(manager),
    ),
  );
  const changes: OwnerChange[] = [];
  for (const [path, from] of now) {
    const to = then.get(path) ?? [];
    const isSame = from.length === to.length && from.every((manager) => to.includes(manager));
    // What only we had, and what nobody takes, is no change of owners.
    if (isSame || from.every((manager) => manager === fieldManager)) continue;
    changes.push({ path, from, to });
    if (changes.length === mostListed) break;
  }
  return changes;
}

/** The managers of each field, by its path; the status is left aside. */
function ownersOf(entries: readonly ManagedFields[]): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const entry of entries) {
    if (entry.subresource) continue;
    for (const path of pathsOf(fieldsOf(entry), '')) {
      const own = owners.get(path) ?? [];
      if (!own.includes(entry.manager)) own.push(entry.manager);
      owners.set(path, own.toSorted());
    }
  }
  return owners;
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

function pathsOf(fields: FieldSet, path: string): string[] {
  const below = Object.entries(fields).filter(([name]) => name !== '.');
  if (below.length === 0) return path === '' ? [] : [path];
  return below.flatMap(([name, own]) => {
    const key = name.slice(2);
    if (key === lastApplied) return [];
    const step = !name.startsWith('f:')
      ? `[${key}]`
      : /^[A-Za-z_$][\w$]*$/.test(key)
        ? `.${key}`
        : `[${JSON.stringify(key)}]`;
    return pathsOf(own, `${path}${step}`.replace(/^\./, ''));
  });
}
