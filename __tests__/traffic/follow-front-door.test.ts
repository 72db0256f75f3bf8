/** A followed request whose cluster is lost: the front door leads it to one of the gateways that are left. */
import { describe, expect, test } from '@jest/globals';
import type { FollowedRequest } from '../../src/index.js';
import { projectOf } from './project-of.js';

const istio = (kind: string, name: string, spec: object) => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});
const gateway = (name: string, labels: object = {}) =>
  istio('Gateway', name, {
    selector: { istio: 'ingressgateway', ...labels },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  });
const routed = (http: object, gateways = ['main'], hosts = ['*']) =>
  istio('VirtualService', gateways.join('-'), { hosts, gateways, http: [http] });
const rule = (trafficPolicy: object) =>
  istio('DestinationRule', 'web', { host: 'web', trafficPolicy });
const web = { route: [{ destination: { host: 'web' } }] };

const regions = { eu: 'europe-west1', us: 'us-central1', asia: 'asia-east1' };
const clusters = Object.entries(regions).map(([name, locality]) => ({ name, locality }));
const clientsOf = (labels: Record<string, object>) =>
  clusters.map(({ name, locality }) => ({
    ...{ name, locality, cluster: name, namespace: 'istio-system' },
    labels: { istio: 'ingressgateway', ...labels[name] },
  }));

/** What the client in Europe gets, whose cluster is gone. */
function led(
  objects: object[],
  config: object = {},
  scenario = 'cluster-lost:eu',
): FollowedRequest {
  const all = { clusters, frontDoor: 'dns', ...config };
  const { requests } = projectOf(objects, all).follow(
    { url: 'http://shop.example/' },
    { clients: ['eu'], scenarios: [scenario] },
  );
  expect(requests).toHaveLength(1);
  return requests[0]!;
}

const reason = 'the front door may lead to clients of several clusters';
const failover = rule({ outlierDetection: { maxEjectionPercent: 100 } });

test('of three that are left each counts once', () => {
  const more = [...clusters, { name: 'au', locality: 'australia-southeast1' }];
  const { split } = led([gateway('main'), routed(web), failover], { clusters: more });
  const third = { share: expect.closeTo(1 / 3, 9), min: 0, max: 1 };
  expect(split).toEqual([
    { locality: 'asia-east1', ...third },
    { locality: 'australia-southeast1', ...third },
    { locality: 'europe-west1', share: 0, min: 0, max: 0 },
    { locality: 'us-central1', ...third },
  ]);
});

