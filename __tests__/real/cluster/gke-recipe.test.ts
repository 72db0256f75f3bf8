/**
 * The recipe for GKE in docs/workflows/gke.yml, its steps in their order, against real API servers. The login at Google, which
 * nobody can do elsewhere, is a stand-in: it is held to what the recipe gives it, and gives an access token that the servers
 * know. Their certificates are of an authority that the machine trusts, as those of DNS-based endpoints are.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { Runner, type StepResult } from '../../action/runner.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { liveObjects } from '../deploy/two-servers.js';
import { serveHelloWorld } from '../deploy/two-servers.js';
import { describeReal } from '../describe-real.js';

interface Step {
  id?: string;
  uses: string;
  with: Record<string, string | boolean>;
}

interface Workflow {
  on: { push: { branches: string[] } };
  jobs: { apply: { permissions: Record<string, string>; environment: string; steps: Step[] } };
}

const account = 'deployer@acme.iam.gserviceaccount.com';
const accessToken = 'ya29.c.c0ASRK0Ga-access-token-which-is-secret';
const recipe = parse(readFileSync('docs/workflows/gke.yml', 'utf8')) as Workflow;

/** What a workflow knows; an expression that it does not know is an error. */
type Context = Record<string, string>;

function evaluated(values: Step['with'], context: Context): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{ ([\w.]+) \}\}/g, (_, expression: string) => {
        const found = context[expression];
        if (found === undefined) throw new Error(`the workflow has no ${expression}`);
        return found;
      }),
    ]),
  );
}

/** google-github-actions/auth, as far as the recipe goes. */
function logIn(
  given: Record<string, string>,
  { 'id-token': idToken }: Record<string, string>,
): Context {
  expect(idToken).toBe('write');
  expect(given).toEqual({
    workload_identity_provider: 'projects/1/locations/global/workloadIdentityPools/p/providers/g',
    service_account: account,
    token_format: 'access_token',
    access_token_lifetime: expect.stringMatching(/^\d+s$/),
    create_credentials_file: 'false',
  });
  return { 'steps.auth.outputs.access_token': accessToken };
}

