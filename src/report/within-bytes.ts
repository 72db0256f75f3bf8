/** A text that was cut to a size, and how many of its parts had no room. */
export interface Fitted {
  text: string;
  left: number;
}

/** As many parts, in their order, as fit into `maxBytes` of UTF-8; of the others not even the text is made. */
export function withinBytes<T>(
  parts: Iterable<T>,
  maxBytes: number,
  textOf: (part: T) => string,
): Fitted {
  const kept: string[] = [];
  const fitting = piecesWithin(parts, maxBytes, textOf);
  let next = fitting.next();
  for (; !next.done; next = fitting.next()) kept.push(next.value);
  return { text: kept.join(''), left: next.value };
}

/** The same, a part at a time; what it returns is how many had no room. */
export function* piecesWithin<T>(
  parts: Iterable<T>,
  maxBytes: number,
  textOf: (part: T) => string,
): Generator<string, number, undefined> {
  let room = maxBytes;
  let left = 0;
  for (const part of parts) {
    if (room >= 0) {
      const text = textOf(part);
      room -= Buffer.byteLength(text);
      if (room >= 0) {
        yield text;
        continue;
      }
    }
    left++;
  }
  return left;
}

/** A line of Markdown that counts what had no room; empty where everything had. */
export function omitted(count: number, what: string): string {
  if (count === 0) return '';
  const ending = count === 1 ? '' : 's';
  return `*${count} more ${what}${ending} omitted: the page is limited in size.*\n\n`;
}
