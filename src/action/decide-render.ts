import type { Config } from '../config/config.js';
import { UserError } from '../foundation/errors.js';
import { rules } from '../rules/index.js';
import { loadConfig } from '../sources/load-config.js';
import { configAt } from '../work/config-at.js';
import type { Commits } from './commits.js';
import { payloadText, type WorkflowEvent } from './event.js';
import type { Inputs } from './inputs.js';
import type { Notes } from './notes.js';
import type { Workspace } from './workspace.js';

export interface RenderDecision {
  inputs: Pick<Inputs, 'render' | 'config'>;
  /** What was checked out is not merged. */
  isUnderReview: boolean;
  event: WorkflowEvent;
  commits: Commits;
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
  notes: Notes;
}

/**
 * Whether kustomizations and charts are rendered: only if the input allows it, and the configuration says so. Of code that is not
 * merged, the configuration of the base branch does: whoever opens a pull request does not switch it on.
 */
export async function decideRender(decision: RenderDecision): Promise<Config['render']> {
  const { inputs, notes } = decision;
  if (!inputs.render) return 'off';
  const found = await mergedConfig(decision).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return { problem: error.message };
  });
  if ('problem' in found) {
    notes.add(`Nothing is rendered: ${found.problem}`);
    return 'off';
  }
  if (found.render === 'off') {
    const whose = decision.isUnderReview
      ? 'the configuration of the base branch'
      : 'the configuration';
    notes.add(`Nothing is rendered: ${whose} does not say render: auto`);
  }
  return found.render;
}

async function mergedConfig({
  inputs: { config: file },
  isUnderReview,
  event,
  commits,
  workspace: { cwd },
  env,
}: RenderDecision): Promise<{ render: Config['render'] } | { problem: string }> {
  if (!isUnderReview) return loadConfig({ cwd, rules, ...(file === undefined ? {} : { file }) });
  const branch = payloadText(event.payload, 'repository', 'default_branch');
  const ref =
    commits.target ?? (branch === undefined ? undefined : `refs/remotes/origin/${branch}`);
  if (ref === undefined) {
    return {
      problem: commits.missing ?? 'the base branch, whose configuration decides it, is not known',
    };
  }
  return configAt({ cwd, env, ref, file });
}
