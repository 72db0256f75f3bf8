/** What is verified of a deployment: real istiods, real gateways, and port forwarding through real API servers. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cluster } from '../../../src/cluster/cluster.js';
import { connect } from '../../../src/cluster/connect.js';
import { apply } from '../../../src/deploy/apply.js';
import type { ApplyInput } from '../../../src/deploy/apply-options.js';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import type { DeployObject } from '../../../src/deploy/deploy-object.js';
import { soakGate } from '../../../src/deploy/gates.js';
import { prometheusGate } from '../../../src/deploy/prometheus-gate.js';
import { applyMarkdown } from '../../../src/report/apply-markdown.js';
import { applyText } from '../../../src/report/apply-text.js';
import { Bench } from '../bench/bench.mjs';
import { startIstiodPod } from '../bench/istiod-pod.mjs';
import type { PartName } from '../bench/parts.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { startMesh } from '../bench/mesh.mjs';
import { describeReal } from '../describe-real.js';
import { deployObject, destinationRule, gateway, virtualService } from './guide-objects.js';
import { connectTo, contentOf, deployment, deployParts } from './two-servers.js';

/** istiod does not read what is in a namespace with such a label. */
const hidden = { key: 'mesh', operator: 'NotIn', values: ['off'] };
const meshConfig = { discoverySelectors: [{ matchExpressions: [hidden] }] };

type Mesh = Awaited<ReturnType<typeof startMesh>>;

const namespace = 'default';
const parts: PartName[] = [...deployParts, 'pilot-discovery', 'envoy', 'kwok', 'kwok-stages'];

