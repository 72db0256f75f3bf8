import type { Path } from '../foundation/range.js';

/** The type that a field has: a list has one shape for its items, a mapping one for each known key. */
export type Shape =
  | 'text'
  | 'number'
  | 'boolean'
  | 'anything'
  | 'texts'
  | 'numbers'
  | [Shape]
  | { [key: string]: Shape };

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

/** Whether `take` would leave everything as it is. */
function fits(value: unknown, shape: Shape): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(shape)) {
    const [item] = shape;
    return Array.isArray(value) && value.every((entry) => fits(entry, item));
  }
  if (typeof shape === 'object') {
    if (!isMapping(value)) return false;
    for (const key of Object.keys(value)) {
      if (!fits(value[key], Object.hasOwn(shape, key) ? (shape[key] ?? 'anything') : 'anything')) {
        return false;
      }
    }
    return true;
  }
  switch (shape) {
    case 'anything':
      return true;
    case 'texts':
    case 'numbers': {
      const type = shape === 'texts' ? 'string' : 'number';
      return isMapping(value) && Object.values(value).every((entry) => typeof entry === type);
    }
    default:
      return typeof value === (shape === 'text' ? 'string' : shape);
  }
}

function take(value: unknown, shape: Shape, path: Path, dropped: Path[]): unknown {
  if (value === null || value === undefined) return undefined;
  const drop = () => void dropped.push(path);
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return drop();
    const [item] = shape;
    const items = value.map((entry, index) => take(entry, item, [...path, index], dropped));
    return typeof item === 'string'
      ? items.filter((entry) => entry !== undefined)
      : items.map((entry) => entry ?? {});
  }
  if (typeof shape === 'object') {
    if (!isMapping(value)) return drop();
    return takeEntries(value, (key) => shape[key] ?? 'anything', path, dropped);
  }
  switch (shape) {
    case 'anything':
      return value;
    case 'texts':
    case 'numbers': {
      if (!isMapping(value)) return drop();
      const each = shape === 'texts' ? 'text' : 'number';
      return takeEntries(value, () => each, path, dropped);
    }
    default: {
      const type = shape === 'text' ? 'string' : shape;
      return typeof value === type ? value : drop();
    }
  }
}

function takeEntries(
  value: Record<string, unknown>,
  shapeOf: (key: string) => Shape,
  path: Path,
  dropped: Path[],
): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, entry]) => {
    return [key, take(entry, shapeOf(key), [...path, key], dropped)] as const;
  });
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
