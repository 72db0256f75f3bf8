import { describe, expect, test } from '@jest/globals';
import type { FollowedRequest } from '../../src/index.js';
import { projectOf } from './project-of.js';

const istio = (kind: string, name: string, spec: object) => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});
const service = (name: string, ports: object[], more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app: name }, ports, ...more },
});
const to = (...hosts: [host: string, weight?: number, port?: number][]) => ({
  route: hosts.map(([host, weight, port]) => ({
    destination: { host, ...(port ? { port: { number: port } } : {}) },
    ...(weight === undefined ? {} : { weight }),
  })),
});
const sni = (...sniHosts: string[]) => ({ match: [{ sniHosts }] });
const server = (number: number, protocol: string, mode?: string, hosts = ['*']) => ({
  port: { number, name: `p-${number}-${hosts.join('').replace(/\W/g, '')}`, protocol },
  hosts,
  ...(mode ? { tls: { mode, credentialName: 'own' } } : {}),
});
const gateway = (...servers: object[]) =>
  istio('Gateway', 'edge', { selector: { istio: 'ingressgateway' }, servers });
const virtualService = (spec: object, name = 'routes') =>
  istio('VirtualService', name, { hosts: ['*.example.com'], gateways: ['edge'], ...spec });
const rule = (host: string, trafficPolicy: object) =>
  istio('DestinationRule', host, { host, trafficPolicy });
const ninety = {
  loadBalancer: {
    localityLbSetting: {
      distribute: [{ from: '*', to: { 'europe-west1': 90, 'us-central1': 10 } }],
    },
  },
  outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 100 },
};
const db = service('db', [{ name: 'tcp', port: 3306 }]);
const web = service('web', [{ name: 'https', port: 443 }]);

function follow(objects: object[], url: string, more: { scenario?: string; config?: object } = {}) {
  const { scenario = 'healthy', config = {} } = more;
  const { requests } = projectOf(objects, config).follow({ url }, { scenarios: [scenario] });
  return requests[0]!;
}
const atSidecar = (objects: object[], url: string, more: object = {}) =>
  follow(objects, url, {
    config: {
      clients: [{ name: 'caller', kind: 'sidecar', namespace: 'shop', locality: 'europe-west1' }],
    },
    ...more,
  });
const hostsOf = ({ destinations }: FollowedRequest) =>
  destinations.map(({ host, port, share }) => [host.split('.')[0], port, share]);

