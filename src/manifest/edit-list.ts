import type { YAMLSeq } from 'yaml';
import type { Replacement } from './change-text.js';
import type { Plain } from './document.js';
import { lastText, styleOf } from './insert-entry.js';
import { extent } from './node.js';
import type { AnyNode } from './node.js';
import { writePlain } from './write-plain.js';

/**
 * New items behind the last one of a list: on lines of their own with the same indentation, or in the same brackets.
 * Undefined where the text has a form in which that may go wrong.
 */
export function appendItems(
  list: YAMLSeq,
  items: readonly Plain[],
  text: string,
): Replacement | undefined {
  const span = extent(list as AnyNode, text);
  const last = list.items.at(-1) as AnyNode;
  if (!span || items.length === 0) return undefined;
  const style = styleOf(text);
  if (list.items.length === 0) {
    const brackets = /^\[\s*\]/.exec(text.slice(span.start))?.[0];
    if (!list.flow || brackets === undefined) return undefined;
    const inside = items.map((item) => writePlain(item, style)).join(', ');
    return { start: span.start, end: span.start + brackets.length, text: `[${inside}]` };
  }
  const end = extent(lastText(last), text)?.end;
  if (end === undefined) return undefined;
  const rest = lineFrom(text, end);
  if (list.flow) {
    // A comment there belongs to the item before it.
    if (rest.includes('#') || !/^\s*[,\]]/.test(text.slice(end))) return undefined;
    const start = extent(last, text)?.start ?? end;
    const before = lineBefore(text, start);
    const gap = /^[ \t]*$/.test(before) ? style.lineBreak + before : ' ';
    const added = items.map((item) => `,${gap}${writePlain(item, style)}`).join('');
    return { start: end, end, text: added };
  }
  const dash = dashOf(list, list.items.length - 1, text);
  if (dash === undefined || !/^\s*(?:#.*)?$/.test(rest)) return undefined;
  const at = end + rest.length;
  const indent = columnOf(text, dash);
  const added = items.map(
    (item) => `${style.lineBreak}${' '.repeat(indent)}- ${writePlain(item, style, indent + 2)}`,
  );
  return { start: at, end: at, text: added.join('') };
}

/** Takes an item out, with its lines; undefined for the only one, and where other things share its lines. */
export function removeItem(list: YAMLSeq, index: number, text: string): Replacement | undefined {
  const item = list.items[index] as AnyNode;
  const span = extent(item, text);
  if (!span || list.items.length < 2) return undefined;
  if (list.flow) return removeFromBrackets(list, index, text);
  const dash = dashOf(list, index, text);
  const end = extent(lastText(item), text)?.end;
  if (dash === undefined || end === undefined) return undefined;
  const rest = lineFrom(text, end);
  if (!/^\s*(?:#.*)?$/.test(rest) || !/^ *$/.test(lineBefore(text, dash))) return undefined;
  const start = dash - columnOf(text, dash);
  const lineBreak = /^(?:\r\n|\n|\r)/.exec(text.slice(end + rest.length))?.[0];
  if (lineBreak !== undefined) {
    return { start, end: end + rest.length + lineBreak.length, text: '' };
  }
  // The last line of the file has none: the one before it goes.
  const before = /(?:\r\n|\n|\r)$/.exec(text.slice(0, start))?.[0] ?? '';
  return { start: start - before.length, end: end + rest.length, text: '' };
}

function removeFromBrackets(list: YAMLSeq, index: number, text: string): Replacement | undefined {
  const spans = list.items.map((item) => extent(item as AnyNode, text));
  const [own, previous, next] = [spans[index], spans[index - 1], spans[index + 1]];
  if (!own) return undefined;
  const [start, end] = next ? [own.start, next.start] : [previous?.end ?? own.start, own.end];
  // A comment in between is nobody's to throw away.
  return text.slice(start, end).includes('#') ? undefined : { start, end, text: '' };
}

/** Where the `-` of an item stands. */
function dashOf(list: YAMLSeq, index: number, text: string): number | undefined {
  const span = extent(list.items[index] as AnyNode, text);
  const previous = extent(lastText(list.items[index - 1] as AnyNode), text);
  if (!span) return undefined;
  const between = text.slice(previous?.end ?? 0, span.start);
  const dash = /-[ \t]+$/.exec(between);
  return dash ? (previous?.end ?? 0) + dash.index : undefined;
}

function columnOf(text: string, offset: number): number {
  return lineBefore(text, offset).length;
}

function lineBefore(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}

function lineFrom(text: string, offset: number): string {
  return /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '';
}
