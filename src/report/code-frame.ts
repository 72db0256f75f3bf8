import type { Range } from '../manifest/document.js';
import type { Paint } from './paint.js';
import { safeText } from './safe-text.js';

/** How much of a long line is shown. */
const WIDTH = 100;

/**
 * The first line of a range with what is wrong underlined; empty where the text was not kept.
 *
 * @param source That line of the file.
 */
export function codeFrame(source: string | undefined, range: Range, paint: Paint): string[] {
  if (source === undefined) return [];
  const start = Math.max(0, range.column - 1 - WIDTH + 20);
  const shown = source.slice(start, start + WIDTH);
  const from = range.column - 1 - start;
  const end = range.endLine === range.line ? range.endColumn - 1 - start : shown.trimEnd().length;
  // Escapes are longer than what they stand for. They are made for the line as a whole: parts that are harmless
  // each could make a command together.
  const width = (to: number) => safeText(shown.slice(0, to)).length;
  const marked = Math.max(1, width(Math.max(end, from + 1)) - width(from));
  const number = String(range.line);
  return [
    `${paint.faint(`${number} |`)} ${safeText(shown)}`,
    `${paint.faint(`${' '.repeat(number.length)} |`)} ${' '.repeat(width(from))}${paint.error('^'.repeat(marked))}`,
  ];
}
