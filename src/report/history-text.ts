import { historyLimitText, type HistoryResult, type HistoryRun } from '../deploy/history.js';
import type { RunCase, RunBehaviour } from '../deploy/run-behaviour.js';
import { percent } from '../foundation/percent.js';
import { plural } from '../foundation/plural.js';
import { safeText } from '../foundation/safe-text.js';
import { shortHost } from '../mesh/host-name.js';
import { paint, type Paint } from './paint.js';
import { groupBy } from './table-groups.js';

const styles: Record<HistoryRun['state'], keyof Paint> = {
  unfinished: 'error',
  applied: 'good',
  'rolling-back': 'error',
  'rolled-back': 'warning',
  kept: 'warning',
};

/** Who applied what, for people: the newest run first, then what is not known. */
export function historyText(result: HistoryResult, color: boolean): string {
  const style = paint(color);
  const blocks = result.runs.map((run) => [...runLines(run, style), ''].join('\n'));
  const notes = result.clusters.flatMap(({ cluster, message, dropped }) => [
    ...(message === undefined ? [] : [`${style.error('not read')} ${safeText(message)}`]),
    ...(dropped
      ? [
          `Cluster ${safeText(cluster)} does not keep ${plural(dropped.count, 'older run')} any more, the last of them ` +
            `${safeText(dropped.newest)} (${safeText(dropped.why)}); it keeps ${historyLimitText}.`,
        ]
      : []),
  ]);
  const none =
    result.runs.length === 0 ? [`No run of ${safeText(result.environment)} is known.`] : [];
  return [...blocks, ...none, ...notes].map((line) => `${line}\n`).join('');
}

function runLines(run: HistoryRun, style: Paint): string[] {
  const { repository, commit, state, endedBy, endedAt, reason, clusters, behaviour } = run;
  const { evacuates } = run;
  const from = [
    ...(commit === undefined ? [] : [`commit ${safeText(commit).slice(0, 12)}`]),
    ...(repository === undefined ? [] : [`of ${safeText(repository)}`]),
  ].join(' ');
  const isTold = state === 'rolled-back' || state === 'kept';
  const ending = isTold
    ? [
        `${state === 'kept' ? 'kept' : 'taken back'}${endedBy === undefined ? '' : ` by ${safeText(endedBy)}`}` +
          `${endedAt === undefined ? '' : ` at ${safeText(endedAt)}`}${reason === undefined ? '' : `: ${safeText(reason)}`}`,
      ]
    : [];
  return [
    `${style.strong(safeText(run.run))} ${style[styles[state]](state)}`,
    `  started ${safeText(run.startedAt)} by ${safeText(run.by)}`,
    ...(from === '' ? [] : [`  ${from}`]),
    ...(evacuates === undefined ? [] : [`  only takes ${safeText(evacuates)} out, or restores it`]),
    ...ending.map((text) => `  ${text}`),
    ...clusters.map(({ cluster, state: own, objects }) => {
      const counts = objects
        ? `${objects.created} created, ${objects.changed} changed, ${objects.deleted} deleted`
        : 'not known what';
      return `  ${safeText(cluster)}: ${counts}${own === state ? '' : `, ${own}`}`;
    }),
    ...(behaviour ? behaviourLines(behaviour) : []),
  ];
}

function behaviourLines({ better, worse, other, unchanged, cases }: RunBehaviour): string[] {
  const all = better + worse + other;
  if (all === 0) return [`  predicted: as before in ${plural(unchanged, 'case')}`];
  const more = all - cases.length;
  return [
    `  predicted: ${plural(better, 'case')} better, ${worse} worse, ${other} other, ${unchanged} unchanged`,
    ...caseLines(cases).map((line) => `    ${line}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

/** Cases of one destination that differ in the same way are one line. */
function caseLines(cases: readonly RunCase[]): string[] {
  const alike = groupBy(cases, ({ kind, host, port, before, after }) =>
    JSON.stringify([kind, host, port, before, after]),
  );
  return alike.flatMap((some) => {
    const [first] = some;
    if (!first) return [];
    const more = some.length > 1 ? ` and ${plural(some.length - 1, 'more case')}` : '';
    return [caseText(first, more)];
  });
}

/** @param more Behind the client and the outage. */
function caseText(
  { kind, host, port, client, scenario, before, after }: RunCase,
  more: string,
): string {
  const errors = (share: number | null | undefined) =>
    share === undefined ? 'none' : share === null ? 'not known' : `${percent(share)} errors`;
  const to = safeText(`${shortHost(host)}${port === undefined ? '' : `:${port}`}`);
  return `${kind}: ${to} from ${safeText(client)} with ${safeText(scenario)}${more} (${errors(before)} → ${errors(after)})`;
}
