import { isMap, isScalar, isSeq } from 'yaml';
import type { Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { resolvePlain } from './api-server-scalar.js';
import type { Change } from './document.js';
import type { Path } from '../foundation/range.js';
import { appendItems, removeItem } from './edit-list.js';
import { insertEntry } from './insert-entry.js';
import { isMergeKey, keyName } from './node.js';
import type { AnyNode } from './node.js';
import type { Tree } from './parse-yaml.js';

/** Text in place of a part of the text: offsets in UTF-16 units, the end exclusive. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}

export type Entry = Pair<AnyNode, AnyNode>;

/**
 * The replacement that makes a change below `root`, and changes nothing else; undefined where there is none that is
 * certain. Offsets are those of `text`.
 */
export function changeText(
  tree: Tree,
  root: AnyNode,
  path: Path,
  change: Change,
  text: string,
): Replacement | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const parent = path.slice(0, -1).reduce<AnyNode>((at, part) => childOf(tree, at, part), root);
  if (isSeq(parent) && isPlain(parent) && typeof last === 'number') {
    if ('remove' in change) return removeItem(parent, last, text);
    return 'value' in change ? replaceScalar(parent.items[last], change.value) : undefined;
  }
  if (!isMap(parent) || !isOwn(parent)) return undefined;
  const entry = entryOf(tree, parent, String(last));
  const isThere = parent.items.some(({ key }) => keyName(tree, key) === String(last));
  if ('remove' in change) return undefined;
  if ('append' in change) {
    if (entry)
      return isList(entry.value) ? appendItems(entry.value, change.append, text) : undefined;
    return isThere ? undefined : insertEntry(parent, String(last), change.append, text);
  }
  if ('value' in change) {
    if (entry) return replaceScalar(entry.value, change.value);
    return isThere ? undefined : insertEntry(parent, String(last), change.value, text);
  }
  const isTaken = parent.items.some(({ key }) => keyName(tree, key) === change.key);
  return entry && !isTaken ? replaceScalar(entry.key, change.key) : undefined;
}

/** What stands at a key or position; undefined too where the place is not the only one of its value. */
function childOf(tree: Tree, node: AnyNode, part: string | number): AnyNode {
  if (isSeq(node) && isPlain(node) && typeof part === 'number') {
    return node.items[part];
  }
  if (!isMap(node) || !isOwn(node)) return undefined;
  return entryOf(tree, node, String(part))?.value;
}

/** The entry with a key that stands there once. */
function entryOf(tree: Tree, map: YAMLMap, name: string): Entry | undefined {
  const found = (map.items as Entry[]).filter(({ key }) => keyName(tree, key) === name);
  return found.length === 1 ? found[0] : undefined;
}

/** Without a merge key, and without an anchor by which it could be in other places too. */
function isOwn(map: YAMLMap): boolean {
  return isPlain(map) && !map.items.some(({ key }) => isMergeKey(key));
}

/** Whoever writes an anchor or a tag means something by it. */
function isPlain({ anchor, tag }: { anchor?: string | undefined; tag?: string | undefined }) {
  return anchor === undefined && tag === undefined;
}

function isList(node: AnyNode): node is YAMLSeq.Parsed {
  return isSeq(node) && isPlain(node);
}

function replaceScalar(node: AnyNode, value: string | number): Replacement | undefined {
  if (!isScalar(node) || !isPlain(node)) return undefined;
  const [start, end] = node.range;
  const text = typeof value === 'number' ? String(value) : quoted(value, node);
  const isReplaceable = ['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'].includes(node.type ?? '');
  // An empty value has no text to replace, and a text with quotes of its own is nobody's name.
  if (!isReplaceable || end === start || text === undefined) return undefined;
  return { start, end, text };
}

/** A text in the style of the one that it replaces; undefined for one that would need escapes. */
function quoted(value: string, { type }: Scalar): string | undefined {
  if (!/^[\w./*:-]*[\w./*-]$/.test(value)) return undefined;
  if (type === 'QUOTE_SINGLE') return `'${value}'`;
  const isText = /^[\w.]/.test(value) && resolvePlain(value).type === 'str';
  return type === 'PLAIN' && isText ? value : `"${value}"`;
}
