import { describe, expect, it } from '@jest/globals';
import { configure } from '../../src/traffic/control-plane/configuration.js';
import { translateOutlierDetection } from '../../src/traffic/control-plane/outlier-detection.js';
import { effectiveSetting } from '../../src/traffic/control-plane/policy.js';
import { circuitBreakers } from '../../src/traffic/control-plane/circuit-breakers.js';
import { parseLocality } from '../../src/mesh/locality.js';
import { endpointsOf, inputOf } from './mesh-of.js';

function sent(testCase: Parameters<typeof inputOf>[0]) {
  const input = inputOf(testCase);
  return configure({ ...input, policy: input.policies[0]! });
}
const priorities = (testCase: Parameters<typeof inputOf>[0]) =>
  sent(testCase).assignments[0]!.assignment.localities.map(({ priority }) => priority);
const weights = (testCase: Parameters<typeof inputOf>[0]) =>
  sent(testCase).assignments[0]!.assignment.localities.map(({ weight }) => weight);

describe('effective setting: whole, from the first place that has one', () => {
  const distribute = [{ from: '*', to: { r1: 100 } }];
  it('an empty one in the policy cancels the mesh', () => {
    const setting = effectiveSetting(
      { loadBalancer: { localityLbSetting: {} } },
      {},
      { localityLbSetting: { distribute } },
    );
    expect(setting).toEqual({ kind: 'locality', origin: 'policy', setting: {}, force: false });
  });
  it('a load balancer without one leaves the mesh', () => {
    const setting = effectiveSetting(
      { loadBalancer: { simple: 'RANDOM' } },
      {},
      { localityLbSetting: { distribute } },
    );
    expect(setting.origin).toBe('mesh');
  });
  it('mesh enabled: false does not switch off the policy', () => {
    const policy = { loadBalancer: { localityLbSetting: { distribute } } };
    const mesh = { localityLbSetting: { enabled: false } };
    expect(effectiveSetting(policy, {}, mesh).kind).toBe('locality');
    expect(effectiveSetting({}, {}, mesh).kind).toBe('none');
  });
  it('trafficDistribution beats the mesh and needs no outlier detection', () => {
    const service = { trafficDistribution: 'PreferClose' };
    expect(effectiveSetting({}, service, { localityLbSetting: { distribute } })).toMatchObject({
      origin: 'service',
      force: true,
    });
    expect(
      priorities({ client: 'r1/a', endpoints: { 'r1/a': 1, 'r1/b': 1, 'r2/a': 1 }, service }),
    ).toEqual([0, 1, 2]);
  });
});

describe('failover', () => {
  const endpoints = { 'r1/a': 1, 'r1/a/x': 1, 'r1/b': 1, 'r2/a': 1, 'r3/a': 1 };
  it('by nearness, without gaps', () => {
    expect(priorities({ client: 'r1/a', endpoints, od: {} })).toEqual([0, 1, 2, 3, 3]);
    expect(priorities({ client: 'r1/c', endpoints, od: {} })).toEqual([0, 0, 0, 1, 1]);
  });
  it('only the first rule for a region counts', () => {
    const failover = [
      { from: 'r1', to: 'r3' },
      { from: 'r1', to: 'r2' },
    ];
    expect(priorities({ client: 'r1/a', endpoints, od: {}, locality: { failover } })).toEqual([
      0, 1, 2, 4, 3,
    ]);
  });
  it('needs outlier detection, an empty one is enough', () => {
    expect(priorities({ client: 'r1/a', endpoints })).toEqual([0, 0, 0, 0, 0]);
  });
  it('two places without labels are the same place', () => {
    expect(priorities({ client: '', endpoints: { '': 1, 'r1/a': 1 }, od: {} })).toEqual([0, 1]);
  });
});