describe('a connection at a gateway', () => {
  test('goes where the first TCP route of the port leads, whatever is in it', () => {
    const objects = [
      gateway(server(3306, 'TCP'), server(5432, 'TCP')),
      virtualService({
        tcp: [
          { match: [{ port: 5432 }], ...to(['db', 30, 3306], ['web', 70, 443]) },
          // Labels of the source are those of sidecars alone.
          { match: [{ port: 3306, sourceLabels: { app: 'other' } }], ...to(['db']) },
        ],
      }),
      db,
      web,
    ];
    for (const url of ['tcp://any:3306', 'tls://any:3306', 'http://any:3306/', 'https://x:3306/']) {
      const followed = follow(objects, url);
      expect(followed).toMatchObject({ outcome: 'forwarded', errors: 0, unanswered: 0 });
      expect(hostsOf(followed)).toEqual([['db', 3306, 1]]);
      expect(followed.route).toMatchObject({ name: 'routes', rule: '1' });
    }
    expect(hostsOf(follow(objects, 'tcp://any:5432'))).toEqual([
      ['db', 3306, 0.3],
      ['web', 443, 0.7],
    ]);
    expect(follow(objects, 'tcp://any:1').reason).toMatch(/refused/);
  });

  test('that is TLS goes by the name of the server', () => {
    const objects = [
      gateway(server(443, 'TLS', 'PASSTHROUGH')),
      virtualService({
        tls: [
          { ...sni('a.example.com', 'b.example.com'), ...to(['web']) },
          { ...sni('*.example.com'), ...to(['db', 100, 3306]) },
          // A match with a name that another has is left out as a whole.
          { ...sni('a.example.com', 'a.b.example.com'), ...to(['web']) },
        ],
      }),
      db,
      web,
    ];
    const ends = ['a', 'b', 'c', 'a.b'].map((name) => {
      const followed = follow(objects, `tls://${name}.example.com:443`);
      return followed.destinations[0]?.host.split('.')[0];
    });
    expect(ends).toEqual(['web', 'web', 'db', 'db']);
    expect(follow(objects, 'https://a.example.com/').outcome).toBe('forwarded');
    expect(follow(objects, 'tls://example.com:443')).toMatchObject({
      outcome: 'no-route',
      errors: 1,
      reason: 'no route of port 443 is for example.com (SNI): the connection is closed',
    });
    expect(follow(objects, 'tcp://a.example.com:443').outcome).toBe('no-route');
  });

  test('whose TLS the gateway ends has TCP routes', () => {
    const objects = [
      gateway(server(443, 'TLS', 'SIMPLE', ['a.example.com'])),
      virtualService({ tcp: [to(['db', 100, 3306])] }),
      rule('db', { tls: { mode: 'SIMPLE' } }),
      service('db', [{ name: 'tls', port: 3306 }]),
    ];
    expect(follow(objects, 'tls://a.example.com:443')).toMatchObject({ outcome: 'forwarded' });
    expect(follow(objects, 'tls://b.example.com:443')).toMatchObject({ outcome: 'no-route' });
    expect(follow(objects, 'tcp://a.example.com:443').reason).toMatch(/TLS alone/);
  });

  test('of which something decides that is not modelled has no outcome', () => {
    const auto = gateway(server(15443, 'TLS', 'AUTO_PASSTHROUGH', ['*.local']));
    expect(follow([auto, web], 'tls://a.local:15443')).toMatchObject({
      outcome: 'undefined',
      errors: null,
      reason: expect.stringContaining('AUTO_PASSTHROUGH'),
    });
    const ended = gateway(server(443, 'HTTPS', 'SIMPLE'));
    expect(follow([ended, web], 'tls://a.example.com:443').reason).toMatch(/follow https:/);
    const plain = [gateway(server(3306, 'TCP')), virtualService({ tcp: [to(['db'])] }), db];
    const wrapped = [...plain, rule('db', { tls: { mode: 'SIMPLE' } })];
    expect(follow(wrapped, 'tls://any:3306').outcome).toBe('undefined');
  });

  test('is followed through what a failing region does to it', () => {
    const objects = [
      gateway(server(3306, 'TCP')),
      virtualService({ tcp: [to(['db'])] }),
      db,
      rule('db', ninety),
    ];
    const of = (scenario: string) => {
      const { split, errors, unanswered } = follow(objects, 'tcp://db:3306', { scenario });
      return [...split.map(({ share }) => share), errors, unanswered];
    };
    // It is not seen that what is in the connection fails.
    expect(of('failing:europe-west1')).toEqual([0.9, 0.1, 0.9, 0]);
    expect(of('scaled-to-zero:europe-west1')).toEqual([0, 1, 0, 0]);
    const none = [gateway(server(3306, 'TCP')), virtualService({ tcp: [to(['none'])] }), db];
    const config = { clusters: [{ name: 'eu', locality: 'europe-west1' }] };
    const followed = follow(none, 'tcp://db:3306', { config });
    expect(followed).toMatchObject({ outcome: 'forwarded', errors: 1, unanswered: 1 });
    expect(followed.status).toBeUndefined();
    expect(followed.reason).toMatch(/no Service .* the connection is closed/);
  });

  test('has rows for names of servers and for ports', () => {
    const objects = [
      gateway(server(443, 'TLS', 'PASSTHROUGH'), server(3306, 'TCP')),
      virtualService({
        hosts: ['a.example.com', 'b.example.com', 'c.example.com'],
        tls: [
          { ...sni('a.example.com'), ...to(['web']) },
          { ...sni('b.example.com'), ...to(['db', 100, 3306]) },
        ],
        tcp: [to(['db'])],
      }),
      db,
      web,
      rule('db', ninety),
      rule('web', ninety),
    ];
    const { results } = projectOf(objects).predict({ scenarios: ['healthy'] });
    const atGateways = results.filter(({ clientKind }) => clientKind === 'gateway');
    const rows = new Set(atGateways.map(({ publicHost, host }) => `${publicHost} ${host}`));
    expect([...rows].sort()).toEqual([
      '*:3306 db.shop.svc.cluster.local',
      'a.example.com web.shop.svc.cluster.local',
      'b.example.com db.shop.svc.cluster.local',
    ]);
  });
});

test('a TLSRoute is for the hostnames that it has in common with the listener', () => {
  const api = (kind: string, name: string, spec: object) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name, namespace: 'shop' },
    spec,
  });
  const tlsRoute = (name: string, hostnames: string[], backend: string, port: number) =>
    api('TLSRoute', name, {
      parentRefs: [{ name: 'edge' }],
      hostnames,
      rules: [{ backendRefs: [{ name: backend, port }] }],
    });
  const objects = [
    api('Gateway', 'edge', {
      gatewayClassName: 'istio',
      listeners: [
        {
          ...{ name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
          hostname: 'a.example.com',
        },
      ],
    }),
    tlsRoute('one', ['*.example.com', 'a.example.com'], 'web', 443),
    tlsRoute('two', ['b.example.com'], 'db', 3306),
    db,
    web,
  ];
  expect(hostsOf(follow(objects, 'tls://a.example.com:443'))).toEqual([['web', 443, 1]]);
  expect(follow(objects, 'tls://b.example.com:443').outcome).toBe('no-route');
  const none = api('TLSRoute', 'one', {
    parentRefs: [{ name: 'edge' }],
    hostnames: ['a.example.com'],
    rules: [{ backendRefs: [{ name: 'web', port: 443, weight: 0 }] }],
  });
  expect(follow([objects[0]!, none, web], 'tls://a.example.com:443')).toMatchObject({
    outcome: 'no-route',
    errors: 1,
  });
});

