import type { Comment, Document } from '../manifest/document.js';
import { blocksOf, type Blocks } from './blocks.js';

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

const name = 'mesh-failover-ignore';
const ignoreMark = /^\s*mesh-failover-ignore(?::\s*|\s+|$)(\S*)\s*([^]*)$/;

/**
 * The ignores of documents. Behind a value, one covers its line; on a line of its own, the next line that
 * has a value, with everything that is indented below it.
 *
 * @param textOf The text of a file; undefined where it was not kept.
 */
export function ignoresIn(
  documents: readonly Pick<Document, 'file' | 'comments'>[],
  textOf: (file: string) => string | undefined,
): Ignore[] {
  // A file with thousands of documents is looked at once.
  const blocksIn = new Map<string, Blocks | undefined>();
  return documents.flatMap((document) => {
    const { file } = document;
    if (!blocksIn.has(file)) blocksIn.set(file, blocksIfIgnores(textOf(file)));
    const blocks = blocksIn.get(file);
    return blocks ? ignoresOf(document, blocks) : [];
  });
}

/** Undefined: the file has no ignore. Few have any, and to look for comments takes longer than to read the values. */
function blocksIfIgnores(text: string | undefined): Blocks | undefined {
  if (text === undefined) return blocksOf('');
  return text.includes(name) ? blocksOf(text) : undefined;
}

function ignoresOf(document: Pick<Document, 'file' | 'comments'>, blocks: Blocks): Ignore[] {
  const comments = document.comments().filter((comment) => ignoreMark.test(comment.text));
  return comments.map((comment) => {
    const [, rule = '', rest = ''] = ignoreMark.exec(comment.text) ?? [];
    const { until, reason } = withoutEnd(rest);
    const { line } = comment.range;
    const { first, last } = comment.trailing ? { first: line, last: line } : blocks.below(line);
    return { file: document.file, comment, rule, until, reason, first, last };
  });
}

/** `until=2026-12-31` may stand anywhere behind the rule. */
function withoutEnd(text: string): Pick<Ignore, 'until' | 'reason'> {
  const [mark, until] = /(?<!\S)until=(\S*)/.exec(text) ?? [];
  const reason = mark === undefined ? text : text.replace(mark, '');
  return { until, reason: reason.trim() };
}
