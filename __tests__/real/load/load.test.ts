/**
 * Limits, timeouts, slow and overloaded endpoints, on a real Envoy with backends that take their time: what is predicted is what is
 * measured. MESH_FAILOVER_LOAD_CASES=60 runs that many generated cases instead of a sample, MESH_FAILOVER_LOAD_SEED others.
 */
import { expect, test } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { erlangB } from '../../../src/traffic/load/erlang-b.js';
import { describeReal } from '../describe-real.js';
import { generate } from './run/generate.js';
import { asMeasured, predictCase, type LoadCase } from './run/load-case.js';
import { measure, type Measured } from './run/measure.js';

/** Points by which a share may differ. */
const TOLERANCE = 0.04;
/** Runs of a case: shares at saturation differ from run to run, so that one near its prediction is enough. */
const RUNS = 3;

const count = Number(process.env['MESH_FAILOVER_LOAD_CASES'] ?? 10);
const seed = Number(process.env['MESH_FAILOVER_LOAD_SEED'] ?? 1);
const report = process.env['MESH_FAILOVER_LOAD_REPORT'];

describeReal('load on a real Envoy', ['envoy'], () => {
  test.each(generate(count, seed).map((own) => [own.name, own] as const))(
    '%s',
    async (_, own) => {
      const found: Record<string, unknown>[] = [];
      for (let run = 0; run < RUNS; run++) {
        const measured = await measure(own);
        const compared = compare(own, measured);
        found.push(compared.difference);
        if (report !== undefined) {
          appendFileSync(report, `${JSON.stringify({ name: own.name, run, ...compared })}\n`);
        }
        if (Object.keys(compared.difference).length === 0) return;
      }
      expect(found).toContainEqual({});
    },
    120_000,
  );

  test('a limit bites where the formula says: within 10 % of the rate', async () => {
    // 20 places of 200 ms: from 100 requests per second on, where Erlang B has 15.9 % of them overflow.
    const places = 20;
    const latencyMs = 200;
    const own = (rps: number): LoadCase => ({
      name: `threshold ${rps}`,
      isPlain: true,
      policy: { connectionPool: { http: { http2MaxRequests: places } } },
      endpoints: [{ locality: 'near', count: 2, latencyMs }],
      outages: [],
      rps,
    });
    const points: { rps: number; overflow: number }[] = [];
    for (const rps of [50, 85, 100, 115, 150]) {
      const measured = await measure(own(rps));
      // A busy machine is slower than declared: the same load, at the declared time.
      const slower = (measured.upstreamMs ?? latencyMs) / latencyMs;
      points.push({ rps: measured.rps * slower, overflow: measured.overflow });
      const expected = predicted(own(rps), measured).overflow ?? 0;
      expect(Math.abs(measured.overflow - expected)).toBeLessThan(TOLERANCE);
    }
    const limit = erlangB(places, places);
    const above = points.findIndex(({ overflow }) => overflow > limit);
    const [before, after] = [points[above - 1]!, points[above]!];
    const part = (limit - before.overflow) / (after.overflow - before.overflow);
    const threshold = before.rps + part * (after.rps - before.rps);
    expect(Math.abs(threshold / ((places * 1000) / latencyMs) - 1)).toBeLessThan(0.1);
  }, 120_000);
});

function predicted(own: LoadCase, measured: Measured) {
  return predictCase(asMeasured(own, measured));
}

function compare(own: LoadCase, measured: Measured) {
  const result = predicted(own, measured);
  // Where the first requests decide, any state of the range may be the one.
  const { errorsMin = result.errors, errorsMax = result.errors } = result;
  const errors = Math.min(Math.max(measured.errors, errorsMin), errorsMax);
  const shares: [string, number, number][] = [
    ['errors', errors, measured.errors],
    ['overflow', (result.overflow ?? 0) + errors - result.errors, measured.overflow],
    ['timeouts', result.timeouts ?? 0, measured.timeouts],
  ];
  // Nobody says at which endpoint a request has timed out.
  if (measured.timeouts < 0.01) {
    for (const { locality, share, min = share, max = share } of result.split) {
      const found = measured.localities[locality] ?? 0;
      shares.push([locality, Math.min(Math.max(found, min), max), found]);
    }
  }
  return {
    values: Object.fromEntries(shares.map(([name, ...values]) => [name, values])),
    latency: [result.latencyMs, { mean: measured.meanMs, p99: measured.p99Ms }],
    difference: Object.fromEntries(
      shares
        .filter(([, expected, found]) => Math.abs(expected - found) > TOLERANCE)
        .map(([name, ...values]) => [name, values]),
    ),
  };
}
