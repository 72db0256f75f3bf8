import { describe, expect, test } from '@jest/globals';
import { acquireLease, leaseHolder } from '../../src/cluster/lease.js';
import { MemoryCluster } from '../deploy/memory-cluster.js';

const place = { namespace: 'mesh-failover', name: 'mesh-failover-shop' };

/** A cluster with a lock whose record says this. */
async function clusterWith(spec: Record<string, unknown>): Promise<MemoryCluster> {
  const cluster = new MemoryCluster('a');
  const kind = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };
  await cluster.create({ ...kind, metadata: place, spec: { leaseDurationSeconds: 30, ...spec } });
  return cluster;
}

const wanted = { ...place, holder: 'me', fieldManager: 'x' };

describe('a lock that another run holds', () => {
  // Minutes before and after any clock that reads this.
  test.each(['2000-01-01T00:00:00.000000Z', '2999-01-01T00:00:00.000000Z', '', null])(
    'is not taken at first sight, with the renewal at %s',
    async (renewTime) => {
      const cluster = await clusterWith({ holderIdentity: 'they', renewTime });
      await expect(acquireLease(cluster, wanted)).rejects.toMatchObject({
        problem: 'locked',
        message: expect.stringMatching(/^cluster a is locked by they since /),
      });
      expect(await leaseHolder(cluster, place)).toBe('they');
    },
  );

  test('says whom it waits for, and stops waiting at a signal', async () => {
    const cluster = await clusterWith({ holderIdentity: 'they' });
    const controller = new AbortController();
    const waits: string[] = [];
    const onWait = (holder: string) => {
      waits.push(holder);
      controller.abort();
    };
    const { signal } = controller;
    await expect(
      acquireLease(cluster, { ...wanted, waitSeconds: 600, signal, onWait }),
    ).rejects.toMatchObject({ problem: 'locked', message: expect.stringContaining('interrupted') });
    expect(waits).toEqual(['they']);
  });
});

test("a lock that is released is nobody's", async () => {
  expect(await leaseHolder(await clusterWith({ holderIdentity: '' }), place)).toBeUndefined();
  expect(await leaseHolder(new MemoryCluster('a'), place)).toBeUndefined();
});
