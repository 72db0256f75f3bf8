/** What the drill measures of limits and times, against what a real Envoy counts. */
import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Prober } from '../../../src/drill/prober.js';
import { Recorder } from '../../../src/drill/recorder.js';
import { localityHeader } from '../bench/behaviour.mjs';
import { describeReal } from '../describe-real.js';
import type { LoadCase } from './run/load-case.js';
import { withEnvoy } from './run/measure.js';

const own: LoadCase = {
  name: 'drill',
  policy: { connectionPool: { http: { http2MaxRequests: 4 } } },
  endpoints: [{ locality: 'near', count: 2, latencyMs: 100 }],
  outages: [],
};

/** Sends requests as a drill does, for a time. */
function drilled(limited: LoadCase, rate: number, seconds: number) {
  return withEnvoy(limited, async ({ url, overflowed }) => {
    const recorder = new Recorder(['near']);
    const started = performance.now();
    const prober = new Prober({
      ingresses: [{ url }],
      rate,
      timeoutMs: 5000,
      freshConnections: 0.1,
      attribution: ({ headers }) => headers[localityHeader] as string | undefined,
      clock: () => performance.now() - started,
      ended: (outcome) => recorder.add(outcome),
      skipped: () => undefined,
    });
    prober.start();
    await sleep(seconds * 1000);
    await prober.stop();
    return { tally: recorder.tally(0, 0, Infinity), counted: await overflowed() };
  });
}

describeReal('the drill under load', ['envoy'], () => {
  test('counts exactly the requests that Envoy answers because of a limit', async () => {
    const { tally, counted } = await drilled(own, 80, 5);
    expect(tally.requests).toBeGreaterThan(300);
    // 80 requests of 100 ms are 8 at a time, and half of these find no place.
    expect(tally.overflowed / tally.requests).toBeGreaterThan(0.35);
    expect(tally.overflowed).toBe(counted);
    expect(tally.errors).toBe(counted);
    expect(tally.failedUnattributed).toBe(counted);
  }, 60_000);

  test('no overflow with room, and the time of an answer', async () => {
    const { tally, counted } = await drilled({ ...own, policy: {} }, 20, 4);
    expect({ overflowed: tally.overflowed, counted }).toEqual({ overflowed: 0, counted: 0 });
    const median = tally.latencies[Math.floor(tally.latencies.length / 2)]!;
    expect(median).toBeGreaterThan(99);
    expect(median).toBeLessThan(150);
  }, 60_000);

  test('an answer of 503 by a backend is no overflow', async () => {
    const failing = [{ kind: 'failing' as const, locality: 'near' }];
    const { tally } = await drilled({ ...own, policy: {}, outages: failing }, 20, 2);
    expect(tally.errors).toBe(tally.requests);
    expect(tally.overflowed).toBe(0);
  }, 60_000);
});
