/** Apply against two real API servers. Every test has a namespace of its own. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { connect } from '../../../src/cluster/connect.js';
import type { Cluster, KubernetesObject } from '../../../src/cluster/cluster.js';
import { apply } from '../../../src/deploy/apply.js';
import type { ApplyInput } from '../../../src/deploy/apply-options.js';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import { asMember } from '../../../src/deploy/apply-set.js';
import type { DeployEnvironment } from '../../../src/deploy/environment.js';
import { rollback } from '../../../src/deploy/rollback.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { freePort } from '../bench/free-port.mjs';
import { kubeconfig as kubeconfigText } from '../bench/kubeconfig.mjs';
import type { PartName } from '../bench/parts.mjs';
import { serveHelloWorld } from './two-servers.js';
import { describeReal } from '../describe-real.js';
import {
  deployObject,
  destinationRule,
  gateway,
  guideObjects,
  virtualService,
} from './guide-objects.js';

const parts: PartName[] = ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'];
const token = 'viewer-token-which-is-secret';

describeReal('apply to two clusters', parts, () => {
  const bench = new Bench();
  let a: ApiServer;
  let b: ApiServer;
  let bare: ApiServer;
  let clusters: Cluster[];
  let namespace: string;
  let count = 0;

  beforeAll(async () => {
    const etcd = await startEtcd(bench);
    const users = [{ name: 'viewer', token }];
    const start = (name: string, istioCrds = true) =>
      startApiServer(bench, { name, etcd, users, istioCrds });
    [a, b, bare] = await Promise.all([start('a'), start('b'), start('bare', false)]);
    clusters = [await connectTo(a), await connectTo(b)];
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  beforeEach(async () => {
    namespace = `test-${++count}`;
    await Promise.all([a, b].map((server) => createNamespace(server, namespace)));
  });

  test('creates, then finds everything unchanged, then changes what differs', async () => {
    const created = await run({ objects: guideObjects(namespace) });
    expect(created).toMatchObject({
      outcome: 'applied',
      message: expect.stringMatching(/^Applied to every cluster\./),
    });
    expect(results(created)).toEqual({
      a: ['DestinationRule created', 'Gateway created', 'VirtualService created'],
      b: ['DestinationRule created', 'Gateway created', 'VirtualService created'],
    });
    expect(created.clusters[0]).toMatchObject({ reachable: true, server: a.url });
    expect(created.clusters[0]?.serverVersion).toMatch(/^v1\./);

    const before = await read(b, 'gateways', 'public-gateway');
    const again = await run({ objects: guideObjects(namespace) });
    expect(again.summary).toEqual({
      created: 0,
      configured: 0,
      unchanged: 6,
      pruned: 0,
      terminating: 0,
      unstated: 0,
      failed: 0,
      skipped: 0,
    });
    expect(await read(b, 'gateways', 'public-gateway')).toEqual(before);

    const changed = await run({ objects: [...guideObjects(namespace, 50)] });
    expect(results(changed).a).toEqual([
      'DestinationRule unchanged',
      'Gateway unchanged',
      'VirtualService configured',
    ]);
    const route = await read(b, 'virtualservices', 'hello-world');
    expect(route.spec.http[0].route[0].weight).toBe(50);
    expect(route.metadata.managedFields).toMatchObject([
      { manager: 'mesh-failover', operation: 'Apply' },
    ]);
  });

  test('a field that is gone from the manifest is gone from the cluster', async () => {
    await run({ objects: [destinationRule(namespace)] });
    const without = deployObject('DestinationRule', 'hello-world', namespace, {
      host: 'hello-world',
    });
    await run({ objects: [without] });
    expect((await read(a, 'destinationrules', 'hello-world')).spec).toEqual({
      host: 'hello-world',
    });
  });

  test('a dry run says what would happen and changes nothing', async () => {
    await run({ objects: [gateway(namespace), virtualService(namespace)] });
    const before = await read(a, 'virtualservices', 'hello-world');
    const result = await run({ objects: guideObjects(namespace, 50), dryRun: true });
    expect(result).toMatchObject({ outcome: 'checked', dryRun: true });
    expect(results(result).b).toEqual([
      'DestinationRule created',
      'Gateway unchanged',
      'VirtualService configured',
    ]);
    expect(await read(a, 'virtualservices', 'hello-world')).toEqual(before);
    expect(await list(b, 'destinationrules')).toEqual([]);
  });

  test('an object is sent only to the cluster it is meant for', async () => {
    const result = await run({ objects: [{ ...gateway(namespace), cluster: 'b' }] });
    expect(results(result)).toEqual({ a: [], b: ['Gateway created'] });
    expect(await list(a, 'gateways')).toEqual([]);
  });

  test('an object that the API server refuses changes nothing anywhere', async () => {
    const wrong = { ...destinationRule(namespace, 'many' as never), cluster: 'b' };
    const result = await run({ objects: [gateway(namespace), wrong] });
    expect(result.outcome).toBe('refused');
    expect(result.message).toMatch(
      /^Nothing was changed in any cluster\. Cluster b would refuse 1 of 2 objects, such as DestinationRule .*maxEjectionPercent/s,
    );
    expect(results(result)).toEqual({
      a: ['Gateway skipped'],
      b: ['DestinationRule failed', 'Gateway skipped'],
    });
    expect(result.clusters[1]?.objects[0]).toMatchObject({
      problem: 'invalid',
      message: expect.stringContaining('maxEjectionPercent'),
      file: 'DestinationRule.yaml',
      line: 1,
    });
    await expectNothing();
  });

  test('a field that does not exist is refused', async () => {
    const misspelt = deployObject('DestinationRule', 'x', namespace, {
      host: 'x',
      trafficPolicy: { outlierDetektion: {} },
    });
    const result = await run({ objects: [gateway(namespace), misspelt] });
    expect(result.clusters[0]?.objects[0]).toMatchObject({
      problem: 'invalid',
      message: expect.stringContaining('outlierDetektion'),
    });
    await expectNothing();
  });

  test('a version that is not served is named, with those that are', async () => {
    const { value, ...rest } = gateway(namespace);
    const old = { ...rest, value: { ...value, apiVersion: 'networking.istio.io/v2' } };
    const result = await run({ objects: [old] });
    expect(result.clusters[0]?.objects[0]).toMatchObject({
      problem: 'not-served',
      message: expect.stringMatching(/does not serve networking.istio.io\/v2, only v1, v1beta1/),
    });
  });

  test('two manifests for one object are refused', async () => {
    const result = await run({ objects: [gateway(namespace), gateway(namespace)] });
    expect(results(result).a).toEqual(['Gateway skipped', 'Gateway failed']);
    expect(result.clusters[0]?.objects[1]?.message).toContain('declared in Gateway.yaml:1 already');
    await expectNothing();
  });

  test('a cluster that refuses connections keeps the other one as it is', async () => {
    const gone = await connectAt(`https://127.0.0.1:${await freePort()}`);
    const result = await run({
      objects: guideObjects(namespace),
      clusters: [clusters[0] as Cluster, gone],
    });
    expect(result.outcome).toBe('refused');
    expect(result.message).toMatch(/^Nothing was changed in any cluster\. Cluster gone cannot be/);
    expect(result.message).toContain('the connection is refused');
    expect(result.clusters[1]).toMatchObject({ reachable: false, problem: 'unreachable' });
    expect(result.summary).toMatchObject({ skipped: 3, failed: 3 });
    await expectNothing();
  });

  test('a cluster that never answers is given up on', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    bench.atStop(async () => silent.close());
    const { port } = silent.address() as AddressInfo;
    const cluster = await connectAt(`https://127.0.0.1:${port}`, { answerMs: 500 });
    const result = await run({ objects: [gateway(namespace)], clusters: [cluster] });
    expect(result.clusters[0]?.message).toContain('no answer within 0.5 s');
  });

  test('a name that DNS does not know is said', async () => {
    const cluster = await connectAt('https://nowhere.invalid:6443');
    await expect(cluster.version()).rejects.toMatchObject({
      problem: 'unreachable',
      message: expect.stringContaining('DNS'),
    });
  });

  test('a certificate of another authority is not trusted', async () => {
    const cluster = await connectAt(a.url, {}, b.ca);
    await expect(cluster.version()).rejects.toMatchObject({
      problem: 'certificate',
      message: expect.stringContaining('certificate authority in the kubeconfig'),
    });
  });

  test('credentials that are not accepted are not shown', async () => {
    const file = await bench.write('wrong.kubeconfig', kubeconfigText([a.entry('wrong-token')]));
    const cluster = await connect({ name: 'a', locality: 'x', kubeconfig: file });
    const result = await run({ objects: [gateway(namespace)], clusters: [cluster] });
    expect(result.clusters[0]).toMatchObject({ reachable: true, problem: 'unauthorized' });
    expect(JSON.stringify(result)).not.toContain('wrong-token');
  });

  test('a conflict names the other field manager, and changes nothing', async () => {
    const theirs = destinationRule(namespace, 50).value;
    await b.kubectl(
      ['apply', '--server-side', '--field-manager=someone-else', '-f', '-'],
      JSON.stringify(theirs),
    );
    const result = await run({ objects: guideObjects(namespace) });
    expect(result.outcome).toBe('refused');
    expect(result.clusters[1]?.objects[0]).toMatchObject({
      result: 'failed',
      problem: 'conflict',
      message: expect.stringContaining('the field manager "someone-else" owns'),
      conflicts: [
        {
          manager: 'someone-else',
          field: '.spec.trafficPolicy.outlierDetection.maxEjectionPercent',
        },
      ],
    });
    expect(await list(a, 'gateways')).toEqual([]);

    const forced = await run({ objects: guideObjects(namespace), force: true });
    expect(results(forced).b).toContain('DestinationRule configured');
    const rule = await read(b, 'destinationrules', 'hello-world');
    expect(rule.spec.trafficPolicy.outlierDetection.maxEjectionPercent).toBe(100);
  });

  test('taking over an object that is as wanted already says so, in the dry run too', async () => {
    const member = asMember(gateway(namespace).value as KubernetesObject, environment());
    await b.kubectl(['create', '-f', '-'], JSON.stringify(member));
    const objects = [{ ...gateway(namespace), cluster: 'b' }];
    for (const dryRun of [true, false]) {
      const result = await run({ objects, dryRun });
      expect(result.clusters[1]?.objects[0]).toMatchObject({
        result: 'configured',
        message: expect.stringContaining('only the field manager'),
      });
    }
    expect(results(await run({ objects })).b).toEqual(['Gateway unchanged']);
  });

  test('a missing permission is named, and changes nothing', async () => {
    const viewer = await connect({
      name: 'b',
      locality: 'x',
      kubeconfig: await b.kubeconfigOf('viewer'),
    });
    const result = await run({
      objects: [gateway(namespace)],
      clusters: [clusters[0] as Cluster, viewer],
    });
    expect(result.clusters[1]?.objects[0]).toMatchObject({
      problem: 'forbidden',
      message: expect.stringMatching(
        /^viewer may not (get|list|patch) gateways.networking.istio.io in the namespace test-/,
      ),
    });
    expect(JSON.stringify(result)).not.toContain(token);
    await expectNothing();
  });

  test('a missing namespace is named, and changes nothing', async () => {
    await a.kubectl(['create', 'namespace', `${namespace}-only-a`]);
    const result = await run({ objects: [gateway(`${namespace}-only-a`)] });
    expect(results(result)).toEqual({ a: ['Gateway skipped'], b: ['Gateway failed'] });
    expect(result.clusters[1]?.objects[0]).toMatchObject({
      problem: 'namespace',
      message: `the namespace ${namespace}-only-a does not exist in cluster b; create it first`,
    });
  });

  test('missing CRDs are named', async () => {
    await createNamespace(bare, namespace);
    const result = await run({
      objects: [gateway(namespace)],
      clusters: [clusters[0] as Cluster, await connectTo(bare)],
    });
    expect(result.clusters[1]?.objects[0]).toMatchObject({
      problem: 'not-served',
      message: expect.stringContaining("Istio's CRDs are not installed in cluster bare"),
    });
    await expectNothing();
  });

  test('the words of an admission policy that denies are passed on', async () => {
    await b.apply([denyingPolicy(namespace), denyingBinding()]);
    const deadline = Date.now() + 30_000;
    let result = await run({ objects: [gateway(namespace)], dryRun: true });
    while (result.outcome === 'checked' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      result = await run({ objects: [gateway(namespace)], dryRun: true });
    }
    expect(result.clusters[1]?.objects[0]).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('no gateways today'),
    });
    await b.delete([denyingBinding(), denyingPolicy(namespace)]);
  }, 60_000);

  test('a manifest taken from a cluster can be applied', async () => {
    await run({ objects: [gateway(namespace)] });
    const value = await read(a, 'gateways', 'public-gateway');
    const result = await run({ objects: [{ ...gateway(namespace), value }] });
    expect(results(result)).toEqual({ a: ['Gateway unchanged'], b: ['Gateway unchanged'] });
  });

  test('two clusters that are one API server are noticed', async () => {
    const other = await connectTo(a, 'other');
    const both = [clusters[0] as Cluster, other];
    const result = await run({ objects: [gateway(namespace)], clusters: both });
    expect(result.outcome).toBe('refused');
    expect(result.message).toContain('The clusters a, other are one and the same cluster');
    expect(await objectsOf(a)).toEqual([]);
  });

  test('a cluster that dies between the writes: the others are put back', async () => {
    await run({ objects: guideObjects(namespace) });
    const before = await objectsOf(a);
    const [first, second] = clusters as [Cluster, Cluster];
    const gone = await connectAt('https://127.0.0.1:1');
    let isGone = false;
    const failing: Cluster = {
      ...methodsOf(second),
      get: (key) => (isGone ? gone : second).get(key),
      serverSideApply: (object, options) => {
        isGone ||= object.kind === 'VirtualService' && !options.dryRun;
        return (isGone ? gone : second).serverSideApply(object, options);
      },
    };
    const changed = [...guideObjects(namespace, 50), destinationRule(namespace, 50)].slice(0, 4);
    const objects = [...changed.filter(({ kind }) => kind !== 'DestinationRule')];
    const result = await run({
      objects: [...objects, destinationRule(namespace, 50)],
      clusters: [first, failing],
    });
    expect(result.outcome).toBe('incomplete');
    expect(await objectsOf(a)).toEqual(before);
    expect(result.message).toMatch(/cannot be reached.*mesh-failover rollback/s);
    expect(existsSync(result.stateFile ?? '')).toBe(true);

    const refused = await run({ objects: guideObjects(namespace) });
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(refused.message).toMatch(/An earlier run has not ended in cluster b: run-/);

    const back = await rollback({
      ...{ clusters, by: 'a test', run: 'back', fieldManager: 'mesh-failover' },
      environment: environment(),
    });
    expect(back.outcome).toBe('rolled-back');
    expect(await objectsOf(b)).toEqual(before);
    const again = await run({ objects: guideObjects(namespace) });
    expect(again.summary).toMatchObject({ unchanged: 6 });
  }, 60_000);

  test('deletes', async () => {
    await run({ objects: [gateway(namespace)] });
    const [cluster] = clusters as [Cluster];
    const key = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', namespace };
    const named = { ...key, name: 'public-gateway' };
    await expect(cluster.delete(named, { uid: 'another' })).rejects.toMatchObject({
      problem: 'changed',
    });
    expect(await cluster.delete(named, { dryRun: true })).toBe(true);
    expect(await cluster.get(named)).toBeDefined();
    expect(await cluster.delete(named)).toBe(true);
    expect(await cluster.delete(named)).toBe(false);
    expect(await cluster.get(named)).toBeUndefined();
  });

  /** Every test has a set and a lock of its own. */
  function environment(): DeployEnvironment {
    return { name: namespace, namespace: 'mesh-failover' };
  }

  function run(input: Partial<ApplyInput> & Pick<ApplyInput, 'objects'>): Promise<ApplyResult> {
    return apply({
      ...{ clusters, by: 'a test', run: `run-${++count}`, stateFolder: bench.path('state') },
      environment: environment(),
      ...input,
    });
  }

  async function connectAt(server: string, options = {}, ca = a.ca): Promise<Cluster> {
    const entry = { name: 'gone', server, ca, token: 'some-token' };
    const file = await bench.write(`gone-${++count}.kubeconfig`, kubeconfigText([entry]));
    return connect({ name: 'gone', locality: 'x', kubeconfig: file }, options);
  }

  async function read(server: ApiServer, resource: string, name: string) {
    const path = `/apis/networking.istio.io/v1/namespaces/${namespace}/${resource}/${name}`;
    return JSON.parse((await server.get(path)).body);
  }

  async function list(server: ApiServer, resource: string): Promise<unknown[]> {
    const path = `/apis/networking.istio.io/v1/namespaces/${namespace}/${resource}`;
    return JSON.parse((await server.get(path)).body).items;
  }

  /** Every object of the namespace without what differs between clusters and writes. */
  async function objectsOf(server: ApiServer): Promise<unknown[]> {
    const resources = ['gateways', 'destinationrules', 'virtualservices'];
    const lists = await Promise.all(resources.map((resource) => list(server, resource)));
    return lists.flat().map((object) => {
      const { metadata, spec } = object as { metadata: Record<string, unknown>; spec: unknown };
      const { name, labels, annotations } = metadata;
      return { name, labels, annotations, spec };
    });
  }

  async function expectNothing(): Promise<void> {
    for (const server of [a, b]) {
      for (const resource of ['gateways', 'destinationrules', 'virtualservices']) {
        expect(await list(server, resource)).toEqual([]);
      }
    }
  }
});

