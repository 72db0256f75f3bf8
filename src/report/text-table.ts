import type { Prediction } from '../traffic/result.js';
import { hasErrors } from './has-errors.js';
import type { Paint } from './paint.js';
import { safeText } from './safe-text.js';
import { scenarioTitle } from './scenario-title.js';
import { regionShare, tableGroups, type TableGroup } from './table-groups.js';
import { percentCell } from './percent-cell.js';
import { TEXT_WIDTH, wrap } from './wrap.js';

const NARROWEST = 12;

/** One block per destination: a line for each scenario, a column for each region, and the errors. */
export function textTable(
  predictions: readonly Prediction[],
  style: Paint,
  width = TEXT_WIDTH,
): string[] {
  return tableGroups(predictions).map((group) => block(group, style, width));
}

function block(
  { title, regions, clients, notes: unseen }: TableGroup,
  style: Paint,
  width: number,
): string {
  const columns = [...regions, 'errors'].map((name) =>
    Math.max(NARROWEST, safeText(name).length + 2),
  );
  const names = clients.flatMap(({ rows }) => rows.map(({ scenario }) => nameOf(scenario).length));
  const rest = columns.reduce((total, column) => total + column, 0);
  const shown = safeText(title);
  // A title that would push the numbers out of the line has one to itself.
  const isApart = shown.length + 2 + rest > width;
  const first = Math.max(isApart ? 0 : shown.length, ...names) + 2;
  const line = (head: string, cells: string[]) =>
    head.padEnd(first) + cells.map((cell, index) => cell.padStart(columns[index] ?? 0)).join('');

  const notes: string[] = [];
  const body = clients.flatMap(({ title: client, rows }) => [
    safeText(client),
    ...rows.map((row) => {
      const cells = regions.map((region) => {
        const { share, min, max } = regionShare(row, region);
        return row.split.length ? percentCell(share, min, max) : 'undefined';
      });
      const { errors, errorsMin, errorsMax } = row;
      const mark = row.reason === undefined ? '' : ` ${noteMark(notes, row.reason)}`;
      const errorCell =
        errors === null ? 'undefined' : percentCell(errors, errorsMin, errorsMax, '0 %');
      const text = line(nameOf(row.scenario), [...cells, errorCell]) + mark;
      return hasErrors(row) ? style.error(text) : text;
    }),
  ]);
  const titles = (name: string) => line(name, [...regions.map(safeText), 'errors']).trimEnd();
  return [
    ...(isApart ? [shown, titles('')] : [titles(shown)]).map(style.strong),
    ...body,
    ...notes.flatMap((note, index) => noteLines(`[${String(index + 1)}] `, note, width)),
    ...unseen.flatMap((note) => noteLines('note: ', note, width)),
  ].join('\n');
}

function nameOf(scenario: string): string {
  return `  ${safeText(scenarioTitle(scenario))}`;
}

function noteLines(mark: string, note: string, width: number): string[] {
  const [first = '', ...rest] = wrap(safeText(note), width - mark.length);
  return [mark + first, ...rest.map((line) => ' '.repeat(mark.length) + line)];
}

/** The mark of a note; the same reason has the same. */
function noteMark(notes: string[], reason: string): string {
  if (!notes.includes(reason)) notes.push(reason);
  return `[${String(notes.indexOf(reason) + 1)}]`;
}
