import type { Path } from '../foundation/range.js';
import { follow, isEmpty, isMergeKey, keyName, mergedMap, mergeSources } from './yaml/index.js';
import type { BlockYaml, EntrySpans, MapNode, Span, YamlNode } from './yaml/index.js';

/** A value on the way down a path: its node, and the key before it (list items have none). */
interface Step {
  value: YamlNode;
  key: YamlNode | undefined;
  /** The alias or merge value that the path went through: the place of all that is below it. */
  site?: YamlNode;
}

/**
 * Finds the place of a value, or of its key. A value that an alias or a merge key brings in is
 * found at that alias or merge value. A path that is not there gives the key of the nearest
 * parent that is; undefined: not even that.
 */
export function locate(
  root: YamlNode | undefined,
  path: Path,
  part: 'key' | 'value',
): Span | undefined {
  if (!root) return undefined;
  const steps: Step[] = [{ value: root, key: undefined }];
  for (const segment of path) {
    const next = descend(steps.at(-1), segment);
    if (!next) return parentSpan(steps);
    steps.push(next);
  }
  const last = steps.at(-1);
  if (!last) return undefined;
  const { value, key, site } = last;
  // An empty value has no text to point at.
  const isKey = !site && key && (part === 'key' || isEmpty(value));
  return spanOf(isKey ? key : (site ?? value));
}

function spanOf({ start, end }: YamlNode): Span {
  return { start, end };
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

function parentSpan(steps: Step[]): Span | undefined {
  const step = steps.slice(1).at(-1);
  return step && spanOf(step.site ?? step.key ?? step.value);
}

function descend(step: Step | undefined, segment: string | number): Step | undefined {
  if (!step) return undefined;
  const site = step.site ?? (step.value.type === 'alias' ? step.value : undefined);
  const value = follow(step.value);
  let next: Step | undefined;
  if (value.type === 'list' && typeof segment === 'number') {
    const item = value.items[segment];
    next = item && { value: item, key: undefined };
  } else if (value.type === 'map') {
    next = findEntry(value, String(segment));
  }
  if (!next) return undefined;
  return site ? { ...next, site } : next;
}

/** The entry that gives a key its value: the last one, as merged keys replace those before them. */
function findEntry(map: MapNode, name: string, depth = 0): Step | undefined {
  // Merges of merges end: a mapping that contains itself was refused. This is for broken trees.
  if (depth > 100) return undefined;
  for (const { key, value } of map.entries.toReversed()) {
    if (!isMergeKey(key)) {
      if (keyName(key) === name) return { value, key };
      continue;
    }
    for (const source of mergeSources(value)?.toReversed() ?? []) {
      const merged = mergedMap(source);
      const found = merged && findEntry(merged, name, depth + 1);
      if (!found) continue;
      // A mapping that is written out after << stands in the text itself.
      return source === value && value.type === 'map' ? found : { ...found, site: value };
    }
  }
  return undefined;
}
