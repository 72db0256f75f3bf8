import { describe, expect, test } from '@jest/globals';
import type { FollowedRequest } from '../../src/index.js';
import { projectOf } from './project-of.js';

const istio = (kind: string, name: string, spec: object) => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});
const gateway = istio('Gateway', 'edge', {
  selector: { istio: 'ingressgateway' },
  servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
});
const route = istio('VirtualService', 'api', {
  hosts: ['shop.example'],
  gateways: ['edge'],
  http: [{ route: [{ destination: { host: 'api.test' } }] }],
});
const rule = istio('DestinationRule', 'api', {
  host: 'api.test',
  trafficPolicy: {
    outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 100 },
    loadBalancer: {
      localityLbSetting: {
        distribute: [{ from: '*', to: { 'europe-west1': 80, 'us-central1': 20 } }],
      },
    },
  },
});
const both = ['europe-west1', 'us-central1'].map((locality) => ({
  address: `${locality}.api.test`,
  locality,
}));
const entry = (resolution: string, more: object = {}) =>
  istio('ServiceEntry', 'api', {
    hosts: ['api.test'],
    resolution,
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    ...more,
  });
const outage = (kind: string, locality = 'europe-west1') => ({
  scenarios: [{ name: 'outage', outages: [{ kind, locality }] }],
});

function follow(objects: object[], scenario = 'healthy', config: object = {}): FollowedRequest {
  const { requests } = projectOf([gateway, route, ...objects], config).follow(
    { url: 'http://shop.example/' },
    { scenarios: [scenario], explain: true },
  );
  return requests[0]!;
}
const shares = ({ split, unanswered }: FollowedRequest) => [
  ...split.map(({ locality, share }) => [locality, share]),
  ...(unanswered ? [['-', unanswered]] : []),
];

describe('names as endpoints', () => {
  test('split and fail over as addresses do', () => {
    const named = [entry('DNS', { endpoints: both }), rule];
    const listed = [
      entry('STATIC', {
        endpoints: both.map((one, index) => ({ ...one, address: `192.0.2.${index + 1}` })),
      }),
      rule,
    ];
    for (const scenario of ['healthy', 'failing:europe-west1', 'outage']) {
      const config = outage('unreachable');
      expect(shares(follow(named, scenario, config))).toEqual(
        shares(follow(listed, scenario, config)),
      );
    }
    expect(shares(follow(named))).toEqual([
      ['europe-west1', 0.8],
      ['us-central1', 0.2],
    ]);
  });

  test('outside of the mesh are scaled to zero only where a scenario says so', () => {
    const named = [entry('DNS', { endpoints: both }), rule];
    const zero = 'scaled-to-zero:europe-west1';
    expect(shares(follow(named, zero))).toEqual(shares(follow(named)));
    expect(shares(follow(named, 'outage', outage('scaled-to-zero')))).toEqual([
      ['europe-west1', 0],
      ['us-central1', 1],
    ]);
    const lost = follow(named, 'outage', {
      scenarios: [{ name: 'outage', outages: [{ kind: 'cluster-lost', cluster: 'us' }] }],
      clients: [{ name: 'edge', locality: 'europe-west1', labels: { istio: 'ingressgateway' } }],
    });
    expect(shares(lost)).toEqual(shares(follow(named)));
    expect(follow(named).steps.find(({ rule: name }) => name === 'service-entry')?.text).toMatch(
      /api.test are outside of the mesh: .* names: each counts as one address/,
    );
    const own = [entry('DNS', { endpoints: both, location: 'MESH_INTERNAL' }), rule];
    expect(shares(follow(own, zero))).toEqual([
      ['europe-west1', 0],
      ['us-central1', 1],
    ]);
  });

  test('that are the host itself are one without a locality', () => {
    const followed = follow([entry('DNS')], 'failing:europe-west1');
    expect(followed).toMatchObject({ outcome: 'forwarded', errors: 0, determined: true });
    expect(shares(followed)).toEqual([['', 1]]);
    // No distribution names it.
    expect(follow([entry('DNS'), rule])).toMatchObject({ unanswered: 1, errors: 1 });
  });

  test('are one with DNS_ROUND_ROBIN', () => {
    const one = [entry('DNS_ROUND_ROBIN', { endpoints: both })];
    expect(shares(follow(one))).toEqual([['europe-west1', 1]]);
  });
});

describe('resolution NONE', () => {
  test('is for the addresses that applications ask for', () => {
    expect(follow([entry('NONE')])).toMatchObject({ outcome: 'forwarded', unanswered: 1 });
    const { requests } = projectOf([entry('NONE')], {
      clients: [{ name: 'caller', kind: 'sidecar', namespace: 'shop', locality: 'europe-west1' }],
    }).follow({ url: 'http://api.test/' }, { scenarios: ['healthy'] });
    expect(requests[0]).toMatchObject({ outcome: 'undefined', errors: null });
  });
});
