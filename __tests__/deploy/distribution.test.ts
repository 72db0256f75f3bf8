import { expect, test } from '@jest/globals';
import { distribution, readSyncz, type ProxyState } from '../../src/deploy/distribution.js';
import { proxiesText } from '../../src/deploy/verified.js';

type Parts = Record<string, string>;

function proxies(...all: [id: string, parts: Parts, error?: string][]) {
  const list = all.map(([proxy, parts, lastError]) => ({
    ...{ proxy, proxy_type: proxy.startsWith('gw') ? 'router' : 'sidecar' },
    ...parts,
    ...(lastError !== undefined && {
      resources: { 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration': { lastError } },
    }),
  }));
  return new Map(readSyncz(list).map((proxy): [string, ProxyState] => [proxy.id, proxy]));
}

const at = (sent: string, acked = sent): Parts => ({ route_sent: sent, route_acked: acked });

test('who has accepted it, and who has not', () => {
  const before = proxies(['gw1', at('1')], ['gw2', at('1')], ['s1', at('1')], ['s2', at('1', '0')]);
  const now = proxies(
    ['gw1', at('2')],
    ['gw2', at('2', '1')],
    ['s1', at('1')],
    ['s2', at('1', '0')],
  );
  const seen = distribution(before, now);
  expect(proxiesText(seen.counts)).toBe('1 of 2 gateways and 1 of 2 other proxies');
  expect(seen).toMatchObject({ served: 2, behind: ['gw2'], behindBefore: ['s2'], refusing: [] });
});

test('endpoints change by themselves, and a proxy that has come since was not behind', () => {
  const before = proxies(['gw1', { endpoint_sent: '1', endpoint_acked: '1' }]);
  const now = proxies(['gw1', { endpoint_sent: '2', endpoint_acked: '2' }], ['gw3', at('5', '')]);
  expect(distribution(before, now)).toMatchObject({ served: 1, behind: [], behindBefore: ['gw3'] });
});

test('an error that was there before is nothing that the writes have done', () => {
  const old = proxies(['gw1', at('1', '0'), 'broken route']);
  const same = proxies(['gw1', at('2', '0'), 'broken route']);
  const other = proxies(['gw1', at('2', '0'), 'another broken route']);
  expect(distribution(old, same)).toMatchObject({ refusing: [], behindBefore: ['gw1'] });
  expect(distribution(old, other).refusing).toEqual([{ id: 'gw1', error: 'another broken route' }]);
  // Refused, and yet the last that was sent is the last that was accepted: it is not up to date.
  const odd = proxies(['gw1', at('2'), 'odd']);
  expect(distribution(proxies(['gw1', at('1')]), odd).counts.gateways).toEqual({
    total: 1,
    current: 0,
  });
});

test('an answer of another shape is an error', () => {
  for (const value of [null, {}, 'x', [{}], [null], [{ proxy: 5 }]]) {
    expect(() => readSyncz(value)).toThrow(/the list of proxies/);
  }
  expect(readSyncz([{ proxy: 'x', cluster_sent: 7, resources: [] }])[0]?.parts.size).toBe(5);
});
