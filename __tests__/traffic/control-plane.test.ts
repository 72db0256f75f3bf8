import { describe, expect, it } from '@jest/globals';
import { configure } from '../../src/traffic/control-plane/configuration.js';
import { translateOutlierDetection } from '../../src/traffic/control-plane/outlier-detection.js';
import { effectiveSetting } from '../../src/traffic/control-plane/policy.js';
import { circuitBreakers } from '../../src/traffic/control-plane/circuit-breakers.js';
import { parseLocality } from '../../src/mesh/locality.js';
import { predict } from '../../src/traffic/predict.js';
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
  it('what a network filter has emptied takes its part all the same', () => {
    const endpoints = endpointsOf({ 'r1/a': 1, 'r2/a': 2, 'r2/b': 2 }).map((one) => ({
      ...one,
      network: one.locality.region,
      // Without mTLS nothing crosses to another network.
      ...(one.locality.zone === 'b' && { mtls: false }),
    }));
    const networkGateways = [{ network: 'r2', cluster: '', address: '1.1.1.1', port: 15443 }];
    const locality = { distribute: [{ from: '*', to: { 'r1/*': 80, 'r2/*': 30 } }] };
    const testCase = { client: 'r1/a', endpoints, networkGateways, locality };
    const proxy = { ...inputOf(testCase).proxy, network: 'r1' };
    // Without a weight it counts as 1 beside the 2 of the others: a third of 30.
    expect(weights({ ...testCase, proxy })).toEqual([80, 20, 10]);
  });
  it('many overlapping keys are not taken in every order', () => {
    const to = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f', '*'].map((zone) => [`r1/${zone}`, 10]),
    );
    const endpoints = { 'r1/a': 1, 'r1/b': 1, 'r1/c': 1, 'r1/d': 1, 'r1/e': 1, 'r1/f': 1 };
    const { assignments } = sent({
      client: 'r1/a',
      endpoints,
      locality: { distribute: [{ from: '*', to }] },
    });
    const total = assignments.reduce((sum, { probability }) => sum + probability, 0);
    expect(total).toBeCloseTo(1, 12);
    const first = assignments.map(({ assignment }) => assignment.localities[0]!.weight!);
    // Its own key comes first, or the one that takes all of them.
    expect(Math.max(...first)).toBe(10);
    expect(Math.min(...first)).toBe(Math.ceil(10 / 6));
    const zones = assignments.map(({ assignment }) =>
      assignment.localities.map(({ weight }) => weight).join(),
    );
    // Each zone is taken before and after the others somewhere.
    for (let zone = 0; zone < 6; zone += 1) {
      expect(new Set(zones.map((text) => text.split(',')[zone])).size).toBeGreaterThan(1);
    }
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

describe('endpoints that a proxy may see', () => {
  const seen = (testCase: Partial<Parameters<typeof inputOf>[0]>) =>
    sent({
      client: 'r1/a',
      endpoints: {},
      ...testCase,
    }).assignments[0]!.assignment.localities.flatMap(({ endpoints }) =>
      endpoints.map(({ address }) => address),
    );
  const on = (nodes: Record<string, string | undefined>) =>
    endpointsOf({ 'r1/a': Object.keys(nodes).length }).map((one, index) => {
      const [id, node] = Object.entries(nodes)[index]!;
      return { ...one, id, ...(node === undefined ? {} : { node }) };
    });

  it('are those of its node alone with internalTrafficPolicy: Local', () => {
    const service = { internalTrafficPolicy: 'Local' };
    const endpoints = on({ here: 'n1', there: 'n2', nowhere: undefined });
    const proxy = inputOf({ client: 'r1/a', endpoints: {} }).proxy;
    const own = { ...proxy, node: 'n1' };
    expect(seen({ endpoints, service, proxy: own })).toEqual(['here']);
    expect(seen({ endpoints, service, proxy })).toEqual(['nowhere']);
    expect(seen({ endpoints, proxy: own })).toEqual(['here', 'there', 'nowhere']);
    // Nodes of other clusters may be called the same.
    const far = endpoints.map((one) => ({ ...one, cluster: 'other' }));
    expect(seen({ endpoints: far, service, proxy: own })).toEqual([]);
  });
  it('are not those that drain', () => {
    const [one, two] = on({ one: undefined, two: undefined });
    const draining = { ...two!, labels: { 'istio.io/draining': 'true' } };
    expect(seen({ endpoints: [one!, draining] })).toEqual(['one']);
  });
  it('are nearest on its own node', () => {
    const endpoints = [...on({ there: 'n2' }), ...on({ here: 'n1' })];
    const proxy = { ...inputOf({ client: 'r1/a', endpoints: {} }).proxy, node: 'n1' };
    const localities = sent({
      ...{ client: 'r1/a', endpoints, proxy },
      service: { trafficDistribution: 'PreferSameNode' },
    }).assignments[0]!.assignment.localities;
    expect(
      localities.map(({ priority, endpoints: own }) => [
        priority,
        own.map(({ address }) => address),
      ]),
    ).toEqual([
      [0, ['here']],
      [1, ['there']],
    ]);
  });
  it.each([
    ['PreferClose', [0, 0, 1, 2, 3]],
    ['PreferSameZone', [0, 0, 1, 2, 3]],
    ['PreferSameNode', [0, 1, 2, 3, 4]],
    ['Unheard', [0, 0, 0, 0, 0]],
  ])('are ordered by %s', (trafficDistribution, expected) => {
    const node = { node: 'n1', network: 'n' };
    const [same, other, zone, region, far] = endpointsOf({
      'r1/a': 2,
      'r1/b': 1,
      'r2/a': 1,
      'r3/a': 1,
    });
    const endpoints = [
      { ...same!, ...node },
      { ...other!, ...node, node: 'n2' },
      { ...zone!, ...node },
      { ...region!, ...node },
      { ...far!, ...node, network: 'other' },
    ];
    const proxy = { ...inputOf({ client: 'r1/a', endpoints: {} }).proxy, ...node };
    const service = { trafficDistribution };
    const { localities } = sent({ client: 'r1/a', endpoints, proxy, service }).assignments[0]!
      .assignment;
    const found = new Map(
      localities.flatMap(({ priority, endpoints: own }) =>
        own.map(({ address }) => [address, priority] as const),
      ),
    );
    expect(endpoints.map(({ id }) => found.get(id))).toEqual(expected);
  });
  it('have no order for a proxy of which nothing is known', () => {
    const proxy = { ...inputOf({ client: '', endpoints: {} }).proxy, cluster: '', labels: {} };
    const endpoints = { 'r1/a': 1, 'r2/a': 1 };
    const locality = { failoverPriority: ['version=v1', 'topology.kubernetes.io/region'] };
    expect(priorities({ client: '', endpoints, proxy, od: {}, locality })).toEqual([0, 0]);
    const labelled = { ...proxy, labels: { app: 'x' } };
    expect(priorities({ client: '', endpoints, proxy: labelled, od: {}, locality })).toEqual([
      0, 0,
    ]);
    const known = { ...proxy, locality: parseLocality('r2') };
    const regions = { failoverPriority: ['topology.kubernetes.io/region'] };
    expect(priorities({ client: '', endpoints, proxy: known, od: {}, locality: regions })).toEqual([
      1, 0,
    ]);
  });
});

describe('gateways of other networks', () => {
  const endpoints = endpointsOf({ 'r1/a': 1, 'r2/a': 2 }).map((one) => ({
    ...one,
    network: one.locality.region === 'r2' ? 'n2' : '',
  }));
  const gateway = (address: string, port: number) => ({
    network: 'n2',
    cluster: '',
    address,
    port,
  });
  const addresses = (network: string, ...networkGateways: ReturnType<typeof gateway>[]) => {
    const proxy = { ...inputOf({ client: 'r1/a', endpoints: {} }).proxy, network };
    const { localities } = sent({ client: 'r1/a', endpoints, networkGateways, proxy })
      .assignments[0]!.assignment;
    return localities.map((group) => group.endpoints.map(({ address }) => address));
  };

  it.each(['', 'n1'])('stand for their endpoints for a proxy in network "%s"', (network) => {
    expect(addresses(network, gateway('1.1.1.1', 15443))).toEqual([['r1/a#0'], ['1.1.1.1:15443']]);
  });
  it('do not for a proxy in the same network, nor where there are none', () => {
    const all = [['r1/a#0'], ['r2/a#0', 'r2/a#1']];
    expect(addresses('n2', gateway('1.1.1.1', 15443))).toEqual(all);
    expect(addresses('n1')).toEqual(all);
    expect(addresses('n1', { ...gateway('1.1.1.1', 15443), network: 'n3' })).toEqual(all);
  });
  it('are in the order of their addresses, then of their ports', () => {
    const sorted = ['1.1.1.1:900', '1.1.1.1:1000', '1.1.1.2:800'];
    const [a, b, c] = sorted.map((text) => {
      const [address = '', port] = text.split(':');
      return gateway(address, Number(port));
    });
    for (const order of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
    ]) {
      expect(addresses('n1', ...order.map((one) => one!))[1]).toEqual(sorted);
    }
  });
});

