import type { ExplainedChange, ExplainedChanges } from '../lint/behaviour-causes.js';
import {
  behaviourVerdict,
  changeGroups,
  outcomeText,
  type ChangeGroup,
} from './behaviour-groups.js';
import { room } from './budget.js';
import { markdownText } from './markdown-text.js';
import { unlinked, type PlaceLink } from './markdown-place.js';
import { scenarioTitle } from './scenario-title.js';
import { withinBytes } from './within-bytes.js';

/** Names in a table are cut here. */
const LONGEST_NAME = 120;

const MARKS: Record<ExplainedChange['kind'], string> = {
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
  const head = `**Behaviour**: ${markdownText(behaviourVerdict(behaviour))}\n\n`;
  const bytes = room('behaviour', 'destinations', maxBytes);
  const { text, left } = withinBytes(changeGroups(behaviour), bytes, (group) =>
    // The first table is cut rather than left out.
    table(group, bytes, place),
  );
  const more = left
    ? `*Changes of ${String(left)} more ${left === 1 ? 'destination' : 'destinations'} left out for want of room.*\n\n`
    : '';
  return head + text + more;
}

function table({ title, whole, clients }: ChangeGroup, maxBytes: number, place: PlaceLink): string {
  if (whole !== undefined) return `${name(title)}: ${whole}.\n\n`;
  const rows = clients.flatMap(({ title: client, changes }) =>
    changes.map((change) => () => line(cellsOf(client, change))),
  );
  const body = withinBytes(rows, room('destination', 'cases', maxBytes), (row) => row());
  const causes = clients.flatMap(({ changes }) =>
    changes.flatMap(({ cause }) => (cause ? [causeText(cause, place)] : [])),
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
    ...(body.left ? [`*${String(body.left)} more cases left out for want of room.*\n\n`] : []),
    said.text,
  ].join('');
}

function cellsOf(client: string, change: ExplainedChange): string[] {
  const { kind, before, after } = change;
  const outcome = markdownText(outcomeText(after), 4 * LONGEST_NAME);
  return [
    MARKS[kind],
    name(client),
    name(scenarioTitle((after ?? before)?.scenario ?? '')),
    markdownText(outcomeText(before), 4 * LONGEST_NAME),
    kind === 'worse' ? `**${outcome}**` : outcome,
  ];
}

function causeText(
  { rule, file, line: at, column, message }: NonNullable<ExplainedChange['cause']>,
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
