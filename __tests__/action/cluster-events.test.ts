/** The built action with clusters and GitHub's API on loopback: what each event may do, and what it tells. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GithubServer } from './github/github-server.js';
import { Runner, type StepResult } from './runner.js';
import { TwoApiServers } from './two-api-servers.js';

let runner: Runner;
let clusters: TwoApiServers;
let github: GithubServer;

beforeEach(async () => {
  runner = new Runner();
  clusters = new TwoApiServers();
  github = new GithubServer();
  await Promise.all([clusters.start(), github.start()]);
  runner.copy('hello-world');
});

afterEach(() => {
  expect(github.problems).toEqual([]);
  github.stop();
  clusters.stop();
  runner.remove();
});

function step(inputs: Record<string, string> = {}): Promise<StepResult> {
  Object.assign(runner.env, {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: 'https://ghe.example',
    GITHUB_RUN_ID: '42',
  });
  return runner.step({
    kubeconfig: clusters.kubeconfig(),
    'github-token': github.token,
    ...inputs,
  });
}

describe('a pull request that may be planned', () => {
  function pullRequest(change: () => void): void {
    runner.pullRequest(change);
    runner.env['GITHUB_SHA'] = runner.git('rev-parse', 'HEAD');
  }

  const inputs = { 'plan-pull-requests': 'true', comment: 'always' };

  test('is planned, told of in the comment, and nothing is written', async () => {
    pullRequest(() => runner.write('README.md', 'x'));
    const result = await step(inputs);
    expect(result).toMatchObject({ exitCode: 0, outputs: { mode: 'plan' } });
    const plan = JSON.parse(readFileSync(result.outputs['plan'] ?? '', 'utf8')) as object;
    expect(plan).toMatchObject({ summary: { create: 6 } });
    expect(clusters.writes).toEqual([[], []]);
    expect(github.comments[0]?.body).toContain('<summary>Plan</summary>');
    for (const text of [result.summary, github.comments[0]?.body]) {
      expect(text).toContain('DestinationRule <code>default/hello-world</code>');
    }
  });

  test('goes to the clusters of the base branch, not to those that it names', async () => {
    const file = join(runner.workspace, 'mesh-failover.yaml');
    pullRequest(() => {
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('context: cluster-b', 'context: cluster-of-mallory'));
    });
    const result = await step(inputs);
    expect(result).toMatchObject({ exitCode: 0, outputs: { mode: 'plan' } });
    expect(clusters.servers.map(({ requests }) => requests.length > 0)).toEqual([true, true]);
    expect(result.stdout + result.summary).not.toContain('cluster-of-mallory');
  });

  test('without the opt-in reaches no cluster', async () => {
    pullRequest(() => runner.write('README.md', 'x'));
    expect(await step()).toMatchObject({ exitCode: 0, outputs: { mode: 'check' } });
    expect(clusters.asked).toBe(0);
  });
});

describe('which commit says where unmerged code goes', () => {
  const file = () => join(runner.workspace, 'mesh-failover.yaml');
  const toCluster = (name: string) => {
    writeFileSync(file(), readFileSync(file(), 'utf8').replace(/cluster-b\S*/, name));
    return runner.commit();
  };
  /** The branch begins at clusters that are gone from main since. */
  function branchOfOld(): { base: string; head: string } {
    runner.git('init', '-q', '-b', 'main');
    toCluster('cluster-b-of-last-year');
    runner.git('checkout', '-q', '-b', 'topic');
    runner.write('README.md', 'x');
    const head = runner.commit();
    runner.git('checkout', '-q', 'main');
    const base = toCluster('cluster-b');
    runner.git('checkout', '-q', 'topic');
    return { base, head };
  }
  const isAsked = () => clusters.servers.map(({ requests }) => requests.length > 0);

  test('the tip of the base branch, not where a pull request was begun', async () => {
    const { base, head } = branchOfOld();
    const repo = { full_name: 'acme/mesh' };
    const pull_request = { number: 7, head: { sha: head, repo }, base: { sha: base, ref: 'main' } };
    runner.event('pull_request', { pull_request }, 'refs/pull/7/merge');
    const result = await step({ 'plan-pull-requests': 'true', comment: 'never' });
    expect(result).toMatchObject({ exitCode: 0, outputs: { mode: 'plan' } });
    expect(result.outputs).toHaveProperty('plan');
    expect(isAsked()).toEqual([true, true]);
  });

  test('the tip of the default branch, where another one is started by hand', async () => {
    const { base } = branchOfOld();
    runner.event('workflow_dispatch', { inputs: { mode: 'plan' } }, 'refs/heads/topic');
    const missing = await step();
    expect(missing).toMatchObject({ exitCode: 0, outputs: { mode: 'plan' } });
    expect(missing.outputs).not.toHaveProperty('plan');
    expect(missing.commands.at(-1)).toMatch(
      /^::notice::No plan: what was checked out is not merged, .* no commit "refs\/remotes\/origin\/main"/,
    );
    expect(clusters.asked).toBe(0);
    runner.git('update-ref', 'refs/remotes/origin/main', base);
    expect((await step()).outputs).toHaveProperty('plan');
    expect(isAsked()).toEqual([true, true]);
  });

  test.each([
    ['plan', { mode: 'plan' }, 0],
    ['drift', { mode: 'drift' }, 0],
    ['apply as a dry run', { mode: 'apply', 'dry-run': 'true' }, 2],
  ])('in the merge queue no cluster is contacted: %s', async (_, inputs, exitCode) => {
    runner.git('init', '-q', '-b', 'main');
    runner.git('update-ref', 'refs/remotes/origin/main', runner.commit());
    const before = toCluster('cluster-b-of-mallory');
    runner.write('README.md', 'x');
    const merge_group = {
      head_sha: runner.commit(),
      base_sha: before,
      base_ref: 'refs/heads/main',
    };
    runner.event('merge_group', { merge_group }, 'refs/heads/gh-readonly-queue/main/pr-7');
    const result = await step(inputs);
    expect(result.exitCode).toBe(exitCode);
    expect(result.commands.join('\n')).toContain('may bring code of a fork');
    expect(result.outputs).not.toHaveProperty('plan');
    expect(clusters.asked).toBe(0);
  });
});

