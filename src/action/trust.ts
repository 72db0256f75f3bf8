import type { Config } from '../config/config.js';
import { inspectBase } from '../work/inspect-base.js';
import { checkByBase } from '../project/check-by-base.js';
import type { LintResult } from '../foundation/finding.js';
import { UserError } from '../foundation/errors.js';
import type { CheckedWorkspace } from './check.js';
import type { Commits } from './commits.js';
import { payloadText, type WorkflowEvent } from './event.js';
import type { Inputs } from './inputs.js';
import type { Workspace } from './workspace.js';

/** What decides about clusters: which there are, and whether they may be touched. */
export interface Trusted {
  config: Config;
  lint: LintResult;
}

export interface TrustOptions {
  event: WorkflowEvent;
  commits: Commits;
  inputs: Pick<Inputs, 'paths' | 'config' | 'environment'>;
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
}

/**
 * For code that is not merged, clusters, rules and ignores are those of the branch that it is to be merged into, at its tip:
 * it must not choose by itself where it goes and what it is judged by, nor by where it was begun.
 *
 * @throws UserError where the base is not in this clone, or cannot be read.
 */
export async function trustedBy(
  { inspection, all }: CheckedWorkspace,
  isUnderReview: boolean,
  { event, commits, inputs, workspace, env }: TrustOptions,
): Promise<Trusted> {
  if (!isUnderReview) return { config: inspection.config, lint: all };
  const branch = payloadText(event.payload, 'repository', 'default_branch');
  const ref =
    commits.target ?? (branch === undefined ? undefined : `refs/remotes/origin/${branch}`);
  if (ref === undefined) throw new UserError(`${whose}; ${commits.missing ?? 'it is not known'}`);
  const { paths, config: configFile, environment } = inputs;
  const { render } = inspection.config;
  const wanted = { cwd: workspace.cwd, configFile, paths, allowEmpty: true, render, env };
  const { project: base, problem } = await inspectBase(wanted, { ref, env, isTip: true }).catch(
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(`${whose}; ${error.message}`);
    },
  );
  if (!base) throw new UserError(`${whose}, which cannot be read: ${problem ?? 'it has no files'}`);
  const own = environment === undefined ? base : base.withEnvironment(environment);
  return { config: own.config, lint: checkByBase(inspection, own) };
}

const whose =
  'what was checked out is not merged, so that clusters and rules come from the base branch';
