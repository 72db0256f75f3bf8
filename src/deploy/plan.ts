import type { KubernetesObject } from '../cluster/cluster.js';
import { withCauses, type ExplainedChanges } from '../lint/behaviour-causes.js';
import type { Finding } from '../foundation/finding.js';
import { behaviourChanges } from '../traffic/behaviour-change.js';
import { checkAll } from './apply.js';
import { defaultFieldManager } from './apply-options.js';
import { debtsOf } from './debts.js';
import type { DeployObject } from './deploy-object.js';
import { deployOptionTerms, type DeployTerms } from './deploy-terms.js';
import { deployedTable, isPredictable, type Predicted } from './deployed-table.js';
import { changesOf, deviation, deviationText } from './deviations.js';
import type { DeployEnvironment } from './environment.js';
import { fieldChanges } from './field-changes.js';
import type { CheckedCluster, CheckedObject } from './gate.js';
import { istioVersions, versionWarnings } from './istio-version.js';
import { ownerChanges } from './owner-changes.js';
import { ownerText } from './object-owner.js';
import { lostWarnings, orphanWarnings } from './orphans.js';
import type { PlanAction, PlanCluster, PlanObject, PlanResult } from './plan-result.js';
import type { Progress } from './progress.js';
import { objectionsTo } from './objections.js';
import type { UnsentObject } from './unsent-object.js';
import { isTerminating, terminatingText } from './terminating.js';
import { refusalsOf } from './refusals.js';
import { evacuationNotes, underEvacuation } from './under-evacuation.js';
import { unasked, unfinishedRuns, type AskedClusters } from './unfinished-run.js';

export interface PlanInput extends AskedClusters {
  objects: readonly DeployObject[];
  inspection: Predicted;
  /** What the check of the manifests finds, to explain changes of behaviour. */
  findings: readonly Finding[];
  environment: DeployEnvironment;
  fieldManager?: string;
  force?: boolean;
  /** Who this is, for whom the environment belongs to. */
  owners?: readonly string[];
  takeOver?: boolean;
  prune?: { limit: number };
  createNamespaces?: boolean;
  /** Goes on where the clusters will behave worse than the manifests say. */
  acceptChanges?: boolean;
  /** What of the manifests is not sent, for the result. Default: nothing. */
  notSent?: readonly UnsentObject[];
  /** Clusters of the configuration are left out. */
  isPartial?: boolean;
  progress?: Progress;
  /** When evacuations count as expired. Default: now. */
  now?: Date;
  /** What settings are called in messages. Default: those of the command line. */
  terms?: DeployTerms;
}

/** A plan, and what it was made from. */
export interface Planned {
  result: PlanResult;
  checked: readonly CheckedCluster[];
}

/** Finds out what an apply would do, from the API servers' dry runs, and what that changes for callers. Changes nothing. */
export async function plan(input: PlanInput): Promise<Planned> {
  const { environment, inspection, prune, fieldManager = defaultFieldManager } = input;
  const { config } = inspection;
  const { clusters, terms } = input;
  const under = await underEvacuation(input.objects, {
    ...{ clusters, environment, date: input.now },
    ...(terms && { terms }),
  });
  const checked = await checkAll(
    { clusters, objects: under.objects },
    {
      environment,
      fieldManager,
      force: input.force ?? false,
      createNamespaces: input.createNamespaces ?? false,
      progress: input.progress ?? (() => {}),
    },
  );
  const versions = await istioVersions(checked, config);
  const planned = checked.map((each) =>
    planCluster(each, prune !== undefined, versions, fieldManager),
  );
  const behaviour = behaviourOf(checked, input);
  const drift = deviation(checked, inspection, (each) => each.before, {
    fieldManager,
    prunes: prune !== undefined,
  });
  const summary = summaryOf(planned);
  const { acceptChanges = false, notSent = [], isPartial = false } = input;
  const objections = await objectionsTo(checked, {
    ...{ acceptChanges, notSent, isPartial, fieldManager, predicted: inspection },
    terms: input.terms,
    prunes: prune !== undefined,
  });
  const result: PlanResult = {
    version: 1,
    environment: environment.name,
    refusals: [
      ...under.refusals,
      ...(await refusalsOf(checked, input)),
      ...objections.refusals,
      ...(await unfinished(checked, input)),
    ],
    ...(under.next && { evacuation: under.next }),
    warnings: [
      ...evacuationNotes(under, terms),
      ...versionWarnings(config, versions, checked),
      ...objections.warnings,
      ...lostWarnings(checked),
      ...(await orphanWarnings(checked, environment, input.owners ?? [])),
    ],
    notSent: [...notSent],
    debts: debtsOf(checked.map(({ set }) => set)),
    clusters: planned,
    ...(behaviour && { behaviour }),
    ...(drift && {
      drift: {
        changes: drift.changes,
        text: deviationText(drift, 'With what the clusters hold now'),
      },
    }),
    summary,
  };
  return { result, checked };
}

