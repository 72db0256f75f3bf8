import type { PlanCluster, PlanObject, PlanResult } from '../deploy/plan-result.js';
import { behaviourMarkdown } from './behaviour-markdown.js';
import { markdownCode, markdownLines, markdownText } from './markdown-text.js';
import { planVerdict } from './plan-text.js';
import { planValue } from './plan-value.js';
import { withinBytes } from './within-bytes.js';

/** A plan for a pull request, never longer than `maxBytes`: the behaviour first, the objects folded. */
export function planMarkdown(result: PlanResult, maxBytes: number): string {
  const { behaviour, clusters, debts, refusals, warnings } = result;
  const head = `**${refusals.length > 0 ? '❌' : '✅'} Plan**: ${markdownText(planVerdict(result))}\n\n`;
  const notes = [
    ...refusals.map((text) => `❌ ${markdownLines(text)}\n\n`),
    ...warnings.map((text) => `⚠️ ${markdownLines(text)}\n\n`),
    ...debts.map(
      ({ cluster, since, reason }) =>
        `⚠️ ${markdownText(cluster)} was left out since ${markdownText(since)} (${markdownText(reason)}) and is not up to date.\n\n`,
    ),
  ];
  const said = withinBytes(notes, maxBytes / 4, (text) => text);
  const isNoticed = behaviour !== undefined && behaviour.changes.length > 0;
  const table = isNoticed ? behaviourMarkdown(behaviour, maxBytes / 4) : '';
  const room = maxBytes / 3;
  const folded = withinBytes(clusters, room, (cluster) =>
    clusterMarkdown(cluster, room / Math.max(1, clusters.length)),
  );
  const left = folded.left
    ? `*${String(folded.left)} more clusters left out for want of room.*\n\n`
    : '';
  return [head, said.text, table, folded.text, left].join('');
}

function clusterMarkdown(cluster: PlanCluster, maxBytes: number): string {
  const { message, objects } = cluster;
  const changed = objects.filter(({ action }) => action !== 'unchanged');
  const quiet = objects.length - changed.length;
  const count = `${String(changed.length)} to look at, ${String(quiet)} unchanged`;
  const rows = withinBytes(changed, maxBytes * 0.7, (object) => rowsOf(object));
  const table =
    changed.length === 0
      ? ''
      : `| | object | field | before | after |\n| --- | --- | --- | --- | --- |\n${rows.text}\n`;
  return [
    `<details><summary>${markdownText(cluster.cluster)}: ${message === undefined ? count : markdownLines(message)}</summary>\n\n`,
    table,
    ...(rows.left ? [`*${String(rows.left)} more objects left out for want of room.*\n\n`] : []),
    '</details>\n\n',
  ].join('');
}

function rowsOf(object: PlanObject): string {
  const { kind, namespace, name, action, fields, message, owner } = object;
  const title = `${markdownText(kind)} ${markdownCode(`${namespace}/${name}`)}`;
  const note = [message, owner === undefined ? undefined : `kept by ${owner}`]
    .filter((text) => text !== undefined)
    .map((text) => markdownLines(text))
    .join('<br>');
  const first = row([action, title, note, '', '']);
  if (fields.length === 0) return first;
  const lines = fields.map(({ path, before, after }, index) =>
    row([
      index === 0 ? action : '',
      index === 0 ? title : '',
      markdownCode(path),
      markdownCode(planValue(before)),
      markdownCode(planValue(after)),
    ]),
  );
  return (note === '' ? '' : first) + lines.join('');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}
