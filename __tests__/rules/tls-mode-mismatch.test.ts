/** What clients speak, and what the endpoints take: errors where the manifests show that it does not fit, nothing where it does. */
import { describe, expect, test } from '@jest/globals';
import { all, istio, publicEntry, repository, rule, verdictOf } from './reported.js';

type Fields = Record<string, unknown>;

const two = {
  clusters: [
    { name: 'a', locality: 'europe-west1' },
    { name: 'b', locality: 'us-central1' },
  ],
};
const failover = { failover: [{ from: 'europe-west1', to: 'us-central1' }] };
const inject = 'sidecar.istio.io/inject';

function object(apiVersion: string, kind: string, metadata: Fields, more: Fields): string {
  return JSON.stringify({
    apiVersion,
    kind,
    metadata: { namespace: 'shop', ...metadata },
    ...more,
  });
}

const service = (port: Fields = { name: 'http', port: 80, targetPort: 8080 }) =>
  object('v1', 'Service', { name: 'web' }, { spec: { selector: { app: 'web' }, ports: [port] } });

const pods = (labels: Fields = {}, annotations: Fields = {}) =>
  object(
    'apps/v1',
    'Deployment',
    { name: 'web' },
    {
      spec: { template: { metadata: { labels: { app: 'web', ...labels }, annotations } } },
    },
  );

const namespace = (labels: Fields) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });

const peers = (mode: string, more: Fields = {}, home = 'shop') =>
  object(
    'security.istio.io/v1',
    'PeerAuthentication',
    { name: 'default', namespace: home },
    {
      spec: { mtls: { mode }, ...more },
    },
  );

const policy = (mode: string | undefined) => {
  const made = JSON.parse(rule('shop/web', failover)) as { spec: { trafficPolicy: Fields } };
  const files = { clientCertificate: '/etc/cert.pem', privateKey: '/etc/key.pem' };
  if (mode !== undefined) {
    made.spec.trafficPolicy['tls'] = { mode, ...(mode === 'MUTUAL' && files) };
  }
  return JSON.stringify(made);
};

const entry = publicEntry({ host: 'web' });

function verdict(objects: readonly string[], config: Fields = {}) {
  return verdictOf(repository(all(...objects, ...entry), { ...two, ...config }));
}

const injected = namespace({ 'istio-injection': 'enabled' });
const strictPort = (mode: string) => ({
  selector: { matchLabels: { app: 'web' } },
  portLevelMtls: { 8080: { mode } },
});

test.each<[string, string[], Fields?]>([
  ['mTLS, and no sidecar', [pods({ [inject]: 'false' }), policy('ISTIO_MUTUAL')]],
  ['the same by an annotation', [pods({}, { [inject]: 'false' }), policy('ISTIO_MUTUAL')]],
  [
    'the same by the namespace',
    [namespace({ 'istio-injection': 'disabled' }), pods(), policy('ISTIO_MUTUAL')],
  ],
  [
    'the same by the configuration',
    [policy('ISTIO_MUTUAL')],
    {
      workloads: [
        {
          host: 'web.shop.svc.cluster.local',
          endpoints: ['europe-west1', 'us-central1'].map((locality) => ({ locality, mtls: false })),
        },
      ],
    },
  ],
  ['plain text under STRICT', [injected, pods(), peers('STRICT'), policy('DISABLE')]],
  ['TLS without a certificate under STRICT', [injected, pods(), peers('STRICT'), policy('SIMPLE')]],
  [
    'STRICT for the mesh',
    [injected, pods(), peers('STRICT', {}, 'istio-system'), policy('DISABLE')],
  ],
  [
    'STRICT for a port',
    [injected, pods(), peers('PERMISSIVE', strictPort('STRICT')), policy('DISABLE')],
  ],
  [
    'a revision injects',
    [namespace({ 'istio.io/rev': 'stable' }), pods(), peers('STRICT'), policy('DISABLE')],
  ],
])('%s: every request fails', (_, objects, config = {}) => {
  const { findings, row } = verdict([service(), ...objects], config);
  expect(findings).toEqual(['error tls-mode-mismatch']);
  expect(row('a', 'healthy')).toBe('nobody; errors 100');
  expect(row('a', 'failing:europe-west1')).toBe('nobody; errors 100');
});

test.each<[string, string[], RegExp]>([
  [
    'sidecars are unknown',
    [service(), pods(), peers('STRICT'), policy('DISABLE')],
    /nothing says whether/,
  ],
  [
    'own certificates',
    [service(), injected, pods(), peers('STRICT'), policy('MUTUAL')],
    /nothing says/,
  ],
  [
    'TLS to a plain port',
    [service(), policy('SIMPLE')],
    /nothing says that web.shop:80 speaks TLS/,
  ],
  [
    'plain text to a port for TLS',
    [service({ name: 'https', port: 443, targetPort: 8443 }), policy(undefined)],
    /web.shop:443 is a port for TLS/,
  ],
])('%s: a warning, and no number', (_, objects, reason) => {
  const { findings, row } = verdict(objects);
  expect(findings).toEqual(['warning tls-mode-mismatch']);
  expect(row('a', 'healthy')).toMatch(/^unknown: /);
  expect(row('a', 'healthy')).toMatch(reason);
});

