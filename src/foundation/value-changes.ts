import type { Path } from './range.js';
import { isMapping, type Mapping } from './values.js';

/** One difference between two values: the smallest part of them that can be undone alone. */
export interface ValueChange {
  kind: 'added' | 'removed' | 'changed';
  /** Where it is: in the value after, or of what was removed in the value before. */
  path: Path;
  /** The same, or its nearest parent that the value after still has. */
  placePath: Path;
  /** Undefined where there was nothing. */
  before: unknown;
  /** Undefined where there is nothing any more. */
  after: unknown;
}

/** What is nested deeper changes as a whole. */
const deepest = 30;

/** Longer lists, by the product of their lengths, change as a whole unless their items have names. */
const mostPairs = 10_000;

/** Every difference between two values, in the order of the value after. */
export function valueChanges(before: unknown, after: unknown): ValueChange[] {
  const changes: ValueChange[] = [];
  mergedValue(before, after, (change) => {
    changes.push(change);
    return change.after;
  });
  return changes;
}

/** The value after with some of its differences undone, by their positions in `valueChanges`. */
export function withUndone(
  before: unknown,
  after: unknown,
  isUndone: (index: number) => boolean,
): unknown {
  let index = 0;
  return mergedValue(before, after, (change) => (isUndone(index++) ? change.before : change.after));
}

/** What is to stand at a difference; undefined: nothing. */
type Choose = (change: ValueChange) => unknown;

function mergedValue(before: unknown, after: unknown, choose: Choose): unknown {
  return merged(before, after, { path: [], placePath: [] }, choose);
}

type At = Pick<ValueChange, 'path' | 'placePath'>;

function merged(before: unknown, after: unknown, at: At, choose: Choose): unknown {
  if (Object.is(before, after)) return after;
  if (before === undefined) return choose({ kind: 'added', ...at, before, after });
  if (after === undefined) return choose({ kind: 'removed', ...at, before, after });
  if (at.path.length < deepest) {
    if (isMapping(before) && isMapping(after)) return mergedMapping(before, after, at, choose);
    if (Array.isArray(before) && Array.isArray(after)) {
      const pairs = pairedByName(before, after) ?? pairedByContent(before, after);
      if (pairs) return mergedList(pairs, at, choose);
    }
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return after;
  return choose({ kind: 'changed', ...at, before, after });
}

function mergedMapping(before: Mapping, after: Mapping, at: At, choose: Choose): Mapping {
  const result: Mapping = {};
  const add = (key: string, value: unknown) => {
    if (value === undefined) return;
    // A key such as __proto__ is data.
    Object.defineProperty(result, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  };
  for (const [key, value] of Object.entries(after)) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    add(key, merged(old, value, below(at, key), choose));
  }
  for (const [key, value] of Object.entries(before)) {
    if (Object.hasOwn(after, key)) continue;
    add(key, merged(value, undefined, { ...below(at, key), placePath: at.placePath }, choose));
  }
  return result;
}

/** Items that belong together, with their positions; an item that only one of the lists has is alone. */
interface Pair {
  before: unknown;
  after: unknown;
  index: number;
  isGone: boolean;
}

function mergedList(pairs: readonly Pair[], at: At, choose: Choose): unknown[] {
  return pairs.flatMap(({ before, after, index, isGone }) => {
    const own = below(at, index);
    const value = merged(
      before,
      after,
      isGone ? { path: own.path, placePath: at.placePath } : own,
      choose,
    );
    return value === undefined ? [] : [value];
  });
}

/** Pairs of items with the same name, where each item of both lists has one of its own, and their order is the same. */
function pairedByName(before: readonly unknown[], after: readonly unknown[]): Pair[] | undefined {
  const [old, current] = [namesOf(before), namesOf(after)];
  if (!old || !current) return undefined;
  const common = [...current.keys()].filter((name) => old.has(name));
  const commonBefore = [...old.keys()].filter((name) => current.has(name));
  if (common.some((name, index) => name !== commonBefore[index])) return undefined;
  return inOrder(
    before,
    after,
    common.map((name) => [old.get(name) ?? 0, current.get(name) ?? 0]),
  );
}

function namesOf(items: readonly unknown[]): Map<string, number> | undefined {
  const names = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const name = isMapping(item) ? (item['name'] ?? item['host']) : undefined;
    if (typeof name !== 'string' || names.has(name)) return undefined;
    names.set(name, index);
  }
  return names;
}

