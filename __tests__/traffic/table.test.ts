import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { answeredRoutes } from '../../src/traffic/answered-routes.js';
import {
  EJECTS_ALL,
  gateway,
  GUIDE,
  HALF_EACH,
  policyFor,
  routed,
  rowOf,
  shares,
  tableOf,
  twoRegions,
  type Objects,
} from './two-regions.js';

const THREE: Partial<Config> = {
  clusters: [
    { name: 'a', locality: 'europe-west1' },
    { name: 'b', locality: 'us-central1' },
    { name: 'c', locality: 'asia-east1' },
  ],
};

describe('a whole cluster is lost', () => {
  test('clients of other clusters go on; its own have no entry', () => {
    const rows = tableOf(twoRegions(GUIDE));
    expect(shares(rowOf(rows, 'b', 'cluster-lost:a'))).toEqual({
      'europe-west1': 0,
      'us-central1': 1,
    });
    const own = rowOf(rows, 'a', 'cluster-lost:a');
    expect(own).toMatchObject({ unanswered: 1, errors: 1, determined: true });
    expect(own.reason).toBe('no entry: the gateway is gone with its cluster');
    expect(shares(own)).toEqual({ 'europe-west1': 0, 'us-central1': 0 });
  });

  test.each(['dns', 'global-lb'] as const)('frontDoor %s: they arrive elsewhere', (frontDoor) => {
    const row = rowOf(tableOf(twoRegions(GUIDE, { frontDoor })), 'a', 'cluster-lost:a');
    expect(row).toMatchObject({ unanswered: 0, errors: 0, determined: true });
    expect(row.reason).toBeUndefined();
    expect(shares(row)).toEqual({ 'europe-west1': 0, 'us-central1': 1 });
  });

  test('frontDoor leads to a cluster for which no client was declared', () => {
    const clients = [{ name: 'edge', cluster: 'a', locality: 'europe-west1/b' }];
    const rows = tableOf(twoRegions(GUIDE, { frontDoor: 'dns', clients }));
    expect(rowOf(rows, 'edge', 'cluster-lost:a')).toMatchObject({ unanswered: 0, errors: 0 });
  });

  test('with two other entries it is one of them: a range', () => {
    const noSetting = [...GUIDE.slice(0, 2), policyFor('web', undefined, EJECTS_ALL)];
    const mesh = twoRegions(noSetting, { ...THREE, frontDoor: 'dns' });
    const row = rowOf(tableOf(mesh), 'a', 'cluster-lost:a');
    expect(row.determined).toBe(false);
    expect(row.reason).toContain('front door');
    // Each of the two keeps its own requests.
    expect(row.split).toEqual([
      { locality: 'asia-east1', share: 0.5, min: 0, max: 1 },
      { locality: 'europe-west1', share: 0, min: 0, max: 0 },
      { locality: 'us-central1', share: 0.5, min: 0, max: 1 },
    ]);
  });

  test('with three others each of them counts once', () => {
    const places = ['europe-west1', 'us-central1', 'asia-east1', 'australia-southeast1'];
    const four = places.map((locality, index) => ({ name: `c${index}`, locality }));
    const noSetting = [...GUIDE.slice(0, 2), policyFor('web', undefined, EJECTS_ALL)];
    const mesh = twoRegions(noSetting, { clusters: four, frontDoor: 'dns' });
    const row = rowOf(tableOf(mesh), 'c0', 'cluster-lost:c0');
    const third = Math.round(1e6 / 3) / 1e6;
    expect(shares(row)).toEqual({
      'asia-east1': third,
      'australia-southeast1': third,
      'europe-west1': 0,
      'us-central1': third,
    });
  });

  test('they have no numbers: neither has it', () => {
    const mesh = twoRegions(GUIDE, { ...THREE, frontDoor: 'dns', profile: 'csm-managed' });
    const row = rowOf(tableOf(mesh), 'a', 'cluster-lost:a');
    expect(row).toMatchObject({ errors: null, unanswered: null, split: [], determined: false });
    expect(row.reason).toContain('not supported');
  });

  test('nobody else serves the host: no entry either', () => {
    const mesh = twoRegions(GUIDE, { frontDoor: 'dns' });
    const rows = tableOf(mesh);
    expect(rowOf(rows, 'a', 'cluster-lost:a').errors).toBe(0);
    const lost = twoRegions(GUIDE, {
      frontDoor: 'dns',
      clusters: [{ name: 'a', locality: 'europe-west1' }],
    });
    const row = rowOf(tableOf(lost), 'a', 'cluster-lost:a');
    expect(row.reason).toBe('no entry: no other gateway serves this host');
  });

  test('clusters that nobody declared are not lost', () => {
    const scenarios = tableOf(twoRegions(GUIDE, { clusters: undefined })).map(
      ({ scenario }) => scenario,
    );
    expect(scenarios).toContain('failing:europe-west1');
    expect(scenarios.filter((name) => name.startsWith('cluster-lost'))).toEqual([]);
  });
});

