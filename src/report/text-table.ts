import { Memory } from '../foundation/memory.js';
import { firstFew } from '../foundation/first-few.js';
import type { PredictedTarget } from '../traffic/result.js';
import { paint, type Paint } from './paint.js';
import { placeNames } from './places.js';
import { safeText } from '../foundation/safe-text.js';
import { mergedHeads, mergedRows } from './merged-lines.js';
import {
  destinationsOf,
  lineMaker,
  noteNumber,
  tableGroup,
  type Columns,
  type DescribedRow,
  type TableClient,
  type TableGroup,
} from './table-groups.js';
import { tellingOutcomes } from './telling-rows.js';
import { gridOf, longestName, type Grid } from './text-grid.js';
import { textWidth, wrap } from './wrap.js';

/** Tables are read in terminals and logs that are no wider. */
const tableWidth = 80;
const narrowest = 12;
const indent = '  ';

/**
 * One block per destination: a line for each scenario, a column for each region or zone, and the errors. With more columns than
 * have room, each line lists the places that get requests.
 *
 * @param allRows False: only rows that say something, and tables that are equal once, with the names of all they hold for.
 */
export function* textTable(
  predictions: Iterable<PredictedTarget>,
  style: Paint,
  width = textWidth,
  allRows = true,
): Generator<string> {
  const linesOf = lineMaker(lineOf);
  const memory = new Memory();
  const tables = new Map<string, { group: TableGroup; titles: string[] }>();
  for (const targets of destinationsOf(predictions)) {
    const group = tableGroup(targets, memory);
    if (allRows) {
      yield block(group, linesOf, style, width);
      continue;
    }
    const { title, columns } = group;
    const clients = group.clients.map((client) => tellingRows(client, columns));
    const short = { ...group, title: '', clients };
    const body = block(short, linesOf, paint(false), width, true);
    const known = tables.get(body) ?? { group: short, titles: [] };
    known.titles.push(title);
    tables.set(body, known);
  }
  for (const { group, titles } of tables.values()) {
    yield block({ ...group, title: firstFew(titles) }, linesOf, style, width, true);
  }
}

function tellingRows(client: TableClient, columns: Columns): TableClient {
  const outcomes = tellingOutcomes([...client.outcomes()].flat(), columns);
  return { ...client, outcomes: () => [outcomes] };
}

/** A line of a table but for its place in it. */
interface Line {
  scenario: string;
  name: string;
  /** The share of each place, and the errors. */
  cells: string[];
  reason: string | undefined;
  hasErrors: boolean;
}

function lineOf(row: DescribedRow): Line {
  const { scenario, title, shares, failing, reason, hasErrors } = row;
  const cells = [...shares, failing];
  return { scenario, name: `  ${safeText(title)}`, cells, reason, hasErrors };
}

function block(
  { title, columns, clients, notes: unseen }: TableGroup,
  linesOf: (client: TableClient, columns: Columns) => Line[],
  style: Paint,
  width: number,
  isShort = false,
): string {
  const room = Math.min(width, tableWidth);
  const heads = [...placeNames(columns.places).map(safeText), 'errors'];
  const whole = clients.map((client) => ({ head: client.title, lines: linesOf(client, columns) }));
  const rest = heads.reduce((total, head) => total + Math.max(narrowest, head.length + 2), 0);
  const tables = isShort ? shortened(whole, room - rest - 2) : whole;
  const lines = tables.flatMap((table) => table.lines);
  const hasNotes = lines.some(({ reason }) => reason !== undefined);
  const shown = safeText(title);
  const grid = gridOf(heads, lines, room - (hasNotes ? noteWidth : 0));
  // A title that would push the numbers out of the line has one to itself.
  const isApart = !grid || shown.length + 2 + grid.width > room;
  const first = Math.max(isApart ? 0 : shown.length, longestName(lines)) + 2;

  const notes = new Map<string, number>();
  const body = tables.flatMap((table) => [
    safeText(table.head),
    ...table.lines.flatMap((line) => {
      const mark = line.reason === undefined ? '' : ` ${noteMark(noteNumber(notes, line.reason))}`;
      const texts = grid
        ? [line.name.padEnd(first) + grid.row(line.cells) + mark]
        : listed(line, heads, mark, room);
      return line.hasErrors ? texts.map(style.error) : texts;
    }),
  ]);
  return [
    ...titleLines(shown, grid, isApart, first).map(style.strong),
    ...body,
    ...[...notes].flatMap(([note, number]) => noteLines(`${noteMark(number)} `, note, width)),
    ...unseen.flatMap((note) => noteLines('note: ', note, width)),
  ].join('\n');
}

/** Room for the mark of a note behind a line. */
const noteWidth = 4;

/** The title, and the heads of the columns beside or below it. */
function titleLines(
  title: string,
  grid: Grid | undefined,
  isApart: boolean,
  first: number,
): string[] {
  if (!grid) return [title];
  const heads = grid.heads;
  const beside = isApart ? '' : title;
  const lines = heads.map((head, index) => {
    const text = index === heads.length - 1 ? beside : '';
    return (text.padEnd(first) + head).trimEnd();
  });
  return isApart ? [title, ...lines] : lines;
}

interface ClientLines {
  head: string;
  lines: Line[];
}

/** A client whose own cluster is lost; for every client it is another one. */
const ownLoss = { scenario: 'own cluster lost', name: `${indent}own cluster lost` };

function isOwnLoss({ scenario, reason }: Line): boolean {
  return /^cluster-lost:[^+]*$/.test(scenario) && reason?.startsWith('no entry: ') === true;
}

/** Rows that say the same as one, and clients that have the same rows as one. */
function shortened(tables: readonly ClientLines[], longest: number): ClientLines[] {
  const byRows = new Map<string, { heads: string[]; lines: Line[] }>();
  for (const { head, lines } of tables) {
    const own = lines.map((line) => (isOwnLoss(line) ? { ...line, ...ownLoss } : line));
    const merged = mergedRows(own, indent, Math.max(longest, narrowest) - indent.length);
    const key = JSON.stringify(merged);
    const known = byRows.get(key);
    if (known) known.heads.push(head);
    else byRows.set(key, { heads: [head], lines: merged });
  }
  return [...byRows.values()].map(({ heads, lines }) => ({ head: mergedHeads(heads), lines }));
}

/** A line without columns: `  healthy: 80 % europe-west1, 20 % us-central1`. */
function listed(
  { name, cells }: Line,
  heads: readonly string[],
  mark: string,
  width: number,
): string[] {
  const parts = cells.flatMap((cell, index) =>
    cell === '-' || (index === cells.length - 1 && cell === '0 %')
      ? []
      : [`${cell} ${heads[index] ?? ''}`],
  );
  const text = `${name.trimStart()}: ${parts.join(', ') || 'no requests'}${mark}`;
  return wrap(text, width - listIndent.length).map((line, index) =>
    index === 0 ? `  ${line}` : listIndent + line,
  );
}

const listIndent = '    ';

function noteLines(mark: string, note: string, width: number): string[] {
  const [first = '', ...rest] = wrap(safeText(note), width - mark.length);
  return [mark + first, ...rest.map((line) => ' '.repeat(mark.length) + line)];
}

function noteMark(number: number): string {
  return `[${number}]`;
}
