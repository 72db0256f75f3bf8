import { describe, expect, test } from '@jest/globals';
import { effectivePolicy, type PolicyField } from '../../src/mesh/traffic-policy.js';
import { meshFrom, objects } from './mesh-from.js';

const HOST = 'a.shop.svc.cluster.local';
const ejection = { consecutive5xxErrors: 5 };
const locality = { localityLbSetting: { enabled: true } };

/** What is in force: each field with its value, and where it or the level that lacks it stands. */
function policyOf(spec: object, port?: number, subset?: string) {
  const mesh = meshFrom(objects(['DestinationRule', 'shop/a', { host: HOST, ...spec }]));
  const [client] = mesh.topology.clients;
  if (!client) throw new Error('there is always a client');
  const [merged] = mesh.destinationRule(client, HOST).possible;
  if (!merged) throw new Error('the rule applies');
  const { value, places, levels } = effectivePolicy(merged, port, subset);
  const level = (field: PolicyField) => {
    const { kind, place } = levels[field];
    return `${kind} ${place.path.join('.')}`;
  };
  return {
    value,
    places: Object.fromEntries(
      Object.entries(places).map(([field, place]) => [field, place.path.join('.')]),
    ),
    level: level('outlierDetection'),
  };
}

describe('without port levels and subsets', () => {
  test('the policy itself', () => {
    expect(policyOf({ trafficPolicy: { outlierDetection: ejection } }, 80)).toEqual({
      value: { outlierDetection: ejection },
      places: { outlierDetection: 'spec.trafficPolicy.outlierDetection' },
      level: 'rule spec.trafficPolicy',
    });
  });

  test('no policy', () => {
    expect(policyOf({})).toEqual({ value: {}, places: {}, level: 'none spec' });
  });
});

describe('a port level', () => {
  const trafficPolicy = {
    outlierDetection: ejection,
    loadBalancer: locality,
    portLevelSettings: [
      { port: { number: 80 }, loadBalancer: { simple: 'RANDOM' } },
      { port: { number: 80 }, outlierDetection: {} },
    ],
  };

  test('inherits nothing; of two for a port the first counts', () => {
    expect(policyOf({ trafficPolicy }, 80)).toEqual({
      value: { loadBalancer: { simple: 'RANDOM' } },
      places: { loadBalancer: 'spec.trafficPolicy.portLevelSettings.0.loadBalancer' },
      level: 'port spec.trafficPolicy.portLevelSettings.0.port',
    });
  });

  test.each([81, undefined])('is not for the port %s', (port) => {
    expect(policyOf({ trafficPolicy }, port).value).toMatchObject({
      outlierDetection: ejection,
      loadBalancer: locality,
    });
  });
});

describe('a subset', () => {
  const withSubset = (subset: object | undefined, trafficPolicy?: object) => ({
    ...(trafficPolicy ? { trafficPolicy } : {}),
    subsets: [{ name: 'v1' }, { name: 'v2', ...(subset ? { trafficPolicy: subset } : {}) }],
  });
  const top = { outlierDetection: ejection, loadBalancer: locality };

  test('without a policy inherits everything', () => {
    expect(policyOf(withSubset(undefined, top), 80, 'v2')).toMatchObject({
      value: top,
      level: 'rule spec.trafficPolicy',
    });
  });

  test('replaces whole fields and inherits the others', () => {
    const subset = { loadBalancer: { simple: 'RANDOM' } };
    expect(policyOf(withSubset(subset, top), 80, 'v2')).toEqual({
      value: { outlierDetection: ejection, loadBalancer: { simple: 'RANDOM' } },
      places: {
        outlierDetection: 'spec.trafficPolicy.outlierDetection',
        loadBalancer: 'spec.subsets.1.trafficPolicy.loadBalancer',
      },
      level: 'rule spec.trafficPolicy',
    });
  });

  test('stands alone where there is nothing above it', () => {
    expect(policyOf(withSubset({ loadBalancer: locality }), 80, 'v2')).toMatchObject({
      value: { loadBalancer: locality },
      level: 'subset spec.subsets.1.trafficPolicy',
    });
  });

  test("a port level of the subset replaces even what the rule's policy has", () => {
    const subset = { portLevelSettings: [{ port: { number: 80 }, loadBalancer: locality }] };
    expect(policyOf(withSubset(subset, top), 80, 'v2')).toMatchObject({
      value: { loadBalancer: locality },
      level: 'subset-port spec.subsets.1.trafficPolicy.portLevelSettings.0.port',
    });
    expect(policyOf(withSubset(subset, top), 81, 'v2').value).toEqual(top);
  });

  test("a port level of the rule is what the subset's fields are laid over", () => {
    const above = { ...top, portLevelSettings: [{ port: { number: 80 }, loadBalancer: locality }] };
    expect(policyOf(withSubset({ outlierDetection: {} }, above), 80, 'v2')).toMatchObject({
      value: { loadBalancer: locality, outlierDetection: {} },
      level: 'subset spec.subsets.1.trafficPolicy',
    });
  });

  test('that is not defined has the policy of the rule', () => {
    expect(policyOf(withSubset({ loadBalancer: {} }, top), 80, 'v9').value).toEqual(top);
  });
});
