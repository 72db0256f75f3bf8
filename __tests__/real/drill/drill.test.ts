/** `drill` on the real world: what passes, and what fails, each for its own reason. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { DrillResult } from '../../../src/drill/drill-result.js';
import { describeReal } from '../describe-real.js';
import { away, DrillWorld, failingHook, home } from './drill-world.js';

const minutes = 60_000;

describeReal(
  'drill',
  {
    parts: [
      'etcd',
      'kube-apiserver',
      'kubectl',
      'kube-controller-manager',
      'kwok',
      'kwok-stages',
      'istio-crds',
      'pilot-discovery',
      'envoy',
    ],
    networkNamespace: true,
  },
  () => {
    let world: DrillWorld;

    beforeAll(async () => {
      world = await DrillWorld.start();
    }, 4 * minutes);

    afterAll(() => world?.mesh.stop(), minutes);

    /** Whatever a drill has come to, it leaves nothing behind. */
    afterEach(async () => {
      for (const { api } of world.mesh.clusters) {
        expect(await world.replicas(api.name)).toBe(2);
        expect(await world.records(api.name)).toEqual([]);
      }
    });

    /** Everything that the simulator covers came as it says. */
    function expectAgreement({ scenarios }: DrillResult): void {
      const phases = scenarios.flatMap((scenario) => scenario.phases);
      const held = phases.flatMap(({ clients }) => clients.filter(({ predicted }) => predicted));
      expect(held.length).toBeGreaterThan(0);
      expect(held.filter(({ agrees }) => agrees !== true)).toEqual([]);
    }

    test(
      'the example passes: each cluster scaled to zero and back',
      async () => {
        const folder = await world.prepare();
        await world.until([home, away]);
        const { outcome, result } = await world.drill(folder);
        expect(result.reasons).toEqual([]);
        expect({ status: outcome.status, verdict: result.verdict }).toEqual({
          status: 0,
          verdict: 'passed',
        });
        expect(result.scenarios.map(({ name }) => name)).toEqual([
          `scaled-to-zero:${home}`,
          `scaled-to-zero:${away}`,
        ]);
        for (const { phases } of result.scenarios) {
          expect(phases.map(({ name }) => name)).toEqual([
            'baseline',
            'outage',
            'failover',
            'recovery',
            'steady',
          ]);
        }
        expectAgreement(result);
      },
      4 * minutes,
    );
  },
);
