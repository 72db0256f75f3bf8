/** Rollbacks on API servers in memory; on real ones: `__tests__/real/deploy`. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import { readSet } from '../../src/deploy/apply-set.js';
import { keepRun } from '../../src/deploy/keep-run.js';
import { readRun, rememberedRun } from '../../src/deploy/run-record.js';
import { readState } from '../../src/deploy/state-file.js';
import type { RollbackInput } from '../../src/deploy/rollback-input.js';
import { environment, Fleet, gateway, manifest, route, rule } from './fleet.js';

let fleet: Fleet;
beforeEach(async () => {
  fleet = new Fleet();
  await fleet.apply([rule(1), gateway()]);
});
afterEach(() => fleet.remove());

const web = { kind: 'DestinationRule', namespace: 'default', name: 'web' };
const edge = { kind: 'Gateway', namespace: 'default', name: 'edge' };
const webRoute = { kind: 'VirtualService', namespace: 'default', name: 'web' };
const apiVersion = 'networking.istio.io/v1';
const recordName = 'mesh-failover-prod-run';

/** A run that changes the rule, makes a route, deletes a Sidecar, and dies of the second cluster. */
async function die(owners: string[] = []): Promise<string> {
  await fleet.apply([rule(1), gateway(), manifest('Sidecar', 's', {})], { owners });
  const [, b] = fleet.clusters;
  b.fault = (request) =>
    request === 'apply VirtualService default/web' ? new ClusterError('busy', 'dead') : undefined;
  const { stateFile = '' } = await fleet.apply([rule(2), gateway(), route()], {
    ...{ onFailure: 'stop', prune: { limit: 1 }, owners },
  });
  b.fault = () => undefined;
  return stateFile;
}

/** What a rollback did with each object. */
const outcomes = ({ clusters }: Awaited<ReturnType<Fleet['rollback']>>) =>
  clusters.map(({ objects }) =>
    objects.map(({ kind, result, message }) => `${kind} ${result}${message ? `: ${message}` : ''}`),
  );

