import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { DrillResult } from '../../../src/drill/drill-result.js';
import { drillCharts, mostSteps, type DrillChart } from '../../../src/report/drill/chart.js';
import { drillResult, drillScenario, type ScenarioOptions } from '../drill-result.js';

function chartsOf(options: ScenarioOptions): DrillChart[] {
  const scenario = drillScenario(options);
  return drillCharts(drillResult([scenario]), scenario);
}

function requestsIn({ steps }: DrillChart): number {
  return steps.reduce(
    (total, { from, to, answered, errors }) =>
      total + (to - from) * (errors + answered.reduce((sum, own) => sum + own, 0)),
    0,
  );
}

test('a step for each second, layers by region, times from the beginning of the scenario', () => {
  const [chart, other] = chartsOf({ from: 1_000 });
  expect(other?.client).toBe('us-central1');
  expect(chart).toMatchObject({ client: 'europe-west1', duration: 77, step: 1 });
  expect(chart?.places).toEqual([
    { name: 'europe-west1', color: 0 },
    { name: 'us-central1', color: 1 },
  ]);
  expect(chart?.steps).toHaveLength(77);
  expect(chart?.steps[30]).toEqual({ from: 30, to: 31, answered: [0, 50], errors: 0 });
  expect(chart?.phases.map(({ name, from, to }) => [name, from, to])).toEqual([
    ['baseline', 0, 20],
    ['outage', 20, 23],
    ['failover', 23, 53],
    ['recovery', 53, 57],
    ['steady', 57, 77],
  ]);
});

test('requests that failed are in no layer', () => {
  const [chart] = chartsOf({ kind: 'failing', stays: true });
  const step = chart?.steps[40];
  expect(step?.answered[0]).toBe(0);
  expect((step?.answered[1] ?? 0) + (step?.errors ?? 0)).toBe(50);
  const failover = chart?.phases[2];
  expect(failover?.split[0]).toBeCloseTo(0.5, 1);
  expect(failover?.answered[0]).toBe(0);
  expect(failover?.failed).toBe(Math.round((failover?.errors ?? 0) * 1_500));
});

test('hours are drawn in as few steps as minutes, and no request is lost', () => {
  const [chart] = chartsOf({ lengths: [7_200, 60, 21_600, 90, 7_200], rate: 3 });
  expect(chart?.steps.length).toBeLessThanOrEqual(mostSteps);
  expect(chart && requestsIn(chart)).toBeCloseTo(36_150 * 3, 5);
  expect(chart?.steps.some(({ errors }) => errors > 0)).toBe(true);
});

test('what somebody unknown answered is a layer of its own', () => {
  const scenario = drillScenario();
  for (const sample of scenario.samples) {
    if (sample.at < 10) Object.assign(sample, { answered: {}, failed: {} });
  }
  const [chart] = drillCharts(drillResult([scenario]), scenario);
  expect(chart?.places.at(-1)).toEqual({ name: 'not known', color: -1 });
  expect(chart?.steps[5]?.answered).toEqual([0, 0, 50]);
});

describe('places', () => {
  const zones = ['r1/a', 'r1/b', 'r2/a'];
  test('are zones where a zone is out, else regions', () => {
    const namesOf = (locality: string) =>
      chartsOf({ locality, places: zones })[0]?.places.map(({ name }) => name);
    expect(namesOf('r1/b')).toEqual(zones);
    expect(namesOf('r1')).toEqual(['r1', 'r2']);
  });

  test('have the same colour in every scenario, also where nothing came from one', () => {
    const scenarios = [
      drillScenario({ places: ['b', 'c'], locality: 'b' }),
      drillScenario({ places: ['a', 'b'], locality: 'a', from: 77 }),
    ];
    const result = drillResult(scenarios);
    const [first, second] = scenarios.map((scenario) => drillCharts(result, scenario)[0]?.places);
    expect(first).toEqual([
      { name: 'b', color: 1 },
      { name: 'c', color: 2 },
    ]);
    expect(second).toEqual([
      { name: 'a', color: 0 },
      { name: 'b', color: 1 },
    ]);
  });

  test('that are too many share a layer', () => {
    const places = Array.from({ length: 12 }, (_, index) => `r${10 + index}`);
    const [chart] = chartsOf({ places, locality: 'r10' });
    expect(chart?.places).toHaveLength(7);
    expect(chart?.places.at(-1)).toEqual({ name: '6 other places', color: 6 });
    expect(chart && requestsIn(chart)).toBeCloseTo(77 * 50, 5);
  });
});

