import { follow } from './node.js';
import type { MapNode, ScalarNode, YamlNode } from './node.js';
import { resolvePlain, resolveTagged, toKey } from './scalar.js';
import type { ApiScalar } from './scalar.js';

/** What the API server makes of a scalar; undefined: it refuses the tag. */
export function readScalar({ tag, style, value }: ScalarNode): ApiScalar | undefined {
  if (tag !== undefined && tag !== '') return resolveTagged(tag, value);
  return style === 'plain' ? resolvePlain(value) : { type: 'str', value };
}

/** The name of a key; undefined if the API server refuses it (a mapping, a list, null). */
export function keyName(key: YamlNode): string | undefined {
  const node = follow(key);
  if (node.type !== 'scalar') return undefined;
  const scalar = readScalar(node);
  return scalar && toKey(scalar);
}

/** Whether a key is the merge key: `<<` without quotes, or with the tag `!` or `!!merge`. */
export function isMergeKey(key: YamlNode): boolean {
  if (key.type !== 'scalar' || key.value !== '<<') return false;
  if (key.tag === undefined) return key.style === 'plain';
  return key.tag === '!' || key.tag === 'tag:yaml.org,2002:merge';
}

/**
 * The mappings that a merge key brings in, or aliases of them, the one that wins last; undefined if its value is something else. Of a
 * list, the API server lets earlier ones win.
 */
export function mergeSources(value: YamlNode): YamlNode[] | undefined {
  if (follow(value).type === 'map') return [value];
  // The list has to stand here itself: goyaml takes no alias to a list.
  if (value.type !== 'list') return undefined;
  return value.items.every((item) => follow(item).type === 'map')
    ? value.items.toReversed()
    : undefined;
}

/** A mapping that a merge key brings in. */
export function mergedMap(source: YamlNode): MapNode | undefined {
  const node = follow(source);
  return node.type === 'map' ? node : undefined;
}
