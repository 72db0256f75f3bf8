import type { Path } from './range.js';

/** What something that is not rendered, such as a patch, may change about an object before a cluster gets it. */
export interface FieldEffects {
  /** Anything may change. */
  all: boolean;
  /** The name changes; what other objects call it may or may not follow. */
  name: boolean;
  /** Fields that are set or removed, with everything below them. */
  paths: readonly Path[];
}

/** More fields than these count as all of them. */
const mostPaths = 200;

export const anyEffect: FieldEffects = { all: true, name: false, paths: [] };

/** The effects of several changes of one object. */
export function joinedEffects(all: readonly FieldEffects[]): FieldEffects {
  const [only, second] = all;
  if (only && !second) return only;
  const paths = all.flatMap((one) => one.paths);
  if (all.some((one) => one.all) || paths.length > mostPaths) return anyEffect;
  return { all: false, name: all.some(({ name }) => name), paths };
}

/** Whether a change may reach a field: what is at the path, above it, or below it. */
export function reaches({ all, name, paths }: FieldEffects, path: Path): boolean {
  if (all || (name && overlap(['metadata', 'name'], path))) return true;
  return paths.some((own) => overlap(own, path));
}

function overlap(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    if (String(a[index]) !== String(b[index])) return false;
  }
  return true;
}
