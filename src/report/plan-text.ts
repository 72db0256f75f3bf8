import type { FieldChange } from '../deploy/field-changes.js';
import {
  hasChanges,
  type PlanAction,
  type PlanCluster,
  type PlanObject,
  type PlanResult,
} from '../deploy/plan-result.js';
import { plural } from '../foundation/plural.js';
import { behaviourText } from './behaviour-text.js';
import { paint, type Paint } from './paint.js';
import { planValue } from './plan-value.js';
import { safeLines, safeText } from '../foundation/safe-text.js';

const STYLE: Record<PlanAction, keyof Paint> = {
  create: 'good',
  change: 'warning',
  adopt: 'notice',
  unchanged: 'faint',
  prune: 'error',
  unstated: 'notice',
  conflict: 'error',
  refused: 'error',
};

/** A plan for people: what callers will notice first, then per cluster what would be written. */
export function planText(result: PlanResult, color: boolean): string {
  const style = paint(color);
  const { behaviour, clusters, debts, refusals, warnings } = result;
  const blocks = [
    ...(behaviour && behaviour.changes.length > 0 ? behaviourText(behaviour, style) : []),
    ...clusters.map((cluster) => clusterText(cluster, style)),
    ...debts.map(({ cluster, since, by, reason }) =>
      safeText(
        `${cluster} was left out since ${since} by ${by} (${reason}) and is not up to date.`,
      ),
    ),
    ...warnings.map((text) => `${style.warning('warning')} ${safeLines(text)}`),
    ...refusals.map((text) => `${style.error('refused')} ${safeLines(text)}`),
    planVerdict(result),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** `2 clusters: 1 to create, 3 to change, 2 unchanged; the predicted traffic stays as it is` */
export function planVerdict(result: PlanResult): string {
  const { behaviour, clusters, summary } = result;
  const parts: [number, string][] = [
    [summary.create, 'to create'],
    [summary.change, 'to change'],
    [summary.adopt, 'to adopt'],
    [summary.prune, 'to delete'],
    [summary.conflict, 'in conflict'],
    [summary.refused, 'refused'],
    [summary.unchanged, 'unchanged'],
    [summary.unstated, 'in no manifest'],
  ];
  const counts = parts.flatMap(([count, what]) => (count > 0 ? [`${String(count)} ${what}`] : []));
  const where = plural(clusters.length, 'cluster');
  const isSame = behaviour?.changes.length === 0 && hasChanges(result);
  return `${where}: ${counts.join(', ') || 'nothing to do'}${isSame ? '; the predicted traffic stays as it is' : ''}`;
}

function clusterText(cluster: PlanCluster, style: Paint): string {
  const { server, serverVersion, istioVersion, message, applied, objects } = cluster;
  const versions = [
    ...(serverVersion === undefined ? [] : [serverVersion]),
    ...(istioVersion === undefined ? [] : [`Istio ${istioVersion}`]),
  ].join(', ');
  const last = applied && `  last applied ${applied.at} by ${applied.by}`;
  const isQuiet = (object: PlanObject) => object.action === 'unchanged';
  const quiet = objects.filter(isQuiet).length;
  return [
    `${style.strong(safeText(cluster.cluster))} ${style.faint(safeText(`${server} ${versions}`.trim()))}`,
    ...(last ? [style.faint(safeText(last))] : []),
    ...(message === undefined ? [] : [`  ${style.error(safeLines(message))}`]),
    ...objects.filter((object) => !isQuiet(object)).flatMap((object) => objectLines(object, style)),
    ...(quiet > 0 ? [`  ${style.faint(`${String(quiet)} unchanged`)}`] : []),
  ].join('\n');
}

function objectLines(object: PlanObject, style: Paint): string[] {
  const { kind, namespace, name, action, owner, message, conflicts, warnings = [] } = object;
  const title = `${safeText(kind)} ${safeText(namespace)}/${safeText(name)}`;
  const place =
    object.file === undefined
      ? ''
      : ` ${style.faint(safeText(`${object.file}:${String(object.line)}:${String(object.column)}`))}`;
  return [
    `  ${style[STYLE[action]](action.padEnd(9))} ${title}${place}`,
    ...(owner === undefined ? [] : [`    kept by ${safeText(owner)}`]),
    ...(message === undefined || conflicts ? [] : [`    ${style.error(safeLines(message))}`]),
    ...(conflicts ?? []).map(
      ({ manager, field }) =>
        `    ${style.error('conflict')} ${safeText(field)} is owned by ${safeText(manager)}`,
    ),
    ...object.fields.map((change) => `    ${fieldText(change, style)}`),
    ...warnings.map((text) => `    ${style.warning('warning')} ${safeText(text)}`),
  ];
}

function fieldText({ path, before, after, writers = [] }: FieldChange, style: Paint): string {
  const who = writers
    .map(({ manager, time }) => (time === undefined ? manager : `${manager} ${time}`))
    .join(', ');
  const by = who === '' ? '' : ` ${style.faint(safeText(`(${who})`))}`;
  return `${safeText(path)}: ${style.error(safeText(planValue(before)))} → ${style.good(safeText(planValue(after)))}${by}`;
}
