/** What deployments delete, owe, take over and undo, on API servers in memory. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import type { KubernetesObject } from '../../src/cluster/cluster.js';
import { ownerOf } from '../../src/deploy/object-owner.js';
import { readSet } from '../../src/deploy/apply-set.js';
import { rememberedRun } from '../../src/deploy/run-record.js';
import { readState } from '../../src/deploy/state-file.js';
import { environment, Fleet, gateway, manifest, route, rule } from './fleet.js';

let fleet: Fleet;
beforeEach(() => {
  fleet = new Fleet();
});
afterEach(() => fleet.remove());

const web = { kind: 'DestinationRule', namespace: 'default', name: 'web' };
const edge = { kind: 'Gateway', namespace: 'default', name: 'edge' };
const webRoute = { kind: 'VirtualService', namespace: 'default', name: 'web' };
const all = () => [route(), rule(1), gateway()];
const others = (count: number) =>
  Array.from({ length: count }, (_, index) => manifest('Sidecar', `s${index}`, {}));

describe('pruning', () => {
  test('deletes what was applied before and is in no manifest any more, routes first', async () => {
    const own = rule(1, { namespace: 'shop' });
    await fleet.apply([...all(), own]);
    const metadata = { name: 'beside', namespace: 'default' };
    const beside = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata };
    for (const cluster of fleet.clusters) cluster.put(beside, 'ops');
    const without = await fleet.apply([rule(1)]);
    expect(without).toMatchObject({ outcome: 'applied', summary: { pruned: 0, unchanged: 2 } });
    expect(without.clusters[0]?.objects.map(({ kind, result: own }) => `${kind} ${own}`)).toEqual([
      'DestinationRule unchanged',
      'DestinationRule unstated',
      'Gateway unstated',
      'VirtualService unstated',
    ]);
    expect(without.message).toContain(
      'In the set and in no manifest any more are DestinationRule shop/web, Gateway default/edge, ' +
        'VirtualService default/web; --prune deletes them.',
    );
    const dry = await fleet.apply([rule(1)], { prune: { limit: 3 }, dryRun: true });
    expect(dry).toMatchObject({ summary: { pruned: 6, unchanged: 2 } });
    const result = await fleet.apply([rule(1)], { prune: { limit: 3 } });
    expect(result).toMatchObject({ outcome: 'applied', summary: { pruned: 6, unchanged: 2 } });
    expect(result.clusters[1]?.objects).toContainEqual({
      ...{ kind: 'DestinationRule', namespace: 'shop', name: 'web', result: 'pruned' },
    });
    for (const cluster of fleet.clusters) {
      expect(cluster.writes()).toEqual([
        'delete VirtualService default/web',
        'delete Gateway default/edge',
        'delete DestinationRule shop/web',
      ]);
      expect(cluster.find({ ...edge, name: 'beside' })).toBeDefined();
      expect(await readSet(cluster, environment)).toMatchObject({
        kinds: ['DestinationRule.networking.istio.io'],
        namespaces: ['default'],
      });
    }
  });

  test('has a limit, and does not take the last manifest for a wish to delete everything', async () => {
    await fleet.apply([...all(), ...others(3)]);
    const five = await fleet.apply([gateway()], { prune: { limit: 4 } });
    expect(five).toMatchObject({ outcome: 'refused', summary: { pruned: 0, skipped: 12 } });
    expect(five.message).toContain(
      'Pruning would delete 5 objects in cluster a, more than the limit of 4. If that is meant, raise it with --prune-limit.',
    );
    const none = await fleet.apply([], { prune: { limit: 100 } });
    expect(none.message).toContain(
      'No manifest is left for cluster b, and pruning would delete all 6 objects of its set. If that is meant, delete them by hand.',
    );
    expect(await fleet.apply([gateway()], { prune: { limit: 5 } })).toMatchObject({
      ...{ outcome: 'applied', summary: { pruned: 10, unchanged: 2 } },
    });
    // With nothing left to delete the limit says nothing.
    expect(await fleet.apply([gateway()], { prune: { limit: 0 } })).toMatchObject({
      outcome: 'applied',
    });
  });

  test('never deletes a Namespace, and finds members of kinds that are served otherwise', async () => {
    const sent = manifest('Namespace', 'sent', {}, { apiVersion: 'v1', namespace: '' });
    const old = manifest('Widget', 'w', { size: 1 }, { apiVersion: 'example.com/v1alpha1' });
    for (const { groups } of fleet.clusters) groups.set('example.com', ['v1alpha1']);
    await fleet.apply([gateway(), sent, old]);
    for (const { groups } of fleet.clusters) groups.set('example.com', ['v2', 'v1']);
    const result = await fleet.apply([gateway()], { prune: { limit: 9 } });
    expect(result).toMatchObject({ outcome: 'applied', summary: { pruned: 2 } });
    expect(
      fleet.clusters[0].find({ kind: 'Widget', namespace: 'default', name: 'w' }),
    ).toBeUndefined();
    expect(fleet.clusters[0].find({ kind: 'Namespace', name: 'sent' })).toBeDefined();
    await fleet.apply([gateway(), old].slice(0, 1));
    for (const { groups } of fleet.clusters) groups.delete('example.com');
    expect(await fleet.apply([gateway()], { prune: { limit: 9 } })).toMatchObject({
      outcome: 'applied',
    });
  });

  test('says that finalizers still hold an object, and keeps it in mind', async () => {
    await fleet.apply([gateway(), rule(1)]);
    const [a] = fleet.clusters;
    a.edit(web, { metadata: { finalizers: ['x/one'] } }, 'mesh-failover');
    const result = await fleet.apply([gateway()], { prune: { limit: 1 }, deletionWaitMs: 0 });
    expect(result).toMatchObject({ outcome: 'applied', summary: { pruned: 1, terminating: 1 } });
    expect(result.message).toBe(
      'Applied to every cluster. Not verified in a, b. Not gone yet in cluster a: DestinationRule default/web; ' +
        'it is being deleted, and waits for the finalizers x/one.',
    );
    expect((await readSet(a, environment))?.kinds).toContain('DestinationRule.networking.istio.io');
    expect((await readSet(fleet.clusters[1], environment))?.kinds).toEqual([
      'Gateway.networking.istio.io',
    ]);
  });

  test('does not delete what another writer has changed since it was looked at', async () => {
    await fleet.apply([gateway(), rule(1)]);
    const [a] = fleet.clusters;
    a.fault = (request, server) => {
      if (request !== 'delete DestinationRule default/web') return;
      server.fault = () => undefined;
      server.edit(web, { metadata: { labels: { team: 'x' } } }, 'ops');
    };
    const result = await fleet.apply([gateway()], { prune: { limit: 1 } });
    expect(result).toMatchObject({
      outcome: 'incomplete',
      message: expect.stringContaining('is another'),
    });
    expect(fleet.clusters.map((cluster) => cluster.find(web) !== undefined)).toEqual([true, true]);
    expect(result.clusters[0]?.objects).toContainEqual(
      expect.objectContaining({ kind: 'DestinationRule', result: 'failed', problem: 'changed' }),
    );
  });
});

describe('a cluster that is left out', () => {
  const reason = 'maintenance';

  test('owes, until it takes part again: then it comes first', async () => {
    const [a, b] = fleet.clusters;
    const missing = { clusters: ['b'], reason };
    const first = await fleet.apply(all(), { clusters: [a], missing });
    const since: unknown = expect.stringMatching(/^\d{4}-/);
    const debt = { cluster: 'b', since, by: 'a test', run: 'run-1', reason };
    expect(first.debts).toEqual([debt]);
    // Also where nothing else is to be done; the first run that left it out counts.
    const second = await fleet.apply(all(), {
      clusters: [a],
      missing: { clusters: ['b'], reason: 'still' },
    });
    expect(second).toMatchObject({ outcome: 'applied', debts: [debt], run: 'run-2' });
    const third = await fleet.apply(all());
    expect(third.debts).toEqual([]);
    expect(third.warnings).toEqual([
      expect.stringMatching(
        /^cluster b had been left out since \d{4}-\S+ \(maintenance\) and was brought up to date first$/,
      ),
    ]);
    const written = fleet.events
      .filter(({ step }) => step === 'written')
      .map(({ cluster }) => cluster);
    expect(written).toEqual(['b', 'b', 'b', 'a', 'a', 'a']);
    expect((await readSet(a, environment))?.notes).not.toHaveProperty('debts');
    expect((await fleet.apply(all())).warnings).toEqual([]);
    expect(b.find(web)).toBeDefined();
  });

  test('is asked whether a run that looks unfinished has ended well', async () => {
    const [a, b] = fleet.clusters;
    await fleet.apply([rule(1)]);
    a.fault = (request) =>
      request.startsWith('apply ConfigMap mesh-failover/mesh-failover-prod-run') &&
      a.journal.some((line) => line === 'apply DestinationRule default/web')
        ? new ClusterError('busy', 'not now')
        : undefined;
    const told = await fleet.apply([rule(2)]);
    expect(told).toMatchObject({ outcome: 'applied' });
    expect(told.warnings).toEqual([
      'everything is applied, but cluster a could not be told that the run has ended: not now',
    ]);
    expect(readdirSync(fleet.folder)).toEqual([]);
    a.fault = () => undefined;
    const open = await fleet.apply([rule(3)], { clusters: [a] });
    expect(open.message).toContain('An earlier run has not ended in cluster a: run-2');
    expect(await fleet.apply([rule(3)], { clusters: [a], others: [b] })).toMatchObject({
      outcome: 'applied',
    });
    const next = await fleet.apply([rule(4)]);
    expect(next).toMatchObject({ outcome: 'applied' });
  });
});

describe('a failure', () => {
  const denied = (request: string) => (line: string) =>
    line === request ? new ClusterError('invalid', 'a webhook denied it') : undefined;

  test('in the second cluster puts the first back, too', async () => {
    await fleet.apply([rule(1), gateway()]);
    const [a, b] = fleet.clusters;
    b.fault = denied('apply VirtualService default/web');
    const result = await fleet.apply([rule(2), gateway('other.example.com'), route()]);
    const failed = result.clusters[1]?.objects.find((each) => each.result === 'failed');
    expect(failed).toMatchObject({ problem: 'invalid', message: 'a webhook denied it' });
    expect(failed).not.toHaveProperty('conflicts');
    expect(result).toMatchObject({
      outcome: 'rolled-back',
      message: 'A webhook denied it. Every cluster is as it was before.',
    });
    expect(result).not.toHaveProperty('stateFile');
    expect(fleet.shares()).toEqual([1, 1]);
    expect(a.find(webRoute)).toBeUndefined();
    const outcomes = result.clusters.map(({ objects }) =>
      objects.map((each) => `${each.kind} ${each.result} ${each.rolledBack?.outcome ?? ''}`),
    );
    expect(outcomes).toEqual([
      [
        'DestinationRule configured restored',
        'Gateway configured restored',
        'VirtualService created deleted',
      ],
      [
        'DestinationRule configured restored',
        'Gateway configured restored',
        'VirtualService failed untouched',
      ],
    ]);
    expect(result.clusters[1]).not.toHaveProperty('problem');
    // The fields are whose they were, too.
    expect(a.find(web)?.metadata.managedFields?.map(({ manager }) => manager)).toEqual([
      'mesh-failover',
    ]);
    expect(fleet.events.slice(-4)).toEqual(
      [
        ...[
          { step: 'rolling-back', cluster: 'a' },
          { step: 'rolling-back', cluster: 'b' },
        ],
        ...[
          { step: 'rolled-back', cluster: 'b', changed: 2, left: 0 },
          { step: 'rolled-back', cluster: 'a', changed: 3, left: 0 },
        ],
      ].toSorted((one, other) => indexOf(one) - indexOf(other)),
    );
    for (const cluster of fleet.clusters) {
      expect(await rememberedRun(cluster, environment)).toMatchObject({ phase: 'rolled-back' });
    }
    expect(readdirSync(fleet.folder)).toEqual([]);
    b.fault = () => undefined;
    expect(await fleet.apply([rule(1), gateway()])).toMatchObject({
      outcome: 'applied',
      summary: { unchanged: 4 },
    });
  });

  const indexOf = (event: object) =>
    fleet.events.findIndex((each) => JSON.stringify(each) === JSON.stringify(event));

  test('in the first cluster leaves the others alone', async () => {
    fleet.clusters[0].fault = denied('apply Gateway default/edge');
    const result = await fleet.apply(all());
    expect(result).toMatchObject({ outcome: 'rolled-back' });
    expect(fleet.clusters[1].writes()).toEqual([]);
    expect(result.clusters[1]?.objects.map((each) => each.result)).toEqual([
      ...['skipped', 'skipped', 'skipped'],
    ]);
  });

  test('can leave everything for a person to decide', async () => {
    await fleet.apply([gateway()]);
    fleet.clusters[1].fault = denied('apply VirtualService default/web');
    const result = await fleet.apply(all(), { onFailure: 'stop' });
    expect(result).toMatchObject({ outcome: 'stopped' });
    expect(result.message).toBe(
      'A webhook denied it. Changed in cluster a: DestinationRule default/web (created), VirtualService default/web (created). ' +
        'Changed in cluster b: DestinationRule default/web (created). Nothing was rolled back, as asked. Go back with: mesh-failover rollback',
    );
    expect(readState(result.stateFile ?? '', 'x').map(({ cluster }) => cluster)).toEqual([
      'a',
      'b',
    ]);
    expect(await rememberedRun(fleet.clusters[0], environment)).toMatchObject({
      phase: 'applying',
    });
  });

  test('after which a cluster cannot be put back keeps the state, and says what is left', async () => {
    await fleet.apply([rule(1)]);
    const [a, b] = fleet.clusters;
    b.fault = denied('apply DestinationRule default/web');
    a.fault = denied('replace DestinationRule default/web');
    const result = await fleet.apply([rule(2)]);
    expect(result).toMatchObject({ outcome: 'incomplete' });
    expect(result.message).toBe(
      'A webhook denied it. Not put back in cluster a: DestinationRule default/web. A webhook denied it. ' +
        `Once the cause is fixed: mesh-failover rollback. The state before is kept in ${result.stateFile ?? ''}.`,
    );
    expect(result.clusters[0]?.objects[0]?.rolledBack).toEqual({
      ...{ outcome: 'failed', message: 'a webhook denied it' },
    });
    expect(readdirSync(fleet.folder)).toEqual(['run-2.json']);
    expect(fleet.shares()).toEqual([2, 1]);
    a.fault = b.fault = () => undefined;
    expect(await fleet.rollback()).toMatchObject({ outcome: 'rolled-back' });
    expect(fleet.shares()).toEqual([1, 1]);
  });

  test('with a lost answer does not know what was written, and goes back all the same', async () => {
    await fleet.apply([rule(1)]);
    const [a] = fleet.clusters;
    a.fault = (request) =>
      request === 'apply DestinationRule default/web'
        ? new ClusterError('unreachable', 'cut off.')
        : undefined;
    const result = await fleet.apply([rule(2)]);
    expect(result).toMatchObject({ outcome: 'rolled-back' });
    expect(result.message).toMatch(
      /^Cut off\. The answer is missing: this object may or may not have been written\. Every/,
    );
  });

  test('of our own code is one, too', async () => {
    fleet.clusters[0].fault = (request) => {
      if (request === 'apply Gateway default/edge') throw new TypeError('a bug');
    };
    expect(await fleet.apply(all())).toMatchObject({
      ...{ outcome: 'rolled-back', message: expect.stringContaining('TypeError: a bug') },
    });
  });

  test('a recreated object is younger, which is said', async () => {
    await fleet.apply(all());
    fleet.clusters[1].fault = denied('delete VirtualService default/web');
    const result = await fleet.apply([rule(1), gateway()], { prune: { limit: 1 } });
    expect(result).toMatchObject({ outcome: 'rolled-back' });
    expect(result.message).toBe(
      'A webhook denied it. Every cluster is as it was before. ' +
        'Created again in cluster a, and younger than before: VirtualService default/web.',
    );
    expect(fleet.clusters[0].find(webRoute)?.['spec']).toEqual(route().value['spec']);
  });

  test('an answer that was lost and sent again is our own write, not somebody else', async () => {
    const [a] = fleet.clusters;
    a.fault = (request, server) => {
      if (request !== 'apply DestinationRule default/web') return;
      server.fault = () => undefined;
      // The first one has arrived.
      const live = server.find({
        kind: 'ConfigMap',
        namespace: 'mesh-failover',
        name: 'mesh-failover-prod',
      });
      expect(live).toBeDefined();
      void server.serverSideApply(wanted, { fieldManager: 'mesh-failover' });
    };
    let wanted: KubernetesObject;
    const result = await fleet.apply([rule(2)], {
      progress: (event) => {
        if (event.step !== 'captured' || event.cluster !== 'a') return;
        wanted = stamped(fleet);
      },
    });
    expect(result).toMatchObject({ outcome: 'applied' });
  });

  test('a folder for the state that cannot be made ends it at once, with the way out', async () => {
    await expect(
      fleet.apply([rule(1)], { stateFolder: '/proc/mesh-failover/state' }),
    ).rejects.toThrow(
      /^the state before the deployment cannot be kept in \/proc\/mesh-failover\/state: ENOENT.* Name another folder with --state-dir/,
    );
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
  });

  test('an object that somebody else has made since the checks is theirs', async () => {
    const [a] = fleet.clusters;
    a.fault = (request, server) => {
      if (request !== 'apply DestinationRule default/web') return;
      server.fault = () => undefined;
      const { value } = rule(9);
      const metadata = { name: 'web', namespace: 'default' };
      server.put(
        { ...value, apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata },
        'ops',
      );
    };
    const result = await fleet.apply([rule(9)], { force: true });
    expect(result).toMatchObject({ outcome: 'incomplete' });
    expect(result.message).toContain(
      'Somebody else has changed DestinationRule default/web in cluster a since it was checked.',
    );
    expect(result.clusters[0]?.objects[0]?.rolledBack).toMatchObject({
      ...{
        outcome: 'left',
        message: expect.stringContaining('changed since by ops (2026-11-30T00:00:00Z)'),
      },
    });
  });

  test('an interruption puts everything back', async () => {
    await fleet.apply([rule(1)]);
    const stop = new AbortController();
    fleet.clusters[1].fault = (request) => {
      if (request === 'apply DestinationRule default/web') stop.abort();
    };
    const result = await fleet.apply([rule(2)], { signal: stop.signal });
    expect(result).toMatchObject({
      outcome: 'rolled-back',
      message: 'The run was interrupted. Every cluster is as it was before.',
    });
    expect(fleet.shares()).toEqual([1, 1]);
    expect(fleet.clusters[0].journal).toContain('abort');
  });

  test('losing the lock ends the run', async () => {
    await fleet.apply([rule(1)]);
    const lease = { kind: 'Lease', namespace: 'mesh-failover', name: 'mesh-failover-prod' };
    const [a, b] = fleet.clusters;
    a.fault = (request) => {
      if (request !== 'apply DestinationRule default/web') return;
      b.edit(lease, { spec: { holderIdentity: 'another' } }, 'x');
    };
    const result = await fleet.apply([rule(2)]);
    expect(result).toMatchObject({ outcome: 'rolled-back' });
    expect(result.message).toMatch(/^The lock was lost: another run may be at work\./);
    expect(b.writes()).toEqual([]);
    expect(fleet.shares()).toEqual([1, 1]);
  });

  test('after which another run has taken over leaves its objects alone', async () => {
    await fleet.apply([rule(1)]);
    const [a, b] = fleet.clusters;
    const head = { kind: 'ConfigMap', namespace: 'mesh-failover', name: 'mesh-failover-prod-run' };
    b.fault = (request) => {
      if (request !== 'apply DestinationRule default/web') return;
      a.edit(head, { data: { run: 'run-x' } }, 'mesh-failover');
      throw new ClusterError('invalid', 'no');
    };
    const result = await fleet.apply([rule(2)]);
    expect(result).toMatchObject({ outcome: 'incomplete' });
    expect(result.message).toContain(
      'Not put back in cluster a: DestinationRule default/web. The run run-x has taken over.',
    );
  });
});

describe('a control plane', () => {
  const conditions = (status: string, observedGeneration: number, type = 'Programmed') => ({
    observedGeneration: String(observedGeneration),
    conditions: [{ type, status, message: 'not so' }],
  });

  test('that reports is waited for, and believed', async () => {
    for (const cluster of fleet.clusters) {
      cluster.report = ({ metadata }) => conditions('True', metadata.generation ?? 0);
    }
    const result = await fleet.apply(all());
    expect(result.clusters.map(({ verification }) => verification)).toEqual([
      'reported',
      'reported',
    ]);
    expect(fleet.events).toContainEqual({
      step: 'verified',
      cluster: 'a',
      verification: 'reported',
      verified: {
        by: ['status'],
        text: 'its control plane reports that it has what was written',
      },
    });
  });

  test('that refuses an object makes the run a failure, and analysis does not', async () => {
    fleet.clusters[0].report = ({ metadata }) =>
      conditions('False', metadata.generation ?? 0, 'PassedAnalysis');
    expect(await fleet.apply([rule(1)])).toMatchObject({ outcome: 'applied' });
    fleet.clusters[0].report = ({ metadata }) => conditions('False', metadata.generation ?? 0);
    const result = await fleet.apply([rule(2)]);
    expect(result).toMatchObject({ outcome: 'rolled-back' });
    expect(result.message).toBe(
      'Cluster a: the control plane reports Programmed False for DestinationRule default/web: not so. Every cluster is as it was before.',
    );
    expect(result.clusters[0]).toMatchObject({ problem: 'verification' });
    expect(fleet.events).toContainEqual({
      ...{ step: 'failed', cluster: 'a' },
      message:
        'cluster a: the control plane reports Programmed False for DestinationRule default/web: not so',
    });
  });

  test('that has reported before, and says nothing now, is late', async () => {
    const [a] = fleet.clusters;
    a.report = ({ metadata }) => conditions('True', metadata.generation ?? 0);
    await fleet.apply([rule(1)]);
    // What it says is about the generation before.
    a.report = () => conditions('False', 1);
    const late = await fleet.apply([rule(2)], { verifyTimeoutMs: 20 });
    expect(late.message).toMatch(
      /^Cluster a: the control plane has not reported within 0\.02 s that it has what was written\./,
    );
    expect(await fleet.apply([rule(3)], { verifyTimeoutMs: 0 })).toMatchObject({
      outcome: 'applied',
    });
  });

  test('somebody who undoes a write right away is noticed', async () => {
    await fleet.apply([rule(1)]);
    const [a] = fleet.clusters;
    let count = 0;
    a.fault = (request, server) => {
      const wrote = server.journal.includes('apply DestinationRule default/web');
      if (!wrote || !request.startsWith('list DestinationRule') || count++ > 0) return;
      server.edit(web, { spec: { host: 'x' } }, 'controller');
    };
    const result = await fleet.apply([rule(2)]);
    expect(result.message).toContain(
      'Somebody else has changed DestinationRule default/web in cluster a right after it was written; is there a controller that keeps it otherwise?',
    );
    expect(result.outcome).toBe('incomplete');
  });
});

describe('contexts that are mixed up', () => {
  const renamed = (names: [string, string]) =>
    fleet.clusters.map((cluster, index) => Object.assign(cluster, { name: names[index] }));

  test('are refused: each cluster would get what is for the other', async () => {
    await fleet.apply(all());
    renamed(['b', 'a']);
    const refused = await fleet.apply([rule(2), gateway()]);
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(refused.message).toMatch(
      /Cluster b leads to https:\/\/\S+, which the last run knew as a, another cluster of the configuration\. Check clusters\[\]\.context and clusters\[\]\.kubeconfig\. If the clusters were renamed: --take-over\./,
    );
    expect(refused.message).toContain('which the last run knew as b');
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
    expect(await fleet.apply([rule(2), gateway()], { takeOver: true })).toMatchObject({
      outcome: 'applied',
    });
    expect(await fleet.apply([rule(3), gateway()])).toMatchObject({ outcome: 'applied' });
    renamed(['a', 'b']);
  });

  test('also where one job knows one of them', async () => {
    await fleet.apply(all());
    renamed(['b', 'x']);
    const [one] = fleet.clusters;
    const refused = await fleet.apply([rule(2), gateway()], {
      clusters: [one],
      others: [{ name: 'a', unusable: 'no context' }],
    });
    expect(refused.message).toContain('which the last run knew as a');
  });

  test('a new name is no reason to refuse', async () => {
    await fleet.apply(all());
    renamed(['eu', 'us']);
    expect(await fleet.apply([rule(2), gateway()])).toMatchObject({ outcome: 'applied' });
  });
});

describe('what belongs to others', () => {
  const shop = { name: 'shop', namespace: 'mesh-failover' };

  test('objects of another environment are left to it, unless they are taken over', async () => {
    await fleet.apply(all(), { environment: shop, owners: ['github.com/o/shop'] });
    const refused = await fleet.apply([rule(2), gateway()]);
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(refused.message).toMatch(
      /In cluster a DestinationRule default\/web and 1 more belongs to the environment shop of github\.com\/o\/shop \(run run-1, started \S+ by a test\)\. If the environment was only renamed, set deploy\.previousEnvironment to "shop"\. To take it from there: --take-over\./,
    );
    const taken = await fleet.apply([rule(2), gateway()], { takeOver: true, force: true });
    expect(taken).toMatchObject({ outcome: 'applied', summary: { configured: 4 } });
    expect(ownerOf(fleet.clusters[0].find(web))).toMatchObject({
      ...{ environment: 'prod', takenFrom: 'shop' },
    });
    // The one that has lost it hears of it where it would clean up, and does not delete it.
    const rest = await fleet.apply([route()], {
      environment: shop,
      owners: ['github.com/o/shop'],
      prune: { limit: 9 },
    });
    expect(rest).toMatchObject({ outcome: 'applied', summary: { pruned: 0 } });
    expect(rest.warnings).toEqual([]);
    const again = await fleet.apply(
      [route(), manifest('DestinationRule', 'own', { host: 'own' })],
      {
        ...{ environment: shop, owners: ['github.com/o/shop'], prune: { limit: 9 } },
      },
    );
    expect(again.warnings).toEqual(
      ['a', 'b'].map((name): unknown =>
        expect.stringMatching(
          new RegExp(
            `^In cluster ${name} the environment prod \\(run run-3, started .* has taken over DestinationRule default/web, which is left to it\\.$`,
          ),
        ),
      ),
    );
  });

  test('an object whose mark says nothing is named by its set', async () => {
    await fleet.apply([rule(1)], { environment: shop, owners: ['github.com/o/shop'] });
    for (const cluster of fleet.clusters) {
      cluster.edit(web, { metadata: { annotations: null } }, 'mesh-failover');
    }
    const { message } = await fleet.apply([rule(2)]);
    expect(message).toContain('belongs to the environment shop of github.com/o/shop (run run-1');
    const noLists = (request: string) =>
      request.startsWith('list ConfigMap') ? new ClusterError('forbidden', 'no') : undefined;
    for (const cluster of fleet.clusters) cluster.fault = noLists;
    expect((await fleet.apply([rule(2)])).message).toContain(
      'In cluster a DestinationRule default/web belongs to another set of objects. To take it',
    );
  });

  test('an environment of another repository', async () => {
    await fleet.apply([rule(1)], { owners: ['github.com/o/one'] });
    const { message } = await fleet.apply([rule(2)], { owners: ['github.com/o/two'] });
    expect(message).toContain('belongs to github.com/o/one (last run run-1,');
    expect(message).toContain('and this is github.com/o/two.');
    const own = { owners: ['github.com/o/two', 'github.com/o/one'] };
    expect(await fleet.apply([rule(2)], own)).toMatchObject({ outcome: 'applied' });
    expect((await readSet(fleet.clusters[0], environment))?.notes['owner']).toBe(
      'github.com/o/one',
    );
    const taking = { owners: ['github.com/o/two'], takeOver: true };
    expect(await fleet.apply([rule(3)], taking)).toMatchObject({ outcome: 'applied' });
    expect((await readSet(fleet.clusters[0], environment))?.notes['owner']).toBe(
      'github.com/o/two',
    );
  });

  test('a set of another tool under our name', async () => {
    const metadata = {
      ...{ name: 'mesh-failover-prod', namespace: 'mesh-failover' },
      annotations: { 'applyset.kubernetes.io/tooling': 'kubectl/v1.36' },
    };
    fleet.clusters[1].put({ apiVersion: 'v1', kind: 'ConfigMap', metadata }, 'kubectl');
    expect((await fleet.apply([rule(1)])).message).toContain(
      'Cluster b: the ConfigMap mesh-failover/mesh-failover-prod is there, but not as the set of this environment ' +
        '(it belongs to kubectl/v1.36). Choose another deploy.environment or deploy.namespace.',
    );
  });
});

test('an environment with a new name goes on with what it was', async () => {
  const before = { name: 'old', namespace: 'mesh-failover' };
  await fleet.apply([...all(), ...others(1)], { environment: before });
  const renamed = { ...environment, previous: 'old' };
  const result = await fleet.apply(all(), { environment: renamed, prune: { limit: 5 } });
  expect(result).toMatchObject({ outcome: 'applied', summary: { configured: 6, pruned: 2 } });
  for (const cluster of fleet.clusters) {
    const locks = ['old', 'prod'].map((name) =>
      cluster.find({ kind: 'Lease', namespace: 'mesh-failover', name: `mesh-failover-${name}` }),
    );
    expect(locks.map((lock) => lock?.['spec'])).toMatchObject([
      ...[{ holderIdentity: '' }, { holderIdentity: '' }],
    ]);
  }
  const held = fleet.clusters[1].find({
    kind: 'Lease',
    namespace: 'mesh-failover',
    name: 'mesh-failover-old',
  });
  Object.assign(held?.['spec'] as object, { holderIdentity: 'a branch' });
  const refused = await fleet.apply([rule(7)], { environment: renamed });
  expect(refused.message).toContain('Cluster b is locked by a branch');
});

test('a run under the old name that has not ended is one', async () => {
  const before = { name: 'old', namespace: 'mesh-failover' };
  fleet.clusters[1].fault = (request) =>
    request === 'apply DestinationRule default/web' ? new ClusterError('invalid', 'no') : undefined;
  await fleet.apply([rule(1)], { environment: before, onFailure: 'stop' });
  fleet.clusters[1].fault = () => undefined;
  const result = await fleet.apply([rule(1)], { environment: { ...environment, previous: 'old' } });
  expect(result.message).toMatch(
    /An earlier run has not ended in cluster a: run-1, .*mesh-failover rollback, with deploy\.environment: old\.$/,
  );
});

test('what routes need and nobody has is a reason to refuse, and what cannot be asked a warning', async () => {
  const objects = [route('nothing'), rule(1), gateway()];
  const result = await fleet.apply(objects);
  expect(result.message).toContain(
    'VirtualService default/web needs Service default/nothing, which is neither sent nor in any cluster. To go on all the same: --accept-changes.',
  );
  const accepted = await fleet.apply(objects, { acceptChanges: true });
  expect(accepted).toMatchObject({ outcome: 'applied' });
  expect(accepted.warnings).toEqual([
    'VirtualService default/web needs Service default/nothing, which is neither sent nor in any cluster.',
  ]);
  const part = await fleet.apply([route('another')], {
    ...{ clusters: [fleet.clusters[0]], missing: { clusters: ['b'], reason: 'x' } },
  });
  expect(part).toMatchObject({ outcome: 'applied' });
  expect(part.warnings).toEqual([
    'VirtualService default/web needs Service default/another, which is neither sent nor in any cluster that was asked.',
  ]);
});

test('hosts of a ServiceEntry that no route names are taken away at once', async () => {
  const entry = (...hosts: string[]) => manifest('ServiceEntry', 'out', { hosts });
  await fleet.apply([entry('a.example.com', 'b.example.com')]);
  await fleet.apply([entry('a.example.com')]);
  expect(fleet.clusters[0].writes()).toEqual(['apply ServiceEntry default/out']);
});

test('where no cluster can be told that the run has ended the state stays', async () => {
  for (const cluster of fleet.clusters) {
    cluster.fault = (request) =>
      request === 'apply ConfigMap mesh-failover/mesh-failover-prod-run' &&
      cluster.journal.includes('apply DestinationRule default/web')
        ? new ClusterError('busy', 'not now')
        : undefined;
  }
  const result = await fleet.apply([rule(1)]);
  expect(result).toMatchObject({
    outcome: 'applied',
    warnings: [{}, {}].map(() => expect.anything()),
  });
  expect(readdirSync(fleet.folder)).toEqual(['run-1.json']);
});

test('clusters that are only asked make a deployment one of some clusters', async () => {
  const [a, b] = fleet.clusters;
  const { outcome, warnings } = await fleet.apply([route('nothing'), gateway()], {
    clusters: [a],
    others: [b],
  });
  expect(outcome).toBe('applied');
  expect(warnings.join()).toContain('neither sent nor in any cluster that was asked');
});

test('another version of Istio than the profile says is a warning', async () => {
  const istio = { profile: 'istio-1.31', rootNamespace: 'istio-system' } as const;
  const metadata = { name: 'istiod', namespace: 'istio-system', labels: { app: 'istiod' } };
  const spec = { template: { spec: { containers: [{ image: 'docker.io/istio/pilot:1.30.2' }] } } };
  fleet.clusters[0].put({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }, 'helm');
  const { warnings } = await fleet.apply(all(), { istio });
  expect(warnings).toEqual([
    'Istio is another version than the profile istio-1.31 says: a has 1.30.2',
  ]);
  expect((await fleet.apply(all())).warnings).toEqual([]);
});

test('what webhooks make of a manifest is a warning', async () => {
  fleet.clusters[1].admit = (object) =>
    object.kind === 'DestinationRule'
      ? { ...object, spec: { ...(object['spec'] as object), host: 'web.default' } }
      : object;
  const { outcome, warnings } = await fleet.apply([rule(1)]);
  expect(outcome).toBe('applied');
  expect(warnings).toEqual([
    expect.stringMatching(/^Cluster b changes what it is given: DestinationRule default\/web: /),
  ]);
});

test('warnings of API servers are in the result', async () => {
  fleet.clusters[0].warnings = ['deprecated'];
  const result = await fleet.apply([rule(1)], { dryRun: true });
  expect(result.clusters[0]?.objects).toMatchObject([
    { result: 'created', warnings: ['deprecated'] },
  ]);
  expect(result.clusters[1]?.objects[0]).not.toHaveProperty('warnings');
});

/** The rule as a run writes it that is under way. */
function stamped({ clusters }: Fleet): KubernetesObject {
  const state = readState(`${fleet.folder}/${readdirSync(fleet.folder)[0] ?? ''}`, 'x');
  const [own] = state.filter(({ cluster }) => cluster === clusters[0].name);
  const wanted = own?.objects[0]?.wanted;
  if (!wanted) throw new Error('nothing was captured');
  return wanted;
}

