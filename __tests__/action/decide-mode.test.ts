import { describe, expect, test } from '@jest/globals';
import { decideMode, type ModeInputs } from '../../src/action/decide-mode.js';
import type { WorkflowEvent } from '../../src/action/event.js';

const repository = { full_name: 'acme/mesh', default_branch: 'main' };

function event(name: string, payload: object = {}, ref = 'refs/heads/main'): WorkflowEvent {
  return { name, ref, payload: { repository, ...payload } };
}

function pullRequest(name: string, from: string | null = 'acme/mesh'): WorkflowEvent {
  const repo = from === null ? null : { full_name: from };
  return event(name, { pull_request: { number: 7, head: { repo } } }, 'refs/pull/7/merge');
}

const auto: ModeInputs = {
  mode: 'auto',
  dryRun: false,
  hasCredentials: true,
  planPullRequests: false,
};
const apply: ModeInputs = { ...auto, mode: 'apply' };
const trial: ModeInputs = { ...apply, dryRun: true };

const toBranch = event('push', {}, 'refs/heads/topic');
const toTag = event('push', {}, 'refs/tags/main');
const toMain = event('push');
const mergeGroup = event('merge_group', { merge_group: {} }, 'refs/heads/gh-readonly-queue/main/1');
const comment = event('issue_comment', { issue: { number: 7, pull_request: { url: 'u' } } });
const afterPullRequest = (from: string) =>
  event('workflow_run', {
    workflow_run: { event: 'pull_request', head_repository: { full_name: from } },
  });

const afterRun = (of: string, branch: string) =>
  event('workflow_run', {
    workflow_run: { event: of, head_branch: branch, head_repository: { full_name: 'acme/mesh' } },
  });

/** The pull requests in it may be of forks, and no payload says. */
const fromTheQueue: [string, WorkflowEvent][] = [
  ['merge_group', mergeGroup],
  ['a push of its branch', event('push', {}, 'refs/heads/gh-readonly-queue/main/pr-7-abc')],
  [
    'a run by hand for its branch',
    event('workflow_dispatch', {}, 'refs/heads/gh-readonly-queue/a'),
  ],
  ['workflow_run after the merge queue', afterRun('merge_group', 'main')],
  ['workflow_run after a push of its branch', afterRun('push', 'gh-readonly-queue/main/pr-7-abc')],
  ['workflow_run after pull_request_target', afterRun('pull_request_target', 'main')],
];

describe('auto', () => {
  test('applies a push to the default branch if credentials were given', () => {
    expect(decideMode(toMain, auto).mode).toBe('apply');
    expect(decideMode(toMain, { ...auto, dryRun: true }).mode).toBe('apply');
    const { mode, reason } = decideMode(toMain, { ...auto, hasCredentials: false });
    expect(mode).toBe('check');
    expect(reason).toMatch(/no kubeconfig/);
  });

  test.each<[string, WorkflowEvent]>([
    ['pull_request', pullRequest('pull_request')],
    ['pull_request from a fork', pullRequest('pull_request', 'mallory/mesh')],
    ['pull_request_target', pullRequest('pull_request_target')],
    // Its ref is the default branch.
    ['pull_request_target at main', { ...pullRequest('pull_request_target'), ref: toMain.ref }],
    ['push to another branch', toBranch],
    ['push of a tag', toTag],
    ['a branch that was deleted', event('push', { deleted: true })],
    ['merge_group', mergeGroup],
    ['workflow_dispatch', event('workflow_dispatch')],
    ['workflow_run', afterPullRequest('acme/mesh')],
    ['issue_comment', comment],
    ['an event of the future', event('hologram')],
    ['no event', event('')],
    ['a push without payload', { name: 'push', ref: toMain.ref, payload: {} }],
    ['a push without ref', { ...toMain, ref: undefined }],
    ['a payload of another shape', { ...toMain, payload: { repository: 'acme/mesh' } }],
  ])('checks %s', (_, other) => {
    expect(decideMode(other, auto).mode).toBe('check');
  });
});

