/**
 * What a real istiod sends (priorities, localities, weights, and the cluster's settings) against what the model
 * says it sends, for generated meshes. MESH_FAILOVER_SEED and MESH_FAILOVER_CASES choose others.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeReal } from '../describe-real.js';
import type { Case } from './cases/case.js';
import { seedOf } from './cases/draw.js';
import { generateCase } from './cases/generate.js';
import { MESH_VARIANTS } from './cases/mesh-variants.js';
import { expectedOf } from './cases/model.js';
import { reportOf, summaryOf } from './cases/report.js';
import { ControlPlane } from './control-plane.js';

const SEED = seedOf('MESH_FAILOVER_SEED', 1);
const COUNT = seedOf('MESH_FAILOVER_CASES', 420);

describeReal(
  'what istiod sends',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery'],
  () => {
    let plane: ControlPlane;
    const only = process.env['MESH_FAILOVER_CASE'];
    const cases: Case[] = Array.from({ length: COUNT }, (_, index) =>
      generateCase(SEED, index, MESH_VARIANTS),
    ).filter(({ index }) => only === undefined || index === Number(only));

    beforeAll(async () => {
      plane = await ControlPlane.start();
      await plane.create(cases);
    }, 240_000);

    afterAll(() => plane?.stop(), 30_000);

    test.each(MESH_VARIANTS)(
      `is what the model says, with the mesh configuration "$name" (seed ${SEED})`,
      async (variant) => {
        const own = cases.filter(({ mesh }) => mesh === variant.name);
        if (own.length === 0) return;
        const sent = await plane.sent(variant, own);
        const failures = own.flatMap((one) => {
          const actual = sent.get(one.index) ?? null;
          const expected = expectedOf(one, variant);
          const text = JSON.stringify(actual);
          if (expected.some((possible) => JSON.stringify(possible) === text)) return [];
          return [reportOf(SEED, one, variant, expected, actual)];
        });
        expect(summaryOf(failures)).toBe('');
      },
      120_000,
    );
  },
);
