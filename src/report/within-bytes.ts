/** A text that was cut to a size, and how many of its parts had no room. */
export interface Fitted {
  text: string;
  left: number;
}

/** As many parts, in their order, as fit into `maxBytes` of UTF-8; of the others not even the text is made. */
export function withinBytes<T>(
  parts: readonly T[],
  maxBytes: number,
  textOf: (part: T) => string,
): Fitted {
  const kept: string[] = [];
  let room = maxBytes;
  for (const part of parts) {
    const text = textOf(part);
    room -= Buffer.byteLength(text);
    if (room < 0) break;
    kept.push(text);
  }
  return { text: kept.join(''), left: parts.length - kept.length };
}
