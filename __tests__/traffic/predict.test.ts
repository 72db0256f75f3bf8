import { describe, expect, it } from '@jest/globals';
import { predict } from '../../src/traffic/predict.js';
import {
  endpoint,
  endpointsOf,
  inputOf,
  outage,
  percent,
  percents,
  predictCase,
} from './mesh-of.js';

const EVEN = { distribute: [{ from: '*', to: { 'r1/*': 50, 'r2/*': 50 } }] };

describe('a race for the ejection cap', () => {
  const race = predictCase({
    client: 'r1/a',
    endpoints: { 'r1/a': 2, 'r2/a': 2, 'r3/a': 4 },
    locality: { distribute: [{ from: '*', to: { 'r1/*': 25, 'r2/*': 25, 'r3/*': 50 } }] },
    od: { maxEjectionPercent: 25 },
    outages: [outage('failing', 'r1'), outage('failing', 'r2')],
  });
  it('is a range with an expected value', () => {
    expect(race.determined).toBe(false);
    expect(race.reason).toBe(
      '4 hosts fail, but only 2 of 8 may be ejected at a time (maxEjectionPercent 25): which ones is a race',
    );
    const [r1, r2] = race.split;
    // Both of one region: 25 of 75; one of each: 17.5 of 85.
    expect(percent(r1!.min!)).toBe(0);
    expect(percent(r1!.max!)).toBe(33.33);
    expect(r1!.share).toBeCloseTo(r2!.share, 12);
    expect(percent(race.errorsMin!)).toBe(33.33);
    expect(percent(race.errorsMax!)).toBe(41.18);
  });
  it.each([10, 20, 30, 40, 50, 60])(
    'with a cap of %d %% all of them are fair, and add up',
    (maxEjectionPercent) => {
      const { split, unanswered, errors, errorsMin, errorsMax } = predictCase({
        client: 'r1/a',
        endpoints: { 'r1/a': 3, 'r2/a': 3, 'r3/a': 4 },
        locality: { distribute: [{ from: '*', to: { 'r1/*': 30, 'r2/*': 30, 'r3/*': 40 } }] },
        od: { maxEjectionPercent },
        outages: [outage('failing', 'r1'), outage('failing', 'r2')],
      });
      const [r1, r2, r3] = split.map(({ share }) => share);
      expect(r1! + r2! + r3! + unanswered).toBeCloseTo(1, 12);
      expect(r1).toBeCloseTo(r2!, 12);
      // Every answer of the two that fail is an error, and there is no other.
      expect(errors).toBeCloseTo(r1! + r2!, 12);
      expect(errors).toBeGreaterThanOrEqual((errorsMin ?? errors) - 1e-12);
      expect(errors).toBeLessThanOrEqual((errorsMax ?? errors) + 1e-12);
      if (maxEjectionPercent === 60) expect(errors).toBe(0);
      else expect(errors).toBeGreaterThan(0);
    },
  );
  it('is about the same with more hosts of which the same share may be ejected', () => {
    const errorsOf = (factor: number) => {
      const regions = ['r1', 'r2', 'r3', 'r4', 'r5'];
      const { split, unanswered, errors } = predictCase({
        client: 'r0/a',
        endpoints: Object.fromEntries(regions.map((region) => [`${region}/a`, 4 * factor])),
        od: { maxEjectionPercent: 40 },
        outages: regions.slice(0, 4).map((region) => outage('failing', region)),
        locality: { distribute: [{ from: '*', to: { '*': 100 } }] },
      });
      const total = split.reduce((sum, { share }) => sum + share, unanswered);
      expect(total).toBeCloseTo(1, 9);
      return errors;
    };
    const few = errorsOf(1);
    for (const factor of [5, 10, 25]) expect(Math.abs(errorsOf(factor) - few)).toBeLessThan(0.05);
  });
  it('within one locality it is none', () => {
    const result = predictCase({
      client: 'r1/a',
      endpoints: { 'r1/a': 4, 'r2/a': 4 },
      locality: EVEN,
      od: { maxEjectionPercent: 25 },
      outages: [outage('failing', 'r1')],
    });
    expect(result.determined).toBe(true);
  });
  // Each order in which the hosts may be ejected, one by one, would not come to an end.
  it('stays bounded with many hosts in many places', () => {
    const regions = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'];
    const result = predictCase({
      client: 'r0/a',
      endpoints: Object.fromEntries(regions.map((region) => [`${region}/a`, 100])),
      od: { maxEjectionPercent: 30 },
      outages: regions.slice(0, 5).map((region) => outage('failing', region)),
      retries: { attempts: 10, retryOn: '5xx' },
      locality: { distribute: [{ from: '*', to: { '*': 100 } }] },
    });
    expect(result.determined).toBe(false);
    expect(result.split[0]!.max!).toBeGreaterThan(result.split[0]!.share);
  });
  it('a failing host without requests is not ejected and takes no part', () => {
    const result = predictCase({
      client: 'r1/a',
      endpoints: { 'r1/a': 4, 'r2/a': 4 },
      od: { maxEjectionPercent: 10 },
      outages: [outage('failing', 'r2')],
    });
    expect(result).toMatchObject({ determined: true, errors: 0 });
  });
});