describe('a connection at a sidecar', () => {
  test('goes to the service, or where a VirtualService for the mesh leads', () => {
    expect(hostsOf(atSidecar([db], 'tcp://db:3306'))).toEqual([['db', 3306, 1]]);
    const own = istio('VirtualService', 'db', {
      hosts: ['db'],
      tcp: [
        { match: [{ sourceLabels: { app: 'other' } }], ...to(['db']) },
        to(['db', 20], ['web', 80, 443]),
      ],
    });
    const followed = atSidecar([db, web, own], 'tcp://db.shop:3306');
    expect(hostsOf(followed)).toEqual([
      ['db', 3306, 0.2],
      ['web', 443, 0.8],
    ]);
    expect(followed.route).toMatchObject({ rule: '1' });
  });

  test('that is TLS goes by name where there is a TLS route', () => {
    const own = istio('VirtualService', 'web', {
      hosts: ['web'],
      tls: [{ ...sni('web.shop.svc.cluster.local'), ...to(['db', 100, 3306]) }],
    });
    expect(hostsOf(atSidecar([db, web, own], 'tls://web.shop.svc.cluster.local:443'))).toEqual([
      ['db', 3306, 1],
    ]);
    // No chain has that name: it goes where it was going.
    expect(atSidecar([db, web, own], 'tls://web:443').outcome).toBe('passthrough');
    expect(hostsOf(atSidecar([web], 'tls://web:443'))).toEqual([['web', 443, 1]]);
    expect(hostsOf(atSidecar([web], 'https://web/'))).toEqual([['web', 443, 1]]);
  });

  test('to a service without an address is found by name, or takes the whole port', () => {
    const entry = (host: string, protocol: string) =>
      istio('ServiceEntry', host, {
        hosts: [host],
        resolution: 'STATIC',
        ports: [{ number: 5432, name: 'p', protocol }],
        endpoints: [{ address: '192.0.2.1', locality: 'europe-west1' }],
      });
    const tls = [entry('one.test', 'TLS'), entry('two.test', 'TLS')];
    expect(hostsOf(atSidecar(tls, 'tls://two.test:5432'))).toEqual([['two', 5432, 1]]);
    expect(atSidecar(tls, 'tls://three.test:5432').outcome).toBe('passthrough');
    const tcp = [entry('one.test', 'TCP'), entry('two.test', 'TCP')];
    expect(hostsOf(atSidecar(tcp, 'tcp://two.test:5432'))).toEqual([['one', 5432, 1]]);
  });

  test('outside of what is in scope is passed on, or closed', () => {
    expect(atSidecar([db], 'tcp://192.0.2.7:9999')).toMatchObject({ outcome: 'passthrough' });
    const sidecar = istio('Sidecar', 'own', {
      egress: [{ hosts: ['./*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
    expect(atSidecar([db, sidecar], 'tcp://192.0.2.7:9999')).toMatchObject({
      outcome: 'no-route',
      errors: 1,
    });
    // Port 80 is for HTTP, and bytes of any other kind go where they were going.
    const http = service('api', [{ name: 'http', port: 80 }]);
    expect(atSidecar([http], 'tcp://api:80').outcome).toBe('passthrough');
  });

  test('by its address is not known where nothing says it', () => {
    const own = istio('VirtualService', 'db', {
      hosts: ['db'],
      tcp: [{ match: [{ destinationSubnets: ['10.1.0.0/16'] }], ...to(['web', 100, 443]) }],
    });
    expect(atSidecar([db, web, own], 'tcp://db:3306').reason).toMatch(/address of db decides/);
    const at = service('db', [{ name: 'tcp', port: 3306 }], { clusterIP: '10.1.2.3' });
    expect(hostsOf(atSidecar([at, web, own], 'tcp://db:3306'))).toEqual([['web', 443, 1]]);
  });

  test('to a headless Service is for the application to choose', () => {
    const headless = service('db', [{ name: 'tcp', port: 3306 }], { clusterIP: 'None' });
    expect(atSidecar([headless], 'tcp://db:3306')).toMatchObject({ outcome: 'undefined' });
  });
});
