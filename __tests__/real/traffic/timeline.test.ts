/**
 * Runs over time through a real gateway: how long failover and failback take, how many requests are lost on the way,
 * and what background errors do. Each number lies within what the simulation gives over many seeds.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { lossBetween, type Timeline } from '../../../src/traffic/timeline.js';
import { describeReal } from '../describe-real.js';
import { runFor, type TimedAnswer } from './timeline/run.js';
import { cliffOf, simulate, timedCase, type TimedCase } from './timeline/timed-case.js';
import { SplitMesh } from './split/split-mesh.js';

const DURATION = 75;
const SEEDS = 200;
/** Part of the range: of so many simulated runs, each end is passed by one in 200 by chance. */
const MARGIN = 0.25;
/** Requests; a real second is not as exact as a simulated one. */
const SLACK = 3;

/** Of the loss, for the cliff. */
const LIMIT = 0.05;

const guide = {
  consecutive5xxErrors: 1,
  interval: '1s',
  baseEjectionTime: '30s',
  maxEjectionPercent: 100,
};
const evenly = {
  distribute: [{ from: 'europe-west1/*', to: { 'europe-west1': 50, 'us-central1': 50 } }],
};
const here = 'europe-west1';
const failing = { kind: 'failing', locality: here } as const;
const errorRate = (rate: number) => ({ what: { kind: 'error-rate', rate } as const, begin: 0 });

const ALL: TimedCase[] = [
  timedCase(0, 'a failing region, 50/50', guide, evenly, { what: failing, begin: 5, end: 20 }),
  timedCase(
    1,
    'a failing region, failover, three errors',
    { ...guide, consecutive5xxErrors: 3, baseEjectionTime: '10s' },
    {},
    { what: failing, begin: 5, end: 30 },
  ),
  timedCase(
    2,
    'one host that keeps failing: ejected longer each time',
    { ...guide, baseEjectionTime: '2s' },
    evenly,
    { what: { ...failing, count: 1 }, begin: 2 },
  ),
  timedCase(3, 'background errors of 0.1 %', guide, evenly, errorRate(0.001)),
  timedCase(4, 'background errors of 0.5 %', guide, evenly, errorRate(0.005)),
  timedCase(5, 'background errors of 2 %', guide, evenly, errorRate(0.02)),
  timedCase(
    6,
    'background errors of 2 % on the safe side of the cliff',
    { ...guide, consecutive5xxErrors: 5 },
    evenly,
    errorRate(0.02),
  ),
];
const CLIFF = cliffOf(ALL[4]!);
const BELOW = timedCase(9, 'below the cliff', guide, evenly, errorRate(CLIFF.rate / 5));
const ABOVE = timedCase(10, 'above the cliff', guide, evenly, errorRate(CLIFF.rate * 5));
/** Seconds; much longer than the time out. */
const SWEEP = 30;
const SWEPT = timedCase(
  11,
  'one host that keeps failing, 5 s out, a sweep every 30 s',
  { ...guide, interval: `${SWEEP}s`, baseEjectionTime: '5s' },
  evenly,
  { what: { ...failing, count: 1 }, begin: 2 },
);
ALL.push(BELOW, ABOVE, SWEPT);

const ONLY = process.env['MESH_FAILOVER_CASE'];
const CASES = ALL.filter(({ index }) => ONLY === undefined || index === Number(ONLY));
const SCALED = timedCase(7, 'scaled to zero and back', guide, evenly, {
  what: { kind: 'scaled-to-zero', locality: here },
  begin: 5,
  end: 25,
});
const UNREADY = timedCase(8, 'unready and back', guide, evenly, {
  what: { kind: 'unready', locality: here },
  begin: 5,
  end: 25,
});

