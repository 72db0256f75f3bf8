/** The guide's example through the committed command line, to two real API servers. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import { runDist, type Outcome } from '../../cli/run-dist.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { freePort } from '../bench/free-port.mjs';
import { kubeconfig } from '../bench/kubeconfig.mjs';
import { ExampleCopy } from '../deploy/example-copy.js';
import { serveHelloWorld } from '../deploy/two-servers.js';
import { describeReal } from '../describe-real.js';

const routes = '/apis/networking.istio.io/v1/namespaces/default/virtualservices';

describeReal('mesh-failover apply', ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'], () => {
  const bench = new Bench();
  let a: Cluster;
  let b: Cluster;
  let example: ExampleCopy;
  let folder: string;

  beforeAll(async () => {
    const etcd = await startEtcd(bench);
    [a, b] = (await Promise.all(
      ['a', 'b'].map((name) => startApiServer(bench, { name, etcd })),
    )) as [Cluster, Cluster];
    for (const cluster of [a, b]) await serveHelloWorld(cluster);
    example = ExampleCopy.forContexts(bench.path('hello-world'));
    folder = example.folder;
    const down = {
      ...b.entry(),
      name: 'down',
      server: `https://127.0.0.1:${await freePort()}`,
    };
    await bench.write('clusters.kubeconfig', kubeconfig([a.entry(), b.entry(), down]));
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  function run(...args: string[]): Outcome & { results: string[] } {
    const outcome = runDist(['apply', '--format', 'json', ...args], {
      cwd: folder,
      env: { KUBECONFIG: bench.path('clusters.kubeconfig') },
    });
    if (outcome.stdout === '') return { ...outcome, results: [] };
    const { clusters } = JSON.parse(outcome.stdout) as ApplyResult;
    return {
      ...outcome,
      results: clusters.flatMap(({ cluster, objects }) =>
        objects.map(({ kind, result }) => `${cluster} ${kind} ${result}`),
      ),
    };
  }

  const all = (result: string) =>
    ['a', 'b'].flatMap((cluster) =>
      ['DestinationRule', 'Gateway', 'VirtualService'].map(
        (kind) => `${cluster} ${kind} ${result}`,
      ),
    );

  async function hostsIn(cluster: Cluster): Promise<unknown[]> {
    const { body } = await cluster.get(routes);
    const { items } = JSON.parse(body) as { items: { spec: { hosts: unknown } }[] };
    return items.map(({ spec }) => spec.hosts);
  }

  test('dry run, apply, apply again, change', async () => {
    expect(run('--dry-run=server')).toMatchObject({ status: 0, results: all('created') });
    expect(await hostsIn(a)).toEqual([]);

    expect(run()).toMatchObject({ status: 0, results: all('created') });
    expect(await hostsIn(a)).toEqual([['*']]);
    expect(await hostsIn(b)).toEqual([['*']]);

    expect(run()).toMatchObject({ status: 0, results: all('unchanged') });

    example.edit('virtual-service.yaml', "- '*'", '- shop.example.com');
    expect(run().results.filter((line) => line.endsWith('configured'))).toEqual([
      'a VirtualService configured',
      'b VirtualService configured',
    ]);
  }, 60_000);

  test('a finding stops it before any cluster is asked', () => {
    example.edit('destination-rule.yaml', 'maxEjectionPercent: 100', 'maxEjectionPercent: 10');
    const { status, stdout, stderr } = run();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('max-ejection-percent-100');
    expect(stderr).toContain('nothing was applied');
    example.edit('destination-rule.yaml', 'maxEjectionPercent: 10', 'maxEjectionPercent: 100');
  });

  test('one cluster out of reach: nothing is changed in any', async () => {
    example.edit('mesh-failover.yaml', 'context: b', 'context: down');
    example.edit('virtual-service.yaml', 'shop.example.com', 'other.example.com');
    const { status, stdout } = run();
    expect(status).toBe(1);
    const result = JSON.parse(stdout) as ApplyResult;
    expect(result.outcome).toBe('refused');
    expect(result.clusters.map(({ reachable }) => reachable)).toEqual([true, false]);
    expect(result.message).toMatch(/nothing was changed/i);
    expect(await hostsIn(a)).toEqual([['shop.example.com']]);
  }, 60_000);
});
