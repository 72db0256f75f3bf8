import { isMapping } from '../foundation/values.js';
import type { Path } from '../foundation/range.js';
import type { MappingShape, ScalarShape, Shape } from './shape.js';

/** A value that has its shape, and the paths of what had to be left out for it. */
export interface Conformed {
  value: unknown;
  dropped: Path[];
}

/**
 * Takes a value to its shape, so that readers can rely on types: what has another type is left out, of
 * a list's items an empty mapping stays so that positions keep their meaning. Null is the same as
 * missing, as for the API server. Keys that the shape does not know stay as they are.
 */
export function conform(value: unknown, shape: Shape, path: Path = []): Conformed {
  // Nearly every value does: then there is nothing to build anew.
  if (fits(value, shape)) return { value, dropped: [] };
  const dropped: Path[] = [];
  return { value: take(value, shape, path, dropped), dropped };
}

/** The shape at a path below a shape; `anything` where the shape knows nothing of it. */
export function shapeAt(shape: Shape, path: Path): Shape {
  let at = shape;
  for (const part of path) {
    if (isList(at)) [at] = at;
    else at = typeof at === 'object' ? entryOf(at, String(part)) : 'anything';
  }
  return at;
}

/** Whether `take` would leave everything as it is. */
function fits(value: unknown, shape: Shape): boolean {
  if (value === null || value === undefined) return false;
  if (typeof shape === 'string') return isScalar(value, shape);
  if (isList(shape)) {
    const [item] = shape;
    return Array.isArray(value) && value.every((entry) => fits(entry, item));
  }
  if (!isMapping(value)) return false;
  for (const key of Object.keys(value)) {
    if (!fits(value[key], entryOf(shape, key))) return false;
  }
  return true;
}

function take(value: unknown, shape: Shape, path: Path, dropped: Path[]): unknown {
  if (value === null || value === undefined) return undefined;
  const drop = () => void dropped.push(path);
  if (typeof shape === 'string') return isScalar(value, shape) ? value : drop();
  if (isList(shape)) {
    if (!Array.isArray(value)) return drop();
    const [item] = shape;
    const items = value.map((entry, index) => take(entry, item, [...path, index], dropped));
    return typeof item === 'string'
      ? items.filter((entry) => entry !== undefined)
      : items.map((entry) => entry ?? {});
  }
  if (!isMapping(value)) return drop();
  const entries = Object.entries(value).map(([key, entry]) => {
    return [key, take(entry, entryOf(shape, key), [...path, key], dropped)] as const;
  });
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
}

/** The shape of a key's value. */
function entryOf(shape: MappingShape, key: string): Shape {
  // A manifest may well have a key such as `constructor`, that every object inherits.
  return (Object.hasOwn(shape, key) ? shape[key] : shape['*']) ?? 'anything';
}

function isScalar(value: unknown, shape: ScalarShape): boolean {
  switch (shape) {
    case 'anything':
      return true;
    case 'text':
      return typeof value === 'string';
    case 'text-or-number':
      return typeof value === 'string' || typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === shape;
  }
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
