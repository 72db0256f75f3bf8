import { info } from '@actions/core';
import { join } from 'node:path';
import { ClusterError } from '../cluster/cluster-error.js';
import { hasFailed, type ApplyResult } from '../deploy/apply-result.js';
import { writePlan } from '../deploy/plan-file.js';
import type { EvacuationResult } from '../deploy/evacuation-result.js';
import { hasDrift, type PlanCluster, type PlanResult } from '../deploy/plan-result.js';
import type { DrillResult } from '../drill/drill-result.js';
import { UserError } from '../foundation/errors.js';
import { applyText } from '../report/apply-text.js';
import { shorten } from '../report/shorten.js';
import { deployProgress } from '../report/deploy-progress.js';
import { drillText } from '../report/drill-text.js';
import { countsOf } from '../report/markdown.js';
import { planVerdict } from '../report/describe-plan.js';
import { planText } from '../report/plan-text.js';
import { commitOf } from '../sources/repositories.js';
import { applyOrder, orderOfManifests } from '../work/apply.js';
import { planDeployment } from '../work/plan.js';
import { cancellation } from './cancellation.js';
import type { CheckedWorkspace } from './check.js';
import type { Decision, Mode } from './decide-mode.js';
import { choicesOfInputs, withoutUnmerged } from './deploy-choices.js';
import { deployInputTerms as terms } from './deploy-input-terms.js';
import type { DeployInputs } from './deploy-inputs.js';
import { withDeploymentRecord, type RecordOptions } from './deployment-record.js';
import { drillFromAction, type DrillInputs, type DrillOfAction } from './drill-clusters.js';
import { evacuateFromAction, evacuationFailure } from './evacuate-clusters.js';
import { inGroup } from './in-group.js';
import type { Inputs } from './inputs.js';
import type { Outputs } from './outputs.js';
import { trustedBy, type TrustOptions } from './trust.js';
import { withClusters, type ClusterAccess } from './with-clusters.js';

/** What became of the clusters. */
export interface ClusterWork {
  planned?: PlanResult;
  applied?: ApplyResult;
  /** What the checks before the first write found, field by field. */
  appliedPlan?: readonly PlanCluster[];
  drilled?: DrillResult;
  evacuated?: EvacuationResult;
  /** Why the step fails because of it; undefined: it does not. */
  failure?: string;
}

export interface ClusterWorkOptions extends ClusterAccess, TrustOptions {
  decision: Decision<Exclude<Mode, 'drill-restore' | 'rollback'>>;
  inputs: DrillInputs &
    DeployInputs &
    Pick<
      Inputs,
      | 'dryRun'
      | 'paths'
      | 'config'
      | 'environment'
      | 'failOn'
      | 'deploymentEnvironment'
      | 'environmentUrl'
    >;
  token: string | undefined;
  outputs: Outputs;
}

/**
 * Does what the mode asks for beyond the check.
 *
 * @throws UserError where the environment of the inputs is not there, or there are several and none is named.
 */
export async function workOnClusters(
  all: CheckedWorkspace,
  options: ClusterWorkOptions,
): Promise<ClusterWork> {
  const { decision, inputs } = options;
  if (decision.mode === 'check') return {};
  const checked = inEnvironment(all, inputs.environment);
  switch (decision.mode) {
    case 'plan':
      // A pull request that cannot be planned is told so; the check is what it is held to.
      return planOf(checked, options).catch((error: unknown) => {
        if (!(error instanceof UserError) || !decision.isUnderReview) throw error;
        options.notes.add(`No plan: ${error.message}`);
        return {};
      });
    case 'drift':
      return driftOf(checked, options);
    case 'apply':
      return applyOf(checked, options);
    case 'evacuate':
      return evacuationOf(checked, options);
    case 'drill':
      return drillOf(checked, options);
  }
}

/** What was checked, of one environment alone. */
function inEnvironment(checked: CheckedWorkspace, name: string | undefined): CheckedWorkspace {
  if (name === undefined) return checked;
  const inspection = checked.inspection.withEnvironment(name);
  return { ...checked, inspection, all: inspection.check().lint };
}

const progress = deployProgress(info);

/** The manifests, and what decides about them; of unmerged code that is not what it says itself. */
async function manifestsOf(checked: CheckedWorkspace, options: ClusterWorkOptions) {
  const { decision, inputs } = options;
  const trusted = await trustedBy(checked, decision.isUnderReview, options);
  return { project: checked.inspection, ...trusted, failOn: inputs.failOn };
}

