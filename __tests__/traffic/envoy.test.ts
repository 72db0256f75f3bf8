/** One Envoy in time: whom it sends a request to, what it learns of hosts, and when. */
import { describe, expect, test } from '@jest/globals';
import type { OutlierDetection } from '../../src/api/traffic-policy.js';
import { configure } from '../../src/traffic/control-plane/configuration.js';
import { answersOf } from '../../src/traffic/gateway-answers.js';
import { longRuns } from '../../src/traffic/long-run.js';
import { applyOutages, type Outage } from '../../src/traffic/outage.js';
import { Envoy } from '../../src/traffic/proxy/envoy.js';
import { buildHostSet } from '../../src/traffic/proxy/host-set.js';
import { requestOutcome } from '../../src/traffic/proxy/request.js';
import { orderedOutcomes } from '../../src/traffic/proxy/retry-order.js';
import { retrySettings, type RetryPolicy } from '../../src/traffic/proxy/retry.js';
import { seededRandom } from '../../src/traffic/random.js';
import { endpointsOf, inputOf, outage } from './mesh-of.js';

type Case = Parameters<typeof inputOf>[0];

/** What Envoy holds of a case. */
function heldIn(testCase: Case) {
  const input = inputOf(testCase);
  const endpoints = applyOutages(input.endpoints, input.outages);
  const { settings, assignments } = configure({ ...input, endpoints, policy: input.policies[0]! });
  const behind = answersOf(endpoints, input.networkGateways, new Set());
  return { set: buildHostSet(assignments[0]!.assignment, behind), settings };
}

const NO_RETRIES: RetryPolicy = { attempts: 0 };

function envoyOf(testCase: Case, retries: RetryPolicy | undefined = NO_RETRIES, seed = 1) {
  const { set, settings } = heldIn(testCase);
  const hashed = settings.lbPolicy === 'RING_HASH' || settings.lbPolicy === 'MAGLEV';
  const envoy = new Envoy(retrySettings(retries, hashed), seededRandom(seed));
  envoy.configure(0, set, settings);
  return envoy;
}

const at = (region: string) => (group: { origins: readonly { locality: string }[] }) =>
  group.origins[0]?.locality === region;

/** Sends a request each millisecond until so many hosts are ejected, and returns when that was. */
function ejectUntil(envoy: Envoy, count: number, from = 0): number {
  for (let now = from; now < from + 1_000; now += 1) {
    envoy.request(now);
    if (envoy.ejected.length >= count) return now;
  }
  throw new Error(`no ${String(count)} hosts are ejected`);
}

const ALL_SHARE = { distribute: [{ from: '*', to: { '*': 100 } }] };
const EJECTS: OutlierDetection = {
  consecutive5xxErrors: 1,
  interval: '10s',
  baseEjectionTime: '30s',
  maxEjectionPercent: 100,
};

