/** Locks and records in a real API server. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Cluster } from '../../../src/cluster/cluster.js';
import { connect } from '../../../src/cluster/connect.js';
import { acquireLease } from '../../../src/cluster/lease.js';
import {
  deleteRecord,
  readRecord,
  readRecordHeader,
  updateRecordHeader,
  writeRecord,
} from '../../../src/cluster/record.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { describeReal } from '../describe-real.js';

describeReal('kept in clusters', ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'], () => {
  const bench = new Bench();
  let server: ApiServer;
  let cluster: Cluster;

  beforeAll(async () => {
    const etcd = await startEtcd(bench);
    server = await startApiServer(bench, { name: 'a', etcd, istioCrds: false });
    cluster = await connect({
      name: 'a',
      locality: 'europe-west1',
      kubeconfig: server.kubeconfig,
    });
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  const lease = (name: string, holder: string) => ({
    ...{ namespace: 'default', name, holder, fieldManager: 'mesh-failover' },
    durationSeconds: 2,
  });

  test('a lock keeps others out until it is released', async () => {
    const first = await acquireLease(cluster, lease('one', 'first'));
    await expect(acquireLease(cluster, lease('one', 'second'))).rejects.toMatchObject({
      problem: 'locked',
      message: expect.stringContaining('locked by first'),
    });
    // Longer than it lasts without a renewal.
    await sleep(4_000);
    expect(first.isHeld()).toBe(true);
    await first.release();
    expect(first.isHeld()).toBe(false);
    const second = await acquireLease(cluster, lease('one', 'second'));
    expect(second.isHeld()).toBe(true);
    await second.release();
  }, 30_000);

  test('a lock that nobody renews is taken over', async () => {
    // By a clock that is five minutes ahead.
    const now = new Date(Date.now() + 300_000).toISOString().replace('Z', '000Z');
    await server.apply({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'dead', namespace: 'default' },
      spec: { holderIdentity: 'dead', leaseDurationSeconds: 2, acquireTime: now, renewTime: now },
    });
    const held = await acquireLease(cluster, { ...lease('dead', 'alive'), waitSeconds: 20 });
    expect(held.isHeld()).toBe(true);
    await held.release();
  }, 40_000);

  test('a lock whose holder is alive is not taken over, however late its clock is', async () => {
    const at = (seconds: number) => ({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'late', namespace: 'default' },
      spec: {
        ...{ holderIdentity: 'alive', leaseDurationSeconds: 2 },
        renewTime: `2020-01-01T00:00:${String(seconds).padStart(2, '0')}.000000Z`,
      },
    });
    await server.apply(at(0));
    let seconds = 0;
    const renewal = setInterval(() => void server.apply(at(++seconds)), 1_000);
    try {
      await expect(
        acquireLease(cluster, { ...lease('late', 'thief'), waitSeconds: 4 }),
      ).rejects.toMatchObject({ problem: 'locked' });
    } finally {
      clearInterval(renewal);
    }
  }, 30_000);

  test('a lock that somebody else takes is noticed', async () => {
    const held = await acquireLease(cluster, lease('stolen', 'victim'));
    await server.kubectl([
      ...['patch', 'lease', 'stolen', '-n', 'default', '--type=merge'],
      ...['-p', '{"spec":{"holderIdentity":"thief"}}'],
    ]);
    const deadline = Date.now() + 10_000;
    while (held.isHeld() && Date.now() < deadline) await sleep(100);
    expect(held.isHeld()).toBe(false);
    await held.release();
    const { body } = await server.get(
      '/apis/coordination.k8s.io/v1/namespaces/default/leases/stolen',
    );
    expect(JSON.parse(body)).toMatchObject({ spec: { holderIdentity: 'thief' } });
  }, 30_000);

  const key = { namespace: 'default', name: 'record', fieldManager: 'mesh-failover' };

  const parts = async () => {
    const { body } = await server.get('/api/v1/namespaces/default/configmaps');
    const { items } = JSON.parse(body) as { items: { metadata: { name: string } }[] };
    return items.map(({ metadata }) => metadata.name).filter((name) => /^record-/.test(name));
  };

  test('a record larger than a ConfigMap comes back as it was', async () => {
    // Random, so that compression doesn't make it small.
    const body = { values: randomBytes(1_500_000).toString('base64') };
    await writeRecord(cluster, key, { header: { phase: 'started' }, body });
    expect(await parts()).toHaveLength(2);
    expect(await readRecord(cluster, key)).toEqual({ header: { phase: 'started' }, body });

    await updateRecordHeader(cluster, key, () => ({ phase: 'ended', note: 'fine' }));
    expect(await readRecordHeader(cluster, key)).toEqual({ phase: 'ended', note: 'fine' });
    expect(await readRecord(cluster, key)).toMatchObject({ body });

    await writeRecord(cluster, key, { header: {}, body: 'small' });
    expect(await parts()).toHaveLength(1);
    expect(await readRecord(cluster, key)).toEqual({ header: {}, body: 'small' });

    await deleteRecord(cluster, key);
    expect(await readRecord(cluster, key)).toBeUndefined();
    expect(await parts()).toEqual([]);
  }, 60_000);

  test('a record whose parts were changed is not taken for what was written', async () => {
    await writeRecord(cluster, key, { header: {}, body: 'small' });
    const [part = ''] = await parts();
    await server.kubectl(['delete', 'configmap', '-n', 'default', part]);
    await expect(readRecord(cluster, key)).rejects.toThrow(/record in ConfigMap .* is damaged/);
    await deleteRecord(cluster, key);
  }, 30_000);

  test('lists all pages', async () => {
    const names = Array.from({ length: 601 }, (_, index) => `page-${index}`);
    await server.apply(
      names.map((name) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: 'default', labels: { pages: 'yes' } },
      })),
    );
    const selection = { apiVersion: 'v1', kind: 'ConfigMap', labelSelector: 'pages=yes' };
    const all = await cluster.list(selection);
    expect(all.map(({ metadata }) => metadata.name).sort()).toEqual(names.sort());
    expect(all[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
  }, 120_000);
});