test('what the other run has left is looked at once more with the lock', async () => {
  await fleet.apply([rule(1)]);
  const [a] = fleet.clusters;
  const set = { kind: 'ConfigMap', namespace: 'mesh-failover', name: 'mesh-failover-prod' };
  a.fault = (request, server) => {
    if (request !== 'get Namespace mesh-failover') return;
    server.fault = () => undefined;
    server.edit(set, { data: { run: 'run-x', owner: 'github.com/o/other' } }, 'mesh-failover');
  };
  const result = await fleet.apply([rule(2)], { owners: ['github.com/o/r'] });
  expect(result).toMatchObject({ outcome: 'refused' });
  expect(result.message).toContain('belongs to github.com/o/other (last run run-x,');
  expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
});

test('of an object that a GitOps controller keeps only the content counts', async () => {
  await fleet.apply([rule(1)]);
  for (const cluster of fleet.clusters) {
    const { metadata } = cluster.find(web) ?? {};
    const [own] = metadata?.managedFields ?? [];
    const managedFields = [{ ...own, manager: 'argocd-controller', operation: 'Apply' }];
    const key = { apiVersion: 'networking.istio.io/v1', ...web };
    await cluster.patch(key, { metadata: { managedFields } }, { fieldManager: 'x' });
  }
  const result = await fleet.apply([rule(1)], { dryRun: true });
  expect(result).toMatchObject({ outcome: 'checked', summary: { unchanged: 2, configured: 0 } });
  expect(await fleet.apply([rule(2)], { dryRun: true })).toMatchObject({ outcome: 'refused' });
});

