import { describe, expect, test } from '@jest/globals';
import { textTimelines } from '../../src/report/text-timeline.js';
import { paint } from '../../src/report/paint.js';
import type { Scenario } from '../../src/traffic/scenarios.js';
import { scenariosOf } from '../../src/traffic/table.js';
import { targetTimelines, type TargetTimeline } from '../../src/traffic/target-timeline.js';
import {
  EJECTS_ALL,
  gateway,
  GUIDE,
  HALF_EACH,
  policyFor,
  routed,
  twoRegions,
  type Objects,
} from './two-regions.js';

const OPTIONS = { duration: 180, begin: 10, end: 70, seed: undefined, rps: undefined };
const errorRate = (rate: number): Scenario => ({
  name: `error-rate:${rate}`,
  outages: [{ kind: 'error-rate', rate }],
  configured: undefined,
});

function run(
  list: Objects,
  scenario: string | Scenario,
  config: Parameters<typeof twoRegions>[1] = {},
  options = {},
): TargetTimeline {
  const mesh = twoRegions(list, config);
  const target = mesh.targets().find(({ client }) => client.name === 'a')!;
  const meant =
    typeof scenario === 'string'
      ? scenariosOf(mesh).filter(({ name }) => name === scenario)
      : [scenario];
  return [...targetTimelines(mesh, [target], meant, { ...OPTIONS, ...options })][0]!;
}

const textOf = (timeline: TargetTimeline) => [...textTimelines([timeline], paint(false))].join();

describe('a region fails for a minute', () => {
  const timeline = run(GUIDE, 'failing:europe-west1');

  test('failover, what it costs, and back to 50/50', () => {
    expect(timeline).toMatchObject({ rps: 50, seed: 0, begin: 10, end: 70, requests: 9000 });
    // Five errors in a row, at 25 requests a second.
    expect(timeline.failoverAfter).toBeGreaterThan(0.1);
    expect(timeline.failoverAfter).toBeLessThan(1);
    expect(timeline.failedBeforeFailover).toBe(5);
    expect(timeline.failbackAfter).toBeGreaterThan(20);
    expect(timeline.failbackAfter).toBeLessThan(45);
    expect(timeline.errors).toBeGreaterThanOrEqual(5);
    expect(timeline.cliff).toBeNull();
  });

  test('second by second', () => {
    const { requests, errors, localities } = timeline.perSecond;
    expect(requests).toHaveLength(180);
    expect(requests.every((count) => count === 50)).toBe(true);
    expect(errors.reduce((a, b) => a + b)).toBe(timeline.errors);
    expect(localities.map(({ locality }) => locality)).toEqual(['europe-west1', 'us-central1']);
    const [own, other] = localities;
    expect([own!.requests[60], other!.requests[60]]).toEqual([0, 50]);
    expect(own!.requests[175]).toBeGreaterThan(10);
  });

  test('the same seed gives the same run, another another one', () => {
    expect(run(GUIDE, 'failing:europe-west1')).toEqual(timeline);
    const other = run(GUIDE, 'failing:europe-west1', {}, { seed: 1 });
    expect(other.perSecond).not.toEqual(timeline.perSecond);
  });

  test('as text', () => {
    const text = textOf(timeline);
    const lines = text.split('\n');
    expect(lines[0]).toBe(
      'web.shop:80 for *, clients entering in europe-west1 (a): europe-west1 failing from 10 s to 70 s',
    );
    expect(lines[1]).toMatch(/^ {2}europe-west1 {2}[▁-█]{60}$/);
    expect(lines[3]).toMatch(/^ {2}errors {8}[▁-█]{60} {2}at most \d+\/s$/);
    expect(text).toMatch(/100 % on endpoints that answer after 0\.\d s, with 5 failed requests/);
    expect(text).toMatch(/back to the split of before [\d.]+ s after the recovery/);
  });
});

test('scaled to zero costs nothing', () => {
  const timeline = run(GUIDE, 'scaled-to-zero:europe-west1');
  expect(timeline).toMatchObject({ errors: 0, failedBeforeFailover: 0 });
  expect(timeline.failoverAfter).toBeLessThan(0.5);
  expect(timeline.failbackAfter).toBeLessThan(1);
});

test('without outlier detection it never fails over', () => {
  const list: Objects = [...GUIDE.slice(0, 2), policyFor('web', HALF_EACH, undefined)];
  const timeline = run(list, 'failing:europe-west1');
  expect(timeline.failoverAfter).toBeNull();
  expect(timeline.failedBeforeFailover).toBeGreaterThan(1000);
  expect(textOf(timeline)).toContain('keep going to endpoints that fail');
});

