import { addTo } from '../foundation/add-to.js';
import { isLossOfCluster, isOwnLoss } from './own-losses.js';
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
 * @returns How many rows are left out in which requests fail: those of clients whose own cluster is lost.
 */
export function* textTable(
  predictions: Iterable<PredictedTarget>,
  style: Paint,
  width = textWidth,
  allRows = true,
): Generator<string, number> {
  let ownLosses = 0;
  const linesOf = lineMaker(lineOf);
  const memory = new Memory();
  const groups: TableGroup[] = [];
  for (const targets of destinationsOf(predictions)) {
    const group = tableGroup(targets, memory);
    if (allRows) {
      yield block(group, linesOf, style, width);
      continue;
    }
    const clients = group.clients.map((client) => tellingRows(client, group.columns));
    ownLosses += clients.reduce((sum, client) => sum + ownLossesOf(client), 0);
    groups.push({ ...group, clients });
  }
  const tables = new Map<string, { group: TableGroup; titles: string[] }>();
  for (const { title, ...group } of withCallers(groups, linesOf)) {
    const short = { ...group, title: '' };
    const body = block(short, linesOf, paint(false), width, true);
    const known = tables.get(body) ?? { group: short, titles: [] };
    known.titles.push(title);
    tables.set(body, known);
  }
  for (const { group, titles } of tables.values()) {
    yield block({ ...group, title: firstFew(titles) }, linesOf, style, width, true);
  }
  return ownLosses;
}

/** Sidecars that see the same of a host as its gateways are clients in their table. */
function withCallers(
  groups: readonly TableGroup[],
  linesOf: (client: TableClient, columns: Columns) => Line[],
): TableGroup[] {
  const keyOf = ({ clients: [first] }: TableGroup) => {
    const { environment, host, port, subset } = first?.subject ?? {};
    return JSON.stringify([environment, host, port, subset]);
  };
  const areCallers = ({ clients }: TableGroup) =>
    clients.every(({ subject }) => subject.clientKind === 'sidecar');
  const callers = new Map<string, TableGroup[]>();
  for (const group of groups) if (areCallers(group)) addTo(callers, keyOf(group), group);
  const joined = new Set<TableGroup>();
  const all = groups.map((group) => {
    if (areCallers(group)) return group;
    const rowsOf = (client: TableClient) =>
      new Map(linesOf(client, group.columns).map((line) => [line.scenario, line]));
    const seesTheSame = (caller: TableClient) =>
      group.clients.some(
        (client) =>
          client.subject.clientLocality === caller.subject.clientLocality &&
          isAlike(rowsOf(client), rowsOf(caller)),
      );
    const others = (callers.get(keyOf(group)) ?? []).filter(
      (one) => !joined.has(one) && one.clients.every(seesTheSame),
    );
    for (const one of others) joined.add(one);
    return { ...group, clients: [...group.clients, ...others.flatMap(({ clients }) => clients)] };
  });
  return all.filter((group) => !joined.has(group));
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

function ownLossesOf({ outcomes }: TableClient): number {
  return [...outcomes()].flat().filter(isOwnLoss).length;
}

/** Clients that have the same rows, but for those of their own clusters. */
interface AlikeClients {
  heads: string[];
  lines: Map<string, Line>;
}

/** Rows that say the same as one, and clients that have the same rows as one. */
function shortened(tables: readonly ClientLines[], longest: number): ClientLines[] {
  const groups: AlikeClients[] = [];
  for (const { head, lines } of tables) {
    const own = new Map(lines.map((line) => [line.scenario, line]));
    const alike = groups.find((group) => isAlike(group.lines, own));
    if (!alike) {
      groups.push({ heads: [head], lines: own });
      continue;
    }
    alike.heads.push(head);
    for (const [scenario, line] of own) {
      const known = alike.lines.get(scenario);
      if (!known || isOwnLoss(known)) alike.lines.set(scenario, line);
      else if (!isOwnLoss(line)) alike.lines.set(scenario, ofBoth(known, line));
    }
  }
  const room = Math.max(longest, narrowest) - indent.length;
  const byRows = new Map<string, { heads: string[]; lines: Line[] }>();
  for (const { heads, lines } of groups) {
    const shown = [...lines.values()].filter((line) => !isOwnLoss(line));
    const merged = mergedRows(shown, indent, room);
    const known = byRows.get(JSON.stringify(merged));
    if (known) known.heads.push(...heads);
    else byRows.set(JSON.stringify(merged), { heads: [...heads], lines: merged });
  }
  return [...byRows.values()].map(({ heads, lines }) => ({ head: mergedHeads(heads), lines }));
}

const everyError = '100 %';

/** The line of two clients; who gave the last error is another place for each of them. */
function ofBoth(one: Line, other: Line): Line {
  const cells = one.cells.map((cell, index) => (cell === other.cells[index] ? cell : 'varies'));
  return { ...one, cells };
}

/** Whether two clients can share their rows. Where one has lost its own cluster, every request of the other one has to fail too. */
function isAlike(one: ReadonlyMap<string, Line>, other: ReadonlyMap<string, Line>): boolean {
  return [...new Set([...one.keys(), ...other.keys()])].every((scenario) => {
    const [a, b] = [one.get(scenario), other.get(scenario)];
    // A cluster that is lost takes its sidecars with it.
    if (!a || !b) return [a, b].some((line) => line && isLossOfCluster(line));
    const isLost = [a, b].every(({ cells }) => cells.at(-1) === everyError);
    if (isOwnLoss(a) || isOwnLoss(b) || (isLost && a.reason === b.reason)) return isLost;
    return JSON.stringify([a.cells, a.reason]) === JSON.stringify([b.cells, b.reason]);
  });
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
