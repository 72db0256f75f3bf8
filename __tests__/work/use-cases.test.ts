/** The use cases on clusters in memory; with real API servers: __tests__/real/cli and __tests__/real/drill. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../src/cluster/cluster.js';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import { rememberedRun, writeRun } from '../../src/deploy/run-record.js';
import { commandLineTerms as terms } from '../../src/drill/drill-terms.js';
import type { RestoredCluster } from '../../src/drill/restore-drill.js';
import { Project } from '../../src/project/project.js';
import {
  applyOrder,
  orderOfManifests,
  orderOfPlan,
  type ApplyChoices,
} from '../../src/work/apply.js';
import type { CheckedManifests } from '../../src/work/checked-manifests.js';
import { orderDrill } from '../../src/work/drill.js';
import { orderInventory, readInventory } from '../../src/work/inventory.js';
import { planText } from '../../src/report/plan-text.js';
import { planDeployment } from '../../src/work/plan.js';
import { restoreDrills } from '../../src/work/restore-drills.js';
import { rollBackClusters } from '../../src/work/rollback.js';
import { MemoryCluster } from '../deploy/memory-cluster.js';
import { change, configuration, DESTINATION_RULE, manifests } from '../rules/hello-world.js';

class OpenCluster extends MemoryCluster {
  override may = (): never => true as never;
  override replace = ((object: KubernetesObject) => {
    const { name, namespace } = object.metadata;
    this.objects.set(`${object.kind} ${namespace ?? ''}/${name}`, object);
    return Promise.resolve(object);
  }) as () => never;
}

const files = { ...manifests, ...configuration };
const env = {};
const now = new Date('2026-11-30T00:00:00Z');
let clusters: OpenCluster[];

beforeEach(async () => {
  clusters = ['a', 'b'].map((name) => new OpenCluster(name));
  for (const cluster of clusters) {
    for (const name of ['default', 'istio-system', 'mesh-failover']) {
      const metadata = { name };
      await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata });
    }
    const metadata = { name: 'hello-world', namespace: 'default' };
    await cluster.create({ apiVersion: 'v1', kind: 'Service', metadata });
  }
});

const writes = () =>
  clusters.flatMap(({ journal }) => journal).filter((line) => /^\w (apply|patch)/.test(line));

function checked(texts = files, failOn: CheckedManifests['failOn'] = 'error'): CheckedManifests {
  const project = Project.of({ files: texts, now });
  return { project, config: project.config, lint: project.check().lint, failOn };
}

/** One endpoint of a hundred is never ejected, which is an error. */
const faulty = () =>
  change(files, DESTINATION_RULE, 'maxEjectionPercent: 100', 'maxEjectionPercent: 99');

describe('a plan', () => {
  test('names what would be done, and is a file that an apply takes', async () => {
    const manifests = checked();
    const { result, file } = await planDeployment(manifests, { clusters }, { env, now });
    expect(result).toMatchObject({ refusals: [], summary: { create: 6 } });
    expect(file).toMatchObject({
      createdAt: now.toISOString(),
      force: false,
      objects: [{}, {}, {}],
    });
    expect(writes()).toEqual([]);
    const order = orderOfPlan(file!, 'plan.json', manifests.config);
    expect(order.objects).toHaveLength(3);
    const other = {
      ...manifests.config,
      deploy: { ...manifests.config.deploy, environment: 'prod' },
    };
    expect(() => orderOfPlan(file!, 'plan.json', other)).toThrow(
      'plan.json is for the environment default, and the configuration says prod',
    );
  });

  test.each([
    ['error', 'The check of the manifests finds 1 error: mesh-failover check.'],
    [
      'notice',
      expect.stringMatching(
        /^The check of the manifests finds \d+ findings?: mesh-failover check\.$/,
      ),
    ],
  ] as const)('of manifests that fail at %s is no file to apply', async (level, refusal) => {
    const { result, file } = await planDeployment(
      checked(faulty(), level),
      { clusters },
      { env, now },
    );
    expect(result.refusals).toEqual([refusal]);
    expect(file).toBeUndefined();
  });
});

