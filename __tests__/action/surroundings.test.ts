/** The built action in what runners give it beside a plain job: each with the environment that it has there. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { GithubServer } from './github/github-server.js';
import { Runner, type StepResult } from './runner.js';
import { TwoApiServers } from './two-api-servers.js';

let runner: Runner;
let head: string;
const stops: (() => void)[] = [];

beforeEach(() => {
  runner = new Runner();
  stops.push(() => runner.remove());
});

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function startGithub(root?: string): Promise<GithubServer> {
  const github = new GithubServer(root);
  await github.start();
  stops.push(() => {
    github.stop();
    expect(github.problems).toEqual([]);
  });
  return github;
}

/** The merge of a pull request that breaks the manifests in some folders. */
function pullRequest(...folders: string[]): void {
  const set = (percent: string) => {
    const change = (text: string) => text.replace(/Percent: \d+/, `Percent: ${percent}`);
    for (const folder of folders) runner.copy('hello-world', folder, change);
  };
  set('100');
  head = runner.pullRequest(() => set('10'));
}

function step(
  github: GithubServer,
  inputs: Record<string, string> = {},
  own = runner,
): Promise<StepResult> {
  own.env = {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: 'https://ghe.example',
    GITHUB_RUN_ID: '42',
    GITHUB_WORKFLOW: 'Failover',
    GITHUB_JOB: 'check',
    ...own.env,
  };
  return own.step({ 'github-token': github.token, ...inputs });
}

test.each([
  ['an Enterprise Server below a path', '/github/api/v3', '/github'],
  ['a server whose API has a host of its own', '', ''],
])('%s: its API is called, its pages are linked', async (_, root, path) => {
  const github = await startGithub(root);
  pullRequest('.');
  runner.env['GITHUB_SERVER_URL'] = `${github.url}${path}`;
  await step(github);
  // Found again, and not written twice.
  await step(github);
  expect(github.comments).toHaveLength(1);
  const page = `${github.url}${path}/acme/mesh`;
  const { body } = github.comments[0]!;
  expect(body).toContain(`<a href="${page}/blob/${head}/destination-rule.yaml#L`);
  expect(body).toContain(`<a href="${page}/actions/runs/42">run</a>`);
});

test('a reusable workflow has the event of its caller, and no secret that it was not given', async () => {
  const github = await startGithub();
  const clusters = new TwoApiServers();
  await clusters.start();
  stops.push(() => clusters.stop());
  pullRequest('.');
  // The names are those of the caller; only the job is that of the called workflow.
  Object.assign(runner.env, {
    GITHUB_WORKFLOW: 'Everything about pull requests',
    GITHUB_WORKFLOW_REF: 'acme/mesh/.github/workflows/pull-request.yml@refs/pull/7/merge',
    GITHUB_JOB: 'failover',
  });
  const inputs = { 'plan-pull-requests': 'true' };
  const without = await step(github, { ...inputs, kubeconfig: '' });
  expect(without.outputs).toMatchObject({ mode: 'check' });
  expect(without.stdout).toContain('No plan: no kubeconfig was given');
  const given = await step(github, { ...inputs, kubeconfig: clusters.kubeconfig() });
  expect(given.outputs).toMatchObject({ mode: 'plan' });
  expect(given.outputs).toHaveProperty('plan');
  expect(clusters.writes).toEqual([[], []]);
  expect(github.comments).toHaveLength(1);
});

test('jobs of a matrix that end at the same time write a comment each, of their own part', async () => {
  const github = await startGithub();
  pullRequest('shop', 'pay');
  const other = new Runner();
  stops.push(() => other.remove());
  cpSync(runner.workspace, other.workspace, { recursive: true });
  other.env = { ...runner.env };
  const results = await Promise.all([
    step(github, { 'working-directory': 'shop' }),
    step(github, { 'working-directory': 'pay' }, other),
  ]);
  expect(results.map(({ exitCode }) => exitCode)).toEqual([1, 1]);
  const bodies = github.comments.map(({ body }) => body);
  expect(bodies).toHaveLength(2);
  for (const [mine, theirs] of [
    ['shop', 'pay'],
    ['pay', 'shop'],
  ]) {
    const own = bodies.filter((body) => body.includes(`${String(mine)}/destination-rule.yaml`));
    expect(own).toHaveLength(1);
    expect(own[0]).not.toContain(`${String(theirs)}/destination-rule.yaml`);
  }
});

