import { describe, expect, test } from '@jest/globals';
import { projectOf } from './project-of.js';

const object = (apiVersion: string, kind: string, name: string, spec: object, more = {}) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', ...more },
  spec,
});
const istio = (kind: string, name: string, spec: object, more = {}) =>
  object('networking.istio.io/v1', kind, name, spec, more);
const service = (name: string, more = {}) =>
  object(
    'v1',
    'Service',
    name,
    { selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
    more,
  );
const ejecting = { outlierDetection: { maxEjectionPercent: 100 } };
const rule = (host: string, spec: object = {}, more = {}) =>
  istio(
    'DestinationRule',
    `for-${host.split('.')[0]!}`,
    { host, trafficPolicy: ejecting, ...spec },
    more,
  );
const meshRoute = (http: object[], more: object = {}, metadata = {}) =>
  istio('VirtualService', 'web', { hosts: ['web'], http, ...more }, metadata);
const to = (host: string, more: object = {}) => ({ route: [{ destination: { host, ...more } }] });
const elsewhere = { namespace: 'cart' };
const gateway = istio('Gateway', 'main', {
  selector: { istio: 'ingressgateway' },
  servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
});

interface Options {
  config?: object;
  scenarios?: string[];
}

/** The rows of sidecars, as `client host subset errors`, each once. */
function rowsOf(objects: object[], options: Options = {}): string[] {
  return allRowsOf(objects, options).filter((row) => row.startsWith('mesh-'));
}

function allRowsOf(objects: object[], { config = {}, scenarios = ['healthy'] }: Options = {}) {
  const { results } = projectOf(objects, config).predict({ scenarios });
  return [
    ...new Set(
      results.map(({ client, host, subset: name, errors }) =>
        [client, host.replace('.svc.cluster.local', ''), name ?? '-', String(errors)].join(' '),
      ),
    ),
  ];
}

describe('sidecars that nobody declares have rows', () => {
  test('for a host with a policy for failover, in each cluster', () => {
    expect(rowsOf([service('web'), rule('web')])).toEqual([
      'mesh-eu web.shop - 0',
      'mesh-us web.shop - 0',
    ]);
  });

  test('a host of which nothing is said has none, nor one that only TLS is said of', () => {
    expect(rowsOf([service('web'), service('other'), rule('web')])).toHaveLength(2);
    const tls = { trafficPolicy: { tls: { mode: 'DISABLE' } } };
    const rows = rowsOf([service('web'), rule('web'), service('other'), rule('other', tls)]);
    expect(rows.filter((row) => row.includes('other') && row.startsWith('mesh-'))).toEqual([]);
  });

  test('beside the gateways that route to the host', () => {
    const entry = istio('VirtualService', 'entry', {
      hosts: ['shop.example'],
      gateways: ['main'],
      http: [to('web')],
    });
    expect(allRowsOf([gateway, entry, service('web'), rule('web')])).toEqual([
      'eu web.shop - 0',
      'us web.shop - 0',
      'mesh-eu web.shop - 0',
      'mesh-us web.shop - 0',
    ]);
  });

  test('a route to a subset that is not defined: every request fails', () => {
    expect(allRowsOf([service('web'), meshRoute([to('web', { subset: 'v9' })])])).toEqual([
      'mesh-eu web.shop v9 1',
      'mesh-us web.shop v9 1',
    ]);
  });

  test('not for a port that the Service does not have', () => {
    const ports = [{ name: 'http', port: 5000 }];
    const other = { ...service('web'), spec: { selector: { app: 'web' }, ports } };
    expect(rowsOf([other, meshRoute([to('web')])])).toEqual([
      'mesh-eu web.shop - 0',
      'mesh-us web.shop - 0',
    ]);
  });

  test('a route that answers by itself', () => {
    const rows = rowsOf([service('web'), meshRoute([{ directResponse: { status: 503 } }])]);
    expect(rows).toEqual(['mesh-eu web.shop - 1', 'mesh-us web.shop - 1']);
  });

  test('a sidecar is lost with its cluster', () => {
    const { results } = projectOf([service('web'), rule('web')]).predict({
      scenarios: ['cluster-lost:eu'],
    });
    const clients = results.map(({ client }) => client);
    expect(clients).toEqual(['eu', 'us', 'mesh-us']);
  });

  test('not where the configuration declares clients', () => {
    const clients = [{ name: 'edge', locality: 'europe-west1' }];
    const rows = allRowsOf([service('web'), rule('web')], { config: { clients } });
    expect(rows).toEqual(['edge web.shop - 0']);
  });
});

describe('callers with the same configuration are one', () => {
  const both = [service('web'), rule('web'), service('basket', elsewhere)];
  const clientsOf = (objects: object[], options?: Options) =>
    rowsOf(objects, options)
      .map((row) => row.split(' ')[0]!)
      .filter((name) => name.startsWith('mesh-eu'));

  test('whatever their namespaces', () => {
    const many = Array.from({ length: 100 }, (_, number) =>
      service('job', { namespace: `team-${String(number)}` }),
    );
    const rules = many.map(({ metadata: { namespace } }) => rule('job', {}, { namespace }));
    const rows = rowsOf([...many, ...rules]);
    expect(rows).toHaveLength(200);
    expect(new Set(rows.map((row) => row.split(' ')[0]!))).toEqual(new Set(['mesh-eu', 'mesh-us']));
  });

  test.each<[string, object[], string[]]>([
    [
      'a rule of their own for the host',
      [
        rule(
          'web.shop.svc.cluster.local',
          { trafficPolicy: { ...ejecting, loadBalancer: { simple: 'RANDOM' } } },
          elsewhere,
        ),
      ],
      ['mesh-eu', 'mesh-eu:cart'],
    ],
    [
      'a route for their namespace',
      [meshRoute([{ match: [{ sourceNamespace: 'cart' }], ...to('web', { subset: 'v9' }) }])],
      ['mesh-eu', 'mesh-eu:cart'],
    ],
    [
      'a route for some of them',
      [
        meshRoute([
          { match: [{ sourceLabels: { canary: 'yes' } }], ...to('web', { subset: 'v9' }) },
        ]),
      ],
      ['mesh-eu', 'mesh-eu:canary=yes'],
    ],
    [
      'a route that is for its own namespace',
      [meshRoute([to('web', { subset: 'v9' })], { exportTo: ['.'] })],
      ['mesh-eu', 'mesh-eu:shop'],
    ],
    [
      'a Sidecar that leaves the host out',
      [istio('Sidecar', 'default', { egress: [{ hosts: ['./*'] }] }, elsewhere)],
      ['mesh-eu'],
    ],
    [
      'a Sidecar that has it',
      [istio('Sidecar', 'default', { egress: [{ hosts: ['*/*'] }] }, elsewhere)],
      ['mesh-eu'],
    ],
  ])('but for %s', (_, more, names) => {
    expect([...new Set(clientsOf([...both, ...more]))].sort()).toEqual(names);
  });

  test('a rule that is not exported is not for others', () => {
    const rows = rowsOf([
      service('web'),
      rule('web', { exportTo: ['.'] }),
      service('basket', elsewhere),
    ]);
    expect(rows).toEqual(['mesh-eu:shop web.shop - 0', 'mesh-us:shop web.shop - 0']);
  });

  test('namespaces without sidecars have none', () => {
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'cart', labels: { 'istio-injection': 'disabled' } },
    };
    const own = rule(
      'web.shop.svc.cluster.local',
      { trafficPolicy: { ...ejecting, loadBalancer: { simple: 'RANDOM' } } },
      elsewhere,
    );
    expect([...new Set(clientsOf([...both, own, namespace]))]).toEqual(['mesh-eu']);
  });
});

test('a host that no client knows has no rows', () => {
  const hidden = { annotations: { 'networking.istio.io/exportTo': '~' } };
  const rows = allRowsOf([service('web', hidden), rule('web'), service('api'), rule('api')]);
  expect(rows.filter((row) => row.includes(' web.'))).toEqual([]);
  expect(rows.filter((row) => row.includes(' api.'))).toHaveLength(4);
});

test('a request is followed for the sidecars that know its host', () => {
  const project = projectOf([gateway, service('web'), rule('web')]);
  const clientsFor = (url: string) =>
    project.follow({ url }, { scenarios: ['healthy'] }).requests.map(({ client }) => client);
  expect(clientsFor('http://web.shop/')).toEqual(['eu', 'us', 'mesh-eu', 'mesh-us']);
  expect(clientsFor('http://shop.example/')).toEqual(['eu', 'us']);
});
