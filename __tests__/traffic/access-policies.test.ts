/** Policies on the way of a target's requests, by the clusters that have them and the pods that they select. */
import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { defaultConfig } from '../../src/config/parse-config.js';
import { buildMesh } from '../../src/mesh/build-mesh.js';
import { placeByPaths } from '../../src/mesh/placed-document.js';
import { barriersOf } from '../../src/traffic/access-policies.js';
import { documentsOf, objects } from '../mesh/mesh-from.js';
import { gateway, routed } from './two-regions.js';

const site = (name: string, locality: string) => ({ name, locality, paths: [name] });
const config: Config = {
  ...defaultConfig,
  clusters: [site('a', 'europe-west1'), site('b', 'us-central1')],
  clients: ['a', 'b'].map((cluster) => ({
    ...{ name: cluster, cluster, locality: 'europe-west1', namespace: 'istio-system' },
    labels: { istio: 'ingressgateway', tier: 'edge' },
  })),
};
const base = objects(gateway, routed({ route: [{ destination: { host: 'web' } }] }), [
  'Service',
  'shop/web',
  { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] },
]);

const object = (kind: string, name: string, spec: object, annotations?: object) => {
  const [namespace, own] = name.split('/');
  const group = {
    AuthorizationPolicy: 'security.istio.io/v1',
    WasmPlugin: 'extensions.istio.io/v1alpha1',
    NetworkPolicy: 'networking.k8s.io/v1',
    Deployment: 'apps/v1',
  }[kind];
  return { apiVersion: group, kind, metadata: { namespace, name: own, annotations }, spec };
};
const policy = (name: string, spec: object, annotations?: object) =>
  object('AuthorizationPolicy', name, spec, annotations);
const selected = (labels: object) => ({ selector: { matchLabels: labels } });
const pods = (name: string, labels: object) =>
  object('Deployment', name, { template: { metadata: { labels } } });

/** What is in the way of each cluster's gateway; `files` are folders of clusters, or for all of them. */
function inTheWay(files: Record<string, object[]>): Record<string, string> {
  const documents = Object.entries({ ...files, base: [] }).flatMap(([folder, all]) =>
    documentsOf(
      folder === 'base' ? base : all.map((one) => JSON.stringify(one)).join('\n---\n'),
      `${folder}/all.yaml`,
    ),
  );
  const mesh = buildMesh(config, placeByPaths(config, documents));
  const found = mesh
    .targets()
    .filter(({ route }) => route)
    .map((target): [string, string] => {
      const { denied, notes } = barriersOf(mesh, target);
      expect(denied === undefined || notes.length === 0).toBe(true);
      const seen = notes.map((note) =>
        note.replace('; who calls, and with what, is not evaluated', ''),
      );
      return [target.client.name, denied ?? seen.join('; ')];
    });
  return Object.fromEntries(found);
}
const everywhere = (...all: object[]) => inTheWay({ all })['a'];

const deny = (name: string, more: object = {}) =>
  policy(name, { action: 'DENY', rules: [{}], ...more });
const some = [{ from: [{ source: { namespaces: ['x'] } }] }];

describe('at the gateway', () => {
  const refused = 'AuthorizationPolicy istio-system/x rejects every request at the gateway';
  // The root namespace's are for all pods.
  const may =
    'AuthorizationPolicy istio-system/x may reject requests at the gateway; ' +
    'AuthorizationPolicy istio-system/x may reject requests for web.shop';

  test('a policy of one cluster is for its gateway alone', () => {
    expect(inTheWay({ b: [deny('istio-system/x')] })).toEqual({ a: '', b: refused });
    expect(inTheWay({ a: [deny('istio-system/x')] })).toEqual({ a: refused, b: '' });
    expect(inTheWay({ all: [deny('istio-system/x')] })).toEqual({ a: refused, b: refused });
  });

  test.each<[string, object, string]>([
    ['all labels', selected({ istio: 'ingressgateway', tier: 'edge' }), refused],
    ['the second label', selected({ tier: 'edge' }), refused],
    ['one label of two', selected({ istio: 'ingressgateway', tier: 'core' }), ''],
    ['a label that it has not', selected({ app: 'edge' }), ''],
  ])('by %s', (_, selector, expected) => {
    expect(everywhere(deny('istio-system/x', selector))).toBe(expected);
  });

  test.each<[string, object, string]>([
    ['DENY for some', { action: 'DENY', rules: some }, may],
    ['DENY for some and for all', { action: 'DENY', rules: [...some, {}] }, refused],
    ['DENY without rules', { action: 'DENY', rules: [] }, ''],
    ['ALLOW for some', { rules: some }, may],
    ['ALLOW for all', { rules: [{}] }, ''],
    ['ALLOW without rules', { action: 'ALLOW' }, refused],
    ['CUSTOM', { action: 'CUSTOM', rules: some }, may],
    ['CUSTOM without rules', { action: 'CUSTOM' }, ''],
    ['AUDIT', { action: 'AUDIT', rules: [{}] }, ''],
    ['a single targetRef', { targetRef: { kind: 'Gateway', name: 'x' } }, ''],
  ])('%s', (_, spec, expected) => {
    expect(everywhere(policy('istio-system/x', spec))).toBe(expected);
  });

  test('a dry run rejects nothing', () => {
    const denies = { action: 'DENY', rules: [{}] };
    const dry = (value: string) => policy('istio-system/x', denies, { 'istio.io/dry-run': value });
    expect(everywhere(dry('true'))).toBe('');
    expect(everywhere(dry('false'))).toBe(refused);
  });

  test('network policies are for pods, and plugins for both', () => {
    expect(everywhere(object('NetworkPolicy', 'istio-system/x', { podSelector: {} }))).toBe('');
    expect(everywhere(object('WasmPlugin', 'istio-system/x', { url: 'oci://x' }))).toBe(
      'WasmPlugin istio-system/x may reject requests at the gateway; ' +
        'WasmPlugin istio-system/x may reject requests for web.shop',
    );
  });
});

