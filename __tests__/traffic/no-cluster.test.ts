/** Where Envoy has no cluster for what a route leads to: every request fails, whatever the endpoints do. */
import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { noCluster, noClusterReason, visibilityOf } from '../../src/traffic/no-cluster.js';
import { rowTargets } from '../../src/traffic/table.js';
import { clusters, meshFrom, objects } from '../mesh/mesh-from.js';
import { gateway, routed, rowOf, tableOf, type Objects } from './two-regions.js';

const service = (spec: object = {}, more: object = {}): Objects[number] => [
  'Service',
  'shop/web',
  { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }], ...spec },
  more,
];
const to = (destination: object) =>
  routed({ route: [{ destination: { host: 'web', ...destination } }] });
const subsets = (...list: [string, Record<string, string>][]): Objects[number] => [
  'DestinationRule',
  'shop/web',
  { host: 'web', subsets: list.map(([name, labels]) => ({ name, labels })) },
];
const pods = (name: string, labels: Record<string, string>): Objects[number] => [
  'Deployment',
  `shop/${name}`,
  { template: { metadata: { labels: { app: 'web', ...labels } } } },
];

const known: Partial<Config> = {
  clusters,
  clients: clusters.map(({ name, locality }) => ({
    ...{ name, locality, cluster: name, namespace: 'istio-system' },
    labels: { istio: 'ingressgateway' },
  })),
};

function causeOf(list: Objects, config: Partial<Config> = {}): string | undefined {
  const mesh = meshFrom(objects(gateway, ...list), { clusters, ...config });
  const [target] = rowTargets(mesh);
  if (!target) return 'no target';
  const cause = noCluster(mesh, target);
  return cause && `${cause}: ${noClusterReason(mesh, cause, target)}`;
}

describe('the port', () => {
  const cause = 'port: web.shop has no port 81: 503';
  test.each<[string, Objects, string | undefined]>([
    ['is one of the Service', [service(), to({ port: { number: 80 } })], undefined],
    ['is none of the Service', [service(), to({ port: { number: 81 } })], cause],
    [
      'is none of the Service, whatever an entry beside it says',
      [
        service(),
        [
          'ServiceEntry',
          'shop/web',
          {
            hosts: ['web.shop.svc.cluster.local'],
            ports: [{ number: 81, name: 'http', protocol: 'HTTP' }],
            resolution: 'STATIC',
          },
        ],
        to({ port: { number: 81 } }),
      ],
      cause,
    ],
    [
      'is one of the Service, for UDP',
      [
        service({ ports: [{ name: 'http', port: 80, protocol: 'udp' }] }),
        to({ port: { number: 80 } }),
      ],
      'port: web.shop has no port 80: 503',
    ],
    [
      'is one of an entry',
      [
        [
          'ServiceEntry',
          'shop/far',
          {
            hosts: ['far.example.com'],
            ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
            resolution: 'STATIC',
          },
        ],
        routed({ route: [{ destination: { host: 'far.example.com', port: { number: 443 } } }] }),
      ],
      undefined,
    ],
    [
      'is none of an entry',
      [
        [
          'ServiceEntry',
          'shop/far',
          {
            hosts: ['far.example.com'],
            ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
            resolution: 'STATIC',
          },
        ],
        routed({ route: [{ destination: { host: 'far.example.com', port: { number: 80 } } }] }),
      ],
      'port: far.example.com has no port 80: 503',
    ],
  ])('%s', (_, list, expected) => {
    expect(causeOf(list)).toBe(expected);
  });
});

