/** The built action drills the real world. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { cpSync, readFileSync } from 'node:fs';
import type { DrillResult } from '../../../src/drill/drill-result.js';
import { Runner, type StepResult } from '../../action/runner.js';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import { away, DrillWorld, home } from './drill-world.js';

const minutes = 60_000;

describeReal(
  'drill in the action',
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

    const drill = (): Promise<StepResult> =>
      runner.step({
        mode: 'drill',
        confirm: 'bench',
        scenarios: `scaled-to-zero:${home}`,
        kubeconfig: readFileSync(world.kubeconfig, 'utf8'),
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
        await pollUntil('the outage', async () => (await world.replicas(home)) === 0, {
          timeoutMs: 90_000,
        });
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
  },
);
