import type { ApplyResult, ClusterResult, ObjectResult } from '../deploy/apply-result.js';
import { markdownCode, markdownLines, markdownText } from './markdown-text.js';
import { withinBytes } from './within-bytes.js';

/** An apply for a page: the outcome, then per cluster what became of each object. */
export function applyMarkdown(result: ApplyResult, maxBytes: number): string {
  const { clusters, dryRun, message, outcome, warnings } = result;
  const isFine = outcome === 'applied' || outcome === 'checked';
  const head = `**${isFine ? '✅' : '❌'} Deployment${dryRun ? ' (dry run)' : ''}**: ${markdownLines(message)}\n\n`;
  const rows = clusters.flatMap((cluster) => rowsOf(cluster));
  const notes = withinBytes(warnings, maxBytes / 4, (text) => `⚠️ ${markdownLines(text)}\n\n`);
  const table = withinBytes(rows, maxBytes / 2, (row) => row());
  return [
    head,
    '| cluster | object | result | |\n| --- | --- | --- | --- |\n',
    table.text,
    '\n',
    ...(table.left ? [`*${String(table.left)} more rows left out for want of room.*\n\n`] : []),
    notes.text,
  ].join('');
}

function rowsOf({ cluster, message, reachable, objects }: ClusterResult): (() => string)[] {
  const own = message === undefined ? [] : [() => clusterRow(cluster, reachable, message)];
  return [...own, ...objects.map((object) => () => objectRow(cluster, object, message))];
}

function clusterRow(cluster: string, reachable: boolean, message: string): string {
  const state = reachable ? 'failed' : 'unreachable';
  return `| ${markdownText(cluster)} | | **${state}** | ${markdownLines(message)} |\n`;
}

function objectRow(cluster: string, object: ObjectResult, said: string | undefined): string {
  const { kind, namespace, name, result, message, warnings = [] } = object;
  // What is true of the whole cluster stands in its own row.
  const notes = [...(message === undefined || message === said ? [] : [message]), ...warnings];
  return `| ${[
    markdownText(cluster),
    `${markdownText(kind)} ${markdownCode(`${namespace}/${name}`)}`,
    result === 'failed' ? '**failed**' : result,
    notes.map((note) => markdownLines(note)).join('<br>'),
  ].join(' | ')} |\n`;
}
