/** A retry storm: endpoints that were slow for some seconds keep failing afterwards, in the model as behind a real Envoy. */
import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Prober } from '../../../src/drill/prober.js';
import { Recorder } from '../../../src/drill/recorder.js';
import { lossBetween, timeline } from '../../../src/traffic/timeline.js';
import { describeReal } from '../describe-real.js';
import { inputOf, type LoadCase } from './run/load-case.js';
import { withEnvoy } from './run/measure.js';

/** Endpoints that can work on 80 requests per second, of which 50 come; each is given up after 300 ms and tried again twice. */
const own: LoadCase = {
  name: 'storm',
  policy: {},
  endpoints: [{ locality: 'near', count: 2, latencyMs: 50, concurrency: 2 }],
  outages: [],
  perTryTimeout: 300,
  timeout: 1000,
  retries: { attempts: 2, retryOn: '5xx' },
  rps: 50,
};
/** While they are slow they can work on 20. */
const slow = { kind: 'slow' as const, locality: 'near', latencyMs: 200 };
/** Seconds: they are slow for five of them, and what counts is the end, long after that. */
const [begin, recovered, late, end] = [4, 9, 20, 26];

function measured(stormy: LoadCase): Promise<number> {
  return withEnvoy(stormy, async ({ url, slowDown }) => {
    const recorder = new Recorder(['near']);
    const started = performance.now();
    const prober = new Prober({
      ingresses: [{ url }],
      rate: 50,
      timeoutMs: 5000,
      freshConnections: 0,
      attribution: undefined,
      clock: () => performance.now() - started,
      ended: (outcome) => recorder.add(outcome),
      skipped: () => undefined,
    });
    prober.start();
    await sleep(begin * 1000);
    slowDown(200);
    await sleep((recovered - begin) * 1000);
    slowDown(50);
    await sleep((end - recovered) * 1000);
    await prober.stop();
    const { errors, requests } = recorder.tally(0, late * 1000, end * 1000);
    return errors / requests;
  });
}

function predicted(stormy: LoadCase): number {
  const { policies, outages: _, ...input } = inputOf(stormy);
  const outages = [{ outage: slow, begin, end: recovered }];
  const run = timeline({ ...input, policy: policies[0]!, outages, duration: end + 2, seed: 1 });
  return lossBetween(run, late, end);
}

describeReal('a retry storm', ['envoy'], () => {
  test('goes on after the endpoints have recovered, with retries', async () => {
    const share = await measured(own);
    expect(share).toBeGreaterThan(0.5);
    expect(Math.abs(predicted(own) - share)).toBeLessThan(0.1);
  }, 90_000);

  test('ends without them', async () => {
    const without: LoadCase = { ...own, retries: { attempts: 0 } };
    expect(await measured(without)).toBeLessThan(0.04);
    expect(predicted(without)).toBeLessThan(0.04);
  }, 90_000);
});
