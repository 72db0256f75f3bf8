/** The step of a row that says what its load is, and what it leads to. */
import { expect, test } from '@jest/globals';
import { predict } from '../../../src/traffic/predict.js';
import { inputOf } from '../../real/load/run/load-case.js';

const own = {
  name: 'guide',
  policy: {
    connectionPool: { http: { http2MaxRequests: 100 } },
    loadBalancer: {
      localityLbSetting: { distribute: [{ from: 'near', to: { near: 50, far: 50 } }] },
    },
  },
  endpoints: [
    { locality: 'near', count: 2, latencyMs: 15 },
    { locality: 'far', count: 2, latencyMs: 450 },
  ],
  outages: [{ kind: 'scaled-to-zero' as const, locality: 'near' }],
};
const stepOf = (more: object) =>
  predict({ ...inputOf({ ...own, ...more }), explain: true }).steps.filter(
    ({ rule }) => rule === 'load',
  );

test('an open load, its requests in progress, and the limit with its place', () => {
  expect(stepOf({ rps: 250 })).toEqual([
    {
      rule: 'load',
      text:
        '250 requests/s take 382 ms on average, 99 % of them at most 450 ms, and keep 95.5 requests in progress in the proxy; ' +
        'http2MaxRequests: 100: 15.1 % overflow',
      origin: 'policy',
      path: ['connectionPool', 'http', 'http2MaxRequests'],
    },
  ]);
  expect(stepOf({ rps: 500, replicas: 2 })[0]!.text).toMatch(
    /^500 requests\/s, shared by 2 proxies take 382 ms .* 95\.5 requests in progress in each; .*: 15\.1 % overflow$/,
  );
});

test('callers who wait, a timeout, and no limit', () => {
  expect(stepOf({ callers: 4, policy: {}, timeout: 300 })[0]!.text).toMatch(
    /^4 callers that wait for each answer take \d+ ms on average, .* those that fail included; .* time out$/,
  );
  expect(stepOf({ rps: 5, policy: {} })).toHaveLength(1);
});

test('nothing of it where no times are declared', () => {
  const endpoints = own.endpoints.map(({ locality, count }) => ({ locality, count }));
  expect(stepOf({ rps: 250, endpoints })).toEqual([]);
});
