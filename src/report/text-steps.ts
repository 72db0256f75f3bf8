import type { Outcome, PlacedStep, PredictedTarget, RowSubject } from '../traffic/result.js';
import type { Paint } from './paint.js';
import { safeText } from '../foundation/safe-text.js';
import { scenarioTitle } from './scenario-title.js';
import { clientTitle, destinationTitle } from './table-groups.js';
import { textWidth, wrap } from './wrap.js';

const narrowest = 14;

/** For each row, where steps were asked for: how the mesh comes to it, with the lines that are responsible. */
export function* textSteps(
  predictions: Iterable<PredictedTarget>,
  style: Paint,
  room = textWidth,
): Generator<string> {
  for (const { subject, outcomes } of predictions) {
    for (const some of outcomes()) {
      for (const row of some) {
        // Either all rows have them, or none.
        if (!row.steps) return;
        yield block(subject, row, row.steps, style, room);
      }
    }
  }
}

function block(
  subject: RowSubject,
  { scenario }: Outcome,
  steps: readonly PlacedStep[],
  style: Paint,
  room: number,
): string {
  if (steps.length === 0) return '';
  const head = `${destinationTitle(subject)}, ${clientTitle(subject)}: ${scenarioTitle(scenario)}`;
  const width = Math.max(narrowest, ...steps.map(({ rule }) => rule.length)) + 2;
  const lines = steps.flatMap(({ rule, text, file, line, column }) => {
    const wrapped = wrap(safeText(text), room - width - 2);
    const place =
      file === undefined
        ? []
        : [style.faint(`${safeText(file)}:${String(line)}:${String(column)}`)];
    return [...wrapped, ...place].map(
      (part, index) => `  ${(index === 0 ? rule : '').padEnd(width)}${part}`,
    );
  });
  return [style.strong(safeText(head)), ...lines].join('\n');
}
