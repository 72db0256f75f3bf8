import type { Path } from '../foundation/range.js';
import type { DocumentChange } from './document.js';
import { appendItems, removeItem } from './edit-list.js';
import { insertEntry } from './insert-entry.js';
import type { Replacement } from './replacement.js';
import { isEmpty, isMergeKey, keyName, resolvePlain } from './yaml/index.js';
import type { Entry, ListNode, MapNode, ScalarNode, YamlNode } from './yaml/index.js';

/**
 * The replacement that makes a change below `root`, and changes nothing else; undefined where there is none that is
 * certain. Offsets are those of `text`.
 */
export function changeText(
  root: YamlNode | undefined,
  path: Path,
  change: DocumentChange,
  text: string,
): Replacement | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const parent = path.slice(0, -1).reduce(childOf, root);
  if (parent?.type === 'list' && isPlain(parent) && typeof last === 'number') {
    if ('remove' in change) return removeItem(parent, last, text);
    return 'value' in change ? replaceScalar(parent.items[last], change.value) : undefined;
  }
  if (parent?.type !== 'map' || !isOwn(parent)) return undefined;
  const entry = entryOf(parent, String(last));
  const isThere = parent.entries.some(({ key }) => keyName(key) === String(last));
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
  const isTaken = parent.entries.some(({ key }) => keyName(key) === change.key);
  return entry && !isTaken ? replaceScalar(entry.key, change.key) : undefined;
}

/** What stands at a key or position; undefined too where the place is not the only one of its value. */
function childOf(node: YamlNode | undefined, part: string | number): YamlNode | undefined {
  if (node?.type === 'list' && isPlain(node) && typeof part === 'number') return node.items[part];
  if (node?.type !== 'map' || !isOwn(node)) return undefined;
  return entryOf(node, String(part))?.value;
}

/** The entry with a key that stands there once. */
function entryOf(map: MapNode, name: string): Entry | undefined {
  const found = map.entries.filter(({ key }) => keyName(key) === name);
  return found.length === 1 ? found[0] : undefined;
}

/** Without a merge key, and without an anchor by which it could be in other places too. */
function isOwn(map: MapNode): boolean {
  return isPlain(map) && !map.entries.some(({ key }) => isMergeKey(key));
}

/** Whoever writes an anchor or a tag means something by it. */
function isPlain({ anchor, tag }: { anchor?: string | undefined; tag?: string | undefined }) {
  return anchor === undefined && tag === undefined;
}

function isList(node: YamlNode): node is ListNode {
  return node.type === 'list' && isPlain(node);
}

function replaceScalar(
  node: YamlNode | undefined,
  value: string | number,
): Replacement | undefined {
  if (node?.type !== 'scalar' || !isPlain(node)) return undefined;
  const { start, end, style } = node;
  const text = typeof value === 'number' ? String(value) : quoted(value, node);
  // An empty value has no text to replace, and a text with quotes of its own is nobody's name.
  if (style === 'literal' || style === 'folded' || isEmpty(node) || text === undefined) {
    return undefined;
  }
  return { start, end, text };
}

/** A text in the style of the one that it replaces; undefined for one that would need escapes. */
function quoted(value: string, { style }: ScalarNode): string | undefined {
  if (!/^[\w./*:-]*[\w./*-]$/.test(value)) return undefined;
  if (style === 'single') return `'${value}'`;
  const isText = /^[\w.]/.test(value) && resolvePlain(value).type === 'str';
  return style === 'plain' && isText ? value : `"${value}"`;
}
