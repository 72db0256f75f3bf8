import { describe, expect, test } from '@jest/globals';
import { parseLocality } from '../../../src/mesh/locality.js';
import { closedLoopOverflow, erlangB, erlangC } from '../../../src/traffic/load/erlang-b.js';
import { EndpointQueue } from '../../../src/traffic/load/endpoint-queue.js';
import { EventQueue } from '../../../src/traffic/load/event-queue.js';
import { usualTurnaround } from '../../../src/traffic/load/loaded-traffic.js';
import { rttBetween } from '../../../src/traffic/load/load.js';
import { seededRandom } from '../../../src/traffic/random.js';
import { predictCase, type LoadCase } from '../../real/load/run/load-case.js';

describe('Erlang B', () => {
  // Tables of Erlang B: offered load at which 1 % of the requests are lost.
  test.each([
    [0.0101, 1, 0.01],
    [4.461, 10, 0.01],
    [84.06, 100, 0.01],
    [1, 1, 0.5],
    [2, 2, 0.4],
  ])('%d erlangs on %d places: %d', (offered, places, lost) => {
    expect(erlangB(offered, places)).toBeCloseTo(lost, 4);
  });

  test('no load, no place, and far more places than needed', () => {
    expect(erlangB(0, 5)).toBe(0);
    expect(erlangB(3, 0)).toBe(1);
    expect(erlangB(1, 1_000_000_000)).toBe(0);
  });
});

// Tables of Erlang C.
test.each([
  [1, 2, 1 / 3],
  [0.5, 1, 0.5],
  [8, 10, 0.4092],
  [10, 10, 1],
  [0, 3, 0],
])('Erlang C: of %d erlangs on %d places so many wait: %d', (offered, places, waiting) => {
  expect(erlangC(offered, places)).toBeCloseTo(waiting, 4);
});

describe('a queue of events', () => {
  test('gives them in the order of their times, and of their coming', () => {
    const random = seededRandom(7);
    const queue = new EventQueue<number>();
    const all = Array.from({ length: 500 }, (_, event) => ({
      time: Math.floor(random() * 50),
      event,
    }));
    for (const { time, event } of all) queue.add(time, event);
    const given = all.map(() => queue.next());
    expect(given).toEqual(all.toSorted((a, b) => a.time - b.time || a.event - b.event));
    expect(queue.next()).toBeUndefined();
  });
});

test('an endpoint works on so many, and then on who has waited longest', () => {
  const queue = new EndpointQueue<string>(2);
  expect(['a', 'b', 'c', 'd'].map((name) => queue.enter(name))).toEqual([true, true, false, false]);
  expect(queue.length).toBe(2);
  expect([queue.leave(), queue.leave(), queue.leave(), queue.leave()]).toEqual([
    'c',
    'd',
    undefined,
    undefined,
  ]);
  expect(queue.enter('e')).toBe(true);
});

describe('a link', () => {
  const links = [
    { from: 'eu', to: 'us', rttMs: 100 },
    { from: 'eu/b', to: 'us', rttMs: 90 },
    { from: 'us', to: 'eu', rttMs: 110 },
    { from: 'eu', to: 'eu', rttMs: 2 },
  ];
  test.each([
    ['eu/a', 'us/x', 100],
    ['eu/b', 'us/x', 90],
    ['us/x', 'eu/a', 110],
    // The other direction is declared, but less exactly.
    ['us/x', 'eu/b', 90],
    ['eu/a', 'eu/b', 2],
    ['eu/a', 'asia', 0],
    ['us/x', 'us/x', 0],
  ])('from %s to %s takes %d ms', (from, to, rtt) => {
    expect(rttBetween(links, parseLocality(from), parseLocality(to))).toBe(rtt);
  });
});

const half = {
  localityLbSetting: { distribute: [{ from: 'near', to: { near: 50, far: 50 } }] },
};
const endpoints = [
  { locality: 'near', count: 2, latencyMs: 15 },
  { locality: 'far', count: 2, latencyMs: 450 },
];
const nearGone = [{ kind: 'scaled-to-zero' as const, locality: 'near' }];
const limit = (http2MaxRequests: number) => ({ connectionPool: { http: { http2MaxRequests } } });

function predicted(own: Partial<LoadCase>) {
  return predictCase({ name: 'test', policy: {}, endpoints, outages: [], ...own });
}