describe('errors in the background', () => {
  const od = { ...EJECTS_ALL, consecutive5xxErrors: 1 };
  const touchy: Objects = [...GUIDE.slice(0, 2), policyFor('web', HALF_EACH, od)];

  test('one error ejects: an avalanche, with its cliff', () => {
    const timeline = run(touchy, errorRate(0.005));
    expect(timeline).toMatchObject({ begin: null, end: null, failoverAfter: null });
    expect(timeline.errors / timeline.requests).toBeGreaterThan(0.5);
    expect(timeline.cliff?.isAvalanche).toBe(true);
    expect(timeline.cliff?.rate).toBeLessThan(0.002);
    expect(textOf(timeline)).toMatch(/avalanche: from about 0\.0\d+ %/);
  });

  test('five in a row: none', () => {
    const timeline = run(GUIDE, errorRate(0.005));
    expect(timeline.errors / timeline.requests).toBeLessThan(0.01);
    expect(timeline.cliff?.isAvalanche).toBe(false);
  });

  test('in a configured scenario, with its own seed', () => {
    const outages = [
      { kind: 'error-rate' as const, locality: 'europe-west1', rate: 0.01, seed: 7 },
    ];
    const timeline = run(touchy, 'noisy', { scenarios: [{ name: 'noisy', outages }] });
    expect(timeline).toMatchObject({ seed: 7, begin: null });
    expect(timeline.errors).toBeGreaterThan(0);
  });
});

test('a destination gets its share of the requests', () => {
  const list: Objects = [
    gateway,
    routed({
      route: [
        { destination: { host: 'web' }, weight: 80 },
        { destination: { host: 'next' }, weight: 20 },
      ],
    }),
  ];
  const timeline = run(list, 'failing:europe-west1', {}, { rps: 10, duration: 20 });
  expect(timeline).toMatchObject({ weight: 0.8, rps: 8, requests: 160 });
});

test('fewer requests than seconds leave zeros', () => {
  const { perSecond } = run(GUIDE, 'failing:europe-west1', {}, { rps: 0.5, duration: 9 });
  expect(perSecond.requests).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 0]);
});

test('where there is nothing to run there is a reason', () => {
  expect(run(GUIDE, 'cluster-lost:a')).toMatchObject({
    requests: 0,
    reason: 'no entry: the gateway is gone with its cluster',
  });
  const managed = run(GUIDE, 'failing:europe-west1', { profile: 'csm-managed' });
  expect(managed.requests).toBe(0);
  expect(managed.reason).toContain('not supported by this control plane');
  expect(textOf(managed)).toContain('not supported');
});

describe('what a run leaves out is said', () => {
  const web = (more: object) => ({ route: [{ destination: { host: 'web' } }], ...more });
  const aborted = (value: number) => ({
    fault: { abort: { httpStatus: 503, percentage: { value } } },
  });
  const short = { rps: 10, duration: 30, end: 20 };
  const policy = policyFor('web', HALF_EACH, EJECTS_ALL);

  test.each<[string, object[], string | undefined, number]>([
    ['nothing', [], undefined, 300],
    [
      'some requests are answered before',
      [aborted(20)],
      'without the 20 % that fault injection answers with 503',
      300,
    ],
    [
      'all of them are',
      [aborted(100)],
      'every request is answered with 503, by fault injection',
      0,
    ],
  ])('%s', (_, [more = {}], reason, requests) => {
    const timeline = run([gateway, routed(web(more)), policy], 'failing:europe-west1', {}, short);
    expect([timeline.reason, timeline.requests]).toEqual([reason, requests]);
  });

  test('one of several rules', () => {
    const [kind, , spec] = policyFor('web', HALF_EACH, undefined);
    const list: Objects = [gateway, routed(web(aborted(20))), policy, [kind, 'shop/other', spec]];
    const timeline = run(list, 'failing:europe-west1', {}, short);
    expect(timeline.reason).toBe(
      'several DestinationRules claim this host: this is the run with one of them; ' +
        'without the 20 % that fault injection answers with 503',
    );
  });

  test('there is no cluster to send to', () => {
    const list: Objects = [
      gateway,
      routed({ route: [{ destination: { host: 'web', subset: 'v9' } }] }),
      policy,
    ];
    expect(run(list, 'failing:europe-west1', {}, short)).toMatchObject({
      ...{ requests: 0, reason: 'no rule for the host defines subset "v9": 503' },
      perSecond: { requests: [], errors: [], unanswered: [], localities: [] },
    });
  });
});

