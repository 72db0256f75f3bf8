import { describe, expect, it } from '@jest/globals';
import { lossBetween, timeline, type TimelineInput } from '../../src/traffic/timeline.js';
import { inputOf, outage } from './mesh-of.js';

const GUIDE = {
  distribute: ['europe-west1', 'us-central1'].map((region) => ({
    from: `${region}/*`,
    to: { 'europe-west1/*': 50, 'us-central1/*': 50 },
  })),
};
const OD = {
  consecutive5xxErrors: 1,
  interval: '1s',
  baseEjectionTime: '30s',
  maxEjectionPercent: 100,
};

function guide(more: Partial<TimelineInput>, od = OD): TimelineInput {
  const {
    policies,
    outages: _outages,
    ...input
  } = inputOf({
    client: 'europe-west1/b',
    endpoints: { 'europe-west1/b': 2, 'us-central1/a': 2 },
    locality: GUIDE,
    od,
  });
  return { ...input, policy: policies[0]!, outages: [], duration: 60, rps: 50, seed: 1, ...more };
}

const everywhere = (rate: number) => [{ outage: { kind: 'error-rate' as const, rate }, begin: 0 }];
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const seeds = Array.from({ length: 20 }, (_, seed) => seed);

describe('avalanche, measured with 0.5 % errors', () => {
  const runs = (od: typeof OD) =>
    seeds.map((seed) => timeline(guide({ outages: everywhere(0.005), duration: 420, seed }, od)));

  it('one error ejects: 56 % in the first four minutes, 71 % later on', () => {
    const own = runs(OD);
    const early = own.map((run) => lossBetween(run, 0, 240));
    const late = own.map((run) => lossBetween(run, 300, 420));
    expect(Math.abs(mean(early) - 0.56)).toBeLessThan(0.06);
    expect(Math.min(...early)).toBeLessThan(0.556);
    // One run was measured; two minutes vary a lot.
    expect(late.filter((loss) => loss > 0.71).length).toBeGreaterThan(0);
    expect(mean(late)).toBeGreaterThan(0.5);
  });
  it('five errors in a row eject: about the errors themselves', () => {
    const loss = mean(
      runs({ ...OD, consecutive5xxErrors: 5 }).map((run) => lossBetween(run, 0, 420)),
    );
    expect(loss).toBeGreaterThan(0.003);
    expect(loss).toBeLessThan(0.008);
  });
});

describe('failover and failback', () => {
  it('scaled to zero', () => {
    const run = timeline(
      guide({
        outages: [{ outage: outage('scaled-to-zero', 'europe-west1'), begin: 10, end: 30 }],
      }),
    );
    expect(run.outages[0]!.failoverAfter).toBeLessThan(1);
    expect(run.outages[0]!.failbackAfter).toBeLessThan(2);
    expect(run.errors).toBe(0);
    expect(run.seconds[20]!.answered.get('europe-west1/b')).toBeUndefined();
  });
  it('failing: the second ejection takes effect up to a second later', () => {
    const run = timeline(
      guide({ outages: [{ outage: outage('failing', 'europe-west1'), begin: 10, end: 30 }] }),
    );
    expect(run.outages[0]!.failoverAfter).toBeLessThan(1.3);
    expect(run.outages[0]!.failoverAfter).toBeGreaterThan(0.9);
    expect(run.outages[0]!.failbackAfter).toBeLessThan(13);
  });
  it('the way back is the time out and the wait for a sweep', () => {
    const od = { ...OD, interval: '60s', baseEjectionTime: '5s' };
    const outages = [{ outage: outage('failing', 'europe-west1'), begin: 10, end: 12 }];
    const out = seeds.map((seed) => {
      const [course] = timeline(guide({ outages, duration: 90, seed }, od)).outages;
      return course!.failbackAfter! + 2;
    });
    expect(Math.min(...out)).toBeGreaterThanOrEqual(5);
    // Envoy holds the second host's return back for up to a second.
    expect(Math.max(...out)).toBeLessThanOrEqual(5 + 60 + 1.5);
    expect(Math.max(...out)).toBeGreaterThan(50);
  });
  it('is the same for the same seed', () => {
    const input = guide({ outages: everywhere(0.01), seed: 7 });
    expect(timeline(input)).toEqual(timeline(input));
  });
});