describe('the labels of a subset', () => {
  const cause = 'labels: no workload of web.shop has the labels of subset "v1": 503';
  const v1 = to({ subset: 'v1' });
  const rule = subsets(['v0', { version: 'v0' }], ['v1', { version: 'v1' }]);
  test.each<[string, Objects, string | undefined]>([
    ['have a workload', [pods('a', { version: 'v0' }), pods('b', { version: 'v1' })], undefined],
    ['have none', [pods('a', { version: 'v0' }), pods('b', { version: 'v2' })], cause],
    ['may have one that nobody sees', [], undefined],
    [
      'have none of those that the Service selects',
      [pods('a', { version: 'v0' }), pods('b', { version: 'v1', app: 'other' })],
      cause,
    ],
  ])('%s', (_, list, expected) => {
    expect(causeOf([service(), rule, v1, ...list])).toBe(expected);
  });

  test('must all be those of one workload', () => {
    const both = subsets(['v1', { version: 'v1', track: 'a' }]);
    const one = [pods('a', { version: 'v1' }), pods('b', { track: 'a' })];
    expect(causeOf([service(), both, v1, ...one])).toBe(cause);
    expect(
      causeOf([service(), both, v1, ...one, pods('c', { version: 'v1', track: 'a' })]),
    ).toBeUndefined();
  });

  test('that istiod adds by itself are none of a workload', () => {
    const own = subsets([
      'v1',
      { 'topology.istio.io/cluster': 'a', 'kubernetes.io/hostname': 'n' },
    ]);
    expect(causeOf([service(), own, v1, pods('a', { version: 'v0' })])).toBeUndefined();
  });

  test('say nothing of endpoints that are listed', () => {
    const workloads = [
      { host: 'web.shop.svc.cluster.local', endpoints: [{ locality: 'europe-west1' }] },
    ];
    const list = [service(), rule, v1, pods('a', { version: 'v0' })];
    expect(causeOf(list, { workloads })).toBeUndefined();
    expect(causeOf(list)).toBe(cause);
  });

  test('of a Service without a selector are not known', () => {
    const list = [service({ selector: undefined }), rule, v1, pods('a', { version: 'v0' })];
    expect(causeOf(list)).toBeUndefined();
    expect(causeOf([service(), rule, to({}), pods('a', { version: 'v0' })])).toBeUndefined();
  });

  test('no rule defines it', () => {
    const list = [service(), rule, to({ subset: 'v9' })];
    expect(causeOf(list)).toBe('subset: no rule for the host defines subset "v9": 503');
  });
});

describe('who may see the Service', () => {
  const exported = (...exportTo: string[]) =>
    service({}, { annotations: { 'networking.istio.io/exportTo': exportTo.join() } });
  const seenBy = (list: Objects, config: Partial<Config>) => {
    const mesh = meshFrom(objects(gateway, ...list), config);
    const [target] = rowTargets(mesh);
    return target && visibilityOf(mesh, target);
  };
  const cause = 'visibility: web.shop is not exported to namespace istio-system: 503';

  test.each<[string[], 'visible' | 'hidden']>([
    [['*'], 'visible'],
    [['istio-system'], 'visible'],
    [['.'], 'hidden'],
    [['other'], 'hidden'],
    [['~'], 'hidden'],
  ])('exported to %j a gateway finds it %s', (exportTo, expected) => {
    const list = [exported(...exportTo), to({})];
    expect(seenBy(list, known)).toBe(expected);
    expect(causeOf(list, known)).toBe(expected === 'hidden' ? cause : undefined);
  });

  test('nobody knows where a gateway is that is not declared: it may be where its Gateway is', () => {
    expect(seenBy([exported('.'), to({})], { clusters })).toBe('unknown');
    expect(seenBy([exported('other'), to({})], { clusters })).toBe('hidden');
    expect(causeOf([exported('.'), to({})])).toBeUndefined();
  });

  test('the mesh says it where the Service does not', () => {
    const hidden = { ...known, meshConfig: { defaultServiceExportTo: ['.'] } };
    expect(causeOf([service(), to({})], hidden)).toBe(cause);
    expect(causeOf([exported('*'), to({})], hidden)).toBeUndefined();
  });

  test('what is not declared can be seen', () => {
    expect(seenBy([to({})], known)).toBe('visible');
  });
});

test.each<[string, Objects]>([
  ['missing-port', [service(), to({ port: { number: 81 } })]],
  ['missing-subset', [service(), to({ subset: 'v9' })]],
  [
    'missing-labels',
    [service(), subsets(['v1', { version: 'v1' }]), to({ subset: 'v1' }), pods('a', {})],
  ],
  ['not-exported', [service({}, { annotations: { 'networking.istio.io/exportTo': '.' } }), to({})]],
  [
    'tls-mismatch',
    [
      service(),
      to({}),
      pods('a', { 'sidecar.istio.io/inject': 'false' }),
      [
        'DestinationRule',
        'shop/web',
        { host: 'web', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
      ],
    ],
  ],
])('%s is the last step of the row, with its reason', (rule, list) => {
  const [row] = tableOf(meshFrom(objects(gateway, ...list), known), { explain: true });
  expect(row?.steps?.at(-1)).toEqual({ rule, text: row?.reason });
});

test('every request fails then, in every scenario', () => {
  const list: Objects = [gateway, service(), to({ port: { number: 81 } })];
  const rows = tableOf(meshFrom(objects(...list), known));
  for (const scenario of ['healthy', 'failing:europe-west1']) {
    expect(rowOf(rows, 'a', scenario)).toMatchObject({
      ...{ errors: 1, unanswered: 1, determined: true },
      reason: 'web.shop has no port 81: 503',
      split: [
        { locality: 'europe-west1', share: 0 },
        { locality: 'us-central1', share: 0 },
      ],
    });
  }
});
