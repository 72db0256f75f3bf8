import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject, ManagedFields } from '../cluster/cluster.js';
import { fieldsOf, isRecord, type FieldSet } from './field-set.js';

/** One field that an apply would change. */
export interface FieldChange {
  /** Such as `spec.trafficPolicy.outlierDetection.maxEjectionPercent` or `spec.http[0].route[1].weight`. */
  path: string;
  /** Undefined: it is not there. */
  before?: unknown;
  /** Undefined: it will not be there. */
  after?: unknown;
  /** Who wrote what is there now, and when (ISO 8601), as far as the API server knows. */
  writers?: { manager: string; time?: string }[];
}

/** Field by field, in the order of the fields; what only the API server sets is left aside. */
export function fieldChanges(
  before: KubernetesObject | undefined,
  after: KubernetesObject | undefined,
): FieldChange[] {
  const changes: FieldChange[] = [];
  compare(content(before), content(after), [], changes, before?.metadata.managedFields ?? []);
  return changes;
}

type Key = string | number;

function compare(
  before: unknown,
  after: unknown,
  path: Key[],
  changes: FieldChange[],
  managers: readonly ManagedFields[],
): void {
  if (isDeepStrictEqual(before, after)) return;
  const keys = commonKeys(before, after);
  if (keys) {
    for (const key of keys) {
      compare(at(before, key), at(after, key), [...path, key], changes, managers);
    }
    return;
  }
  const writers = writersOf(path, managers);
  changes.push({
    path: pathText(path),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(writers.length > 0 && { writers }),
  });
}

/** Undefined: they are not compared part by part. */
function commonKeys(before: unknown, after: unknown): Key[] | undefined {
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])];
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
  }
  return undefined;
}

function at(value: unknown, key: Key): unknown {
  return Object.hasOwn(value as object, key)
    ? (value as Record<Key, unknown>)[key as never]
    : undefined;
}

/** Those whose fields hold the place or one above it: lists of Istio's kinds are owned as a whole. */
function writersOf(path: readonly Key[], managers: readonly ManagedFields[]) {
  return managers
    .filter((entry) => !entry.subresource && owns(fieldsOf(entry), path))
    .map(({ manager, time }) => ({ manager, ...(time !== undefined && { time }) }));
}

function owns(fields: FieldSet, path: readonly Key[]): boolean {
  const [key, ...rest] = path;
  const below = key === undefined ? undefined : fields[`f:${key}`];
  if (!below) return false;
  const isLeaf = Object.keys(below).every((name) => name === '.');
  return isLeaf || rest.length === 0 || owns(below, rest);
}

/** `metadata.labels["app.kubernetes.io/name"]`, as jq and JavaScript would write it. */
function pathText(path: readonly Key[]): string {
  return path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`;
      return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join('')
    .replace(/^\./, '');
}

function content(object: KubernetesObject | undefined): Record<string, unknown> {
  if (!object) return {};
  const { apiVersion: _, kind: __, metadata, status: ___, ...rest } = object;
  const { labels, annotations } = metadata as Record<string, unknown>;
  const own = Object.entries({ labels, annotations }).filter(([, value]) => value !== undefined);
  return { ...(own.length > 0 && { metadata: Object.fromEntries(own) }), ...rest };
}