describe('retries', () => {
  const base = { client: 'r1/a', endpoints: { 'r1/a': 1, 'r2/a': 3 }, locality: EVEN };
  it('failed connections are retried, elsewhere', () => {
    const result = predictCase({ ...base, outages: [outage('unreachable', 'r1')] });
    // The dead host is drawn at first in half of all cases, and then again only if all six draws hit it.
    expect(result.errors).toBeCloseTo(0.5 * 0.5 ** 6 * 0.5 ** 6, 12);
    expect(percents(result)['r2/a']).toBeCloseTo(100, 1);
  });
  it('answers with 503 are not', () => {
    const result = predictCase({ ...base, outages: [outage('failing', 'r1')] });
    expect(percent(result.errors)).toBe(50);
  });
  it.each(['5xx', 'gateway-error', '503', 'retriable-status-codes,503'])(
    'retryOn %s',
    (retryOn) => {
      const retries = { attempts: 1, retryOn };
      const result = predictCase({ ...base, retries, outages: [outage('failing', 'r1')] });
      expect(result.errors).toBeCloseTo(0.5 * 0.5 ** 6, 12);
    },
  );
  it('attempts: 0 switches them off', () => {
    const retries = { attempts: 0 };
    const result = predictCase({ ...base, retries, outages: [outage('unreachable', 'r1')] });
    expect(percent(result.errors)).toBe(50);
  });
  it('a consistent hash finds the same host again', () => {
    const lb = { consistentHash: { useSourceIp: true } };
    const result = predictCase({ ...base, lb, outages: [outage('unreachable', 'r1')] });
    expect(percent(result.errors)).toBe(50);
  });
  it('retryRemoteLocalities helps from the second retry on', () => {
    const failover = {
      client: 'r1/a',
      endpoints: { 'r1/a': 4, 'r2/a': 4 },
      od: { maxEjectionPercent: 10 },
      outages: [outage('unreachable', 'r1')],
    };
    const local = predictCase(failover);
    expect(percent(local.errors)).toBe(100);
    const remote = predictCase({
      ...failover,
      retries: { attempts: 2, retryRemoteLocalities: true },
    });
    expect(remote.errors).toBe(0);
    const once = predictCase({
      ...failover,
      retries: { attempts: 1, retryRemoteLocalities: true },
    });
    expect(percent(once.errors)).toBe(100);
  });
});

it('a locality that is spelled in two ways keeps the later weight', () => {
  const endpoints = [
    ...endpointsOf({ 'r1/a': 4, 'r2/a': 4 }),
    { ...endpoint('vm', 'r1/a', 'ready' as const), localityLabel: 'r1/a' },
  ];
  const locality = { distribute: [{ from: '*', to: { 'r1/*': 50, 'r2/*': 50 } }] };
  // r1/a sorts before r1/a/: 10 of the 50 are the machine's, 40 the pods', and these are left.
  const result = predictCase({ client: 'r1/a', endpoints, locality });
  expect(percents(result)).toEqual({ 'r1/a': 44.44, 'r2/a': 55.56 });
});

