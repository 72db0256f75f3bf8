/** Minutes of apply against API servers that answer slowly, wrongly and late: nothing is lost, and no half is left. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seededRandom } from '../../../src/traffic/random.js';
import { FaultFleet, wrongWith } from '../deploy/faults/fault-fleet.js';
import { describeReal } from '../describe-real.js';
import { other } from '../deploy/faults/two-states.js';
import { randomFaults, type Weather } from './random-faults.js';
import { runMinutes, runSeed } from './settings.js';

const delays = [0, 0, 10, 60, 150];
const rates = [0.003, 0.01, 0.03, 0.1];

describeReal('apply, for long', ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'], () => {
  let fleet: FaultFleet;

  beforeAll(async () => {
    fleet = await FaultFleet.start();
    await fleet.toState(other(fleet.state));
  }, 300_000);

  afterAll(() => fleet?.stop(), 60_000);

  test(
    'after every run both clusters hold one state as a whole, and the run says which',
    async () => {
      const random = seededRandom(runSeed);
      const pick = (all: readonly number[]) => all[Math.floor(random() * all.length)] ?? 0;
      const weather = (): Weather => ({
        delay: pick(delays),
        rate: pick(rates),
        isLate: random() < 0.08,
      });
      const faults = new Map<string, number>();
      const outcomes = new Map<string, number>();
      const wrong: string[] = [];
      const end = performance.now() + runMinutes * 60_000;
      let rounds = 0;
      let rollbacks = 0;
      while (performance.now() < end) {
        rounds += 1;
        const title = `round ${rounds} of seed ${runSeed}`;
        const injection = await fleet.inject(title, randomFaults(weather(), random, faults), {
          ...(random() < 0.5 && { rollbackPlan: randomFaults(weather(), random, faults) }),
        });
        const outcome = injection.apply?.outcome ?? 'no result';
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (injection.rollback) rollbacks += 1;
        const problem = wrongWith(injection);
        if (problem !== undefined) {
          wrong.push(problem);
          process.stderr.write(`${problem}\n`);
          await fleet.toState('old');
        }
      }
      const shown = (map: ReadonlyMap<string, number>) =>
        [...map].map(([name, count]) => `${count} ${name}`).join(', ');
      process.stderr.write(
        `long:apply: ${rounds} runs in ${runMinutes} minutes from seed ${runSeed}: ${shown(outcomes)}; ` +
          `${rollbacks} were rolled back afterwards; answers: ${shown(faults)}; ${wrong.length} problems\n`,
      );
      expect(wrong).toEqual([]);
      expect(rounds).toBeGreaterThan(runMinutes);
    },
    (runMinutes + 15) * 60_000,
  );
});
