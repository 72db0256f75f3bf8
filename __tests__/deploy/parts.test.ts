/** Parts of a deployment that need no whole one. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import type { KubernetesObject, ManagedFields } from '../../src/cluster/cluster.js';
import { parseConfig } from '../../src/config/parse-config.js';
import { adoptedFields } from '../../src/deploy/adoption.js';
import { memberSelector } from '../../src/deploy/apply-set.js';
import { concurrently } from '../../src/deploy/concurrently.js';
import { debtsOf } from '../../src/deploy/debts.js';
import { isApplied, union, withoutUnstated } from '../../src/deploy/field-set.js';
import { ensureNamespace, isLocked, lock } from '../../src/deploy/lock.js';
import { missingPermissions } from '../../src/deploy/permissions.js';
import { asSentence } from '../../src/deploy/refusals.js';
import { runIdentity } from '../../src/deploy/run-identity.js';
import { isRunRecord, markRun, rememberedRun, writeRun } from '../../src/deploy/run-record.js';
import { deploySettings } from '../../src/deploy/settings.js';
import { Snapshot } from '../../src/deploy/snapshot.js';
import { defaultStateFolder, removeState, writeState } from '../../src/deploy/state-file.js';
import { leftAfterDeletion, terminatingText } from '../../src/deploy/terminating.js';
import { verify } from '../../src/deploy/verify.js';
import { foreignWriters, isShortened, isWrittenByUsOnly } from '../../src/deploy/written-by-us.js';
import { FakeServer } from './fake-server.js';
import { environment } from './fleet.js';

const apiVersion = 'networking.istio.io/v1';
const object = (
  spec: unknown = {},
  metadata: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject => ({
  ...{ apiVersion, kind: 'DestinationRule', spec },
  metadata: { name: 'web', namespace: 'default', ...metadata },
});

describe('who runs a deployment', () => {
  const now = new Date('2026-11-21T10:45:07.890Z');
  const github = { GITHUB_SERVER_URL: 'https://g', GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '7' };

  test('is a workflow run, with its attempt where that is known', () => {
    expect(runIdentity(github, now)).toEqual({
      run: expect.stringMatching(/^20261121-104507-[0-9a-f]{6}$/),
      by: 'https://g/o/r/actions/runs/7',
    });
    expect(runIdentity({ ...github, GITHUB_RUN_ATTEMPT: '2' }, now).by).toBe(
      'https://g/o/r/actions/runs/7/attempts/2',
    );
    expect(runIdentity(github, now).run).not.toBe(runIdentity(github, now).run);
  });

  test.each(Object.keys(github))('is a person on a machine without %s', (name) => {
    expect(runIdentity({ ...github, [name]: undefined }, now).by).toBe(
      `${userInfo().username}@${hostname()}`,
    );
  });
});

describe('settings', () => {
  const settings = (text: string, env = {}) => {
    const paths = {
      toWorkingPath: (path: string) => path,
      toKubeconfigPath: (path: string) => path,
    };
    const textOf = () => ({ problem: 'no files here' }) as never;
    const config = parseConfig({ file: 'c.yaml', text: `version: 1\n${text}` }, [], {
      ...paths,
      textOf,
    });
    return deploySettings(config, env);
  };

  test('give a managed control plane more time than one of our own', () => {
    expect(settings('').verifyTimeoutMs).toBe(60_000);
    expect(settings('profile: csm-managed').verifyTimeoutMs).toBe(600_000);
    expect(settings('profile: csm-managed\ndeploy: {verifySeconds: 5}').verifyTimeoutMs).toBe(
      5_000,
    );
  });

  test('have another name of the environment only where it is one', () => {
    const named = (previous: string) =>
      settings(`deploy: {environment: prod, namespace: ns, previousEnvironment: ${previous}}`)
        .environment;
    expect(named('old')).toEqual({ name: 'prod', namespace: 'ns', previous: 'old' });
    expect(named('prod')).toEqual({ name: 'prod', namespace: 'ns' });
    expect(settings('').istio).toEqual({ profile: 'istio-1.31', rootNamespace: 'istio-system' });
  });

  test.each([
    [{ RUNNER_TEMP: '/t', XDG_STATE_HOME: '/x', HOME: '/h' }, '/t/mesh-failover'],
    [{ XDG_STATE_HOME: '/x', HOME: '/h' }, '/x/mesh-failover'],
    [{ HOME: '/h' }, '/h/.local/state/mesh-failover'],
    [{ HOME: '' }, join(tmpdir(), 'mesh-failover')],
  ])('keep state in a folder of %j', (env, folder) => {
    expect(defaultStateFolder(env)).toBe(folder);
    expect(settings('', env).stateFolder).toBe(folder);
  });
});

test('state is for its owner alone, and is gone once it is not needed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-state-'));
  const file = await writeState(join(folder, 'deep'), 'run-1', [], 'Choose another');
  expect(file).toBe(join(folder, 'deep/run-1.json'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700);
  await removeState(file);
  await removeState(file);
  writeFileSync(join(folder, 'x'), '');
  await removeState(join(folder, 'x/y'));
  rmSync(folder, { recursive: true });
});

describe('a lock', () => {
  const options = { environment, holder: 'me', fieldManager: 'x', waitSeconds: 0 };
  const lease = { kind: 'Lease', namespace: 'mesh-failover', name: 'mesh-failover-prod' };

  test('is taken in the order of names, and waited for', async () => {
    const [a, b] = [new FakeServer('a'), new FakeServer('b')];
    const asked: string[] = [];
    for (const cluster of [a, b]) {
      cluster.fault = (request) => {
        if (request.startsWith('create Lease')) asked.push(cluster.name);
      };
    }
    const held = await lock([b, a], options);
    expect(asked).toEqual(['a', 'b']);
    expect([held.isHeld(), held.hasWaited, await held.confirm(a)]).toEqual([true, false, true]);
    expect(await held.confirm(new FakeServer('c'))).toBe(false);
    expect(await isLocked(a, environment)).toBe(true);
    await expect(lock([a], { ...options, holder: 'other' })).rejects.toThrow(
      'cluster a is locked by me',
    );
    const events: unknown[] = [];
    const waiting = lock([a], {
      ...{ ...options, holder: 'other', waitSeconds: 9 },
      progress: (event) => {
        events.push(event);
        void held.release();
      },
    });
    const second = await waiting;
    expect([second.hasWaited, second.isHeld(), held.isHeld()]).toEqual([true, true, false]);
    expect(events).toEqual([{ step: 'waiting', cluster: 'a', holder: 'me' }]);
    await second.release();
    expect(await isLocked(a, environment)).toBe(false);
  });

  test('of two names for one cluster is given back', async () => {
    const [a, b] = [new FakeServer('a'), new FakeServer('b')];
    await (await lock([a, b], options)).release();
    const uid = a.find(lease)?.metadata.uid ?? '';
    b.find(lease)!.metadata.uid = uid;
    await expect(lock([a, b], options)).rejects.toThrow(
      'the clusters a, b are one and the same cluster',
    );
    expect(a.find(lease)?.['spec']).toMatchObject({ holderIdentity: '' });
  });

  test('is not known to who may not look, and nothing else is passed over', async () => {
    const a = new FakeServer('a');
    a.fault = () => new ClusterError('forbidden', 'no');
    expect(await isLocked(a, environment)).toBeUndefined();
    a.fault = () => new ClusterError('busy', 'too much');
    await expect(isLocked(a, environment)).rejects.toThrow('too much');
  });

  test('needs its namespace, which is made where it is missing', async () => {
    const a = new FakeServer('a', ['default']);
    expect(await ensureNamespace(a, 'new', 'x')).toBe(true);
    expect(await ensureNamespace(a, 'new', 'x')).toBe(false);
    expect(a.find({ kind: 'Namespace', name: 'new' })?.metadata['labels']).toEqual({
      'app.kubernetes.io/managed-by': 'mesh-failover',
    });
    const fails = (on: RegExp, problem: 'forbidden' | 'exists' | 'busy') => {
      a.fault = (request) => (on.test(request) ? new ClusterError(problem, 'no') : undefined);
    };
    fails(/^get/, 'forbidden');
    expect(await ensureNamespace(a, 'other', 'x')).toBe(false);
    fails(/^get/, 'busy');
    await expect(ensureNamespace(a, 'other', 'x')).rejects.toThrow(/^no$/);
    fails(/^create/, 'exists');
    expect(await ensureNamespace(a, 'other', 'x')).toBe(false);
    fails(/^create/, 'forbidden');
    await expect(ensureNamespace(a, 'other', 'x')).rejects.toThrow(
      'no. Create it first: kubectl create namespace other',
    );
  });
});

describe('permissions', () => {
  const verbs = ['get', 'list', 'create', 'patch', 'update', 'delete'];

  test('are asked for once where they hold everywhere, and for what is in no namespace', async () => {
    const a = new FakeServer('a');
    const places = ['default', 'shop', 'shop'].map((namespace) => object({}, { namespace }));
    expect(await missingPermissions(a, places, environment)).toEqual([]);
    const asked = a.journal.filter((line) => line.includes('destinationrules'));
    expect(asked).toEqual(verbs.map((verb) => `may ${verb} destinationrules`));
    expect(a.journal).toContain('may get leases mesh-failover');
    expect(a.journal).toContain('may delete configmaps mesh-failover');
    a.journal.length = 0;
    await missingPermissions(a, [object()], environment);
    expect(a.journal).toContain('may get destinationrules default');
    expect(a.journal).not.toContain('may get destinationrules');
  });

  test('that hold in one namespace alone are missing in the other', async () => {
    const a = new FakeServer('a');
    a.allows = ({ verb, namespace, resource }) =>
      resource !== 'destinationrules' || namespace === 'shop' || verb !== 'create';
    const places = ['default', 'shop'].map((namespace) => object({}, { namespace }));
    expect(await missingPermissions(a, places, environment)).toEqual([
      'create destinationrules.networking.istio.io in the namespace default',
    ]);
    const { namespace: _, ...metadata } = object().metadata;
    a.allows = ({ resource }) => resource !== 'namespaces' && resource !== 'configmaps';
    const own = { ...object(), apiVersion: 'v1', kind: 'Namespace', metadata };
    expect(await missingPermissions(a, [own], environment)).toEqual([
      `${verbs.join(', ')} namespaces in the whole cluster`,
      `${verbs.join(', ')} configmaps in the namespace mesh-failover`,
    ]);
    a.allows = ({ resource }) => resource !== 'leases';
    expect(await missingPermissions(a, [], environment)).toEqual([
      'get, create, update leases.coordination.k8s.io in the namespace mesh-failover',
    ]);
  });
});

describe('a look at what is in a cluster', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => object({}, { namespace: `n${index}` }));

  test('asks for each namespace, and of many for all at once, unless that is forbidden', async () => {
    const a = new FakeServer('a', ['n0', 'n8']);
    a.put(object({}, { namespace: 'n8' }), 'x');
    a.put(object({}, { namespace: 'n0' }), 'x');
    const eight = await Snapshot.take(a, many(8));
    expect(a.journal).toEqual(
      Array.from({ length: 8 }, (_, index) => `list DestinationRule n${index}`),
    );
    expect([...eight.all()]).toHaveLength(1);
    a.journal.length = 0;
    const nine = await Snapshot.take(a, many(9));
    expect(a.journal).toEqual(['list DestinationRule']);
    expect(nine.get(object({}, { namespace: 'n8' }))).toBeDefined();
    expect(nine.get(object({}, { namespace: 'n1' }))).toBeUndefined();
    a.fault = (request) =>
      request === 'list DestinationRule' ? new ClusterError('forbidden', 'no') : undefined;
    expect([...(await Snapshot.take(a, many(9))).all()]).toHaveLength(2);
    a.fault = (request) =>
      request === 'list DestinationRule' ? new ClusterError('busy', 'later') : undefined;
    const failed = await Snapshot.take(a, [...many(9), { ...object(), kind: 'Gateway' }]);
    expect(failed.errorOf(object())).toMatchObject({ message: 'later' });
    expect(failed.errorOf({ ...object(), kind: 'Gateway' })).toBeUndefined();
    a.fault = () => new ClusterError('unreachable', 'gone');
    await expect(Snapshot.take(a, [object()])).rejects.toThrow('gone');
  });
});

describe('what was written', () => {
  const options = { reports: false, timeoutMs: 0, signal: new AbortController().signal };
  const write = (a: FakeServer, status?: unknown) => {
    const live = a.put(object({ host: 'x' }), 'mesh-failover');
    if (status !== undefined) live['status'] = status;
    return live;
  };

  test('is not waited for where no control plane reports', async () => {
    const a = new FakeServer('a');
    expect(await verify(a, [write(a)], options)).toBe('not-reported');
    expect(await verify(a, [], { ...options, reports: true })).toBe('not-reported');
    expect(await verify(a, [write(a, { conditions: 'none' })], options)).toBe('not-reported');
  });

  test('is reported only for its own generation', async () => {
    const a = new FakeServer('a');
    const condition = { type: 'Programmed', status: 'True' };
    expect(await verify(a, [write(a, { conditions: [condition] })], options)).toBe('reported');
    const seen = (observedGeneration: unknown, status = 'True', more = {}) =>
      verify(
        a,
        [write(a, { observedGeneration, conditions: [{ type: 'P', status, ...more }] })],
        options,
      );
    expect(await seen('1')).toBe('reported');
    expect(await seen(2)).toBe('reported');
    await expect(seen(0)).rejects.toThrow('has not reported within 0 s');
    await expect(seen(0, 'False')).rejects.toThrow('has not reported');
    await expect(seen(1, 'False')).rejects.toThrow(
      'reports P False for DestinationRule default/web: ',
    );
    await expect(seen(1, 'False', { reason: 'why', message: 5 })).rejects.toThrow(
      'default/web: why',
    );
    await expect(verify(a, [write(a)], { ...options, reports: true })).rejects.toThrow(
      'has not reported',
    );
  });

  test('that is gone or another was touched by somebody', async () => {
    const a = new FakeServer('a');
    const live = write(a);
    a.edit(
      { kind: 'DestinationRule', namespace: 'default', name: 'web' },
      { metadata: { labels: { a: 'b' } } },
      'ops',
    );
    expect(await verify(a, [live], options)).toBe('not-reported');
    a.objects.delete('networking.istio.io DestinationRule default web');
    await expect(verify(a, [live], options)).rejects.toThrow(
      'somebody else has deleted DestinationRule default/web in cluster a right after it was written',
    );
    write(a);
    await expect(verify(a, [live], options)).rejects.toThrow('somebody else has changed');
  });

  test('is waited for until it is reported, or the run ends', async () => {
    const a = new FakeServer('a');
    const live = write(a);
    const waiting = verify(a, [live], { ...options, reports: true, timeoutMs: 20_000 });
    setTimeout(() => {
      a.find({ kind: 'DestinationRule', namespace: 'default', name: 'web' })!['status'] = {
        conditions: [{ type: 'P', status: 'True' }],
      };
    }, 10);
    expect(await waiting).toBe('reported');
    const stop = new AbortController();
    delete a.find({ kind: 'DestinationRule', namespace: 'default', name: 'web' })!['status'];
    const stopped = verify(a, [live], { reports: true, timeoutMs: 20_000, signal: stop.signal });
    setTimeout(() => stop.abort(), 10);
    await expect(stopped).rejects.toThrow('cluster a: interrupted');
  });
});

describe('an object that is deleted', () => {
  test('is waited for until it is gone, another, or the time is over', async () => {
    const a = new FakeServer('a');
    const live = a.put(object(), 'x');
    expect(await leftAfterDeletion(a, live, { waitMs: 0 })).toBeDefined();
    expect(
      await leftAfterDeletion(a, live, { waitMs: 9_000, signal: AbortSignal.abort() }),
    ).toBeDefined();
    setTimeout(() => a.objects.clear(), 10);
    expect(await leftAfterDeletion(a, live, { waitMs: 9_000 })).toBeUndefined();
    a.put(object(), 'x');
    expect(await leftAfterDeletion(a, live, { waitMs: 9_000 })).toBeUndefined();
  });

  test('waits for finalizers, or for its deletion', () => {
    expect(terminatingText(object())).toBe('it is being deleted, and waits for its deletion');
    expect(terminatingText(object({}, { finalizers: ['a'] }))).toContain(
      'waits for the finalizers a',
    );
    expect(terminatingText(object({}, { finalizers: 'a' }))).toContain('its deletion');
  });
});

describe('owners of fields', () => {
  const entry = (manager: string, more: Partial<ManagedFields> = {}): ManagedFields => ({
    ...{
      manager,
      operation: 'Update',
      apiVersion,
      time: 'then',
      fieldsV1: { 'f:spec': { 'f:host': {} } },
    },
    ...more,
  });
  const owned = (...managedFields: ManagedFields[]) =>
    object({ host: 'x' }, { managedFields, uid: 'u' });
  const ours = entry('mesh-failover', { operation: 'Apply' });

  test('who else has written since: by name, operation, version and time', () => {
    const names = (live: KubernetesObject, before?: KubernetesObject) =>
      foreignWriters(live, before, 'mesh-failover').map(({ manager }) => manager);
    expect(names(owned(ours, entry('ops')))).toEqual(['ops']);
    expect(names(owned(ours, entry('ops')), owned(entry('ops')))).toEqual([]);
    for (const more of [{ time: 'now' }, { operation: 'Apply' }, { apiVersion: 'v2' }]) {
      expect(names(owned(ours, entry('ops', more)), owned(entry('ops')))).toEqual(['ops']);
    }
    expect(names(owned(entry('istiod', { subresource: 'status' })))).toEqual([]);
    expect(names(owned(entry('mesh-failover-rollback')))).toEqual([]);
    expect(names(owned(entry('mesh-failover')))).toEqual(['mesh-failover']);
    expect(names(object())).toEqual([]);
    expect(isWrittenByUsOnly(owned(ours), owned(ours), 'mesh-failover')).toBe(true);
    const other = object({}, { uid: 'other', managedFields: [ours] });
    expect(isWrittenByUsOnly(owned(ours), other, 'mesh-failover')).toBe(false);
    expect(isWrittenByUsOnly(owned(ours), undefined, 'mesh-failover')).toBe(true);
  });

  test('what is missing of what was applied', () => {
    expect(isShortened({ a: { b: 1 }, c: 2 }, { a: { b: 1 } })).toBe(false);
    expect(isShortened({ a: { b: 2 } }, { a: { b: 1 } })).toBe(false);
    expect(isShortened({ a: {} }, { a: { b: 1 } })).toBe(true);
    expect(isShortened({ a: 5 }, { a: { b: 1 } })).toBe(true);
    expect(isShortened({}, { a: null, b: undefined })).toBe(false);
    expect(isShortened(undefined, 5)).toBe(true);
    expect(isShortened(undefined, {})).toBe(true);
  });

  test('whether applying changes nothing', () => {
    const fields = { 'f:spec': { 'f:host': {}, '.': {} } };
    const live = (own: object, spec: object, more = {}) =>
      object(spec, {
        uid: 'u',
        managedFields: [entry('me', { operation: 'Apply', fieldsV1: own, ...more })],
      });
    expect(isApplied(live(fields, { host: 'x', other: 1 }), object({ host: 'x' }), 'me')).toBe(
      true,
    );
    expect(isApplied(live(fields, { host: 'y' }), object({ host: 'x' }), 'me')).toBe(false);
    expect(isApplied(live(fields, { host: 'x' }), object({ host: 'x', more: 1 }), 'me')).toBe(
      false,
    );
    expect(isApplied(live(fields, { host: 'x' }), object({}), 'me')).toBe(false);
    expect(isApplied(live(fields, { host: 'x' }), object('x'), 'me')).toBe(false);
    expect(isApplied(live(fields, { host: 'x' }), object({ host: 'x' }), 'you')).toBe(false);
    expect(
      isApplied(live(fields, { host: 'x' }, { apiVersion: 'v2' }), object({ host: 'x' }), 'me'),
    ).toBe(false);
    expect(
      isApplied(live(fields, { host: 'x' }, { operation: 'Update' }), object({ host: 'x' }), 'me'),
    ).toBe(false);
    expect(
      isApplied(
        live(fields, { host: 'x' }, { subresource: 'status' }),
        object({ host: 'x' }),
        'me',
      ),
    ).toBe(false);
    const other = { ...live(fields, { host: 'x' }), apiVersion: 'networking.istio.io/v1beta1' };
    expect(isApplied(other, object({ host: 'x' }), 'me')).toBe(false);
    // Members of a list: nobody can tell without asking.
    const listed = { 'f:spec': { 'f:host': { 'k:{"a":1}': {} } } };
    expect(isApplied(live(listed, { host: { a: 1 } }), object({ host: { a: 1 } }), 'me')).toBe(
      false,
    );
    const labels = { 'f:metadata': { 'f:labels': { 'f:a': {} } } };
    const labelled = { ...live(labels, {}), spec: undefined };
    labelled.metadata = { ...labelled.metadata, labels: { a: 'b', other: 'c' } };
    const { spec: _, ...bare } = object({}, { labels: { a: 'b' } });
    expect(isApplied(labelled, bare, 'me')).toBe(true);
    expect(
      isApplied(labelled, { ...bare, metadata: { ...bare.metadata, finalizers: ['x'] } }, 'me'),
    ).toBe(false);
  });

  test('together, and without what is not stated', () => {
    expect(union({ a: { b: {} } }, { a: { c: {} }, d: {} })).toEqual({
      a: { b: {}, c: {} },
      d: {},
    });
    expect(union({}, { toString: {} })).toEqual({ toString: {} });
    const fields = { 'f:a': { 'f:b': {}, 'f:c': {} }, 'f:d': {} };
    const value = { a: { b: 1, c: 2, own: 3 }, d: 4, e: 5 };
    expect(withoutUnstated(value, fields, { a: { b: 1 } })).toEqual({ a: { b: 1, own: 3 }, e: 5 });
    expect(withoutUnstated({ a: { b: 1 } }, fields, {})).toEqual({});
    expect(withoutUnstated({ a: { b: 1 } }, fields, { a: {} })).toEqual({ a: {} });
    expect(withoutUnstated([1], fields, {})).toEqual([1]);
    expect(withoutUnstated({ d: 4 }, fields, { d: 0 })).toEqual({ d: 4 });
  });

  test('of kubectl become ours, but for its own note', () => {
    const last = 'f:kubectl.kubernetes.io/last-applied-configuration';
    const kubectl = entry('kubectl-client-side-apply', {
      fieldsV1: {
        'f:metadata': { 'f:annotations': { [last]: {}, 'f:x': {} } },
        'f:spec': { 'f:a': {} },
      },
    });
    expect(adoptedFields(owned(ours, entry('ops')), 'mesh-failover')).toBeUndefined();
    const status = entry('kubectl-client-side-apply', { subresource: 'status' });
    expect(
      adoptedFields(owned(status, entry('before-first-apply', { operation: 'Apply' })), 'me'),
    ).toBeUndefined();
    const both = adoptedFields(owned(entry('ops'), kubectl, ours), 'mesh-failover');
    const fields = {
      'f:metadata': { 'f:annotations': { 'f:x': {} } },
      'f:spec': { 'f:a': {}, 'f:host': {} },
    };
    expect(both).toEqual({ managedFields: [entry('ops'), { ...ours, fieldsV1: fields }], fields });
    const first = adoptedFields(owned(entry('before-first-apply')), 'mesh-failover');
    expect(first?.managedFields).toEqual([ours]);
  });
});

describe('a record of a run', () => {
  const record = {
    version: 1 as const,
    run: 'r',
    startedAt: 't',
    by: 'me',
    cluster: 'a',
    objects: [],
  };

  test('that nobody can read might be unfinished', async () => {
    const a = new FakeServer('a');
    await writeRun(a, environment, record, 'x');
    const head = { kind: 'ConfigMap', namespace: 'mesh-failover', name: 'mesh-failover-prod-run' };
    a.edit(head, { data: { phase: 'upside-down', endedBefore: 'one two' } }, 'x');
    expect(await rememberedRun(a, environment)).toEqual({
      ...{ phase: 'applying', run: 'r', by: 'me', startedAt: 't', endedBefore: ['one', 'two'] },
    });
    a.edit(head, { data: { run: null, phase: 'kept' } }, 'x');
    expect(await rememberedRun(a, environment)).toMatchObject({ phase: 'kept', run: '' });
    await expect(markRun(a, environment, 'r', 'applied', 'x')).rejects.toThrow(
      'cluster a: the run of nobody has taken the place of r',
    );
  });

  test('remembers a number of runs that ended well before it', async () => {
    const a = new FakeServer('a');
    for (let run = 0; run < 23; run += 1) {
      await writeRun(a, environment, { ...record, run: `r${run}` }, 'x');
      if (run !== 21) await markRun(a, environment, `r${run}`, 'applied', 'x');
    }
    const known = (await rememberedRun(a, environment))?.endedBefore ?? [];
    expect([known.length, known[0], known.at(-1)]).toEqual([20, 'r1', 'r20']);
  });

  test.each([
    [{ version: 2 }, false],
    [{ run: 1 }, false],
    [{ cluster: 1 }, false],
    [{ objects: {} }, false],
    [{ objects: [1] }, false],
    [{ objects: [{ key: 1, before: null }] }, false],
    [{ objects: [{ key: { kind: 'a', apiVersion: 'v1' }, before: null }] }, false],
    [{ objects: [{ key: { name: 'a', apiVersion: 'v1' }, before: null }] }, false],
    [{ objects: [{ key: { name: 'a', kind: 'a' }, before: null }] }, false],
    [{ objects: [{ key: { name: 'a', kind: 'a', apiVersion: 'v1' } }] }, false],
    [{ objects: [{ key: { name: 'a', kind: 'a', apiVersion: 'v1' }, before: null }] }, true],
    [{ objects: [{ key: { name: 'a', kind: 'a', apiVersion: 'v1' }, before: {} }] }, true],
  ])('is one: %j', (fields, is) => {
    expect(isRunRecord(record)).toBe(true);
    expect(isRunRecord({ ...record, ...fields })).toBe(is);
  });
});

test('debts: the oldest of each cluster, and nothing of what is none', () => {
  const debt = { cluster: 'b', since: '2026-02', by: 'x', run: 'r', reason: 'y' };
  const set = (value: unknown) => ({
    ...{ id: 'i', kinds: [], namespaces: [] },
    notes: { debts: typeof value === 'string' ? value : JSON.stringify(value) },
  });
  const older = { ...debt, since: '2026-01' };
  expect(debtsOf([set([debt]), undefined, set([older, { ...debt, cluster: 'c' }])])).toEqual([
    older,
    { ...debt, cluster: 'c' },
  ]);
  expect(debtsOf([set([older]), set([debt])])).toEqual([older]);
  const broken = Object.keys(debt).map((key) => ({ ...debt, [key]: 5 }));
  expect(debtsOf([set('{'), set({}), set([null, ...broken])])).toEqual([]);
});

test('work at the same time is bounded, and a failure starts no more', async () => {
  let [active, most] = [0, 0];
  const done: number[] = [];
  const work = async (item: number) => {
    most = Math.max(most, ++active);
    await new Promise((resolve) => setTimeout(resolve, 1));
    active -= 1;
    done.push(item);
    if (item === 3) throw new Error('three');
    return item * 2;
  };
  expect(await concurrently([1, 2, 4, 5], 2, work)).toEqual([2, 4, 8, 10]);
  expect(most).toBe(2);
  done.length = 0;
  await expect(concurrently([1, 3, 5, 7, 9], 1, work)).rejects.toThrow('three');
  expect(done).toEqual([1, 3]);
  expect(await concurrently([], 3, work)).toEqual([]);
});

test('sentences begin with a capital, and end', () => {
  expect(['a b', 'a b.', 'a?', 'a!', 'É'].map(asSentence)).toEqual([
    'A b.',
    'A b.',
    'A?',
    'A!',
    'É.',
  ]);
});

test('members of a renamed environment are looked for under both names', () => {
  expect(memberSelector(environment)).toMatch(
    /^applyset\.kubernetes\.io\/part-of=applyset-[\w-]{43}-v1$/,
  );
  expect(memberSelector({ ...environment, previous: 'old' })).toMatch(
    /^applyset\.kubernetes\.io\/part-of in \(applyset-[\w-]{43}-v1,applyset-[\w-]{43}-v1\)$/,
  );
});
