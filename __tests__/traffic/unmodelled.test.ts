/** Objects that change traffic in a way that no prediction knows: whose rows have no number. */
import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { passedOnReason } from '../../src/traffic/passed-on.js';
import { unmodelledIn, unmodelledReason } from '../../src/traffic/unmodelled.js';
import { clusters, meshFrom, objects } from '../mesh/mesh-from.js';
import { gateway, routed, type Objects } from './two-regions.js';

const service = (name: string): Objects[number] => [
  'Service',
  name,
  { selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
];
const base = objects(
  gateway,
  routed({ route: [{ destination: { host: 'web' } }] }),
  service('shop/web'),
  service('cart/web'),
);

const site = { cluster: 'a', locality: 'europe-west1' };
/** A gateway, one whose pods nobody knows, and two sidecars. */
const clients: NonNullable<Config['clients']> = [
  { ...site, name: 'edge', namespace: 'istio-system', labels: { istio: 'ingressgateway' } },
  { ...site, name: 'front', kind: 'sidecar', namespace: 'shop', labels: { app: 'front' } },
  { ...site, name: 'back', kind: 'sidecar', namespace: 'cart', labels: { app: 'back' } },
];

/** What has no number, as `client host`, and why. */
function touched(...more: object[]): Record<string, string> {
  const text = [base, ...more.map((one) => JSON.stringify(one))].join('\n---\n');
  const mesh = meshFrom(text, { clusters, clients });
  const found: Record<string, string> = {};
  for (const target of mesh.targets()) {
    const reason = unmodelledReason(mesh, target);
    const [name, namespace] = target.host.split('.');
    if (reason !== undefined) found[`${target.client.name} ${name}.${namespace}`] = reason;
  }
  return found;
}

const filter = (namespace: string, patches: object[], labels?: object) => ({
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: 'x', namespace },
  spec: { ...(labels && { workloadSelector: { labels } }), configPatches: patches },
});
const patch = (applyTo: string, context?: string) => ({
  applyTo,
  ...(context && { match: { context } }),
});

describe('an EnvoyFilter', () => {
  const everyone = ['edge', 'front', 'back'];
  const clientsOf = (...more: object[]) => {
    const found = touched(...more);
    expect(new Set(Object.values(found)).size).toBeLessThan(2);
    return [...new Set(Object.keys(found).map((key) => key.split(' ')[0]))];
  };

  test.each<[string, ReturnType<typeof filter>, string[]]>([
    ['for clusters, everywhere', filter('istio-system', [patch('CLUSTER')]), everyone],
    ['for filters alone', filter('istio-system', [patch('HTTP_FILTER')]), []],
    ['of one namespace', filter('shop', [patch('CLUSTER')]), ['front']],
    ['of a namespace without clients', filter('other', [patch('CLUSTER')]), []],
    ['of gateways', filter('istio-system', [patch('CLUSTER', 'GATEWAY')]), ['edge']],
    [
      'of what sidecars send',
      filter('istio-system', [patch('HTTP_ROUTE', 'SIDECAR_OUTBOUND')]),
      ['front', 'back'],
    ],
    ['of what sidecars get', filter('istio-system', [patch('CLUSTER', 'SIDECAR_INBOUND')]), []],
    ['of any context', filter('istio-system', [patch('CLUSTER', 'ANY')]), everyone],
    [
      'one of whose patches is for gateways',
      filter('istio-system', [
        patch('HTTP_FILTER'),
        patch('CLUSTER', 'SIDECAR_INBOUND'),
        patch('CLUSTER', 'GATEWAY'),
      ]),
      ['edge'],
    ],
    [
      'whose patch for gateways is for filters',
      filter('istio-system', [
        patch('HTTP_FILTER', 'GATEWAY'),
        patch('CLUSTER', 'SIDECAR_INBOUND'),
      ]),
      [],
    ],
    [
      'for pods of a gateway',
      filter('istio-system', [patch('CLUSTER')], { istio: 'ingressgateway' }),
      ['edge'],
    ],
    ['for other pods', filter('istio-system', [patch('CLUSTER')], { istio: 'egressgateway' }), []],
    ['for labels that are no text', filter('shop', [patch('CLUSTER')], { app: 5 }), []],
  ])('%s', (_, object, expected) => {
    expect(clientsOf(object)).toEqual(expected);
  });

  test('is named with what it changes first', () => {
    const found = touched(filter('shop', [patch('HTTP_FILTER'), patch('VIRTUAL_HOST')]));
    expect(found['front web.shop']).toBe('EnvoyFilter for VIRTUAL_HOST is not modelled');
  });

  test.each([
    ['CLUSTER', false],
    ['ROUTE_CONFIGURATION', true],
    ['VIRTUAL_HOST', true],
    ['HTTP_ROUTE', true],
  ])('for %s changes routes: %s', (part, changes) => {
    const text = [base, JSON.stringify(filter('istio-system', [patch(part, 'GATEWAY')]))];
    const mesh = meshFrom(text.join('\n---\n'), { clusters, clients });
    const [found] = unmodelledIn(mesh);
    expect(found?.path).toEqual(['spec', 'configPatches', 0, 'applyTo']);
    const [edge, front] = mesh.topology.clients;
    expect(found?.changesRoutes?.(mesh, edge!) ?? false).toBe(changes);
    expect(found?.changesRoutes?.(mesh, front!) ?? false).toBe(false);
  });
});