describe('many proxies with low rates', () => {
  const od = { ...OD, consecutive5xxErrors: 5 };
  const failing = [{ outage: outage('failing', 'europe-west1'), begin: 10, end: 130 }];
  const run = (rps: number, replicas: number, seed = 1) =>
    timeline(guide({ outages: failing, duration: 140, rps, replicas, seed }, od));

  it('each counts alone: 200 of them with 0.1 requests per second never eject in two minutes', () => {
    const many = run(20, 200);
    expect(many.requests).toBe(2800);
    expect(many.outages[0]!.failoverAfter).toBeUndefined();
    // Half of 20 requests per second for 120 seconds.
    expect(many.errors).toBeGreaterThan(1000);
    // One proxy with all of these requests is done within seconds.
    const one = run(20, 1);
    expect(one.requests).toBe(2800);
    expect(one.outages[0]!.failoverAfter).toBeLessThan(5);
    expect(one.errors).toBeLessThan(100);
  });

  it('more than are run stand for the others: the same rate of each, the same failover', () => {
    const mostly = (replicas: number) =>
      mean(seeds.slice(0, 5).map((seed) => run(replicas * 2, replicas, seed).errors / replicas));
    expect(Math.abs(mostly(50) / mostly(20) - 1)).toBeLessThan(0.15);
    expect(run(53 * 2, 53).requests).toBe(53 * 2 * 140);
  });

  it('under load too, with their part of limits and of endpoints', () => {
    const timed = (rps: number, replicas: number) => {
      const input = guide({ outages: failing, duration: 40, rps, replicas }, od);
      const load = {
        rps,
        replicas,
        links: [{ from: 'europe-west1', to: 'us-central1', rttMs: 50 }],
      };
      const endpoints = input.endpoints.map((own) => ({ ...own, latencyMs: 20, concurrency: 200 }));
      return timeline({ ...input, endpoints, load });
    };
    const many = timed(100, 400);
    expect(Math.abs(many.requests / (100 * 40) - 1)).toBeLessThan(0.2);
    expect(many.outages[0]!.failoverAfter).toBeUndefined();
    expect(timed(400, 1).outages[0]!.failoverAfter).toBeLessThan(2);
  });
});

describe('endpoints that were slow for some seconds, with a queue that is left', () => {
  const slow = { kind: 'slow' as const, locality: 'europe-west1', latencyMs: 200 };
  // 80 requests per second, 20 while they are slow, and 50 come.
  const run = (retries: object, times: object) => {
    const input = guide({ outages: [{ outage: slow, begin: 4, end: 9 }], duration: 28 });
    const endpoints = input.endpoints
      .filter(({ locality }) => locality.region === 'europe-west1')
      .map((own) => ({ ...own, latencyMs: 50, concurrency: 2 }));
    const load = { rps: 50, replicas: 1, links: [], ...times };
    return timeline({ ...input, policy: {}, endpoints, retries, load });
  };

  it('it is worked off, at 30 per second', () => {
    const own = run({ attempts: 0 }, { timeout: 1000 });
    expect(lossBetween(own, 7, 9)).toBeGreaterThan(0.9);
    expect(lossBetween(own, 18, 26)).toBe(0);
  });

  it('retries keep it full: a storm that does not end by itself', () => {
    const own = run({ attempts: 2, retryOn: '5xx' }, { timeout: 1000, perTryTimeout: 300 });
    expect(lossBetween(own, 0, 4)).toBe(0);
    expect(lossBetween(own, 18, 26)).toBeGreaterThan(0.5);
  });
});