describe('where the load changes nothing, the numbers are exact', () => {
  const exact = (own: Partial<LoadCase>) => {
    const { latencyMs, split, errors } = predicted({ policy: { loadBalancer: half }, ...own });
    expect(errors).toBe(0);
    // A run of requests that come by chance is never as even.
    return latencyMs?.mean === 232.5 && split.every(({ share }) => share === 0.5);
  };
  const roomy = (concurrency: number) => endpoints.map((one) => ({ ...one, concurrency }));
  const connections = (maxConnections: number) => ({
    policy: { loadBalancer: half, connectionPool: { tcp: { maxConnections } } },
  });

  test.each<[string, Partial<LoadCase>, boolean]>([
    ['endpoints with room', { endpoints: roomy(40), rps: 50 }, true],
    ['endpoints with hardly any', { endpoints: roomy(7), rps: 50 }, false],
    ['room for all callers', { endpoints: roomy(10), callers: 10 }, true],
    ['room for all callers but one', { endpoints: roomy(10), callers: 11 }, false],
    ['connections enough for each host', { ...connections(120), rps: 50 }, true],
    ['connections enough for the sum alone', { ...connections(24), rps: 50 }, false],
    ['a connection for each caller at each host', { ...connections(40), callers: 10 }, true],
    ['fewer connections', { ...connections(39), callers: 10 }, false],
  ])('%s', (_, own, isExact) => {
    expect(exact(own)).toBe(isExact);
  });
});

describe('overflow', () => {
  const guide = { policy: { loadBalancer: half, ...limit(100) } };

  test.each([
    [250, [], 0],
    [250, nearGone, 0.154],
    [400, [], 0.04],
    [400, nearGone, 0.446],
  ])('of the guide at %d requests per second', (rps, outages, share) => {
    const { overflow, unanswered, errors, split } = predicted({ ...guide, rps, outages });
    expect(overflow).toBeCloseTo(share, 1);
    expect(unanswered).toBe(overflow);
    expect(errors).toBe(overflow);
    const sum = split.reduce((total, own) => total + own.share, unanswered);
    expect(sum).toBeCloseTo(1, 9);
  });

  test('is the same in a run of single requests as by the formula', () => {
    const rps = 60;
    const failing = [{ locality: 'near', count: 1, latencyMs: 200, concurrency: 1_000_000 }];
    const run = predicted({ policy: limit(10), endpoints: failing, rps });
    expect(run.overflow).toBeGreaterThan(0.2);
    expect(Math.abs((run.overflow ?? 0) - erlangB(12, 10))).toBeLessThan(0.02);
  });

  test('callers who wait come back at once, so that almost all answers are 503', () => {
    const one = [{ locality: 'near', count: 1, latencyMs: 50 }];
    const { overflow } = predicted({ policy: limit(2), endpoints: one, callers: 4 });
    expect(Math.abs((overflow ?? 0) - closedLoopOverflow(4, 2, 50, usualTurnaround))).toBeLessThan(
      0.01,
    );
    expect(predicted({ policy: limit(4), endpoints: one, callers: 4 }).overflow).toBe(0);
  });

  test('is neither retried nor a reason to eject', () => {
    const { overflow, split } = predicted({
      policy: {
        loadBalancer: half,
        ...limit(10),
        outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 100 },
      },
      retries: { attempts: 5, retryOn: '5xx' },
      rps: 100,
    });
    expect(overflow).toBeGreaterThan(0.5);
    for (const { share } of split) expect(share).toBeGreaterThan(0.1);
  });

  test('maxConnections with several hosts is a range: who has the connections is decided early', () => {
    const pool = { tcp: { maxConnections: 4 }, http: { http1MaxPendingRequests: 4 } };
    const { errors, errorsMin, errorsMax, determined, reason, overflow } = predicted({
      policy: { connectionPool: pool, loadBalancer: half },
      endpoints: [
        { locality: 'near', count: 2, latencyMs: 114 },
        { locality: 'far', count: 2, latencyMs: 78 },
      ],
      rps: 122,
    });
    expect(determined).toBe(false);
    expect(reason).toMatch(/the first requests decide .*; maxConnections: 4 and http1MaxPending/);
    expect(overflow).toBeCloseTo(errors, 9);
    expect(errorsMax! - errorsMin!).toBeGreaterThan(0.02);
    expect(errors).toBeGreaterThan(0.5);
  });

  test('replicas share the requests', () => {
    const mean = { ...guide, outages: nearGone };
    const one = predicted({ ...mean, rps: 250 });
    const two = predicted({ ...mean, rps: 500, replicas: 2 });
    expect(two.overflow).toBeCloseTo(one.overflow ?? 0, 9);
  });
});

