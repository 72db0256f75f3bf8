import { exclamation, greater, isGap, isWordPart, less, percentSign } from './characters.js';
import type { Cursor } from './cursor.js';
import { refuse } from './fault.js';

/** A tag as it is written: `!handle!suffix`, `!suffix`, or without a handle where it is given in full. */
export interface TagParts {
  handle: string;
  suffix: string;
}

const uriCharacters = new Set([...";/?:@&=+$,.!~*'()[]%"].map((each) => each.charCodeAt(0)));

/** Reads the tag that begins here. */
export function scanTag(cursor: Cursor): TagParts {
  const start = cursor.at;
  const parts = scanParts(cursor);
  if (!isGap(cursor.code)) {
    refuse(start, cursor.at, 'a tag needs a space after it; add one, or put the value in quotes');
  }
  return parts;
}

function scanParts(cursor: Cursor): TagParts {
  if (cursor.codeAfter(1) === less) {
    cursor.at += 2;
    const suffix = scanUri(cursor, '');
    if (cursor.code !== greater) {
      refuse(cursor.at, cursor.at + 1, 'a tag that begins with !< ends with >; add it');
    }
    cursor.at += 1;
    return { handle: '', suffix };
  }
  const handle = scanHandle(cursor);
  if (handle.length > 1 && handle.endsWith('!')) return { handle, suffix: scanUri(cursor, '') };
  // There is no second mark: it is all one name.
  const suffix = scanUri(cursor, handle);
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
}

/** `!`, `!!` or `!name!`; in a tag also `!name`, which is no handle. */
export function scanHandle(cursor: Cursor): string {
  const start = cursor.at;
  if (cursor.code !== exclamation) refuse(start, start + 1, 'a tag begins with !');
  cursor.at += 1;
  while (isWordPart(cursor.code)) cursor.at += 1;
  if (cursor.text.charAt(cursor.at) === '!') cursor.at += 1;
  return cursor.text.slice(start, cursor.at);
}

/** @param head What was read of it so far, with its `!`. */
export function scanUri(cursor: Cursor, head: string): string {
  let uri = head.slice(1);
  const start = cursor.at;
  for (;;) {
    const { code } = cursor;
    if (code === percentSign) {
      uri += scanEscaped(cursor);
    } else if (isWordPart(code) || uriCharacters.has(code)) {
      uri += cursor.text.charAt(cursor.at);
      cursor.at += 1;
    } else {
      break;
    }
  }
  if (head === '' && cursor.at === start) {
    refuse(
      start,
      start + 1,
      'the name of this tag is empty; write one, or put the value in quotes',
    );
  }
  return uri;
}

/** One character that is written as `%` and the hexadecimal digits of its bytes. */
function scanEscaped(cursor: Cursor): string {
  const [first = ''] = /^(?:%[\da-f]{2})/i.exec(cursor.text.slice(cursor.at, cursor.at + 3)) ?? [];
  const length = lengthOfSequence(parseInt(first.slice(1), 16));
  const escaped = cursor.text.slice(cursor.at, cursor.at + 3 * length);
  const isWhole = new RegExp(`^%..(?:%[89ab][\\da-f]){${Math.max(length - 1, 0)}}$`, 'i').test(
    escaped,
  );
  if (length === 0 || !isWhole) {
    refuse(cursor.at, cursor.at + 1, 'a % in a tag needs the hexadecimal digits of a character');
  }
  cursor.at += escaped.length;
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}

/** How many bytes a character has by its first one; 0 where none can begin so. */
function lengthOfSequence(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc0 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xf0 && byte < 0xf8 ? 4 : 0;
}
