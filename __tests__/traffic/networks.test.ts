import { describe, expect, it } from '@jest/globals';
import type { Endpoint, NetworkGateway } from '../../src/traffic/control-plane/endpoint.js';
import { configure } from '../../src/traffic/control-plane/configuration.js';
import { predict } from '../../src/traffic/predict.js';
import { endpointsOf, inputOf, outage, percent, predictCase } from './mesh-of.js';

const onNetworks = (endpoints: Endpoint[]): Endpoint[] =>
  endpoints.map((endpoint) => ({ ...endpoint, network: `net-${endpoint.locality.region}` }));
const gateway = (region: string, address: string): NetworkGateway => ({
  network: `net-${region}`,
  cluster: region,
  address,
  port: 15443,
});
const proxy = { ...inputOf({ client: 'east/a', endpoints: {} }).proxy, network: 'net-east' };
const V12 = {
  client: 'east/a',
  proxy,
  endpoints: onNetworks(
    endpointsOf({ 'east/a': 3, 'east/b': 3, 'west/a': 2, 'west/b': 2, 'west/c': 2 }),
  ),
  locality: { distribute: [{ from: 'east/*', to: { 'east/*': 80, 'west/*': 20 } }] },
  networkGateways: [gateway('west', '10.0.0.1')],
};

function regionShare(input: Parameters<typeof predictCase>[0], region: string): number {
  const { split } = predictCase(input);
  const own = split.filter(({ locality }) => locality.startsWith(region));
  return percent(own.reduce((sum, { share }) => sum + share, 0));
}

describe('multi-network', () => {
  it('V12: a gateway that stands for three zones counts once', () => {
    const input = inputOf(V12);
    const [only] = configure({ ...input, policy: input.policies[0]! }).assignments;
    expect(only!.assignment.localities.map(({ weight }) => weight)).toEqual([40, 40, 7, 7, 7]);
    expect(regionShare(V12, 'east')).toBe(91.95);
    expect(regionShare(V12, 'west')).toBe(8.05);
  });
  it('two gateways share the weight of their endpoints, all weights scaled', () => {
    const networkGateways = [gateway('west', '10.0.0.2'), gateway('west', '10.0.0.1')];
    const input = inputOf({ ...V12, networkGateways, locality: {} });
    const { assignments } = configure({ ...input, policy: input.policies[0]! });
    const [a, , west] = assignments[0]!.assignment.localities;
    expect(a!.weight).toBe(6);
    expect(west!.endpoints.map(({ address, weight }) => [address, weight])).toEqual([
      ['10.0.0.1:15443', 2],
      ['10.0.0.2:15443', 2],
    ]);
  });
  it('D3.1b: unready endpoints keep their weight behind a gateway, and fail', () => {
    const result = predictCase({ ...V12, outages: [outage('unready', 'west')] });
    // A failed connection is retried elsewhere by default.
    expect(percent(result.errors)).toBeLessThan(1);
    const noRetry = predictCase({
      ...V12,
      outages: [outage('unready', 'west')],
      retries: { attempts: 0 },
    });
    expect(percent(noRetry.errors)).toBe(8.05);
  });
  it('an ejected gateway takes its region along', () => {
    const od = { maxEjectionPercent: 100 };
    const lost = predictCase({ ...V12, od, outages: [{ kind: 'cluster-lost', cluster: 'west' }] });
    expect(lost).toMatchObject({ errors: 0, determined: true });
    expect(lost.split.filter(({ share }) => share > 0).map(({ locality }) => locality)).toEqual([
      'east/a',
      'east/b',
    ]);
  });
  it('TLS modes other than ISTIO_MUTUAL cannot cross', () => {
    const input = inputOf(V12);
    const policies = [{ ...input.policies[0]!, tls: { mode: 'SIMPLE' } }];
    const result = predict({ ...input, policies });
    expect(result).toMatchObject({ undefined: false });
    if (result.undefined) return;
    expect(result.split.filter(({ share }) => share > 0)).toHaveLength(2);
  });
  it('failoverPriority by region does not know gateways', () => {
    const input = inputOf({
      ...V12,
      od: {},
      locality: { failoverPriority: ['topology.kubernetes.io/region'] },
      endpoints: onNetworks(endpointsOf({ 'east/a': 1, 'west/a': 1 })),
    });
    const { assignments } = configure({ ...input, policy: input.policies[0]! });
    expect(assignments[0]!.assignment.localities.map(({ priority }) => priority)).toEqual([0, 1]);
  });
});

describe('cluster-local', () => {
  it('only the own cluster counts', () => {
    const result = predictCase({
      client: 'east/a',
      endpoints: { 'east/a': 1, 'west/a': 1 },
      service: { clusterLocal: true },
    });
    expect(result.split).toEqual([
      { locality: 'east/a', share: 1 },
      { locality: 'west/a', share: 0 },
    ]);
  });
});
