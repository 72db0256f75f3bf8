import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import { safeText } from '../foundation/safe-text.js';
import {
  describeBehaviour,
  type ChangedCase,
  type ChangedDestination,
} from './describe-behaviour.js';
import type { Paint } from './paint.js';

/** What a change makes of the predicted table: a block for each destination whose behaviour is another, and the count. */
export function behaviourText(behaviour: ExplainedChanges, style: Paint): string[] {
  const { verdict, destinations } = describeBehaviour(behaviour);
  return [...destinations.map((one) => block(one, style)), `behaviour: ${verdict}`];
}

function block({ title, whole, clients }: ChangedDestination, style: Paint): string {
  const head = style.strong(safeText(title));
  if (whole !== undefined) return `${head}\n  ${whole}`;
  const body = clients.flatMap(({ title: client, cases }) => [
    safeText(client),
    ...cases.flatMap((one) => linesOf(one, style)),
  ]);
  return [head, ...body].join('\n');
}

function linesOf({ kind, outage, before, after, cause }: ChangedCase, style: Paint): string[] {
  const color = kind === 'worse' ? style.error : kind === 'better' ? style.good : same;
  return [
    `  ${safeText(outage)}`,
    `    before  ${safeText(before)}`,
    color(`    after   ${safeText(after)}`),
    ...(cause ? [`    cause   ${causeText(cause)}`] : []),
  ];
}

function causeText({ rule, file, line, column }: NonNullable<ChangedCase['cause']>): string {
  return `${rule} ${safeText(file)}:${String(line)}:${String(column)}`;
}

function same(text: string): string {
  return text;
}
