import {
  closeBrace,
  closeBracket,
  colonSign,
  comma,
  hash,
  isBlank,
  isGap,
  openBrace,
  openBracket,
  question,
  tab,
} from './characters.js';
import type { Cursor } from './cursor.js';
import { tabInIndentation } from './indentation.js';
import { foldBreaks, isAtGap } from './scan-quoted.js';

export interface PlainText {
  value: string;
  /** Where its last word ends; the cursor stands behind the blanks and breaks after it. */
  end: number;
  /** Whether line breaks stood behind it. */
  endsLine: boolean;
}

/**
 * Reads the words without quotes that begin here.
 *
 * @param indent The column that a further line needs at least.
 */
export function scanPlain(cursor: Cursor, indent: number, isFlow: boolean): PlainText {
  const parts: string[] = [];
  let end = cursor.at;
  let blanks = '';
  let first: string | undefined;
  let more = '';
  for (;;) {
    if (cursor.isDocumentMarker() || cursor.code === hash) break;
    const wordEnd = endOfWord(cursor, isFlow);
    if (wordEnd > cursor.at) {
      if (first !== undefined) parts.push(foldBreaks(first, more));
      else parts.push(blanks);
      parts.push(cursor.text.slice(cursor.at, wordEnd));
      [blanks, first, more] = ['', undefined, ''];
      cursor.moveTo(wordEnd);
      end = wordEnd;
    }
    if (!isAtGap(cursor)) break;
    const blankStart = cursor.at;
    while (isAtGap(cursor)) {
      const { code } = cursor;
      if (isBlank(code)) {
        if (first !== undefined && code === tab && cursor.column < indent) {
          tabInIndentation(cursor.at);
        }
        cursor.at += 1;
        if (first === undefined) blanks = cursor.text.slice(blankStart, cursor.at);
      } else {
        const taken = cursor.takeBreak();
        if (first === undefined) first = taken;
        else more += taken;
      }
    }
    if (!isFlow && cursor.column < indent) break;
  }
  return { value: parts.join(''), end, endsLine: first !== undefined };
}

function endOfWord({ text, at: start }: Cursor, isFlow: boolean): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isGap(code)) return at;
    if (code === colonSign && isGap(text.charCodeAt(at + 1))) return at;
    if (isFlow && isFlowIndicator(code)) return at;
    at += 1;
  }
}

function isFlowIndicator(code: number): boolean {
  return (
    code === comma ||
    code === question ||
    code === openBracket ||
    code === closeBracket ||
    code === openBrace ||
    code === closeBrace
  );
}
