import { UserError } from '../manifest/errors.js';
import { textAt, valueAt, type WorkflowEvent } from './event.js';

/** What the action does. */
export type Mode = 'check' | 'apply';

export const modeInputs = ['auto', 'check', 'apply'] as const;
export type ModeInput = (typeof modeInputs)[number];

export interface ModeInputs {
  mode: ModeInput;
  dryRun: boolean;
  /** Credentials for clusters were given to this step. */
  hasCredentials: boolean;
}

export interface Decision {
  mode: Mode;
  /** Why, for the log. */
  reason: string;
}

/**
 * Decides what to do for an event. Clusters only ever see what was merged: code under review may be tried with a dry
 * run if the user asks for it, and code of another repository never is.
 *
 * @throws UserError where `mode: apply` was asked for and must not be.
 */
export function decideMode(event: WorkflowEvent, inputs: ModeInputs): Decision {
  if (inputs.mode === 'check') return { mode: 'check', reason: 'as asked for' };
  if (inputs.mode === 'auto') return decideAuto(event, inputs.hasCredentials);
  if (isForeign(event)) {
    throw new UserError(
      `mode apply: the event ${event.name} may bring code of a fork, which never reaches a cluster; use mode check`,
    );
  }
  if (isUnmerged(event) && !inputs.dryRun) {
    throw new UserError(
      `mode apply: the event ${event.name} is about code that is not merged; use mode auto or check, or dry-run: true`,
    );
  }
  return { mode: 'apply', reason: 'as asked for' };
}

function decideAuto(event: WorkflowEvent, hasCredentials: boolean): Decision {
  const check = (reason: string): Decision => ({ mode: 'check', reason });
  if (isUnmerged(event)) return check(`${event.name}: not merged yet`);
  if (event.name !== 'push') return check(`${event.name || 'no event'}: only a push is applied`);
  if (!isDefaultBranch(event)) return check('push to another branch than the default one');
  if (!hasCredentials) return check('push to the default branch, but no kubeconfig was given');
  return { mode: 'apply', reason: 'push to the default branch' };
}

function isDefaultBranch({ ref, payload }: WorkflowEvent): boolean {
  const branch = textAt(payload, 'repository', 'default_branch');
  return (
    branch !== undefined && ref === `refs/heads/${branch}` && valueAt(payload, 'deleted') !== true
  );
}

/** Whether what was checked out may be under review still. */
function isUnmerged(event: WorkflowEvent): boolean {
  return (
    event.name === 'merge_group' ||
    isPullRequest(event) ||
    textAt(event.payload, 'workflow_run', 'event')?.startsWith('pull_request') === true
  );
}

function isPullRequest({ name, payload }: WorkflowEvent): boolean {
  return (
    name.startsWith('pull_request') ||
    valueAt(payload, 'pull_request') !== undefined ||
    // A comment on a pull request comes as one on its issue.
    valueAt(payload, 'issue', 'pull_request') !== undefined
  );
}

/** Whether the code may come from another repository; where that cannot be told, it may. */
function isForeign(event: WorkflowEvent): boolean {
  const { payload } = event;
  const own = textAt(payload, 'repository', 'full_name');
  if (isPullRequest(event)) {
    const head = textAt(payload, 'pull_request', 'head', 'repo', 'full_name');
    return head === undefined || head !== own;
  }
  if (valueAt(payload, 'workflow_run') !== undefined) {
    const head = textAt(payload, 'workflow_run', 'head_repository', 'full_name');
    return head === undefined || head !== own;
  }
  return false;
}
