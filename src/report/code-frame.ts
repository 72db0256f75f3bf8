import type { Range } from '../foundation/range.js';
import type { Paint } from './paint.js';
import { safeText } from '../foundation/safe-text.js';
import { textWidth } from './wrap.js';

/**
 * The first line of a range with what is wrong underlined; empty where the text was not kept.
 *
 * @param source That line of the file.
 * @param width What is left of a longer line, with its number.
 */
export function codeFrame(
  source: string | undefined,
  range: Range,
  paint: Paint,
  width = textWidth,
): string[] {
  if (source === undefined) return [];
  const number = String(range.line);
  const room = width - number.length - ' | '.length;
  const start = Math.max(0, range.column - 1 - room + 20);
  const shown = source.slice(start, start + room);
  const from = range.column - 1 - start;
  const end = range.endLine === range.line ? range.endColumn - 1 - start : shown.trimEnd().length;
  // Escapes are longer than what they stand for. They are made for the line as a whole: parts that are harmless
  // each could make a command together.
  const shownUntil = (to: number) => safeText(shown.slice(0, to)).length;
  const marked = Math.max(1, shownUntil(Math.max(end, from + 1)) - shownUntil(from));
  return [
    `${paint.faint(`${number} |`)} ${safeText(shown)}`,
    `${paint.faint(`${' '.repeat(number.length)} |`)} ${' '.repeat(shownUntil(from))}${paint.error('^'.repeat(marked))}`,
  ];
}