describe('failoverPriority', () => {
  it('splits a locality by labels', () => {
    const endpoints = endpointsOf({ 'r1/a': 2, 'r2/a': 1 });
    endpoints[0]!.labels = { version: 'v2' };
    const testCase = {
      client: 'r1/a',
      endpoints,
      od: {},
      locality: { failoverPriority: ['topology.kubernetes.io/region', 'version=v2'] },
    };
    expect(priorities(testCase)).toEqual([0, 1, 2]);
    expect(weights(testCase)).toEqual([1, 1, 1]);
  });
  it('the network comes first but does not end the comparison', () => {
    const endpoints = endpointsOf({ 'r1/a': 1, 'r1/b': 1, 'r2/a': 1 });
    endpoints.push({ ...endpoints[0]!, id: 'far', network: 'n2' });
    const locality = {
      failoverPriority: ['topology.istio.io/network', 'topology.kubernetes.io/zone'],
    };
    expect(priorities({ client: 'r1/a', endpoints, od: {}, locality })).toEqual([0, 2, 1, 0]);
  });
  it('a second = loses the value, a label missing on both sides matches', () => {
    const locality = { failoverPriority: ['version=v1=x', 'missing'] };
    const endpoints = endpointsOf({ 'r1/a': 1 });
    expect(priorities({ client: 'r1/a', endpoints, od: {}, locality })).toEqual([0]);
  });
});

describe('locality-weighted mode', () => {
  const endpoints = { 'r1/a': 1 };
  it.each([
    ['nothing', {}, undefined, false],
    ['distribute', { distribute: [{ from: 'x', to: { x: 100 } }] }, undefined, true],
    [
      'failover without outlier detection',
      { failover: [{ from: 'a', to: 'b' }] },
      undefined,
      false,
    ],
    ['failover', { failover: [{ from: 'a', to: 'b' }] }, {}, true],
    ['failoverPriority', { failoverPriority: ['version'] }, {}, true],
    ['default failover', {}, {}, false],
    ['switched off', { enabled: false, distribute: [{ from: '*', to: { x: 100 } }] }, {}, false],
  ])('%s', (_, locality, od, expected) => {
    const testCase = { client: 'r1/a', endpoints, locality, ...(od ? { od } : {}) };
    expect(sent(testCase).settings.localityWeighted).toBe(expected);
  });
  it('a mesh-wide default outlier detection ejects, but orders no localities', () => {
    const mesh = { defaultTrafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } } };
    const testCase = { client: 'r1/a', endpoints: { 'r1/a': 1, 'r2/a': 1 }, mesh };
    expect(sent(testCase).settings.outlierDetection).toMatchObject({ maxEjectionPercent: 50 });
    expect(priorities(testCase)).toEqual([0, 0]);
    const older = { ...testCase, profile: 'istio-1.30' as const };
    expect(sent(older).settings.outlierDetection).toBeUndefined();
  });
});

describe('outlier detection', () => {
  it('defaults', () => {
    expect(translateOutlierDetection({})).toEqual({
      consecutive5xx: 5,
      consecutiveGatewayErrors: undefined,
      consecutiveLocalOriginFailures: undefined,
      splitLocalOrigin: false,
      interval: 10_000,
      baseEjectionTime: 30_000,
      maxEjectionTime: 300_000,
      maxEjectionPercent: 10,
    });
  });
  it('0 switches errors off, but is the default percentage', () => {
    const od = translateOutlierDetection({
      consecutive5xxErrors: 0,
      consecutiveGatewayErrors: 3,
      maxEjectionPercent: 0,
      baseEjectionTime: '10m',
    });
    expect(od).toMatchObject({
      consecutive5xx: undefined,
      consecutiveGatewayErrors: 3,
      maxEjectionPercent: 10,
      maxEjectionTime: 600_000,
    });
  });
  it.each([
    ['1m30s', 90_000],
    ['1.5ms', 1.5],
    // What the API server refuses has to end all the same.
    ['0s', 1],
    ['0', 1],
    ['-1h', 1],
    ['1us', 1],
    // No durations: as if nothing was said.
    ['9999999h', 10_000],
    ['soon', 10_000],
    [10, 10_000],
    [null, 10_000],
  ])('the interval %j is %d ms', (interval, expected) => {
    expect(translateOutlierDetection({ interval } as object).interval).toBe(expected);
  });
  it('local origin failures cannot be switched off', () => {
    const od = { splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 0 };
    expect(translateOutlierDetection(od).consecutiveLocalOriginFailures).toBe(5);
  });
});

