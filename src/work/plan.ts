import { deployObjects, unsentObjects } from './objects-of.js';
import { plan } from '../deploy/plan.js';
import type { DeployTerms } from '../deploy/deploy-terms.js';
import { planBasis } from '../deploy/plan-basis.js';
import { planFileOf, type PlanFile } from '../deploy/plan-file.js';
import type { PlanResult } from '../deploy/plan-result.js';
import { behaviourOfRun } from '../deploy/run-behaviour.js';
import type { Progress } from '../deploy/progress.js';
import { deploySettings } from '../deploy/settings.js';
import type { AskedClusters } from '../deploy/unfinished-run.js';
import type { Finding } from '../foundation/finding.js';
import { plural } from '../foundation/plural.js';
import type { Severity } from '../foundation/severity.js';
import { isFailure } from '../lint/is-failure.js';
import type { CheckedManifests } from './checked-manifests.js';
import { refuseUnrendered } from './refuse-unrendered.js';

export interface PlanChoices {
  /** For who plans. */
  env: NodeJS.ProcessEnv;
  now: Date;
  /** Addresses of the repository, as a clone has them. Default: only the environment tells. */
  repositories?: readonly string[];
  /** The commit that the manifests are from, for the history. */
  commit?: string | undefined;
  /** Takes fields over from other managers. */
  force?: boolean;
  /** Takes the environment, and objects, from whom they belong to. */
  takeOver?: boolean;
  createNamespaces?: boolean;
  /** Goes on where the clusters will behave worse than the manifests say. */
  acceptChanges?: boolean;
  /** Deletes what no manifest states any more, but no more than the limit in a cluster. */
  prune?: { limit: number };
  progress?: Progress;
  /** What settings are called in messages. Default: those of the command line. */
  terms?: DeployTerms;
}

export interface DeploymentPlan {
  result: PlanResult;
  /** For an apply of exactly this; undefined where it would be refused. */
  file: PlanFile | undefined;
}

/** Compares every cluster with the manifests, and changes nothing. */
export async function planDeployment(
  { project, config, lint, failOn }: CheckedManifests,
  asked: AskedClusters,
  choices: PlanChoices,
): Promise<DeploymentPlan> {
  const { env, now, repositories, commit, prune, progress, terms } = choices;
  const { force = false, takeOver = false } = choices;
  const { createNamespaces = false, acceptChanges = false } = choices;
  const settled = { force, takeOver, createNamespaces, acceptChanges };
  refuseUnrendered(project, { config, prune: prune !== undefined, terms });
  const { environment, by, owners } = deploySettings(config, env, repositories);
  const objects = deployObjects(project, config);
  const notSent = unsentObjects(project, config);
  const { result: found, checked } = await plan({
    ...asked,
    ...{ objects, environment, owners, notSent, ...settled },
    isPartial: (asked.others?.length ?? 0) > 0,
    inspection: { config, manifests: project.manifests },
    findings: lint.findings,
    ...(prune && { prune }),
    ...(progress && { progress }),
    ...(terms && { terms }),
  });
  const refusals = [...refusalOfCheck(lint.findings, failOn), ...found.refusals];
  const result = { ...found, refusals };
  if (refusals.length > 0) return { result, file: undefined };
  const base = {
    ...{ createdAt: now.toISOString(), by, environment: environment.name },
    ...(commit !== undefined && { commit }),
    ...(result.behaviour && { behaviour: behaviourOfRun(result.behaviour) }),
    basis: planBasis(config),
  };
  return {
    result,
    file: planFileOf({ ...base, ...settled, objects, notSent, ...(prune && { prune }) }, checked),
  };
}

/** Why an apply of manifests with these findings would be refused; empty: it would not. */
function refusalOfCheck(findings: readonly Finding[], failOn: Severity): string[] {
  const failing = findings.filter((finding) => isFailure([finding], failOn)).length;
  if (failing === 0) return [];
  const what = plural(failing, failOn === 'error' ? 'error' : 'finding');
  return [`The check of the manifests finds ${what}: mesh-failover check.`];
}
