import type { Comment, Document } from '../manifest/document.js';

/** An inline `# mesh-failover-ignore: rule-name [until=YYYY-MM-DD] reason`. */
export interface Ignore {
  file: string;
  comment: Comment;
  rule: string;
  /** The last day on which it counts, as it is written; undefined: no end. */
  until: string | undefined;
  reason: string;
  /** The lines it covers, from 1, the last included. */
  first: number;
  last: number;
}

const NAME = 'mesh-failover-ignore';
const MARK = /^\s*mesh-failover-ignore(?::\s*|\s+|$)(\S*)\s*([^]*)$/;

/**
 * The ignores of documents. Behind a value, one covers its line; on a line of its own, the next line that
 * has a value, with everything that is indented below it.
 *
 * @param textOf The text of a file; undefined where it was not kept.
 */
export function ignoresIn(
  documents: readonly Document[],
  textOf: (file: string) => string | undefined,
): Ignore[] {
  // A file with thousands of documents is looked at once.
  const linesOf = new Map<string, string[] | undefined>();
  return documents.flatMap((document) => {
    const { file } = document;
    if (!linesOf.has(file)) linesOf.set(file, linesWithIgnores(textOf(file)));
    const lines = linesOf.get(file);
    return lines ? ignoresOf(document, lines) : [];
  });
}

/** Undefined: the file has no ignore. Few have any, and to look for comments takes longer than to read the values. */
function linesWithIgnores(text: string | undefined): string[] | undefined {
  if (text === undefined) return [];
  return text.includes(NAME) ? text.split(/\r\n|\n|\r/) : undefined;
}

function ignoresOf(document: Document, lines: readonly string[]): Ignore[] {
  const comments = document.comments().filter((comment) => MARK.test(comment.text));
  return comments.map((comment) => {
    const [, rule = '', rest = ''] = MARK.exec(comment.text) ?? [];
    const { until, reason } = withoutEnd(rest);
    const { line } = comment.range;
    const [first, last] = comment.trailing ? [line, line] : blockBelow(lines, line);
    return { file: document.file, comment, rule, until, reason, first, last };
  });
}

/** `until=2026-12-31` may stand anywhere behind the rule. */
function withoutEnd(text: string): Pick<Ignore, 'until' | 'reason'> {
  const [mark, until] = /(?<!\S)until=(\S*)/.exec(text) ?? [];
  const reason = mark === undefined ? text : text.replace(mark, '');
  return { until, reason: reason.trim() };
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
