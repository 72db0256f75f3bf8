/** What a plan says, and a file of it, against API servers in memory. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import { plan, type PlanInput } from '../../src/deploy/plan.js';
import {
  isPlanFile,
  movedSince,
  planFileOf,
  readPlan,
  writePlan,
} from '../../src/deploy/plan-file.js';
import { hasChanges, hasDrift } from '../../src/deploy/plan-result.js';
import { Project } from '../../src/project/project.js';
import { orderOfManifests } from '../../src/work/apply.js';
import { configuration, DESTINATION_RULE, manifests } from '../rules/hello-world.js';
import { environment, Fleet, manifest } from './fleet.js';

let fleet: Fleet;
beforeEach(() => {
  fleet = new Fleet();
  for (const cluster of fleet.clusters) {
    cluster.groups.set('networking.istio.io', ['v1', 'v1beta1', 'v1alpha3']);
    const metadata = { name: 'hello-world', namespace: 'default' };
    cluster.put({ apiVersion: 'v1', kind: 'Service', metadata }, 'setup');
  }
});
afterEach(() => fleet.remove());

const files = { ...manifests, ...configuration };

const hello = { kind: 'DestinationRule', namespace: 'default', name: 'hello-world' };

function inputOf(texts = files): PlanInput {
  const project = Project.of({ files: texts });
  const { lint } = project.check();
  const order = orderOfManifests({ project, config: project.config, lint, failOn: 'error' });
  return {
    ...{ clusters: fleet.clusters, environment, findings: lint.findings },
    ...{
      objects: order?.objects ?? [],
      inspection: { config: project.config, manifests: project.manifests },
    },
  };
}
const planned = async (more: Partial<PlanInput> = {}, texts = files) =>
  (await plan({ ...inputOf(texts), ...more })).result;
const applied = async (texts = files) => {
  const result = await fleet.apply(inputOf(texts).objects);
  expect(result).toMatchObject({ outcome: 'applied' });
};
const actions = ({ clusters }: Awaited<ReturnType<typeof planned>>) =>
  clusters.map(({ objects }) => objects.map(({ kind, action }) => `${kind} ${action}`));

describe('a plan', () => {
  test('of routes to a Service that is nowhere is refused, but where other clusters were not asked', async () => {
    const elsewhere = { ...hello, apiVersion: 'v1', kind: 'Service' };
    for (const cluster of fleet.clusters) {
      for (const [key, { metadata }] of cluster.objects) {
        if (metadata.name === 'hello-world') cluster.objects.delete(key);
      }
      expect(cluster.find(elsewhere)).toBeUndefined();
    }
    const needs = 'needs Service default/hello-world';
    expect(JSON.stringify((await planned()).refusals)).toContain(needs);
    const partly = await planned({ isPartial: true });
    expect(JSON.stringify(partly.refusals)).not.toContain(needs);
    expect(JSON.stringify(partly.warnings)).toContain(needs);
  });

  test('of empty clusters creates, and lists no field of what is new', async () => {
    const result = await planned();
    expect(result).toMatchObject({
      ...{ version: 1, environment: 'prod', refusals: [], notSent: [], debts: [] },
      summary: {
        create: 6,
        change: 0,
        adopt: 0,
        unchanged: 0,
        prune: 0,
        unstated: 0,
        conflict: 0,
        refused: 0,
      },
      warnings: ['the Istio version is not known in a, b: no Deployment with app=istiod is seen'],
    });
    expect(hasChanges(result)).toBe(true);
    expect(hasDrift(result)).toBe(true);
    expect(result.clusters[0]).toEqual({
      ...{
        cluster: 'a',
        reachable: true,
        server: 'https://a.example.com',
        serverVersion: 'v1.36.0',
      },
      objects: ['DestinationRule', 'Gateway', 'VirtualService'].map((kind): unknown =>
        expect.objectContaining({ kind, namespace: 'default', action: 'create', fields: [] }),
      ),
    });
    expect(result.clusters[0]?.objects[0]).toMatchObject({
      file: DESTINATION_RULE,
      line: 4,
      column: 9,
    });
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
    expect(result.behaviour?.changes.every(({ kind }) => kind === 'added')).toBe(true);
  });

  test('says field by field what changes, who wrote what is there, and what that means for callers', async () => {
    await applied();
    const same = await planned();
    expect(same.summary).toMatchObject({ unchanged: 6, create: 0 });
    expect([hasChanges(same), hasDrift(same)]).toEqual([false, false]);
    expect(same.behaviour?.changes).toEqual([]);
    expect(same).not.toHaveProperty('drift');
    expect(same.warnings).toEqual([]);
    expect(same.clusters[1]?.applied).toMatchObject({ run: 'run-1', by: 'a test' });
    const objects = inputOf(files).objects.map((object) => ({ ...object }));
    const other = JSON.parse(
      JSON.stringify(objects).replace('"maxEjectionPercent":100', '"maxEjectionPercent":50'),
    ) as typeof objects;
    const changed = await planned({ objects: other });
    expect(changed.summary).toMatchObject({ change: 2, unchanged: 4 });
    expect(changed.clusters[0]?.objects[0]).toMatchObject({
      ...hello,
      action: 'change',
      fields: [
        {
          path: 'spec.trafficPolicy.outlierDetection.maxEjectionPercent',
          ...{ before: 100, after: 50 },
          writers: [{ manager: 'mesh-failover', time: '2026-11-30T00:00:00Z' }],
        },
      ],
    });
    const text = JSON.stringify(objects).replace('"outlierDetection"', '"tls"');
    const worse = await planned({ objects: JSON.parse(text) as typeof objects });
    expect(worse.behaviour?.changes.some(({ kind }) => kind === 'worse')).toBe(true);
  });

  test('sees what others have changed in a cluster as drift', async () => {
    await applied();
    fleet.clusters[0].edit(hello, { spec: { trafficPolicy: { outlierDetection: null } } }, 'ops');
    const result = await planned({ force: true });
    expect(result.summary).toMatchObject({ change: 1, unchanged: 5 });
    expect(result.drift?.text).toMatch(
      /^With what the clusters hold now, \d+ predicted cases? would be worse than by the manifests, such as hello-world\.default:80 from \S+ with failing:\S+ \(\d+ % errors → \d+ % errors\)\. DestinationRule default\/hello-world in cluster a: spec\.trafficPolicy\.outlierDetection is missing, and \{/,
    );
    expect(result.drift?.changes.length).toBeGreaterThan(0);
    expect(hasDrift(result)).toBe(true);
    await fleet.clusters[1].delete({ apiVersion: 'networking.istio.io/v1', ...hello });
    expect((await planned({ force: true })).drift?.text).toContain(
      'DestinationRule default/hello-world is not in cluster b',
    );
  });

  test('names what an apply would leave otherwise than the manifest says, and refuses where that is worse', async () => {
    fleet.clusters[1].admit = (object) =>
      object.kind === 'DestinationRule'
        ? { ...object, spec: { ...(object['spec'] as object), trafficPolicy: {} } }
        : object;
    const result = await planned();
    expect(result.clusters[1]?.objects[0]?.otherwise).toMatchObject([
      { path: expect.stringMatching(/^spec\.trafficPolicy/), by: [] },
      ...[expect.anything(), expect.anything()],
    ]);
    expect(result.refusals).toEqual([
      expect.stringMatching(
        /^After the apply, \d+ predicted cases would be worse .* To go on all the same: --accept-changes\.$/,
      ),
    ]);
    const accepted = await planned({ acceptChanges: true });
    expect(accepted.refusals).toEqual([]);
    expect(accepted.warnings.join()).toContain('After the apply');
  });

  test('shows what no manifest states any more, which only pruning deletes', async () => {
    await fleet.apply([...inputOf().objects, manifest('Sidecar', 'old', {})]);
    const result = await planned();
    expect(actions(result)[0]).toContain('Sidecar unstated');
    expect(result.summary).toMatchObject({ unstated: 2, prune: 0 });
    expect([hasChanges(result), hasDrift(result)]).toEqual([false, true]);
    const pruning = await planned({ prune: { limit: 1 } });
    expect(pruning.summary).toMatchObject({ unstated: 0, prune: 2 });
    expect(hasChanges(pruning)).toBe(true);
    fleet.clusters[0].edit(
      { kind: 'Sidecar', namespace: 'default', name: 'old' },
      { metadata: { finalizers: ['x/one'], deletionTimestamp: 'now' } },
      'x',
    );
    expect((await planned()).clusters[0]?.objects.at(-1)).toMatchObject({
      message: 'it is being deleted, and waits for the finalizers x/one',
    });
    expect((await planned({ prune: { limit: 0 } })).refusals).toMatchObject([
      expect.stringContaining('more than the limit of 0'),
      expect.stringContaining('in cluster b'),
    ]);
  });

  test('says of each object why it would not be accepted', async () => {
    await applied();
    const [a] = fleet.clusters;
    a.edit(
      hello,
      { spec: { trafficPolicy: { outlierDetection: { maxEjectionPercent: 9 } } } },
      'ops',
    );
    a.fault = (request) =>
      request === 'dry-run Gateway default/public-gateway'
        ? new ClusterError('invalid', 'denied')
        : undefined;
    a.edit(
      { kind: 'Gateway', namespace: 'default', name: 'public-gateway' },
      { spec: { selector: null } },
      'mesh-failover',
    );
    const result = await planned();
    expect(actions(result)[0]).toEqual([
      'DestinationRule conflict',
      'Gateway refused',
      'VirtualService unchanged',
    ]);
    expect(result.clusters[0]?.objects[0]).toMatchObject({
      problem: 'conflict',
      conflicts: [{ manager: 'ops' }],
      fields: [{ before: 9, after: 100, writers: [{ manager: 'ops' }] }],
    });
    expect(result.clusters[0]?.objects[1]).toMatchObject({
      problem: 'invalid',
      message: 'denied',
      fields: [],
    });
    expect(result).not.toHaveProperty('behaviour');
    expect(result).not.toHaveProperty('drift');
    expect(hasDrift(result)).toBe(true);
  });

  test('of a cluster that is gone knows nothing, and says so', async () => {
    fleet.clusters[1].fault = () => new ClusterError('unreachable', 'b is gone');
    const result = await planned();
    expect(result.refusals).toEqual(['Cluster b: b is gone.']);
    expect(actions(result)[1]).toEqual([
      'DestinationRule refused',
      'Gateway refused',
      'VirtualService refused',
    ]);
    expect(result.clusters[1]).toMatchObject({
      reachable: false,
      problem: 'unreachable',
      message: 'b is gone',
    });
    expect(result).not.toHaveProperty('behaviour');
  });

  test('names owners, and runs that have not ended', async () => {
    await fleet.apply(inputOf().objects, { environment: { ...environment, name: 'shop' } });
    const [a, b] = fleet.clusters;
    b.edit(
      hello,
      { metadata: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'x' } } },
      'kustomize-controller',
    );
    a.fault = (request) =>
      request.startsWith('apply Sidecar') ? new ClusterError('busy', 'x') : undefined;
    await fleet.apply([manifest('Sidecar', 's', {})], { onFailure: 'stop' });
    a.fault = () => undefined;
    const result = await planned();
    expect(result.clusters[0]?.objects[0]?.belongsTo).toMatch(
      /^the environment shop \(run run-1, started/,
    );
    expect(result.clusters[1]?.objects[0]?.owner).toBe('Flux (kustomize.toolkit.fluxcd.io/name)');
    const open = (name: string): unknown =>
      expect.stringMatching(
        new RegExp(
          `^In cluster ${name} the run run-2, started \\S+ by a test, has not ended\\. If it is dead: mesh-failover rollback\\.$`,
        ),
      );
    expect(result.refusals.filter((text) => text.includes('has not ended'))).toEqual([
      open('a'),
      open('b'),
    ]);
    const others = [{ name: 'c', unusable: 'no context' }];
    expect((await planned({ others })).refusals.join()).toContain(
      'has not ended. Whether the run had ended well, c could not be asked. If it is dead',
    );
  });

  test('where an object is refused still knows what was applied before', async () => {
    const owners = ['github.com/o/r'];
    await fleet.apply(inputOf().objects, { owners });
    const [, b] = fleet.clusters;
    b.fault = (request) =>
      request === 'dry-run DestinationRule default/hello-world'
        ? new ClusterError('conflict', 'somebody owns it')
        : undefined;
    const text = (files[DESTINATION_RULE] ?? '').replace('interval: 1s', 'interval: 2s');
    const result = await planned({ owners }, { ...files, [DESTINATION_RULE]: text });
    expect(result.summary).toMatchObject({ refused: 0, conflict: 1 });
    expect(result.clusters.map(({ applied }) => applied?.run)).toEqual(['run-1', 'run-1']);
    expect(result.warnings.join()).not.toContain('renamed');
  });

  test('of a renamed environment says what the old name leaves behind', async () => {
    const owners = ['github.com/o/r'];
    const old = Array.from({ length: 6 }, (_, index) => manifest('Sidecar', `s${index}`, {}));
    await fleet.apply([...inputOf().objects, ...old], {
      environment: { ...environment, name: 'old' },
      owners,
    });
    const warnings = (await planned({ owners })).warnings.filter((text) =>
      text.includes('renamed'),
    );
    expect(warnings).toEqual(
      ['a', 'b'].map(
        (name) =>
          `In cluster ${name} this repository has applied the environment old, and never prod. Of that, no manifest has ` +
          'Sidecar default/s0, Sidecar default/s1, Sidecar default/s2, Sidecar default/s3, Sidecar default/s4 and 1 more. ' +
          'If it was renamed, set deploy.previousEnvironment to "old".',
      ),
    );
    const five = await planned({ owners, objects: [...inputOf().objects, ...old.slice(0, 1)] });
    expect(five.warnings.join()).toContain('Sidecar default/s5. If it was renamed');
    const complete = await planned({ owners, objects: [...inputOf().objects, ...old] });
    expect(complete.warnings.join()).toContain('and never prod. If it was renamed');
    expect((await planned({ owners: ['github.com/o/other'] })).warnings.join()).not.toContain(
      'renamed',
    );
    expect((await planned()).warnings.join()).not.toContain('renamed');
    fleet.clusters[0].fault = (request) =>
      request.startsWith('list ConfigMap') ? new ClusterError('forbidden', 'no') : undefined;
    expect(
      (await planned({ owners })).warnings.filter((text) => text.includes('renamed')),
    ).toHaveLength(1);
  });
});

test.each([
  ['create', true, true],
  ['change', true, true],
  ['adopt', true, true],
  ['prune', true, true],
  ['unstated', false, true],
  ['conflict', false, true],
  ['refused', false, true],
  ['unchanged', false, false],
] as const)('%s alone: a change %s, a drift %s', async (action, isChange, isDrift) => {
  await applied();
  const result = await planned();
  const none = Object.fromEntries(Object.keys(result.summary).map((key) => [key, 0]));
  const summary = { ...result.summary, ...none, [action]: 1 };
  expect([hasChanges({ ...result, summary }), hasDrift({ ...result, summary })]).toEqual([
    ...[isChange, isDrift],
  ]);
});

describe('a plan file', () => {
  const base = {
    createdAt: '2026-11-30T00:00:00Z',
    by: 'a test',
    environment: 'prod',
    force: false,
    createNamespaces: false,
  };
  const fileOf = async (more: Partial<PlanInput> = {}) => {
    const input = { ...inputOf(), ...more };
    const { checked } = await plan(input);
    const { prune } = more;
    return planFileOf({ ...base, objects: [...input.objects], ...(prune && { prune }) }, checked);
  };
  const moved = async (file: Awaited<ReturnType<typeof fileOf>>, more: Partial<PlanInput> = {}) =>
    movedSince(file, (await plan({ ...inputOf(), ...more })).checked, 'mesh-failover');

  test('is what it was after it was written, and is known by its first words', async () => {
    const path = join(fleet.folder, 'plan.json');
    const file = await fileOf();
    await writePlan(path, 'plan.json', file);
    expect(await isPlanFile(path)).toBe(true);
    expect(readPlan(path, 'plan.json')).toEqual(file);
    expect(file.clusters.map(({ name, prune }) => [name, prune])).toEqual([
      ['a', []],
      ['b', []],
    ]);
    expect(Object.keys(file.clusters[0]?.objects ?? {})).toEqual([
      'networking.istio.io DestinationRule default hello-world',
      'networking.istio.io Gateway default public-gateway',
      'networking.istio.io VirtualService default hello-world',
    ]);
    expect(Object.values(file.clusters[0]?.objects ?? {})).toEqual([null, null, null]);
    expect(Object.values(file.clusters[0]?.results ?? {})).toHaveLength(3);
    // No address and no secret of a cluster.
    expect(readFileSync(path, 'utf8')).not.toContain('example.com');
    await expect(writePlan(fleet.folder, 'x', file)).rejects.toThrow(/^x cannot be written: /);
  });

  test('is no other file', async () => {
    const path = join(fleet.folder, 'x.json');
    expect(await isPlanFile(path)).toBe(false);
    expect(await isPlanFile(fleet.folder)).toBe(false);
    for (const text of ['', '{"kind":"mesh-failover-pla', 'apiVersion: v1\nkind: Service\n']) {
      writeFileSync(path, text);
      expect(await isPlanFile(path)).toBe(false);
    }
    expect(() => readPlan(path, 'x.json')).toThrow(/^x\.json is no whole plan: /);
    expect(() => readPlan(join(fleet.folder, 'none'), 'x.json')).toThrow(
      /^x\.json is no whole plan: /,
    );
  });

  test.each([
    ['version', { version: 2 }],
    ['environment', { environment: 1 }],
    ['objects', { objects: {} }],
    ['an object', { objects: [1] }],
    [
      'the value of an object',
      { objects: [{ kind: 'a', namespace: '', name: 'a', file: 'x', value: 1 }] },
    ],
    ['the file of an object', { objects: [{ kind: 'a', namespace: '', name: 'a', value: {} }] }],
    ['the kind of an object', { objects: [{ namespace: '', name: 'a', file: 'x', value: {} }] }],
    ['what it was predicted from', { basis: { profile: 1 } }],
    ['clusters', { clusters: 1 }],
    ['a cluster', { clusters: ['a'] }],
    ['the name of a cluster', { clusters: [{ objects: {}, prune: [] }] }],
    ['the objects of a cluster', { clusters: [{ name: 'a', objects: [], prune: [] }] }],
    ['the commit', { commit: 5 }],
    ['the pruned objects of a cluster', { clusters: [{ name: 'a', objects: {}, prune: {} }] }],
  ])('of another version is not read: %s', (_, fields) => {
    const path = join(fleet.folder, 'x.json');
    const object = { kind: 'a', namespace: '', name: 'a', file: 'x', value: {} };
    const cluster = { name: 'a', objects: {}, prune: [] };
    const whole = {
      kind: 'mesh-failover-plan',
      version: 1,
      environment: 'x',
      commit: 'c0ffee',
      objects: [object],
      clusters: [cluster],
    };
    writeFileSync(path, JSON.stringify(whole));
    expect(readPlan(path, 'x')).toEqual(whole);
    writeFileSync(path, JSON.stringify({ ...whole, ...fields }));
    expect(() => readPlan(path, 'x')).toThrow(
      'x is a plan of another version of mesh-failover; plan again',
    );
  });

  test('holds while the clusters are what they were', async () => {
    await applied();
    const file = await fileOf();
    expect(await moved(file)).toEqual([]);
    // What a control plane reports, and who has read it, is no change.
    fleet.clusters[0].find(hello)!['status'] = { conditions: [{ type: 'x', status: 'True' }] };
    expect(await moved(file)).toEqual([]);
  });

  test('holds no more where an object is another, is gone, or is new', async () => {
    await applied();
    const file = await fileOf();
    const [a, b] = fleet.clusters;
    a.edit(hello, { metadata: { labels: { team: 'x' } } }, 'ops');
    await b.delete({ apiVersion: 'networking.istio.io/v1', ...hello });
    expect(await moved(file)).toEqual([
      'Cluster a is not what it was at 2026-11-30T00:00:00Z, when the plan was made: DestinationRule default/hello-world has changed since, last by ops at 2026-11-30T00:00:00Z. Plan again.',
      'Cluster b is not what it was at 2026-11-30T00:00:00Z, when the plan was made: DestinationRule default/hello-world is gone. Plan again.',
    ]);
  });

  test('holds no more where only who owns the fields is another', async () => {
    await applied();
    const file = await fileOf();
    const [own] = fleet.clusters[0].find(hello)?.metadata.managedFields ?? [];
    if (own) own.manager = 'ops';
    expect(await moved(file)).toEqual([expect.stringContaining('has changed since, last by ops')]);
  });

  test('holds no more in another cluster, or in one that it does not know', async () => {
    const file = await fileOf();
    fleet.clusters[0].identity = 'another';
    expect(await moved(file)).toEqual([
      'The cluster a is another API server than the one that was planned for.',
    ]);
    file.clusters.pop();
    expect((await moved(file))[1]).toBe('The plan knows no cluster b.');
  });

  test('holds no more where a cluster would make something else of an object', async () => {
    const file = await fileOf();
    fleet.clusters[1].admit = (object) =>
      object.kind === 'Gateway' ? { ...object, spec: { servers: [] } } : object;
    expect(await moved(file)).toEqual([
      'Cluster b would now make something else of Gateway default/public-gateway than when the plan was made. Plan again.',
    ]);
  });

  test.each([false, true])(
    'holds no more where something in no manifest is another, gone or new; pruned: %s',
    async (isPruned) => {
      const old = manifest('Sidecar', 'one', { egress: [{ hosts: ['./*'] }] });
      await fleet.apply([...inputOf().objects, old]);
      const more = isPruned ? { prune: { limit: 5 } } : {};
      const file = await fileOf(more);
      expect(await moved(file, more)).toEqual([]);
      const [a, b] = fleet.clusters;
      const key = { kind: 'Sidecar', namespace: 'default', name: 'one' };
      a.edit(key, { spec: { egress: [{ hosts: ['*/*'] }] } }, 'ops');
      await b.delete({ apiVersion: 'networking.istio.io/v1', ...key });
      expect(await moved(file, more)).toEqual([
        'Cluster a is not what it was at 2026-11-30T00:00:00Z, when the plan was made: Sidecar default/one has changed since, last by ops at 2026-11-30T00:00:00Z. Plan again.',
        // What was to be deleted may be.
        ...(isPruned
          ? []
          : [
              'Cluster b is not what it was at 2026-11-30T00:00:00Z, when the plan was made: Sidecar default/one is gone. Plan again.',
            ]),
      ]);
      for (const { unstated } of file.clusters) delete unstated?.[Object.keys(unstated)[0] ?? ''];
      expect((await moved(file, more))[0]).toContain('Sidecar default/one has changed since');
      // A plan of an earlier version says nothing about it.
      for (const cluster of file.clusters) delete cluster.unstated;
      expect(await moved(file, more)).toEqual([]);
    },
  );

  test('holds no more where pruning would delete what was not planned', async () => {
    const old = [manifest('Sidecar', 'one', {}), manifest('Sidecar', 'two', {})];
    await fleet.apply([...inputOf().objects, ...old]);
    const prune = { limit: 5 };
    const file = await fileOf({ prune });
    expect(file.clusters[0]?.prune).toEqual([
      'networking.istio.io Sidecar default one',
      'networking.istio.io Sidecar default two',
    ]);
    expect(await moved(file, { prune })).toEqual([]);
    file.clusters[1]?.prune.pop();
    expect(await moved(file, { prune })).toEqual([
      'Pruning would now delete Sidecar default/two in cluster b, which was not planned. Plan again.',
    ]);
    const without = await fileOf();
    expect(without.clusters[0]?.prune).toEqual([]);
    expect(await moved(without)).toEqual([]);
  });
});
