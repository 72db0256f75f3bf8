/** The permissions that the documentation gives are enough, for whoever has nothing else. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { root } from '../../cli/run-dist.js';
import { runIn, type Outcome } from '../../cli/run-in.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { describeReal } from '../describe-real.js';

describeReal('docs/rbac', ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'], () => {
  const bench = new Bench();
  let clusters: Cluster[];
  let folder: string;

  beforeAll(async () => {
    const etcd = await startEtcd(bench);
    clusters = await Promise.all(['a', 'b'].map((name) => startApiServer(bench, { name, etcd })));
    folder = bench.path('project');
    cpSync(`${root}/examples/hello-world`, folder, { recursive: true });
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  /** Applies a manifest of the documentation, and takes the place of its account in both clusters. */
  async function become(file: string, account: string): Promise<void> {
    const text = readFileSync(`${root}/docs/rbac/${file}`, 'utf8');
    const kubeconfigs: string[] = [];
    for (const cluster of clusters) {
      await cluster.apply(text);
      kubeconfigs.push(await cluster.kubeconfigOfServiceAccount('mesh-failover', account));
    }
    const entries = [
      `  - { name: a, locality: europe-west1, kubeconfig: ${kubeconfigs[0] ?? ''} }`,
      `  - { name: b, locality: us-central1, kubeconfig: ${kubeconfigs[1] ?? ''} }`,
    ];
    writeFileSync(`${folder}/mesh-failover.yaml`, `version: 1\nclusters:\n${entries.join('\n')}\n`);
  }

  const apply = (...args: string[]): Promise<Outcome> =>
    runIn(folder, ['apply', '--verify-timeout', '0', '--state-dir', bench.path('state'), ...args]);

  async function routes(cluster: Cluster | undefined): Promise<unknown[]> {
    const path = '/apis/networking.istio.io/v1/namespaces/default/virtualservices';
    const { items } = JSON.parse((await cluster?.get(path))?.body ?? '{}') as {
      items: { spec: { hosts: unknown } }[];
    };
    return items.map(({ spec }) => spec.hosts);
  }

  test('deploy.yaml: apply, change, prune and take back', async () => {
    await become('deploy.yaml', 'mesh-failover');
    expect(await apply('--dry-run=server')).toMatchObject({ status: 0 });
    expect(await apply()).toMatchObject({ status: 0 });
    expect(await routes(clusters[1])).toEqual([['*']]);

    const file = `${folder}/virtual-service.yaml`;
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace("- '*'", '- shop.example.com'));
    expect(await apply()).toMatchObject({ status: 0 });
    expect(await routes(clusters[1])).toEqual([['shop.example.com']]);
    expect(await runIn(folder, ['rollback', '--last-apply'])).toMatchObject({ status: 0 });
    expect(await routes(clusters[1])).toEqual([['*']]);

    rmSync(file);
    expect(await apply('--prune')).toMatchObject({ status: 0 });
    expect(await routes(clusters[0])).toEqual([]);
    writeFileSync(file, text);
  }, 120_000);

  test('without a permission: it is named, before the first write', async () => {
    const [, b] = clusters;
    const patch = [
      { op: 'replace', path: '/rules/0/verbs', value: ['get', 'list', 'create', 'patch'] },
    ];
    const role = [
      'clusterrole',
      'mesh-failover-manifests',
      '--type=json',
      '-p',
      JSON.stringify(patch),
    ];
    await b?.kubectl(['patch', ...role]);
    const { status, stdout } = await apply();
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/update, delete \w+\.networking\.istio\.io/);
    expect(await routes(clusters[0])).toEqual([]);
  }, 60_000);

  test('inventory.yaml', async () => {
    await become('inventory.yaml', 'mesh-failover-inventory');
    for (const cluster of clusters) {
      await cluster.apply([
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'hello-world', namespace: 'default' },
          spec: { selector: { app: 'hello-world' }, ports: [{ port: 80 }] },
        },
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'WorkloadEntry',
          metadata: { name: `hello-${cluster.name}`, namespace: 'default' },
          spec: {
            address: cluster.name === 'a' ? '10.1.0.1' : '10.1.0.2',
            locality: cluster.name === 'a' ? 'europe-west1/b' : 'us-central1/c',
            labels: { app: 'hello-world' },
          },
        },
      ]);
    }
    expect(await runIn(folder, ['inventory', '--from-clusters'])).toMatchObject({ status: 0 });
    const text = readFileSync(`${folder}/mesh-failover.yaml`, 'utf8');
    expect(text).toContain('{ locality: us-central1/c, cluster: b, workloadEntry: true }');
    expect(await apply()).toMatchObject({ status: 1 });
  }, 60_000);
});
