import type { Path, Range } from '../../foundation/range.js';
import { isMapping } from '../../foundation/values.js';

/** A place in a file. */
export interface FilePlace extends Range {
  file: string;
}

/** What stands in a file, or in a text that a file holds, such as a patch in a kustomization. */
export interface WrittenSource {
  place(path: Path, part: 'key' | 'value'): FilePlace;
}

/** Where a value comes from. */
export interface ValueOrigin {
  source: WrittenSource;
  path: Path;
}

/** A value of which it is known where each part comes from. Never changed. */
export type Traced =
  | { type: 'leaf'; origin: ValueOrigin; value: unknown }
  | {
      type: 'map';
      origin: ValueOrigin;
      entries: ReadonlyMap<string, Traced>;
      /** What took entries away, by their keys. */
      removed?: ReadonlyMap<string, ValueOrigin>;
    }
  | { type: 'list'; origin: ValueOrigin; items: readonly Traced[] };

export type TracedMap = Extract<Traced, { type: 'map' }>;

/** Counts down what is traced: aliases can make of a small text a huge value. */
export class Allowance {
  #left: number;

  constructor(values: number) {
    this.#left = values;
  }

  /** @returns False where too much has been taken. */
  take(count = 1): boolean {
    this.#left -= count;
    return this.#left >= 0;
  }
}

/** More than these are no objects of one unit. */
const deepest = 200;

/** A value with its places; what there is no allowance for has the place of what holds it. */
export function trace(value: unknown, origin: ValueOrigin, allowance: Allowance): Traced {
  if (!allowance.take() || origin.path.length > deepest) return { type: 'leaf', origin, value };
  const { source, path } = origin;
  if (Array.isArray(value)) {
    const items = value.map((item, index) =>
      trace(item, { source, path: [...path, index] }, allowance),
    );
    return { type: 'list', origin, items };
  }
  if (!isMapping(value)) return { type: 'leaf', origin, value };
  const entries = new Map(
    Object.entries(value).map(([key, item]) => [
      key,
      trace(item, { source, path: [...path, key] }, allowance),
    ]),
  );
  return { type: 'map', origin, entries };
}

/** What stands at a key or position. */
export function childOf(traced: Traced | undefined, part: string | number): Traced | undefined {
  if (traced?.type === 'map') return traced.entries.get(String(part));
  if (traced?.type === 'list' && typeof part === 'number') return traced.items[part];
  return undefined;
}

/** What stands at a path; undefined: nothing. */
export function tracedAt(traced: Traced | undefined, path: Path): Traced | undefined {
  return path.reduce(childOf, traced);
}

/** The text at a path; undefined where there is another value, or none. */
export function tracedText(traced: Traced, ...path: string[]): string | undefined {
  const found = tracedAt(traced, path);
  return found?.type === 'leaf' && typeof found.value === 'string' ? found.value : undefined;
}

/** The same map with an entry. */
export function withEntry(map: TracedMap, key: string, value: Traced): TracedMap {
  return { ...map, entries: new Map(map.entries).set(key, value) };
}

/** The same map without an entry. */
export function withoutEntry(map: TracedMap, key: string, by: ValueOrigin): TracedMap {
  const entries = new Map(map.entries);
  entries.delete(key);
  return { ...map, entries, removed: new Map(map.removed).set(key, by) };
}

/** The plain value. */
export function plainValue(traced: Traced): unknown {
  if (traced.type === 'leaf') return traced.value;
  if (traced.type === 'list') return traced.items.map(plainValue);
  return Object.fromEntries([...traced.entries].map(([key, item]) => [key, plainValue(item)]));
}