describe('on average it does what is predicted', () => {
  const failures: Outage[][] = [
    [outage('failing', 'r1')],
    [outage('unreachable', 'r1')],
    [outage('unreachable', 'r1', 1), outage('failing', 'r2', 1)],
    [{ kind: 'error-rate', rate: 0.3 }, outage('unreachable', 'r2')],
    [outage('unready', 'r1', 1), outage('failing', 'r1', 2)],
    [outage('unreachable', 'r1'), outage('failing', 'r2'), outage('unready', 'r3')],
    [outage('scaled-to-zero', 'r1'), outage('scaled-to-zero', 'r2'), outage('unready', 'r3')],
  ];
  const policies: Partial<Case>[] = [
    { od: { maxEjectionPercent: 1 } },
    { locality: ALL_SHARE },
    { od: { maxEjectionPercent: 1, minHealthPercent: 60 } },
    { locality: { distribute: [{ from: '*', to: { r1: 60, r2: 30, r3: 10 } }] } },
    { lb: { consistentHash: { useSourceIp: true } }, locality: ALL_SHARE },
  ];
  const retries: (RetryPolicy | undefined)[] = [
    undefined,
    NO_RETRIES,
    { attempts: 3, retryOn: '5xx' },
    { attempts: 4, retryOn: '5xx', retryRemoteLocalities: true },
    { attempts: 5, retryOn: 'connect-failure', retryRemoteLocalities: true },
    { attempts: 2, retryOn: '500', retryIgnorePreviousHosts: false },
  ];
  const requests = 1_200;

  /** What is further from the prediction than chance explains. */
  function farOff(retry: RetryPolicy | undefined, testCase: Case): string[] {
    const { set, settings } = heldIn(testCase);
    const retrying = retrySettings(retry, settings.lbPolicy === 'RING_HASH');
    const none = set.groups.map(() => 0);
    const expected = requestOutcome(set, none, settings, retrying);
    // Without outlier detection nothing changes from one request to the next.
    const envoy = new Envoy(retrying, seededRandom(7));
    envoy.configure(0, set, { ...settings, outlierDetection: undefined });
    const answers = Array.from({ length: requests }, (_, now) => envoy.request(now));
    const countOf = (isMeant: (answer: (typeof answers)[number]) => boolean) =>
      answers.filter(isMeant).length;
    const compared: [string, number, number][] = [
      ['errors', countOf(({ isError }) => isError), expected.errors],
      ['unanswered', countOf(({ locality }) => locality === undefined), expected.unanswered],
      ...['r1', 'r2', 'r3'].map((region): [string, number, number] => {
        const own = set.groups.filter(at(region));
        const share = own.reduce((total, { index }) => total + expected.answered[index]!, 0);
        return [region, countOf(({ locality }) => locality === region), share];
      }),
    ];
    return compared
      .filter(([, count, share]) => Math.abs(count / requests - share) > 0.06)
      .map(([what, count, share]) => `${what}: ${String(count / requests)}, not ${String(share)}`);
  }

  test.each(retries.map((retry, place) => ({ retry, place })))(
    'with retries $retry',
    ({ retry, place }) => {
      for (const [index, outages] of failures.entries()) {
        for (const which of [index + place, index + 2 * place + 1]) {
          const more = policies[which % policies.length]!;
          const testCase = { client: 'r1', endpoints: { r1: 3, r2: 2, r3: 1 }, outages, ...more };
          expect([outages, more, farOff(retry, testCase)]).toEqual([outages, more, []]);
        }
      }
    },
  );

  test('behind an east-west gateway, by what it leads to', () => {
    const endpoints = endpointsOf({ 'r1/a': 1, 'r2/a': 1, 'r2/b': 3 }).map((one) =>
      one.locality.region === 'r2' ? { ...one, network: 'n2' } : { ...one, network: 'n1' },
    );
    const networkGateways = [{ network: 'n2', cluster: '', address: '1.1.1.1', port: 15443 }];
    const input = inputOf({ client: 'r2/a', endpoints, networkGateways });
    const envoy = envoyOf({
      ...{ client: 'r2/a', endpoints, networkGateways },
      proxy: { ...input.proxy, network: 'n1' },
      outages: [outage('scaled-to-zero', 'r1')],
    });
    const answers = Array.from({ length: 2_000 }, (_, index) => envoy.request(index).locality);
    expect(new Set(answers)).toEqual(new Set(['r2/a', 'r2/b']));
    const share = answers.filter((locality) => locality === 'r2/b').length / 2_000;
    expect(Math.abs(share - 0.75)).toBeLessThan(0.04);
  });
});

/** The hosts of all localities are one pool. */
const pooled = (outlierDetection: OutlierDetection | undefined): Partial<Case> => ({
  mesh: outlierDetection ? { defaultTrafficPolicy: { outlierDetection } } : {},
});

