import { UserError } from '../foundation/errors.js';
import { payloadText, valueAt, type WorkflowEvent } from './event.js';

/** What the action does. Each but `rollback` and `drill-restore` begins with the check. */
export type Mode =
  'check' | 'plan' | 'apply' | 'drift' | 'evacuate' | 'rollback' | 'drill' | 'drill-restore';

export const modeInputs = [
  'auto',
  'check',
  'plan',
  'apply',
  'drift',
  'evacuate',
  'rollback',
  'drill',
  'drill-restore',
] as const;
export type ModeInput = (typeof modeInputs)[number];

export interface ModeInputs {
  mode: ModeInput;
  dryRun: boolean;
  /** Credentials for clusters were given to this step. */
  hasCredentials: boolean;
  /** A pull request of this repository may read the clusters. */
  planPullRequests: boolean;
}

export interface Decision<M extends Mode = Mode> {
  mode: M;
  /** Why, for the log. */
  reason: string;
  /** Set where less is done than was asked for: why that is no failure. */
  note?: string;
  /** What was checked out is not merged: which clusters and rules there are is not for it to say. */
  isUnderReview: boolean;
}

/**
 * Decides what to do for an event. Code of a pull request may be compared with the clusters, or tried with a dry run, if the user
 * asks for it. Code that may come from a fork never contacts a cluster; the merge queue does not say where its code comes from. A
 * branch or tag of the repository itself can be applied by who may write to it, with a push or by hand: then `mode: apply` is
 * enough, and for a run by hand on another branch the clusters and rules of the default branch count.
 *
 * @throws UserError where `mode: apply` or `mode: drill` was asked for and must not be.
 */
export function decideMode(event: WorkflowEvent, inputs: ModeInputs): Decision {
  const mode = inputs.mode === 'auto' ? dispatchedMode(event) : inputs.mode;
  const isUnderReview = isUnmerged(event) || isElsewhere(event);
  const own = mode === 'auto' ? decideAuto(event, inputs) : decideAsked(event, mode, inputs);
  const isMissing = ['plan', 'drift'].includes(own.mode) && !inputs.hasCredentials;
  if (!isMissing) return { ...own, isUnderReview };
  const note = `No ${own.mode}: no kubeconfig was given (is the secret there for this event and environment?)`;
  return { mode: 'check', reason: 'no kubeconfig was given', note, isUnderReview };
}

type Choice = Omit<Decision, 'isUnderReview'>;

/** What whoever starts a workflow by hand chooses, where the workflow has an input of that name. */
function dispatchedMode(event: WorkflowEvent): ModeInput {
  if (event.name !== 'workflow_dispatch') return 'auto';
  const wanted = payloadText(event.payload, 'inputs', 'mode');
  return modeInputs.find((mode) => mode === wanted) ?? 'auto';
}

function decideAsked(
  event: WorkflowEvent,
  mode: Exclude<ModeInput, 'auto'>,
  { dryRun }: ModeInputs,
): Choice {
  const asked = { mode, reason: 'as asked for' };
  if (mode === 'check') return asked;
  if (mode === 'drill' || mode === 'drill-restore') {
    assertDrillable(event, mode);
    if (mode === 'drill' || !dryRun) return asked;
    throw withoutDryRun(mode);
  }
  if (mode === 'evacuate') {
    assertMerged(event, mode, 'a region is taken out, or restored,');
    return asked;
  }
  if (mode === 'rollback') {
    assertMerged(event, mode, 'clusters are taken back');
    if (!dryRun) return asked;
    throw withoutDryRun(mode);
  }
  if (mode !== 'apply') {
    if (!isForeign(event)) return asked;
    const note = `No ${mode}: the event ${event.name} may bring code of a fork, which never reaches a cluster`;
    return { mode: 'check', reason: `${event.name}: may come from a fork`, note };
  }
  if (isForeign(event)) {
    throw new UserError(
      `mode apply: the event ${event.name} may bring code of a fork, which never reaches a cluster; use mode check`,
    );
  }
  if (isUnmerged(event) && !dryRun) {
    throw new UserError(
      `mode apply: the event ${event.name} is about code that is not merged; use mode auto or check, or dry-run: true`,
    );
  }
  return asked;
}