describe('a namespace', () => {
  const namespace = (name: string, mode: string) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'istio.io/dataplane-mode': mode } },
  });

  test('in ambient mode has none for its hosts and its clients', () => {
    const found = touched(namespace('cart', 'ambient'));
    expect(Object.keys(found).sort()).toEqual([
      'back web.cart',
      'back web.shop',
      'edge web.cart',
      'front web.cart',
    ]);
    expect(new Set(Object.values(found))).toEqual(new Set(['ambient mode is not modelled']));
    expect(touched(namespace('cart', 'none'))).toEqual({});
    // It is not the namespace whose name ends so.
    expect(touched(namespace('art', 'ambient'))).toEqual({});
  });

  test.each([
    ['sidecar.istio.io/inject', 'true'],
    ['istio.io/dataplane-mode', 'none'],
  ])('in ambient mode has clients with a sidecar of their own: %s', (label, value) => {
    const text = `${base}\n---\n${JSON.stringify(namespace('cart', 'ambient'))}`;
    const [, , back] = clients;
    const own = [{ ...back!, labels: { [label]: value } }];
    const mesh = meshFrom(text, { clusters, clients: own });
    const target = mesh.targets().find(({ host }) => host.startsWith('web.shop'));
    expect(unmodelledReason(mesh, target!)).toBeUndefined();
  });

  test('with a waypoint has none for its hosts', () => {
    const waypoint = (gatewayClassName: string) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'waypoint', namespace: 'cart' },
      spec: { gatewayClassName, listeners: [] },
    });
    const found = touched(waypoint('istio-waypoint'));
    expect(Object.keys(found)).toEqual(['edge web.cart', 'front web.cart', 'back web.cart']);
    expect(found['back web.cart']).toBe('a waypoint is not modelled');
    expect(Object.values(touched(waypoint('istio')))).toEqual([]);
  });
});

describe('a gateway that sidecars call', () => {
  const selector = { istio: 'egressgateway' };
  const egress = (bound: string[], pods: object = { ...selector, app: 'egress' }) => [
    ['Service', 'istio-system/egress', { selector: pods, ports: [{ name: 'http', port: 80 }] }],
    [
      'Gateway',
      'istio-system/egress',
      {
        selector,
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
      },
    ],
    [
      'VirtualService',
      'istio-system/outside',
      {
        hosts: ['outside.example.com'],
        gateways: bound,
        http: [{ route: [{ destination: { host: 'egress.istio-system.svc.cluster.local' } }] }],
      },
    ],
  ];
  const reasonOf = (...all: Parameters<typeof egress>) => {
    const text = `${base}\n---\n${objects(...(egress(...all) as Objects))}`;
    const mesh = meshFrom(text, { clusters, clients });
    const target = mesh
      .targets()
      .find(({ client, host }) => client.name === 'front' && host.startsWith('egress.'));
    return passedOnReason(mesh, target!);
  };

  test('has no number, for its own routes are another hop', () => {
    expect(reasonOf(['mesh', 'egress'])).toBe(
      'what Gateway istio-system/egress does with the requests that it passes on is not modelled',
    );
  });

  test('has one where no route is bound to it, or its pods are others', () => {
    expect(reasonOf(['mesh'])).toBeUndefined();
    expect(reasonOf(['mesh', 'egress'], { istio: 'other' })).toBeUndefined();
    expect(reasonOf(['mesh', 'egress'], { app: 'other' })).toBeUndefined();
  });
});

