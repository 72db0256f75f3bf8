import {
  backslash,
  doubleQuote,
  isBlank,
  isBreak,
  isGap,
  singleQuote,
  space,
  tab,
} from './characters.js';
import type { Cursor } from './cursor.js';
import { refuse } from './fault.js';

/** What stands for one character behind a backslash. `\/` is not among them. */
const shortEscapes = new Map<number, string>(
  Object.entries({
    '0': '\0',
    a: '\x07',
    b: '\b',
    t: '\t',
    '\t': '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    e: '\x1B',
    ' ': ' ',
    '"': '"',
    "'": "'",
    '\\': '\\',
    N: '\u0085',
    _: '\u00A0',
    L: '\u2028',
    P: '\u2029',
  }).map(([name, value]) => [name.charCodeAt(0), value]),
);

/** The escapes with a number behind them, and its hexadecimal digits. */
const longEscapes = new Map([
  [120, 2],
  [117, 4],
  [85, 8],
]);

const notKnown =
  'unknown escape after a backslash in double quotes; write \\\\ for a backslash, or use single quotes';

/**
 * Reads the text in quotes that begins here, and goes on behind it. It may go on in lines of any indentation: each line break, with
 * the blanks around it, becomes a space, or as many breaks as empty lines follow.
 */
export function scanQuoted(cursor: Cursor): string {
  const quote = cursor.code;
  const opening = cursor.at;
  cursor.at += 1;
  const parts: string[] = [];
  for (;;) {
    if (cursor.isDocumentMarker() || Number.isNaN(cursor.code)) {
      refuse(opening, opening + 1, 'a quote is never closed; add the closing quote');
    }
    const isEscapedBreak = scanWord(cursor, quote, parts);
    if (cursor.code === quote) break;
    scanGap(cursor, isEscapedBreak, parts);
  }
  cursor.at += 1;
  return parts.join('');
}

/** Up to a blank, a line break or the closing quote. Returns whether it ended with a backslash before a line break. */
function scanWord(cursor: Cursor, quote: number, parts: string[]): boolean {
  const { text } = cursor;
  let from = cursor.at;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isGap(code)) break;
    if (code === quote) {
      if (quote !== singleQuote || text.charCodeAt(at + 1) !== singleQuote) break;
      parts.push(text.slice(from, at + 1));
      at += 2;
      from = at;
    } else if (code === backslash && quote === doubleQuote) {
      parts.push(text.slice(from, at));
      if (isBreak(text.charCodeAt(at + 1))) {
        cursor.moveTo(at + 1);
        cursor.takeBreak(true);
        return true;
      }
      at = scanEscape(text, at, parts);
      from = at;
    } else {
      at += 1;
    }
  }
  parts.push(text.slice(from, at));
  cursor.moveTo(at);
  return false;
}

/** Reads the escape at an offset; returns where the text goes on. */
function scanEscape(text: string, at: number, parts: string[]): number {
  const name = text.charCodeAt(at + 1);
  const short = shortEscapes.get(name);
  if (short !== undefined) {
    parts.push(short);
    return at + 2;
  }
  const length = longEscapes.get(name);
  if (length === undefined) refuse(at, at + 2, notKnown);
  const end = at + 2 + length;
  const digits = text.slice(at + 2, end);
  if (digits.length < length || !/^[\dA-Fa-f]*$/.test(digits)) {
    refuse(at, at + 2, `\\${text.charAt(at + 1)} needs ${length} hexadecimal digits`);
  }
  const code = parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    refuse(
      at,
      end,
      'no character has this number; write the character itself, or \\U with eight digits',
    );
  }
  parts.push(String.fromCodePoint(code));
  return end;
}

function scanGap(cursor: Cursor, isEscapedBreak: boolean, parts: string[]): void {
  const start = cursor.at;
  let hasBreak = isEscapedBreak;
  let first = '';
  let more = '';
  for (;;) {
    const { code } = cursor;
    if (code === space || code === tab) {
      cursor.at += 1;
    } else if (isBreak(code)) {
      const taken = cursor.takeBreak(true);
      if (hasBreak) more += taken;
      else first = taken;
      hasBreak = true;
    } else {
      break;
    }
  }
  parts.push(hasBreak ? foldBreaks(first, more) : cursor.text.slice(start, cursor.at));
}

/** What line breaks between two words become: one is a space, of several the first is dropped. */
export function foldBreaks(first: string, more: string): string {
  if (first !== '\n') return first + more;
  return more === '' ? ' ' : more;
}

/** Whether blanks or a break stand here. */
export function isAtGap(cursor: Cursor): boolean {
  return isBlank(cursor.code) || isBreak(cursor.code);
}
