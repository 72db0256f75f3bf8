import type { ApplyResult, ObjectOutcome, ObjectResult } from '../deploy/apply-result.js';
import { paint, type Paint } from './paint.js';
import { safeLines, safeText } from '../foundation/safe-text.js';

/** An apply for people: per cluster what became of each object, then the outcome. */
export function applyText(result: ApplyResult, color: boolean): string {
  const style = paint(color);
  const blocks = result.clusters.map(({ cluster, server, message, objects }) => {
    const problem = message === undefined ? [] : [`  ${style.error(safeLines(message))}`];
    const lines = objects.flatMap((object) => objectLines(object, result.dryRun, style));
    const head = `${style.strong(safeText(cluster))} ${style.faint(safeText(server))}`;
    return [head, ...problem, ...lines].join('\n');
  });
  const warnings = result.warnings.map((text) => `${style.warning('warning')} ${safeText(text)}`);
  return `${[...blocks, ...warnings, safeLines(result.message)].join('\n\n')}\n`;
}

const STYLE: Record<ObjectOutcome, keyof Paint> = {
  created: 'good',
  configured: 'good',
  unchanged: 'faint',
  pruned: 'warning',
  failed: 'error',
  skipped: 'faint',
};

function objectLines(object: ObjectResult, dryRun: boolean, style: Paint): string[] {
  const { kind, namespace, name, result, message, warnings = [], rolledBack } = object;
  const outcome = style[STYLE[result]](result.padEnd(10));
  const what = `  ${outcome} ${kind} ${safeText(namespace)}/${safeText(name)}`;
  const place = placeText(object, style);
  const why = message === undefined ? [] : [`    ${place}${safeLines(message)}`];
  const notes = warnings.map((text) => `    ${style.warning('warning')} ${safeText(text)}`);
  const back = rolledBack && [`    ${rollbackNote(rolledBack, style)}`];
  return [dryRun ? `${what} (dry run)` : what, ...why, ...notes, ...(back ?? [])];
}

/** What is pruned has no manifest. */
function placeText({ file, line, column }: ObjectResult, style: Paint): string {
  if (file === undefined) return '';
  return `${style.faint(`${safeText(file)}:${String(line)}:${String(column)}`)} `;
}

function rollbackNote(
  { outcome, message }: NonNullable<ObjectResult['rolledBack']>,
  style: Paint,
): string {
  const isBack = outcome !== 'left' && outcome !== 'failed';
  const reason = message === undefined ? '' : `: ${safeLines(message)}`;
  return style[isBack ? 'good' : 'error'](`rollback: ${outcome}${reason}`);
}
