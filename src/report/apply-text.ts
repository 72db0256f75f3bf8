import type { ApplyResult, ObjectOutcome, ObjectResult } from '../deploy/apply-result.js';
import { paint, type Paint } from './paint.js';
import { safeLines, safeText } from './safe-text.js';

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
  failed: 'error',
  skipped: 'faint',
};

function objectLines(object: ObjectResult, dryRun: boolean, style: Paint): string[] {
  const { kind, namespace, name, file, line, column, result, message, warnings = [] } = object;
  const outcome = style[STYLE[result]](result.padEnd(10));
  const what = `  ${outcome} ${kind} ${safeText(namespace)}/${safeText(name)}`;
  const place = style.faint(`${safeText(file)}:${String(line)}:${String(column)}`);
  const why = message === undefined ? [] : [`    ${place} ${safeLines(message)}`];
  const notes = warnings.map((text) => `    ${style.warning('warning')} ${safeText(text)}`);
  return [dryRun ? `${what} (dry run)` : what, ...why, ...notes];
}
