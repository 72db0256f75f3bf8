import type { Range } from '../manifest/document.js';
import type { Paint } from './paint.js';
import { safeText } from './safe-text.js';

/** How much of a long line is shown. */
const WIDTH = 100;

/** The first line of a range with what is wrong underlined; empty where the text was not kept. */
export function codeFrame(text: string | undefined, range: Range, paint: Paint): string[] {
  const source = text?.split(/\r\n|\n|\r/)[range.line - 1];
  if (source === undefined) return [];
  const start = Math.max(0, range.column - 1 - WIDTH + 20);
  const shown = source.slice(start, start + WIDTH);
  const from = range.column - 1 - start;
  const end = range.endLine === range.line ? range.endColumn - 1 - start : shown.trimEnd().length;
  // Escapes are longer than what they stand for: the parts are measured after they are made safe.
  const before = safeText(shown.slice(0, from));
  const marked = safeText(shown.slice(from, Math.max(end, from + 1)));
  const number = String(range.line);
  return [
    `${paint.faint(`${number} |`)} ${before}${marked}${safeText(shown.slice(Math.max(end, from + 1)))}`,
    `${paint.faint(`${' '.repeat(number.length)} |`)} ${' '.repeat(before.length)}${paint.error('^'.repeat(Math.max(1, marked.length)))}`,
  ];
}
