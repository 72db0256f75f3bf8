import type { ExplainedChange, ExplainedChanges } from '../lint/behaviour-causes.js';
import {
  behaviourVerdict,
  changeGroups,
  outcomeText,
  type ChangeGroup,
} from './behaviour-groups.js';
import type { Paint } from './paint.js';
import { safeText } from '../foundation/safe-text.js';
import { scenarioTitle } from './scenario-title.js';

/** What a change makes of the predicted table: a block for each destination whose behaviour is another, and the count. */
export function behaviourText(behaviour: ExplainedChanges, style: Paint): string[] {
  return [
    ...changeGroups(behaviour).map((group) => block(group, style)),
    `behaviour: ${behaviourVerdict(behaviour)}`,
  ];
}

function block({ title, whole, clients }: ChangeGroup, style: Paint): string {
  const head = style.strong(safeText(title));
  if (whole !== undefined) return `${head}\n  ${whole}`;
  const body = clients.flatMap(({ title: client, changes }) => [
    safeText(client),
    ...changes.flatMap((change) => linesOf(change, style)),
  ]);
  return [head, ...body].join('\n');
}

function linesOf(change: ExplainedChange, style: Paint): string[] {
  const { before, after, cause, kind } = change;
  const name = safeText(scenarioTitle((after ?? before)?.scenario ?? ''));
  const color = kind === 'worse' ? style.error : kind === 'better' ? style.good : same;
  return [
    `  ${name}`,
    `    before  ${safeText(outcomeText(before))}`,
    color(`    after   ${safeText(outcomeText(after))}`),
    ...(cause ? [`    cause   ${causeText(cause)}`] : []),
  ];
}

function causeText({ rule, file, line, column }: NonNullable<ExplainedChange['cause']>): string {
  return `${rule} ${safeText(file)}:${String(line)}:${String(column)}`;
}

function same(text: string): string {
  return text;
}