describe('a rollback', () => {
  test('brings every cluster to what it was before a run that was killed', async () => {
    await die();
    expect(fleet.shares()).toEqual([2, 2]);
    const result = await fleet.rollback();
    expect(result).toMatchObject({
      ...{
        version: 1,
        outcome: 'rolled-back',
        message: 'Every cluster is as it was before run-3.',
      },
      summary: { restored: 2, deleted: 1, recreated: 1, untouched: 2, left: 0, failed: 0 },
    });
    expect(outcomes(result)).toEqual([
      ['DestinationRule restored', 'VirtualService deleted', 'Sidecar recreated'],
      ['DestinationRule restored', 'VirtualService untouched', 'Sidecar untouched'],
    ]);
    expect(result.clusters[0]).toMatchObject({
      ...{ cluster: 'a', reachable: true, server: 'https://a.example.com' },
      ...{ run: 'run-3', by: 'a test', startedAt: expect.stringMatching(/^\d{4}-/) },
    });
    expect(fleet.shares()).toEqual([1, 1]);
    for (const cluster of fleet.clusters) {
      expect(cluster.find(webRoute)).toBeUndefined();
      expect(cluster.find({ kind: 'Sidecar', namespace: 'default', name: 's' })).toBeDefined();
      expect(await rememberedRun(cluster, environment)).toMatchObject({
        phase: 'rolled-back',
        run: 'run-3',
      });
      const lock = cluster.find({
        kind: 'Lease',
        namespace: 'mesh-failover',
        name: 'mesh-failover-prod',
      });
      expect(lock?.['spec']).toMatchObject({ holderIdentity: '' });
    }
    expect(fleet.events).toContainEqual({ step: 'rolling-back', cluster: 'b' });
    expect(fleet.events).toContainEqual({ step: 'rolled-back', cluster: 'a', changed: 3, left: 0 });
    expect(await fleet.rollback()).toMatchObject({
      outcome: 'nothing',
      message:
        'There is nothing to roll back: no run is unfinished. To take back the last one that ended well: mesh-failover rollback --last-apply',
    });
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
  });

  test('routes go before what they stand on, and come back after it', async () => {
    await fleet.apply([rule(1), gateway(), route()]);
    await fleet.apply([rule(1)], { prune: { limit: 2 } });
    const back = await fleet.rollback({ lastApply: true });
    expect(back).toMatchObject({
      outcome: 'rolled-back',
      message: 'Every cluster is as it was before run-3.',
    });
    expect(fleet.clusters[0].writes().filter((line) => line.startsWith('create'))).toEqual([
      ...['create Gateway default/edge', 'create VirtualService default/web'],
    ]);
    await fleet.apply([rule(1), gateway(), route()]);
  });

  test('takes a run back that ended well only if asked, and only the last one, once', async () => {
    await fleet.apply([rule(2), gateway()]);
    expect(await fleet.rollback()).toMatchObject({ outcome: 'nothing' });
    expect(await fleet.rollback({ lastApply: true })).toMatchObject({
      ...{ outcome: 'rolled-back', summary: { restored: 2 } },
    });
    expect(fleet.shares()).toEqual([1, 1]);
    expect(await fleet.rollback({ lastApply: true })).toMatchObject({
      outcome: 'nothing',
      message: expect.stringMatching(
        /^There is nothing to roll back: the last run, run-2, started \S+ by a test, was rolled back already\. To go further back, .*: mesh-failover rollback --to RUN \(/,
      ),
    });
  });

  test('has the set say which run is in force', async () => {
    await fleet.apply([rule(2), gateway()]);
    const notes = async () => (await readSet(fleet.clusters[1], environment))?.notes;
    expect(await notes()).toMatchObject({ run: 'run-2' });
    await fleet.rollback({ lastApply: true });
    expect(await notes()).toMatchObject({ run: 'run-1', by: 'a test', cluster: 'b' });
    await fleet.rollback({ to: 'run-1' });
    await fleet.apply([rule(3), gateway()]);
    await fleet.apply([rule(4), gateway()]);
    await fleet.rollback({ to: 'run-1' });
    expect(await notes()).toMatchObject({ run: 'run-1' });
  });

  test.each(['another namespace', 'another kind'])(
    'covers what it creates again: a member in %s is still named, and pruned',
    async (where) => {
      const extra =
        where === 'another kind' ? manifest('Sidecar', 's', {}) : rule(7, { namespace: 'shop' });
      await fleet.apply([rule(1), gateway(), extra]);
      await fleet.apply([rule(1), gateway()], { prune: { limit: 1 } });
      const sets = () => Promise.all(fleet.clusters.map((each) => readSet(each, environment)));
      const isCovered = async () =>
        (await sets()).map(
          (set) =>
            set?.kinds.includes('Sidecar.networking.istio.io') === true ||
            set?.namespaces.includes('shop') === true,
        );
      expect(await isCovered()).toEqual([false, false]);
      expect(await fleet.rollback({ lastApply: true })).toMatchObject({
        summary: { recreated: 2 },
      });
      expect(await isCovered()).toEqual([true, true]);
      const named = await fleet.apply([rule(1), gateway()]);
      expect(named.summary).toMatchObject({ unstated: 2 });
      expect(named.message).toContain('In the set and in no manifest any more is ');
      const pruned = await fleet.apply([rule(1), gateway()], { prune: { limit: 1 } });
      expect(pruned.summary).toMatchObject({ pruned: 2 });
    },
  );

  test('of the last run leaves a cluster alone that took part in an earlier one', async () => {
    const [a, b] = fleet.clusters;
    await fleet.apply([rule(2), gateway()], { clusters: [b] });
    await new Promise((resolve) => setTimeout(resolve, 3));
    await fleet.apply([rule(3), gateway()], { clusters: [a] });
    const result = await fleet.rollback({ lastApply: true });
    expect(result.clusters.map(({ run }) => run)).toEqual(['run-3', undefined]);
    expect(fleet.shares()).toEqual([1, 2]);
  });

  test('leaves what somebody else has changed, taken or deleted since', async () => {
    await die();
    const [a, b] = fleet.clusters;
    a.edit(web, { metadata: { labels: { team: 'x' } } }, 'ops');
    await b.delete({ apiVersion, ...web });
    const result = await fleet.rollback();
    expect(result).toMatchObject({ outcome: 'incomplete', summary: { left: 2 } });
    expect(outcomes(result)).toEqual([
      [
        'DestinationRule left: changed since by ops (2026-11-30T00:00:00Z)',
        'VirtualService deleted',
        'Sidecar recreated',
      ],
      [
        'DestinationRule left: somebody else has deleted it since',
        'VirtualService untouched',
        'Sidecar untouched',
      ],
    ]);
    expect(result.message).toBe(
      'Not put back in cluster a: DestinationRule default/web. Changed since by ops (2026-11-30T00:00:00Z). ' +
        'Not put back in cluster b: DestinationRule default/web. Somebody else has deleted it since.',
    );
    expect(fleet.shares()).toEqual([2, undefined]);
    // What others have changed stays with them: the run is over.
    expect(await rememberedRun(a, environment)).toMatchObject({ phase: 'rolled-back' });
  });

  test('leaves what lost fields since, and what another run has written', async () => {
    await die();
    const [a, b] = fleet.clusters;
    a.edit(web, { spec: { trafficPolicy: null } }, 'mesh-failover');
    for (const entry of a.find(web)?.metadata.managedFields ?? []) entry.operation = 'Apply';
    const owner = {
      environment: 'prod',
      namespace: 'mesh-failover',
      run: 'run-9',
      by: 'x',
      at: 'then',
    };
    const annotations = { 'mesh-failover/owner': JSON.stringify(owner) };
    b.edit(web, { metadata: { annotations } }, 'mesh-failover');
    expect(outcomes(await fleet.rollback()).map(([first]) => first)).toEqual([
      'DestinationRule left: somebody else has taken fields away from it since',
      'DestinationRule left: the environment prod (run run-9, started then by x) has written it since',
    ]);
  });

  test('leaves what is in another set by now, or in none', async () => {
    await die();
    const [a, b] = fleet.clusters;
    const label = 'applyset.kubernetes.io/part-of';
    for (const [cluster, value] of [
      [a, 'applyset-x-v1'],
      [b, null],
    ] as const) {
      cluster.edit(
        web,
        { metadata: { labels: { [label]: value }, annotations: null } },
        'mesh-failover',
      );
    }
    expect(outcomes(await fleet.rollback()).map(([first]) => first)).toEqual([
      'DestinationRule left: another set of objects has taken it over since',
      'DestinationRule left: somebody else has taken it out of its set since',
    ]);
  });

  test('does not take away what a route stands on that stays', async () => {
    await fleet.apply([rule(1), gateway()]);
    const [, b] = fleet.clusters;
    b.fault = (request) =>
      request === 'apply VirtualService default/web' ? new ClusterError('busy', 'dead') : undefined;
    const own = manifest('Gateway', 'new', { servers: [{ port: { number: 81 }, hosts: ['*'] }] });
    const bound = route('web');
    bound.value['spec'] = { ...(bound.value['spec'] as object), gateways: ['new'] };
    await fleet.apply([rule(1), gateway(), own, bound], { onFailure: 'stop' });
    b.fault = () => undefined;
    fleet.clusters[0].edit(webRoute, { metadata: { labels: { team: 'x' } } }, 'ops');
    const result = await fleet.rollback();
    expect(outcomes(result)).toEqual([
      [
        'Gateway left: VirtualService default/web, which is left as it is, still needs it',
        'VirtualService left: changed since by ops (2026-11-30T00:00:00Z)',
      ],
      ['Gateway deleted', 'VirtualService untouched'],
    ]);
    expect(result.message).toContain(
      'Not put back in cluster a: Gateway default/new and 1 more. VirtualService',
    );
  });

  test('waits for finalizers, and a repeated one does the rest', async () => {
    await fleet.apply([rule(1), gateway(), manifest('Sidecar', 's', {})]);
    const [a] = fleet.clusters;
    const sidecar = { kind: 'Sidecar', namespace: 'default', name: 's' };
    a.edit(sidecar, { metadata: { finalizers: ['x/one'] } }, 'mesh-failover');
    await fleet.apply([rule(1), gateway()], { prune: { limit: 1 }, deletionWaitMs: 0 });
    const waiting = fleet.rollback({ lastApply: true, clusters: [a] });
    // It goes while the rollback waits.
    setTimeout(() => a.objects.delete('networking.istio.io Sidecar default s'), 100);
    expect(outcomes(await waiting)).toEqual([['Sidecar recreated']]);
    expect(a.find(sidecar)?.metadata['deletionTimestamp']).toBeUndefined();
  });

  test('can be repeated where a cluster failed, and asks it no more once it is gone', async () => {
    await die();
    const [a, b] = fleet.clusters;
    let isGone = true;
    a.fault = (request) => {
      if (isGone && request === 'replace DestinationRule default/web')
        throw new ClusterError('unreachable', 'gone');
    };
    const first = await fleet.rollback();
    expect(first).toMatchObject({ outcome: 'incomplete', summary: { failed: 2, restored: 1 } });
    expect(outcomes(first)[0]).toContainEqual('DestinationRule failed: gone');
    expect(await rememberedRun(a, environment)).toMatchObject({ phase: 'rolling-back' });
    expect(await rememberedRun(b, environment)).toMatchObject({ phase: 'rolled-back' });
    const stopped = await fleet.apply([rule(1), gateway()]);
    expect(stopped.message).toContain('An earlier run has not ended in cluster a: run-3');
    isGone = false;
    expect(await fleet.rollback()).toMatchObject({ outcome: 'rolled-back' });
    expect(fleet.shares()).toEqual([1, 1]);
    expect(a.find(web)?.metadata.managedFields?.map(({ manager }) => manager)).toEqual([
      'mesh-failover',
    ]);
  });

  test('goes on where an earlier one died between the values and their owners', async () => {
    await die();
    const [a] = fleet.clusters;
    a.fault = (request) => {
      if (request === 'patch DestinationRule default/web') throw new ClusterError('busy', 'died');
    };
    expect(await fleet.rollback()).toMatchObject({ outcome: 'incomplete' });
    a.fault = () => undefined;
    expect(a.find(web)?.metadata.managedFields?.map(({ manager }) => manager)).toContain(
      'mesh-failover-rollback',
    );
    expect(await fleet.rollback()).toMatchObject({ outcome: 'rolled-back' });
    expect(a.find(web)?.metadata.managedFields?.map(({ manager }) => manager)).toEqual([
      'mesh-failover',
    ]);
    expect(fleet.shares()).toEqual([1, 1]);
  });

  test('repeats its own write whose answer was lost, and leaves a second change to its author', async () => {
    await die();
    const [a, b] = fleet.clusters;
    a.fault = (request, server) => {
      if (request !== 'replace DestinationRule default/web') return;
      server.fault = () => undefined;
      server.edit(web, { spec: { host: 'web' } }, 'mesh-failover-rollback');
    };
    b.fault = (request, server) => {
      if (request !== 'replace DestinationRule default/web') return;
      server.edit(
        web,
        { metadata: { annotations: { x: String(server.journal.length) } } },
        'mesh-failover-rollback',
      );
    };
    const result = await fleet.rollback();
    expect(outcomes(result).map(([first]) => first?.split(':')[0])).toEqual([
      ...['DestinationRule restored', 'DestinationRule left'],
    ]);
  });

  test('with the state on disk helps a cluster that has lost its record', async () => {
    const state = readState(await die(), 'x');
    const [a] = fleet.clusters;
    const head = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'mesh-failover',
      name: recordName,
    };
    await a.delete(head);
    const without = await fleet.rollback();
    expect(without.clusters.map(({ run }) => run)).toEqual([undefined, 'run-3']);
    expect(fleet.shares()).toEqual([2, 1]);
    expect(await fleet.rollback({ state })).toMatchObject({ outcome: 'rolled-back' });
    expect(fleet.shares()).toEqual([1, 1]);
  });

  test('with the state on disk replaces a record of which the parts are gone', async () => {
    const state = readState(await die(), 'x');
    const [a] = fleet.clusters;
    for (const key of a.objects.keys()) {
      if (key.includes(`${recordName}-`)) a.objects.delete(key);
    }
    const damaged = await fleet.rollback();
    expect(damaged).toMatchObject({ outcome: 'incomplete' });
    expect(damaged.message).toContain(
      'Not rolled back: Cluster a: the record in ConfigMap mesh-failover/mesh-failover-prod-run is damaged',
    );
    expect(await fleet.rollback({ state })).toMatchObject({ outcome: 'rolled-back' });
    expect(fleet.shares()).toEqual([1, 1]);
  });

  test('only of the own run', async () => {
    await die();
    expect(await fleet.rollback({ ownOnly: true, by: 'somebody else' })).toMatchObject({
      outcome: 'nothing',
    });
    expect(await fleet.rollback({ ownOnly: true, by: 'a test' })).toMatchObject({
      outcome: 'rolled-back',
    });
  });

  test('only by whom the environment belongs to', async () => {
    await fleet.apply([rule(3), gateway()], { owners: ['github.com/o/r'] });
    await die(['github.com/o/r']);
    const other = { owners: ['github.com/o/other'] };
    const refused = await fleet.rollback(other);
    expect(refused).toMatchObject({
      outcome: 'incomplete',
      clusters: [{ problem: 'owned' }, { problem: 'owned' }],
    });
    expect(refused.message).toContain('belongs to github.com/o/r (last run run-3,');
    expect(fleet.shares()).toEqual([2, 2]);
    expect(await fleet.rollback({ ...other, takeOver: true })).toMatchObject({
      outcome: 'rolled-back',
    });
  });

  test('not while another run has the lock', async () => {
    await die();
    const lease = { kind: 'Lease', namespace: 'mesh-failover', name: 'mesh-failover-prod' };
    Object.assign(fleet.clusters[1].find(lease)?.['spec'] as object, { holderIdentity: 'x' });
    const result = await fleet.rollback();
    expect(result).toMatchObject({
      outcome: 'incomplete',
      clusters: [{ problem: 'locked' }, { problem: 'locked' }],
    });
    expect(result.message).toMatch(/^Not rolled back: Cluster b is locked by x/);
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
  });

  test('of clusters that answer, with the others named', async () => {
    await die();
    fleet.clusters[0].fault = () => new ClusterError('unreachable', 'a is gone');
    const result = await fleet.rollback();
    expect(result).toMatchObject({
      ...{ outcome: 'incomplete', message: 'Not rolled back: A is gone.' },
      clusters: [{ reachable: false, problem: 'unreachable' }, { reachable: true }],
    });
    expect(fleet.shares()).toEqual([2, 1]);
  });

  test('says which cluster might have known that the run had ended', async () => {
    await die();
    const result = await fleet.rollback({ others: [{ name: 'c', unusable: 'no context' }] });
    expect(result.message).toBe(
      'Every cluster is as it was before run-3. Whether the run had ended well, c could not be asked. Plan again once that is possible.',
    );
    expect(fleet.events).toContainEqual({ step: 'not-asked', cluster: 'c', message: 'no context' });
  });
});

