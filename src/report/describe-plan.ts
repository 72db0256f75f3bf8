import {
  hasChanges,
  type PlanAction,
  type PlanCluster,
  type PlanObject,
  type PlanResult,
} from '../deploy/plan-result.js';
import { clusterChangeText } from '../deploy/change-text.js';
import { addTo } from '../foundation/add-to.js';
import { firstFew } from '../foundation/first-few.js';
import { plural } from '../foundation/plural.js';
import type {
  DeployedCluster,
  DeployedField,
  DeployedObject,
  DeploymentDocument,
  Note,
} from './deployment-document.js';
import type { Paint } from './paint.js';
import { planValue } from './plan-value.js';
import { unsentNotes } from './unsent-note.js';

const style: Record<PlanAction, keyof Paint> = {
  create: 'good',
  change: 'warning',
  adopt: 'notice',
  unchanged: 'faint',
  prune: 'error',
  unstated: 'notice',
  conflict: 'error',
  refused: 'error',
};

/** What an apply would do, in every cluster and for callers. */
export function describePlan(result: PlanResult): DeploymentDocument {
  const { behaviour, clusters, debts, drift, notSent, refusals, warnings } = result;
  return {
    title: 'Plan',
    isFine: refusals.length === 0,
    verdict: planVerdict(result),
    ...(behaviour && behaviour.changes.length > 0 && { behaviour }),
    clusters: clusters.map(describeCluster),
    notes: [
      ...debts.map(({ cluster, since, by, reason }): Note => {
        return {
          text: `${cluster} was left out since ${since} by ${by} (${reason}) and is not up to date.`,
        };
      }),
      ...(drift ? [{ label: 'drift', style: 'error' as const, text: drift.text }] : []),
      ...warnings.map(warningOf),
      ...unsentNotes(notSent),
      ...refusals.map((text): Note => {
        return { label: 'refused', style: 'error', text, hasLines: true };
      }),
    ],
    stateWidth: 9,
    isOverview: false,
  };
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
  const counts = parts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  const where = plural(clusters.length, 'cluster');
  const isSame = behaviour?.changes.length === 0 && hasChanges(result);
  return `${where}: ${counts.join(', ') || 'nothing to do'}${isSame ? '; the predicted traffic stays as it is' : ''}`;
}

function describeCluster(cluster: PlanCluster): DeployedCluster {
  const { server, serverVersion, istioVersion, message, applied, objects } = cluster;
  const versions = [
    ...(serverVersion === undefined ? [] : [serverVersion]),
    ...(istioVersion === undefined ? [] : [`Istio ${istioVersion}`]),
  ].join(', ');
  const shown = objects.filter(
    ({ action, otherwise }) => action !== 'unchanged' || otherwise !== undefined,
  );
  return {
    name: cluster.cluster,
    detail: `${server} ${versions}`.trim(),
    ...(applied && { about: `last applied ${applied.at} by ${applied.by}` }),
    ...(message !== undefined && { problem: message }),
    objects: shown.map(describeObject),
    unchanged: objects.length - shown.length,
  };
}

function describeObject(object: PlanObject): DeployedObject {
  const { kind, namespace, name, file, line = 1, column = 1 } = object;
  const {
    action,
    owner,
    belongsTo,
    message,
    conflicts,
    otherwise = [],
    warnings = [],
    owners = [],
  } = object;
  const isSaid = message !== undefined && !conflicts;
  return {
    ...{ kind, namespace, name, state: action, style: style[action] },
    ...(file !== undefined && { place: { file, line, column } }),
    notes: [
      ...(owner === undefined ? [] : [{ text: `kept by ${owner}` }]),
      ...(belongsTo === undefined ? [] : [{ text: `belongs to ${belongsTo}` }]),
      ...ownerNotes(owners),
      ...otherwise.map((change): Note => {
        return { label: 'otherwise', style: 'warning', text: clusterChangeText(change) };
      }),
      ...(isSaid ? [{ style: 'error' as const, text: message, hasLines: true }] : []),
      ...(conflicts ?? []).map(({ manager, field }): Note => {
        return { label: 'conflict', style: 'error', text: `${field} is owned by ${manager}` };
      }),
    ],
    fields: deployedFields(object),
    warnings: warnings.map((text) => ({ label: 'warning', style: 'warning', text })),
  };
}

/** Fields that change hands the same way are one note. */
function ownerNotes(owners: NonNullable<PlanObject['owners']>): Note[] {
  const groups = new Map<string, string[]>();
  for (const { path, from, to } of owners) {
    const shift = `${from.join(', ')} → ${to.join(', ') || 'nobody'}`;
    addTo(groups, shift, path);
  }
  return [...groups].map(([shift, paths]) => {
    return { label: 'owner', style: 'warning', text: `${shift}: ${firstFew(paths)}` };
  });
}

/** Field by field what a plan would change of an object. */
export function deployedFields({ fields }: PlanObject): DeployedField[] {
  return fields.map(({ path, before, after, writers = [] }) => ({
    path,
    before: planValue(before),
    after: planValue(after),
    writers: writers
      .map(({ manager, time }) => (time === undefined ? manager : `${manager} ${time}`))
      .join(', '),
  }));
}

function warningOf(text: string): Note {
  return { label: 'warning', style: 'warning', text, hasLines: true };
}