test('the extremes of retries in turn are requests like any others', () => {
  const outages = [outage('failing', 'r1'), outage('unreachable', 'r2', 1)];
  for (const lb of ['ROUND_ROBIN', 'LEAST_REQUEST'] as const) {
    for (const retry of [
      { attempts: 2, retryOn: '5xx' },
      { attempts: 1, retryOn: '503', retryIgnorePreviousHosts: false },
      { attempts: 2, retryOn: 'connect-failure' },
    ]) {
      const { set, settings } = heldIn({
        ...{ client: 'r1', endpoints: { r1: 2, r2: 2, r3: 3 }, outages, locality: ALL_SHARE },
        lb: { simple: lb },
      });
      const none = set.groups.map(() => 0);
      const found = orderedOutcomes(set, none, settings, retrySettings(retry, false));
      expect(found.length).toBeGreaterThan(1);
      for (const { answered, unanswered, errors } of found) {
        expect(answered.reduce((sum, share) => sum + share, unanswered)).toBeCloseTo(1, 9);
        expect(Math.min(...answered)).toBeGreaterThanOrEqual(0);
        expect(errors).toBeGreaterThanOrEqual(unanswered);
        expect(errors).toBeLessThanOrEqual(1 + 1e-9);
        // What answers well is no error, and everything else is one.
        const well = set.groups.filter(({ answer }) => answer.failing + answer.unreachable === 0);
        const share = well.reduce((sum, { index }) => sum + answered[index]!, 0);
        expect(errors).toBeCloseTo(1 - share, 9);
      }
    }
  }
});

