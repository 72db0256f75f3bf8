import type { Comment, Document } from '../manifest/document.js';

/** An inline `# mesh-failover-ignore: rule-name reason`. */
export interface Ignore {
  file: string;
  comment: Comment;
  rule: string;
  reason: string;
  /** The lines it covers, from 1, the last included. */
  first: number;
  last: number;
}

const MARK = /^\s*mesh-failover-ignore(?::\s*|\s+|$)(\S*)\s*([^]*)$/;

/**
 * The ignores of a document. Behind a value, one covers its line; on a line of its own, the next line that
 * has a value, with everything that is indented below it.
 */
export function ignoresIn(document: Document, text: string | undefined): Ignore[] {
  const comments = document.comments().filter((comment) => MARK.test(comment.text));
  if (comments.length === 0) return [];
  const lines = (text ?? '').split(/\r\n|\n|\r/);
  return comments.map((comment) => {
    const [, rule = '', reason = ''] = MARK.exec(comment.text) ?? [];
    const { line } = comment.range;
    const [first, last] = comment.trailing ? [line, line] : blockBelow(lines, line);
    return { file: document.file, comment, rule, reason: reason.trim(), first, last };
  });
}

/** The block that begins below a line: its first line with a value, and all that is indented deeper. */
function blockBelow(lines: readonly string[], line: number): [number, number] {
  const isValue = (text: string) => /\S/.test(text) && !/^\s*#/.test(text);
  let first = line;
  while (first < lines.length && !isValue(lines[first] ?? '')) first++;
  const indent = indentOf(lines[first] ?? '');
  let last = first + 1;
  while (last < lines.length) {
    const text = lines[last] ?? '';
    if (isValue(text) && (indentOf(text) <= indent || text.startsWith('---'))) break;
    last++;
  }
  return [first + 1, last];
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
