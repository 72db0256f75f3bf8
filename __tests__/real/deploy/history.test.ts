/** Who applied what, and going back to it, through the command line, on two real API servers. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { HistoryResult } from '../../../src/deploy/history.js';
import type { RollbackResult } from '../../../src/deploy/rollback-result.js';
import { readHistory } from '../../../src/deploy/history.js';
import { apply } from '../../../src/deploy/apply.js';
import { rollback } from '../../../src/deploy/rollback.js';
import { runDist } from '../../cli/run-dist.js';
import { Bench } from '../bench/bench.mjs';
import type { Cluster } from '../bench/cluster.mjs';
import { freePort } from '../bench/free-port.mjs';
import { kubeconfig } from '../bench/kubeconfig.mjs';
import { describeReal } from '../describe-real.js';
import { ExampleCopy } from './example-copy.js';
import { destinationRule } from './guide-objects.js';
import {
  contentOf,
  deployment,
  deployParts,
  startTwoServers,
  type TwoServers,
} from './two-servers.js';

describeReal('the history of deployments', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;
  let servers: Cluster[];
  let example: ExampleCopy;
  const commits: string[] = [];

  beforeAll(async () => {
    two = await startTwoServers(bench);
    servers = two.servers;
    example = ExampleCopy.forContexts(bench.path('hello-world'));
    const down = {
      ...(servers[1]?.entry() ?? {}),
      name: 'down',
      server: `https://127.0.0.1:${await freePort()}`,
    };
    const entries = [...servers.map((server) => server.entry()), down] as Parameters<
      typeof kubeconfig
    >[0];
    await bench.write('clusters.kubeconfig', kubeconfig(entries));
    git('init', '-q', '-b', 'main');
    git('remote', 'add', 'origin', 'https://github.com/acme/mesh.git');
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  function git(...args: string[]): string {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    return execFileSync('git', [...identity, ...args], {
      cwd: example.folder,
      encoding: 'utf8',
    }).trim();
  }

  function run(...args: string[]) {
    return runDist(args, {
      cwd: example.folder,
      env: { KUBECONFIG: bench.path('clusters.kubeconfig') },
    });
  }

  function commitAndApply(...args: string[]): void {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', 'x');
    commits.push(git('rev-parse', 'HEAD'));
    const { status, stdout, stderr } = run('apply', ...args);
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
  }

  const history = () => JSON.parse(run('history', '--format', 'json').stdout) as HistoryResult;
  const contents = () => Promise.all(servers.map((server) => contentOf(server, 'default')));

  test('three applies, their history, and back to the first', async () => {
    expect(history()).toMatchObject({ runs: [], clusters: [{ kept: 0 }, { kept: 0 }] });
    commitAndApply();
    const first = await contents();
    // Without a limit of its own, and then with callers of another host.
    example.edit('destination-rule.yaml', 'interval: 1s', 'interval: 2s');
    commitAndApply();
    rmSync(`${example.folder}/virtual-service.yaml`);
    commitAndApply('--prune', '--accept-changes');
    expect(await contents()).not.toEqual(first);

    const { runs, clusters } = history();
    expect(clusters).toMatchObject([{ kept: 3 }, { kept: 3 }]);
    expect(runs.map(({ commit }) => commit)).toEqual(commits.toReversed());
    expect(runs.map(({ state, repository }) => [state, repository])).toEqual(
      Array.from({ length: 3 }, () => ['applied', 'github.com/acme/mesh']),
    );
    expect(runs.map((each) => each.clusters[1]?.objects)).toEqual([
      { created: 0, changed: 0, deleted: 1 },
      { created: 0, changed: 1, deleted: 0 },
      { created: 3, changed: 0, deleted: 0 },
    ]);
    // The route is gone, and with it what was predicted for it.
    const [last, middle] = runs;
    expect(middle?.behaviour).toMatchObject({ better: 0, worse: 0 });
    expect(last?.behaviour?.worse).toBeGreaterThan(0);
    expect(last?.behaviour?.cases[0]).toMatchObject({ kind: 'removed' });

    const to = runs[2]?.run ?? '';
    const back = run('rollback', '--to', to, '--reason', 'the shop is closed', '--format', 'json');
    expect(back.status).toBe(0);
    const result = JSON.parse(back.stdout) as RollbackResult;
    expect(result.message).toBe(`Every cluster is as the run ${to} left it.`);
    expect(result.clusters[1]?.runs).toEqual([last?.run, middle?.run]);
    expect(await contents()).toEqual(first);
    const text = run('history');
    expect(text.status).toBe(0);
    expect(text.stdout).toMatch(/rolled-back\n.*\n.*\n {2}taken back by .*: the shop is closed\n/);
    expect(history().runs.map(({ state }) => state)).toEqual([
      'rolled-back',
      'rolled-back',
      'applied',
    ]);
    expect(JSON.parse(run('rollback', '--to', to, '--format', 'json').stdout)).toMatchObject({
      outcome: 'nothing',
    });
    // The manifests of that time change nothing any more.
    git('checkout', '-q', commits[0] ?? '', '--', '.');
    expect(run('plan', '--detailed-exitcode').status).toBe(0);
  }, 120_000);

  test('a cluster that is missing is named, and goes back once it answers', async () => {
    const before = await contents();
    const [{ run: to } = { run: '' }] = history().runs.filter(({ state }) => state === 'applied');
    example.edit('destination-rule.yaml', 'interval: 1s', 'interval: 7s');
    commitAndApply();
    example.edit('mesh-failover.yaml', 'context: b', 'context: down');
    const partly = run('history');
    expect(partly.status).toBe(1);
    expect(partly.stdout).toMatch(/^not read .*127\.0\.0\.1/m);
    expect(partly.stdout).toContain(commits.at(-1)?.slice(0, 12));
    const half = run('rollback', '--to', to);
    expect(half.status).toBe(1);
    expect(half.stdout).toContain('Not rolled back');
    const [a, b] = await contents();
    expect(a).toEqual(before[0]);
    expect(b).not.toEqual(before[1]);
    example.edit('mesh-failover.yaml', 'context: down', 'context: b');
    expect(run('rollback', '--to', to).status).toBe(0);
    expect(await contents()).toEqual(before);
  }, 120_000);

  test('what somebody has changed since is left, and named; the rest goes back', async () => {
    const [{ run: to } = { run: '' }] = history().runs.filter(({ state }) => state === 'applied');
    example.edit('destination-rule.yaml', 'interval: 7s', 'interval: 8s');
    commitAndApply();
    example.edit('gateway.yaml', 'number: 80', 'number: 8080');
    commitAndApply('--accept-changes');
    await servers[0]?.kubectl([
      ...[
        'patch',
        'destinationrule',
        'hello-world',
        '--type=merge',
        '--field-manager=kubectl-edit',
      ],
      ...['-p', '{"spec":{"trafficPolicy":{"outlierDetection":{"interval":"9s"}}}}'],
    ]);
    const { status, stdout } = run('rollback', '--to', to);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /DestinationRule default\/hello-world.*\n.*changed since by kubectl-edit/,
    );
    const [a, b] = await contents();
    expect(JSON.stringify(a)).toContain('9s');
    expect(JSON.stringify([a, b])).not.toContain('8080');
    expect(JSON.stringify(b)).toContain('"1s"');
  }, 120_000);

  test('beyond its bounds the oldest runs go, which is said, and none of their records is left', async () => {
    const environment = { name: 'bounded', namespace: 'mesh-failover' };
    for (const server of servers) await server.kubectl(['create', 'namespace', 'bounded']);
    const limits = { runs: 2, bytes: 1024 * 1024 };
    const shares = [100, 90, 80, 70, 60];
    const runs: string[] = [];
    for (const share of shares) {
      const result = await apply({
        ...deployment(bench, 'bounded'),
        clusters: two.clusters,
        objects: [destinationRule('bounded', share)],
        history: limits,
      });
      expect(result.outcome).toBe('applied');
      runs.push(result.run ?? '');
    }
    const result = await readHistory({ clusters: two.clusters, environment });
    expect(result.runs.map(({ run: name }) => name)).toEqual(runs.slice(2).toReversed());
    expect(result.clusters[1]?.dropped).toEqual({
      count: 2,
      newest: runs[1],
      why: 'more than 2 runs',
    });
    const names = await servers[0]?.kubectl([
      ...['get', 'configmaps', '-n', 'mesh-failover', '-o', 'name'],
    ]);
    // A head and a body for each of the two.
    expect(names?.match(/mesh-failover-bounded\.past-/g)).toHaveLength(4);
    const back = {
      ...deployment(bench, 'bounded'),
      clusters: two.clusters,
      fieldManager: 'mesh-failover',
    };
    await expect(rollback({ ...back, to: runs[0] ?? '' })).rejects.toThrow(
      /no cluster that answers keeps a run/,
    );
    expect((await rollback({ ...back, to: runs[2] ?? '' })).outcome).toBe('rolled-back');
    expect(JSON.stringify(await contentOf(servers[0] as Cluster, 'bounded'))).toContain(
      '"maxEjectionPercent":80',
    );
  }, 120_000);
});
