import type { KubernetesObject, ManagedFields } from '../../src/cluster/cluster.js';

/** Fields of objects by their paths, each a JSON list of names, and what managers own in the form of the API. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function copyOf<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

/** The values of an object that managers can own: maps down to their leaves, lists as a whole, nothing of its identity. */
export function leavesOf({
  apiVersion: _,
  kind: __,
  metadata,
  status: ___,
  ...rest
}: KubernetesObject): Map<string, unknown> {
  const { labels, annotations, finalizers } = metadata;
  const own = Object.entries({ labels, annotations, finalizers }).filter(
    ([, value]) => value !== undefined,
  );
  const leaves = new Map<string, unknown>();
  const add = (value: unknown, path: string[]) => {
    if (isRecord(value) && Object.keys(value).length > 0) {
      for (const [name, each] of Object.entries(value)) add(each, [...path, name]);
    } else if (path.length > 0) leaves.set(JSON.stringify(path), value);
  };
  add(rest, []);
  if (own.length > 0) add(Object.fromEntries(own), ['metadata']);
  return leaves;
}

/** `{"f:spec": {"f:host": {}}}`. */
export function fieldsV1Of(paths: Iterable<string>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const path of paths) {
    let at = root;
    for (const name of JSON.parse(path) as string[]) {
      at = (at[`f:${name}`] ??= {}) as Record<string, unknown>;
    }
  }
  return root;
}

export function pathsOf(entry: ManagedFields): string[] {
  const paths: string[] = [];
  const add = (fields: Record<string, unknown>, path: string[]) => {
    const below = Object.entries(fields).filter(([name]) => name !== '.');
    if (below.length === 0 && path.length > 0) paths.push(JSON.stringify(path));
    for (const [name, each] of below)
      add(each as Record<string, unknown>, [...path, name.slice(2)]);
  };
  add((entry['fieldsV1'] ?? {}) as Record<string, unknown>, []);
  return paths;
}

export function setPath(object: KubernetesObject, path: string, value: unknown): void {
  const names = JSON.parse(path) as string[];
  const last = names.pop() ?? '';
  let at: Record<string, unknown> = object;
  for (const name of names) {
    if (!isRecord(at[name])) at[name] = {};
    at = at[name] as Record<string, unknown>;
  }
  at[last] = value;
}

/** Also takes away what is empty then. */
export function deletePath(object: KubernetesObject, path: string): void {
  const names = JSON.parse(path) as string[];
  const above: [Record<string, unknown>, string][] = [];
  let at: unknown = object;
  for (const name of names) {
    if (!isRecord(at)) return;
    above.push([at, name]);
    at = at[name];
  }
  for (const [holder, name] of above.reverse()) {
    const value = holder[name];
    if (holder === object) return;
    if (above[0]?.[0] === holder || !isRecord(value) || Object.keys(value).length === 0) {
      delete holder[name];
    }
  }
}
