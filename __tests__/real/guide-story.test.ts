/** The guide's table, with real parts: 50/50, then all to the other cluster, then 50/50 again. */
import { afterAll, beforeAll, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { startMesh } from './bench/mesh.mjs';
import { describeReal } from './describe-real.js';
import { expectSplit } from './expect-split.js';

const guide = readFileSync(new URL('./manifests/guide.yaml', import.meta.url), 'utf8');
const regionA = 'europe-west1';
const regionB = 'us-central1';
const evenly = { [regionA]: 0.5, [regionB]: 0.5 };

describeReal(
  'the guide, with WorkloadEntries as endpoints',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery', 'envoy'],
  () => {
    let mesh: Awaited<ReturnType<typeof startMesh>>;

    beforeAll(async () => {
      mesh = await startMesh({ clusters: [{ name: regionA }, { name: regionB }] });
      await mesh.apply(guide);
    }, 180_000);

    afterAll(() => mesh?.stop(), 30_000);

    test('healthy: 50 % to each region', () => expectSplit(mesh.clusters, evenly), 150_000);

    test('no endpoints in A: everything to B', async () => {
      await mesh.scale(regionA, 0);
      await expectSplit(mesh.clusters, { [regionB]: 1 });
    }, 150_000);

    test('they are back: 50 % to each region again', async () => {
      await mesh.scale(regionA);
      await expectSplit(mesh.clusters, evenly);
    }, 150_000);
  },
);
