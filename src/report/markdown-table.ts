import { Memory } from '../foundation/memory.js';
import type { PredictedTarget } from '../traffic/result.js';
import { room } from './budget.js';
import { markdownText } from './markdown-text.js';
import { mermaid } from './mermaid.js';
import { placeNames } from './places.js';
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
import { omitted, piecesWithin, withinBytes } from './within-bytes.js';

/** Names in a table are cut here. */
const longestName = 120;

/** With more destinations a page of diagrams would hide the tables. */
const mostDiagrams = 3;

/** A table for each destination, below its name; what has no room is counted. */
export function* markdownTables(
  predictions: Iterable<PredictedTarget>,
  maxBytes: number,
): Generator<string> {
  const linesOf = lineMaker(lineOf);
  const memory = new Memory();
  const destinations = destinationsOf(predictions);
  const few = destinations.length <= mostDiagrams;
  const left = yield* piecesWithin(destinations, maxBytes, (targets) => {
    const group = tableGroup(targets, memory);
    // The first table is cut rather than left out.
    return table(group, linesOf, maxBytes) + (few ? diagram(group, maxBytes) : '');
  });
  if (left > 0) yield omitted(left, 'destination');
}

function table(
  { title, columns, clients, notes: unseen }: TableGroup,
  linesOf: (client: TableClient, columns: Columns) => Line[],
  maxBytes: number,
): string {
  const notes = new Map<string, number>();
  const { places } = columns;
  const rows = clients.flatMap((client) => [
    () => line([`**${name(client.title)}**`, ...places.map(() => ''), '']),
    ...linesOf(client, columns).map((own) => () => {
      const mark = own.reason === undefined ? '' : ` ${noteMark(noteNumber(notes, own.reason))}`;
      return `| ${own.name}${mark}${own.cells}`;
    }),
  ]);
  const body = withinBytes(rows, room('table', 'rows', maxBytes), (row) => row());
  const below = [
    ...[...notes].map(([note, number]) => `${noteMark(number)} ${markdownText(note)}\n\n`),
    ...unseen.map((note) => `${markdownText(note)}\n\n`),
  ];
  const said = withinBytes(below, room('table', 'notes', maxBytes), (note) => note);
  return [
    `**${name(title)}**\n\n`,
    line(['', ...placeNames(places).map(name), 'errors']),
    line(['---', ...places.map(() => '--:'), '--:']),
    body.text,
    '\n',
    omitted(body.left, 'row'),
    said.text,
    omitted(said.left, 'note'),
  ].join('');
}

/** Who reaches what while all is well, folded. */
function diagram(group: TableGroup, maxBytes: number): string {
  const chart = mermaid(group);
  const bytes = Buffer.byteLength(chart) + 100;
  if (chart === '' || bytes > room('table', 'picture', maxBytes)) return '';
  return `<details><summary>Topology</summary>\n\n\`\`\`mermaid\n${chart}\`\`\`\n\n</details>\n\n`;
}

/** A line of a table but for the mark behind its name. */
interface Line {
  scenario: string;
  name: string;
  cells: string;
  reason: string | undefined;
}

function lineOf({ scenario, title, shares, failing, hasErrors, reason }: DescribedRow): Line {
  const cells = [
    // A share below the smallest shown begins with a "<".
    ...shares.map((cell) => markdownText(cell)),
    hasErrors ? `**${markdownText(failing)}**` : markdownText(failing),
  ];
  return { scenario, name: name(title), cells: ` ${line(cells)}`, reason };
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function name(text: string): string {
  return markdownText(text, longestName);
}

function noteMark(number: number): string {
  return `<sup>${number}</sup>`;
}
