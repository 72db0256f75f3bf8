import { expect, it } from '@jest/globals';
import { PredictionCache } from '../../src/traffic/prediction-cache.js';
import type { Endpoint } from '../../src/traffic/control-plane/endpoint.js';
import { predict, type PredictInput } from '../../src/traffic/predict.js';
import { scenarios } from '../../src/traffic/scenarios.js';
import { endpointsOf, inputOf, proxyIn } from './mesh-of.js';

const REGIONS = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'];
const LOCALITIES = Object.fromEntries(REGIONS.map((region) => [`${region}/a`, 2]));
const OD = { consecutive5xxErrors: 1, maxEjectionPercent: 100 };

it('gives the same results as without', () => {
  const cache = new PredictionCache();
  const input = inputOf({ client: 'r1/a', endpoints: LOCALITIES, od: OD });
  for (const { outages } of scenarios({ regions: REGIONS, zones: [], clusters: [] }, [])) {
    const one = { ...input, outages };
    expect(cache.predict(one)).toEqual(predict(one));
    expect(cache.predict({ ...one, outages: [...outages] })).toBe(cache.predict(one));
  }
});

it('tells endpoints apart by what counts, and only by that', () => {
  const cache = new PredictionCache();
  const input = inputOf({ client: 'r1/a', endpoints: LOCALITIES });
  const renamed = endpointsOf(LOCALITIES).map((endpoint) => ({
    ...endpoint,
    id: `other-${endpoint.id}`,
    labels: { app: 'other' },
  }));
  const first = cache.predict(input);
  expect(cache.predict({ ...input, endpoints: renamed })).toBe(first);
  expect(cache.predict({ ...input, endpoints: renamed.slice(1) })).not.toBe(first);
  const asked = { ...input, subsetLabels: { app: 'other' } };
  expect(cache.predict({ ...asked, endpoints: renamed })).not.toEqual(cache.predict(asked));
  const sameAddress = renamed.map((endpoint) => ({ ...endpoint, address: 'one' }));
  expect(cache.predict({ ...input, endpoints: sameAddress })).not.toBe(first);
});

it.each<Partial<PredictInput>>([
  { isStream: true },
  { rps: 10 },
  { seed: 3 },
  { profile: 'istio-1.30' },
  { retries: { attempts: 1 } },
  { service: { trafficDistribution: 'PreferClose' } },
  { mesh: { localityLbSetting: { enabled: false } } },
  { policies: [{}] },
  { policies: [{ outlierDetection: OD }, {}] },
  { proxy: proxyIn('r2/a') },
  { networkGateways: [{ network: 'n', cluster: '', address: '1.1.1.1', port: 1 }] },
  { subsetLabels: { app: 'web' } },
  { outages: [{ kind: 'failing', locality: 'r1' }] },
])('tells %j from without it', (more) => {
  const cache = new PredictionCache();
  const input = inputOf({ client: 'r1/a', endpoints: LOCALITIES, od: OD });
  const first = cache.predict(input);
  const changed = { ...input, ...more };
  expect(cache.predict(changed)).not.toBe(first);
  expect(cache.predict(changed)).toBe(cache.predict({ ...changed }));
  expect(cache.predict(changed)).toEqual(predict(changed));
});

it('tells labels apart that a priority asks for, with a value or without', () => {
  const cache = new PredictionCache();
  const endpoints = endpointsOf(LOCALITIES);
  const labelled = endpoints.map((one) => ({ ...one, labels: { version: 'v1' } }));
  for (const label of ['version', 'version=v1']) {
    const input = inputOf({
      ...{ client: 'r1/a', endpoints, od: OD },
      locality: { failoverPriority: [label, 'topology.kubernetes.io/region'] },
    });
    expect(cache.predict({ ...input, endpoints: labelled })).not.toBe(cache.predict(input));
    const byMesh = { ...input, policies: [{ outlierDetection: OD }] };
    const mesh = { localityLbSetting: input.policies[0]!.loadBalancer!.localityLbSetting! };
    const of = (own: Endpoint[]) => cache.predict({ ...byMesh, mesh, endpoints: own });
    expect(of(labelled)).not.toBe(of(endpoints));
  }
});

it('explains anew each time', () => {
  const cache = new PredictionCache();
  const input = { ...inputOf({ client: 'r1/a', endpoints: LOCALITIES }), explain: true };
  const made: string[] = [];
  const one = cache.predict(input, () => made.push('made'));
  expect(cache.predict(input, () => made.push('made'))).not.toBe(one);
  expect(one.steps.length).toBeGreaterThan(0);
  cache.predict({ ...input, explain: false }, () => made.push('made'));
  cache.predict({ ...input, explain: false }, () => made.push('made'));
  expect(made).toHaveLength(3);
});

it('predicts once what is the same for many services', () => {
  const cache = new PredictionCache();
  const all = scenarios({ regions: REGIONS, zones: [], clusters: [] }, [], {
    depth: 2,
    zones: false,
  });
  const proxies = REGIONS.map((region) => proxyIn(`${region}/a`));
  const shared = inputOf({ client: 'r1/a', endpoints: [], od: OD });
  const predictions = new Set<object>();
  for (let service = 0; service < 100; service++) {
    const endpoints = endpointsOf(LOCALITIES);
    for (const proxy of proxies) {
      for (const { outages } of all) {
        predictions.add(cache.predict({ ...shared, proxy, endpoints, outages }));
      }
    }
  }
  const distinct = new Set(all.map(({ outages }) => JSON.stringify(outages))).size;
  expect(predictions.size).toBe(proxies.length * distinct);
});
