import { beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import {
  readDrillRecord,
  writeDrillRecord,
  type DrillRecord,
} from '../../src/drill/drill-record.js';
import { commandLineTerms as terms } from '../../src/drill/drill-terms.js';
import { commandHook, HookError, type HookCall } from '../../src/drill/outage-hook.js';
import { stayLabel, undoCommand, type DrillChange } from '../../src/drill/field-change.js';
import { makeOutage, undoOutage, type OutagePlace, type Patience } from '../../src/drill/outage.js';
import { isRestored } from '../../src/drill/restore-drill.js';
import { MemoryCluster } from '../deploy/memory-cluster.js';

const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
const scale: DrillChange = {
  object: key,
  subresource: 'scale',
  path: ['spec', 'replicas'],
  before: 3,
  during: 0,
};
const record: DrillRecord = {
  scenario: 'scaled-to-zero:a',
  startedAt: '2026-01-01T00:00:00Z',
  holder: 'somebody',
  changes: [scale],
};

const environment = { name: 'production', namespace: 'state' };

describe('an outage', () => {
  let journal: string[];
  let fault: (request: string) => ClusterError | undefined;
  let cluster: MemoryCluster;
  let place: OutagePlace;
  const told: string[] = [];

  beforeEach(async () => {
    journal = [];
    fault = () => undefined;
    cluster = new MemoryCluster('a', journal, (request) => fault(request));
    place = { cluster, environment, context: 'ctx', terms };
    const { apiVersion, kind, ...metadata } = key;
    await cluster.create({ apiVersion, kind, metadata, spec: { replicas: 3 } });
    journal.length = 0;
  });

  const replicas = async () =>
    ((await cluster.get(key))?.['spec'] as { replicas: number }).replicas;
  const undo = (own = record, patience?: Patience) =>
    undoOutage(place, own, undefined, (message) => told.push(message), patience);
  const noPatience = { silentMs: 0, refusedMs: 0 };

  test('is written down before it is made, and forgotten when it is undone', async () => {
    await makeOutage(place, record, undefined);
    const first = journal.findIndex((line) => line === 'a patch Deployment');
    expect(journal.slice(0, first)).toContain('a apply ConfigMap');
    expect(await replicas()).toBe(0);
    expect(await readDrillRecord(cluster, environment)).toEqual(record);

    expect(await undo()).toEqual([
      { cluster: 'a', change: 'Deployment default/web: 3 → 0 replicas', outcome: 'restored' },
    ]);
    expect(await replicas()).toBe(3);
    expect(await readDrillRecord(cluster, environment)).toBeUndefined();
  });

  test('is not made where it cannot be written down', async () => {
    fault = (request) =>
      request.includes('apply ConfigMap') ? new ClusterError('forbidden', 'no') : undefined;
    await expect(makeOutage(place, record, undefined)).rejects.toMatchObject({
      problem: 'forbidden',
    });
    expect(await replicas()).toBe(3);
  });

  test('is not made where somebody has changed the field meanwhile', async () => {
    await cluster.patch(key, { spec: { replicas: 5 } });
    await expect(makeOutage(place, record, undefined)).rejects.toMatchObject({
      problem: 'changed',
    });
    expect(await undo()).toMatchObject([{ outcome: 'changed-by-others' }]);
    expect(await replicas()).toBe(5);
  });

  test('an object that is gone is not restored', async () => {
    await makeOutage(place, record, undefined);
    await cluster.delete(key);
    const undone = await undo();
    expect(undone).toMatchObject([{ outcome: 'gone' }]);
    expect(isRestored({ cluster: 'a', record, undone })).toBe(false);
  });

  test('a Pod that was to stay is gone: so is its label', async () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web-1' };
    const { apiVersion, kind, ...metadata } = pod;
    await cluster.create({ apiVersion, kind, metadata });
    const path = ['metadata', 'labels', stayLabel];
    const own = { ...record, changes: [{ object: pod, path, before: null, during: 'true' }] };
    await makeOutage(place, own, undefined);
    await cluster.delete(pod);
    const undone = await undo(own);
    expect(undone).toMatchObject([{ outcome: 'replaced' }]);
    expect(isRestored({ cluster: 'a', record: own, undone })).toBe(true);
  });

  test('asks a cluster again that does not answer', async () => {
    await makeOutage(place, record, undefined);
    // The first time it is asked whose record there is.
    let left = 2;
    fault = () => (left-- > 0 ? new ClusterError('unreachable', 'gone away') : undefined);
    expect(await undo()).toMatchObject([{ outcome: 'restored' }]);
    expect(told).toEqual(['gone away']);
    expect(await replicas()).toBe(3);
  });

  test('says what to type where it cannot be undone, and keeps what is written down', async () => {
    await makeOutage(place, record, undefined);
    fault = (request) =>
      request.includes('patch') ? new ClusterError('forbidden', 'you may not') : undefined;
    await expect(undo(record, noPatience)).rejects.toMatchObject({
      message: [
        'CLUSTER a IS NOT RESTORED: you may not',
        'Restore it with "mesh-failover drill --restore" once that is mended, or by hand:',
        '  kubectl --context ctx --namespace default scale deployment/web --replicas=3',
      ].join('\n'),
    });
    expect(await readDrillRecord(cluster, environment)).toEqual(record);
  });

  test('the hook is told, and again', async () => {
    const calls: string[] = [];
    const hook = async (call: HookCall) => void calls.push(Object.values(call).join(' '));
    const failing = {
      ...record,
      changes: [],
      hook: { kind: 'failing' as const, locality: 'europe-west1' },
    };
    await makeOutage(place, failing, hook);
    await undoOutage(place, failing, hook, () => undefined);
    expect(calls).toEqual(['fail a failing europe-west1', 'mend a failing europe-west1']);
  });

  test('what cannot be undone does not keep the rest from it', async () => {
    const { apiVersion, kind, ...metadata } = { ...key, name: 'other' };
    await cluster.create({ apiVersion, kind, metadata, spec: { replicas: 3 } });
    const both = { ...record, changes: [scale, { ...scale, object: { ...key, name: 'other' } }] };
    await makeOutage(place, both, undefined);
    let left = 1;
    fault = (request) =>
      request.includes('patch') && left-- > 0 ? new ClusterError('invalid', 'refused') : undefined;
    const error = (await undo(both, noPatience).catch((each: unknown) => each)) as Error;
    expect(error.message).toContain('scale deployment/other');
    expect(error.message).not.toContain('deployment/web');
    expect(await replicas()).toBe(3);
    expect(await readDrillRecord(cluster, environment)).toEqual(both);
  });

  test('a refusal may pass', async () => {
    await makeOutage(place, record, undefined);
    let left = 1;
    fault = (request) =>
      request.includes('patch') && left-- > 0
        ? new ClusterError('invalid', 'no webhook')
        : undefined;
    expect(await undo()).toMatchObject([{ outcome: 'restored' }]);
  });

  test('the record of another drill is left alone', async () => {
    await makeOutage(place, record, undefined);
    const other = { ...record, holder: 'somebody else' };
    expect(await undo(other)).toEqual([]);
    expect(await replicas()).toBe(0);
    expect(await readDrillRecord(cluster, environment)).toEqual(record);
  });

  test('a hook that fails to mend leaves the record, and says how to go on', async () => {
    const failing = { ...record, hook: { kind: 'failing' as const, locality: 'europe-west1' } };
    await writeDrillRecord(cluster, environment, failing, undefined);
    const hook = () => Promise.reject(new HookError('ended with 1'));
    await expect(undoOutage(place, failing, hook, () => undefined)).rejects.toThrow(
      /^CLUSTER a IS NOT RESTORED: ended with 1\n.*--restore --outage-hook COMMAND/,
    );
    expect(await readDrillRecord(cluster, environment)).toEqual(failing);
  });

  test('a hook has ended with its shell, whatever it leaves in the background', async () => {
    const options = { cwd: process.cwd(), env: process.env };
    const call = { action: 'fail', kind: 'failing', cluster: 'a', locality: 'x' } as const;
    await commandHook('sleep 60 & echo $! >&2; exit 0', options)(call);
    const error = await commandHook(
      'sleep 60 & echo $!; exit 3',
      options,
    )(call).catch((each: unknown) => each as Error);
    expect(String(error)).toMatch(/ended with 3; it said: \d+$/);
  });

  test.each([
    ['more than was there', { ...scale, before: -1 }],
    ['another number during it', { ...scale, during: 1 }],
    ['another value', { ...scale, before: '3' }],
  ])('a record with %s is not followed', async (_, change) => {
    await writeDrillRecord(cluster, environment, { ...record, changes: [change] }, undefined);
    await expect(readDrillRecord(cluster, environment)).rejects.toThrow('that no drill makes');
  });

  test('only what a drill changes is undone through a record', async () => {
    const other = { ...scale, object: { ...key, kind: 'ClusterRole' } };
    await writeDrillRecord(cluster, environment, { ...record, changes: [other] }, undefined);
    await expect(readDrillRecord(cluster, environment)).rejects.toThrow(
      'changes that no drill makes',
    );
  });

  test('a label that is added is removed again', async () => {
    const service = { apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'web' };
    const { apiVersion, kind, ...metadata } = service;
    await cluster.create({ apiVersion, kind, metadata, spec: { selector: { app: 'web' } } });
    const path = ['spec', 'selector', stayLabel];
    const change: DrillChange = { object: service, path, before: null, during: 'true' };
    const own = { ...record, changes: [change] };
    await makeOutage(place, own, undefined);
    expect((await cluster.get(service))?.['spec']).toEqual({
      selector: { app: 'web', [stayLabel]: 'true' },
    });
    await undo(own);
    expect((await cluster.get(service))?.['spec']).toEqual({ selector: { app: 'web' } });
    expect(undoCommand(change, undefined)).toBe(
      `kubectl --namespace default patch service/web --type merge --patch '{"spec":{"selector":{"${stayLabel}":null}}}'`,
    );
  });
});