describe('what is in the manifests and not sent', () => {
  const more = (text: string, kinds = '') => ({
    ...files,
    'more.yaml': text,
    'mesh-failover.yaml': `${files['mesh-failover.yaml'] ?? ''}\ndeploy: { kinds: [${kinds}] }\n`,
  });
  const service = [
    'apiVersion: v1',
    'kind: Service',
    'metadata: { name: hello-world }',
    'spec: { ports: [{ name: http, port: 80 }] }',
    '---',
    'apiVersion: example.com/v1',
    'kind: Widget',
    'metadata: { name: own, namespace: shop }',
    '',
  ].join('\n');

  function toSend(texts: typeof files): CheckedManifests {
    const config = Project.of({ files: texts, now }).config;
    const given = Object.entries(texts)
      .filter(([file]) => file !== 'mesh-failover.yaml')
      .map(([file, text]) => ({ file, text, named: false }));
    const project = Project.from({ config, files: given, now, isForClusters: true });
    return { project, config, lint: project.check().lint, failOn: 'error' };
  }

  test('is named', async () => {
    const order = orderOfManifests(toSend(more(service)));
    expect(order?.objects.map(({ kind }) => kind).sort()).toEqual([
      'DestinationRule',
      'Gateway',
      'VirtualService',
    ]);
    expect(order?.notSent).toMatchObject([
      { kind: 'Service', group: '', namespace: 'default', name: 'hello-world', line: 3 },
      { kind: 'Widget', group: 'example.com', namespace: 'shop', name: 'own' },
    ]);
    const { result } = await planDeployment(toSend(more(service)), { clusters }, { env, now });
    expect(planText(result, false)).toContain(
      'not sent Service default/hello-world, Widget.example.com shop/own. The clusters must have them',
    );
  });

  test('is sent where deploy.kinds says so', () => {
    const all = orderOfManifests(toSend(more(service, 'Service, "*.example.com"')));
    expect(all?.objects.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Service', 'Widget']),
    );
    expect(all?.notSent).toEqual([]);
  });

  test('without the Service that a route leads to nothing is written, unless that is accepted', async () => {
    for (const cluster of clusters) cluster.objects.delete('Service default/hello-world');
    const manifests = toSend(more(service));
    const { result, file } = await planDeployment(manifests, { clusters }, { env, now });
    expect(result.refusals).toEqual([
      'VirtualService default/hello-world needs Service default/hello-world, which is neither sent nor in any cluster ' +
        '(it is in more.yaml:3; deploy.kinds: [Service] sends it). To go on all the same: --accept-changes.',
    ]);
    expect(file).toBeUndefined();
    const accepted = { env, now, acceptChanges: true };
    const { result: other } = await planDeployment(manifests, { clusters }, accepted);
    expect(other.refusals).toEqual([]);
    expect(other.warnings.join()).toContain('needs Service default/hello-world');
    const sending = toSend(more(service, 'Service'));
    expect((await planDeployment(sending, { clusters }, { env, now })).result.refusals).toEqual([]);
    // The control planes of a mesh know the Services of all its clusters.
    const metadata = { name: 'hello-world', namespace: 'default' };
    await clusters[1]?.create({ apiVersion: 'v1', kind: 'Service', metadata });
    expect((await planDeployment(manifests, { clusters }, { env, now })).result.refusals).toEqual(
      [],
    );
  });
});