describe('several outages at once', () => {
  const outages = (...kinds: ('failing' | 'unready' | 'error-rate')[]) => [
    {
      name: 'both',
      outages: kinds.map((kind, index) => ({
        kind,
        locality: ['europe-west1', 'us-central1'][index % 2]!,
        ...(kind === 'error-rate' && { rate: 0.05, seed: 3 }),
      })),
    },
  ];
  const both = (...kinds: ('failing' | 'unready' | 'error-rate')[]) =>
    run(GUIDE, 'both', { scenarios: outages(...kinds) });

  test('the slower one counts', () => {
    const mixed = both('failing', 'unready');
    // Unready hosts are gone with the first push; failing ones only after errors.
    expect(mixed).toMatchObject({ begin: 10, end: 70, cliff: null });
    // Nothing is left to fail over to.
    expect(mixed.errors).toBeGreaterThan(2_000);
    expect(mixed.failbackAfter).toBeGreaterThan(10);
    expect(mixed.perSecond.unanswered.slice(0, 9).every((count) => count === 0)).toBe(true);
    expect(mixed.perSecond.unanswered[40]).toBeGreaterThan(0);
  });

  test('one that never comes to it leaves nothing to say', () => {
    const list: Objects = [...GUIDE.slice(0, 2), policyFor('web', HALF_EACH, undefined)];
    const timeline = run(list, 'both', { scenarios: outages('unready', 'failing') });
    expect(timeline).toMatchObject({ shiftAfter: null, failoverAfter: null });
    expect(timeline.failbackAfter).toBeLessThan(2);
  });

  test('background errors are there all the time, and have no course', () => {
    const mixed = both('failing', 'error-rate');
    expect(mixed).toMatchObject({ begin: 10, end: 70, cliff: null, seed: 3 });
    const before = mixed.perSecond.errors.slice(0, 10).reduce((a, b) => a + b, 0);
    expect(before).toBeGreaterThan(3);
    expect(mixed.failoverAfter).toBeGreaterThan(0);
    expect(mixed.failedBeforeFailover).toBeLessThan(20);
    const alone = run(GUIDE, 'both', { scenarios: outages('error-rate') }, { duration: 30 });
    expect(alone).toMatchObject({ shiftAfter: null, failoverAfter: null, failbackAfter: null });
    expect(alone.failedBeforeFailover).toBe(0);
    expect(alone.cliff).not.toBeNull();
  });
});

test('what is chosen goes before what a scenario or a client says', () => {
  const scenarios = [
    { name: 'own', outages: [{ kind: 'failing' as const, locality: 'europe-west1', seed: 4 }] },
  ];
  const clients = [{ name: 'a', cluster: 'a', locality: 'europe-west1', rps: 20 }];
  const config = { scenarios, clients };
  const options = { duration: 5 };
  expect(run(GUIDE, 'own', config, options)).toMatchObject({ seed: 4, rps: 20, requests: 100 });
  expect(run(GUIDE, 'own', config, { ...options, seed: 9, rps: 4 })).toMatchObject({
    ...{ seed: 9, rps: 4, requests: 20, duration: 5 },
  });
});

describe('warmup', () => {
  const withBalancer = (more: object) => {
    const balanced: Objects[number] = [
      'DestinationRule',
      'shop/web',
      {
        host: 'web',
        trafficPolicy: {
          loadBalancer: { localityLbSetting: HALF_EACH, ...more },
          outlierDetection: EJECTS_ALL,
        },
      },
    ];
    return run([...GUIDE.slice(0, 2), balanced], 'scaled-to-zero:europe-west1');
  };

  test('is named as not modelled where it counts', () => {
    const named = /^warmup is not modelled: .* not a region that returns as a whole$/;
    expect(withBalancer({ warmupDurationSecs: '30s' }).reason).toMatch(named);
    expect(withBalancer({ warmup: { duration: '30s' } }).reason).toMatch(named);
    expect(withBalancer({}).reason).toBeUndefined();
    expect(withBalancer({ warmup: { duration: '30s' }, simple: 'RANDOM' }).reason).toBeUndefined();
  });

  test('the region as a whole has its share again as soon as it is back', () => {
    const { perSecond, end } = withBalancer({ warmupDurationSecs: '30s' });
    const back = perSecond.localities.find(({ locality }) => locality.startsWith('europe-west1'));
    expect(back!.requests[end! - 1]).toBe(0);
    expect(back!.requests[end! + 2]! / perSecond.requests[end! + 2]!).toBeGreaterThan(0.25);
  });
});
