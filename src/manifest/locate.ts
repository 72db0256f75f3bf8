import { isAlias, isMap, isSeq } from 'yaml';
import type { Pair, YAMLMap } from 'yaml';
import type { BlockYaml, EntrySpans } from './block-yaml.js';
import type { Path } from '../foundation/range.js';
import { extent, isMergeKey, keyName, mergeSources } from './node.js';
import type { AnyNode } from './node.js';
import type { Tree } from './parse-yaml.js';

/** A part of the text: offsets in UTF-16 units, the end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A value on the way down a path: its node, and the key before it (list items have none). */
interface Step {
  value: AnyNode;
  key: AnyNode;
  /** The alias or merge value that the path went through: the place of all that is below it. */
  site?: AnyNode;
}

/**
 * Finds the place of a value, or of its key. A value that an alias or a merge key brings in is
 * found at that alias or merge value. A path that is not there gives the key of the nearest
 * parent that is; undefined: not even that. Offsets are those of `text`.
 */
export function locate(
  tree: Tree,
  root: AnyNode,
  path: Path,
  part: 'key' | 'value',
  text: string,
): Span | undefined {
  const steps: Step[] = [{ value: root, key: undefined }];
  for (const segment of path) {
    const next = descend(tree, steps.at(-1), segment);
    if (!next) return parentSpan(steps, text);
    steps.push(next);
  }
  const last = steps.at(-1);
  if (!last) return undefined;
  if (last.site) return extent(last.site, text);
  const value = extent(last.value, text);
  // An empty value has no text to point at.
  if (part === 'key' || !value || value.end === value.start) return extent(last.key, text) ?? value;
  return value;
}

/** The same for a document that was read without a tree. */
export function locateInBlock(
  { value: root, spans }: BlockYaml,
  path: Path,
  part: 'key' | 'value',
): Span | undefined {
  const steps: EntrySpans[] = [];
  let at: unknown = root;
  for (const segment of path) {
    const entries = typeof at === 'object' && at !== null ? spans.get(at) : undefined;
    // A position means nothing to a mapping, nor a name to a list.
    const name = Array.isArray(at) ? segment : String(segment);
    const entry = entries?.get(name);
    if (!entry) return spanOfParent(steps);
    steps.push(entry);
    at = (at as Record<string, unknown>)[name];
  }
  const last = steps.at(-1);
  return part === 'key' ? (last?.key ?? last?.value) : (last?.value ?? last?.key);
}

function spanOfParent(steps: readonly EntrySpans[]): Span | undefined {
  const nearest = steps.at(-1);
  return nearest?.key ?? nearest?.value;
}

function parentSpan(steps: Step[], text: string): Span | undefined {
  for (const step of steps.slice(1).reverse()) {
    const span = extent(step.site ?? step.key ?? step.value, text);
    if (span) return span;
  }
  return undefined;
}

function descend(tree: Tree, step: Step | undefined, segment: string | number): Step | undefined {
  if (!step) return undefined;
  let { value, site } = step;
  if (isAlias(value)) {
    site ??= value;
    value = tree.aliases.get(value);
  }
  let next: Step | undefined;
  if (isSeq(value) && typeof segment === 'number') {
    const item = value.items[segment] as AnyNode;
    next = item ? { value: item, key: undefined } : undefined;
  } else if (isMap(value)) {
    next = findEntry(tree, value, String(segment));
  }
  if (!next) return undefined;
  return site ? { ...next, site } : next;
}

/** The entry that gives a key its value: the last one, as merged keys replace those before them. */
function findEntry(tree: Tree, map: YAMLMap, name: string, depth = 0): Step | undefined {
  // Merges of merges end: a mapping that contains itself was refused. This is for broken trees.
  if (depth > 100) return undefined;
  for (const pair of map.items.toReversed() as Pair<AnyNode, AnyNode>[]) {
    if (!isMergeKey(pair.key)) {
      if (keyName(tree, pair.key) === name) return { value: pair.value, key: pair.key };
      continue;
    }
    for (const source of mergeSources(tree, pair.value)?.toReversed() ?? []) {
      const found = findEntry(tree, source, name, depth + 1);
      if (!found) continue;
      // A mapping that is written out after << stands in the text itself.
      return (source as unknown) === pair.value ? found : { ...found, site: pair.value };
    }
  }
  return undefined;
}
