import { describe, expect, test } from '@jest/globals';
import { manifest, problemsOf, rule, said } from './manifests.js';

const at = 'spec.trafficPolicy.loadBalancer.localityLbSetting';
const setting = (localityLbSetting: object) =>
  rule({ outlierDetection: {}, loadBalancer: { localityLbSetting } });
const distribute = (...entries: [from: string, to: Record<string, unknown>][]) =>
  setting({ distribute: entries.map(([from, to]) => ({ from, to })) });

describe('distribute', () => {
  test.each([
    [{ a: 100 }],
    [{ a: 50, b: 50 }],
    [{ 'a/x': 99, 'a/y': 1 }],
    [{ 'a/x/1': 50, 'a/x/2/3': 50 }],
    [{ '*': 100 }],
    [{ 'us-*': 100 }],
  ])('to %j is taken', (to) => {
    expect(said(distribute(['a', to]))).toEqual([]);
  });

  test.each([
    [{ a: 90 }, 'distribute-weights', 'to'],
    [{ a: 60, b: 60 }, 'distribute-weights', 'to'],
    [{}, 'distribute-weights', 'to'],
    [{ a: 100, b: 0 }, 'distribute-weights', 'to.b'],
    [{ a: 100, b: null }, 'distribute-weights', 'to.b'],
    [{ a: 101 }, 'distribute-weights', 'to.a'],
    [{ 'a/': 100 }, 'locality-setting', 'to.a/'],
    [{ 'a//b': 100 }, 'locality-setting', 'to.a//b'],
    [{ '*/a': 100 }, 'locality-setting', 'to.*/a'],
    [{ '**': 100 }, 'locality-setting', 'to.**'],
    [{ a: 50, 'a/b': 50 }, 'overlapping-to-keys', 'to.a/b'],
    [{ 'a/b': 50, 'a/*': 50 }, 'overlapping-to-keys', 'to.a/*'],
    [{ 'a/b/c': 50, 'a/b': 50 }, 'overlapping-to-keys', 'to.a/b'],
    [{ 'a/b/c': 50, 'a/b/*': 50 }, 'overlapping-to-keys', 'to.a/b/*'],
    [{ a: 50, '*': 50 }, 'overlapping-to-keys', 'to.*'],
  ])('to %j is refused', (to, topic, place) => {
    expect(said(distribute(['a', to]))).toEqual([`error ${topic} ${at}.distribute.0.${place}`]);
  });

  test('a sum says what it is, at the key of the map', () => {
    const [problem] = problemsOf(distribute(['a', { a: 60, b: 50 }]));
    expect(problem).toMatchObject({
      part: 'key',
      message: 'the weights in to must sum to 100, but sum to 110',
    });
  });

  test('a weight of the wrong type is not counted as a wrong sum too', () => {
    expect(said(distribute(['a', { a: '100' }]))).toEqual([
      `error field-type ${at}.distribute.0.to.a`,
    ]);
  });

  test('from: what is specific may come first, and nothing after what covers it', () => {
    const to = { x: 100 };
    expect(
      said(distribute(['a/b/c', to], ['a/b/*', to], ['a/*', to], ['b', to], ['*', to])),
    ).toEqual([]);
    expect(said(distribute(['a/*', to], ['a/b', to]))).toEqual([
      `error locality-setting ${at}.distribute.1.from`,
    ]);
    expect(said(distribute(['*', to], ['a', to]))).toHaveLength(1);
    expect(said(distribute(['a/b', to], ['a', to]))).toHaveLength(1);
    expect(said(distribute(['', to]))).toHaveLength(1);
  });
});

describe('failover', () => {
  const failover = [{ from: 'a', to: 'b' }];

  test.each([
    [{ failover, distribute: [{ from: 'a', to: { a: 100 } }] }, 'failover'],
    [{ failover, failoverPriority: ['topology.kubernetes.io/zone'] }, 'failoverPriority.0'],
    [{ failover: [{ from: 'a', to: 'a' }] }, 'failover.0.to'],
    [{ failover: [{ from: 'a/b', to: 'c' }] }, 'failover.0.from'],
    [{ failover: [{ from: 'a', to: '*' }] }, 'failover.0.to'],
  ])('%j is refused', (value, place) => {
    expect(said(setting(value))).toEqual([`error locality-setting ${at}.${place}`]);
  });

  test('beside labels with values, or with distribute and priorities, all is well', () => {
    expect(
      said(setting({ failover, failoverPriority: ['topology.kubernetes.io/zone=a'] })),
    ).toEqual([]);
    const both = { distribute: [{ from: 'a', to: { a: 100 } }], failoverPriority: ['version'] };
    expect(said(setting(both))).toEqual([]);
  });

  test('without outlierDetection there is a warning, but not in subsets and ports', () => {
    const loadBalancer = { localityLbSetting: { failover } };
    expect(said(rule({ loadBalancer }))).toEqual([
      `warning failover-without-outlier-detection ${at}.failover`,
    ]);
    const subsets = [{ name: 'v1', trafficPolicy: { loadBalancer } }];
    expect(said(manifest('DestinationRule', { host: 'a', subsets }))).toEqual([]);
    const portLevelSettings = [{ port: { number: 80 }, loadBalancer }];
    expect(said(rule({ portLevelSettings }))).toEqual([]);
  });
});
