/** Why a client's requests go where they go: the rule that decides, its numbers, and the field that it comes from. */
import { describe, expect, test } from '@jest/globals';
import type { ExplainStep } from '../../src/traffic/explain.js';
import { endpointsOf, outage, predictCase } from './mesh-of.js';

type Case = Parameters<typeof predictCase>[0];

function stepsOf(more: Partial<Case>): ExplainStep[] {
  return predictCase({
    client: 'r1/a',
    endpoints: { 'r1/a': 2, 'r2/a': 2 },
    explain: true,
    ...more,
  }).steps;
}

const stepOf = (rule: string, more: Partial<Case>) =>
  stepsOf(more).find((step) => step.rule === rule);

const LOCALITY = ['loadBalancer', 'localityLbSetting'];
const R1_TO_R2 = [
  { from: 'r3', to: 'r1' },
  { from: 'r1', to: 'r2' },
];

describe('the rule for localities', () => {
  test.each<[string, Partial<Case>, ExplainStep]>([
    [
      'the share that matches',
      {
        locality: {
          distribute: [
            { from: 'r2/*', to: { r2: 100 } },
            { from: 'r1/*', to: { r1: 70, r2: 30 } },
          ],
        },
      },
      {
        rule: 'distribute',
        text: 'the client in r1/a matches from "r1/*": r1 70, r2 30; other localities get nothing',
        origin: 'policy',
        path: [...LOCALITY, 'distribute', 1],
      },
    ],
    [
      'a share of the mesh',
      { mesh: { localityLbSetting: { distribute: [{ from: '*', to: { r1: 100 } }] } } },
      {
        rule: 'distribute',
        text: 'the client in r1/a matches from "*": r1 100; other localities get nothing',
        origin: 'mesh',
        path: ['localityLbSetting', 'distribute', 0],
      },
    ],
    [
      'no share that matches',
      { client: '', locality: { distribute: [{ from: 'r2', to: { r2: 100 } }] } },
      {
        rule: 'distribute',
        text: 'no "from" matches the client in no locality: localities share by their endpoints\' weights, without priorities',
        origin: 'policy',
        path: [...LOCALITY, 'distribute'],
      },
    ],
    [
      'switched off',
      { locality: { enabled: false }, od: {} },
      {
        rule: 'locality-disabled',
        text: 'locality load balancing is switched off',
        origin: 'policy',
        path: [...LOCALITY, 'enabled'],
      },
    ],
    [
      'switched off in the mesh',
      { mesh: { localityLbSetting: { enabled: false } } },
      {
        rule: 'locality-disabled',
        text: 'locality load balancing is switched off',
        origin: 'mesh',
        path: ['localityLbSetting', 'enabled'],
      },
    ],
    [
      'labels',
      { locality: { failoverPriority: ['topology.kubernetes.io/region', 'version'] }, od: {} },
      {
        rule: 'failover-priority',
        text: 'priorities by the labels topology.kubernetes.io/region, version',
        origin: 'policy',
        path: [...LOCALITY, 'failoverPriority'],
      },
    ],
    [
      'labels of a Service',
      { service: { trafficDistribution: 'PreferClose' } },
      {
        rule: 'failover-priority',
        text: 'priorities by the labels topology.istio.io/network, topology.kubernetes.io/region, topology.kubernetes.io/zone',
        origin: 'service',
        path: ['trafficDistribution'],
      },
    ],
    [
      'nearness, with the next region',
      { locality: { failover: R1_TO_R2 }, od: {} },
      {
        rule: 'failover',
        text: 'priorities by nearness to r1/a: own zone, own region, then r2',
        origin: 'policy',
        path: [...LOCALITY, 'failover', 1],
      },
    ],
    [
      'nearness, with another region than the rules name',
      { client: 'r4', locality: { failover: R1_TO_R2 }, od: {} },
      {
        rule: 'failover',
        text: 'priorities by nearness to r4: own zone, own region, then other regions',
        origin: 'policy',
        path: ['outlierDetection'],
      },
    ],
    [
      'nearness, by outlierDetection alone',
      { od: {} },
      {
        rule: 'failover',
        text: 'priorities by nearness to r1/a: own zone, own region, then other regions',
        origin: 'policy',
        path: ['outlierDetection'],
      },
    ],
    [
      'none',
      {},
      {
        rule: 'no-failover',
        text: 'without outlierDetection there are no priorities: localities share',
      },
    ],
    [
      'none, although failover is set',
      { locality: { failover: R1_TO_R2 } },
      {
        rule: 'no-failover',
        text: 'without outlierDetection there are no priorities: localities share although failover is set',
        origin: 'policy',
        path: [...LOCALITY, 'failover'],
      },
    ],
    [
      'none, although failoverPriority is set in the mesh',
      { mesh: { localityLbSetting: { failover: [], failoverPriority: ['version'] } } },
      {
        rule: 'no-failover',
        text: 'without outlierDetection there are no priorities: localities share although failoverPriority is set',
        origin: 'mesh',
        path: ['localityLbSetting', 'failoverPriority'],
      },
    ],
  ])('%s', (_, more, step) => {
    expect(stepOf(step.rule, more)).toEqual(step);
    const others = stepsOf(more).filter(({ rule }) =>
      /^(?:distribute|failover|failover-priority|no-failover|locality-disabled|zone-aware)$/.test(
        rule,
      ),
    );
    expect(others).toHaveLength(1);
  });
});

