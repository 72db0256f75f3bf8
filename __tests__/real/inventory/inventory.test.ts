/** What is written about the endpoints, compared with what a real istiod takes them to be. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { parseMappings } from '../../../src/manifest/parse.js';
import type { EndpointConfig } from '../../../src/config/config.js';
import type { InventoryResult } from '../../../src/inventory/inventory-result.js';
import { runIn, type Outcome } from '../../cli/run-in.js';
import { startPodMesh } from '../bench/mesh.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal, podMesh } from '../describe-real.js';

const host = 'hello-world.default.svc.cluster.local';
const [a, b] = ['europe-west1', 'us-central1'];

/** What of an endpoint of `/debug/endpointz` the prediction depends on. */
interface IstioEndpoint {
  Addresses: string[];
  Labels: Record<string, string>;
  Network: string;
  Locality: { Label: string; ClusterID: string };
  LbWeight: number;
  TLSMode: string;
}

type Shards = Record<string, Record<string, { Shards: Record<string, IstioEndpoint[] | null> }>>;

const rule = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'hello-world', namespace: 'default' },
  spec: { host, subsets: [{ name: 'v2', labels: { version: 'v2' } }] },
};

const config = `version: 1
# Two regions.
clusters:
  - { name: ${a}, locality: europe-west1, kubeconfig: KUBECONFIG-A } # the first
  - { name: ${b}, locality: us-east1, kubeconfig: KUBECONFIG-B }
rules: { failover-policy-missing: off } # later
`;