describe('keeping what there is', () => {
  const keep = (more: Partial<RollbackInput> = {}) =>
    keepRun({
      ...{ clusters: fleet.clusters, environment, fieldManager: 'mesh-failover' },
      ...{ run: 'back', by: 'a person', lockWaitSeconds: 0 },
      ...more,
      reason: 'it works',
    });

  test('ends a run without changing an object', async () => {
    await die();
    fleet.forget();
    const result = await keep();
    expect(result).toMatchObject({
      ...{ outcome: 'kept', message: 'What there is stays in a, b: It works.' },
      clusters: [{ cluster: 'a', reachable: true, run: 'run-3', by: 'a test' }, { run: 'run-3' }],
      summary: { restored: 0, left: 0 },
    });
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
    const head = fleet.clusters[0].find({
      kind: 'ConfigMap',
      namespace: 'mesh-failover',
      name: recordName,
    });
    expect(head?.['data']).toMatchObject({ phase: 'kept', reason: 'it works', keptBy: 'a person' });
    expect(await fleet.rollback()).toMatchObject({ outcome: 'nothing' });
    expect(await keep()).toMatchObject({
      ...{ outcome: 'nothing', message: 'There is nothing to keep: no run is unfinished.' },
    });
    expect(await fleet.apply([rule(4), gateway()])).toMatchObject({
      outcome: 'applied',
    });
  });

  test('puts a readable record in the place of a damaged one', async () => {
    await die();
    const [a] = fleet.clusters;
    a.edit(
      { kind: 'ConfigMap', namespace: 'mesh-failover', name: recordName },
      { data: { index: '{' } },
      'x',
    );
    expect(await keep()).toMatchObject({ outcome: 'kept' });
    expect(await readRun(a, environment)).toMatchObject({
      run: 'back',
      by: 'a person',
      cluster: 'a',
      objects: [],
    });
    expect(await rememberedRun(a, environment)).toMatchObject({ phase: 'kept' });
  });

  test('says where it could not', async () => {
    await die();
    fleet.clusters[1].fault = (request) =>
      request.startsWith('apply ConfigMap')
        ? new ClusterError('forbidden', 'no writes')
        : undefined;
    expect(await keep()).toMatchObject({
      outcome: 'incomplete',
      message: 'What there is stays in a: It works. Not kept: No writes.',
      clusters: [{ run: 'run-3' }, { problem: 'forbidden', message: 'no writes' }],
    });
    const lease = { kind: 'Lease', namespace: 'mesh-failover', name: 'mesh-failover-prod' };
    fleet.clusters[1].fault = () => undefined;
    Object.assign(fleet.clusters[1].find(lease)?.['spec'] as object, { holderIdentity: 'x' });
    const locked = await keep();
    expect(locked).toMatchObject({ outcome: 'incomplete', clusters: [{}, { problem: 'locked' }] });
    expect(locked.clusters[0]).not.toHaveProperty('problem');
    fleet.clusters[0].fault = () => new ClusterError('certificate', 'expired');
    expect(await keep()).toMatchObject({ clusters: [{ reachable: false }, { reachable: true }] });
  });

  test('not by another repository', async () => {
    await fleet.apply([rule(3), gateway()], { owners: ['github.com/o/r'] });
    await die(['github.com/o/r']);
    expect(await keep({ owners: ['github.com/o/other'] })).toMatchObject({
      ...{ outcome: 'incomplete', clusters: [{ problem: 'owned' }, { problem: 'owned' }] },
    });
    const others = [fleet.clusters[1]];
    expect(await keep({ clusters: [fleet.clusters[0]], others })).toMatchObject({
      outcome: 'kept',
    });
  });
});

