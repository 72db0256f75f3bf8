import { expect, it } from '@jest/globals';
import { PredictionCache } from '../../src/traffic/prediction-cache.js';
import { predict } from '../../src/traffic/predict.js';
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
