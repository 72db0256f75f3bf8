import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { formatLocality } from '../../src/mesh/locality.js';
import { clusters, meshFrom, objects } from './mesh-from.js';

const HOST = 'a.shop.svc.cluster.local';

function ruleFor(to: Record<string, number>, from = '*'): string {
  return objects([
    'DestinationRule',
    'shop/a',
    {
      host: HOST,
      trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from, to }] } } },
    },
  ]);
}

/** Each cluster's name and place, each client's, and each group of endpoints with its count. */
function placesOf(text: string, config: Partial<Config> = {}, host = HOST) {
  const { topology } = meshFrom(text, config);
  return {
    clusters: topology.clusters.map(({ name, locality }) => `${name} ${formatLocality(locality)}`),
    clients: topology.clients.map(
      ({ name, cluster, locality }) => `${name} ${cluster} ${formatLocality(locality)}`,
    ),
    endpoints: topology
      .endpoints(host)
      .map(({ cluster, locality, count }) => `${cluster} ${formatLocality(locality)} x${count}`),
  };
}

describe('without a declaration', () => {
  test('one cluster, one client and one endpoint for each region that the manifests name', () => {
    expect(placesOf(ruleFor({ 'us-central1': 50, 'europe-west1': 50 }))).toEqual({
      clusters: ['europe-west1 europe-west1', 'us-central1 us-central1'],
      clients: ['europe-west1 europe-west1 europe-west1', 'us-central1 us-central1 us-central1'],
      endpoints: ['europe-west1 europe-west1 x1', 'us-central1 us-central1 x1'],
    });
  });

  test('wildcards for a zone or subzone name the region, half wildcards nothing', () => {
    const { clusters: found } = placesOf(ruleFor({ 'a/*': 40, 'b/*/*': 30, 'c-*': 30 }, 'd/'));
    expect(found).toEqual(['a a', 'b b', 'd d']);
  });

  test('an endpoint and a client in each zone that is named, also beside the whole region', () => {
    const text = ruleFor({ 'a/1': 40, 'a/2': 40, b: 20 }, 'a/*');
    expect(placesOf(text).endpoints).toEqual(['a a/1 x1', 'a a/2 x1', 'b b x1']);
    expect(placesOf(text).clients).toEqual(['a/1 a a/1', 'a/2 a a/2', 'b b b']);
  });

  test('regions of failover, of subsets, of port levels and of the mesh configuration', () => {
    const setting = (from: string, to: string) => ({
      loadBalancer: { localityLbSetting: { failover: [{ from, to }] } },
    });
    const text = objects([
      'DestinationRule',
      'shop/a',
      {
        host: HOST,
        trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...setting('a', 'b') }] },
        subsets: [{ name: 'v1', trafficPolicy: setting('c', 'd') }],
      },
    ]);
    const meshConfig = { localityLbSetting: { failover: [{ from: 'e', to: 'f' }] } };
    expect(placesOf(text, { meshConfig }).clusters).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((region) => `${region} ${region}`),
    );
  });

  test('where no region is named there is a gateway somewhere, and nothing else', () => {
    expect(placesOf(objects(['DestinationRule', 'shop/a', { host: HOST }]))).toEqual({
      clusters: [],
      clients: ['  '],
      endpoints: [],
    });
  });
});

describe('with clusters', () => {
  test('one endpoint in each, whatever else the manifests name', () => {
    expect(placesOf(ruleFor({ 'europe-west1/b': 50, 'asia-east1': 50 }), { clusters })).toEqual({
      clusters: ['a europe-west1', 'b us-central1'],
      clients: ['a a europe-west1', 'b b us-central1'],
      endpoints: ['a europe-west1 x1', 'b us-central1 x1'],
    });
  });

  test('a client, and an endpoint, belong to the cluster that is nearest', () => {
    const config: Partial<Config> = {
      clusters: [
        { name: 'region', locality: 'a' },
        { name: 'zone', locality: 'a/1' },
        { name: 'subzone', locality: 'a/1/x' },
        { name: 'elsewhere', locality: 'b' },
      ],
      clients: ['a', 'a/1', 'a/1/x', 'a/2', 'c'].map((locality) => ({ name: locality, locality })),
      workloads: [
        { host: HOST, endpoints: [{ locality: 'a/1/x', count: 3 }, { locality: 'b/9' }] },
      ],
    };
    expect(placesOf('', config)).toMatchObject({
      clients: ['a region a', 'a/1 zone a/1', 'a/1/x subzone a/1/x', 'a/2 region a/2', 'c  c'],
      endpoints: ['subzone a/1/x x3', 'elsewhere b/9 x1'],
    });
  });

  test('a cluster that is named outright', () => {
    const config: Partial<Config> = {
      clusters,
      clients: [{ name: 'edge', locality: 'us-central1', cluster: 'a' }],
      workloads: [{ host: HOST, endpoints: [{ locality: 'europe-west1', cluster: 'b' }] }],
    };
    expect(placesOf('', config)).toMatchObject({
      clients: ['edge a us-central1'],
      endpoints: ['b europe-west1 x1'],
    });
  });
});

