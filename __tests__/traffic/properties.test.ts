import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OutageKind } from '../../src/config/config.js';
import type { LocalityLbSetting } from '../../src/api/traffic-policy.js';
import { predict, type PredictInput } from '../../src/traffic/predict.js';
import { endpoint, inputOf } from './mesh-of.js';

const LOCALITIES = ['r1/a', 'r1/b', 'r2/a', 'r2/b/x', 'r3/a', ''];
const locality = fc.constantFrom(...LOCALITIES);
const KINDS: OutageKind[] = [
  ...(['scaled-to-zero', 'failing', 'unready', 'unreachable', 'reset', 'stale-api'] as const),
];

const endpoints = fc
  .array(
    fc.record({ at: locality, weight: fc.integer({ min: 1, max: 3 }), unready: fc.boolean() }),
    { maxLength: 10 },
  )
  .map((list) =>
    list.map(({ at, weight, unready }, index) => ({
      ...endpoint(`e${index}`, at, unready ? 'unready' : 'ready'),
      weight,
      network: at.startsWith('r2') ? 'n2' : 'n1',
      labels: { version: `v${weight}` },
    })),
  );
const setting: fc.Arbitrary<LocalityLbSetting> = fc.constantFrom<LocalityLbSetting[]>(
  {},
  { enabled: false },
  { distribute: [{ from: 'r1/*', to: { 'r1/*': 80, 'r2/*': 20 } }] },
  { distribute: [{ from: '*', to: { 'r1/*': 30, 'r1/a': 20, '*': 50 } }] },
  { failover: [{ from: 'r1', to: 'r3' }] },
  { failoverPriority: ['topology.kubernetes.io/region', 'version=v2'] },
);
const outlierDetection = fc.record(
  {
    consecutive5xxErrors: fc.constantFrom(0, 1, 5),
    consecutiveGatewayErrors: fc.constantFrom(0, 1),
    maxEjectionPercent: fc.constantFrom(0, 10, 30, 50, 100),
    minHealthPercent: fc.constantFrom(0, 30, 80),
    splitExternalLocalOriginErrors: fc.boolean(),
  },
  { requiredKeys: [] },
);
const outages = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), locality }, { requiredKeys: ['kind', 'locality'] }),
  { maxLength: 2 },
);

const input: fc.Arbitrary<PredictInput> = fc
  .record({
    client: locality,
    endpoints,
    setting,
    od: fc.option(outlierDetection, { nil: undefined }),
    outages,
    multiNetwork: fc.boolean(),
    hashed: fc.boolean(),
    profile: fc.constantFrom('istio-1.31' as const, 'istio-1.30' as const),
    trafficDistribution: fc.constantFrom(undefined, 'PreferClose'),
    retries: fc.constantFrom(
      undefined,
      { attempts: 0 },
      { attempts: 3, retryOn: '5xx', retryRemoteLocalities: true },
    ),
  })
  .map(({ setting: own, od, multiNetwork, hashed, trafficDistribution, ...rest }) => ({
    ...inputOf({
      client: rest.client,
      endpoints: rest.endpoints,
      locality: own,
      ...(hashed ? { lb: { consistentHash: { useSourceIp: true } } } : {}),
      ...(od ? { od } : {}),
    }),
    outages: rest.outages,
    profile: rest.profile,
    retries: rest.retries,
    service: { trafficDistribution },
    networkGateways: multiNetwork
      ? [{ network: 'n2', cluster: 'r2', address: '10.0.0.1', port: 15443 }]
      : [],
    proxy: { ...inputOf({ client: rest.client, endpoints: [] }).proxy, network: 'n1' },
  }));

const RUNS = { numRuns: 250 };

it('shares and unanswered sum to 1, errors are at least unanswered, ranges hold the value', () => {
  fc.assert(
    fc.property(input, (one) => {
      const result = predict(one);
      if (result.undefined) return;
      const total = result.split.reduce((sum, { share }) => sum + share, result.unanswered);
      expect(Math.abs(total - 1)).toBeLessThan(1e-9);
      expect(result.errors).toBeGreaterThanOrEqual(result.unanswered - 1e-12);
      expect(result.errors).toBeLessThan(1 + 1e-9);
      expect(result.determined || result.reason !== '').toBe(true);
      for (const { share, min = share, max = share } of result.split) {
        expect(share).toBeGreaterThanOrEqual(min - 1e-9);
        expect(share).toBeLessThanOrEqual(max + 1e-9);
      }
    }),
    RUNS,
  );
});

it('the order of endpoints makes no difference', () => {
  fc.assert(
    fc.property(input, (one) => {
      const reversed = predict({ ...one, endpoints: one.endpoints.toReversed() });
      expect(rounded(reversed)).toEqual(rounded(predict(one)));
    }),
    RUNS,
  );
});

it('without an outage a failing region would still be healthy', () => {
  fc.assert(
    fc.property(input, (one) => {
      const stale = one.outages.map((outage) => ({ ...outage, kind: 'stale-api' as const }));
      expect(predict({ ...one, outages: stale })).toEqual(predict({ ...one, outages: [] }));
    }),
    RUNS,
  );
});

/** Sums in another order differ in their last digits. */
function rounded(result: unknown): unknown {
  return JSON.parse(
    JSON.stringify(result, (_, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1e9) / 1e9 : value,
    ),
  );
}
