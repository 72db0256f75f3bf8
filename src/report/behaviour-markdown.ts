import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import {
  describeBehaviour,
  type ChangedCase,
  type ChangedDestination,
} from './describe-behaviour.js';
import { room } from './budget.js';
import type { CauseWords } from './cause-words.js';
import { firstFew } from '../foundation/first-few.js';
import { groupBy } from './table-groups.js';
import { markdownText } from './markdown-text.js';
import { unlinked, type PlaceLink } from './markdown-place.js';
import { omitted, withinBytes } from './within-bytes.js';

/** Names in a table are cut here. */
const longestName = 120;

const marks: Record<ChangedCase['kind'], string> = {
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
  const { verdict, destinations, undetermined } = describeBehaviour(behaviour);
  const note = undetermined === undefined ? '' : `${markdownText(undetermined)}\n\n`;
  const head = `**Behaviour**: ${markdownText(verdict)}\n\n${note}`;
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
  if (whole !== undefined) {
    const said = withinBytes(whole.causes, room('destination', 'causes', maxBytes), (cause) =>
      causeText(cause, undefined, place),
    );
    return `${name(title)}: ${whole.text}.\n\n${said.text}${omitted(said.left, 'cause')}`;
  }
  const rows = clients.flatMap(({ title: client, cases }) =>
    cases.map((one) => () => line(cellsOf(client, one))),
  );
  const body = withinBytes(rows, room('destination', 'cases', maxBytes), (row) => row());
  const causes = groupBy(
    clients.flatMap(({ cases }) => cases).filter(({ cause }) => cause !== undefined),
    ({ cause }) => JSON.stringify(cause),
  );
  const isOne = causes.length === 1 && clients.every(({ cases }) => cases.every(hasCause));
  const said = withinBytes(causes, room('destination', 'causes', maxBytes), (cases) => {
    const outages = [...new Set(cases.map(({ outage }) => outage))];
    return causeText(cases[0]?.cause, isOne ? undefined : outages, place);
  });
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
  const outcome = markdownText(after, 4 * longestName);
  return [
    marks[kind],
    name(client),
    name(outage),
    markdownText(before, 4 * longestName),
    kind === 'worse' ? `**${outcome}**` : outcome,
  ];
}

function hasCause({ cause }: ChangedCase): boolean {
  return cause !== undefined;
}

/** @param outages Those that it is the cause of; undefined: of all. */
function causeText(
  cause: CauseWords | undefined,
  outages: readonly string[] | undefined,
  place: PlaceLink,
): string {
  if (!cause) return '';
  const { title, changes, finding } = cause;
  const of = outages === undefined ? '' : ` (${name(firstFew(outages))})`;
  const said = changes.map(({ text, place: at }) => {
    // What is gone has no line in the commit.
    const shown = (at.isGone ? unlinked : place)(at);
    return `${shown} ${markdownText(text, 4 * longestName)}`;
  });
  const isNamed = changes.some(
    ({ place: at }) => at.file === finding?.file && at.line === finding.line,
  );
  const found = finding
    ? `**${finding.rule}** ${isNamed ? '' : `${place(finding)} `}${markdownText(finding.message)}`
    : '';
  if (said.length < 2) return `Cause${of}: ${[...said, found].filter(Boolean).join('. ')}\n\n`;
  const list = said.map((one) => `- ${one}\n`).join('');
  return `${title}${of}:\n\n${list}\n${found === '' ? '' : `${found}\n\n`}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function name(text: string): string {
  return markdownText(text, longestName);
}