/**
 * What an apply would do in one cluster.
 *
 * @param prunes Whether it would delete what no manifest has any more.
 * @param versions Of Istio, by cluster, as far as they are known.
 */
export function planCluster(
  checked: CheckedCluster,
  prunes: boolean,
  versions: ReadonlyMap<string, string | undefined> = new Map(),
  fieldManager = defaultFieldManager,
): PlanCluster {
  const { cluster, reachable, serverVersion, error, objects, prune, set } = checked;
  const istio = versions.get(cluster.name);
  const { run, by = '', appliedAt: at = '' } = set?.notes ?? {};
  return {
    cluster: cluster.name,
    reachable,
    server: cluster.server,
    ...(serverVersion !== undefined && { serverVersion }),
    ...(istio !== undefined && { istioVersion: istio }),
    ...(run !== undefined && { applied: { run, by, at } }),
    ...(error && { problem: error.problem, message: error.message }),
    objects: [
      ...objects.map((each) => planObject(each, error !== undefined, fieldManager)),
      ...prune.map((each) => unstatedObject(each, prunes)),
    ],
  };
}

function planObject(checked: CheckedObject, isUnknown: boolean, fieldManager: string): PlanObject {
  const { object, before, after, error, foreign, owner, warnings } = checked;
  const { kind, namespace, name, file, line, column } = object;
  const action = actionOf(checked, isUnknown);
  const otherwise = changesOf(checked, after, fieldManager);
  const adopts = checked.adoption !== undefined;
  const taken =
    before && after && (action === 'change' || action === 'adopt')
      ? ownerChanges(before, after, { adopts, fieldManager })
      : [];
  const isListed = action === 'change' || action === 'conflict';
  return {
    ...{ kind, namespace, name, file, line, column, action },
    fields: isListed ? fieldChanges(before, after ?? checked.wanted).filter(isStated(checked)) : [],
    ...(taken.length > 0 && { owners: taken }),
    ...(otherwise.length > 0 && { otherwise }),
    ...(owner !== undefined && { owner }),
    ...(foreign && { belongsTo: ownerText(foreign) }),
    ...(error && { problem: error.problem, message: error.message }),
    ...(error && error.conflicts.length > 0 && { conflicts: error.conflicts }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** Of a conflict the API server does not say what would come of it: fields that the manifest leaves open stay. */
function isStated({ after }: CheckedObject) {
  return ({ after: value }: { after?: unknown }) => after !== undefined || value !== undefined;
}

function actionOf({ change, error }: CheckedObject, isUnknown: boolean): PlanAction {
  if (error) return error.problem === 'conflict' ? 'conflict' : 'refused';
  switch (change) {
    case 'create':
      return 'create';
    case 'content':
      return 'change';
    case 'ownership':
      return 'adopt';
    case 'none':
      return 'unchanged';
    case undefined:
      return isUnknown ? 'refused' : 'unchanged';
  }
}

function unstatedObject(object: KubernetesObject, prunes: boolean): PlanObject {
  const { kind, metadata } = object;
  const { namespace = '', name } = metadata;
  const action = prunes ? ('prune' as const) : ('unstated' as const);
  const message = isTerminating(object) ? { message: terminatingText(object) } : {};
  return { kind, namespace, name, action, fields: [], ...message };
}

/** Undefined unless every cluster has told everything. */
function behaviourOf(
  checked: readonly CheckedCluster[],
  { inspection, findings, prune }: PlanInput,
): ExplainedChanges | undefined {
  if (!isPredictable(checked)) return undefined;
  const before = deployedTable(checked, inspection, (each) => each.before, true);
  const after = deployedTable(checked, inspection, (each) => each.after, prune === undefined);
  const changes = behaviourChanges(
    before.map(({ prediction }) => prediction),
    after.map(({ prediction }) => prediction),
  );
  return withCauses(changes, after, findings);
}

async function unfinished(
  checked: readonly CheckedCluster[],
  { environment, others, progress, terms = deployOptionTerms }: PlanInput,
): Promise<string[]> {
  const clusters = checked.filter(({ error }) => !error).map(({ cluster }) => cluster);
  // What cannot be read is for the apply to refuse.
  const { open, silent } = await unfinishedRuns({ clusters, others }, environment, progress).catch(
    () => ({ open: [], silent: [] }),
  );
  return open.map(({ cluster, run, startedAt, by }) =>
    [
      `In cluster ${cluster} the run ${run}, started ${startedAt} by ${by}, has not ended.`,
      ...unasked(silent),
      `If it is dead: ${terms.rollback}.`,
    ].join(' '),
  );
}

function summaryOf(clusters: readonly PlanCluster[]): PlanResult['summary'] {
  const none = { create: 0, change: 0, adopt: 0, unchanged: 0, prune: 0, unstated: 0 };
  const summary = { ...none, conflict: 0, refused: 0 };
  for (const { action } of clusters.flatMap(({ objects }) => objects)) summary[action]++;
  return summary;
}