describeReal('mesh-failover inventory --from-clusters', podMesh, () => {
  let mesh: Awaited<ReturnType<typeof startPodMesh>>;
  let folder: string;

  beforeAll(async () => {
    mesh = await startPodMesh({
      clusters: [
        {
          name: a,
          gateway: false,
          endpoints: ['europe-west1/b', 'europe-west1/b', 'europe-west1/c/rack-1'],
        },
        { name: b, gateway: false, endpoints: ['us-central1/a', 'us-central1/a'] },
      ],
    });
    const [first, second] = [mesh.cluster(a).api, mesh.cluster(b).api];
    await first.apply([
      pod('elsewhere', { 'istio-locality': 'europe-west1.d', version: 'v2' }),
      pod('other-network', { 'topology.istio.io/network': 'net-x', version: 'v2' }),
      pod('meshed', { 'security.istio.io/tlsMode': 'istio' }),
      entry('vm-1', { locality: 'europe-west1/vm', weight: 3, network: 'net-vm' }),
      entry('vm-2', {
        locality: 'europe-west1/vm',
        weight: 3,
        network: 'net-vm',
        address: '10.1.1.2',
      }),
      entry('vm-3', {
        address: '10.1.1.3',
        labels: { app: 'hello-world', 'istio-locality': 'europe-west1.vm' },
      }),
      entry('no-address', { address: 'vm.example.com' }),
      entry('other-app', { address: '10.1.1.4', labels: { app: 'other' } }),
    ]);
    await second.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'istio-system', labels: { 'topology.istio.io/network': 'net-b' } },
    });
    folder = mesh.bench.path('project');
    await mkdir(folder);
    writeFileSync(`${folder}/rule.yaml`, JSON.stringify(rule));
    const text = config
      .replace('KUBECONFIG-A', first.kubeconfig)
      .replace('KUBECONFIG-B', second.kubeconfig);
    writeFileSync(`${folder}/mesh-failover.yaml`, text);
  }, 240_000);

  afterAll(() => mesh?.stop(), 30_000);

  /** In each group of endpoints that are alike: how many. */
  async function fromIstiod(): Promise<Record<string, number>> {
    const shards = JSON.parse(await mesh.cluster(a).istiod.debug('/debug/endpointz')) as Shards;
    const all = Object.values(shards[host]?.['default']?.Shards ?? {}).flatMap((own) => own ?? []);
    return counts(
      all.map(({ Labels, Network, Locality, LbWeight, TLSMode, Addresses }) => ({
        locality: Locality.Label.replace(/\/+$/, ''),
        cluster: Locality.ClusterID,
        network: Network,
        weight: LbWeight || 1,
        version: Labels['version'] ?? '',
        mtls: TLSMode === 'istio',
        workloadEntry: Addresses[0]?.startsWith('10.1.') ?? false,
        count: 1,
      })),
    );
  }

  function written(): Record<string, number> {
    const text = readFileSync(`${folder}/mesh-failover.yaml`, 'utf8');
    const [document] = parseMappings({ file: 'mesh-failover.yaml', text, named: true }).documents;
    const { workloads, clusters } = document?.value as {
      workloads: { host: string; endpoints: EndpointConfig[] }[];
      clusters: { name: string; network?: string }[];
    };
    const { endpoints = [] } = workloads.find((one) => one.host === host) ?? {};
    return counts(
      endpoints.map(({ workloadEntry = false, ...one }) => ({
        locality: one.locality,
        cluster: one.cluster ?? '',
        network:
          one.network ??
          (workloadEntry ? '' : (clusters.find(({ name }) => name === one.cluster)?.network ?? '')),
        weight: one.weight ?? 1,
        version: one.labels?.['version'] ?? '',
        mtls: one.mtls ?? !workloadEntry,
        workloadEntry,
        count: one.count ?? 1,
      })),
    );
  }

  function counts(all: ({ count: number } & Record<string, unknown>)[]): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { count, ...one } of all) {
      const key = Object.entries(one)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(' ');
      sums[key] = (sums[key] ?? 0) + count;
    }
    return sums;
  }

  const run = (...args: string[]): Promise<Outcome> => runIn(folder, ['inventory', ...args]);

  async function json(...args: string[]): Promise<InventoryResult> {
    return JSON.parse((await run('--format', 'json', ...args)).stdout) as InventoryResult;
  }

  /** Until the API servers' controllers and istiod have taken notice of everything. */
  async function settled(endpoints: number): Promise<Record<string, number>> {
    return pollUntil(
      `istiod knows ${endpoints} endpoints`,
      async () => {
        const found = await fromIstiod();
        const sum = Object.values(found).reduce((total, count) => total + count, 0);
        return sum === endpoints ? found : undefined;
      },
      { timeoutMs: 60_000 },
    ) as Promise<Record<string, number>>;
  }

  test('what is not written yet is drift', async () => {
    await settled(11);
    const { status, stdout } = await run('--check');
    expect(status).toBe(1);
    expect(stdout).toContain('mesh-failover.yaml has drifted (1 host)');
    expect(readFileSync(`${folder}/mesh-failover.yaml`, 'utf8')).not.toContain('workloads');
  }, 90_000);

  test('it writes what istiod derives, and nothing else', async () => {
    const { status, stderr } = await run('--from-clusters');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(written()).toEqual(await settled(11));
    const text = readFileSync(`${folder}/mesh-failover.yaml`, 'utf8');
    expect(text).toContain('# Two regions.\nclusters:\n');
    expect(text).toContain('# the first\n');
    expect(text).toContain(`- { name: ${b}, locality: us-central1, kubeconfig: `);
    expect(text).toContain(', network: net-b, eastWestGateways: 0 }\n');
    expect(text).toContain('rules: { failover-policy-missing: off } # later\nworkloads:\n');
    expect(await run('--check')).toMatchObject({ status: 0 });
  }, 90_000);

  test('the prediction rests on it, and says how old it is', async () => {
    const later = new Date(Date.now() + 3 * 86_400_000 + 60_000);
    const { stdout } = await runIn(folder, ['simulate'], later);
    expect(stdout).toContain('inventory of 3 days ago');
    expect(stdout).not.toContain('assumed');
  });

  test('scaling is drift, unless counts are ignored; then it is brought up to date', async () => {
    await mesh.scale(b, 1);
    await settled(10);
    expect(await json('--check')).toMatchObject({
      drifted: true,
      hosts: [{ result: 'changed', changes: [{ committed: 2, found: 1 }] }],
    });
    expect(await json('--check', '--ignore-counts')).toMatchObject({ drifted: false });
    await mesh.scale(a, 0);
    await settled(7);
    expect(await json('--check', '--ignore-counts')).toMatchObject({ drifted: true });

    const comment = '# the only ones';
    const file = `${folder}/mesh-failover.yaml`;
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(us-central1\/a.*)/, `$1 ${comment}`));
    expect(await run('--from-clusters')).toMatchObject({ status: 0 });
    expect(written()).toEqual(await settled(7));
    expect(readFileSync(file, 'utf8')).toContain(comment);
  }, 120_000);

  test('unready ones count, and are told', async () => {
    const { api } = mesh.cluster(b);
    const [only] = await mesh.cluster(b).workload.pods();
    await mesh.cluster(b).workload.setReady(only?.name ?? '', false);
    await pollUntil('the EndpointSlice says so', async () => {
      const slices = await api.kubectl(['get', 'endpointslices', '-o', 'json']);
      return slices.includes('"ready": false');
    });
    const result = await json('--check');
    expect(result.drifted).toBe(false);
    expect(result.warnings.join('\n')).toContain('1 of 1 endpoint not ready now');
  }, 60_000);

  test('a host that is gone', async () => {
    for (const name of [a, b]) {
      await mesh.cluster(name).api.kubectl(['delete', 'service', 'hello-world']);
    }
    expect(await json('--check')).toMatchObject({ drifted: true, hosts: [{ result: 'gone' }] });
    expect(await run('--from-clusters')).toMatchObject({ status: 0 });
    expect(written()).toEqual({});
    expect(readFileSync(`${folder}/mesh-failover.yaml`, 'utf8')).toMatch(/endpoints: \[\]/);
  }, 60_000);
});

function pod(name: string, labels: Record<string, string>) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: 'hello-world', ...labels } },
    spec: { nodeName: 'node-1', containers: [{ name: 'hello-world', image: 'hello-world' }] },
  };
}

function entry(name: string, spec: Record<string, unknown>) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    metadata: { name, namespace: 'default' },
    spec: { address: '10.1.1.1', labels: { app: 'hello-world' }, ...spec },
  };
}