describe('who could listen in', () => {
  const modes = [{ mode: 'plan' }, { mode: 'drift' }, { mode: 'apply' }];
  const drills = [{ mode: 'drill', 'dry-run': 'true' }, { mode: 'drill-restore' }];

  test.each([...modes, ...drills])(
    'is said in %j, in one warning and the summary',
    async (inputs) => {
      runner.event('push');
      // More warnings than GitHub shows.
      for (let index = 0; index < 12; index++) {
        const rule = `apiVersion: networking.istio.io/v1alpha3
kind: DestinationRule
metadata: {name: old-${index}, namespace: default}
spec: {host: old-${index}.default.svc.cluster.local}
`;
        runner.write(`old-${index}.yaml`, rule);
      }
      const config = join(runner.workspace, 'mesh-failover.yaml');
      const ingress = 'ingress: { url: "http://127.0.0.1:9" }';
      const text = readFileSync(config, 'utf8').replace(
        /^( +)(context: .*)$/gm,
        `$1$2\n$1${ingress}`,
      );
      const drill = 'drill: { attribution: { header: x-region } }';
      writeFileSync(config, `${text}rules: { deprecated-api-version: warning }\n${drill}\n`);
      const result = await step(inputs);
      expect(result.outputs).toMatchObject({ mode: inputs.mode });
      const warnings = result.commands.filter((line) => line.startsWith('::warning'));
      expect(warnings.length).toBeLessThanOrEqual(10);
      expect(warnings.at(-1)).toMatch(
        /^::warning::cluster a: nobody checks who 127\.0\.0\.1:\d+ is .*%0Acluster b: nobody checks/,
      );
      for (const name of ['a', 'b']) {
        expect(result.summary).toContain(`> cluster ${name}: nobody checks who`);
      }
    },
  );
});

