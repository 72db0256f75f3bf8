/** The columns of a text table, behind the names of its lines. */
export interface Grid {
  /** Of all columns together. */
  width: number;
  /** The heads, in as many lines as they need. */
  heads: string[];
  row(cells: readonly string[]): string;
}

/** Columns of tables that have room are as wide as this, so that tables of one text look alike. */
const usual = 12;

/**
 * Columns that leave room for the names of the lines, the roomiest that do: with heads in one line, else with heads that are
 * broken at their signs, else with one space between them. Undefined where no columns have room.
 */
export function gridOf(
  heads: readonly string[],
  lines: readonly { name: string; cells: readonly string[] }[],
  width: number,
): Grid | undefined {
  const names = longestName(lines) + 2;
  const needed = heads.map((_, column) =>
    lines.reduce((most, { cells }) => Math.max(most, cells[column]?.length ?? 0), 0),
  );
  const broken = heads.map(piecesOf);
  const longest = broken.map((pieces) => Math.max(0, ...pieces.map(({ length }) => length)));
  const whole = heads.map(({ length }) => length);
  const attempts = [
    { widths: whole.map((head) => Math.max(usual, head + 2)), pieces: heads.map((head) => [head]) },
    { widths: wider(longest, needed, 2), pieces: broken },
    { widths: wider(longest, needed, 1), pieces: broken },
  ];
  for (const { widths, pieces } of attempts) {
    const total = widths.reduce((sum, one) => sum + one, 0);
    if (names + total <= width) return grid(widths, total, pieces);
  }
  return undefined;
}

function wider(heads: readonly number[], cells: readonly number[], gap: number): number[] {
  return heads.map((head, column) => Math.max(head, cells[column] ?? 0) + gap);
}

/** `asia-`, `northeast1`. */
function piecesOf(head: string): string[] {
  return head.match(/[^-/_.]+[-/_.]*|[-/_.]+/g) ?? [head];
}

function grid(
  widths: readonly number[],
  width: number,
  pieces: readonly (readonly string[])[],
): Grid {
  const inColumns = (cells: readonly string[]) =>
    cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('');
  const fitted = pieces.map((own, column) => joined(own, widths[column] ?? 0));
  const height = Math.max(1, ...fitted.map(({ length }) => length));
  // Heads stand on the ground, above their numbers.
  const heads = Array.from({ length: height }, (_, line) =>
    inColumns(fitted.map((own) => own[line - height + own.length] ?? '')),
  );
  return { width, heads, row: inColumns };
}

/** As many pieces in each line as have room. */
function joined(pieces: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + piece.length < width) {
      lines[lines.length - 1] = last + piece;
    } else lines.push(piece);
  }
  return lines;
}

/** One after the other: a table may have more lines than a call takes arguments. */
export function longestName(lines: readonly { name: string }[]): number {
  return lines.reduce((longest, { name }) => Math.max(longest, name.length), 0);
}