describe('routes', () => {
  const web = (more: object) => ({ route: [{ destination: { host: 'web' } }], ...more });

  test('a row for each destination, with its share of the route', () => {
    const mesh = twoRegions([
      gateway,
      routed({
        match: [{ uri: { prefix: '/api' } }],
        route: [
          { destination: { host: 'web' }, weight: 90 },
          { destination: { host: 'next' }, weight: 10 },
          { destination: { host: 'off' }, weight: 0 },
        ],
        mirror: { host: 'shadow' },
      }),
    ]);
    const healthy = tableOf(mesh).filter((row) => row.scenario === 'healthy' && row.client === 'a');
    expect(healthy.map(({ host, weight, match }) => [host.split('.')[0], weight, match])).toEqual([
      ['web', 0.9, 'path /api*'],
      ['next', 0.1, 'path /api*'],
    ]);
    expect(healthy[0]?.notes).toEqual([
      '100 % of the requests are mirrored to shadow.shop; the copies are not counted',
    ]);
  });

  test('what the gateway answers itself is listed, and not predicted', () => {
    const mesh = twoRegions([
      gateway,
      routed({ match: [{ uri: { exact: '/old' } }], redirect: { uri: '/' } }, web({})),
    ]);
    expect(answeredRoutes(mesh)).toEqual([
      {
        publicHost: '*',
        route: 'shop/web#0',
        match: 'path /old',
        answer: 'redirect to / (301)',
        clientKind: 'gateway',
        clients: ['a', 'b'],
      },
    ]);
    expect(new Set(tableOf(mesh).map(({ route }) => route))).toEqual(new Set(['shop/web#1']));
  });

  test('a subset that no rule defines: Envoy has no such cluster', () => {
    const list: Objects = [
      gateway,
      routed({ route: [{ destination: { host: 'web', subset: 'v9' } }] }),
      policyFor('web', HALF_EACH, EJECTS_ALL),
    ];
    for (const row of tableOf(twoRegions(list))) {
      expect(row).toMatchObject({ unanswered: 1, errors: 1, determined: true });
      expect(shares(row)).toEqual({ 'europe-west1': 0, 'us-central1': 0 });
    }
    const [first] = tableOf(twoRegions(list), { explain: true });
    expect(first?.reason).toBe('no rule for the host defines subset "v9": 503');
    expect(first?.steps?.map(({ rule }) => rule)).toContain('missing-subset');
  });

  test("the route's retries count", () => {
    const retries = { attempts: 2, retryOn: '5xx' };
    const list = (more: object) => [
      gateway,
      routed(web(more)),
      policyFor('web', HALF_EACH, undefined),
    ];
    const errorsWith = (more: object) =>
      rowOf(tableOf(twoRegions(list(more))), 'a', 'failing:europe-west1').errors;
    expect(errorsWith({})).toBeCloseTo(0.5);
    expect(errorsWith({ retries })).toBeLessThan(0.1);
  });
});

describe('explained', () => {
  const rows = tableOf(twoRegions(GUIDE), { explain: true });

  test('the steps lead from the gateway to the numbers, with the lines responsible', () => {
    const { steps = [] } = rowOf(rows, 'a', 'failing:europe-west1');
    expect(steps.map(({ rule }) => rule)).toEqual([
      'gateway',
      'route',
      'retries',
      'destination-rule',
      'distribute',
      'localities',
      'balancing',
      'outlier-detection',
      'ejection-cap',
      'priority-load',
    ]);
    for (const rule of ['gateway', 'route', 'destination-rule', 'distribute', 'ejection-cap']) {
      expect(steps.find((step) => step.rule === rule)).toMatchObject({
        file: 'manifests.yaml',
        line: expect.any(Number),
        column: expect.any(Number),
      });
    }
    expect(steps.find(({ rule }) => rule === 'balancing')).not.toHaveProperty('file');
  });

  test('no entry is a step too', () => {
    const { steps = [] } = rowOf(rows, 'a', 'cluster-lost:a');
    expect(steps.at(-1)).toEqual({
      rule: 'front-door',
      text: 'no entry: the gateway is gone with its cluster',
    });
  });

  test('only where it was asked for, and the numbers stay the same', () => {
    const plain = tableOf(twoRegions(GUIDE));
    expect(plain.some((row) => 'steps' in row)).toBe(false);
    expect(rows.map(({ steps: _, ...row }) => row)).toEqual(plain);
  });

  test('only the targets that are meant', () => {
    const some = tableOf(twoRegions(GUIDE), { isMeant: ({ client }) => client.name === 'b' });
    expect(new Set(some.map(({ client }) => client))).toEqual(new Set(['b']));
  });

  test('settings of the Service and of the mesh have their own places', () => {
    const mesh = twoRegions(
      [
        gateway,
        routed(...[{ route: [{ destination: { host: 'web' } }] }]),
        [
          'Service',
          'shop/web',
          { selector: { app: 'web' }, ports: [{ port: 80 }], trafficDistribution: 'PreferClose' },
        ],
      ],
      { meshConfig: { defaultTrafficPolicy: { outlierDetection: EJECTS_ALL } } },
    );
    const { steps = [] } = rowOf(tableOf(mesh, { explain: true }), 'a', 'healthy');
    expect(steps.find(({ rule }) => rule === 'failover-priority')?.file).toBe('manifests.yaml');
    expect(steps.find(({ rule }) => rule === 'outlier-detection')?.text).toContain(
      'mesh configuration, defaultTrafficPolicy.outlierDetection',
    );
  });
});
