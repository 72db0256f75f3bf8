import { Lexer } from 'yaml';

/** A comment in a text: offsets in UTF-16 units, from its `#` to the end of its line. */
export interface CommentSpan {
  start: number;
  end: number;
  trailing: boolean;
}

/** The marks that the lexer puts between the pieces of the text; they are no part of it. */
const documentMark = '\u0002';
const flowErrorMark = '\u0018';
const scalarMark = '\u001f';

/**
 * All comments of a text. The lexer tells them from a `#` in a string; the text was parsed
 * before, so the limits on its size hold.
 */
export function findComments(text: string): CommentSpan[] {
  const comments: CommentSpan[] = [];
  let offset = 0;
  let isScalar = false;
  let afterText = false;
  for (const piece of new Lexer().lex(text)) {
    if (!isScalar && piece === scalarMark) {
      isScalar = true;
      continue;
    }
    if (!isScalar && (piece === documentMark || piece === flowErrorMark)) continue;
    if (!isScalar && piece.startsWith('#')) {
      comments.push({ start: offset, end: offset + piece.length, trailing: afterText });
    }
    // A block scalar ends with its line break.
    if (piece.endsWith('\n')) afterText = false;
    else if (piece.trim() !== '') afterText = true;
    offset += piece.length;
    isScalar = false;
  }
  return comments;
}
