import { describe, expect, test } from '@jest/globals';
import { formats } from '../../src/report/formats.js';
import type { Prediction } from '../../src/traffic/result.js';
import { heldTable, whole } from '../report/held-table.js';
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
} from './two-regions.js';
import { assertJsonOutput } from '../json-outputs.mjs';

const web = routed({ route: [{ destination: { host: 'web' } }] });
const TWO_EACH = {
  workloads: [
    {
      host: 'web.shop.svc.cluster.local',
      endpoints: [
        { locality: 'europe-west1/b', count: 2 },
        { locality: 'us-central1/a', count: 2 },
      ],
    },
  ],
  scenarios: [
    {
      name: 'one-unready',
      outages: [{ kind: 'unready' as const, locality: 'europe-west1', count: 1 }],
    },
    { name: 'all-unready', outages: [{ kind: 'unready' as const, locality: 'europe-west1' }] },
  ],
};

describe('istio-1.31 sends unready endpoints, istio-1.30 leaves them out', () => {
  const failover = [gateway, web, policyFor('web', undefined, EJECTS_ALL)];
  const inEurope = (profile: 'istio-1.31' | 'istio-1.30', scenario: string) =>
    shares(rowOf(tableOf(twoRegions(failover, { ...TWO_EACH, profile })), 'a', scenario));

  test('half of them: 1.4 times the healthy share, or everything', () => {
    expect(inEurope('istio-1.31', 'one-unready')).toEqual({
      'europe-west1/b': 0.7,
      'us-central1/a': 0.3,
    });
    expect(inEurope('istio-1.30', 'one-unready')).toEqual({
      'europe-west1/b': 1,
      'us-central1/a': 0,
    });
  });

  test('all of them: nothing either way', () => {
    for (const profile of ['istio-1.31', 'istio-1.30'] as const) {
      expect(inEurope(profile, 'all-unready')).toEqual({
        'europe-west1/b': 0,
        'us-central1/a': 1,
      });
    }
  });
});

test("istio-1.30 has no mesh-wide default policy's outlier detection", () => {
  const list = [gateway, web, policyFor('web', HALF_EACH, undefined)];
  const meshConfig = { defaultTrafficPolicy: { outlierDetection: EJECTS_ALL } };
  const errors = (profile: 'istio-1.31' | 'istio-1.30') =>
    rowOf(tableOf(twoRegions(list, { profile, meshConfig })), 'a', 'failing:europe-west1').errors;
  expect(errors('istio-1.31')).toBe(0);
  expect(errors('istio-1.30')).toBeCloseTo(0.5);
});

describe('csm-managed', () => {
  const rows = tableOf(twoRegions(GUIDE, { profile: 'csm-managed' })).filter(
    ({ reason }) => !reason?.startsWith('no entry'),
  );

  test('distribute gives no number, and the document that says so', () => {
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toMatchObject({ split: [], unanswered: null, errors: null, determined: false });
      expect(row.reason).toContain('distribute is not supported by this control plane');
      expect(row.reason).toContain('API Support in Managed Cloud Service Mesh');
      expect(row.reason).toMatch(/as of 2026/);
    }
  });

  test.each([
    ['failover', policyFor('web', { failover: [{ from: 'europe-west1', to: 'x' }] }, EJECTS_ALL)],
    ['no setting', policyFor('web', undefined, EJECTS_ALL)],
  ])('%s is no number either', (_, policy) => {
    const own = tableOf(twoRegions([gateway, web, policy], { profile: 'csm-managed' }));
    const { errors, reason } = rowOf(own, 'a', 'healthy');
    expect(errors).toBeNull();
    expect(reason).toContain('Managed Cloud Service Mesh');
  });

  test('a host in one region has numbers', () => {
    const host = 'web.shop.svc.cluster.local';
    const one = { workloads: [{ host, endpoints: [{ locality: 'us-central1' }] }] };
    const list = [gateway, web, policyFor('web', undefined, EJECTS_ALL)];
    const own = tableOf(twoRegions(list, { profile: 'csm-managed', ...one }));
    expect(shares(rowOf(own, 'a', 'healthy'))).toEqual({ 'us-central1': 1 });
  });

  test('the text says undefined, and why; the JSON has null', () => {
    const predictions = heldTable(rows);
    const results = { lint: undefined, predictions, basis: [], text: () => undefined };
    const text = whole(formats.text(results, { color: false, quiet: false }));
    const body = text.split('\n').filter((line) => /^ {2}\S/.test(line));
    expect(body.every((line) => line.includes('undefined'))).toBe(true);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'distribute is not supported by this control plane',
    );
    expect(body.join()).not.toMatch(/\d %/);
    const value = JSON.parse(whole(formats.json(results))) as { results: Prediction[] };
    assertJsonOutput('simulate', value);
    expect(value.results.every(({ errors }) => errors === null)).toBe(true);
  });
});
