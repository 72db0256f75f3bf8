/** `drill` on the real world: what passes, and what fails, each for its own reason. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { DrillResult } from '../../../src/drill/drill-result.js';
import { describeReal, podMeshWithGateways } from '../describe-real.js';
import { away, DrillWorld, outageHook, home } from './drill-world.js';

const minutes = 60_000;

/** The whole entry of the example's rule. */
const detection = [
  '    outlierDetection:',
  '      consecutive5xxErrors: 1',
  '      interval: 1s',
  '      baseEjectionTime: 30s',
  '      maxEjectionPercent: 100',
  '',
].join('\n');

describeReal('drill', podMeshWithGateways, () => {
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

  /** The scenario with the first cluster's backends failing, though they stay Ready. */
  const failing = ['--scenario', `failing:${home}`, '--outage-hook', outageHook];
  const despite = '--despite-prediction';

  test(
    'a failing backend: ejected, and back after baseEjectionTime',
    async () => {
      const folder = await world.prepare([['baseEjectionTime: 30s', 'baseEjectionTime: 20s']], {
        budgets: { failoverSeconds: 10, failbackSeconds: 30 },
      });
      await world.until([home, away]);
      const { result } = await world.drill(folder, ...failing);
      expect(result.reasons).toEqual([]);
      expect(result.verdict).toBe('passed');
      expectAgreement(result);
    },
    3 * minutes,
  );

  test(
    'baseEjectionTime beyond the budget: no failback',
    async () => {
      const folder = await world.prepare([['baseEjectionTime: 30s', 'baseEjectionTime: 150s']], {
        budgets: { failoverSeconds: 10, failbackSeconds: 8 },
      });
      await world.until([home, away]);
      const { outcome, result } = await world.drill(folder, ...failing);
      expect(outcome.status).toBe(1);
      expect(result.reasons).toEqual([
        expect.stringMatching(`^failing:${home}: no failback within 8 s`),
      ]);
      expect(causes(result)).toContain('slow-failback');
      expectAgreement(result);
    },
    3 * minutes,
  );

  test.each<[string, [string, string], string]>([
    [
      'maxEjectionPercent 10: nothing is ejected',
      ['maxEjectionPercent: 100', 'maxEjectionPercent: 10'],
      'max-ejection-percent-100',
    ],
    [
      'without outlierDetection: nothing is ejected either',
      [detection, ''],
      'outlier-detection-required',
    ],
  ])(
    '%s',
    async (_, edit, cause) => {
      const folder = await world.prepare([edit]);
      await world.until([home, away]);
      const { outcome, result } = await world.drill(folder, ...failing, despite);
      expect(outcome.status).toBe(1);
      expect(result.reasons).toEqual([
        expect.stringMatching(
          `^failing:${home}: no failover within 10 s: .* kept failing, as predicted`,
        ),
      ]);
      expect(causes(result)).toContain(cause);
      expectAgreement(result);
    },
    3 * minutes,
  );

  test(
    'cordoned, and unready by a hook; the gateways tell where requests go',
    async () => {
      const folder = await world.prepare([], { attribution: { gateway: 'admin' } });
      await world.until([home, away]);
      const kinds = ['cordoned', 'unready'].flatMap((kind) => ['--scenario', `${kind}:${home}`]);
      const { result } = await world.drill(folder, ...kinds, '--outage-hook', outageHook);
      expect(result.reasons).toEqual([]);
      expect(result.verdict).toBe('passed');
      expect(result.settings.attribution).toBe('gateway-admin');
      expect(result.scenarios[0]?.outage.workloads).toEqual(['Service default/hello-world']);
      expectAgreement(result);
    },
    4 * minutes,
  );

  const atHome: [string, string][] = [
    ['europe-west1: 50\n              us-central1: 50', 'europe-west1: 100'],
    ['us-central1: 50\n              europe-west1: 50', 'us-central1: 100'],
  ];

  test(
    'distribute with 100 % at home: nobody is left to ask',
    async () => {
      const folder = await world.prepare(atHome);
      await world.until([home], home);
      await world.until([away], away);
      const only = ['--scenario', `scaled-to-zero:${home}`];
      const refused = await world.spawn(folder, ['--confirm', 'bench', ...only, '.']).ended;
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain('100 % of the requests of client europe-west1 will fail');

      const { outcome, result } = await world.drill(folder, ...only, despite);
      expect(outcome.status).toBe(1);
      expect(result.reasons).toEqual([
        expect.stringMatching(
          `^scaled-to-zero:${home}: no failover within 10 s: 100 % of the requests of client ${home} kept failing, as predicted`,
        ),
      ]);
      expect(causes(result)).toContain('distribute-covers-every-region');
      expectAgreement(result);
    },
    3 * minutes,
  );

  test(
    'killed in the outage: --restore brings the replicas back',
    async () => {
      const folder = await world.prepare();
      await world.until([home, away]);
      const run = world.spawn(folder, ['--confirm', 'bench', '.'], (stderr) => {
        if (stderr.includes(': failover, ')) run.child.kill('SIGKILL');
      });
      await run.ended;
      expect(await world.replicas(home)).toBe(0);
      expect(await world.records(home)).not.toEqual([]);

      const refused = await world.spawn(folder, ['--confirm', 'bench', '.']).ended;
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain('mesh-failover drill --restore');

      const restored = await world.spawn(folder, ['--restore']).ended;
      expect({ status: restored.status, stderr: restored.stderr }).toMatchObject({ status: 0 });
      expect(restored.stdout).toContain('Deployment default/hello-world: 2 → 0 replicas: undone');
      expect(restored.stdout).toContain(`${away}: no drill has left anything here`);
      expect(await world.replicas(home)).toBe(2);
      await world.until([home, away]);

      const again = await world.spawn(folder, ['--restore']).ended;
      expect(again.status).toBe(0);
    },
    3 * minutes,
  );

  test(
    'Ctrl-C in the outage: everything is restored',
    async () => {
      const folder = await world.prepare();
      await world.until([home, away]);
      const args = ['--confirm', 'bench', '--format', 'json', '.'];
      let isSent = false;
      const run = world.spawn(folder, args, (stderr) => {
        if (isSent || !stderr.includes(': failover, ')) return;
        // Once: when everything is restored, a second one would end the process before it has told.
        isSent = true;
        run.child.kill('SIGINT');
      });
      const { status, stdout, stderr } = await run.ended;
      expect(stderr).toContain('interrupted; restoring what was changed');
      expect(status).toBe(1);
      const { verdict, reasons } = JSON.parse(stdout) as DrillResult;
      expect({ verdict, reasons }).toMatchObject({
        verdict: 'aborted',
        reasons: expect.arrayContaining(['interrupted by SIGINT']),
      });
      expect(await world.replicas(home)).toBe(2);
      await world.until([home, away]);
    },
    3 * minutes,
  );

  test(
    'a region label misspelt: the baseline is not as predicted, and nothing is changed',
    async () => {
      const folder = await world.prepare();
      await world.setRegion(away, 'us-centrall');
      try {
        await world.until([home]);
        const { outcome, result } = await world.drill(folder);
        expect(outcome.status).toBe(1);
        expect(result.warnings).toEqual([
          'node node-1 says region us-centrall; the configuration says us-central1',
        ]);
        expect(result.reasons[0]).toMatch(
          new RegExp(
            `^scaled-to-zero:${home}: baseline: not as predicted for client ${home}: ${home} answered 100 % of the requests, not 50 %`,
          ),
        );
        expect(result.reasons[0]).toContain('nothing was changed');
        for (const { phases } of result.scenarios) expect(phases).toHaveLength(1);
      } finally {
        await world.setRegion(away, away);
      }
      await world.until([home, away]);
    },
    3 * minutes,
  );
});

function causes({ scenarios }: DrillResult): string[] {
  return [...new Set(scenarios.flatMap((scenario) => scenario.causes.map(({ rule }) => rule)))];
}