describe('the endpoints that are sent', () => {
  const endpoints = { 'r1/a': '3~2', 'r2/a': 2 };

  test.each<[string, Partial<Case>, ExplainStep | undefined]>([
    ['all of them are ready', {}, undefined],
    [
      'unready ones too',
      { endpoints },
      {
        rule: 'unready-endpoints',
        text: '2 unready endpoints are sent as unhealthy and keep their weight',
      },
    ],
    [
      'no unready ones before 1.31',
      { endpoints, profile: 'istio-1.30', od: {} },
      { rule: 'unready-endpoints', text: '2 unready endpoints are not sent' },
    ],
    [
      'no unready ones with minHealthPercent',
      { endpoints, od: { minHealthPercent: 30 } },
      {
        rule: 'unready-endpoints',
        text: '2 unready endpoints are not sent, because minHealthPercent is above 0',
        origin: 'policy',
        path: ['outlierDetection', 'minHealthPercent'],
      },
    ],
    [
      'unready ones with trafficDistribution, whatever minHealthPercent says',
      {
        endpoints,
        od: { minHealthPercent: 30 },
        service: { trafficDistribution: 'PreferClose' },
      },
      {
        rule: 'unready-endpoints',
        text: '2 unready endpoints are sent as unhealthy and keep their weight',
      },
    ],
    [
      'those of the own cluster',
      { service: { clusterLocal: true } },
      {
        rule: 'cluster-local',
        text: 'the service is cluster-local: only endpoints of the own cluster count',
        origin: 'mesh',
        path: ['serviceSettings'],
      },
    ],
    [
      'those of the own node',
      { service: { internalTrafficPolicy: 'Local' } },
      {
        rule: 'internal-traffic-policy',
        text: 'only endpoints on the own node count',
        origin: 'service',
        path: ['internalTrafficPolicy'],
      },
    ],
    [
      'gateways for those of other networks',
      { networkGateways: [{ network: 'n2', cluster: '', address: '1.2.3.4', port: 15443 }] },
      {
        rule: 'multi-network',
        text: 'endpoints of other networks are replaced by their east-west gateways',
      },
    ],
  ])('%s', (_, more, step) => {
    const found = stepsOf(more).filter(({ rule }) =>
      /^(?:unready-endpoints|cluster-local|internal-traffic-policy|multi-network)$/.test(rule),
    );
    expect(found).toEqual(step ? [step] : []);
  });

  test('by locality, without those that get none', () => {
    const locality = { distribute: [{ from: '*', to: { 'r1/a': 70, '/': 30 } }] };
    const text = (more: Partial<Case>) => stepOf('localities', more)?.text;
    expect(text({ endpoints: { 'r1/a': 2, 'r2/a': 1 }, od: {} })).toBe(
      'istiod sends r1/a: priority 0, weight 2, 2 endpoints; r2/a: priority 1, weight 1, 1 endpoint',
    );
    expect(text({ endpoints: { 'r1/a': 2, 'r2/a': 1 }, locality })).toBe(
      'istiod sends r1/a: priority 0, weight 70, 2 endpoints',
    );
    expect(text({ endpoints: { '': 1 } })).toBe(
      'istiod sends no locality: priority 0, weight 1, 1 endpoint',
    );
    expect(text({ endpoints: { 'r2/a': 1 }, locality })).toBe('istiod sends no endpoints');
    expect(
      text({
        endpoints: { 'r1/a': 1, 'r1/b': 1 },
        locality: { distribute: [{ from: '*', to: { 'r1/a': 80, 'r1/*': 20 } }] },
      }),
    ).toBe(
      'istiod sends r1/a: priority 0, weight 80, 1 endpoint; r1/b: priority 0, weight 20, 1 endpoint' +
        ', or r1/a: priority 0, weight 10, 1 endpoint; r1/b: priority 0, weight 10, 1 endpoint',
    );
  });
});