test('check is check, whatever happens', () => {
  const check: ModeInputs = { ...auto, mode: 'check' };
  for (const each of [toMain, mergeGroup, pullRequest('pull_request', 'mallory/mesh')]) {
    expect(decideMode(each, check).mode).toBe('check');
  }
});

describe('apply', () => {
  test.each([
    ['push', toMain],
    ['push to another branch', toBranch],
    ['workflow_dispatch', event('workflow_dispatch')],
  ])('is done for %s', (_, other) => {
    expect(decideMode(other, apply).mode).toBe('apply');
  });

  test.each([
    ['pull_request', pullRequest('pull_request')],
    ['pull_request_review', pullRequest('pull_request_review')],
    ['workflow_run after a pull request', afterPullRequest('acme/mesh')],
    ['workflow_run after a push to a branch', afterRun('push', 'topic')],
  ])('is refused for %s, except as a dry run', (_, other) => {
    expect(() => decideMode(other, apply)).toThrow(/not merged/);
    expect(decideMode(other, trial).mode).toBe('apply');
  });

  test('is done after a run on the default branch', () => {
    expect(decideMode(afterRun('push', 'main'), apply).mode).toBe('apply');
  });

  test.each([
    ['pull_request', pullRequest('pull_request', 'mallory/mesh')],
    ['pull_request_target', pullRequest('pull_request_target', 'mallory/mesh')],
    // Its workflow has the secrets, whatever it checks out.
    ['pull_request_target of the repository itself', pullRequest('pull_request_target')],
    ['a fork that was deleted', pullRequest('pull_request', null)],
    ['a pull request without payload', event('pull_request')],
    ['a comment, which does not tell', comment],
    ['workflow_run', afterPullRequest('mallory/mesh')],
    ...fromTheQueue,
  ])('is refused for code of a fork: %s', (_, other) => {
    expect(() => decideMode(other, apply)).toThrow(/fork/);
    expect(() => decideMode(other, trial)).toThrow(/fork/);
  });
});

describe('plan and drift', () => {
  const plan: ModeInputs = { ...auto, mode: 'plan' };
  const optedIn: ModeInputs = { ...auto, planPullRequests: true };

  test('read the clusters for a pull request of the repository, if that is asked for', () => {
    expect(decideMode(pullRequest('pull_request'), optedIn)).toMatchObject({
      mode: 'plan',
      isUnderReview: true,
    });
    expect(decideMode(pullRequest('pull_request'), plan).mode).toBe('plan');
    expect(decideMode(mergeGroup, optedIn).mode).toBe('check');
  });

  test.each([
    ['pull_request', pullRequest('pull_request', 'mallory/mesh')],
    ['pull_request_target', pullRequest('pull_request_target')],
    ['a comment', comment],
    ...fromTheQueue,
  ])('never read them for %s that may come from a fork, and that is no failure', (_, other) => {
    expect(decideMode(other, optedIn).mode).toBe('check');
    for (const mode of ['plan', 'drift'] as const) {
      const decision = decideMode(other, { ...plan, mode });
      expect(decision.mode).toBe('check');
      expect(decision.note).toMatch(/may bring code of a fork/);
    }
  });

  test('without credentials are a check, and that is said', () => {
    const decision = decideMode(toMain, { ...plan, hasCredentials: false });
    expect(decision.mode).toBe('check');
    expect(decision.note).toMatch(/no kubeconfig was given/);
  });

  test('a schedule looks for drift where there are credentials', () => {
    expect(decideMode(event('schedule'), auto).mode).toBe('drift');
    expect(decideMode(event('schedule'), { ...auto, hasCredentials: false }).mode).toBe('check');
  });
});