/** Pairs of items with the same content, as many as have the same order; what is between two pairs is paired in its order. */
function pairedByContent(
  before: readonly unknown[],
  after: readonly unknown[],
): Pair[] | undefined {
  const texts = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item));
  const [old, current] = [texts(before), texts(after)];
  let first = 0;
  while (first < old.length && first < current.length && old[first] === current[first]) first++;
  let last = 0;
  const most = Math.min(old.length, current.length) - first;
  while (last < most && old.at(-1 - last) === current.at(-1 - last)) last++;
  const middle = [old.slice(first, old.length - last), current.slice(first, current.length - last)];
  const [left = [], right = []] = middle;
  if (left.length * right.length > mostPairs) return undefined;
  const same: [number, number][] = [
    ...Array.from({ length: first }, (_, index): [number, number] => [index, index]),
    ...commonItems(left, right).map(([a, b]): [number, number] => [a + first, b + first]),
    ...Array.from({ length: last }, (_, index): [number, number] => [
      old.length - last + index,
      current.length - last + index,
    ]),
  ];
  return inOrder(before, after, withRuns(same, before.length, after.length));
}

/** A longest common subsequence, as positions in both lists. */
function commonItems(left: readonly string[], right: readonly string[]): [number, number][] {
  const width = right.length + 1;
  // Of the rests of both lists from two positions on, the length of the longest one.
  const lengths = new Uint32Array((left.length + 1) * width);
  const longest = (a: number, b: number) => lengths[a * width + b] ?? 0;
  for (let a = left.length - 1; a >= 0; a--) {
    for (let b = right.length - 1; b >= 0; b--) {
      lengths[a * width + b] =
        left[a] === right[b]
          ? longest(a + 1, b + 1) + 1
          : Math.max(longest(a + 1, b), longest(a, b + 1));
    }
  }
  const common: [number, number][] = [];
  let [a, b] = [0, 0];
  while (a < left.length && b < right.length) {
    if (left[a] === right[b]) common.push([a++, b++]);
    else if (longest(a + 1, b) >= longest(a, b + 1)) a++;
    else b++;
  }
  return common;
}

/** Pairs what is between two pairs too, as far as both lists have something there. */
function withRuns(
  pairs: readonly [number, number][],
  before: number,
  after: number,
): [number, number][] {
  const all: [number, number][] = [];
  let [a, b] = [0, 0];
  for (const [nextA, nextB] of [...pairs, [before, after] as const]) {
    for (; a < nextA && b < nextB; a++, b++) all.push([a, b]);
    if (nextA < before && nextB < after) all.push([nextA, nextB]);
    [a, b] = [nextA + 1, nextB + 1];
  }
  return all;
}

/** All items of both lists in one order, given the positions of those that belong together. */
function inOrder(
  before: readonly unknown[],
  after: readonly unknown[],
  pairs: readonly (readonly [number, number])[],
): Pair[] {
  const all: Pair[] = [];
  let [a, b] = [0, 0];
  for (const [nextA, nextB] of [...pairs, [before.length, after.length] as const]) {
    for (; a < nextA; a++) {
      all.push({ before: before[a], after: undefined, index: a, isGone: true });
    }
    for (; b < nextB; b++) {
      all.push({ before: undefined, after: after[b], index: b, isGone: false });
    }
    if (nextA < before.length && nextB < after.length) {
      all.push({ before: before[nextA], after: after[nextB], index: nextB, isGone: false });
    }
    [a, b] = [nextA + 1, nextB + 1];
  }
  return all;
}

function below({ path, placePath }: At, key: string | number): At {
  return { path: [...path, key], placePath: [...placePath, key] };
}