describe('of two that are left', () => {
  test('each keeps its requests in its region: a range, with every locality', () => {
    const followed = led([gateway('main'), routed(web), failover]);
    expect(followed).toMatchObject({
      ...{ outcome: 'forwarded', unanswered: 0, errors: 0, errorsMin: 0, errorsMax: 0 },
      ...{ determined: false, reason },
      route: { kind: 'VirtualService', namespace: 'shop', name: 'main' },
    });
    expect(followed.split).toEqual([
      { locality: 'asia-east1', share: 0.5, min: 0, max: 1 },
      { locality: 'europe-west1', share: 0, min: 0, max: 0 },
      { locality: 'us-central1', share: 0.5, min: 0, max: 1 },
    ]);
    expect(followed.steps[0]).toEqual({
      rule: 'front-door',
      text: 'the gateway is gone with its cluster; frontDoor dns leads to us or asia',
    });
  });

  test('both do the same: no range, and no word of the front door', () => {
    const to = { 'europe-west1': 10, 'us-central1': 60, 'asia-east1': 30 };
    const loadBalancer = { localityLbSetting: { distribute: [{ from: '*', to }] } };
    const detection = { consecutive5xxErrors: 1, maxEjectionPercent: 100 };
    const followed = led([
      gateway('main'),
      routed(web),
      rule({ loadBalancer, outlierDetection: detection }),
    ]);
    expect(followed).toMatchObject({ determined: true, errors: 0, outcome: 'forwarded' });
    expect(followed.reason).toBeUndefined();
    expect(followed).not.toHaveProperty('errorsMin');
    expect(followed.split).toEqual([
      { locality: 'asia-east1', share: 0.333333333333 },
      { locality: 'europe-west1', share: 0 },
      { locality: 'us-central1', share: 0.666666666667 },
    ]);
  });

  test('the range of one of them is held', () => {
    // A tenth of the hosts may be ejected: none of three.
    const to = { 'europe-west1': 10, 'us-central1': 90 };
    const loadBalancer = {
      localityLbSetting: {
        distribute: [
          { from: 'us-central1', to },
          { from: 'asia-east1', to: { 'asia-east1': 100 } },
        ],
      },
    };
    const scenarios = [
      {
        name: 'dark',
        outages: [
          { kind: 'cluster-lost', cluster: 'eu' },
          { kind: 'failing', locality: 'us-central1' },
        ],
      },
    ];
    const followed = led(
      [gateway('main'), routed(web), rule({ loadBalancer })],
      { scenarios },
      'dark',
    );
    // Those of us fail but for what is left of Europe, which nobody reaches; those of Asia do not.
    expect(followed.errorsMin).toBe(0);
    expect(followed.errorsMax).toBeGreaterThan(0.89);
    expect(followed.errors).toBeCloseTo(followed.errorsMax! / 2, 9);
  });

  const answer = (status: number) => ({ directResponse: { status } });
  test.each([
    ['one has no route', web, web],
    ['one answers by itself', web, answer(204)],
    ['both answer, each with a status of its own', answer(205), answer(204)],
    ['both lead on, to other places', web, { route: [{ destination: { host: 'next' } }] }],
  ])('%s: nobody can say', (name, one, other) => {
    const clients = clientsOf({
      eu: { edge: 'one' },
      us: { edge: 'other' },
      asia: { edge: 'one' },
    });
    const followed = led(
      [
        gateway('one', { edge: 'one' }),
        gateway('other', { edge: name === 'one has no route' ? 'nobody' : 'other' }),
        routed(one, ['one']),
        routed(other, ['other']),
        failover,
      ],
      { clients },
    );
    expect(followed).toMatchObject({
      ...{ outcome: 'undefined', destinations: [], split: [], unanswered: null, errors: null },
      ...{ determined: false, reason: `${reason}, which do not do the same with it` },
    });
    // The way through each of them.
    const ways = followed.steps.filter((step) => ['listener', 'no-route'].includes(step.rule));
    expect(ways.length).toBeGreaterThanOrEqual(2);
  });

  test('both answer by themselves, or none can be told', () => {
    const answered = led([gateway('main'), routed({ directResponse: { status: 503 } })]);
    expect(answered).toMatchObject({ outcome: 'direct-response', status: 503, errors: 1 });
    const redirected = led([gateway('main'), routed({ redirect: { uri: '/x' } })]);
    expect(redirected).toMatchObject({ outcome: 'redirect', status: 301, determined: true });
    const unknown = led([
      gateway('main'),
      routed({ ...web, match: [{ headers: { 'x-request-id': { exact: 'a' } } }] }),
    ]);
    expect(unknown).toMatchObject({ outcome: 'undefined', errors: null });
    expect(unknown.reason).not.toContain('front door');
  });

  test('they have no numbers where the endpoints have none', () => {
    const followed = led([gateway('main'), routed(web), failover], { profile: 'csm-managed' });
    expect(followed).toMatchObject({ outcome: 'forwarded', errors: null, unanswered: null });
    expect(followed.reason).not.toContain('front door');
  });
});

test('with a single one left there is nothing open', () => {
  const scenarios = [
    {
      name: 'two',
      outages: ['eu', 'us'].map((cluster) => ({ kind: 'cluster-lost', cluster })),
    },
    {
      name: 'three',
      outages: ['eu', 'us', 'asia'].map((cluster) => ({ kind: 'cluster-lost', cluster })),
    },
  ];
  const objects = [gateway('main'), routed(web), failover];
  expect(led(objects, { scenarios }, 'two')).toMatchObject({
    ...{ determined: true, errors: 0 },
    split: [
      { locality: 'asia-east1', share: 1 },
      { locality: 'europe-west1', share: 0 },
      { locality: 'us-central1', share: 0 },
    ],
  });
  expect(led(objects, { scenarios }, 'three')).toMatchObject({
    ...{ outcome: 'no-route', errors: 1, unanswered: 1 },
    reason: 'no entry: the gateway is gone with its cluster, and no other one is left',
  });
  expect(led(objects, { scenarios, frontDoor: 'none' }, 'two').reason).toBe(
    'no entry: the gateway is gone with its cluster',
  );
});