describe('a route of the Gateway API', () => {
  const route = (kind: string, parentRefs: object[], name = 'web') => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name: 'x', namespace: 'cart' },
    spec: { parentRefs, rules: [{ backendRefs: [{ name, port: 80 }] }] },
  });
  const api = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'api', namespace: 'cart' },
    spec: {
      gatewayClassName: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    },
  };
  /** The host is one that no route leads to, so that its gateway client has a row without one. */
  const said = (...more: object[]) => {
    const mesh = meshFrom([base, ...more.map((one) => JSON.stringify(one))].join('\n---\n'), {
      clusters,
    });
    return unmodelledIn(mesh).map(({ reason, path }) => `${reason} ${path.join('.')}`);
  };

  test.each(['TLSRoute', 'TCPRoute'])('%s is none that is known', (kind) => {
    expect(said(api, route(kind, [{ name: 'api' }]))).toEqual([`${kind} kind`]);
  });

  test('of HTTP is known where all of its parents are listeners or Services', () => {
    expect(said(api, route('HTTPRoute', [{ name: 'api' }]))).toEqual([]);
    expect(
      said(api, route('HTTPRoute', [{ name: 'api' }, { kind: 'Service', name: 'web' }])),
    ).toEqual(['HTTPRoute kind']);
    const service = { kind: 'Service', name: 'web', group: '' };
    expect(said(api, route('GRPCRoute', [service]))).toEqual([]);
    expect(said(api, route('GRPCRoute', [service, { kind: 'Other', name: 'x' }]))).toEqual([
      'GRPCRoute kind',
    ]);
  });
});

describe('a controller that moves requests between versions', () => {
  const canary = (spec: object) => ({
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    metadata: { name: 'release', namespace: 'shop' },
    spec: { targetRef: { kind: 'Deployment', name: 'web' }, ...spec },
  });
  const rollout = (spec: object) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'web', namespace: 'shop' },
    spec,
  });
  const shop = ['edge web.shop', 'front web.shop', 'back web.shop'];

  test.each<[string, object, string[]]>([
    ['Flagger, whose mesh its own flag names', {}, shop],
    ['Flagger for Istio', { provider: 'istio' }, shop],
    ['Flagger for routes of the Gateway API', { provider: 'gatewayapi:v1' }, shop],
    ['Flagger for another Service', { service: { name: 'api' } }, []],
    ['Flagger for another mesh', { provider: 'linkerd' }, []],
    ['Flagger without a target', { targetRef: 5 }, []],
  ])('%s', (_, spec, rows) => {
    const found = touched(canary(spec));
    expect(Object.keys(found).sort()).toEqual([...rows].sort());
    expect(new Set(Object.values(found))).toEqual(
      new Set(rows.length > 0 ? ['a Canary of Flagger is not modelled'] : []),
    );
  });

  test.each<[string, object, number]>([
    ['of routes of Istio', { canary: { trafficRouting: { istio: {} } } }, 1],
    ['of routes that a plugin writes', { canary: { trafficRouting: { plugins: {} } } }, 1],
    ['of an Ingress', { canary: { trafficRouting: { nginx: {} } } }, 0],
    ['of pods alone', { canary: { steps: [] } }, 0],
    ['blue and green', { blueGreen: {} }, 0],
  ])('a Rollout %s leaves the numbers of the weights in the manifests', (_, strategy, count) => {
    const object = rollout({ strategy });
    const mesh = meshFrom([base, JSON.stringify(object)].join('\n---\n'), { clusters, clients });
    expect(unmodelledIn(mesh).map(({ reason }) => reason)).toEqual(
      Array<string>(count).fill('a Rollout of Argo Rollouts'),
    );
    expect(touched(object)).toEqual({});
  });
});