describe('how Envoy picks', () => {
  test.each<[string, Partial<Case>, string]>([
    ['pools', { od: {} }, 'Envoy pools all hosts of a priority, whatever their locality'],
    [
      'weighs',
      { locality: { failover: R1_TO_R2 }, od: {} },
      'Envoy weighs the localities of a priority',
    ],
  ])('it %s', (_, more, text) => {
    expect(stepOf('balancing', more)).toEqual({
      rule: 'balancing',
      text: `${text} (LEAST_REQUEST)`,
    });
    expect(stepOf('balancing', { ...more, lb: { simple: 'RANDOM' } })?.text).toBe(
      `${text} (RANDOM)`,
    );
  });

  test('outlier detection, and panic where it is on', () => {
    const found = (more: Partial<Case>) =>
      stepsOf(more).filter(({ rule }) => /^(?:outlier-detection|panic-threshold)$/.test(rule));
    expect(found({})).toEqual([
      {
        rule: 'outlier-detection',
        text: 'no outlierDetection: a failing endpoint that is ready keeps its traffic',
      },
    ]);
    const policy = { origin: 'policy' as const, path: ['outlierDetection'] };
    const limit = {
      rule: 'outlier-detection',
      text: 'up to 40 % of the hosts may be ejected',
      ...policy,
    };
    expect(found({ od: { maxEjectionPercent: 40 } })).toEqual([limit]);
    expect(found({ od: { maxEjectionPercent: 40, minHealthPercent: 20 } })).toEqual([
      limit,
      {
        rule: 'panic-threshold',
        text: 'below 20 % healthy hosts Envoy ignores health',
        origin: 'policy',
        path: ['outlierDetection', 'minHealthPercent'],
      },
    ]);
    const outlierDetection = { maxEjectionPercent: 40, minHealthPercent: 20 };
    expect(found({ mesh: { defaultTrafficPolicy: { outlierDetection } } })).toMatchObject([
      { origin: 'mesh', path: ['defaultTrafficPolicy', 'outlierDetection'] },
      { origin: 'mesh', path: ['defaultTrafficPolicy', 'outlierDetection', 'minHealthPercent'] },
    ]);
  });

  test('the cap, where a host fails and may be ejected', () => {
    const failing = { outages: [outage('failing', 'r1')] };
    const cap = {
      rule: 'ejection-cap',
      text: 'hosts that fail: 2; that may be ejected: 1, 25 % of 4',
    };
    const od = { maxEjectionPercent: 25 };
    const path = ['outlierDetection', 'maxEjectionPercent'];
    expect(stepOf('ejection-cap', { od, ...failing })).toEqual({ ...cap, origin: 'policy', path });
    const mesh = { defaultTrafficPolicy: { outlierDetection: od } };
    const all = { locality: { distribute: [{ from: '*', to: { '*': 100 } }] }, ...failing };
    expect(stepOf('ejection-cap', { mesh, ...all })).toEqual({
      ...cap,
      origin: 'mesh',
      path: ['defaultTrafficPolicy', ...path],
    });
    expect(stepOf('ejection-cap', { od })).toBeUndefined();
    expect(stepOf('ejection-cap', failing)).toBeUndefined();
  });

  test.each<[string, Partial<Case>, string]>([
    [
      'all to the nearest',
      { od: {} },
      'priority 0: 2 of 2 hosts healthy, 100 %; priority 1: 2 of 2 hosts healthy, 0 %',
    ],
    [
      'what is left after ejections',
      { od: { maxEjectionPercent: 50 }, outages: [outage('failing', 'r1', 1)] },
      'priority 0: 1 of 2 hosts healthy, 70 %; priority 1: 2 of 2 hosts healthy, 30 %',
    ],
    [
      'panic',
      {
        endpoints: { 'r1/a': 4, 'r2/a': 1 },
        od: { maxEjectionPercent: 100, minHealthPercent: 50 },
        outages: [outage('failing', 'r1', 3), outage('failing', 'r2')],
      },
      'priority 0: 1 of 4 hosts healthy, 80 %, in panic; priority 1: 0 of 1 hosts healthy, 20 %, in panic',
    ],
  ])('the load of each priority: %s', (_, more, text) => {
    expect(stepOf('priority-load', more)).toEqual({ rule: 'priority-load', text });
    expect(stepOf('no-healthy-host', more)).toBeUndefined();
  });

  test('nobody is left to answer', () => {
    const text = 'no host is healthy and panic is off: 503';
    const gone = { outages: ['r1', 'r2'].map((region) => outage('unready', region)) };
    expect(stepOf('no-healthy-host', gone)).toEqual({ rule: 'no-healthy-host', text });
    const panic = { od: { maxEjectionPercent: 100, minHealthPercent: 50 } };
    const failing = { outages: ['r1', 'r2'].map((region) => outage('failing', region)) };
    expect(stepOf('no-healthy-host', { ...panic, ...failing })).toBeUndefined();
    const empty = stepsOf({ outages: ['r1', 'r2'].map((at) => outage('scaled-to-zero', at)) });
    expect(empty.at(-1)).toEqual({ rule: 'no-hosts', text: 'Envoy has no host: 503' });
    expect(empty.some(({ rule }) => rule === 'priority-load')).toBe(false);
  });

  test('in the order in which it happens, once for each policy that may apply', () => {
    const more = {
      endpoints: endpointsOf({ 'r1/a': '2~1', 'r2/a': 1 }),
      policies: [{ outlierDetection: {} }, {}],
    };
    expect(stepsOf(more).map(({ rule }) => rule)).toEqual([
      ...['unready-endpoints', 'failover', 'localities', 'balancing', 'outlier-detection'],
      'priority-load',
      ...['unready-endpoints', 'no-failover', 'localities', 'balancing', 'outlier-detection'],
      'priority-load',
    ]);
    expect(stepsOf({ ...more, explain: false })).toEqual([]);
  });
});
