import type { CommentSpan } from './cursor.js';
import { faultOf } from './fault.js';
import { Scanner } from './scanner.js';
import type { Chunk } from './split-documents.js';
import { startOf } from './tree-reader.js';

/**
 * All comments of a document, with that on the `---` line before it. The scanner tells them from a `#` in a string; the text was read
 * before, so the limits on its size hold.
 */
export function findComments({ text, from, isJson }: Chunk): CommentSpan[] {
  if (isJson) return [];
  const scanner = new Scanner(text, { from: startOf(text, from), withComments: true });
  faultOf(() => {
    while (scanner.next().type !== 'stream-end');
  });
  return [...commentOfSeparator(text, from), ...scanner.comments];
}

function commentOfSeparator(text: string, from: number): CommentSpan[] {
  const line = text.slice(0, from).trimEnd();
  const start = line.indexOf('#');
  return start === -1 ? [] : [{ start, end: line.length, trailing: true }];
}
