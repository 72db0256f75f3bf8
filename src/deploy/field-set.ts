import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject, ManagedFields } from '../cluster/cluster.js';

/**
 * The fields that a manager owns, as `managedFields[].fieldsV1` has them: `f:spec` leads to a field, `.` is the field itself,
 * `{}` is a leaf. `k:`, `v:` and `i:` are members of lists. https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export interface FieldSet {
  [path: string]: FieldSet;
}

/** What a manager has applied; undefined: it never has. */
export function appliedBy(object: KubernetesObject, manager: string): ManagedFields | undefined {
  return object.metadata.managedFields?.find(
    (entry) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource,
  );
}

export function fieldsOf(entry: ManagedFields): FieldSet {
  return (entry['fieldsV1'] ?? {}) as FieldSet;
}

/** The fields of both. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  const all: FieldSet = { ...a };
  for (const [path, fields] of Object.entries(b)) {
    const own = Object.hasOwn(all, path) ? all[path] : undefined;
    all[path] = own ? union(own, fields) : fields;
  }
  return all;
}

/**
 * Whether server-side apply would change nothing: the manager owns exactly the fields of what is wanted, and they have these
 * values. Where that is not certain (another version, members of lists) the answer is no, and the API server must be asked.
 */
export function isApplied(
  live: KubernetesObject,
  wanted: KubernetesObject,
  manager: string,
): boolean {
  const entry = appliedBy(live, manager);
  if (entry?.apiVersion !== wanted.apiVersion || live.apiVersion !== wanted.apiVersion)
    return false;
  return isCovered(fieldsOf(entry), content(wanted), content(live));
}

/** What server-side apply looks at: the identity of an object is nobody's field. */
function content({ apiVersion: _, kind: __, metadata, ...rest }: KubernetesObject): unknown {
  const { labels, annotations, name: _name, namespace: _namespace, ...others } = metadata;
  // Set by the API server in what is live; a manifest that sets more than these is not for shortcuts.
  const { ownerReferences, finalizers } = others as Record<string, unknown>;
  const own = { labels, annotations, ownerReferences, finalizers };
  const stated = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...rest, ...(stated.length > 0 && { metadata: Object.fromEntries(stated) }) };
}

function isCovered(fields: FieldSet, wanted: unknown, live: unknown): boolean {
  const paths = Object.keys(fields).filter((path) => path !== '.');
  if (paths.length === 0) return isDeepStrictEqual(wanted, live);
  if (!isRecord(wanted) || !isRecord(live)) return false;
  return (
    paths.length === Object.keys(wanted).length &&
    paths.every((path) => {
      const name = path.slice(2);
      const below = fields[path];
      if (!path.startsWith('f:') || !below || !Object.hasOwn(wanted, name)) return false;
      return isCovered(below, wanted[name], live[name]);
    })
  );
}

/** An object without the fields of a set that are not in what is wanted; list members are left alone. */
export function withoutUnstated(value: unknown, fields: FieldSet, wanted: unknown): unknown {
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).flatMap(([name, own]): [string, unknown][] => {
    const below = fields[`f:${name}`];
    if (!below) return [[name, own]];
    const stated = isRecord(wanted) && Object.hasOwn(wanted, name) ? wanted[name] : undefined;
    if (stated === undefined && Object.keys(below).length === 0) return [];
    const rest = withoutUnstated(own, below, stated);
    const isEmptied = isRecord(rest) && Object.keys(rest).length === 0;
    return isEmptied && stated === undefined ? [] : [[name, rest]];
  });
  return Object.fromEntries(kept);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