describe('an apply', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-test-'));
  const choices: ApplyChoices = { env, stateFolder: folder, verifyTimeoutMs: 0 };

  test('writes to every cluster what the plan before it says', async () => {
    const manifests = checked();
    const plans: string[] = [];
    const result = await applyOrder(
      orderOfManifests(manifests)!,
      manifests.config,
      { clusters },
      {
        ...choices,
        onPlan: (plan) =>
          plans.push(...plan.map(({ cluster, objects }) => `${cluster} ${objects.length}`)),
      },
    );
    expect(result).toMatchObject({ outcome: 'applied' });
    expect(plans).toEqual(['a 3', 'b 3']);
    for (const { objects } of clusters) {
      expect([...objects.keys()]).toContain('DestinationRule default/hello-world');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('of manifests that fail is not even ordered', () => {
    expect(orderOfManifests(checked(faulty()))).toBeUndefined();
    expect(orderOfManifests(checked(files, 'error'))).toBeDefined();
  });

  test('as a dry run writes nothing', async () => {
    const manifests = checked();
    const order = orderOfManifests(manifests)!;
    const result = await applyOrder(
      order,
      manifests.config,
      { clusters },
      { ...choices, dryRun: true },
    );
    expect(result).toMatchObject({ outcome: 'checked' });
    expect(writes()).toEqual([]);
  });
});

test('a rollback takes back a run that was killed, in its environment alone', async () => {
  const { config } = checked();
  const environment = { name: config.deploy.environment, namespace: config.deploy.namespace };
  const record = {
    version: 1 as const,
    run: 'run-1',
    startedAt: 'then',
    by: 'a test',
    objects: [],
  };
  await writeRun(clusters[0]!, environment, { ...record, cluster: 'a' }, 'x');
  const choices = { env, now, lockWaitSeconds: 0 };
  const elsewhere = { ...config, deploy: { ...config.deploy, environment: 'prod' } };
  expect(await rollBackClusters(elsewhere, { clusters }, choices)).toMatchObject({
    outcome: 'nothing',
  });
  const result = await rollBackClusters(config, { clusters }, choices);
  expect(result).toMatchObject({
    outcome: 'rolled-back',
    clusters: [{ cluster: 'a' }, { cluster: 'b' }],
  });
  expect(await rememberedRun(clusters[0]!, environment)).toMatchObject({ phase: 'rolled-back' });
});

describe('a drill', () => {
  const ingress = { url: 'http://127.0.0.1:9' };
  const config = {
    version: 1,
    clusters: [
      { name: 'a', locality: 'europe-west1', ingress },
      { name: 'b', locality: 'us-central1', ingress },
    ],
    deploy: { environment: 'staging' },
    drill: { attribution: { header: 'x-region' }, scenarios: ['scaled-to-zero:a'] },
  };
  const project = Project.of({ files: manifests, config: JSON.stringify(config) });
  const choices = { scenarios: undefined, dryRun: false, confirmed: 'staging', terms };

  test('is ordered with the outages of the configuration, or with those that are named', () => {
    const names = (scenarios?: string[]) =>
      orderDrill(project.config, { ...choices, scenarios }).scenarios.map(({ name }) => name);
    expect(names()).toEqual(['scaled-to-zero:europe-west1']);
    expect(names(['scaled-to-zero:us-central1', 'scaled-to-zero:a'])).toEqual([
      'scaled-to-zero:us-central1',
      'scaled-to-zero:europe-west1',
    ]);
    expect(() => names(['scaled-to-zero:c'])).toThrow('scaled-to-zero:c');
  });

  test.each([
    [
      undefined,
      'a drill takes real endpoints away; look at it with --dry-run, then confirm it with --confirm staging',
    ],
    [
      'prod',
      'the environment of the configuration is staging, and prod was confirmed; look at it with',
    ],
  ])('is not ordered for an environment that was not confirmed: %s', (confirmed, message) => {
    expect(() => orderDrill(project.config, { ...choices, confirmed })).toThrow(message);
    expect(() => orderDrill(project.config, { ...choices, confirmed, dryRun: true })).not.toThrow();
  });

  test('that was killed is undone cluster by cluster, whatever keeps one of them from it', async () => {
    const gone = new MemoryCluster('b', [], () => new ClusterError('unreachable', 'b is gone'));
    const all = [{ name: 'a', unusable: 'no kubeconfig' }, gone, new MemoryCluster('c')];
    const done: RestoredCluster[] = [];
    const restoring = {
      hook: undefined,
      terms,
      signal: new AbortController().signal,
      tell: () => {},
      onRestored: (one: RestoredCluster) => done.push(one),
    };
    const restored = await restoreDrills(project.config, all, restoring);
    expect(restored.map(({ cluster, problem }) => [cluster, problem])).toEqual([
      ['a', 'no kubeconfig'],
      ['b', 'b is gone'],
      ['c', undefined],
    ]);
    expect(done).toEqual(restored);
  });

  test('that was killed is not undone any more once that is stopped', async () => {
    const journal: string[] = [];
    const stopper = new AbortController();
    const all = ['a', 'b'].map((name) => new MemoryCluster(name, journal));
    const restored = await restoreDrills(project.config, all, {
      ...{ hook: undefined, terms, signal: stopper.signal, tell: () => {} },
      onRestored: () => stopper.abort(),
    });
    expect(restored.map(({ problem }) => problem)).toEqual([
      undefined,
      'not looked at: it was interrupted before',
    ]);
    expect(journal.filter((line) => line.startsWith('b'))).toEqual([]);
  });
});

describe('an inventory', () => {
  test('is read for the hosts of the manifests, or for all Services', () => {
    const { project } = checked();
    expect(orderInventory(project, { all: false }).hosts).toEqual([
      'hello-world.default.svc.cluster.local',
    ]);
    const empty = Project.of({ files: configuration });
    expect(orderInventory(empty, { all: true })).toEqual({ hosts: [], all: true });
    expect(() => orderInventory(empty, { all: false })).toThrow('the manifests name no host');
  });

  test('says what the clusters have not, and writes nothing', async () => {
    const { project } = checked();
    const order = orderInventory(project, { all: false });
    const choices = { now, ignoreCounts: false };
    const { result, edit } = await readInventory(project, order, clusters, choices);
    expect(result).toMatchObject({ readAt: '2026-11-30T00:00:00Z', written: null });
    expect(result.hosts.map(({ host }) => host)).toEqual(order.hosts);
    expect(edit(configuration['mesh-failover.yaml']!)).toContain('clusters:');
    expect(writes()).toEqual([]);
  });
});