async function planOf(
  checked: CheckedWorkspace,
  options: ClusterWorkOptions,
): Promise<ClusterWork> {
  const { env, outputs, folder, inputs, workspace } = options;
  const manifests = await manifestsOf(checked, options);
  const { settled } = choicesOfInputs(inputs, manifests.config);
  const commit = commitOf(workspace.cwd, env);
  const choices = { ...settled, env, commit, now: new Date(), progress, terms };
  const { result, file } = await inGroup('Asking every cluster', () =>
    withClusters(manifests.config, options, (clusters) =>
      planDeployment(manifests, { clusters }, choices),
    ),
  );
  const path = join(folder, 'plan-to-apply.json');
  if (file) await writePlan(path, path, file);
  outputs.plan(result, file && path);
  info(planText(result, true));
  return { planned: result };
}

async function driftOf(
  checked: CheckedWorkspace,
  options: ClusterWorkOptions,
): Promise<ClusterWork> {
  const work = await planOf(checked, options);
  if (!work.planned || !hasDrift(work.planned)) return work;
  const { drift } = work.planned;
  const why = [`${planVerdict(work.planned)}.`, ...(drift ? [drift.text] : [])].join(' ');
  const failure = `Drift: the clusters are not what the manifests say. ${shorten(why, 2_000)}`;
  return { ...work, failure };
}

async function applyOf(
  checked: CheckedWorkspace,
  options: ClusterWorkOptions,
): Promise<ClusterWork> {
  const { inputs, outputs, env, decision, notes } = options;
  const { dryRun } = inputs;
  const manifests = await manifestsOf(checked, options);
  const isOwn = !decision.isUnderReview || dryRun;
  const chosenBy = choicesOfInputs(
    isOwn ? inputs : withoutUnmerged(inputs, notes),
    manifests.config,
  );
  const { settled, ...how } = chosenBy;
  const order = orderOfManifests(manifests, settled, terms);
  if (!order) {
    return { failure: `Found ${countsOf(manifests.lint.summary)}: nothing was applied` };
  }
  const appliedPlan: PlanCluster[] = [];
  // What has been written is put back; before that there is nothing to put in order.
  const { signal, begin, cancel } = cancellation();
  const choices = {
    ...{ env, dryRun, signal, terms, ...how },
    commit: commitOf(options.workspace.cwd, env),
    onPlan: (plan: readonly PlanCluster[]) => appliedPlan.splice(0, Infinity, ...plan),
    progress: (event: Parameters<typeof progress>[0]) => {
      if (event.step === 'captured') begin();
      progress(event);
    },
  };
  const title = dryRun ? 'Trying it on every cluster' : 'Applying to every cluster';
  const work = () =>
    inGroup(title, () =>
      withClusters(
        manifests.config,
        options,
        (clusters) => applyOrder(order, manifests.config, { clusters }, choices),
        cancel,
      ),
    );
  const record: RecordOptions = {
    ...options,
    // A dry run deploys nothing.
    environment: dryRun ? undefined : inputs.deploymentEnvironment,
    environmentUrl: inputs.environmentUrl,
  };
  const applied = await withDeploymentRecord(record, work, (result) => ({
    state: hasFailed(result) ? 'failure' : 'success',
    description: result.message,
  }));
  outputs.deployment(applied);
  info(applyText(applied, true));
  return { applied, appliedPlan, ...(hasFailed(applied) ? { failure: applied.message } : {}) };
}

async function evacuationOf(
  checked: CheckedWorkspace,
  options: ClusterWorkOptions,
): Promise<ClusterWork> {
  const manifests = await manifestsOf(checked, options);
  const evacuated = await evacuateFromAction(manifests, options.inputs, options);
  options.outputs.evacuation(evacuated);
  const failure = evacuationFailure(evacuated);
  return { evacuated, ...(failure !== undefined && { failure }) };
}

async function drillOf(
  checked: CheckedWorkspace,
  options: ClusterWorkOptions,
): Promise<ClusterWork> {
  const started = await drillFromAction(checked, options.inputs, options).catch(
    (error: unknown): DrillOfAction => {
      if (!(error instanceof ClusterError)) throw error;
      return { problem: error.message };
    },
  );
  if (started.problem !== undefined) {
    return { failure: `The drill was not started, and nothing was changed: ${started.problem}` };
  }
  const { result } = started;
  if (!result) return {};
  options.outputs.drill(result);
  info(drillText(result, true));
  const { verdict, reasons } = result;
  const failure = [`Drill ${verdict}`, ...reasons.slice(0, 1)].join(': ');
  return { drilled: result, ...(verdict === 'passed' ? {} : { failure }) };
}