describe('what it learns of a host', () => {
  const failing = (more: Partial<Case> = {}): Case => ({
    client: 'r1',
    endpoints: { r1: 4, r2: 6 },
    ...pooled(EJECTS),
    outages: [outage('failing', 'r1')],
    ...more,
  });

  test.each([
    [10, 1],
    [19, 1],
    [20, 2],
    [30, 3],
    [39.9, 3],
    [100, 4],
  ])('of ten hosts it ejects at most %d %%: %d', (maxEjectionPercent, count) => {
    const envoy = envoyOf(failing(pooled({ ...EJECTS, maxEjectionPercent })));
    for (let now = 0; now < 2_000; now += 1) envoy.request(now);
    expect(envoy.ejected).toHaveLength(count);
    expect(envoy.ejected.every((address) => address.startsWith('r1#'))).toBe(true);
    expect(envoy.shareOf(at('r1'))).toBeCloseTo((4 - count) / (10 - count), 12);
    expect(envoy.shareOf(at('r2'))).toBeCloseTo(6 / (10 - count), 12);
  });

  test('without outlierDetection it ejects none', () => {
    const envoy = envoyOf(failing(pooled(undefined)));
    for (let now = 0; now < 500; now += 1) envoy.request(now);
    expect(envoy.ejected).toEqual([]);
    expect(envoy.isUpToDate).toBe(true);
    expect(envoy.shareOf(at('r1'))).toBeCloseTo(0.4, 12);
  });

  test('the first ejection counts at once, the next ones together a second later', () => {
    const envoy = envoyOf(failing());
    // Long after the start, which is an update too.
    const first = ejectUntil(envoy, 1, 2_000);
    expect(envoy.isUpToDate).toBe(true);
    expect(envoy.shareOf(at('r1'))).toBeCloseTo(3 / 9, 12);
    const second = ejectUntil(envoy, 2, first + 1);
    expect(envoy.isUpToDate).toBe(false);
    expect(envoy.shareOf(at('r1'))).toBeCloseTo(3 / 9, 12);
    const fourth = ejectUntil(envoy, 4, second + 1);
    expect(fourth).toBeLessThan(second + 1_000);
    envoy.advance(second + 999);
    expect(envoy.isUpToDate).toBe(false);
    expect(envoy.shareOf(at('r1'))).toBeCloseTo(3 / 9, 12);
    envoy.advance(second + 1_000);
    expect(envoy.isUpToDate).toBe(true);
    expect(envoy.shareOf(at('r1'))).toBe(0);
  });

  test('until it has learned of an ejection it goes on sending there', () => {
    const envoy = envoyOf(failing());
    const first = ejectUntil(envoy, 1, 2_000);
    const last = ejectUntil(envoy, 4, first + 1);
    const late = Array.from({ length: 100 }, (_, index) => envoy.request(last + 1 + index));
    expect(late.some(({ isError }) => isError)).toBe(true);
    const after = Array.from({ length: 100 }, (_, index) => envoy.request(last + 1_100 + index));
    expect(after.some(({ isError }) => isError)).toBe(false);
  });

  test('a host returns with the first sweep after its time, which grows', () => {
    for (const seed of [1, 2, 3]) {
      const limited = failing({ ...pooled(EJECTS), outages: [outage('failing', 'r1', 1)] });
      const envoy = envoyOf(limited, NO_RETRIES, seed);
      const returnAfter = (ejected: number) => {
        let now = ejected;
        while (envoy.ejected.length > 0) envoy.advance((now += 10));
        return now;
      };
      const since = ejectUntil(envoy, 1);
      const first = returnAfter(since);
      expect(first - since).toBeGreaterThanOrEqual(30_000);
      expect(first - since).toBeLessThanOrEqual(40_010);
      // Its second time is a minute, and a sweep comes every ten seconds, just too soon after six of them.
      const second = returnAfter(ejectUntil(envoy, 1, first));
      expect(Math.abs(second - first - 70_000)).toBeLessThanOrEqual(50);
    }
  });

  test('sweeps begin anywhere within the interval, and then come in step', () => {
    const returnOf = (seed: number) => {
      const envoy = envoyOf(
        failing(pooled({ ...EJECTS, baseEjectionTime: '1ms', maxEjectionPercent: 10 })),
        NO_RETRIES,
        seed,
      );
      ejectUntil(envoy, 1);
      let now = 0;
      while (envoy.ejected.length > 0) envoy.advance((now += 10));
      return now;
    };
    const times = Array.from({ length: 20 }, (_, seed) => returnOf(seed));
    expect(Math.max(...times)).toBeLessThanOrEqual(10_010);
    expect(Math.max(...times)).toBeGreaterThan(6_000);
    expect(Math.min(...times)).toBeLessThan(4_000);
  });

  test('in panic it sends to ejected hosts as well', () => {
    const od = { ...EJECTS, minHealthPercent: 90 };
    const envoy = envoyOf({
      client: 'r1',
      endpoints: { r1: 4 },
      od,
      outages: [outage('failing', 'r1', 3)],
    });
    for (let now = 0; now < 3_000; now += 1) envoy.request(now);
    expect(envoy.ejected).toHaveLength(3);
    expect(envoy.shareOf(() => true)).toBeCloseTo(1, 12);
    const answers = Array.from({ length: 400 }, (_, index) => envoy.request(3_000 + index));
    const errors = answers.filter(({ isError }) => isError).length / 400;
    expect(Math.abs(errors - 0.75)).toBeLessThan(0.1);
  });

  test('of a tried host that is ejected meanwhile it asks no more than it must', () => {
    const envoy = envoyOf(failing(), { attempts: 9, retryOn: '5xx' });
    const answers = Array.from({ length: 50 }, (_, index) => envoy.request(index));
    expect(answers.every(({ isError }) => !isError)).toBe(true);
  });

  test('without a host nobody answers', () => {
    const envoy = envoyOf({ client: 'r1', endpoints: {} });
    expect(envoy.request(0)).toEqual({ locality: undefined, isError: true });
    expect(envoy.shareOf(() => true)).toBe(0);
    const unready = envoyOf({ client: 'r1', endpoints: { r1: '2~2' } });
    expect(unready.request(0)).toEqual({ locality: undefined, isError: true });
  });
});

