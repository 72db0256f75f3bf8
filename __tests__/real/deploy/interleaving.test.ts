/** Runs that meet: a revert during a deployment, a rollback that waits, a run that died at its end, against real API servers. */
import { once } from 'node:events';
import { connect as connectTcp, createServer, type AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../../src/cluster/cluster-error.js';
import type { Cluster, KubernetesObject, ObjectKey } from '../../../src/cluster/cluster.js';
import { connect } from '../../../src/cluster/connect.js';
import { apply } from '../../../src/deploy/apply.js';
import type { ApplyInput } from '../../../src/deploy/apply-options.js';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import type { DeployObject } from '../../../src/deploy/deploy-object.js';
import { rollback } from '../../../src/deploy/rollback.js';
import type { RollbackResult } from '../../../src/deploy/rollback-result.js';
import { runIn } from '../../cli/run-in.js';
import { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { kubeconfig } from '../bench/kubeconfig.mjs';
import { describeReal } from '../describe-real.js';
import { deployObject, destinationRule, gateway, guideObjects } from './guide-objects.js';
import {
  contentOf,
  deployment,
  deployParts,
  liveObjects,
  eachInItsNamespace,
  type TwoServers,
} from './two-servers.js';

describeReal('runs that meet', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;
  let a: ApiServer;
  let b: ApiServer;
  let namespace: string;

  eachInItsNamespace(bench, 'meeting', (started, own) => {
    two = started;
    [a, b] = two.servers;
    namespace = own;
  });

  function run(input: Partial<ApplyInput> & Pick<ApplyInput, 'objects'>): Promise<ApplyResult> {
    return apply({ ...deployment(bench, namespace), clusters: two.clusters, ...input });
  }

  function back(more: { lastApply?: boolean } = {}): Promise<RollbackResult> {
    const { clusters } = two;
    return rollback({
      ...deployment(bench, namespace),
      clusters,
      fieldManager: 'mesh-failover',
      ...more,
    });
  }

  test('a revert that begins while a deployment is under way does not end with two different clusters', async () => {
    await run({ objects: guideObjects(namespace) });
    let revert: Promise<ApplyResult> | undefined;
    let impatient: ApplyResult | undefined;
    const slow = before(two.clusters[1], 'VirtualService', async () => {
      // The first cluster is new by now, the second one old: for the revert one of them is as wanted.
      revert ??= run({ objects: guideObjects(namespace) });
      // What is wanted is in this cluster still, but another run is about to change that.
      impatient = await run({
        ...{ objects: guideObjects(namespace), clusters: [two.clusters[1]], lockWaitSeconds: 0 },
      });
      await Promise.race([revert, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    });
    const deployed = await run({
      objects: guideObjects(namespace, 50),
      clusters: [two.clusters[0], slow],
    });
    expect(deployed.outcome).toBe('applied');
    expect(impatient?.message).toMatch(
      /^Nothing was changed in any cluster\. Cluster b is locked by a test \(run-\d+\) since /,
    );
    // It has waited, and made its checks again.
    expect(await revert).toMatchObject({
      outcome: 'applied',
      summary: { configured: 2, unchanged: 4 },
    });
    expect(await contentOf(a, namespace)).toEqual(await contentOf(b, namespace));
    expect(await run({ objects: guideObjects(namespace) })).toMatchObject({
      ...{ outcome: 'applied', summary: { unchanged: 6 } },
      message: 'Every cluster is as the manifests say already, and no other run is under way.',
    });
  }, 90_000);

  test('two runs of the same manifests both end well, and the second one writes nothing', async () => {
    let second: Promise<ApplyResult> | undefined;
    const waits: string[] = [];
    const slow = before(two.clusters[0], 'Gateway', async () => {
      second ??= run({
        objects: guideObjects(namespace),
        progress: (event) => {
          if (event.step === 'waiting') waits.push(`${event.cluster} ${event.holder}`);
        },
      });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    });
    const first = await run({
      objects: guideObjects(namespace),
      clusters: [slow, two.clusters[1]],
    });
    expect(first).toMatchObject({ outcome: 'applied', summary: { created: 6 } });
    expect(await second).toMatchObject({ outcome: 'applied', summary: { unchanged: 6 } });
    expect(waits).toEqual([expect.stringMatching(/^a a test \(run-\d+\)$/)]);
  }, 60_000);

  test('a run that has lost its lock writes no further wave', async () => {
    await run({ objects: [gateway(namespace)] });
    const old = await contentOf(a, namespace);
    const robbed = before(two.clusters[0], 'DestinationRule', () =>
      a.kubectl([
        ...['patch', 'lease', '-n', 'mesh-failover', `mesh-failover-${namespace}`, '--type=merge'],
        ...['-p', '{"spec":{"holderIdentity":"thief"}}'],
      ]),
    );
    const routes: string[] = [];
    const watched = before(robbed, 'VirtualService', () => Promise.resolve(routes.push('written')));
    const result = await run({
      objects: guideObjects(namespace),
      clusters: [watched, two.clusters[1]],
    });
    expect(result).toMatchObject({
      outcome: 'rolled-back',
      message: expect.stringMatching(/^The lock was lost: another run may be at work\./),
    });
    expect(routes).toEqual([]);
    expect(await contentOf(a, namespace)).toEqual(old);
  }, 60_000);

  test('a rollback that waits for a run which then ends well takes nothing back', async () => {
    await run({ objects: guideObjects(namespace) });
    let waiting: Promise<RollbackResult> | undefined;
    const slow = before(two.clusters[1], 'VirtualService', async () => {
      waiting ??= back();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    });
    const deployed = await run({
      objects: guideObjects(namespace, 50),
      clusters: [two.clusters[0], slow],
    });
    expect(deployed.outcome).toBe('applied');
    const after = await contentOf(a, namespace);
    expect(await waiting).toMatchObject({ outcome: 'nothing' });
    expect(await contentOf(a, namespace)).toEqual(after);
  }, 90_000);

  test('a run that died after its last write is noticed, also where nothing is left to write', async () => {
    await run({ objects: guideObjects(namespace) });
    const stopped = await run({
      objects: guideObjects(namespace, 50),
      onFailure: 'stop',
      clusters: [
        two.clusters[0],
        after(two.clusters[1], 'VirtualService', () => Promise.reject(new Error('gone'))),
      ],
    });
    expect(stopped.outcome).toBe('stopped');
    const again = await run({ objects: guideObjects(namespace, 50) });
    expect(again.outcome).toBe('refused');
    expect(again.message).toMatch(/An earlier run has not ended/);
    expect((await back()).outcome).toBe('rolled-back');
    expect(await run({ objects: guideObjects(namespace) })).toMatchObject({
      outcome: 'applied',
      summary: { unchanged: 6 },
    });
  }, 60_000);

  test('what somebody has only removed is left, and named', async () => {
    await run({ objects: guideObjects(namespace) });
    await run({ objects: guideObjects(namespace, 50) });
    await a.kubectl([
      ...['patch', 'virtualservice', 'hello-world', '-n', namespace, '--type=json'],
      ...['-p', '[{"op":"remove","path":"/spec/gateways"}]'],
    ]);
    const removed = await contentOf(a, namespace);
    const result = await back({ lastApply: true });
    expect(result.outcome).toBe('incomplete');
    expect(result.message).toMatch(/VirtualService .* taken fields away/);
    expect(await contentOf(a, namespace)).toEqual(removed);
  }, 60_000);

  describe('a route that somebody else has changed keeps', () => {
    const route = (spec: Record<string, unknown>) =>
      deployObject('VirtualService', 'hello-world', namespace, {
        hosts: ['hello.example.com'],
        ...spec,
      });
    const to = (destination: Record<string, unknown>) => ({
      http: [{ route: [{ destination: { host: 'hello-world', ...destination } }] }],
    });
    const annotate = (server: ApiServer) =>
      server.kubectl([
        ...['annotate', 'virtualservice', 'hello-world', '-n', namespace, 'note=mine'],
        '--field-manager=somebody',
      ]);
    const outcomes = ({ clusters }: RollbackResult) =>
      clusters.map(({ objects }) =>
        Object.fromEntries(objects.map(({ kind, name, result }) => [`${kind} ${name}`, result])),
      );

    test('a Gateway and a rule that the run had made', async () => {
      const old = { gateways: ['public-gateway'], ...to({}) };
      await run({ objects: [gateway(namespace), route(old)] });
      const second = deployObject('Gateway', 'second', namespace, specOf(gateway(namespace)));
      const unused = deployObject('Gateway', 'unused', namespace, specOf(gateway(namespace)));
      const moved = route({ gateways: ['second'], ...to({}) });
      const all = [gateway(namespace), second, unused, destinationRule(namespace), moved];
      await run({ objects: all });
      await annotate(a);
      const result = await back({ lastApply: true });
      expect(result.outcome).toBe('incomplete');
      expect(outcomes(result)).toEqual([
        {
          'Gateway second': 'left',
          'Gateway unused': 'deleted',
          'DestinationRule hello-world': 'left',
          'VirtualService hello-world': 'left',
        },
        {
          'Gateway second': 'deleted',
          'Gateway unused': 'deleted',
          'DestinationRule hello-world': 'deleted',
          'VirtualService hello-world': 'restored',
        },
      ]);
      expect(result.clusters[0]?.objects.find(({ name }) => name === 'second')?.message).toBe(
        `VirtualService ${namespace}/hello-world, which is left as it is, still needs it`,
      );
      const names = (await liveObjects(a, namespace)).map(({ metadata }) => metadata.name);
      expect(names.sort()).toEqual(['hello-world', 'hello-world', 'public-gateway', 'second']);
    }, 60_000);

    test('a subset that the run had added, and a host that it had opened', async () => {
      const rule = (...names: string[]) =>
        deployObject('DestinationRule', 'hello-world', namespace, {
          host: 'hello-world',
          subsets: names.map((name) => ({ name, labels: { version: name } })),
        });
      const open = (...hosts: string[]) => {
        const port = { number: 80, name: 'http', protocol: 'HTTP' };
        return deployObject('Gateway', 'public-gateway', namespace, {
          selector: { istio: 'ingressgateway' },
          servers: [{ port, hosts }],
        });
      };
      const gateways = ['public-gateway'];
      await run({
        objects: [
          open('hello.example.com'),
          rule('v1'),
          route({ gateways, ...to({ subset: 'v1' }) }),
        ],
      });
      const before = await contentOf(b, namespace);
      await run({
        objects: [
          open('hello.example.com', 'new.example.com'),
          rule('v2'),
          route({ gateways, ...to({ subset: 'v2' }) }),
        ],
      });
      const after = await contentOf(a, namespace);
      await annotate(a);
      const result = await back({ lastApply: true });
      expect(outcomes(result)).toEqual([
        {
          'Gateway public-gateway': 'left',
          'DestinationRule hello-world': 'left',
          'VirtualService hello-world': 'left',
        },
        {
          'Gateway public-gateway': 'restored',
          'DestinationRule hello-world': 'restored',
          'VirtualService hello-world': 'restored',
        },
      ]);
      const specs = (all: unknown[]) => all.map((each) => (each as { spec: unknown }).spec);
      expect(specs(await contentOf(a, namespace))).toEqual(specs(after));
      expect(await contentOf(b, namespace)).toEqual(before);
    }, 60_000);

    test('what stands under it while its cluster does not take it back', async () => {
      const gateways = ['public-gateway'];
      await run({ objects: [gateway(namespace), route({ gateways, ...to({}) })] });
      const before = await contentOf(a, namespace);
      const second = deployObject('Gateway', 'second', namespace, specOf(gateway(namespace)));
      const moved = route({ gateways: ['second'], ...to({}) });
      await run({ objects: [gateway(namespace), second, moved] });
      const first = await rollback({
        ...deployment(bench, namespace),
        clusters: [two.clusters[0], failing(two.clusters[1])],
        ...{ fieldManager: 'mesh-failover', lastApply: true },
      });
      expect(outcomes(first)[1]).toEqual({
        'Gateway second': 'failed',
        'VirtualService hello-world': 'failed',
      });
      expect((await back()).outcome).toBe('rolled-back');
      expect(await contentOf(b, namespace)).toEqual(before);
    }, 60_000);
  });

  test('a rollback that is repeated leaves alone what it has created again', async () => {
    await run({ objects: guideObjects(namespace) });
    for (const server of two.servers) {
      // Owned by somebody else, who is no newer than the run.
      await server.kubectl([
        ...['annotate', 'virtualservice', 'hello-world', '-n', namespace, 'note=mine'],
        '--field-manager=somebody',
      ]);
    }
    const before50 = await contentOf(a, namespace);
    const rule = destinationRule(namespace, 50);
    await run({ objects: [rule, gateway(namespace)], prune: { limit: 1 } });
    const first = await rollback({
      ...{ ...deployment(bench, namespace), clusters: [two.clusters[0], failing(two.clusters[1])] },
      ...{ fieldManager: 'mesh-failover', lastApply: true },
    });
    expect(first).toMatchObject({
      outcome: 'incomplete',
      summary: { recreated: 2, restored: 1, failed: 1, left: 0 },
    });
    const again = await back();
    expect(again).toMatchObject({
      outcome: 'rolled-back',
      summary: { untouched: 1, restored: 1, left: 0 },
    });
    expect(await contentOf(a, namespace)).toEqual(before50);
    expect(await contentOf(b, namespace)).toEqual(before50);
  }, 60_000);

  describe('a run that one cluster says has ended well', () => {
    /** The second cluster cannot be told. */
    const deaf = (cluster: Cluster) =>
      changed(cluster, 'serverSideApply', (method, args) => {
        const [{ data, metadata }] = args as [KubernetesObject & { data?: { phase?: string } }];
        // What is kept of the run before is another matter.
        return data?.phase === 'applied' && !metadata.name.includes('.past-')
          ? Promise.reject(new ClusterError('unreachable', 'gone'))
          : method(...args);
      });
    const settle = async () => {
      await run({ objects: guideObjects(namespace) });
      const clusters = [two.clusters[0], deaf(two.clusters[1])];
      const result = await run({ objects: guideObjects(namespace, 50), clusters });
      expect(result.outcome).toBe('applied');
      expect(result.warnings).toEqual([expect.stringContaining('cluster b could not be told')]);
    };

    test('is not rolled back in the other one, and keeps no run from it', async () => {
      await settle();
      const after50 = await contentOf(b, namespace);
      const [first, second] = two.clusters;
      const place = { clusters: [second], others: [first] };
      const base = { ...deployment(bench, namespace), fieldManager: 'mesh-failover' };
      expect((await rollback({ ...base, ...place })).outcome).toBe('nothing');
      expect(await contentOf(b, namespace)).toEqual(after50);
      const next = await run({ objects: guideObjects(namespace, 60), ...place });
      expect(next.outcome).toBe('applied');
    }, 60_000);

    test('is taken back as a whole by a rollback of the last apply', async () => {
      await run({ objects: guideObjects(namespace) });
      const old = await contentOf(b, namespace);
      await settle();
      expect((await back({ lastApply: true })).outcome).toBe('rolled-back');
      expect(await contentOf(a, namespace)).toEqual(old);
      expect(await contentOf(b, namespace)).toEqual(old);
      expect((await back()).outcome).toBe('nothing');
    }, 60_000);

    test('is rolled back where that cluster cannot be asked, which is said', async () => {
      await settle();
      const gone = changed(two.clusters[0], 'get', () =>
        Promise.reject(new ClusterError('unreachable', 'gone')),
      );
      const result = await rollback({
        ...{ ...deployment(bench, namespace), fieldManager: 'mesh-failover' },
        ...{ clusters: [two.clusters[1]], others: [gone] },
      });
      expect(result.outcome).toBe('rolled-back');
      expect(result.message).toMatch(/Whether the run had ended well, a could not be asked/);
    }, 60_000);

    test('is rolled back where there are no credentials for that cluster, which is said', async () => {
      await settle();
      const clusters = [
        `{name: a, locality: europe-west1, kubeconfig: nowhere}`,
        `{name: b, locality: us-central1, kubeconfig: ${JSON.stringify(b.kubeconfig)}, context: b}`,
      ];
      const config = `version: 1\nclusters: [${clusters.join(', ')}]\ndeploy: {environment: ${namespace}}\n`;
      const folder = dirname(await bench.write('mesh-failover.yaml', config));
      const { status, stdout, stderr } = await runIn(folder, ['rollback', '--clusters', 'b']);
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: expect.stringMatching(/Whether the run had ended well, a could not be asked\./),
      });
      expect(stderr).toMatch(
        /^a: could not be asked whether the run before has ended well: .*nowhere/m,
      );
    }, 60_000);
  });

  test('one cluster under two names, by two addresses, is refused', async () => {
    const second = createServer((socket) => {
      const onwards = connectTcp(Number(new URL(a.url).port), '127.0.0.1');
      socket.pipe(onwards).pipe(socket);
      for (const each of [socket, onwards]) each.on('error', () => each.destroy());
    });
    await once(second.listen(0, '127.0.0.1'), 'listening');
    const url = `https://127.0.0.1:${(second.address() as AddressInfo).port}`;
    const file = await bench.write('other.kubeconfig', kubeconfig([{ ...a.entry(), server: url }]));
    const other = await connect({ name: 'other', locality: 'x', kubeconfig: file });
    const clusters = [two.clusters[0], other];
    expect(other.identity).not.toBe(two.clusters[0].identity);
    const refused = await run({ objects: guideObjects(namespace), clusters });
    expect(refused.outcome).toBe('refused');
    expect(refused.message).toContain('The clusters a, other are one and the same cluster');

    // Who may not look at that namespace is told by the lock.
    const blind = clusters.map((cluster) =>
      changed(cluster, 'get', (method, args) => {
        const [key] = args as [ObjectKey];
        const isIt = key.kind === 'Namespace' && key.name === 'kube-system';
        return isIt ? Promise.reject(new ClusterError('forbidden', 'no')) : method(...args);
      }),
    );
    const locked = await run({ objects: guideObjects(namespace), clusters: blind });
    expect(locked.outcome).toBe('refused');
    expect(locked.message).toContain('The clusters a, other are one and the same cluster');
    expect(await contentOf(a, namespace)).toEqual([]);
    expect((await run({ objects: guideObjects(namespace) })).outcome).toBe('applied');
    second.close();
  }, 60_000);

  test('a rollback of the last apply that dies is gone on with', async () => {
    await run({ objects: guideObjects(namespace) });
    const before50 = await contentOf(a, namespace);
    await run({ objects: guideObjects(namespace, 50) });
    const dying = failing(two.clusters[1]);
    const { clusters } = two;
    const first = await rollback({
      ...{ ...deployment(bench, namespace), clusters: [clusters[0], dying] },
      ...{ fieldManager: 'mesh-failover', lastApply: true },
    });
    expect(first.outcome).toBe('incomplete');
    expect((await run({ objects: guideObjects(namespace, 50) })).message).toMatch(/has not ended/);
    expect((await back()).outcome).toBe('rolled-back');
    expect(await contentOf(a, namespace)).toEqual(before50);
    expect(await contentOf(b, namespace)).toEqual(before50);
  }, 60_000);
});

function specOf({ value }: DeployObject): Record<string, unknown> {
  return value['spec'] as Record<string, unknown>;
}

type Hook = () => Promise<unknown>;

/** A cluster in which something happens before, or after, a kind is written. */
function before(cluster: Cluster, kind: string, hook: Hook): Cluster {
  return hooked(cluster, kind, hook, undefined);
}

function after(cluster: Cluster, kind: string, hook: Hook): Cluster {
  return hooked(cluster, kind, undefined, hook);
}

function hooked(cluster: Cluster, kind: string, first?: Hook, last?: Hook): Cluster {
  return changed(cluster, 'serverSideApply', async (method, args) => {
    const [object, options] = args as [KubernetesObject, { dryRun?: boolean }];
    const isMeant = object.kind === kind && !options.dryRun;
    if (isMeant) await first?.();
    const result = await method(...args);
    if (isMeant) await last?.();
    return result;
  });
}

/** A cluster that does not take what a rollback puts back. */
function failing(cluster: Cluster): Cluster {
  return changed(cluster, 'replace', (method, args) => {
    const [object] = args as [KubernetesObject];
    return object.kind === 'Lease' ? method(...args) : Promise.reject(new Error('gone'));
  });
}

type Method = (...args: unknown[]) => Promise<unknown>;

function changed(
  cluster: Cluster,
  name: keyof Cluster,
  call: (method: Method, args: unknown[]) => Promise<unknown>,
): Cluster {
  return new Proxy(cluster, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as Method;
      return key === name ? (...args: unknown[]) => call(method, args) : method;
    },
  });
}
