import { anyEffect, joinedEffects, type FieldEffects } from '../foundation/field-effects.js';
import type { Path } from '../foundation/range.js';
import { readChunk, splitDocuments, toValue } from '../manifest/yaml/index.js';
import { isMapping, textAt } from '../foundation/values.js';

/** Fields nested deeper count as one. */
const deepest = 30;

/** More fields in one patch than these count as all. */
const most = 200;

/** The fields that a strategic merge patch sets or removes; a list replaces the one of the object, or is merged into it. */
function mergeEffects(patch: Readonly<Record<string, unknown>>): FieldEffects {
  const paths: Path[] = [];
  const enter = (value: unknown, path: Path): void => {
    if (paths.length > most) return;
    if (!isMapping(value) || path.length > deepest || '$patch' in value) {
      paths.push(path);
      return;
    }
    const entries = Object.entries(value);
    if (entries.length === 0) paths.push(path);
    for (const [key, item] of entries) enter(item, [...path, key]);
  };
  // The name and kind say which object is meant, and `$patch: delete` takes it away.
  if ('$patch' in patch) return anyEffect;
  for (const [key, item] of Object.entries(patch)) {
    if (key === 'apiVersion' || key === 'kind') continue;
    if (key === 'metadata' && isMapping(item)) {
      const { name: _name, namespace: _namespace, ...rest } = item;
      if (Object.keys(rest).length > 0) enter(rest, [key]);
    } else {
      enter(item, [key]);
    }
  }
  return paths.length > most ? anyEffect : { all: false, name: false, paths };
}

/** What a patch may change, of either kind; anything where it cannot be read. */
export function patchEffects(text: string): FieldEffects {
  const effects = splitDocuments(text).flatMap((chunk): FieldEffects[] => {
    const result = readChunk(chunk);
    if ('fault' in result) return [anyEffect];
    const { value, faults } = toValue(result.root);
    if (faults.length > 0) return [anyEffect];
    if (value === null) return [];
    if (isMapping(value)) return [mergeEffects(value)];
    return [operationEffects(value) ?? anyEffect];
  });
  return effects.length === 0 ? anyEffect : joinedEffects(effects);
}

/** The fields that the operations of a JSON patch (RFC 6902) name; undefined for what is none. */
function operationEffects(operations: unknown): FieldEffects | undefined {
  if (!Array.isArray(operations) || operations.length > most) return undefined;
  const paths: Path[] = [];
  for (const operation of operations) {
    const named = [textAt(operation, 'path'), textAt(operation, 'from')].flatMap(
      (one) => one ?? [],
    );
    if (textAt(operation, 'op') === undefined || named.length === 0) return undefined;
    for (const pointer of named) {
      const path = pathOfPointer(pointer);
      if (path === undefined) return undefined;
      paths.push(path);
    }
  }
  return {
    all: false,
    name: paths.some((path) => path[0] === 'metadata' && path.length < 3),
    paths,
  };
}

/** RFC 6901. What is added to a list moves the items behind it, so that the list as a whole counts. */
function pathOfPointer(pointer: string): Path | undefined {
  if (!pointer.startsWith('/') || pointer === '/') return undefined;
  const parts = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = parts.at(-1) ?? '';
  return /^(?:-|\d+)$/.test(last) ? parts.slice(0, -1) : parts;
}
