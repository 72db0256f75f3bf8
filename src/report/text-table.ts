import { Memory } from '../foundation/memory.js';
import { firstFew } from '../foundation/first-few.js';
import type { PredictedTarget } from '../traffic/result.js';
import { paint, type Paint } from './paint.js';
import { safeText } from '../foundation/safe-text.js';
import {
  destinationsOf,
  lineMaker,
  noteNumber,
  tableGroup,
  type DescribedRow,
  type TableClient,
  type TableGroup,
} from './table-groups.js';
import { tellingOutcomes } from './telling-rows.js';
import { TEXT_WIDTH, wrap } from './wrap.js';

const NARROWEST = 12;

/**
 * One block per destination: a line for each scenario, a column for each region, and the errors.
 *
 * @param allRows False: only rows that say something, and tables that are equal once, with the names of all they hold for.
 */
export function* textTable(
  predictions: Iterable<PredictedTarget>,
  style: Paint,
  width = TEXT_WIDTH,
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
    const { title, regions } = group;
    const clients = group.clients.map((client) => tellingRows(client, regions));
    const short = { ...group, title: '', clients };
    const body = block(short, linesOf, paint(false), width);
    const known = tables.get(body) ?? { group: short, titles: [] };
    known.titles.push(title);
    tables.set(body, known);
  }
  for (const { group, titles } of tables.values()) {
    yield block({ ...group, title: firstFew(titles) }, linesOf, style, width);
  }
}

function tellingRows(client: TableClient, regions: readonly string[]): TableClient {
  const outcomes = tellingOutcomes([...client.outcomes()].flat(), regions);
  return { ...client, outcomes: () => [outcomes] };
}

/** A line of a table but for its place in it. */
interface Line {
  scenario: string;
  name: string;
  cells: string;
  reason: string | undefined;
  hasErrors: boolean;
}

function lineOf(row: DescribedRow, regions: readonly string[]): Line {
  const { scenario, title, shares, failing, reason, hasErrors } = row;
  const cells = inColumns([...shares, failing], regions);
  return { scenario, name: `  ${safeText(title)}`, cells, reason, hasErrors };
}

function inColumns(cells: readonly string[], regions: readonly string[]): string {
  const widths = columnsOf(regions);
  return cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join('');
}

function columnsOf(regions: readonly string[]): number[] {
  return [...regions, 'errors'].map((name) => Math.max(NARROWEST, safeText(name).length + 2));
}

function block(
  { title, regions, clients, notes: unseen }: TableGroup,
  linesOf: (client: TableClient, regions: readonly string[]) => Line[],
  style: Paint,
  width: number,
): string {
  const tables = clients.map((client) => ({ head: client.title, lines: linesOf(client, regions) }));
  const rest = columnsOf(regions).reduce((total, column) => total + column, 0);
  const shown = safeText(title);
  // A title that would push the numbers out of the line has one to itself.
  const isApart = shown.length + 2 + rest > width;
  let first = isApart ? 0 : shown.length;
  for (const { lines } of tables) {
    for (const { name } of lines) first = Math.max(first, name.length);
  }
  first += 2;

  const notes = new Map<string, number>();
  const body = tables.flatMap(({ head, lines }) => [
    safeText(head),
    ...lines.map((line) => {
      const mark = line.reason === undefined ? '' : ` ${noteMark(noteNumber(notes, line.reason))}`;
      const text = line.name.padEnd(first) + line.cells + mark;
      return line.hasErrors ? style.error(text) : text;
    }),
  ]);
  const titles = (name: string) =>
    (name.padEnd(first) + inColumns([...regions.map(safeText), 'errors'], regions)).trimEnd();
  return [
    ...(isApart ? [shown, titles('')] : [titles(shown)]).map(style.strong),
    ...body,
    ...[...notes].flatMap(([note, number]) => noteLines(`${noteMark(number)} `, note, width)),
    ...unseen.flatMap((note) => noteLines('note: ', note, width)),
  ].join('\n');
}

function noteLines(mark: string, note: string, width: number): string[] {
  const [first = '', ...rest] = wrap(safeText(note), width - mark.length);
  return [mark + first, ...rest.map((line) => ' '.repeat(mark.length) + line)];
}

function noteMark(number: number): string {
  return `[${String(number)}]`;
}
