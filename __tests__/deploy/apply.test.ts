/** Deployments to API servers in memory; to real ones: `__tests__/real/deploy`. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import { readSet } from '../../src/deploy/apply-set.js';
import { ownerOf } from '../../src/deploy/object-owner.js';
import { readRun, rememberedRun } from '../../src/deploy/run-record.js';
import { UserError } from '../../src/foundation/errors.js';
import { environment, Fleet, gateway, manifest, route, rule } from './fleet.js';

let fleet: Fleet;
beforeEach(() => {
  fleet = new Fleet();
});
afterEach(() => fleet.remove());

const all = () => [route(), rule(), gateway()];
const web = { kind: 'DestinationRule', namespace: 'default', name: 'web' };

describe('an apply', () => {
  test('creates everything in one cluster, then in the others, what routes stand on first', async () => {
    const result = await fleet.apply(all());
    expect(result).toMatchObject({
      ...{ version: 1, dryRun: false, outcome: 'applied', run: 'run-1' },
      message: 'Applied to every cluster. Not verified in a, b.',
      ...{ warnings: [], notSent: [], debts: [] },
      summary: { created: 6, configured: 0, unchanged: 0, pruned: 0, failed: 0, skipped: 0 },
    });
    expect(result).not.toHaveProperty('stateFile');
    const place = { file: 'Gateway.yaml', line: 3, column: 1 };
    expect(result.clusters.map(({ cluster }) => cluster)).toEqual(['a', 'b']);
    expect(result.clusters[0]).toMatchObject({
      ...{ reachable: true, server: 'https://a.example.com', serverVersion: 'v1.36.0' },
      verification: 'not-reported',
    });
    expect(result.clusters[0]?.objects).toContainEqual({
      ...{ kind: 'Gateway', namespace: 'default', name: 'edge', ...place, result: 'created' },
    });
    for (const cluster of fleet.clusters) {
      expect(cluster.writes()).toEqual([
        'apply DestinationRule default/web',
        'apply Gateway default/edge',
        'apply VirtualService default/web',
      ]);
    }
    expect(
      fleet.events
        .map((event) => `${event.cluster} ${event.step}`)
        .filter((text) => !/checked/.test(text)),
    ).toEqual([
      ...['a reached', 'b reached', 'a captured', 'b captured'],
      ...['a written', 'a written', 'a written', 'a verified'],
      ...['b written', 'b written', 'b written', 'b verified'],
    ]);
    expect(fleet.events).toContainEqual({
      step: 'reached',
      cluster: 'a',
      serverVersion: 'v1.36.0',
    });
    expect(
      fleet.events.flatMap((event) =>
        event.step === 'checked' ? [`${event.cluster} ${event.done}/${event.total}`] : [],
      ),
    ).toEqual(['a 1/3', 'a 2/3', 'a 3/3', 'b 1/3', 'b 2/3', 'b 3/3']);
    expect(readdirSync(fleet.folder)).toEqual([]);
  });

  test('remembers in every cluster what was applied, by whom, and that it ended well', async () => {
    await fleet.apply([...all(), rule(100, { namespace: 'shop' })], { owners: ['github.com/o/r'] });
    for (const cluster of fleet.clusters) {
      expect(await readSet(cluster, environment)).toEqual({
        id: expect.stringMatching(/^applyset-[\w-]{43}-v1$/),
        kinds: [
          'DestinationRule.networking.istio.io',
          'Gateway.networking.istio.io',
          'VirtualService.networking.istio.io',
        ],
        namespaces: ['default', 'shop'],
        notes: {
          ...{ owner: 'github.com/o/r', run: 'run-1', by: 'a test', cluster: cluster.name },
          appliedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        },
      });
      expect(await rememberedRun(cluster, environment)).toMatchObject({
        ...{ phase: 'applied', run: 'run-1', by: 'a test', endedBefore: [] },
      });
      const record = await readRun(cluster, environment);
      expect(record).toMatchObject({ version: 1, run: 'run-1', cluster: cluster.name });
      expect(record?.objects.map(({ before, target }) => [before, target])).toEqual(
        Array.from({ length: 4 }, () => [null, 'present']),
      );
      expect(ownerOf(cluster.find(web))).toMatchObject({
        ...{ environment: 'prod', namespace: 'mesh-failover', owner: 'github.com/o/r' },
        ...{ run: 'run-1', by: 'a test' },
      });
      const lock = cluster.find({
        kind: 'Lease',
        namespace: 'mesh-failover',
        name: 'mesh-failover-prod',
      });
      expect(lock?.['spec']).toMatchObject({ holderIdentity: '' });
    }
  });

  test('writes nothing where nothing differs, and only what differs', async () => {
    await fleet.apply(all());
    const again = await fleet.apply(all());
    expect(again).toMatchObject({
      outcome: 'applied',
      message: 'Every cluster is as the manifests say already, and no other run is under way.',
      summary: { unchanged: 6, configured: 0, created: 0, skipped: 0 },
    });
    expect(again).not.toHaveProperty('run');
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
    // Not even asked for by a dry run.
    expect(fleet.clusters[0].journal.filter((line) => line.startsWith('dry-run'))).toEqual([]);
    const third = await fleet.apply([route(), rule(50), gateway()]);
    expect(third).toMatchObject({ outcome: 'applied', summary: { unchanged: 4, configured: 2 } });
    expect(fleet.clusters.map((each) => each.writes())).toEqual([
      ['apply DestinationRule default/web'],
      ['apply DestinationRule default/web'],
    ]);
    expect(fleet.events).toContainEqual({
      ...{
        step: 'written',
        cluster: 'b',
        title: 'DestinationRule default/web',
        result: 'configured',
      },
    });
    expect(fleet.events).toContainEqual({
      ...{ step: 'written', cluster: 'b', title: 'Gateway default/edge', result: 'unchanged' },
    });
    expect(fleet.shares()).toEqual([50, 50]);
    expect(await rememberedRun(fleet.clusters[0], environment)).toMatchObject({
      ...{ run: 'run-3', endedBefore: ['run-1'] },
    });
  });

  test('of one cluster speaks of the cluster', async () => {
    const only = { clusters: [fleet.clusters[0]] };
    expect(await fleet.apply(all(), only)).toMatchObject({
      message: 'Applied to the cluster. Not verified in a.',
    });
    expect(await fleet.apply(all(), only)).toMatchObject({
      message: 'The cluster is as the manifests say already, and no other run is under way.',
    });
    fleet.clusters[0].fault = (request) =>
      request.startsWith('get Lease') ? new ClusterError('forbidden', 'no leases') : undefined;
    expect(await fleet.apply(all(), only)).toMatchObject({
      message: 'The cluster is as the manifests say already.',
    });
  });

  test('as a dry run says what would be done, and leaves no trace', async () => {
    await fleet.apply([rule(10), gateway()]);
    const result = await fleet.apply(all(), { dryRun: true });
    expect(result).toMatchObject({
      ...{ dryRun: true, outcome: 'checked' },
      message: 'Every cluster would accept it. Nothing was changed.',
      summary: { created: 2, configured: 2, unchanged: 2 },
    });
    expect(fleet.shares()).toEqual([10, 10]);
    for (const { journal } of fleet.clusters) {
      expect(journal.filter((line) => /^(?:apply|create|patch|replace|delete)/.test(line))).toEqual(
        [],
      );
    }
  });

  test('sends an object to its own cluster alone, and all at once where that is the strategy', async () => {
    const own = rule(100, { cluster: 'b' });
    const result = await fleet.apply([own], { strategy: 'parallel' });
    expect(result.clusters.map(({ objects }) => objects.length)).toEqual([0, 1]);
    expect(fleet.shares()).toEqual([undefined, 100]);
    await fleet.apply([rule(20)], { strategy: 'parallel' });
    const steps = fleet.events.map((event) => `${event.cluster} ${event.step}`);
    expect(steps.indexOf('b written')).toBeLessThan(steps.indexOf('a verified'));
  });

  test('needs clusters, each with a name of its own', async () => {
    await expect(fleet.apply(all(), { clusters: [] })).rejects.toThrow(UserError);
    const [a] = fleet.clusters;
    await expect(fleet.apply(all(), { clusters: [a, a] })).rejects.toThrow(
      'two clusters have the name a',
    );
  });

  test('of what kubectl has applied on the client takes its fields over', async () => {
    const [a] = fleet.clusters;
    const { value } = rule(30);
    const live = {
      ...{ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule' },
      metadata: { name: 'web', namespace: 'default' },
      spec: { ...(value['spec'] as object), exportTo: ['.'] },
    };
    a.put(live, 'kubectl-client-side-apply');
    const result = await fleet.apply([rule(40)]);
    expect(result.clusters[0]?.objects).toMatchObject([{ result: 'configured' }]);
    // What no manifest states goes with whom it belonged to.
    expect(a.find(web)?.['spec']).toEqual(rule(40).value['spec']);
    const managers = a.find(web)?.metadata.managedFields?.map(({ manager }) => manager);
    expect(managers).toEqual(['mesh-failover']);
  });

  test('that changes only who manages the fields says so', async () => {
    await fleet.apply([rule(30)]);
    for (const cluster of fleet.clusters) {
      const key = { apiVersion: 'networking.istio.io/v1', ...web };
      const [own] = cluster.find(web)?.metadata.managedFields ?? [];
      const { 'f:spec': spec, ...rest } = own?.['fieldsV1'] as Record<string, object>;
      const managedFields = [
        { ...own, fieldsV1: rest },
        { ...own, manager: 'ops', operation: 'Update', fieldsV1: { 'f:spec': spec } },
      ];
      await cluster.patch(key, { metadata: { managedFields } }, { fieldManager: 'ops' });
    }
    const result = await fleet.apply([rule(30)]);
    expect(result.clusters[1]?.objects).toMatchObject([
      {
        result: 'configured',
        message: 'its content stays as it is; only the field manager is recorded',
      },
    ]);
  });
});

describe('nothing is written', () => {
  const refused = async (...args: Parameters<Fleet['apply']>) => {
    const result = await fleet.apply(...args);
    expect(result).toMatchObject({ outcome: 'refused' });
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
    expect(readdirSync(fleet.folder)).toEqual([]);
    expect(result.message).toMatch(/^Nothing was changed in any cluster\. /);
    return { ...result, why: result.message.slice('Nothing was changed in any cluster. '.length) };
  };

  test('where one cluster cannot be reached', async () => {
    fleet.clusters[1].fault = () => new ClusterError('unreachable', 'no route to b');
    const result = await refused(all());
    expect(result.why).toBe('Cluster b: no route to b.');
    expect(result.clusters).toMatchObject([
      { cluster: 'a', reachable: true },
      { cluster: 'b', reachable: false, problem: 'unreachable', message: 'no route to b' },
    ]);
    expect(result.clusters[1]).not.toHaveProperty('serverVersion');
    expect(result.clusters[0]?.objects.map((each) => each.result)).toEqual([
      'skipped',
      'skipped',
      'skipped',
    ]);
    expect(result.clusters[1]?.objects).toMatchObject(
      Array.from({ length: 3 }, () => ({ result: 'failed', problem: 'unreachable' })),
    );
  });

  test('where the credentials are not accepted, which a cluster that answers says', async () => {
    fleet.clusters[1].fault = () => new ClusterError('unauthorized', 'who are you?');
    const result = await refused(all());
    expect(result.why).toBe('Cluster b: who are you?');
    expect(result.clusters[1]).toMatchObject({ reachable: true, problem: 'unauthorized' });
  });

  test('where an API server refuses an object: each kind of reason is told once', async () => {
    fleet.clusters[0].fault = (request) =>
      /^dry-run (?:Gateway|DestinationRule)/.test(request)
        ? new ClusterError('invalid', `${request} is denied`)
        : undefined;
    const result = await refused(all());
    expect(result.why).toBe(
      'Cluster a would refuse 2 of 3 objects, such as Gateway default/edge: Dry-run Gateway default/edge is denied.',
    );
    expect(result.clusters[0]?.objects.map((each) => each.result).toSorted()).toEqual([
      ...['failed', 'failed', 'skipped'],
    ]);
  });

  test('where others own a field, unless it is taken from them', async () => {
    await fleet.apply([rule(10)]);
    fleet.clusters[1].edit(
      web,
      { spec: { trafficPolicy: { outlierDetection: { maxEjectionPercent: 70 } } } },
      'ops',
    );
    const result = await refused([rule(20)]);
    const field = '.spec.trafficPolicy.outlierDetection.maxEjectionPercent';
    expect(result.why).toBe(
      `Cluster b would refuse 1 of 1 objects, such as DestinationRule default/web: Ops owns ${field}. To take them over: --force-conflicts.`,
    );
    expect(result.clusters[1]?.objects).toMatchObject([
      { result: 'failed', problem: 'conflict', conflicts: [{ manager: 'ops', field }] },
    ]);
    expect(await fleet.apply([rule(20)], { force: true })).toMatchObject({ outcome: 'applied' });
    expect(fleet.shares()).toEqual([20, 20]);
  });

  test('where a namespace is missing, unless it shall be created or is sent', async () => {
    const objects = [rule(10, { namespace: 'new' })];
    expect((await refused(objects)).why).toMatch(
      /^Cluster a would refuse 1 of 1 objects, such as DestinationRule new\/web: The namespace new is not in cluster a\. To have it created: --create-namespaces\. Cluster b would/,
    );
    expect(await fleet.apply(objects, { createNamespaces: true })).toMatchObject({
      outcome: 'applied',
    });
    const sent = manifest('Namespace', 'sent', {}, { apiVersion: 'v1', namespace: '' });
    const inside = rule(10, { namespace: 'sent' });
    const result = await fleet.apply([inside, sent, ...objects]);
    expect(result).toMatchObject({ outcome: 'applied', summary: { created: 4, unchanged: 2 } });
    // A namespace may have filled up since: going back leaves it.
    const record = await readRun(fleet.clusters[0], environment);
    expect(record?.objects.map(({ key }) => key.kind)).toEqual(['DestinationRule']);
  });

  test('where two manifests are one object, or one has no name', async () => {
    const twice = [
      rule(10),
      rule(20, { file: 'other.yaml', line: 9 }),
      manifest('Gateway', '', {}),
    ];
    const { why } = await refused(twice);
    expect(why).toContain('Cluster a would refuse 2 of 3 objects, such as ');
    expect(await refused(twice.slice(0, 2))).toMatchObject({
      why: expect.stringContaining(
        'DestinationRule default/web: DestinationRule default/web is declared in DestinationRule.yaml:3 already; only one of them can hold.',
      ),
    });
    expect((await refused(twice.slice(2))).why).toContain('It has no metadata.name.');
  });

  test('where a GitOps controller keeps an object, unless nothing is to be done', async () => {
    await fleet.apply(all());
    for (const cluster of fleet.clusters) {
      const annotations = { 'argocd.argoproj.io/tracking-id': 'web' };
      cluster.edit(web, { metadata: { annotations } }, 'argocd-controller');
    }
    expect(await fleet.apply(all())).toMatchObject({ outcome: 'applied' });
    expect((await refused([rule(1), gateway(), route()])).why).toContain(
      'In cluster a Argo CD (argocd.argoproj.io/tracking-id) keeps DestinationRule default/web as its own repository says',
    );
  });

  test('where permissions are missing, of which some are for the way back', async () => {
    fleet.clusters[0].allows = ({ verb, resource, namespace }) =>
      !(verb === 'delete' && resource === 'gateways') &&
      !(verb === 'update' && resource === 'leases') &&
      !(resource === 'destinationrules' && namespace !== 'shop');
    expect((await refused([rule(), rule(1, { namespace: 'shop' }), gateway()])).why).toBe(
      'Cluster a: permissions are missing, of which some are for the way back: ' +
        'get, list, create, patch, update, delete destinationrules.networking.istio.io in the namespace default; ' +
        'delete gateways.networking.istio.io in the namespace default; ' +
        'update leases.coordination.k8s.io in the namespace mesh-failover. The roles that an account needs: ' +
        'https://github.com/mesh-failover/mesh-failover/blob/main/docs/rbac/README.md',
    );
  });

  test('where nothing is to be written nobody asks for permissions', async () => {
    await fleet.apply(all());
    for (const cluster of fleet.clusters) cluster.allows = () => false;
    expect(await fleet.apply(all())).toMatchObject({ outcome: 'applied' });
  });

  test('where an object is being deleted', async () => {
    const [a] = fleet.clusters;
    await fleet.apply(all());
    a.edit(web, { metadata: { finalizers: ['x/one', 'x/two'] } }, 'ops');
    await a.delete({ apiVersion: 'networking.istio.io/v1', ...web });
    expect((await refused([rule(1)])).why).toContain(
      'DestinationRule default/web in cluster a: it is being deleted, and waits for the finalizers x/one, x/two. Whatever is written to it goes with it.',
    );
  });

  test('where two names lead to one cluster', async () => {
    const [a, b] = fleet.clusters;
    const system = { kind: 'Namespace', name: 'kube-system' };
    const uid = a.find(system)?.metadata.uid ?? '';
    b.find(system)!.metadata.uid = uid;
    expect((await refused(all())).why).toBe(
      'The clusters a, b are one and the same cluster (https://a.example.com, https://b.example.com): is clusters[].context right?',
    );
    // Who may not look goes by the address.
    for (const cluster of fleet.clusters) {
      cluster.fault = (request) =>
        request === 'get Namespace kube-system' ? new ClusterError('forbidden', 'no') : undefined;
    }
    expect(await fleet.apply(all(), { dryRun: true })).toMatchObject({ outcome: 'checked' });
    b.identity = a.identity;
    expect((await refused(all())).why).toContain('are one and the same cluster');
  });

  test('where the caller has a reason of its own, from what the checks found', async () => {
    const seen: string[] = [];
    const { why } = await refused(all(), {
      onChecked: (checked) => seen.push(...checked.map(({ cluster }) => cluster.name)),
      refuse: (checked) => [`no, for ${checked.length} clusters`],
    });
    expect(seen).toEqual(['a', 'b']);
    expect(why).toBe('No, for 2 clusters.');
  });

  test('where it was interrupted before', async () => {
    const signal = AbortSignal.abort();
    expect((await refused(all(), { signal })).why).toBe('The run was interrupted.');
  });

  test('where another run has the lock', async () => {
    const lease = {
      ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
      metadata: { namespace: 'mesh-failover', name: 'mesh-failover-prod' },
      spec: {
        holderIdentity: 'another run',
        leaseDurationSeconds: 30,
        acquireTime: '2026-11-30T01:02:03Z',
      },
    };
    fleet.clusters[1].put(lease, 'x');
    expect((await refused(all())).why).toMatch(
      /^Cluster b is locked by another run since 2026-11-30T01:02:03Z \(Lease mesh-failover\/mesh-failover-prod\)/,
    );
    // What was locked before is free again.
    const own = fleet.clusters[0].find({ kind: 'Lease', ...lease.metadata });
    expect(own?.['spec']).toMatchObject({ holderIdentity: '' });
  });

  test('where an earlier run has not ended', async () => {
    const [a] = fleet.clusters;
    await fleet.apply([rule(1)]);
    a.fault = (request) => {
      if (request === 'apply DestinationRule default/web')
        throw new ClusterError('busy', 'too much');
    };
    await fleet.apply([rule(2)], { onFailure: 'stop' });
    a.fault = () => undefined;
    for (const each of [[rule(3)], [rule(1)]]) {
      const result = await fleet.apply(each);
      expect(result.message).toContain(
        'An earlier run has not ended in cluster a: run-2, started ',
      );
      expect(result.message).toContain('mesh-failover rollback');
      expect(fleet.clusters.flatMap((cluster) => cluster.writes())).toEqual([]);
    }
  });

  test('where somebody is faster', async () => {
    await fleet.apply([rule(1)]);
    const [, b] = fleet.clusters;
    b.fault = (request, server) => {
      if (
        request !== 'apply ConfigMap mesh-failover/mesh-failover-prod' &&
        !request.startsWith('get Lease')
      )
        return;
      server.fault = () => undefined;
      server.edit(web, { metadata: { labels: { team: 'x' } } }, 'ops');
    };
    expect((await refused([rule(2)])).why).toBe(
      'Somebody else has changed DestinationRule default/web in cluster b since it was checked; run it again.',
    );
  });

  test('where the state before cannot be kept in every cluster', async () => {
    fleet.clusters[1].fault = (request) =>
      /apply ConfigMap .*-run-/.test(request) ? new ClusterError('invalid', 'quota') : undefined;
    expect((await refused(all())).why).toBe('Quota.');
    expect(await rememberedRun(fleet.clusters[0], environment)).toMatchObject({
      phase: 'rolled-back',
    });
    fleet.clusters[1].fault = () => undefined;
    expect(await fleet.apply(all())).toMatchObject({ outcome: 'applied' });
  });
});

test('the lock waits for another run, and what that has done is looked at', async () => {
  await fleet.apply([rule(1)]);
  const [a] = fleet.clusters;
  let once = true;
  a.fault = (request, server) => {
    if (!once || request !== 'get Namespace mesh-failover') return;
    once = false;
    // The other run ends between our checks and our lock.
    server.edit(
      { kind: 'ConfigMap', namespace: 'mesh-failover', name: 'mesh-failover-prod' },
      { data: { run: 'run-x' } },
      'mesh-failover',
    );
    server.edit(
      web,
      { spec: { trafficPolicy: { outlierDetection: { maxEjectionPercent: 2 } } } },
      'mesh-failover',
    );
  };
  const result = await fleet.apply([rule(2)]);
  expect(result).toMatchObject({ outcome: 'applied' });
  expect(fleet.shares()).toEqual([2, 2]);
});
