/** Lines of a text, from 1, the last included. */
export interface Block {
  first: number;
  last: number;
}

/** The indented blocks of a text. */
export interface Blocks {
  /** The block that begins below a line: its first line with a value, and all that is indented deeper. */
  below(line: number): Block;
}

/**
 * Goes through a text once, however many blocks are asked for: of a line with a value, the block ends before the next one that is not
 * indented deeper.
 */
export function blocksOf(text: string): Blocks {
  const lines = text.split(/\r\n|\n|\r/);
  const next: number[] = [];
  const ends: number[] = [];
  // From the last line up: the lines below that may end a block, the nearest on top, each indented less than the one above it here.
  const enders: { index: number; indent: number }[] = [];
  let nextValue = lines.length;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    const content = line.trimStart();
    if (content !== '' && !content.startsWith('#')) {
      const indent = line.length - content.length;
      while ((enders.at(-1)?.indent ?? 0) > indent) enders.pop();
      ends[index] = enders.at(-1)?.index ?? lines.length;
      enders.push({ index, indent });
      nextValue = index;
    }
    next[index] = nextValue;
  }
  return {
    below(line) {
      const first = next[line] ?? lines.length;
      return { first: first + 1, last: ends[first] ?? first + 1 };
    },
  };
}