describe('a schedule', () => {
  test('fails where the clusters are not what the manifests say, and else does not', async () => {
    runner.event('schedule', { schedule: '0 * * * *' });
    const missing = await step();
    expect(missing).toMatchObject({ exitCode: 1, outputs: { mode: 'drift' } });
    expect(missing.commands.at(-1)).toMatch(
      /^::error::Drift: the clusters are not what the manifests say\. 2 clusters: 6 to create\. With what the clusters hold now, \d+ /,
    );
    expect(missing.summary).toMatch(/^### ❌ mesh-failover: .*\n\n\*\*✅ Plan\*\*: /);
    expect(clusters.writes).toEqual([[], []]);
    runner.event('push');
    expect(await step()).toMatchObject({ exitCode: 0, outputs: { outcome: 'applied' } });
    runner.event('schedule', { schedule: '0 * * * *' });
    expect(await step()).toMatchObject({ exitCode: 0, outputs: { mode: 'drift' } });
  });

  test('asked for drift without credentials, it says so and checks', async () => {
    runner.event('schedule', { schedule: '0 * * * *' });
    const result = await step({ mode: 'drift', kubeconfig: '' });
    expect(result).toMatchObject({ exitCode: 0, outputs: { mode: 'check' } });
    expect(result.commands.at(-1)).toMatch(/^::notice::No drift: no kubeconfig was given/);
  });
});

describe('several environments', () => {
  const gateway = (name: string) =>
    JSON.stringify({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace: 'shop' },
      spec: { servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] },
    });

  beforeEach(() => {
    for (const file of ['destination-rule', 'gateway', 'virtual-service']) {
      rmSync(join(runner.workspace, `${file}.yaml`));
    }
    runner.write('test/gateway.json', gateway('test'));
    runner.write('prod/gateway.json', gateway('prod'));
    runner.write(
      'mesh-failover.yaml',
      JSON.stringify({
        version: 1,
        environments: Object.fromEntries(
          [
            ['test', 'cluster-a', 'europe-west1'],
            ['prod', 'cluster-b', 'us-central1'],
          ].map(([name, context, locality]) => [
            name,
            { clusters: [{ name, context, locality, paths: [name] }] },
          ]),
        ),
      }),
    );
    runner.event('push');
  });

  test('one of them is planned and applied, in its own cluster', async () => {
    const planned = await step({ mode: 'plan', environment: 'prod' });
    expect(planned).toMatchObject({ exitCode: 0, outputs: { mode: 'plan' } });
    expect(planned.stdout).toContain('Gateway shop/prod');
    expect(planned.stdout).not.toContain('Gateway shop/test');
    expect(await step({ environment: 'prod' })).toMatchObject({ exitCode: 0 });
    expect(clusters.writes).toEqual([[], ['gateways']]);
    expect(clusters.servers[0].requests).toEqual([]);
  });

  test('without a name, or with an unknown one, nothing is done and the message says what to do', async () => {
    const open = await step();
    expect(open.exitCode).toBe(2);
    expect(open.stdout).toContain('several environments (test, prod)');
    expect(open.stdout).toContain('the input environment');
    const unknown = await step({ environment: 'prd' });
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stdout).toContain('no environment is called "prd"; did you mean "prod"?');
    expect(clusters.asked).toBe(0);
  });
});

describe('a deployment record', () => {
  const inputs = { 'deployment-environment': 'production' };
  const log_url = 'https://ghe.example/acme/mesh/actions/runs/42';

  beforeEach(() => {
    runner.event('push');
    runner.env['GITHUB_SHA'] = 'a'.repeat(40);
  });

  const states = () => github.statuses.map(({ state }) => state);

  test('is kept from the begin to the end, with links to the environment and to the run', async () => {
    const environment_url = 'https://shop.example/';
    const given = { ...inputs, 'environment-url': environment_url };
    expect(await step(given)).toMatchObject({ exitCode: 0 });
    expect(github.deployments).toEqual([
      expect.objectContaining({ ref: 'a'.repeat(40), environment: 'production' }),
    ]);
    expect(states()).toEqual(['in_progress', 'success']);
    const { id } = github.deployments[0]!;
    for (const status of github.statuses) {
      const links = { environment_url, log_url };
      expect(status).toMatchObject({ deployment: id, environment: 'production', ...links });
    }
  });

  test('of another attempt at a run leads to that attempt', async () => {
    runner.env['GITHUB_RUN_ATTEMPT'] = '2';
    expect(await step(inputs)).toMatchObject({ exitCode: 0 });
    for (const status of github.statuses) {
      expect(status).toMatchObject({ log_url: `${log_url}/attempts/2` });
      expect(status).not.toHaveProperty('environment_url');
    }
  });

  test('says that nothing was applied', async () => {
    clusters.servers[1].answer({ status: 422, body: { kind: 'Status', code: 422, message: 'no' } });
    expect(await step(inputs)).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } });
    expect(states()).toEqual(['in_progress', 'failure']);
  });

  test('that may not be written is a notice, and the apply is done', async () => {
    github.isReadOnly = true;
    const result = await step(inputs);
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: 'applied' } });
    expect(result.commands.at(-1)).toMatch(/^::notice::No deployment record: .*deployments: write/);
    expect(github.statuses).toEqual([]);
  });

  test('is not kept of a dry run', async () => {
    expect(await step({ ...inputs, 'dry-run': 'true' })).toMatchObject({ exitCode: 0 });
    expect(github.requests).toEqual([]);
  });
});