describe('a state file', () => {
  test.each([
    ['{', 'x.json is no state file of mesh-failover apply'],
    ['[]', 'x.json is no state file of mesh-failover apply'],
    ['{"kind":"mesh-failover-state"}', 'x.json is no state file of mesh-failover apply'],
    ['{"kind":"other","clusters":[]}', 'x.json is no state file of mesh-failover apply'],
    [
      '{"kind":"mesh-failover-state","clusters":[{"version":1}]}',
      'x.json is no state file of mesh-failover apply',
    ],
  ])('is none: %s', (text, message) => {
    const path = join(fleet.folder, 'x.json');
    writeFileSync(path, text);
    expect(() => readState(path, 'x.json')).toThrow(message);
  });

  test('that is not there cannot be read', () => {
    expect(() => readState(join(fleet.folder, 'none'), 'x.json')).toThrow(
      /^x\.json cannot be read: ENOENT/,
    );
  });

  test('holds what every cluster was like', async () => {
    const path = await die();
    expect(readdirSync(fleet.folder)).toEqual(['run-3.json']);
    const records = readState(path, 'x');
    for (const [index, cluster] of fleet.clusters.entries()) {
      expect(await readRun(cluster, environment)).toEqual(records[index]);
    }
    expect(
      records[0]?.objects.map(({ key, before, target }) => [key.kind, before === null, target]),
    ).toEqual([
      ['DestinationRule', false, 'present'],
      ['VirtualService', true, 'present'],
      ['Sidecar', false, 'absent'],
    ]);
    expect(records[0]?.objects[0]?.key).toEqual({ apiVersion, ...web });
    expect(edge.kind).toBe('Gateway');
  });

  test('that cannot be written is a reason to write nothing else', async () => {
    writeFileSync(join(fleet.folder, 'file'), '');
    await expect(
      fleet.apply([rule(5)], {
        stateFolder: join(fleet.folder, 'file/x'),
      }),
    ).rejects.toThrow(
      /^the state before the deployment cannot be kept in .*Name another folder with --state-dir/,
    );
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
  });
});