describe('LEAST_REQUEST', () => {
  const pooled = { localityLbSetting: { enabled: false } };

  test('keeps to the weights of localities, however slow they are', () => {
    const { split } = predicted({ policy: { loadBalancer: half }, rps: 300 });
    for (const { share } of split) expect(share).toBeCloseTo(0.5, 2);
  });

  test('leaves slow hosts a quarter instead of half', () => {
    const { split } = predicted({ policy: { loadBalancer: pooled }, callers: 40 });
    expect(split.find(({ locality }) => locality === 'far')?.share).toBeCloseTo(0.25, 1);
  });

  test('runs into hosts that fail at once', () => {
    const outages = [{ kind: 'failing' as const, locality: 'near' }];
    const own = { policy: { loadBalancer: pooled }, callers: 40, outages };
    expect(predicted(own).errors).toBeCloseTo(0.75, 1);
    const slowly = [{ kind: 'failing' as const, locality: 'near', latencyMs: 450 }];
    expect(predicted({ ...own, outages: slowly }).errors).toBeCloseTo(0.5, 1);
  });
});

describe('a slow region', () => {
  const detection = { consecutive5xxErrors: 3, maxEjectionPercent: 100 };
  const slow = [{ kind: 'slow' as const, locality: 'far', latencyMs: 5000 }];
  const own = {
    policy: { loadBalancer: half, outlierDetection: detection },
    outages: slow,
    rps: 40,
  };

  test('without a timeout it is never ejected, and half of the callers wait', () => {
    const { errors, timeouts, latencyMs, split } = predicted(own);
    expect([errors, timeouts]).toEqual([0, 0]);
    expect(latencyMs).toEqual({ mean: 2507.5, p99: 5000 });
    expect(split[0]?.share).toBeCloseTo(0.5, 9);
  });

  test('with a timeout of the route it is ejected', () => {
    const { errors, split } = predicted({ ...own, timeout: 1000 });
    expect(errors).toBe(0);
    expect(split.find(({ locality }) => locality === 'far')?.share).toBe(0);
  });

  test('a timeout of a try ejects it too, and without ejection half of the requests end with it', () => {
    const tries = { perTryTimeout: 1000, retries: { attempts: 1 } };
    expect(predicted({ ...own, ...tries }).errors).toBe(0);
    const none = predicted({ ...own, ...tries, policy: { loadBalancer: half } });
    expect(none.timeouts).toBeCloseTo(0.5, 1);
  });

  test('a timeout shorter than both regions ejects both', () => {
    const { errors, unanswered } = predicted({ ...own, timeout: 10 });
    expect([errors, unanswered]).toEqual([1, 1]);
  });
});

describe('endpoints that work on so many requests', () => {
  const few = [{ locality: 'near', count: 2, latencyMs: 50, concurrency: 2 }];

  test('let others wait', () => {
    const { errors, latencyMs } = predicted({ endpoints: few, rps: 60 });
    expect(errors).toBe(0);
    expect(latencyMs?.mean).toBeGreaterThan(52);
    expect(latencyMs?.mean).toBeLessThan(90);
  });

  test('time out beyond what they can do, and answer next to nothing', () => {
    const { timeouts, reason } = predicted({ endpoints: few, rps: 120, timeout: 500 });
    expect(timeouts).toBeGreaterThan(0.9);
    expect(reason).toContain('504 after the timeout of 500 ms');
  });

  test('without a timeout the wait grows without end', () => {
    expect(predicted({ endpoints: few, rps: 120 }).reason).toContain('the wait grows without end');
  });
});

test('background errors under load are run over time', () => {
  const outages = [{ kind: 'error-rate' as const, locality: 'near', rate: 0.02 }];
  const policy = { outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 100 } };
  const one = [{ locality: 'near', count: 2, latencyMs: 10 }];
  const { errors, determined, overflow } = predicted({ endpoints: one, policy, outages, rps: 40 });
  expect(determined).toBe(false);
  expect(overflow).toBe(0);
  // Both endpoints are ejected for minutes, again and again.
  expect(errors).toBeGreaterThan(0.5);
});

test('the same input gives the same numbers', () => {
  const own = { policy: {}, rps: 100, callers: 20 };
  expect(predicted(own)).toEqual(predicted(own));
});

test('without latencies there is nothing to say of them', () => {
  const plain = endpoints.map(({ locality, count }) => ({ locality, count }));
  const result = predicted({ endpoints: plain, rps: 100, policy: limit(1) });
  expect(result).not.toHaveProperty('overflow');
});
