import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import { safeText } from '../foundation/safe-text.js';
import type { CauseWords } from './cause-words.js';
import {
  describeBehaviour,
  type ChangedCase,
  type ChangedDestination,
} from './describe-behaviour.js';
import type { Paint } from './paint.js';
import { textWidth, wrap } from './wrap.js';

/** What a change makes of the predicted table: a block for each destination whose behaviour is another, and the count. */
export function behaviourText(
  behaviour: ExplainedChanges,
  style: Paint,
  width = textWidth,
): string[] {
  const { verdict, destinations, undetermined } = describeBehaviour(behaviour);
  return [
    ...destinations.map((one) => block(one, style, width)),
    ...(undetermined === undefined ? [] : [wrap(safeText(undetermined), width).join('\n')]),
    `behaviour: ${verdict}`,
  ];
}

function block({ title, whole, clients }: ChangedDestination, style: Paint, width: number): string {
  const head = style.strong(safeText(title));
  if (whole !== undefined) {
    const causes = whole.causes.flatMap((cause) => causeLines(cause, '  ', width));
    return [head, `  ${whole.text}`, ...causes].join('\n');
  }
  let last: string | undefined;
  const body = clients.flatMap(({ title: client, cases }) => [
    safeText(client),
    ...cases.flatMap((one) => {
      const cause = one.cause && causeLines(one.cause, '    ', width);
      const text = cause?.join('\n');
      const isSame = text !== undefined && text === last;
      last = text;
      return [
        ...linesOf(one, style),
        ...(isSame ? [labelled('    ', 'cause', 'the same')] : (cause ?? [])),
      ];
    }),
  ]);
  return [head, ...body].join('\n');
}

function linesOf({ kind, outage, before, after }: ChangedCase, style: Paint): string[] {
  const color = kind === 'worse' ? style.error : kind === 'better' ? style.good : same;
  return [
    `  ${safeText(outage)}`,
    labelled('    ', 'before', safeText(before)),
    color(labelled('    ', 'after', safeText(after))),
  ];
}

/** Each change with its place in front of it, and the finding behind them. */
function causeLines({ title, changes, finding }: CauseWords, indent: string, width: number) {
  const rule = finding && `${finding.rule} ${placeText(finding)}`;
  const several = changes.length > 1 ? [title.replace(/^Causes?: /, '')] : [];
  const texts = [
    ...several,
    ...changes.map(({ text, place }) => `${placeText(place)} ${text}`),
    ...(changes.length === 0 && rule !== undefined ? [rule] : []),
  ];
  const room = width - labelled(indent, '', '').length;
  return [
    ...texts.flatMap((text, index) =>
      wrap(safeText(text), room).map((line, part) =>
        labelled(indent, index === 0 && part === 0 ? 'cause' : '', line),
      ),
    ),
    ...(changes.length > 0 && rule !== undefined
      ? [labelled(indent, 'finding', safeText(rule))]
      : []),
  ];
}

function labelled(indent: string, label: string, text: string): string {
  return `${indent}${label.padEnd(8)}${text}`;
}

function placeText({ file, line, column }: { file: string; line: number; column: number }) {
  return `${file}:${line}:${column}`;
}

function same(text: string): string {
  return text;
}