describeReal('the recipe for GKE', ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'], () => {
  const bench = new Bench();
  let servers: [Cluster, Cluster];
  let runner: Runner;

  beforeAll(async () => {
    const etcd = await startEtcd(bench);
    const users = [{ name: account, token: accessToken }];
    const start = (name: string) => startApiServer(bench, { name, etcd, users });
    servers = await Promise.all([start('a'), start('b')] as const);
    // A service account of Google's is a user of that name in the cluster.
    const ofAccount = 'kind: User\n    name: ' + account;
    const roles = readFileSync('docs/rbac/deploy.yaml', 'utf8').replace(
      /kind: ServiceAccount\n {4}name: mesh-failover\n {4}namespace: mesh-failover/g,
      `${ofAccount}\n    apiGroup: rbac.authorization.k8s.io`,
    );
    expect(roles.split(ofAccount).length).toBeGreaterThan(2);
    for (const server of servers) {
      await server.apply(roles);
      await serveHelloWorld(server);
    }
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  beforeEach(() => {
    runner = new Runner();
    // actions/checkout, on the push that the recipe is for.
    runner.copy('hello-world');
    runner.event('push', {}, `refs/heads/${recipe.on.push.branches[0] ?? ''}`);
    const authorities = join(runner.folder, 'authorities.pem');
    writeFileSync(authorities, servers.map(({ ca }) => ca).join('\n'));
    runner.env['NODE_EXTRA_CA_CERTS'] = authorities;
  });

  afterEach(() => runner.remove());

  const endpoint = ({ url }: Cluster) => url.replace('https://', '');
  const written = async () =>
    Promise.all(servers.map(async (server) => (await liveObjects(server, 'default')).length));

  async function work(token?: string): Promise<StepResult> {
    const { permissions, environment, steps } = recipe.jobs.apply;
    expect(environment).toBe('production');
    const [checkout, login, apply] = steps as [Step, Step, Step];
    expect(steps.map(({ uses }) => uses.split('@')[0])).toEqual([
      'actions/checkout',
      'google-github-actions/auth',
      'mesh-failover/mesh-failover',
    ]);
    expect(checkout.with).toMatchObject({ 'persist-credentials': false });
    const context: Context = {
      'vars.WORKLOAD_IDENTITY_PROVIDER':
        'projects/1/locations/global/workloadIdentityPools/p/providers/g',
      'vars.SERVICE_ACCOUNT': account,
      'vars.CLUSTER_A_ENDPOINT': endpoint(servers[0]),
      'vars.CLUSTER_B_ENDPOINT': endpoint(servers[1]),
    };
    const outputs = logIn(evaluated(login.with, context), permissions);
    if (token !== undefined) outputs['steps.auth.outputs.access_token'] = token;
    return runner.step(evaluated(apply.with, { ...context, ...outputs }));
  }

  test('a token that has ended writes nothing', async () => {
    const result = await work('ya29.of-yesterday');
    expect(result.exitCode).toBe(1);
    expect(result.commands.at(-1)).toContain('401');
    expect(await written()).toEqual([0, 0]);
  }, 60_000);

  test('applies to both clusters with the token of the login, and shows it nowhere', async () => {
    const result = await work();
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.outputs).toMatchObject({ mode: 'apply', outcome: 'applied' });
    expect(await written()).toEqual([3, 3]);
    const lines = result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(result.stdout).toContain(`::add-mask::${accessToken}\n`);
    expect(lines.join('\n') + result.summary).not.toContain(accessToken);
    const left = readdirSync(runner.folder, { recursive: true, withFileTypes: true });
    for (const file of left.filter((entry) => entry.isFile())) {
      expect(readFileSync(join(file.parentPath, file.name), 'utf8')).not.toContain(accessToken);
    }
  }, 60_000);

  test('a kubeconfig that a login wrote into the workspace works from where docs/action.md moves it', async () => {
    // As `gcloud container clusters get-credentials` writes it, with the plugin that it names on PATH.
    const tools = join(runner.folder, 'tools');
    mkdirSync(tools);
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      kind: 'ExecCredential',
      status: { token: accessToken, expirationTimestamp: '2099-01-01T00:00:00Z' },
    };
    const plugin = `#!/bin/sh\ntest -n "$KUBERNETES_EXEC_INFO" && echo '${JSON.stringify(credential)}'\n`;
    writeFileSync(join(tools, 'gke-gcloud-auth-plugin'), plugin, { mode: 0o755 });
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'gke-gcloud-auth-plugin',
      installHint: 'Install gke-gcloud-auth-plugin',
      provideClusterInfo: true,
    };
    const names = ['cluster-a', 'cluster-b'];
    const inWorkspace = runner.write(
      'gha-kubeconfig',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: names.map((name, index) => ({
          name,
          cluster: {
            server: servers[index]?.url,
            'certificate-authority-data': Buffer.from(servers[index]?.ca ?? '').toString('base64'),
          },
        })),
        contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
        users: names.map((name) => ({ name, user: { exec } })),
      }),
    );
    Object.assign(runner.env, {
      PATH: [tools, process.env['PATH']].join(delimiter),
      KUBECONFIG: inWorkspace,
    });
    const refused = await runner.step({ mode: 'apply' });
    expect(refused.exitCode).toBe(2);
    expect(refused.commands.at(-1)).toContain('is in the workspace');

    const page = readFileSync('docs/action.md', 'utf8');
    const [block = ''] = /- run: \|\n {6}mv "\$KUBECONFIG"(?:.*\n)+? {2}```/.exec(page) ?? [];
    const [{ run = '' } = {}] = parse(block.replace(/ {2}```$/, '')) as { run?: string }[];
    const file = join(runner.folder, 'env');
    writeFileSync(file, '');
    execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: runner.workspace,
      env: { ...runner.env, GITHUB_ENV: file, RUNNER_TEMP: runner.temp },
    });
    const [, moved = ''] = /^KUBECONFIG=(.*)$/m.exec(readFileSync(file, 'utf8')) ?? [];
    runner.env['KUBECONFIG'] = moved;
    const result = await runner.step({ mode: 'apply' });
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: 'applied' } });
    expect(result.stdout + result.summary).not.toContain(accessToken);
  }, 60_000);
});
