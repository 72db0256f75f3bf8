import { info } from '@actions/core';
import { ClusterError } from '../cluster/cluster-error.js';
import { hasFailed, type ApplyResult } from '../deploy/apply-result.js';
import { hasDrift, type PlanCluster } from '../deploy/plan-result.js';
import type { DrillResult } from '../drill/drill-result.js';
import { isFailure } from '../lint/is-failure.js';
import { UserError } from '../foundation/errors.js';
import { applyText } from '../report/apply-text.js';
import { drillText } from '../report/drill-text.js';
import { countsOf } from '../report/markdown.js';
import { planText } from '../report/plan-text.js';
import { applyToClusters } from './apply-clusters.js';
import type { Checked } from './check.js';
import type { Decision, Mode } from './decide-mode.js';
import { withDeploymentRecord, type RecordOptions } from './deployment-record.js';
import { drillClusters, type DrillInputs } from './drill-clusters.js';
import type { Inputs } from './inputs.js';
import type { Outputs } from './outputs.js';
import { planClusters, type PlannedClusters } from './plan-clusters.js';
import { trustedBy, type TrustOptions } from './trust.js';
import type { ClusterAccess } from './with-clusters.js';

/** What became of the clusters. */
export interface ClusterWork {
  planned?: PlannedClusters;
  applied?: ApplyResult;
  /** What the checks before the first write found, field by field. */
  appliedPlan?: readonly PlanCluster[];
  drilled?: DrillResult;
  /** Why the step fails because of it; undefined: it does not. */
  failure?: string;
}

export interface ClusterWorkOptions extends ClusterAccess, TrustOptions {
  decision: Decision<Exclude<Mode, 'drill-restore'>>;
  inputs: DrillInputs &
    Pick<Inputs, 'paths' | 'config' | 'failOn' | 'deploymentEnvironment' | 'environmentUrl'>;
  token: string | undefined;
  outputs: Outputs;
}

/** Does what the mode asks for beyond the check. */
export async function workOnClusters(
  checked: Checked,
  options: ClusterWorkOptions,
): Promise<ClusterWork> {
  const { decision } = options;
  switch (decision.mode) {
    case 'check':
      return {};
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
    case 'drill':
      return drillOf(checked, options);
  }
}

async function planOf(checked: Checked, options: ClusterWorkOptions): Promise<ClusterWork> {
  const { decision, outputs } = options;
  const { config, lint } = await trustedBy(checked, decision.isUnderReview, options);
  const planned = await planClusters(checked.inspection, lint, config, options);
  outputs.plan(planned);
  info(planText(planned.result, true));
  return { planned };
}

async function driftOf(checked: Checked, options: ClusterWorkOptions): Promise<ClusterWork> {
  const work = await planOf(checked, options);
  if (!work.planned || !hasDrift(work.planned.result)) return work;
  return { ...work, failure: 'Drift: the clusters are not what the manifests say' };
}

async function applyOf(checked: Checked, options: ClusterWorkOptions): Promise<ClusterWork> {
  const { decision, inputs, outputs } = options;
  const { config, lint } = await trustedBy(checked, decision.isUnderReview, options);
  if (isFailure(lint.findings, inputs.failOn)) {
    return { failure: `Found ${countsOf(lint.summary)}: nothing was applied` };
  }
  let plan: readonly PlanCluster[] = [];
  const work = () =>
    applyToClusters(checked.inspection, config, {
      ...options,
      dryRun: inputs.dryRun,
      onPlan: (found) => (plan = found),
    });
  const record: RecordOptions = {
    ...options,
    // A dry run deploys nothing.
    environment: inputs.dryRun ? undefined : inputs.deploymentEnvironment,
    environmentUrl: inputs.environmentUrl,
  };
  const applied = await withDeploymentRecord(record, work, (result) => ({
    state: hasFailed(result) ? 'failure' : 'success',
    description: result.message,
  }));
  outputs.deployment(applied);
  info(applyText(applied, true));
  return {
    applied,
    appliedPlan: plan,
    ...(hasFailed(applied) ? { failure: applied.message } : {}),
  };
}

async function drillOf(checked: Checked, options: ClusterWorkOptions): Promise<ClusterWork> {
  const drilled = await drillClusters(checked, options.inputs, options).catch((error: unknown) => {
    if (!(error instanceof ClusterError)) throw error;
    return { problem: error.message };
  });
  if (drilled !== 'ready' && 'problem' in drilled) {
    return { failure: `The drill was not started, and nothing was changed: ${drilled.problem}` };
  }
  if (drilled === 'ready') return {};
  options.outputs.drill(drilled);
  info(drillText(drilled, true));
  const { verdict, reasons } = drilled;
  const failure = [`Drill ${verdict}`, ...reasons.slice(0, 1)].join(': ');
  return { drilled, ...(verdict === 'passed' ? {} : { failure }) };
}
