import type { Finding } from '../foundation/finding.js';
import { markdownLines, markdownText } from './markdown-text.js';
import { unsafe } from '../foundation/safe-text.js';

/** Lines of a file, and what is to stand there instead. */
export interface Suggestion {
  file: string;
  /** From 1, both inclusive. */
  first: number;
  last: number;
  /** The finding, and the lines as a change to accept. */
  body: string;
}

/**
 * The fix of a finding as a change of whole lines; undefined where it has none, where it is about several files, or where
 * the lines hold something that a page would not show.
 *
 * @param text The text of the finding's file.
 */
export function suggestionOf(finding: Finding, text: string): Suggestion | undefined {
  const { fix, file, rule, severity, message } = finding;
  if (!fix || fix.edits.length === 0 || fix.edits.some((edit) => edit.file !== file))
    return undefined;
  const lines = text.split('\n');
  const first = Math.min(...fix.edits.map(({ range }) => range.line));
  const last = Math.max(...fix.edits.map(({ range }) => range.endLine));
  const fixed = fixedLines(lines, first, last, fix.edits);
  if (fixed === undefined || fixed.replaceAll('\n', '').search(unsafe) >= 0) return undefined;
  const fence = '`'.repeat(Math.max(3, longestRun(fixed) + 1));
  const body = [
    `${severity} **${rule}**: ${markdownLines(message)}`,
    markdownText(fix.description),
    `${fence}suggestion\n${fixed}\n${fence}`,
  ].join('\n\n');
  return { file, first, last, body };
}

/** The lines with the edits made, the last one first, so that the places of the others stay. */
function fixedLines(
  lines: readonly string[],
  first: number,
  last: number,
  edits: NonNullable<Finding['fix']>['edits'],
): string | undefined {
  if (last > lines.length) return undefined;
  const own = lines.slice(first - 1, last);
  const starts = own.map((_, index) =>
    own.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0),
  );
  const offset = (line: number, column: number) => (starts[line - first] ?? 0) + column - 1;
  let result = own.join('\n');
  for (const { range, text } of edits.toSorted((a, b) => offsetOf(b) - offsetOf(a))) {
    const [start, end] = [offset(range.line, range.column), offset(range.endLine, range.endColumn)];
    result = result.slice(0, start) + text + result.slice(end);
  }
  return result.replace(/\r$/, '').replaceAll('\r\n', '\n');

  function offsetOf({ range }: { range: { line: number; column: number } }): number {
    return offset(range.line, range.column);
  }
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
