import { describe, expect, it } from '@jest/globals';
import { backgroundLoss, findCliff, type CliffInput } from '../../src/traffic/cliff.js';
import type { OutlierDetection } from '../../src/api/traffic-policy.js';
import { inputOf } from './mesh-of.js';

function inputFor(od: OutlierDetection, more: Partial<CliffInput> = {}): CliffInput {
  const {
    policies,
    outages: _outages,
    ...input
  } = inputOf({
    client: 'r1/a',
    endpoints: { 'r1/a': 2, 'r2/a': 2 },
    locality: { distribute: [{ from: '*', to: { 'r1/*': 50, 'r2/*': 50 } }] },
    od,
  });
  return { ...input, policy: policies[0]!, ...more };
}

const cliffOf = (od: OutlierDetection) => findCliff(inputFor(od));

it('one error ejects: a fraction of a permille is enough', () => {
  const cliff = cliffOf({ consecutive5xxErrors: 1, interval: '1s', maxEjectionPercent: 100 });
  expect(cliff.rate).toBeLessThan(0.002);
  expect(cliff.isAvalanche).toBe(true);
});
it('five in a row eject: no avalanche', () => {
  const cliff = cliffOf({ consecutive5xxErrors: 5, interval: '1s', maxEjectionPercent: 100 });
  expect(cliff.isAvalanche).toBe(false);
});

describe('the loss under background errors', () => {
  const od = { consecutive5xxErrors: 2, interval: '1s', maxEjectionPercent: 100 };
  const short = { runs: 1, duration: 60 };

  it('is the rate itself where no ejection is to be expected', () => {
    // 50 requests a second for a minute: two errors in a row come 3000 x rate^2 times.
    expect(backgroundLoss(inputFor(od), 0.001, short)).toBe(0.001);
    expect(backgroundLoss(inputFor(od), 0.01, short)).not.toBe(0.01);
    // More requests, a longer time, or retries after a 500 make one likely.
    expect(backgroundLoss(inputFor(od, { rps: 500 }), 0.002, short)).not.toBe(0.002);
    expect(backgroundLoss(inputFor(od), 0.0015, short)).toBe(0.0015);
    expect(backgroundLoss(inputFor(od), 0.0015, { ...short, duration: 240 })).not.toBe(0.0015);
    const retries = { attempts: 3, retryOn: '5xx' };
    expect(backgroundLoss(inputFor(od, { retries }), 0.0015, short)).not.toBe(0.0015);
    const others = { attempts: 3, retryOn: 'connect-failure' };
    expect(backgroundLoss(inputFor(od, { retries: others }), 0.0015, short)).toBe(0.0015);
    expect(backgroundLoss(inputFor({ ...od, consecutive5xxErrors: 0 }), 0.04, short)).toBe(0.04);
  });

  it('is the mean of several runs, each of another seed', () => {
    const touchy = inputFor({ ...od, consecutive5xxErrors: 1 });
    const runs = [0, 1, 2].map((seed) => backgroundLoss({ ...touchy, seed }, 0.01, short));
    expect(new Set(runs).size).toBe(3);
    const mean = runs.reduce((sum, loss) => sum + loss, 0) / 3;
    expect(backgroundLoss(touchy, 0.01, { ...short, runs: 3 })).toBeCloseTo(mean, 12);
  });

  it('is that of less time where there is more to do', () => {
    const touchy = inputFor({ ...od, consecutive5xxErrors: 1 });
    const whole = backgroundLoss(touchy, 0.01, { ...short, duration: 20 });
    // 50 requests, and the four hosts that each sweep looks at, in each second.
    expect(backgroundLoss(touchy, 0.01, { ...short, work: 20 * 54 })).toBe(whole);
    expect(backgroundLoss(touchy, 0.01, { ...short, work: 40 * 54 })).not.toBe(whole);
    const slow = inputFor({ ...od, consecutive5xxErrors: 1, interval: '4s' });
    expect(backgroundLoss(slow, 0.01, { ...short, work: 20 * 51 })).toBe(
      backgroundLoss(slow, 0.01, { ...short, duration: 20 }),
    );
  });
});

describe('the cliff', () => {
  const touchy = inputFor({ consecutive5xxErrors: 1, interval: '1s', maxEjectionPercent: 100 });
  const effort = { runs: 1, duration: 60 };

  it('lies where the loss passes the limit', () => {
    for (const limit of [0.05, 0.2]) {
      const { rate, loss } = findCliff({ ...touchy, limit }, effort);
      expect(loss).toBe(backgroundLoss(touchy, rate, effort));
      expect(loss).toBeGreaterThan(limit);
      expect(rate).toBeLessThan(limit);
      // A little below it does not.
      expect(backgroundLoss(touchy, rate * 0.85, effort)).toBeLessThanOrEqual(limit);
    }
  });

  it('is the limit where nothing multiplies the errors', () => {
    const calm = inputFor({ consecutive5xxErrors: 0 });
    expect(findCliff(calm, effort)).toEqual({ rate: 0.05, loss: 0.05, isAvalanche: false });
    expect(findCliff({ ...calm, limit: 0.2 }, effort)).toMatchObject({ rate: 0.2 });
  });

  it('is found more roughly with fewer steps', () => {
    const fine = findCliff(touchy, effort).rate;
    const rough = findCliff(touchy, { ...effort, steps: 1 }).rate;
    expect(rough).toBeGreaterThan(fine * 1.2);
    // One step halves the way from 1e-5 to the limit, on a logarithmic scale.
    expect([Math.sqrt(1e-5 * 0.05), 0.05]).toContainEqual(rough);
  });
});