describe('subsets that old routes name', () => {
  const subsets = (...names: string[]) =>
    manifest('DestinationRule', 'web', { host: 'web', subsets: names.map((name) => ({ name })) });
  const to = (subset: string) =>
    manifest('VirtualService', 'web', {
      hosts: ['web.example.com'],
      http: [{ route: [{ destination: { host: 'web', subset } }] }],
    });
  const names = () =>
    fleet.clusters.map((cluster) => {
      const spec = cluster.find(web)?.['spec'] as { subsets: { name: string }[] };
      return spec.subsets.map(({ name }) => name);
    });

  test('stay until the routes have changed, also on the way back', async () => {
    await fleet.apply([subsets('v1'), to('v1')]);
    const result = await fleet.apply([subsets('v2'), to('v2')]);
    expect(result).toMatchObject({ outcome: 'applied', summary: { configured: 4 } });
    expect(fleet.clusters[0].writes()).toEqual([
      'apply DestinationRule default/web',
      'apply VirtualService default/web',
      'apply DestinationRule default/web',
    ]);
    expect(names()).toEqual([['v2'], ['v2']]);
    expect(await fleet.rollback({ lastApply: true })).toMatchObject({ outcome: 'rolled-back' });
    expect(fleet.clusters[1].writes()).toEqual([
      'replace DestinationRule default/web',
      'replace VirtualService default/web',
      'patch VirtualService default/web',
      'replace DestinationRule default/web',
      'patch DestinationRule default/web',
    ]);
    expect(names()).toEqual([['v1'], ['v1']]);
  });

  test("stay where a route cannot be put back, and are nobody's in between", async () => {
    await fleet.apply([subsets('v1'), to('v1')]);
    await fleet.apply([subsets('v2'), to('v2')]);
    const [a] = fleet.clusters;
    a.fault = (request, server) => {
      if (request !== 'replace VirtualService default/web') return;
      server.edit(webRoute, { metadata: { labels: { x: String(server.journal.length) } } }, 'ops');
    };
    const result = await fleet.rollback({ lastApply: true });
    expect(result.clusters[0]?.objects).toMatchObject([
      { kind: 'DestinationRule', result: 'left' },
      { kind: 'VirtualService', result: 'left' },
    ]);
    expect(names()).toEqual([['v1', 'v2'], ['v1']]);
    const managers = a.find(web)?.metadata.managedFields?.map(({ manager }) => manager);
    expect(managers).toEqual(['mesh-failover']);
  });
});