describe('hosts of a hash', () => {
  it.each([
    [{ useSourceIp: true }, 'RING_HASH'],
    [{ useSourceIp: true, ringHash: {} }, 'RING_HASH'],
    [{ useSourceIp: true, maglev: {} }, 'MAGLEV'],
  ])('%j is %s', (consistentHash, lbPolicy) => {
    const lb = { consistentHash, simple: 'ROUND_ROBIN' };
    expect(sent({ client: 'r1/a', endpoints: {}, lb }).settings.lbPolicy).toBe(lbPolicy);
  });
});

describe('zone-aware load balancing', () => {
  const zoneAware = { zoneAwareLbSetting: {} };
  const endpoints = { 'r1/a': 1, 'r2/a': 1 };
  it.each([
    ['the policy', inputOf({ client: 'r1/a', endpoints, lb: zoneAware })],
    ['the mesh', inputOf({ client: 'r1/a', endpoints, mesh: zoneAware })],
  ])('of %s has no numbers', (_, input) => {
    expect(predict(input)).toMatchObject({
      undefined: true,
      reason: 'zoneAwareLbSetting is not modelled',
    });
    const { mode, settings } = configure({ ...input, policy: input.policies[0]! });
    expect([mode, settings.localityWeighted]).toEqual(['zone-aware', false]);
  });
  it('of the mesh does not count where the policy has a locality setting', () => {
    const input = inputOf({ client: 'r1/a', endpoints, mesh: zoneAware, locality: {}, od: {} });
    expect(predict(input).undefined).toBe(false);
    const service = { trafficDistribution: 'PreferClose' };
    expect(
      predict(inputOf({ client: 'r1/a', endpoints, mesh: zoneAware, service })).undefined,
    ).toBe(false);
  });
});