describe('which errors eject', () => {
  const base = { client: 'r1/a', endpoints: { 'r1/a': 2, 'r2/a': 2 }, locality: EVEN };
  const errors = (od: object, kind: 'failing' | 'unreachable') =>
    percent(
      predictCase({
        ...base,
        od: { maxEjectionPercent: 100, ...od },
        retries: { attempts: 0 },
        outages: [outage(kind, 'r1')],
      }).errors,
    );
  it.each([
    ['5xx off', { consecutive5xxErrors: 0 }, 50, 50],
    ['gateway errors', { consecutive5xxErrors: 0, consecutiveGatewayErrors: 1 }, 0, 0],
    [
      'a counter of their own',
      { consecutive5xxErrors: 0, splitExternalLocalOriginErrors: true },
      50,
      0,
    ],
  ])('%s', (_, od, failing, unreachable) => {
    expect(errors(od, 'failing')).toBe(failing);
    expect(errors(od, 'unreachable')).toBe(unreachable);
  });
});

describe('what is not determined', () => {
  it('overlapping keys', () => {
    const result = predictCase({
      client: 'r1/a',
      endpoints: { 'r1/a': 1, 'r1/b': 1 },
      locality: { distribute: [{ from: '*', to: { 'r1/a': 80, 'r1/*': 20 } }] },
    });
    expect(result.split[0]).toEqual({ locality: 'r1/a', share: 0.65, min: 0.5, max: 0.8 });
    expect(result.reason).toContain('overlap');
  });
  it('two rules of unknown age', () => {
    const input = inputOf({ client: 'r1/a', endpoints: { 'r1/a': 1, 'r2/a': 1 } });
    const result = predict({ ...input, policies: [{}, { outlierDetection: {} }] });
    expect(result).toMatchObject({
      determined: false,
      split: [{ share: 0.75, min: 0.5, max: 1 }, {}],
    });
  });
  it('two rules that come to the same', () => {
    const input = inputOf({ client: 'r1/a', endpoints: { 'r1/a': 1, 'r2/a': 1 } });
    expect(predict({ ...input, policies: [{}, {}] })).toMatchObject({ determined: true });
  });
  it('errors at random: a run over time', () => {
    const rate = (od: object) =>
      predictCase({
        client: 'r1/a',
        endpoints: { 'r1/a': 2, 'r2/a': 2 },
        locality: EVEN,
        od,
        outages: [{ kind: 'error-rate', locality: 'r1', rate: 0.02 }],
      });
    const avalanche = rate({ consecutive5xxErrors: 1, interval: '1s', maxEjectionPercent: 100 });
    expect(avalanche).toMatchObject({ determined: false });
    expect(avalanche.split[0]!.share).toBeLessThan(0.4);
    expect(avalanche.errorsMax!).toBeGreaterThan(avalanche.errors);
    const calm = rate({ consecutive5xxErrors: 0 });
    expect(calm).toMatchObject({ determined: true });
    expect(calm.errors).toBeCloseTo(0.01, 12);
  });
});

describe('csm-managed', () => {
  const endpoints = { 'r1/a': 1, 'r2/a': 1 };
  it('never gives a number for distribute', () => {
    const input = inputOf({ client: 'r1/a', endpoints, locality: EVEN, profile: 'csm-managed' });
    const result = predict(input);
    expect(result.undefined).toBe(true);
    expect(result.reason).toContain('distribute is not supported');
    expect(result.reason).toContain('API Support in Managed Cloud Service Mesh');
  });
  it('names the documents that contradict each other', () => {
    const locality = { failover: [{ from: 'r1', to: 'r2' }] };
    const result = predict(
      inputOf({ client: 'r1/a', endpoints, locality, od: {}, profile: 'csm-managed' }),
    );
    expect(result).toMatchObject({ undefined: true });
    expect(result.reason).toContain('2026-04-08');
  });
  it('one locality leaves nothing to decide', () => {
    const input = inputOf({ client: 'r1/a', endpoints: { 'r1/a': 2 }, profile: 'csm-managed' });
    expect(predict(input)).toMatchObject({ undefined: false, split: [{ share: 1 }] });
  });
});

it('explains itself', () => {
  const result = predictCase({
    client: 'r1/a',
    endpoints: { 'r1/a': 2, 'r2/a': 2 },
    locality: EVEN,
    od: { maxEjectionPercent: 25 },
    outages: [outage('failing', 'r1')],
    explain: true,
  });
  expect(result.steps.map(({ rule }) => rule)).toEqual([
    'distribute',
    'localities',
    'balancing',
    'outlier-detection',
    'ejection-cap',
    'priority-load',
  ]);
  expect(result.steps[0]).toMatchObject({
    origin: 'policy',
    path: ['loadBalancer', 'localityLbSetting', 'distribute', 0],
  });
});