function connectTo(server: ApiServer, name = server.name): Promise<Cluster> {
  const { kubeconfig } = server;
  return connect({ name, locality: 'x', context: server.name, kubeconfig });
}

async function createNamespace(server: ApiServer, name: string): Promise<void> {
  await server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await serveHelloWorld(server, name);
}

/** `Gateway created`, per cluster. */
function results({ clusters }: ApplyResult): Record<string, string[]> {
  return Object.fromEntries(
    clusters.map(({ cluster, objects }) => [
      cluster,
      objects.map(({ kind, result }) => `${kind} ${result}`),
    ]),
  );
}

/** Its methods, to put others in the place of some. */
function methodsOf(cluster: Cluster): Cluster {
  const { name, server, identity } = cluster;
  return {
    name,
    server,
    identity,
    version: () => cluster.version(),
    servedAs: (kind) => cluster.servedAs(kind),
    versionsOf: (group) => cluster.versionsOf(group),
    get: (key) => cluster.get(key),
    list: (selection) => cluster.list(selection),
    patch: (key, patch, options) => cluster.patch(key, patch, options),
    serverSideApply: (object, options) => cluster.serverSideApply(object, options),
    create: (object, options) => cluster.create(object, options),
    replace: (object, options) => cluster.replace(object, options),
    delete: (key, options) => cluster.delete(key, options),
    getFromPod: (pod, path, limits) => cluster.getFromPod(pod, path, limits),
    abortRequests: () => undefined,
    may: (access) => cluster.may(access),
  };
}

function denyingPolicy(namespace: string) {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'no-gateways' },
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['networking.istio.io'],
            apiVersions: ['*'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['gateways'],
          },
        ],
      },
      validations: [
        { expression: `object.metadata.namespace != '${namespace}'`, message: 'no gateways today' },
      ],
    },
  };
}

function denyingBinding() {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'no-gateways' },
    spec: { policyName: 'no-gateways', validationActions: ['Deny'] },
  };
}
