import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { ParsedNode, Scalar, YAMLMap } from 'yaml';
import { resolvePlain, resolveTagged, toKey } from './api-server-scalar.js';
import type { ApiScalar } from './api-server-scalar.js';
import type { Tree } from './parse-yaml.js';

/** Any node of a tree; the library's types leave out what an empty place holds. */
export type AnyNode = ParsedNode | null | undefined;

/** What the API server makes of a scalar; undefined: it refuses the tag. */
export function readScalar(node: Scalar): ApiScalar | undefined {
  const text = String(node.value);
  if (node.tag !== undefined) return resolveTagged(node.tag, text);
  return node.type === 'PLAIN' ? resolvePlain(text) : { type: 'str', value: text };
}

/** The node that stands at a place: for an alias, what it stands for. */
export function follow(tree: Tree, node: unknown): AnyNode {
  return isAlias(node) ? tree.aliases.get(node) : (node as AnyNode);
}

/** The name of a key; undefined if the API server refuses it (a mapping, a list, null). */
export function keyName(tree: Tree, key: unknown): string | undefined {
  const node = follow(tree, key);
  if (!isScalar(node)) return undefined;
  const scalar = readScalar(node);
  return scalar && toKey(scalar);
}

/** Whether a key is the merge key: `<<` without quotes. */
export function isMergeKey(key: unknown): boolean {
  return (
    isScalar(key) &&
    key.value === '<<' &&
    (key.tag === 'tag:yaml.org,2002:merge' || (key.type === 'PLAIN' && key.tag === undefined))
  );
}

/**
 * The mappings that a merge key brings in, the one that wins last; undefined if its value is
 * something else. Of a list, the API server lets earlier ones win.
 */
export function mergeSources(tree: Tree, value: unknown): YAMLMap[] | undefined {
  const target = follow(tree, value);
  if (isMap(target)) return [target];
  // The list has to stand here itself: goyaml takes no alias to a list.
  if (target !== value || !isSeq(target)) return undefined;
  const sources = target.items.map((item) => follow(tree, item)).reverse();
  return sources.every((source) => isMap(source)) ? sources : undefined;
}

/** Where a node begins and ends in the text, without the comments and line breaks after it. */
export function extent(node: AnyNode, text: string): { start: number; end: number } | undefined {
  return node ? { start: node.range[0], end: contentEnd(node, text) } : undefined;
}

function contentEnd(node: ParsedNode, text: string): number {
  const [start, end] = node.range;
  if (isCollection(node) && !node.flow) {
    const last = lastChild(node);
    return last ? contentEnd(last, text) : start;
  }
  const isBlockScalar = isScalar(node) && node.type?.startsWith('BLOCK_');
  return isBlockScalar ? start + text.slice(start, end).trimEnd().length : end;
}

/** The last node of a block collection that has text: a value, or the key of an empty one. */
function lastChild(node: ParsedNode): AnyNode {
  if (!isCollection(node)) return undefined;
  const last: unknown = node.items.at(-1);
  if (!isPair(last)) return last as AnyNode;
  const value = last.value as AnyNode;
  return value && value.range[1] > value.range[0] ? value : (last.key as AnyNode);
}