describeReal(
  'over time',
  {
    parts: ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery', 'envoy'],
    networkNamespace: true,
  },
  () => {
    let mesh: SplitMesh;
    const answers = new Map<TimedCase, TimedAnswer[]>();

    beforeAll(async () => {
      const all = [...CASES, SCALED, UNREADY];
      mesh = await SplitMesh.start(all);
      await Promise.all(
        all.map(async (one) => answers.set(one, await runFor(mesh, one, DURATION))),
      );
    }, 240_000);

    afterAll(() => mesh?.stop(), 30_000);

    test.each(CASES.map((one) => [one.title, one] as const))(
      'as many requests are lost as simulated: %s',
      (_, one) => {
        const own = answers.get(one)!;
        const errors = own.filter(({ isError }) => isError).length;
        const expected = simulated(one).map((run) => run.errors);
        note(
          `${one.title}: ${errors} of ${own.length} lost, simulated ${range(expected)}; ${gaps(own)}`,
        );
        const [low, high] = [Math.min(...expected), Math.max(...expected)];
        const margin = (high - low) * MARGIN + SLACK;
        expect(errors).toBeGreaterThanOrEqual(low - margin);
        expect(errors).toBeLessThanOrEqual(high + margin);
      },
      60_000,
    );

    test.each(CASES.slice(0, 2).map((one) => [one.title, one] as const))(
      'all hosts are back when simulated: %s',
      (_, one) => {
        const { end = 0 } = one.outage!;
        const measured = backAfter(one, answers.get(one)!) - end;
        const expected = simulated(one).map(
          ({ outages: [course] }) => course!.failbackAfter ?? DURATION,
        );
        note(`${one.title}: back after ${measured.toFixed(1)} s, simulated ${range(expected)}`);
        expect(measured).toBeGreaterThanOrEqual(Math.min(...expected) - 0.5);
        // A host is seen to be back with its next request only.
        expect(measured).toBeLessThanOrEqual(Math.max(...expected) + 1.5);
      },
      60_000,
    );

    test('a host stays out until the next sweep, however short its time out is', () => {
      // It fails as soon as it is back, and its second time out, of 10 s, is over long before the next sweep.
      const [first = Infinity, ...later] = between(beginnings(lossesOf(answers.get(SWEPT)!)));
      const expected = simulated(SWEPT).flatMap((run) =>
        between(beginnings(secondsWithLoss(run))).slice(1),
      );
      note(
        `${SWEPT.title}: back after ${first.toFixed(1)} s, then ${later.map((gap) => gap.toFixed(1)).join(' ')} s, ` +
          `simulated ${range(expected)}`,
      );
      expect(first).toBeLessThanOrEqual(5 + SWEEP + 1.5);
      expect(Math.min(...expected)).toBeGreaterThanOrEqual(SWEEP - 1);
      expect(later).not.toEqual([]);
      for (const gap of later) {
        expect(gap).toBeGreaterThanOrEqual(Math.min(...expected) - 0.5);
        expect(gap).toBeLessThanOrEqual(Math.max(...expected) + 1.5);
      }
    }, 60_000);

    test.each([
      ['below', BELOW],
      ['above', ABOVE],
    ] as const)('the loss %s the cliff is on that side of the limit', (side, one) => {
      const losses = simulated(one).map((run) => lossBetween(run, 0, DURATION));
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
      note(`cliff at ${CLIFF.rate.toExponential(2)}: ${side} it ${mean.toFixed(4)} on average`);
      if (side === 'below') expect(mean).toBeLessThan(LIMIT);
      else expect(mean).toBeGreaterThan(LIMIT);
    });

    test.each([SCALED, UNREADY].map((one) => [one.title, one] as const))(
      'nothing is lost, and the change takes less than a second: %s',
      (_, one) => {
        const own = answers.get(one)!;
        const { begin, end = 0 } = one.outage!;
        const hit = new Set(one.pods.slice(0, 2).map(({ address }) => address));
        const during = own.filter(({ at, host }) => at > begin && at < end && hit.has(host));
        const failover = Math.max(begin, ...during.map(({ at }) => at)) - begin;
        const failback = backAfter(one, own) - end;
        note(`${one.title}: ${failover.toFixed(2)} s, back ${failback.toFixed(2)} s`);
        expect(own.filter(({ isError }) => isError)).toEqual([]);
        expect(failover).toBeLessThan(1);
        expect(failback).toBeLessThan(2);
      },
    );
  },
);

const runs = new Map<TimedCase, ReturnType<typeof simulate>>();

/** Only once the real runs are over: it takes all of a core. */
function simulated(one: TimedCase): ReturnType<typeof simulate> {
  let known = runs.get(one);
  if (!known) {
    known = simulate(one, DURATION, SEEDS);
    runs.set(one, known);
  }
  return known;
}

/** Facts for docs/traffic-measured.md go to the file that MESH_FAILOVER_REPORTS names. */
function note(text: string): void {
  const file = process.env['MESH_FAILOVER_REPORTS'];
  if (file) appendFileSync(file, `${text}\n`);
}

/** When every host that the outage hit has got a request again. */
function backAfter({ pods, outage }: TimedCase, answers: readonly TimedAnswer[]): number {
  const { end = 0 } = outage!;
  const first = pods.slice(0, 2).map(({ address }) => {
    return answers.find(({ at, host }) => at > end && host === address)?.at ?? Infinity;
  });
  return Math.max(...first);
}

function range(values: readonly number[]): string {
  return `${Math.min(...values)} to ${Math.max(...values)}`;
}

function lossesOf(answers: readonly TimedAnswer[]): number[] {
  return answers.filter(({ isError }) => isError).map(({ at }) => at);
}

function secondsWithLoss({ seconds }: Timeline): number[] {
  return seconds.flatMap(({ errors }, second) => (errors > 0 ? [second] : []));
}

/** The first loss of each series: one after more than a second without. */
function beginnings(times: readonly number[]): number[] {
  return times.filter((at, index) => index === 0 || at - times[index - 1]! > 1);
}

function between(times: readonly number[]): number[] {
  return times.slice(1).map((at, index) => at - times[index]!);
}

/** Seconds between losses, where it is longer than one. */
function gaps(answers: readonly TimedAnswer[]): string {
  const long = between(lossesOf(answers)).filter((gap) => gap > 1);
  return `pauses of ${long
    .slice(0, 12)
    .map((gap) => gap.toFixed(1))
    .join(' ')} s`;
}
