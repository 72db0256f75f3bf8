import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import {
  describeBehaviour,
  type ChangedCase,
  type ChangedDestination,
} from './describe-behaviour.js';
import { room } from './budget.js';
import { markdownText } from './markdown-text.js';
import { unlinked, type PlaceLink } from './markdown-place.js';
import { omitted, withinBytes } from './within-bytes.js';

/** Names in a table are cut here. */
const LONGEST_NAME = 120;

const MARKS: Record<ChangedCase['kind'], string> = {
  worse: '❌',
  better: '✅',
  other: '🔀',
  added: '🆕',
  removed: '➖',
};

/**
 * What a change makes of the predicted table, never longer than `maxBytes`: the count, then for each destination the cases
 * that are others than before, with the finding that explains them. What has no room is counted.
 */
export function behaviourMarkdown(
  behaviour: ExplainedChanges,
  maxBytes: number,
  place: PlaceLink = unlinked,
): string {
  const { verdict, destinations } = describeBehaviour(behaviour);
  const head = `**Behaviour**: ${markdownText(verdict)}\n\n`;
  const bytes = room('behaviour', 'destinations', maxBytes);
  const { text, left } = withinBytes(destinations, bytes, (one) =>
    // The first table is cut rather than left out.
    table(one, bytes, place),
  );
  return head + text + omitted(left, 'destination');
}

function table(
  { title, whole, clients }: ChangedDestination,
  maxBytes: number,
  place: PlaceLink,
): string {
  if (whole !== undefined) return `${name(title)}: ${whole}.\n\n`;
  const rows = clients.flatMap(({ title: client, cases }) =>
    cases.map((one) => () => line(cellsOf(client, one))),
  );
  const body = withinBytes(rows, room('destination', 'cases', maxBytes), (row) => row());
  const causes = clients.flatMap(({ cases }) =>
    cases.flatMap(({ cause }) => (cause ? [causeText(cause, place)] : [])),
  );
  const said = withinBytes(
    [...new Set(causes)],
    room('destination', 'causes', maxBytes),
    (text) => text,
  );
  return [
    `**${name(title)}**\n\n`,
    line(['', 'clients', 'outage', 'before', 'after']),
    line(['---', '---', '---', '---', '---']),
    body.text,
    '\n',
    omitted(body.left, 'case'),
    said.text,
    omitted(said.left, 'cause'),
  ].join('');
}

function cellsOf(client: string, { kind, outage, before, after }: ChangedCase): string[] {
  const outcome = markdownText(after, 4 * LONGEST_NAME);
  return [
    MARKS[kind],
    name(client),
    name(outage),
    markdownText(before, 4 * LONGEST_NAME),
    kind === 'worse' ? `**${outcome}**` : outcome,
  ];
}

function causeText(
  { rule, file, line: at, column, message }: NonNullable<ChangedCase['cause']>,
  place: PlaceLink,
): string {
  return `Cause: **${rule}** ${place({ file, line: at, column })} ${markdownText(message)}\n\n`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function name(text: string): string {
  return markdownText(text, LONGEST_NAME);
}