describe('when the control plane sends other hosts', () => {
  const testCase = (endpoints: Case['endpoints'], isFailing = true): Case => ({
    client: 'r1',
    endpoints,
    ...pooled({ ...EJECTS, maxEjectionPercent: 50 }),
    outages: isFailing ? [outage('failing', 'r1')] : [],
  });
  const configureAgain = (envoy: Envoy, now: number, one: Case) => {
    const { set, settings } = heldIn(one);
    envoy.configure(now, set, settings);
  };

  test('those that stay are ejected still, and an update counts at once', () => {
    const envoy = envoyOf(testCase({ r1: 2, r2: 2 }));
    const now = ejectUntil(envoy, 2, 2_000);
    configureAgain(envoy, now + 1, testCase({ r1: 2, r2: 4 }, false));
    expect(envoy.ejected).toEqual(['r1#0', 'r1#1']);
    expect(envoy.isUpToDate).toBe(true);
    expect(envoy.shareOf(at('r1'))).toBe(0);
    envoy.advance(now + 45_000);
    expect(envoy.ejected).toEqual([]);
    expect(envoy.shareOf(at('r1'))).toBeCloseTo(1 / 3, 12);
  });

  test('those that go leave room for others to be ejected', () => {
    const envoy = envoyOf(testCase({ r1: 2, r2: 2 }));
    const now = ejectUntil(envoy, 2, 2_000);
    const others = endpointsOf({ r1: 2, r2: 2 }).map((one) => ({ ...one, id: `new ${one.id}` }));
    configureAgain(envoy, now + 1, testCase(others));
    expect(envoy.ejected).toEqual([]);
    ejectUntil(envoy, 2, now + 2);
    expect(envoy.ejected).toEqual(['new r1#0', 'new r1#1']);
  });

  test('ejected ones that stay count for the cap', () => {
    const envoy = envoyOf(testCase({ r1: 2, r2: 2 }));
    const now = ejectUntil(envoy, 2, 2_000);
    configureAgain(envoy, now + 1, testCase({ r1: 3, r2: 2 }));
    for (let later = now + 2; later < now + 2_000; later += 1) envoy.request(later);
    expect(envoy.ejected).toEqual(['r1#0', 'r1#1']);
  });

  test('the same hosts with other answers change nothing of what was held back', () => {
    const envoy = envoyOf(testCase({ r1: 2, r2: 2 }));
    const first = ejectUntil(envoy, 1, 2_000);
    const second = ejectUntil(envoy, 2, first + 1);
    configureAgain(envoy, second + 1, testCase({ r1: 2, r2: 2 }, false));
    expect(envoy.isUpToDate).toBe(false);
    envoy.advance(second + 1_000);
    expect(envoy.isUpToDate).toBe(true);
  });
});

describe('several minutes of it', () => {
  const od = { ...EJECTS, baseEjectionTime: '1h' };
  const retry = retrySettings(NO_RETRIES, false);
  const run = (more: Partial<Case>, time: { rps?: number; seed?: number } = {}) => {
    const { set, settings } = heldIn({
      client: 'r1',
      endpoints: { r1: 2, r2: 2 },
      locality: ALL_SHARE,
      ...more,
    });
    return longRuns(set, settings, retry, time);
  };

  test('are four runs, the same for the same seed, in which every request counts', () => {
    const noisy = { outages: [{ kind: 'error-rate' as const, locality: 'r1', rate: 0.2 }] };
    const runs = run(noisy, { rps: 5 });
    expect(runs).toHaveLength(4);
    expect(run(noisy, { rps: 5, seed: 0 })).toEqual(runs);
    expect(new Set(runs.map(({ errors }) => errors)).size).toBeGreaterThan(1);
    // No run of one seed is one of the next.
    const errors = [0, 1, 2].flatMap((seed) =>
      run(noisy, { rps: 5, seed }).map(({ shares }) => shares.get('r1')),
    );
    expect(new Set(errors).size).toBeGreaterThan(8);
    for (const { shares, unanswered, errors: failed } of runs) {
      expect([...shares.keys()].sort()).toEqual(['r1', 'r2']);
      expect(shares.get('r1')! + shares.get('r2')! + unanswered).toBeCloseTo(1, 12);
      expect(Math.abs(failed - 0.1)).toBeLessThan(0.04);
      // Of four minutes.
      expect(failed * 1_200).toBeCloseTo(Math.round(failed * 1_200), 6);
    }
  });

  test('the first minute, in which ejections settle, does not count', () => {
    for (const rps of [1, 5]) {
      for (const { errors, shares } of run({ od, outages: [outage('failing', 'r1')] }, { rps })) {
        expect(errors).toBe(0);
        expect([...shares]).toEqual([['r2', 1]]);
      }
    }
  });

  test('nobody answers where no host is left', () => {
    const gone = run({ outages: [outage('unready', 'r1'), outage('unready', 'r2')] }, { rps: 1 });
    expect(gone[0]).toEqual({ shares: new Map(), unanswered: 1, errors: 1 });
  });
});
