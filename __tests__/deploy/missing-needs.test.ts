/** What routes need and clusters must have, looked up on API servers in memory. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import { checkAll } from '../../src/deploy/apply.js';
import type { DeployObject } from '../../src/deploy/deploy-object.js';
import { missingNeeds, type NeedOptions } from '../../src/deploy/missing-needs.js';
import { FakeServer } from './fake-server.js';
import { environment, manifest } from './fleet.js';

let clusters: [FakeServer, FakeServer];
beforeEach(() => {
  clusters = [new FakeServer('a'), new FakeServer('b')];
});

async function look(objects: DeployObject[], more: Partial<NeedOptions> = {}) {
  const checked = await checkAll(
    { objects, clusters },
    {
      ...{ environment, fieldManager: 'mesh-failover', force: false, createNamespaces: false },
      progress: () => undefined,
    },
  );
  for (const { journal } of clusters) journal.length = 0;
  return missingNeeds(checked, { prunes: false, isPartial: false, notSent: [], ...more });
}

const route = (name: string, hosts: string[], gateways: string[] = ['mesh']) =>
  manifest('VirtualService', name, {
    ...{ hosts: ['x'], gateways },
    http: [{ route: hosts.map((host) => ({ destination: { host } })) }],
  });
const entry = (hosts: unknown, namespace = 'default') =>
  manifest('ServiceEntry', `entry-${namespace}`, { hosts }, { namespace });
const service = (name: string, namespace = 'default') => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace } },
});
const missing = (title: string, what: string) =>
  `VirtualService default/${title} needs ${what}, which is neither sent nor in any cluster.`;

describe('a host', () => {
  test('is there where any cluster has its Service, or it is sent', async () => {
    const objects = [route('one', ['web', 'api.shop.svc.cluster.local'])];
    expect(await look(objects)).toEqual({
      missing: [missing('one', 'Service default/web'), missing('one', 'Service shop/api')],
      unknown: [],
    });
    clusters[1].put(service('web'), 'x');
    expect((await look(objects)).missing).toEqual([missing('one', 'Service shop/api')]);
    const sent = manifest('Service', 'api', {}, { apiVersion: 'v1', namespace: 'shop' });
    expect((await look([...objects, sent])).missing).toEqual([]);
    // Another namespace, name or kind is another thing.
    const others = [
      manifest('Service', 'api', {}, { apiVersion: 'v1' }),
      manifest('Service', 'apis', {}, { apiVersion: 'v1', namespace: 'shop' }),
      manifest('ConfigMap', 'api', {}, { apiVersion: 'v1', namespace: 'shop' }),
    ];
    expect((await look([...objects, ...others])).missing).toEqual([
      missing('one', 'Service shop/api'),
    ]);
  });

  test('that several routes need is named once, with the first of them', async () => {
    const objects = ['one', 'two'].map((name) => route(name, ['web']));
    expect((await look(objects)).missing).toEqual([
      'VirtualService default/one, VirtualService default/two needs Service default/web, which is neither sent nor in any cluster.',
    ]);
  });

  test('of an address is what a ServiceEntry is for, wildcards included', async () => {
    const objects = [route('one', ['api.example.com', 'other.net'])];
    const both = [
      missing('one', 'a ServiceEntry for api.example.com'),
      missing('one', 'a ServiceEntry for other.net'),
    ];
    expect((await look(objects)).missing).toEqual(both);
    expect((await look([...objects, entry(['*.example.com'])])).missing).toEqual([both[1]]);
    expect((await look([...objects, entry([5, 'other.net'])])).missing).toEqual([both[0]]);
    expect((await look([...objects, entry('api.example.com')])).missing).toEqual(both);
    clusters[0].put(
      {
        ...{ apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry' },
        ...{
          metadata: { name: 'e', namespace: 'shop' },
          spec: { hosts: ['other.net', 'api.example.com'] },
        },
      },
      'x',
    );
    expect((await look(objects)).missing).toEqual([]);
  });

  test('of a Service may be made by a ServiceEntry of its namespace', async () => {
    const objects = [route('one', ['api.shop.svc.cluster.local'])];
    const host = 'api.shop.svc.cluster.local';
    expect((await look([...objects, entry([host], 'shop')])).missing).toEqual([]);
    expect(
      (await look([...objects, entry(['apis.shop.svc.cluster.local'], 'shop')])).missing,
    ).toHaveLength(1);
    expect(
      (await look([...objects, entry(['api.other.svc.cluster.local'], 'shop')])).missing,
    ).toHaveLength(1);
    clusters[1].put(
      {
        ...{ apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry' },
        ...{ metadata: { name: 'e', namespace: 'shop' }, spec: { hosts: [host] } },
      },
      'x',
    );
    expect((await look(objects)).missing).toEqual([]);
    expect(clusters[1].journal).toContain('list ServiceEntry shop');
  });

  test('is looked for by name, and of many in one list without their content', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`);
    for (const name of names(11)) clusters[0].put(service(name), 'x');
    expect((await look([route('one', names(10))])).missing).toEqual([]);
    expect(clusters[0].journal.filter((line) => line.startsWith('get Service'))).toHaveLength(10);
    expect(clusters[0].journal).not.toContain('list Service default');
    expect((await look([route('one', names(11))])).missing).toEqual([]);
    expect(clusters[0].journal).toContain('list Service default');
    expect(clusters[0].journal.filter((line) => line.startsWith('get Service'))).toEqual([]);
  });

  test('that could not be looked up is not known', async () => {
    clusters[0].fault = (request) =>
      request.startsWith('get Service') ? new ClusterError('forbidden', 'no reading') : undefined;
    expect(await look([route('one', ['web'])])).toEqual({
      missing: [],
      unknown: ['It is not known whether cluster a has Service default/web: no reading.'],
    });
    // What another cluster has is there all the same.
    clusters[1].put(service('web'), 'x');
    expect(await look([route('one', ['web'])])).toEqual({ missing: [], unknown: [] });
    clusters[0].fault = (request) => {
      if (request.startsWith('get Service')) throw new TypeError('a bug');
    };
    await expect(look([route('one', ['web'])])).rejects.toThrow('a bug');
  });

  test('may be in a cluster that is left out', async () => {
    expect(await look([route('one', ['web'])], { isPartial: true })).toEqual({
      missing: [],
      unknown: [
        'VirtualService default/one needs Service default/web, which is neither sent nor in any cluster that was asked.',
      ],
    });
  });

  test('of the manifests that is not sent is named with its place', async () => {
    const own = {
      kind: 'Service',
      group: '',
      namespace: 'default',
      name: 'web',
      file: 'web.yaml',
      line: 7,
    };
    const objects = [route('one', ['web'])];
    expect((await look(objects, { notSent: [own] })).missing).toEqual([
      'VirtualService default/one needs Service default/web, which is neither sent nor in any cluster (it is in web.yaml:7; deploy.kinds: [Service] sends it).',
    ]);
    for (const other of [
      { ...own, kind: 'Deployment' },
      { ...own, group: 'example.com' },
      { ...own, namespace: 'shop' },
      { ...own, name: 'api' },
    ]) {
      expect((await look(objects, { notSent: [other] })).missing).toEqual([
        missing('one', 'Service default/web'),
      ]);
    }
  });

  test('where the cluster does not know Istio nothing more is asked', async () => {
    for (const { groups } of clusters) groups.set('networking.istio.io', []);
    const object = manifest(
      'HTTPRoute',
      'one',
      { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
      },
    );
    expect((await look([object])).missing).toEqual([
      'HTTPRoute default/one needs Service default/web, which is neither sent nor in any cluster.',
    ]);
  });
});

describe('a gateway', () => {
  test('must be in the cluster of the route', async () => {
    const object = {
      ...{ apiVersion: 'networking.istio.io/v1', kind: 'Gateway' },
      metadata: { name: 'edge', namespace: 'shop' },
    };
    clusters[0].put(service('web'), 'x');
    clusters[0].put(object, 'x');
    const routes = [route('one', ['web'], ['shop/edge']), route('two', ['web'], ['shop/edge'])];
    expect(await look(routes)).toEqual({
      missing: [
        'VirtualService default/one, VirtualService default/two needs Gateway shop/edge, which is neither sent nor in cluster b.',
      ],
      unknown: [],
    });
    const sent = manifest('Gateway', 'edge', {}, { namespace: 'shop' });
    expect((await look([...routes, sent])).missing).toEqual([]);
    const other = manifest(
      'Gateway',
      'edge',
      {},
      { apiVersion: 'gateway.networking.k8s.io/v1', namespace: 'shop' },
    );
    expect((await look([...routes, other])).missing).toHaveLength(1);
  });

  test('is looked for in each version, and of the Gateway API by its group', async () => {
    for (const cluster of clusters) cluster.put(service('web'), 'x');
    const object = manifest(
      'HTTPRoute',
      'one',
      { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
      { apiVersion: 'gateway.networking.k8s.io/v1' },
    );
    expect((await look([object])).missing[0]).toBe(
      'HTTPRoute default/one needs Gateway (gateway.networking.k8s.io) default/edge, which is neither sent nor in cluster a.',
    );
    clusters[0].fault = (request) =>
      request === 'get Gateway default/edge' ? new ClusterError('not-served', 'x') : undefined;
    clusters[1].fault = (request) =>
      request === 'get Gateway default/edge' ? new ClusterError('forbidden', 'no') : undefined;
    const found = await look([object]);
    expect(found.missing).toHaveLength(1);
    expect(found.unknown).toEqual([
      'It is not known whether cluster b has Gateway (gateway.networking.k8s.io) default/edge: no.',
    ]);
  });
});

describe('a deletion', () => {
  test('takes from routes what nobody writes, also from those that stay as they are', async () => {
    const own = [route('one', ['web'], ['edge']), manifest('Gateway', 'edge', {})];
    const sent = manifest('Service', 'web', {}, { apiVersion: 'v1' });
    const { apply } = await import('../../src/deploy/apply.js');
    const { Fleet } = await import('./fleet.js');
    const fleet = new Fleet();
    clusters = fleet.clusters;
    for (const cluster of clusters) cluster.objects.delete(' Service default web');
    const input = {
      ...{ clusters, environment, run: 'r', by: 'x', stateFolder: fleet.folder },
      ...{ verifyTimeoutMs: 0, lockWaitSeconds: 0 },
    };
    expect(await apply({ ...input, objects: [...own, sent] })).toMatchObject({
      outcome: 'applied',
    });
    fleet.remove();
    const routes = own.slice(0, 1);
    expect(await look(routes)).toEqual({ missing: [], unknown: [] });
    expect((await look(routes, { prunes: true })).missing.toSorted()).toEqual([
      'VirtualService default/one needs Gateway default/edge, which is neither sent nor in cluster a.',
      'VirtualService default/one needs Gateway default/edge, which is neither sent nor in cluster b.',
      'VirtualService default/one needs Service default/web, which is neither sent nor in any cluster.',
    ]);
    expect((await look([...own, sent], { prunes: true })).missing).toEqual([]);
  });
});
