import { dash, greater, isBlank, isDigit, isLineEnd, plusSign, space, tab } from './characters.js';
import type { Cursor } from './cursor.js';
import { refuse } from './fault.js';
import { tabInIndentation } from './indentation.js';

export interface BlockText {
  value: string;
  isFolded: boolean;
}

interface Header {
  chomping: 'clip' | 'strip' | 'keep';
  /** Columns more than what is around; 0: as many as the first line of text has. */
  increment: number;
}

/**
 * Reads the text below `|` or `>`, which stands here.
 *
 * @param parent The indentation of what the text belongs to; -1 for the document itself.
 */
export function scanBlockScalar(cursor: Cursor, parent: number): BlockText {
  const isFolded = cursor.code === greater;
  const { chomping, increment } = scanHeader(cursor);
  const parts: string[] = [];
  let lastBreak = '';
  let wasIndented = false;
  const start = skipEmptyLines(cursor, parent, increment && Math.max(parent, 0) + increment);
  const { indent } = start;
  let { breaks } = start;
  while (cursor.column === indent && !Number.isNaN(cursor.code)) {
    const isIndented = isBlank(cursor.code);
    const folds = isFolded && !wasIndented && !isIndented && lastBreak === '\n';
    if (!folds) parts.push(lastBreak);
    else if (breaks === '') parts.push(' ');
    parts.push(breaks);
    wasIndented = isIndented;
    const from = cursor.at;
    let end = from;
    while (!isLineEnd(cursor.text.charCodeAt(end))) end += 1;
    parts.push(cursor.text.slice(from, end));
    cursor.moveTo(end);
    lastBreak = cursor.takeBreakOrEnd();
    ({ breaks } = skipEmptyLines(cursor, parent, indent));
  }
  if (chomping !== 'strip') parts.push(lastBreak);
  if (chomping === 'keep') parts.push(breaks);
  return { value: parts.join(''), isFolded };
}

function scanHeader(cursor: Cursor): Header {
  const start = cursor.at;
  cursor.at += 1;
  const header: Header = { chomping: 'clip', increment: 0 };
  const takeSign = () => {
    if (cursor.code !== plusSign && cursor.code !== dash) return;
    header.chomping = cursor.code === plusSign ? 'keep' : 'strip';
    cursor.at += 1;
  };
  takeSign();
  if (isDigit(cursor.code)) {
    header.increment = cursor.code - 48;
    if (header.increment === 0) {
      refuse(start, cursor.at + 1, 'a block of text is indented by 1 to 9 columns; remove the 0');
    }
    cursor.at += 1;
    if (header.chomping === 'clip') takeSign();
  }
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isLineEnd(cursor.code)) {
    refuse(
      cursor.at,
      cursor.at + 1,
      'text on the line of | or >; put it on the next line and indent it',
    );
  }
  cursor.takeBreakOrEnd();
  return header;
}

/**
 * Goes on to the next line that is not empty, behind its indentation.
 *
 * @param known The indentation of the text; 0: the first line with text shows it.
 */
function skipEmptyLines(
  cursor: Cursor,
  parent: number,
  known: number,
): { breaks: string; indent: number } {
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((known === 0 || cursor.column < known) && cursor.code === space) cursor.at += 1;
    widest = Math.max(widest, cursor.column);
    if ((known === 0 || cursor.column < known) && cursor.code === tab) tabInIndentation(cursor.at);
    const taken = cursor.takeBreakOrEnd();
    if (taken === '') break;
    breaks += taken;
  }
  return { breaks, indent: known || Math.max(widest, parent + 1, 1) };
}