test('paths leave out what is beside them, also what a filter of the workflow let through', async () => {
  const github = await startGithub();
  pullRequest('shop', 'pay');
  runner.copy('hello-world', 'pay');
  const base = runner.commit();
  runner.write('shop/README.md', 'x');
  runner.commit();
  runner.event('push', { before: base });
  const result = await step(github, { paths: 'pay', mode: 'check', 'fail-on': 'warning' });
  expect(result).toMatchObject({ outputs: { errors: '0', worse: '0' } });
  expect(result.stdout + result.summary).not.toContain('shop/');
});

test('a self-hosted runner: what earlier runs have left is neither used nor touched', async () => {
  const github = await startGithub();
  pullRequest('.');
  const ran = join(runner.folder, 'ran');
  // A repository that an earlier job has set up to run programs.
  const settings: Record<string, string> = {
    'core.fsmonitor': `touch ${ran}`,
    'core.pager': `touch ${ran}`,
    'diff.external': `touch ${ran}`,
    'diff.evil.textconv': `touch ${ran}; cat`,
    'filter.evil.smudge': `touch ${ran}; cat`,
    'core.hooksPath': join(runner.folder, 'hooks'),
    'color.ui': 'always',
    'diff.noprefix': 'true',
    'core.quotePath': 'true',
  };
  for (const [name, value] of Object.entries(settings)) runner.git('config', name, value);
  appendFileSync(join(runner.workspace, '.git/info/attributes'), '*.yaml diff=evil filter=evil\n');
  const old = join(runner.temp, 'mesh-failover-old');
  mkdirSync(old);
  for (const name of ['kubeconfig', 'findings.json']) writeFileSync(join(old, name), 'old');
  const first = await step(github);
  const again = await step(github);
  expect(existsSync(ran)).toBe(false);
  for (const { exitCode, outputs, commands } of [first, again]) {
    expect(exitCode).toBe(1);
    expect(Number(outputs['worse'])).toBeGreaterThan(0);
    expect(commands[0]).toMatch(/^::error file=destination-rule\.yaml,/);
  }
  expect(again.outputs['findings']).not.toBe(first.outputs['findings']);
  expect(existsSync(first.outputs['findings'] ?? '')).toBe(true);
  expect(readdirSync(old).map((name) => readFileSync(join(old, name), 'utf8'))).toEqual([
    'old',
    'old',
  ]);
});

test.each([
  ['no JSON', '{"pull_request": ', 'is no JSON'],
  ['a folder', undefined, 'cannot be read (EISDIR)'],
  ['a device', '/dev/zero', 'is not a regular file'],
])('an event that is %s is an error in words', async (_, event, why) => {
  runner.copy('hello-world');
  const file = join(runner.folder, 'odd-event');
  if (event === undefined) mkdirSync(file);
  else if (!event.startsWith('/')) writeFileSync(file, event);
  const path = event?.startsWith('/') ? event : file;
  runner.env['GITHUB_EVENT_PATH'] = path;
  const { exitCode, commands, stderr } = await runner.step();
  expect(exitCode).toBe(2);
  expect(commands.join()).toContain(`the event of this run, ${path} (GITHUB_EVENT_PATH), ${why}`);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test.each([
  '[1]',
  'null',
  '5',
  '{"pull_request": 5, "repository": null}',
  '{"__proto__": {"x": 1}}',
])('an event of another shape is none to go by: %s', async (event) => {
  runner.copy('hello-world');
  const file = join(runner.folder, 'odd-event');
  writeFileSync(file, event);
  Object.assign(runner.env, { GITHUB_EVENT_PATH: file, GITHUB_EVENT_NAME: 'push' });
  expect(await runner.step({ mode: 'check' })).toMatchObject({ exitCode: 0 });
});