describeReal('verification', parts, () => {
  const bench = new Bench();
  let mesh: Mesh;
  let clusters: [Cluster, Cluster];

  beforeAll(async () => {
    mesh = await startMesh({ bench, clusters: [{ name: 'a' }, { name: 'b' }], meshConfig });
    const [a, b] = mesh.clusters as [Mesh['clusters'][0], Mesh['clusters'][0]];
    for (const [index, { api, istiod }] of [a, b].entries()) {
      await startIstiodPod(bench, { cluster: api, istiod, cidr: `10.78.${index}.0/24` });
    }
    clusters = [await connectTo(a.api), await connectTo(b.api)];
  }, 240_000);

  afterAll(() => bench.stop(), 30_000);

  const probes = (status: number) =>
    new Map(
      mesh.clusters.map(({ api, url }) => [
        api.name,
        [{ url, headers: { host: 'hello.example.com' }, status }],
      ]),
    );

  function deploy(objects: DeployObject[], more: Partial<ApplyInput> = {}): Promise<ApplyResult> {
    return apply({
      ...deployment(bench, 'verify'),
      ...{ objects, clusters, verifyTimeoutMs: 30_000, acceptChanges: true },
      verify: { istiod: 'istio-system', probes: new Map() },
      ...more,
    });
  }

  const guide = (weight = 100) => [
    virtualService(namespace, weight),
    destinationRule(namespace),
    gateway(namespace),
  ];
  const said = ({ clusters: all }: ApplyResult) => all.map(({ verified }) => verified);

  test('istiod has it, and the gateways have accepted it', async () => {
    const result = await deploy(guide(), {
      verify: { istiod: 'istio-system', probes: probes(200) },
    });
    expect(result.outcome).toBe('applied');
    const [verified] = said(result);
    expect(verified).toMatchObject({
      by: ['istiod', 'probe'],
      proxies: { gateways: { total: 1, current: 1 }, others: { total: 0, current: 0 } },
    });
    expect(verified?.text).toMatch(
      /answers 200; istiod has the 3 objects as written, and 1 of 1 gateway has accepted all that it has sent; all were sent a change/,
    );
    expect(applyText(result, false)).toContain('verified: http://127.0.0.1');
    expect(applyMarkdown(result, 60_000)).toContain('1 of 1 gateway has accepted');
  }, 60_000);

  test('what a gateway refuses is rolled back', async () => {
    const before = await contentOf(mesh.clusters[0]!.api, namespace);
    const filter = deployObject('EnvoyFilter', 'broken', 'istio-system', {
      configPatches: [
        {
          applyTo: 'CLUSTER',
          match: { context: 'GATEWAY' },
          patch: { operation: 'MERGE', value: { connect_timeout: '-5s' } },
        },
      ],
    });
    filter.value = { ...filter.value, apiVersion: 'networking.istio.io/v1alpha3' };
    const result = await deploy([...guide(), filter]);
    expect(result.message).toMatch(/refuses what istiod has sent it: Invalid duration/);
    expect(result.outcome).toBe('rolled-back');
    expect(await contentOf(mesh.clusters[0]!.api, namespace)).toEqual(before);
    const { body } = await mesh.clusters[0]!.api.get(
      '/apis/networking.istio.io/v1alpha3/namespaces/istio-system/envoyfilters',
    );
    expect((JSON.parse(body) as { items: unknown[] }).items).toEqual([]);
  }, 90_000);

  test('an answer that is not the right one is rolled back', async () => {
    const result = await deploy(guide(50), {
      verifyTimeoutMs: 4_000,
      verify: { istiod: undefined, probes: probes(404) },
    });
    expect(result.outcome).toBe('rolled-back');
    expect(result.message).toMatch(/answers 200, and should answer 404 \(deploy\.verify\.probes\)/);
  }, 60_000);

  test('an object that istiod does not read is not verified, and no failure', async () => {
    for (const { api } of mesh.clusters) {
      await api.apply({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'elsewhere', labels: { mesh: 'off' } },
      });
    }
    const objects = [...guide(), destinationRule('elsewhere')];
    const result = await deploy(objects, { verifyTimeoutMs: 3_000 });
    expect(result.outcome).toBe('applied');
    expect(said(result)[0]).toEqual({
      by: [],
      text: expect.stringMatching(/istiod-0 does not have DestinationRule elsewhere\/hello-world/),
    });
    expect(applyText(result, false)).toContain('not verified: istiod istiod-0 does not have');
  }, 60_000);

  test('an account with the documented permissions may ask; without them nothing is claimed', async () => {
    const { api } = mesh.clusters[0]!;
    for (const file of ['deploy', 'verify']) {
      await api.apply(readFileSync(`docs/rbac/${file}.yaml`, 'utf8'));
    }
    const kubeconfig = await api.kubeconfigOfServiceAccount('mesh-failover', 'mesh-failover');
    const limited = await connect({ name: 'a', locality: 'x', context: 'a', kubeconfig });
    const rule = (maxEjectionPercent: number) => {
      const spec = { host: 'other', trafficPolicy: { outlierDetection: { maxEjectionPercent } } };
      return [deployObject('DestinationRule', 'other', namespace, spec)];
    };
    const own = { ...deployment(bench, 'limited'), clusters: [limited] };
    const allowed = await deploy(rule(70), own);
    expect(allowed.message).toBe('Applied to the cluster.');
    expect(said(allowed)[0]).toMatchObject({ by: ['istiod'] });

    const ways: [rules: unknown, message: RegExp][] = [
      [[{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }], /may not (get|create) pods/],
      [[{ apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }], /may not list pods/],
    ];
    for (const [index, [rules, message]] of ways.entries()) {
      const role = ['role', 'mesh-failover-verify', '--namespace=istio-system', '--type=merge'];
      await api.kubectl(['patch', ...role, '-p', JSON.stringify({ rules })]);
      const result = await deploy(rule(71 + index), { ...own, run: `limited-${index}` });
      expect(result.outcome).toBe('applied');
      expect(said(result)[0]).toEqual({ by: [], text: expect.stringMatching(message) });
      expect(said(result)[0]?.text).toMatch(/in the namespace istio-system/);
    }
  }, 90_000);

  test('an istiod that stands still has what it had, and claims nothing new', async () => {
    const { istiod } = mesh.clusters[0]!;
    process.kill(istiod.process.pid, 'SIGSTOP');
    const result = await deploy(guide(80), { verifyTimeoutMs: 15_000 }).finally(() =>
      process.kill(istiod.process.pid, 'SIGCONT'),
    );
    expect(result.outcome).toBe('applied');
    expect(said(result)[0]).toMatchObject({
      by: [],
      text: expect.stringMatching(/not answered within 10 s/),
    });
    expect(said(result)[1]).toMatchObject({ by: ['istiod'] });
  }, 60_000);

  test('a gateway that stands still has not accepted it: rolled back', async () => {
    const { gateway: envoy, api } = mesh.clusters[0]!;
    // What it had not accepted before would be no fault of this deployment.
    expect(said(await deploy(guide(85)))[0]).toMatchObject({ by: ['istiod'] });
    const before = await contentOf(api, namespace);
    process.kill(envoy!.process.pid, 'SIGSTOP');
    const result = await deploy(guide(90), { verifyTimeoutMs: 6_000 }).finally(() =>
      process.kill(envoy!.process.pid, 'SIGCONT'),
    );
    expect(result.outcome).toBe('rolled-back');
    expect(result.message).toMatch(
      /has not accepted what istiod has sent it within 6 s; 0 of 1 gateway/,
    );
    expect(await contentOf(api, namespace)).toEqual(before);
  }, 60_000);

  test('gates: soak, and a query that holds or not, between the clusters', async () => {
    const value = { now: '0.001' };
    const prometheus = createServer((incoming, outgoing) => {
      const url = new URL(incoming.url ?? '', 'http://x');
      expect(url.searchParams.get('query')).toBe('sum(errors)');
      const result = [{ metric: {}, value: [0, value.now] }];
      outgoing.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
    });
    await once(prometheus.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(prometheus.address() as AddressInfo).port}`;
    const query = { url, query: 'sum(errors)', below: 0.01, within: '2s' };
    const gates = [soakGate('1s', 1_000), prometheusGate(query, { token: undefined, pollMs: 200 })];
    try {
      const held = await deploy(guide(40), { gates });
      expect(held).toMatchObject({
        outcome: 'applied',
        gates: [
          { gate: 'soak 1s', after: ['a'], outcome: 'held' },
          { gate: 'prometheus sum(errors) below 0.01', after: ['a'], outcome: 'held' },
        ],
      });
      const before = await contentOf(mesh.clusters[0]!.api, namespace);
      value.now = '0.5';
      const failed = await deploy(guide(30), { gates });
      expect(failed.outcome).toBe('rolled-back');
      expect(failed.message).toMatch(
        /prometheus sum\(errors\) below 0.01 does not hold: the value is 0.5/,
      );
      expect(await contentOf(mesh.clusters[0]!.api, namespace)).toEqual(before);
      expect(applyText(failed, false)).toMatch(/gate failed prometheus/);

      const { api } = mesh.clusters[0]!;
      const undone = deploy(guide(20), { gates: [soakGate('3s', 3_000)] });
      await pollUntil('the first cluster is written', async () =>
        JSON.stringify(await contentOf(api, namespace)).includes('"weight":20'),
      );
      await api.kubectl(['patch', 'virtualservice', 'hello-world', '--type=merge', '-p', patch]);
      expect(await undone).toMatchObject({
        outcome: 'incomplete',
        message: expect.stringMatching(
          /soak 3s does not hold: somebody else has changed VirtualService/,
        ),
      });
    } finally {
      prometheus.close();
    }
  }, 90_000);
});

const patch = JSON.stringify({ spec: { hosts: ['other.example.com'] } });
