/** The permissions that the documentation gives are enough, for whoever has nothing else. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from '../../../src/cluster/connect.js';
import { lockDrill } from '../../../src/drill/drill-lock.js';
import { readDrillRecord } from '../../../src/drill/drill-record.js';
import { commandLineTerms } from '../../../src/drill/drill-terms.js';
import { stayLabel, type DrillChange } from '../../../src/drill/field-change.js';
import { makeOutage, undoOutage } from '../../../src/drill/outage.js';
import { root } from '../../cli/run-dist.js';
import { runIn, type Outcome } from '../../cli/run-in.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { serveHelloWorld } from '../deploy/two-servers.js';
import { describeReal } from '../describe-real.js';

describeReal('docs/rbac', ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'], () => {
  const bench = new Bench();
  let clusters: Cluster[];
  let folder: string;

  beforeAll(async () => {
    const etcd = await startEtcd(bench);
    clusters = await Promise.all(['a', 'b'].map((name) => startApiServer(bench, { name, etcd })));
    for (const cluster of clusters) await serveHelloWorld(cluster);
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

  describe('drill.yaml', () => {
    const app = 'hello-world';
    const metadata = { name: app, namespace: 'default' };
    const pod = { name: 'hello-world-1', namespace: 'default', labels: { app } };
    let ingress: Server;

    beforeAll(async () => {
      for (const { name } of clusters) await preparePods(name);
      ingress = createServer((_, response) => response.end('region: europe-west1'));
      await once(ingress.listen(0, '127.0.0.1'), 'listening');
    }, 60_000);

    afterAll(() => void ingress.close());

    /** What no controller makes here: a Deployment whose one pod is ready. */
    async function preparePods(name: string): Promise<void> {
      const cluster = clusters.find((each) => each.name === name);
      const spec = { containers: [{ name: app, image: app }] };
      const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata };
      await cluster?.apply([
        { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata,
          spec: { selector: { app }, ports: [{ port: 80 }] },
        },
        {
          ...deployment,
          spec: {
            replicas: 1,
            selector: { matchLabels: { app } },
            template: { metadata: { labels: { app } }, spec },
          },
        },
        { apiVersion: 'v1', kind: 'Pod', metadata: pod, spec: { ...spec, nodeName: 'node-1' } },
        {
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          metadata: { ...metadata, labels: { 'kubernetes.io/service-name': app } },
          addressType: 'IPv4',
          ports: [{ port: 80 }],
          endpoints: [
            {
              addresses: ['10.1.0.1'],
              conditions: { ready: true },
              nodeName: 'node-1',
              targetRef: { kind: 'Pod', name: pod.name, namespace: 'default' },
            },
          ],
        },
      ]);
      const status = { replicas: 1, readyReplicas: 1 };
      await cluster?.kubectl([
        ...['patch', 'deployment', app, '--subresource=status', '--type=merge'],
        ...['-p', JSON.stringify({ status })],
      ]);
    }

    /** The configuration that `become` has written, with what a drill needs. */
    function extendConfig(): void {
      const { port } = ingress.address() as AddressInfo;
      const url = `ingress: { url: 'http://127.0.0.1:${port}/' }`;
      const file = `${folder}/mesh-failover.yaml`;
      const text = readFileSync(file, 'utf8').replaceAll(' }\n', `, ${url} }\n`);
      writeFileSync(file, `${text}drill: { attribution: { body: 'region: {locality}' } }\n`);
    }

    const look = () =>
      runIn(folder, [
        ...[
          'drill',
          '--dry-run',
          '--scenario',
          'scaled-to-zero:a',
          '--scenario',
          'cordoned:b',
          '.',
        ],
      ]);

    test('everything that a drill looks at', async () => {
      await become('drill.yaml', 'mesh-failover-drill');
      extendConfig();
      const { status, stdout, stderr } = await look();
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/all \d+ permissions are there/);
    }, 60_000);

    test('everything that a drill does and undoes', async () => {
      for (const own of clusters) {
        const kubeconfig = await own.kubeconfigOfServiceAccount(
          'mesh-failover',
          'mesh-failover-drill',
        );
        const cluster = await connect({ name: own.name, locality: 'x', kubeconfig });
        const environment = { name: 'default', namespace: 'mesh-failover' };
        const held = await lockDrill([cluster], { environment, holder: 'a test', waitSeconds: 5 });
        const label = { before: null, during: 'true' };
        const changes: DrillChange[] = [
          {
            object: { apiVersion: 'apps/v1', kind: 'Deployment', ...metadata },
            subresource: 'scale',
            path: ['spec', 'replicas'],
            before: 1,
            during: 0,
          },
          {
            object: { apiVersion: 'v1', kind: 'Pod', name: pod.name, namespace: 'default' },
            path: ['metadata', 'labels', stayLabel],
            ...label,
          },
          {
            object: { apiVersion: 'v1', kind: 'Service', ...metadata },
            path: ['spec', 'selector', stayLabel],
            ...label,
          },
        ];
        const record = { scenario: 'all', startedAt: '', holder: 'a test', changes };
        const place = { cluster, environment, context: undefined, terms: commandLineTerms };
        await makeOutage(place, record, undefined);
        const undone = await undoOutage(place, record, undefined, () => undefined);
        expect(undone.map(({ outcome }) => outcome)).toEqual(['restored', 'restored', 'restored']);
        expect(await readDrillRecord(cluster, environment)).toBeUndefined();
        await held.release();
      }
    }, 60_000);

    test('a permission that is missing is named', async () => {
      const [a] = clusters;
      const patch = [{ op: 'replace', path: '/rules/1/verbs', value: ['get'] }];
      await a?.kubectl([
        ...['patch', 'role', 'mesh-failover-drill', '--namespace', 'default', '--type=json'],
        ...['-p', JSON.stringify(patch)],
      ]);
      const { status, stdout } = await look();
      expect(status).toBe(1);
      expect(stdout.replace(/\s+/g, ' ')).toContain(
        'permissions are missing: patch deployments/scale in default',
      );
    }, 60_000);
  });

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
