import type {
  ApplyResult,
  ClusterResult,
  ObjectOutcome,
  ObjectResult,
} from '../deploy/apply-result.js';
import type { GateResult } from '../deploy/gate-result.js';
import type { PlanCluster } from '../deploy/plan-result.js';
import type {
  DeployedCluster,
  DeployedField,
  DeployedObject,
  DeploymentDocument,
  Note,
} from './deployment-document.js';
import { deployedFields } from './describe-plan.js';
import { unsentNotes } from './unsent-note.js';
import type { Paint } from './paint.js';

const style: Record<ObjectOutcome, keyof Paint> = {
  created: 'good',
  configured: 'good',
  unchanged: 'faint',
  pruned: 'warning',
  unstated: 'warning',
  terminating: 'warning',
  failed: 'error',
  skipped: 'faint',
};

/**
 * What was done to every cluster.
 *
 * @param planned What the checks before the first write found, for the fields of each object; default: none are listed.
 */
export function describeApply(
  result: ApplyResult,
  planned: readonly PlanCluster[] = [],
): DeploymentDocument {
  const { clusters, dryRun, gates = [], message, notSent, outcome, warnings } = result;
  return {
    title: `Deployment${dryRun ? ' (dry run)' : ''}`,
    isFine: outcome === 'applied' || outcome === 'checked',
    verdict: message,
    clusters: clusters.map((each) =>
      describeCluster(
        each,
        dryRun,
        fieldsIn(planned.find(({ cluster }) => cluster === each.cluster)),
      ),
    ),
    notes: [...gates.map(gateNote), ...warnings.map(warningOf), ...unsentNotes(notSent)],
    stateWidth: 11,
    isOverview: true,
  };
}

type FieldsOf = (object: ObjectResult) => DeployedField[];

function fieldsIn(planned: PlanCluster | undefined): FieldsOf {
  const known = new Map((planned?.objects ?? []).map((object) => [keyOf(object), object]));
  return (object) => {
    const own = known.get(keyOf(object));
    return own ? deployedFields(own) : [];
  };
}

function keyOf({ kind, namespace, name }: Pick<ObjectResult, 'kind' | 'namespace' | 'name'>) {
  return JSON.stringify([kind, namespace, name]);
}

function describeCluster(
  { cluster, server, reachable, message, objects, verified }: ClusterResult,
  dryRun: boolean,
  fields: FieldsOf,
): DeployedCluster {
  // Of thousands of objects most stay as they are.
  const shown = objects.filter(
    ({ result, message: own, warnings }) =>
      result !== 'unchanged' || own !== undefined || warnings !== undefined,
  );
  return {
    name: cluster,
    detail: server,
    ...(verified && {
      about: verified.text,
      state: verified.by.length > 0 ? 'verified' : 'not verified',
    }),
    ...(message !== undefined && {
      problem: message,
      problemState: reachable ? 'failed' : 'unreachable',
    }),
    objects: shown.map((object) => {
      // What is wrong with the whole cluster is said once.
      const { message: own, ...rest } = object;
      return describeObject(own === message ? rest : object, dryRun, fields(object));
    }),
    unchanged: objects.length - shown.length,
  };
}

function describeObject(
  object: ObjectResult,
  dryRun: boolean,
  fields: DeployedField[],
): DeployedObject {
  const { kind, namespace, name, result, message, warnings = [], rolledBack } = object;
  const { file, line = 1, column = 1 } = object;
  // What is pruned has no manifest.
  const place = file === undefined ? {} : { place: { file, line, column } };
  return {
    ...{ kind, namespace, name, state: result, style: style[result] },
    ...(dryRun && { suffix: ' (dry run)' }),
    notes: message === undefined ? [] : [{ text: message, hasLines: true, ...place }],
    fields,
    warnings: [...warnings.map(warningOf), ...(rolledBack ? [rollbackNote(rolledBack)] : [])],
  };
}

function rollbackNote({ outcome, message }: NonNullable<ObjectResult['rolledBack']>): Note {
  const isBack = !['left', 'failed', 'terminating'].includes(outcome);
  const reason = message === undefined ? '' : `: ${message}`;
  return {
    style: isBack ? 'good' : 'error',
    text: `rollback: ${outcome}${reason}`,
    hasLines: true,
  };
}

function gateNote({ gate, after, outcome, text }: GateResult): Note {
  const held = outcome === 'held';
  return {
    label: `gate ${outcome}`,
    style: held ? 'good' : 'error',
    text: `${gate}, after ${after.join(', ')}: ${text}`,
  };
}

function warningOf(text: string): Note {
  return { label: 'warning', style: 'warning', text };
}
