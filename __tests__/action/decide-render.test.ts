import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideRender, type RenderDecision } from '../../src/action/decide-render.js';
import { Notes } from '../../src/action/notes.js';

let cwd: string;

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    cwd,
    encoding: 'utf8',
  }).trim();

const commit = (config: string) => {
  writeFileSync(join(cwd, 'mesh-failover.yaml'), config);
  git('add', '-A');
  git('commit', '-qm', 'x', '--allow-empty');
  return git('rev-parse', 'HEAD');
};

beforeAll(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'decide-render-')));
  git('init', '-q', '-b', 'main');
});

afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const off = 'version: 1\n';
const auto = 'version: 1\nrender: auto\n';

async function decided(
  base: string | undefined,
  head: string,
  { input = true, isUnderReview = true } = {},
): Promise<[string, readonly string[]]> {
  const target = base === undefined ? undefined : commit(base);
  commit(head);
  const notes = new Notes();
  const decision: RenderDecision = {
    inputs: { render: input, config: undefined },
    isUnderReview,
    event: { name: 'pull_request', ref: 'refs/pull/1/merge', payload: {} },
    commits: { base: target, missing: undefined, target, isCheckedOut: true },
    workspace: { root: cwd, cwd, prefix: '' },
    env: process.env,
    notes,
  };
  return [await decideRender(decision), notes.all];
}

test('a pull request does not switch rendering on', async () => {
  expect(await decided(off, auto)).toEqual([
    'off',
    ['Nothing is rendered: the configuration of the base branch does not say render: auto'],
  ]);
});

test('the base branch decides, whatever the pull request says', async () => {
  expect(await decided(auto, off)).toEqual(['auto', []]);
});

test('without the input nothing is rendered, and nothing is said', async () => {
  expect(await decided(auto, auto, { input: false })).toEqual(['off', []]);
});

test('of merged code its own configuration decides', async () => {
  expect(await decided(undefined, auto, { isUnderReview: false })).toEqual(['auto', []]);
  expect((await decided(undefined, off, { isUnderReview: false }))[0]).toBe('off');
});

test('a base that is not known switches nothing on', async () => {
  const [render, notes] = await decided(undefined, auto);
  expect(render).toBe('off');
  expect(notes).toEqual([expect.stringMatching(/^Nothing is rendered: .*is not known/)]);
});
