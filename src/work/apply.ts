import type { Config } from '../config/config.js';
import { apply } from '../deploy/apply.js';
import type { ApplyInput } from '../deploy/apply-options.js';
import { defaultFieldManager } from '../deploy/apply-options.js';
import type { ApplyResult } from '../deploy/apply-result.js';
import type { DeployTerms } from '../deploy/deploy-terms.js';
import { deployObjects, unsentObjects } from './objects-of.js';
import { planCluster } from '../deploy/plan.js';
import { movedSince, type PlanFile } from '../deploy/plan-file.js';
import type { PlanCluster } from '../deploy/plan-result.js';
import { deploySettings } from '../deploy/settings.js';
import type { AskedClusters } from '../deploy/unfinished-run.js';
import { UserError } from '../foundation/errors.js';
import { isFailure } from '../lint/is-failure.js';
import type { CheckedManifests } from './checked-manifests.js';
import { refuseUnrendered } from './refuse-unrendered.js';

/** What is to be applied, and what was settled together with it. */
export type ApplyOrder = Pick<
  ApplyInput,
  | 'objects'
  | 'notSent'
  | 'predicted'
  | 'force'
  | 'takeOver'
  | 'createNamespaces'
  | 'acceptChanges'
  | 'prune'
  | 'refuse'
  | 'commit'
  | 'behaviour'
>;

/** What is settled beside the manifests. */
export type Settled = Omit<ApplyOrder, 'objects' | 'notSent' | 'predicted' | 'refuse'>;

/**
 * What the manifests say; undefined: the check forbids it.
 *
 * @param terms What settings are called in messages. Default: those of the command line.
 */
export function orderOfManifests(
  { project, config, lint, failOn }: CheckedManifests,
  settled: Settled = {},
  terms?: DeployTerms,
): ApplyOrder | undefined {
  if (isFailure(lint.findings, failOn)) return undefined;
  refuseUnrendered(project, { config, prune: settled.prune !== undefined, terms });
  return {
    ...settled,
    objects: deployObjects(project, config),
    notSent: unsentObjects(project, config),
    predicted: { config, manifests: project.manifests },
  };
}

/**
 * What a plan says, as long as the clusters are as they were then.
 *
 * @param name What the user calls the plan.
 * @throws UserError where it is for another environment than that of the configuration
 */
export function orderOfPlan(plan: PlanFile, name: string, config: Config): ApplyOrder {
  const { environment } = config.deploy;
  if (environment !== plan.environment) {
    throw new UserError(
      `${name} is for the environment ${plan.environment}, and the configuration says ${environment}`,
    );
  }
  const {
    objects,
    notSent,
    force,
    takeOver = false,
    createNamespaces,
    acceptChanges,
    prune,
    commit,
    behaviour,
  } = plan;
  return {
    ...{ objects, force, takeOver, createNamespaces },
    ...(notSent && { notSent }),
    ...(acceptChanges !== undefined && { acceptChanges }),
    ...(prune && { prune }),
    ...(commit !== undefined && { commit }),
    ...(behaviour && { behaviour }),
    refuse: (checked) => movedSince(plan, checked, defaultFieldManager),
  };
}

type Chosen =
  | 'missing'
  | 'stateFolder'
  | 'dryRun'
  | 'strategy'
  | 'onFailure'
  | 'verifyTimeoutMs'
  | 'lockWaitSeconds'
  | 'signal'
  | 'progress'
  | 'terms';

/** How to apply it; what is not said is as the configuration says, or the default. */
export interface ApplyChoices extends Partial<Pick<ApplyInput, Chosen>> {
  /** For who applies, and for the folder of the state. */
  env: NodeJS.ProcessEnv;
  /** Addresses of the repository, as a clone has them. Default: only the environment tells. */
  repositories?: readonly string[];
  /** The commit that is checked out, for the history. */
  commit?: string | undefined;
  /** Gets what would change in each cluster, field by field, before anything is written. */
  onPlan?: (plan: readonly PlanCluster[]) => void;
}

/** Applies it to every cluster, or to none. */
export function applyOrder(
  order: ApplyOrder,
  config: Config,
  asked: AskedClusters,
  { env, repositories, commit, onPlan, ...chosen }: ApplyChoices,
): Promise<ApplyResult> {
  return apply({
    ...deploySettings(config, env, repositories),
    ...chosen,
    ...(commit !== undefined && { commit }),
    ...order,
    ...asked,
    ...(onPlan && {
      onChecked: (checked) => onPlan(checked.map((each) => planCluster(each, false))),
    }),
  });
}
