/** The guide to the letter: `kubectl scale` of a Deployment, with the pods of Kubernetes' own controllers. */
import { afterAll, beforeAll, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { startPodMesh } from './bench/mesh.mjs';
import { describeReal, podMeshWithGateways } from './describe-real.js';
import { expectSplit } from './expect-split.js';

const guide = readFileSync(new URL('./manifests/guide.yaml', import.meta.url), 'utf8');
const regionA = 'europe-west1';
const regionB = 'us-central1';
const evenly = { [regionA]: 0.5, [regionB]: 0.5 };

describeReal('the guide, with the pods of a Deployment as endpoints', podMeshWithGateways, () => {
  let mesh: Awaited<ReturnType<typeof startPodMesh>>;

  beforeAll(async () => {
    mesh = await startPodMesh({ clusters: [{ name: regionA }, { name: regionB }] });
    await mesh.apply(guide);
  }, 180_000);

  afterAll(() => mesh?.stop(), 30_000);

  test('healthy: 50 % to each region', () => expectSplit(mesh.clusters, evenly), 150_000);

  test('scaled to zero in A: everything to B', async () => {
    await mesh.scale(regionA, 0);
    await expectSplit(mesh.clusters, { [regionB]: 1 });
  }, 150_000);

  test('scaled back: 50 % to each region again', async () => {
    await mesh.scale(regionA);
    await expectSplit(mesh.clusters, evenly);
  }, 150_000);

  test('unready in A: everything to B', async () => {
    const { workload } = mesh.cluster(regionA);
    for (const { name } of await workload.pods()) await workload.setReady(name, false);
    await expectSplit(mesh.clusters, { [regionB]: 1 });
  }, 150_000);
});