describe('panic and unready endpoints', () => {
  const endpoints = { 'r1/a': '4~2', 'r2/a': 4 };
  const hosts = (testCase: Partial<Parameters<typeof inputOf>[0]>) =>
    sent({ client: 'r1/a', endpoints, ...testCase }).assignments[0]!.assignment.localities.map(
      ({ endpoints: sentEndpoints }) => sentEndpoints.length,
    );
  it.each([
    ['1.31 sends them', {}, [4, 4], 0],
    ['1.30 does not', { profile: 'istio-1.30' as const }, [2, 4], 50],
    ['minHealthPercent hides them', { od: { minHealthPercent: 1 } }, [2, 4], 1],
    [
      'trafficDistribution forces them',
      { service: { trafficDistribution: 'PreferClose' }, od: { minHealthPercent: 1 } },
      [4, 4],
      0,
    ],
  ])('%s', (_, testCase, counts, threshold) => {
    expect(hosts(testCase)).toEqual(counts);
    const { settings } = sent({ client: 'r1/a', endpoints, ...testCase });
    expect(settings.panicThreshold).toBe(threshold);
  });
});

describe('distribute', () => {
  it('wraps at 32 bits', () => {
    const endpoints = endpointsOf({ 'r1/a': 1, 'r1/b': 1 });
    endpoints[0]!.weight = 2 ** 31;
    const locality = { distribute: [{ from: '*', to: { 'r1/a': 2, 'r1/b': 98 } }] };
    // 2^31 * 2 wraps to 0, so that the weight stays.
    expect(weights({ client: 'r1/a', endpoints, locality })).toEqual([2 ** 31, 98]);
  });
  it('the first match counts, and what `to` leaves out is emptied', () => {
    const distribute = [
      { from: 'r1/*', to: { 'r1/a': 100 } },
      { from: '*', to: { r2: 100 } },
    ];
    const { localities } = sent({
      client: 'r1/a',
      endpoints: { 'r1/a': 1, 'r2/a': 1 },
      locality: { distribute },
    }).assignments[0]!.assignment;
    expect(localities.map(({ endpoints }) => endpoints.length)).toEqual([1, 0]);
  });
  it('overlapping keys have several outcomes', () => {
    const locality = { distribute: [{ from: '*', to: { 'r1/a': 80, 'r1/*': 20 } }] };
    const { assignments } = sent({
      client: 'r1/a',
      endpoints: { 'r1/a': 1, 'r1/b': 1 },
      locality,
    });
    expect(
      assignments.map(({ probability, assignment }) => [
        probability,
        assignment.localities.map(({ weight }) => weight),
      ]),
    ).toEqual([
      [0.5, [80, 20]],
      [0.5, [10, 10]],
    ]);
  });
});

it('limits of 0 are unset', () => {
  const pool = { tcp: { maxConnections: 0 }, http: { http2MaxRequests: 7 } };
  expect(circuitBreakers(pool)).toEqual({
    maxConnections: undefined,
    maxPendingRequests: undefined,
    maxRequests: 7,
    maxRetries: undefined,
  });
});

it('subsets may name labels that istiod adds', () => {
  const { localities } = sent({
    client: 'r1/a',
    endpoints: { 'r1/a': 1, 'r2/a': 1 },
    subsetLabels: { 'topology.istio.io/cluster': 'r2' },
  }).assignments[0]!.assignment;
  expect(localities.map(({ locality }) => locality)).toEqual([parseLocality('r2/a')]);
});
