import type { Replacement } from './replacement.js';
import type { Plain } from './document.js';
import { lastText, styleOf } from './insert-entry.js';
import { writePlain } from './write-plain.js';
import type { ListNode } from './yaml/index.js';

/**
 * New items behind the last one of a list: on lines of their own with the same indentation, or in the same brackets.
 * Undefined where the text has a form in which that may go wrong.
 */
export function appendItems(
  list: ListNode,
  items: readonly Plain[],
  text: string,
): Replacement | undefined {
  if (items.length === 0) return undefined;
  const last = list.items.at(-1);
  const style = styleOf(text);
  if (!last) {
    const brackets = /^\[\s*\]/.exec(text.slice(list.start))?.[0];
    if (!list.isFlow || brackets === undefined) return undefined;
    const inside = items.map((item) => writePlain(item, style)).join(', ');
    return { start: list.start, end: list.start + brackets.length, text: `[${inside}]` };
  }
  const end = lastText(last)?.end;
  if (end === undefined) return undefined;
  const rest = lineFrom(text, end);
  if (list.isFlow) {
    // A comment there belongs to the item before it.
    if (rest.includes('#') || !/^\s*[,\]]/.test(text.slice(end))) return undefined;
    const before = lineBefore(text, last.start);
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
export function removeItem(list: ListNode, index: number, text: string): Replacement | undefined {
  const item = list.items[index];
  if (!item || list.items.length < 2) return undefined;
  if (list.isFlow) return removeFromBrackets(list, index, text);
  const dash = dashOf(list, index, text);
  const end = lastText(item)?.end;
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

function removeFromBrackets(list: ListNode, index: number, text: string): Replacement | undefined {
  const { items } = list;
  const [own, previous, next] = [items[index], items[index - 1], items[index + 1]];
  if (!own) return undefined;
  const [start, end] = next ? [own.start, next.start] : [previous?.end ?? own.start, own.end];
  // A comment in between is nobody's to throw away.
  return text.slice(start, end).includes('#') ? undefined : { start, end, text: '' };
}

/** Where the `-` of an item stands. */
function dashOf(list: ListNode, index: number, text: string): number | undefined {
  const item = list.items[index];
  const previous = list.items[index - 1];
  if (!item) return undefined;
  const from = (previous && lastText(previous))?.end ?? 0;
  const dash = /-[ \t]+$/.exec(text.slice(from, item.start));
  return dash ? from + dash.index : undefined;
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