describe('at the pods', () => {
  const refused = 'AuthorizationPolicy shop/x rejects every request for web.shop';
  const may = 'AuthorizationPolicy shop/x may reject requests for web.shop';
  const web = pods('shop/web', { app: 'web', tier: 'front' });

  test('a policy of one cluster rejects those that arrive there', () => {
    expect(inTheWay({ a: [deny('shop/x')] })).toEqual({ a: may, b: may });
    expect(inTheWay({ all: [deny('shop/x')] })).toEqual({ a: refused, b: refused });
  });

  test.each<[string, object[], object, string]>([
    ['what the Service selects', [], selected({ app: 'web' }), refused],
    ['a label more, which pods may have', [], selected({ app: 'web', tier: 'front' }), may],
    ['another label, which pods may have', [], selected({ tier: 'front' }), may],
    ['what the only workload has', [web], selected({ tier: 'front' }), refused],
    ['what the only workload has not', [web], selected({ tier: 'back' }), ''],
    ['a label more than the only workload has', [web], selected({ app: 'web', x: 'y' }), ''],
    ['a label with another value', [], selected({ app: 'other' }), ''],
    ['one label of two', [], selected({ app: 'other', tier: 'front' }), ''],
    [
      'what one of two workloads has',
      [web, pods('shop/web-2', { app: 'web', tier: 'back' })],
      selected({ tier: 'back' }),
      may,
    ],
  ])('by %s', (_, workloads, selector, expected) => {
    expect(everywhere(deny('shop/x', selector), ...workloads)).toBe(expected);
  });

  test('of the root namespace counts where it is surely for them', () => {
    const root = (labels: object) => everywhere(deny('istio-system/x', selected(labels)));
    expect(root({ app: 'web' })).toBe(
      'AuthorizationPolicy istio-system/x rejects every request for web.shop',
    );
    expect(root({ tier: 'front' })).toBe('');
    expect(everywhere(object('NetworkPolicy', 'istio-system/x', { podSelector: {} }))).toBe('');
  });

  test('several are counted', () => {
    const all = [1, 2, 3].map((number) => policy(`shop/x${number}`, { rules: some }));
    const first = 'AuthorizationPolicy shop/x1';
    const end = 'may reject requests for web.shop';
    expect(everywhere(...all.slice(0, 1))).toBe(`${first} ${end}`);
    expect(everywhere(...all.slice(0, 2))).toBe(`${first} and another policy ${end}`);
    expect(everywhere(...all)).toBe(`${first} and 2 other policies ${end}`);
  });

  test('where one may let requests pass, none rejects all', () => {
    const nothing = policy('shop/a', {});
    expect(everywhere(nothing, policy('shop/b', { rules: some }))).toContain('may reject');
    expect(everywhere(nothing, policy('shop/b', { rules: [{}] }))).toBe('');
    // One that pods may not have lets nobody pass for sure.
    expect(everywhere(nothing, policy('shop/b', { rules: [{}], ...selected({ x: 'y' }) }))).toBe(
      'AuthorizationPolicy shop/a may reject requests for web.shop',
    );
    expect(everywhere(policy('shop/b', { rules: [{}] }), deny('shop/x'))).toBe(refused);
  });

  test.each<[object, boolean]>([
    [{ podSelector: {} }, true],
    [{ podSelector: { matchLabels: { app: 'web' } } }, true],
    [{ podSelector: { matchLabels: { app: 'other' } } }, false],
    [{ podSelector: {}, policyTypes: ['Egress', 'Ingress'] }, true],
    [{ podSelector: {}, policyTypes: ['Egress'] }, false],
    [{ podSelector: {}, ingress: [{ from: [] }] }, true],
    [{ podSelector: {}, ingress: [{ from: [] }, {}] }, false],
  ])('a NetworkPolicy with %j: %s', (spec, isNamed) => {
    const bare = object('Deployment', 'shop/web', {
      template: { metadata: { labels: { app: 'web', 'sidecar.istio.io/inject': 'false' } } },
    });
    const note = isNamed ? 'NetworkPolicy shop/n may reject requests for web.shop' : '';
    const network = object('NetworkPolicy', 'shop/n', spec);
    expect(everywhere(network)).toBe(note);
    // It needs no sidecar, as the other kinds do.
    expect(everywhere(network, bare, deny('shop/x'))).toBe(note);
  });
});
