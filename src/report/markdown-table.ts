import type { Prediction } from '../traffic/result.js';
import { hasErrors } from './has-errors.js';
import { markdownText } from './markdown-text.js';
import { mermaid } from './mermaid.js';
import { percentCell } from './percent-cell.js';
import { scenarioTitle } from './scenario-title.js';
import { regionShare, tableGroups, type TableGroup } from './table-groups.js';
import { withinBytes } from './within-bytes.js';

/** Names in a table are cut here. */
const LONGEST_NAME = 120;

/** With more destinations a page of diagrams would hide the tables. */
const MOST_DIAGRAMS = 3;

/** A table for each destination, below its name; what has no room is counted. */
export function markdownTables(predictions: readonly Prediction[], maxBytes: number): string {
  const groups = tableGroups(predictions);
  // The first table is cut rather than left out.
  const few = groups.length <= MOST_DIAGRAMS;
  const { text, left } = withinBytes(groups, maxBytes, (group) =>
    [table(group, maxBytes / 2), ...(few ? [diagram(group)] : [])].join(''),
  );
  if (left === 0) return text;
  return `${text}*${String(left)} more ${left === 1 ? 'destination' : 'destinations'} left out for want of room.*\n\n`;
}

function table({ title, regions, clients, notes: unseen }: TableGroup, maxBytes: number): string {
  const notes: string[] = [];
  const rows = clients.flatMap(({ title: client, rows: own }) => [
    () => line([`**${name(client)}**`, ...regions.map(() => ''), '']),
    ...own.map((row) => () => line(cellsOf(row, regions, notes))),
  ]);
  const body = withinBytes(rows, maxBytes, (row) => row());
  return [
    `**${name(title)}**\n\n`,
    line(['', ...regions.map(name), 'errors']),
    line(['---', ...regions.map(() => '--:'), '--:']),
    body.text,
    '\n',
    ...(body.left ? [`*${String(body.left)} more rows left out for want of room.*\n\n`] : []),
    ...notes.map((note, index) => `${noteMark(index)} ${markdownText(note)}\n\n`),
    ...unseen.map((note) => `${markdownText(note)}\n\n`),
  ].join('');
}

/** Who reaches what while all is well, folded. */
function diagram(group: TableGroup): string {
  const chart = mermaid(group);
  if (chart === '') return '';
  return `<details><summary>Topology</summary>\n\n\`\`\`mermaid\n${chart}\`\`\`\n\n</details>\n\n`;
}

function cellsOf(row: Prediction, regions: readonly string[], notes: string[]): string[] {
  const { errors, errorsMin, errorsMax, reason, split, scenario } = row;
  const shares = regions.map((region) => {
    const { share, min, max } = regionShare(row, region);
    return split.length ? percentCell(share, min, max) : 'undefined';
  });
  const failing = errors === null ? 'undefined' : percentCell(errors, errorsMin, errorsMax, '0 %');
  const mark = reason === undefined ? '' : ` ${noteMark(indexOf(notes, reason))}`;
  return [
    `${name(scenarioTitle(scenario))}${mark}`,
    // A share below the smallest shown begins with a "<".
    ...shares.map((cell) => markdownText(cell)),
    hasErrors(row) ? `**${markdownText(failing)}**` : markdownText(failing),
  ];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function name(text: string): string {
  return markdownText(text, LONGEST_NAME);
}

/** The same reason has the same note. */
function indexOf(notes: string[], reason: string): number {
  if (!notes.includes(reason)) notes.push(reason);
  return notes.indexOf(reason);
}

function noteMark(index: number): string {
  return `<sup>${String(index + 1)}</sup>`;
}
