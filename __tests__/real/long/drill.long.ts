/** A drill that takes long, on the real world: it ends as a short one does, and its memory holds little of each request. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DrillResult } from '../../../src/drill/drill-result.js';
import { describeReal, podMeshWithGateways } from '../describe-real.js';
import { away, DrillWorld, home } from '../drill/drill-world.js';
import { runMinutes } from './settings.js';

/** Of each of the two scenarios; what is between them takes seconds. */
const phasesOfScenario = 3;
/** MiB that the process may take more at the end than after its first tenth: each request is kept, and the engine has room of its own. */
const mostGrowth = (requests: number) => 32 + (requests * 400) / 2 ** 20;

/** MiB of memory that a process has, the part that is its own and not a file's. */
function memoryOf(pid: number): number | undefined {
  try {
    const [, kilobytes] =
      /RssAnon:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}

describeReal('a long drill', podMeshWithGateways, () => {
  let world: DrillWorld;

  beforeAll(async () => {
    world = await DrillWorld.start();
  }, 600_000);

  afterAll(() => world?.mesh.stop(), 60_000);

  test(
    'it passes, and its memory grows by no more than what it keeps of each request',
    async () => {
      const phaseSeconds = Math.max(5, Math.round((runMinutes * 60) / (2 * phasesOfScenario)));
      const folder = await world.prepare([], { phaseSeconds });
      await world.until([home, away]);
      const start = performance.now();
      const { child, ended } = world.spawn(folder, ['--confirm', 'bench', '--format', 'json', '.']);
      const memory: number[] = [];
      const timer = setInterval(() => {
        const now = memoryOf(child.pid ?? 0);
        if (now !== undefined) memory.push(now);
      }, 1000);
      const { status, stdout, stderr } = await ended.finally(() => clearInterval(timer));
      if (stdout === '') throw new Error(stderr);
      const result = JSON.parse(stdout) as DrillResult;
      const tenths = Array.from(
        { length: 11 },
        (_, tenth) => memory[Math.min(memory.length - 1, Math.floor((tenth * memory.length) / 10))],
      );
      const phases = result.scenarios.flatMap((scenario) => scenario.phases);
      const clients = phases.flatMap((phase) => phase.clients);
      const requests = clients.reduce((sum, { requests: own }) => sum + own, 0);
      const [, warm = 0] = tenths;
      const growth = (tenths.at(-1) ?? 0) - warm;
      process.stderr.write(
        `long:drill: ${((performance.now() - start) / 60_000).toFixed(1)} minutes, ${result.verdict}, ` +
          `${requests} requests; memory in MiB, at each tenth: ${tenths.join(', ')}\n`,
      );
      expect(result.reasons).toEqual([]);
      expect({ status, verdict: result.verdict }).toEqual({ status: 0, verdict: 'passed' });
      expect(requests).toBeGreaterThan(0);
      expect(growth).toBeLessThan(mostGrowth(requests));
      for (const { api } of world.mesh.clusters) {
        expect(await world.replicas(api.name)).toBe(2);
        expect(await world.records(api.name)).toEqual([]);
      }
    },
    (runMinutes + 30) * 60_000,
  );
});