describe('the prediction', () => {
  test('is a line at the end of each layer, of steady phases alone', () => {
    const [chart] = chartsOf({});
    const at = chart?.phases.map(({ lines }) => lines.map((line) => line.at));
    expect(at).toEqual([[25, 50], [], [0, 50], [], [25, 50]]);
  });

  test('of failing requests leaves out what the place that fails answers', () => {
    const scenario = drillScenario({ kind: 'failing', stays: true });
    for (const { clients } of scenario.phases.slice(2, 3)) {
      for (const client of clients) {
        client.predicted = {
          split: ['europe-west1', 'us-central1'].map((locality) => ({ locality, share: 0.5 })),
          errors: 0.5,
          determined: true,
        };
      }
    }
    const [chart] = drillCharts(drillResult([scenario]), scenario);
    expect(chart?.phases[2]?.lines.map(({ at }) => at)).toEqual([0, 25]);
  });

  test('that is not determined is a range', () => {
    const scenario = drillScenario();
    const [client] = scenario.phases[2]?.clients ?? [];
    client!.predicted = {
      split: [
        { locality: 'europe-west1', share: 0.2, min: 0, max: 0.4 },
        { locality: 'us-central1', share: 0.8, min: 0.6, max: 1 },
      ],
      errors: 0,
      determined: false,
    };
    const [chart] = drillCharts(drillResult([scenario]), scenario);
    const [line] = chart?.phases[2]?.lines ?? [];
    expect(line).toEqual({ at: 10, min: 0, max: 20 });
    expect(chart?.phases[2]?.predicted?.[1]).toEqual({ share: 0.8, min: 0.6, max: 1 });
  });
});

test('a drill that was stopped at once has no picture, and does no harm', () => {
  const scenario = { ...drillScenario(), phases: [], samples: [], to: 0 };
  expect(drillCharts(drillResult([scenario]), scenario)).toEqual([]);
});

describe('a drill that was recorded', () => {
  const recorded = (name: string) => {
    const path = new URL(`../../fixtures/drill/${name}.json`, import.meta.url);
    return JSON.parse(readFileSync(path, 'utf8')) as DrillResult;
  };
  const chartsIn = (result: DrillResult) =>
    result.scenarios.flatMap((scenario) => drillCharts(result, scenario));

  test('has whole seconds, though its phases begin and end within them', () => {
    for (const chart of chartsIn(recorded('hello-world'))) {
      const { steps, duration, scenario } = chart;
      expect(steps[0]?.from).toBe(0);
      expect(steps.at(-1)?.to).toBe(duration);
      expect(duration).toBeCloseTo(scenario.to - scenario.from, 9);
      steps.slice(1).forEach(({ from }, index) => expect(from).toBe(steps[index]?.to));
      // 50 requests were sent each second: neither the first nor the last part of one looks like more or less.
      for (const { answered, errors } of steps) {
        const rate = answered.reduce((total, own) => total + own, errors);
        expect(Math.abs(rate - 50)).toBeLessThan(4);
      }
    }
  });

  test('loses traffic where its outage begins, not before', () => {
    const [chart] = chartsIn(recorded('hello-world'));
    const outage = chart?.phases[1];
    const before = chart?.steps.filter(({ to }) => to <= (outage?.from ?? 0)) ?? [];
    expect(before).toHaveLength(20);
    for (const { answered } of before) expect(answered[0]).toBeCloseTo(25, 0);
    const [failover] = chart?.phases.filter(({ name }) => name === 'failover') ?? [];
    expect(failover?.answered).toEqual([0, 1]);
  });

  test('shows what keeps failing as failed, and only that', () => {
    const [chart] = chartsIn(recorded('max-ejection-percent-10'));
    const [failover] = chart?.phases.filter(({ name }) => name === 'failover') ?? [];
    expect(failover?.errors).toBeCloseTo(0.5, 1);
    expect(failover?.answered[0]).toBeCloseTo(0, 1);
    expect(failover?.answered[1]).toBeCloseTo(0.5, 1);
    expect(failover?.lines.map(({ at }) => Math.round(at))).toEqual([0, 25]);
  });
});
