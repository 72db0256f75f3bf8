import { isRestored, type RestoredCluster } from '../drill/restore-drill.js';
import { room } from './budget.js';
import { markdownCode, markdownLines, markdownText } from './markdown-text.js';
import { safeLines, safeText } from '../foundation/safe-text.js';
import { omitted, withinBytes } from './within-bytes.js';

const words = {
  restored: 'undone',
  'as-before': 'was as before already',
  'changed-by-others': 'somebody has changed it since, so it was left alone',
  gone: 'is gone, so it could not be undone',
  replaced: 'is gone, and what was changed with it',
};

const nothing = 'no drill has left anything here';

/** What became of the changes that a dead drill had left in a cluster, as lines of text. */
export function restoredText({ cluster, record, undone, problem }: RestoredCluster): string {
  const why = problem === undefined ? [] : [safeLines(problem)];
  if (!record) return `${safeText(cluster)}: ${why[0] ?? nothing}\n`;
  const { scenario, startedAt, holder } = record;
  const changes = undone.map(({ change, outcome }) => `${safeText(change)}: ${words[outcome]}`);
  return [
    `${safeText(cluster)}: ${safeText(scenario)}, ${safeText(startedAt)}, by ${safeText(holder)}\n`,
    ...[...changes, ...why].map((line) => `  ${line}\n`),
  ].join('');
}

/** The same of all clusters, for a page. */
export function restoredMarkdown(clusters: readonly RestoredCluster[], maxBytes: number): string {
  const isFine = clusters.every(isRestored);
  const rows = clusters.flatMap(({ cluster, record, undone, problem }) => {
    const row = (what: string, outcome: string) =>
      `| ${markdownText(cluster)} | ${what} | ${outcome} |\n`;
    const changes = undone.map(
      ({ change, outcome }) =>
        () =>
          row(markdownCode(change), words[outcome]),
    );
    if (problem !== undefined) return [...changes, () => row('', `**${markdownLines(problem)}**`)];
    return record ? changes : [() => row('', nothing)];
  });
  const { text, left } = withinBytes(rows, room('restoredDrill', 'changes', maxBytes), (row) =>
    row(),
  );
  return [
    `### ${isFine ? '✅ Everything is' : '❌ Not everything is'} as it was before the drill\n\n`,
    `| cluster | change | |\n| --- | --- | --- |\n${text}\n`,
    omitted(left, 'row'),
  ].join('');
}
