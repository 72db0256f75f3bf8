import type { Config } from '../config/config.js';
import type { DrillGateConfig } from '../config/gate-config.js';
import { apply } from '../deploy/apply.js';
import type { ApplyInput } from '../deploy/apply-options.js';
import { defaultFieldManager } from '../deploy/apply-options.js';
import type { ApplyResult } from '../deploy/apply-result.js';
import type { DeployTerms } from '../deploy/deploy-terms.js';
import { deployObjects, unsentObjects } from './objects-of.js';
import { planCluster } from '../deploy/plan.js';
import { basisChanges } from '../deploy/plan-basis.js';
import { configuredGates, prometheusToken } from '../deploy/configured-gates.js';
import { movedSince, type PlanFile } from '../deploy/plan-file.js';
import type { PlanCluster } from '../deploy/plan-result.js';
import { deploySettings } from '../deploy/settings.js';
import type { Gate } from '../deploy/gates.js';
import type { AskedClusters } from '../deploy/unfinished-run.js';
import { UserError } from '../foundation/errors.js';
import { isFailure } from '../lint/is-failure.js';
import type { CheckedManifests } from './checked-manifests.js';
import { drillGate } from './drill-gate.js';
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
> & {
  /** What the manifests are, for drills between the clusters; undefined: a plan, which has none. */
  checked?: Pick<CheckedManifests, 'project' | 'lint'>;
};

/** What is settled beside the manifests. */
export type Settled = Omit<ApplyOrder, 'objects' | 'notSent' | 'predicted' | 'refuse' | 'checked'>;

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
    checked: { project, lint },
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
    refuse: (checked) => [
      ...otherBasis(plan, name, config),
      ...movedSince(plan, checked, defaultFieldManager),
    ],
  };
}

/** What the plan has predicted, it has predicted from another configuration: a sentence for that. */
function otherBasis({ basis }: PlanFile, name: string, config: Config): string[] {
  const keys = basis ? basisChanges(basis, config) : [];
  if (keys.length === 0) return [];
  return [
    `The plan ${name} was predicted with another configuration than this one, which differs in ${keys.join(', ')}. Plan again.`,
  ];
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

const neverAsked: Gate = {
  title: 'drill',
  hold: () => Promise.reject(new Error('there is no cluster after this one')),
};

/** What must hold between the clusters. */
function gatesOf(
  manifests: ApplyOrder['checked'],
  config: Config,
  { clusters, others = [] }: AskedClusters,
  env: NodeJS.ProcessEnv,
): Gate[] {
  const usable = [...clusters, ...others.flatMap((each) => ('unusable' in each ? [] : [each]))];
  const drill = (declared: DrillGateConfig): Gate => {
    // There is nothing after it; that no gate was asked is said at the end.
    if (clusters.length < 2) return neverAsked;
    if (manifests) return drillGate(declared, { ...manifests, config, clusters: usable });
    throw new UserError(
      'deploy.gates: a drill is predicted from the manifests, which a plan does not have; apply the manifests, or one cluster of the plan after the other',
    );
  };
  return configuredGates(config, prometheusToken(env), drill);
}

/** Applies it to every cluster, or to none. */
export function applyOrder(
  { checked: manifests, ...order }: ApplyOrder,
  config: Config,
  asked: AskedClusters,
  { env, repositories, commit, onPlan, ...chosen }: ApplyChoices,
): Promise<ApplyResult> {
  const settings = deploySettings(config, env, repositories);
  return apply({
    ...settings,
    ...chosen,
    gates: gatesOf(manifests, config, asked, env),
    ...(commit !== undefined && { commit }),
    ...order,
    ...asked,
    ...(onPlan && {
      onChecked: (checked) => onPlan(checked.map((each) => planCluster(each, false))),
    }),
  });
}
