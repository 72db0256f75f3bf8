import type { Range } from '../foundation/range.js';

/** Turns offsets of a text (UTF-16 units from 0) into lines and columns from 1. Lines end as in editors: with LF, CR LF or CR. */
export class LineIndex {
  readonly #length: number;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#length = text.length;
    const lineBreak = text.includes('\r') ? /\r\n?|\n/g : /\n/g;
    while (lineBreak.test(text)) this.#starts.push(lineBreak.lastIndex);
  }

  /** The line and column of an offset; an offset outside the text is moved to its nearest end. */
  position(offset: number): { line: number; column: number } {
    const at = Math.min(Math.max(offset, 0), this.#length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
  }

  /** The range from one offset up to, and without, another; never shorter than nothing. */
  range(start: number, end: number): Range {
    const from = this.position(start);
    const to = this.position(Math.max(start, end));
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }
}

/** The range for problems of a file as a whole: its very beginning. */
export const startOfFile: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
