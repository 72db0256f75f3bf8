import type { RollbackCluster, RollbackResult } from '../deploy/rollback-result.js';
import type { RestoreOutcome } from '../deploy/restore.js';
import { paint, type Paint } from './paint.js';
import { safeLines, safeText } from '../foundation/safe-text.js';

/** A rollback for people: per cluster what became of each object, then the outcome. */
export function rollbackText({ clusters, message }: RollbackResult, color: boolean): string {
  const style = paint(color);
  const blocks = clusters
    .filter(({ objects, message: problem }) => objects.length > 0 || problem !== undefined)
    .map((cluster) => clusterLines(cluster, style).join('\n'));
  return `${[...blocks, safeLines(message)].join('\n\n')}\n`;
}

const STYLE: Record<RestoreOutcome, keyof Paint> = {
  restored: 'good',
  recreated: 'warning',
  deleted: 'good',
  untouched: 'faint',
  left: 'error',
  failed: 'error',
};

function clusterLines(cluster: RollbackCluster, style: Paint): string[] {
  const { server, run, startedAt, by, message, objects } = cluster;
  const about =
    run === undefined
      ? []
      : [`  ${style.faint(safeText(`before ${run}, started ${startedAt ?? ''} by ${by ?? ''}`))}`];
  return [
    `${style.strong(safeText(cluster.cluster))} ${style.faint(safeText(server))}`,
    ...about,
    ...(message === undefined ? [] : [`  ${style.error(safeLines(message))}`]),
    ...objects.flatMap(({ kind, namespace, name, result, message: why }) => [
      `  ${style[STYLE[result]](result.padEnd(10))} ${safeText(kind)} ${safeText(namespace)}/${safeText(name)}`,
      ...(why === undefined ? [] : [`    ${safeLines(why)}`]),
    ]),
  ];
}