/** A real outage is made and undone by nothing but what was merged, not even as a dry run. */
function assertDrillable(event: WorkflowEvent, mode: 'drill' | 'drill-restore'): void {
  if (!isForeign(event) && !isUnmerged(event) && isDefaultBranch(event)) return;
  throw new UserError(
    `mode ${mode}: a drill takes real endpoints away, so it is started for the default branch alone, by hand or by a schedule; ` +
      `the event ${event.name || '(none)'} is about ${event.ref ?? 'an unknown ref'}`,
  );
}

/** What is in the clusters is changed by hand for nothing but what was merged: its configuration says which clusters those are. */
function assertMerged(event: WorkflowEvent, mode: Mode, what: string): void {
  if (!isForeign(event) && !isUnmerged(event) && isDefaultBranch(event)) return;
  throw new UserError(
    `mode ${mode}: ${what} for the default branch alone, by hand or in its own workflows; ` +
      `the event ${event.name || '(none)'} is about ${event.ref ?? 'an unknown ref'}`,
  );
}

function withoutDryRun(mode: Mode): UserError {
  return new UserError(`mode ${mode} has no dry run; leave dry-run out`);
}

function decideAuto(
  event: WorkflowEvent,
  { hasCredentials, planPullRequests }: ModeInputs,
): Choice {
  const check = (reason: string): Choice => ({ mode: 'check', reason });
  if (isUnmerged(event)) {
    if (event.name !== 'pull_request' || !planPullRequests || isForeign(event)) {
      return check(`${event.name}: not merged yet`);
    }
    return { mode: 'plan', reason: 'pull_request of this repository, which may read the clusters' };
  }
  if (event.name === 'schedule' && hasCredentials) {
    return { mode: 'drift', reason: 'schedule' };
  }
  if (event.name !== 'push') return check(`${event.name || 'no event'}: only a push is applied`);
  if (!isDefaultBranch(event)) return check('push to another branch than the default one');
  if (!hasCredentials) return check('push to the default branch, but no kubeconfig was given');
  return { mode: 'apply', reason: 'push to the default branch' };
}

/** Started by hand, or by another program, for something else than the default branch. */
function isElsewhere(event: WorkflowEvent): boolean {
  return event.name !== 'push' && !isDefaultBranch(event);
}

function isDefaultBranch({ ref, payload }: WorkflowEvent): boolean {
  const branch = payloadText(payload, 'repository', 'default_branch');
  return (
    branch !== undefined && ref === `refs/heads/${branch}` && valueAt(payload, 'deleted') !== true
  );
}

/** Whether what was checked out may be under review still. */
function isUnmerged(event: WorkflowEvent): boolean {
  return isMergeQueue(event) || isPullRequest(event) || followsUnmergedRun(event);
}

/** GitHub makes a branch for each entry of the queue, and its push is an event like any other. */
const queue = 'gh-readonly-queue/';

function isMergeQueue({ name, ref }: WorkflowEvent): boolean {
  return name === 'merge_group' || ref?.startsWith(`refs/heads/${queue}`) === true;
}

/** After another workflow the ref is the default branch, whatever that one ran for and this one checks out. */
function followsUnmergedRun({ payload }: WorkflowEvent): boolean {
  if (valueAt(payload, 'workflow_run') === undefined) return false;
  const of = (...path: string[]) => payloadText(payload, 'workflow_run', ...path);
  const isMerged =
    ['push', 'schedule', 'workflow_dispatch'].includes(of('event') ?? '') &&
    of('head_branch') === payloadText(payload, 'repository', 'default_branch') &&
    of('head_repository', 'full_name') === payloadText(payload, 'repository', 'full_name');
  return !isMerged;
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
  const own = payloadText(payload, 'repository', 'full_name');
  // It has the secrets of the repository, whoever wrote what is checked out.
  if (event.name === 'pull_request_target') return true;
  // The pull requests of the queue may be of forks, and the event does not say.
  if (isMergeQueue(event)) return true;
  if (isPullRequest(event)) {
    const head = payloadText(payload, 'pull_request', 'head', 'repo', 'full_name');
    return head === undefined || head !== own;
  }
  if (valueAt(payload, 'workflow_run') !== undefined) {
    const of = (...path: string[]) => payloadText(payload, 'workflow_run', ...path);
    // Such a run belongs to the repository itself, whatever it has checked out.
    const isUnknown =
      ['merge_group', 'pull_request_target', 'issue_comment'].includes(of('event') ?? '') ||
      of('head_branch')?.startsWith(queue) === true;
    const head = of('head_repository', 'full_name');
    return isUnknown || head === undefined || head !== own;
  }
  return false;
}
