import type { Replacement } from './replacement.js';
import type { Plain } from './document.js';
import { writeEntry, writePlain, type WritingStyle } from './write-plain.js';
import { isEmpty } from './yaml/index.js';
import type { Entry, MapNode, YamlNode } from './yaml/index.js';

/**
 * A new entry behind the last one of a mapping: on a line of its own with the same indentation, or in the same
 * braces. Undefined where the text has a form in which that may go wrong.
 */
export function insertEntry(
  map: MapNode,
  key: string,
  value: Plain,
  text: string,
): Replacement | undefined {
  const style = styleOf(text);
  const last = map.entries.at(-1);
  if (!last) {
    return map.isFlow ? insertFirst(map.start, key, writePlain(value, style), text) : undefined;
  }
  const first = map.entries[0]?.key;
  const end = deepest(last)?.end;
  if (!first || end === undefined) return undefined;
  if (map.isFlow) return insertInBraces(last, end, key, writePlain(value, style), text);
  const indent = first.start - text.lastIndexOf('\n', first.start - 1) - 1;
  return insertLine(first.start, end, writeEntry(key, value, style, indent), text);
}

function insertFirst(
  start: number,
  key: string,
  value: string,
  text: string,
): Replacement | undefined {
  const braces = /^\{\s*\}/.exec(text.slice(start))?.[0];
  if (braces === undefined) return undefined;
  return { start, end: start + braces.length, text: `{ ${key}: ${value} }` };
}

/** Below the line on which the last entry ends, whatever comment that line has. */
function insertLine(
  firstKey: number,
  end: number,
  entry: string,
  text: string,
): Replacement | undefined {
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
  // Only a comment, or the colon of an empty value.
  if (!/^\s*:?\s*(?:#.*)?$/.test(rest)) return undefined;
  const before = text.slice(text.lastIndexOf('\n', firstKey - 1) + 1, firstKey);
  // `? ` would begin another kind of entry.
  if (!/^(?: |- )*$/.test(before)) return undefined;
  const at = end + rest.length;
  const indent = ' '.repeat(before.length);
  return { start: at, end: at, text: `${lineBreakOf(text)}${indent}${entry}` };
}

function insertInBraces(
  last: Entry,
  end: number,
  key: string,
  value: string,
  text: string,
): Replacement | undefined {
  const { start } = last.key;
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
  // A comment there belongs to the entry before it.
  if (rest.includes('#') || !/^\s*[,}]/.test(text.slice(end))) {
    return undefined;
  }
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const gap = /^[ \t]*$/.test(before) ? `${lineBreakOf(text)}${before}` : ' ';
  const name = text[start] === '"' ? `"${key}"` : key;
  return { start: end, end, text: `,${gap}${name}: ${value}` };
}

/** The last node of an entry that has text; undefined where it is a block scalar, whose end is hard to tell. */
function deepest({ key, value }: Entry): YamlNode | undefined {
  return lastText(isEmpty(value) ? key : value);
}

/** The last node of an item that has text; undefined likewise. */
export function lastText(node: YamlNode): YamlNode | undefined {
  if (node.type === 'scalar') {
    return node.style === 'literal' || node.style === 'folded' ? undefined : node;
  }
  if (node.type === 'alias' || node.isFlow) return node;
  if (node.type === 'map') {
    const entry = node.entries.at(-1);
    return entry && deepest(entry);
  }
  const item = node.items.at(-1);
  return item && lastText(item);
}

/** How the text around is written. */
export function styleOf(text: string): WritingStyle {
  return { isJson: /^\s*[{[]\s*"/.test(text), lineBreak: lineBreakOf(text) };
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
