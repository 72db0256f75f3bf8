/** The built action drills the real world. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { cpSync, readFileSync } from 'node:fs';
import type { DrillResult } from '../../../src/drill/drill-result.js';
import { Runner, type StepResult } from '../../action/runner.js';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal, podMeshWithGateways } from '../describe-real.js';
import { away, DrillWorld, home, outageHook } from './drill-world.js';

const minutes = 60_000;

describeReal('drill in the action', podMeshWithGateways, () => {
  let world: DrillWorld;
  let runner: Runner;

  beforeAll(async () => {
    world = await DrillWorld.start();
  }, 4 * minutes);

  afterAll(() => world?.mesh.stop(), minutes);

  beforeEach(async () => {
    runner = new Runner();
    runner.event('workflow_dispatch');
    cpSync(await world.prepare(), runner.workspace, { recursive: true });
    await world.until([home, away]);
  }, minutes);

  /** Whatever has become of it, nothing is left behind. */
  afterEach(async () => {
    runner.remove();
    for (const { api } of world.mesh.clusters) {
      expect(await world.replicas(api.name)).toBe(2);
      expect(await world.records(api.name)).toEqual([]);
    }
  });

  const kubeconfig = () => readFileSync(world.kubeconfig, 'utf8');
  const drill = (inputs: Record<string, string> = {}): Promise<StepResult> =>
    runner.step({
      mode: 'drill',
      confirm: 'bench',
      scenarios: `scaled-to-zero:${home}`,
      kubeconfig: kubeconfig(),
      ...inputs,
    });
  const outage = () =>
    pollUntil('the outage', async () => (await world.replicas(home)) === 0, {
      timeoutMs: 90_000,
    });

  const resultOf = ({ outputs }: StepResult) =>
    JSON.parse(readFileSync(outputs['drill'] ?? '', 'utf8')) as DrillResult;

  test(
    'one that passes, with its verdict in the summary and the outputs',
    async () => {
      const step = await drill();
      expect(step).toMatchObject({ exitCode: 0, outputs: { mode: 'drill', verdict: 'passed' } });
      expect(step.summary).toContain('**✅ Drill passed**');
      expect(step.summary).toContain('| phase | client | answered by | errors | predicted |');
      expect(step.stdout).toContain(`scaled-to-zero:${home}: passed`);
      expect(resultOf(step).scenarios.map(({ phases }) => phases.length)).toEqual([5]);
    },
    3 * minutes,
  );

  test(
    'one that is cancelled in the outage, as runners do it, restores everything',
    async () => {
      const ended = drill();
      await outage();
      runner.process?.kill('SIGINT');
      runner.process?.kill('SIGTERM');
      const step = await ended;
      expect(step).toMatchObject({ exitCode: 1, outputs: { verdict: 'aborted' } });
      expect(step.commands.at(-1)).toBe('::error::Drill aborted: the workflow was cancelled');
      expect(step.summary).toContain('**❌ Drill aborted**');
      expect(resultOf(step).reasons).toContain('the workflow was cancelled');
    },
    3 * minutes,
  );

  test(
    'one that is killed in the outage is undone by the step after it',
    async () => {
      const ended = drill();
      await outage();
      runner.process?.kill('SIGKILL');
      expect((await ended).exitCode).toBeNull();
      expect(await world.replicas(home)).toBe(0);
      const refused = await drill();
      expect(refused.exitCode).toBe(1);
      expect(refused.stdout).toContain('undo them first with a step with mode: drill-restore');
      const step = await runner.step({ mode: 'drill-restore', kubeconfig: kubeconfig() });
      expect(step).toMatchObject({ exitCode: 0, outputs: { mode: 'drill-restore' } });
      expect(step.stdout).toContain('Deployment default/hello-world: 2 → 0 replicas: undone');
      expect(step.summary).toContain('### ✅ Everything is as it was before the drill');
    },
    3 * minutes,
  );

  test(
    'backends that fail need the outage hook, which is an input',
    async () => {
      // Who is ejected is back after baseEjectionTime, with time to spare.
      const folder = await world.prepare([['baseEjectionTime: 30s', 'baseEjectionTime: 20s']], {
        budgets: { failoverSeconds: 10, failbackSeconds: 30 },
      });
      cpSync(folder, runner.workspace, { recursive: true });
      await world.until([home, away]);
      const scenarios = `failing:${home}`;
      const refused = await drill({ scenarios });
      expect(refused.exitCode).toBe(1);
      expect(refused.commands.at(-1)).toContain(`scenario ${scenarios} needs outage-hook: `);
      runner.env['HOOK_URL'] = world.hookUrl;
      const step = await drill({ scenarios, 'outage-hook': outageHook });
      const outcome = resultOf(step).scenarios.map(({ name, phases }) => [name, phases.length]);
      expect(outcome).toEqual([[scenarios, 5]]);
      expect(step.outputs).toMatchObject({ mode: 'drill' });
      const failover = resultOf(step).scenarios[0]?.phases[2];
      expect(failover?.clients.map(({ agrees }) => agrees)).toEqual([true, true]);
    },
    3 * minutes,
  );
});