describe('the inventory', () => {
  const entry: Parameters<typeof objects>[0] = [
    'ServiceEntry',
    'shop/a',
    { hosts: [HOST], resolution: 'STATIC', endpoints: [{ address: '10.0.0.1', locality: 'a/1' }] },
  ];

  test('inline endpoints of a ServiceEntry', () => {
    expect(placesOf(objects(entry)).endpoints).toEqual(['a a/1 x1']);
  });

  test('what the configuration lists replaces them', () => {
    const workloads = [{ host: HOST, endpoints: [{ locality: 'b', count: 2 }] }];
    expect(placesOf(objects(entry), { workloads }).endpoints).toEqual(['b b x2']);
  });

  test('WorkloadEntries that a Service selects, by their labels and namespace', () => {
    const workload = (name: string, labels: object, more = {}): Parameters<typeof objects>[0] => [
      'WorkloadEntry',
      name,
      { address: '10.0.0.1', locality: 'a/1', labels, ...more },
    ];
    const text = objects(
      ['Service', 'shop/a', { selector: { app: 'a' }, ports: [{ port: 80 }] }],
      workload('shop/one', { app: 'a' }),
      workload('shop/two', { app: 'a', version: 'v1' }, { locality: 'b' }),
      workload('shop/other', { app: 'b' }),
      workload('elsewhere/one', { app: 'a' }),
    );
    expect(placesOf(text).endpoints).toEqual(['a a/1 x1', 'b b x1']);
  });

  test('a Service that selects pods says nothing of where they run', () => {
    const text = objects(['Service', 'shop/a', { selector: { app: 'a' } }]);
    expect(placesOf(text, { clusters }).endpoints).toHaveLength(2);
  });
});

describe('targets', () => {
  const titles = (text: string, config: Partial<Config> = { clusters }) =>
    meshFrom(text, config)
      .targets()
      .map(
        ({ client, host, port, route }) =>
          `${client.name} ${host}:${port} ${route ? 'routed' : ''}`,
      );

  test('routed ones for every client, with the port of the Gateway where nothing else names one', () => {
    const text = objects(
      ['Gateway', 'shop/public', { servers: [{ port: { number: 80 }, hosts: ['*'] }] }],
      [
        'VirtualService',
        'shop/a',
        { hosts: ['*'], gateways: ['public'], http: [{ route: [{ destination: { host: 'a' } }] }] },
      ],
    );
    expect(titles(text)).toEqual([`a ${HOST}:80 routed`, `b ${HOST}:80 routed`]);
  });

  test('declared ones for each port', () => {
    const text = objects(['Service', 'shop/a', { ports: [{ port: 80 }, { port: 81 }] }]);
    expect(titles(text)).toEqual([
      `a ${HOST}:80 `,
      `a ${HOST}:81 `,
      `b ${HOST}:80 `,
      `b ${HOST}:81 `,
    ]);
  });

  test('the hosts of DestinationRules where there is nothing else', () => {
    const text = objects(
      ['DestinationRule', 'shop/a', { host: 'a' }],
      ['DestinationRule', 'shop/b', { host: '*.local' }],
    );
    expect(titles(text)).toEqual([`a ${HOST}:undefined `, `b ${HOST}:undefined `]);
  });

  test('workloads', () => {
    expect(titles('', { clusters, workloads: [{ host: HOST, endpoints: [] }] })).toEqual([
      `a ${HOST}:undefined `,
      `b ${HOST}:undefined `,
    ]);
  });
});