describe('nothing is said', () => {
  test.each<[string, string[], Fields?]>([
    ['Istio chooses', [service(), injected, pods(), peers('STRICT'), policy(undefined)]],
    ['mTLS to sidecars', [service(), injected, pods(), peers('STRICT'), policy('ISTIO_MUTUAL')]],
    ['mTLS, and nothing is known', [service(), policy('ISTIO_MUTUAL')]],
    [
      'plain text to plain pods',
      [service(), pods({ [inject]: 'false' }), peers('STRICT'), policy('DISABLE')],
    ],
    [
      'plain text under PERMISSIVE',
      [service(), injected, pods(), peers('PERMISSIVE'), policy('DISABLE')],
    ],
    [
      'the namespace is nearer than the mesh',
      [
        service(),
        injected,
        pods(),
        peers('STRICT', {}, 'istio-system'),
        peers('PERMISSIVE'),
        policy('DISABLE'),
      ],
    ],
    [
      'the port is nearer still',
      [service(), injected, pods(), peers('STRICT', strictPort('DISABLE')), policy('DISABLE')],
    ],
    [
      'for other pods',
      [
        service(),
        injected,
        pods(),
        peers('STRICT', { selector: { matchLabels: { app: 'other' } } }),
        policy('DISABLE'),
      ],
    ],
    [
      'STRICT elsewhere',
      [service(), injected, pods(), peers('STRICT', {}, 'other'), policy('DISABLE')],
    ],
    [
      'a port called https',
      [service({ name: 'https', port: 80, targetPort: 8080 }), policy('SIMPLE')],
    ],
    [
      'appProtocol',
      [
        service({ name: 'web', appProtocol: 'https', port: 80, targetPort: 8080 }),
        policy('SIMPLE'),
      ],
    ],
    [
      'a target port of TLS',
      [service({ name: 'http', port: 80, targetPort: 8443 }), policy('SIMPLE')],
    ],
    [
      'a load balancer ends TLS before',
      [service({ name: 'https', port: 443, targetPort: 8080 }), policy(undefined)],
    ],
  ])('%s', (_, objects, config = {}) => {
    const { findings, row } = verdict(objects, config);
    expect(findings).toEqual([]);
    expect(row('a', 'healthy')).toMatch(/errors 0$/);
  });

  test.each<[string, Fields, Fields]>([
    [
      'originated for another port',
      { number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 },
      {},
    ],
    [
      'originated by endpoints',
      { number: 80, name: 'http', protocol: 'HTTP' },
      { ports: { http: 443 } },
    ],
    ['HTTPS by its protocol', { number: 9000, name: 'web', protocol: 'HTTPS' }, {}],
  ])('TLS to a ServiceEntry: %s', (_, port, endpoint) => {
    const places = ['europe-west1', 'us-central1'];
    const { findings, row } = verdict([
      istio('ServiceEntry', 'shop/web', {
        hosts: ['web.shop.svc.cluster.local'],
        location: 'MESH_EXTERNAL',
        resolution: 'STATIC',
        ports: [port],
        endpoints: places.map((locality, index) => ({
          address: `192.0.2.${String(index + 1)}`,
          locality,
          ...endpoint,
        })),
      }),
      policy('SIMPLE'),
    ]);
    expect(findings).toEqual([]);
    expect(row('a', 'healthy')).toMatch(/errors 0$/);
  });
});

test('TLS that is passed through is not wrapped once more', () => {
  const objects = [
    service({ name: 'tls', port: 443, targetPort: 8443 }),
    policy('SIMPLE'),
    istio('Gateway', 'shop/public', {
      selector: { istio: 'ingressgateway' },
      servers: [
        {
          port: { number: 443, name: 'tls', protocol: 'TLS' },
          tls: { mode: 'PASSTHROUGH' },
          hosts: ['shop.com'],
        },
      ],
    }),
    istio('VirtualService', 'shop/public', {
      hosts: ['shop.com'],
      gateways: ['public'],
      tls: [{ match: [{ sniHosts: ['shop.com'] }], route: [{ destination: { host: 'web' } }] }],
    }),
  ];
  const { findings, row } = verdictOf(repository(all(...objects), two));
  expect(findings).toEqual(['error tls-mode-mismatch']);
  expect(row('a', 'healthy')).toBe('nobody; errors 100');
});

describe('a Service without selector', () => {
  const stub = object(
    'v1',
    'Service',
    { name: 'web' },
    {
      spec: { ports: [{ name: 'http', port: 80 }] },
    },
  );

  test('has no number while nothing lists its endpoints', () => {
    const { findings, row } = verdict([stub, policy(undefined)]);
    expect(findings).toEqual(['warning service-without-selector']);
    expect(row('a', 'healthy')).toMatch(/^unknown: web.shop is a Service without selector/);
    const endpoints = [{ locality: 'europe-west1' }, { locality: 'us-central1' }];
    const listed = verdict([stub, policy(undefined)], {
      workloads: [{ host: 'web.shop.svc.cluster.local', endpoints }],
    });
    expect(listed.findings).toEqual([]);
    expect(listed.row('a', 'failing:europe-west1')).toBe('us-central1 100; errors 0');
  });

  test('of no interest to anybody is left alone', () => {
    const other = object(
      'v1',
      'Service',
      { name: 'database' },
      { spec: { ports: [{ port: 5432 }] } },
    );
    const { findings } = verdict([service(), other, policy(undefined)]);
    expect(findings).toEqual([]);
  });

  test('beside one with a selector has the endpoints of the other cluster', () => {
    const clusters = two.clusters.map((one) => ({ ...one, paths: [one.name] }));
    const { findings, row } = verdictOf({
      'a/app.yaml': all(service(), policy(undefined), ...entry),
      'b/app.yaml': all(stub, policy(undefined), ...entry),
      'mesh-failover.yaml': JSON.stringify({ version: 1, clusters }),
    });
    expect(findings.join()).not.toContain('service-without-selector');
    expect(row('b', 'healthy')).toBe('europe-west1 100; errors 0');
  });
});