describe('drill', () => {
  const drill: ModeInputs = { ...auto, mode: 'drill' };

  test.each([
    ['workflow_dispatch', event('workflow_dispatch')],
    ['schedule', event('schedule')],
  ])('is done for the default branch: %s', (_, other) => {
    expect(decideMode(other, drill).mode).toBe('drill');
  });

  test.each([
    ['pull_request', pullRequest('pull_request')],
    ['pull_request at main', { ...pullRequest('pull_request'), ref: toMain.ref }],
    ['pull_request from a fork', pullRequest('pull_request', 'mallory/mesh')],
    ['pull_request_target at main', { ...pullRequest('pull_request_target'), ref: toMain.ref }],
    ['merge_group', mergeGroup],
    ['push to another branch', toBranch],
    ['a dispatch for another branch', event('workflow_dispatch', {}, 'refs/heads/x')],
    ['a comment', comment],
    ['workflow_run after a pull request', afterPullRequest('acme/mesh')],
    ['workflow_run after a push to a branch', afterRun('push', 'topic')],
    ['no ref', { ...toMain, ref: undefined }],
  ])('is refused, also as a dry run: %s', (_, other) => {
    for (const dryRun of [false, true]) {
      expect(() => decideMode(other, { ...drill, dryRun })).toThrow(/default branch alone/);
    }
  });

  test('is never what auto does by itself', () => {
    for (const other of [toMain, event('schedule'), event('workflow_dispatch')]) {
      expect(decideMode(other, auto).mode).not.toBe('drill');
    }
  });
});

describe('rollback', () => {
  const rollback: ModeInputs = { ...auto, mode: 'rollback' };

  test.each([
    ['workflow_dispatch', event('workflow_dispatch')],
    ['push, as the last step of a deployment', toMain],
  ])('is done for the default branch: %s', (_, other) => {
    expect(decideMode(other, rollback)).toMatchObject({ mode: 'rollback', isUnderReview: false });
  });

  test.each([
    ['pull_request at main', { ...pullRequest('pull_request'), ref: toMain.ref }],
    ['pull_request_target at main', { ...pullRequest('pull_request_target'), ref: toMain.ref }],
    ['merge_group', mergeGroup],
    ['push to another branch', toBranch],
    ['a dispatch for another branch', event('workflow_dispatch', {}, 'refs/heads/x')],
    ['a comment', comment],
    ['workflow_run after a pull request', afterPullRequest('acme/mesh')],
    ['no ref', { ...toMain, ref: undefined }],
  ])('is refused: %s', (_, other) => {
    expect(() => decideMode(other, rollback)).toThrow(/default branch alone/);
  });

  test('has no dry run', () => {
    expect(() => decideMode(toMain, { ...rollback, dryRun: true })).toThrow(/has no dry run/);
  });

  test('is never what auto does by itself', () => {
    for (const other of [toMain, event('schedule'), event('workflow_dispatch')]) {
      expect(decideMode(other, auto).mode).not.toBe('rollback');
    }
  });
});

describe('a run that is started by hand', () => {
  const dispatch = (mode: unknown, ref?: string) =>
    event('workflow_dispatch', { inputs: { mode } }, ref);

  test('does what its input says', () => {
    expect(decideMode(dispatch('drift'), auto).mode).toBe('drift');
    expect(decideMode(dispatch('apply'), auto).mode).toBe('apply');
    expect(decideMode(dispatch('drill'), auto).mode).toBe('drill');
    expect(decideMode(dispatch('explode'), auto).mode).toBe('check');
    expect(decideMode(dispatch(undefined), auto).mode).toBe('check');
  });

  test('for another branch is judged by the default one', () => {
    expect(decideMode(dispatch('apply'), auto).isUnderReview).toBe(false);
    expect(decideMode(dispatch('apply', 'refs/heads/x'), auto).isUnderReview).toBe(true);
    expect(decideMode(toBranch, apply).isUnderReview).toBe(false);
  });
});
