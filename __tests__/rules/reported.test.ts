import { describe, expect, test } from '@jest/globals';
import { all, istio, repository, rule, service, verdictOf } from './reported.js';

/** Shapes of reports about Istio, by the number of the issue, with other names. */

const quick = { consecutive5xxErrors: 1, interval: '1s', baseEjectionTime: '1m' };
const openGateway = istio('Gateway', 'edge/public', {
  selector: { istio: 'ingressgateway' },
  servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
});
const routeTo = (name: string) =>
  istio('VirtualService', `edge/${name}`, {
    hosts: ['*'],
    gateways: ['public'],
    http: [{ route: [{ destination: { host: name } }] }],
  });
const two = (network = false) => [
  { name: 'a', locality: 'north', ...(network && { network: 'net-a' }) },
  { name: 'b', locality: 'south', ...(network && { network: 'net-b' }) },
];

describe('distribute', () => {
  test('30832: a zone of the home region without an entry, and the default of maxEjectionPercent', () => {
    const found = verdictOf(
      repository(
        rule(
          'demo/hello',
          {
            distribute: [{ from: 'r1/z1/*', to: { 'r1/z1/*': 50, 'r1/z2/*': 25, 'r2/z3/*': 25 } }],
          },
          { ...quick, consecutive5xxErrors: 100 },
        ),
      ),
    );
    expect(found.findings).toEqual([
      'error distribute-covers-every-region',
      'error max-ejection-percent-100',
    ]);
    expect(found.messages.join()).toContain('Add an entry with from: r1/z2/*.');
    expect(found.row('r1/z1', 'healthy')).toBe('r1/z1 50, r1/z2 25, r2/z3 25; errors 0');
    expect(found.row('r1/z1', 'failing:r1/z1')).toContain('errors 50');
  });

  test('31735: each zone sends everything to one other zone of the region', () => {
    const zone = (letter: string) => `us-east-1/us-east-1${letter}`;
    const found = verdictOf(
      repository(
        all(
          service('edge/web'),
          openGateway,
          routeTo('web'),
          rule(
            'edge/web',
            {
              distribute: [
                { from: `${zone('a')}/*`, to: { [`${zone('b')}/*`]: 100 } },
                { from: `${zone('e')}/*`, to: { [`${zone('d')}/*`]: 100 } },
              ],
            },
            quick,
          ),
        ),
        {
          clusters: [{ name: 'c', locality: 'us-east-1' }],
          workloads: [
            {
              host: 'web.edge.svc.cluster.local',
              endpoints: [
                { locality: zone('b'), count: 5 },
                { locality: zone('d'), count: 5 },
              ],
            },
          ],
          clients: [
            { name: 'gw-a', locality: zone('a') },
            { name: 'gw-e', locality: zone('e') },
          ],
        },
      ),
    );
    expect(found.findings).toEqual([
      'error distribute-covers-every-region',
      'error max-ejection-percent-100',
    ]);
    expect(found.scenarios).toContain(`scaled-to-zero:${zone('b')}`);
    expect(found.scenarios).not.toContain('scaled-to-zero:us-east-1');
    expect(found.row('gw-a', `scaled-to-zero:${zone('b')}`)).toBe('nobody; errors 100');
    expect(found.row('gw-e', `scaled-to-zero:${zone('b')}`)).toBe(`${zone('d')} 100; errors 0`);
  });

  test('35126: the gateway of a network serves another cluster as well', () => {
    const page = 'page.book.svc.cluster.local';
    const found = verdictOf(
      repository(
        all(
          service('book/page', 9080),
          rule('book/page', { distribute: [{ from: 'r1/z1/*', to: { 'r3/z3/*': 100 } }] }),
        ),
        {
          clusters: [
            { name: 'c1', locality: 'r1/z1', network: 'net1' },
            { name: 'c2', locality: 'r2/z2', network: 'net2' },
            { name: 'c3', locality: 'r3/z3', network: 'net2', eastWestGateways: 0 },
          ],
          workloads: [
            {
              host: page,
              endpoints: [
                { locality: 'r2/z2', cluster: 'c2' },
                { locality: 'r3/z3', cluster: 'c3' },
              ],
            },
          ],
          clients: [{ name: 'gw', locality: 'r1/z1', cluster: 'c1' }],
        },
      ),
    );
    expect(found.findings).toContain('warning network-gateway-serves-one-place');
    expect(found.messages.join()).toContain('50 % of the requests to page.book:9080 from r1/z1');
    expect(found.row('gw', 'healthy')).toBe('r2/z2 50, r3/z3 50; errors 0');
  });

  test('35704: the rule is in one primary only', () => {
    const found = verdictOf({
      'a/app.yaml': service('demo/hello', 5000),
      'b/app.yaml': service('demo/hello', 5000),
      'a/dr.yaml': rule(
        'demo/hello',
        { distribute: [{ from: 'north/*', to: { 'north/*': 70, 'south/*': 30 } }] },
        quick,
      ),
      'mesh-failover.yaml': JSON.stringify({
        version: 1,
        clusters: two().map((cluster) => ({ ...cluster, paths: [cluster.name] })),
      }),
    });
    expect(found.findings).toContain('error cluster-drift');
    expect(found.places).toContain('cluster-drift a/dr.yaml:1');
    expect(found.places.join()).not.toContain('failover-policy-missing');
    expect(found.row('a', 'healthy')).toBe('north 70, south 30; errors 0');
    expect(found.row('b', 'healthy')).toBe('north 50, south 50; errors 0');
  });

  test('37008: a ServiceEntry that selects workloads, and no entry for the clients of its region', () => {
    const found = verdictOf(
      repository(
        all(
          istio('WorkloadEntry', 'app/other', {
            address: '10.9.9.9',
            locality: 'jp2/jp2z',
            labels: { app: 'up' },
          }),
          istio('ServiceEntry', 'app/up', {
            hosts: ['up.example.net'],
            location: 'MESH_INTERNAL',
            ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
            resolution: 'STATIC',
            workloadSelector: { labels: { app: 'up' } },
          }),
          rule(
            'app/up',
            { distribute: [{ from: 'jp1/jp1b', to: { 'jp2/jp2z': 100 } }] },
            quick,
          ).replace('up.app.svc.cluster.local', 'up.example.net'),
        ),
      ),
    );
    expect(found.findings).toEqual([
      'error distribute-covers-every-region',
      'error max-ejection-percent-100',
    ]);
    expect(found.messages.join()).toContain('No "from" matches clients in jp2/jp2z.');
    expect(found.header).toContain('Whether up.example.net has pods is not known');
  });
});

describe('failover', () => {
  test('35077: no maxEjectionPercent, so nothing is ejected', () => {
    const found = verdictOf(
      repository(
        all(
          service('demo/hello', 5000),
          rule('demo/hello', { failover: [{ from: 'north', to: 'south' }] }, quick),
        ),
        { clusters: two() },
      ),
    );
    expect(found.findings).toEqual(['error max-ejection-percent-100']);
    expect(found.row('a', 'failing:north')).toBe('north 100; errors 100');
    expect(found.row('a', 'scaled-to-zero:north')).toBe('south 100; errors 0');
  });

  test.each([
    ['region1.zone1', 'region1.zone2'],
    ['us-east-1a', 'us-east-1b'],
    ['europe-west1-b', 'europe-west1-c'],
  ])('37850: %s is no region', (from, to) => {
    const found = verdictOf(repository(rule('demo/h', { failover: [{ from, to }] })));
    expect(found.findings).toEqual(['warning nothing-predicted', 'warning unknown-locality']);
    expect(found.messages.join()).toContain(`"${from}" stands where a region is expected`);
    expect(found.messages.join()).toContain(`"${to}" stands where a region is expected`);
  });

  test('37850: with a slash the webhook rejects it', () => {
    const failover = [{ from: 'region1/zone1', to: 'region1/zone2' }];
    const found = verdictOf(repository(rule('demo/h', { failover }, quick)));
    expect(found.findings).toEqual([
      'error max-ejection-percent-100',
      'error valid-locality-setting',
    ]);
  });

  test('zones that are named as if they were regions', () => {
    const found = verdictOf(
      repository(rule('acc/acc', { failover: [{ from: 'my', to: 'au' }] }, quick), {
        clusters: [
          { name: 'c1', locality: 'me/my' },
          { name: 'c2', locality: 'me/au' },
        ],
      }),
    );
    expect(found.findings).toEqual(['error max-ejection-percent-100', 'warning unknown-locality']);
    expect(found.messages.join()).toContain('It is a zone of me, and failover takes regions only');
    expect(found.scenarios).toContain('failing:me/my');
    expect(found.row('c1', 'failing:me/my')).toBe('me/my 100; errors 100');
    expect(found.row('c1', 'scaled-to-zero:me/my')).toBe('me/au 100; errors 0');
  });

  test('40198: failoverPriority by labels of the pods, between the zones of a region', () => {
    const found = verdictOf(
      repository(
        all(service('demo/bin', 8000), rule('demo/bin', { failoverPriority: ['a', 'b'] })),
        {
          clusters: [{ name: 'c', locality: 'r1/z1' }],
          workloads: [
            {
              host: 'bin.demo.svc.cluster.local',
              endpoints: [
                { locality: 'r1/z1', count: 2, labels: { a: 'a', b: 'b' } },
                { locality: 'r1/z2', count: 1, labels: { a: 'a' } },
              ],
            },
          ],
          clients: [{ name: 'curl', locality: 'r1/z1', labels: { a: 'a', b: 'b' } }],
        },
      ),
    );
    expect(found.findings).toEqual([]);
    expect(found.row('curl', 'failing:r1/z1')).toBe('r1/z2 100; errors 0');
  });

  test('49500: failoverPriority by region and zone does not order what is behind gateways', () => {
    const found = verdictOf(
      repository(
        all(
          service('demo/bin'),
          rule('demo/bin', {
            failoverPriority: ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'],
          }),
        ),
        {
          clusters: [
            { name: 'a', locality: 'r1/z1', network: 'n1' },
            { name: 'b', locality: 'r1/z2', network: 'n2' },
            { name: 'c', locality: 'r2/z3', network: 'n3' },
          ],
        },
      ),
    );
    expect(found.findings).toEqual(['warning failover-priority-across-networks']);
    expect(found.messages.join()).toContain('for clients in r1/z1 the endpoints of bin.demo:80');
    expect(found.row('a', 'failing:r1/z1')).toBe('r1/z2 50, r2/z3 50; errors 0');
  });

  test('51537: outlier detection alone is the default order, and needs 100 % too', () => {
    const found = verdictOf(
      repository(all(service('demo/be'), rule('demo/be', null, quick)), {
        clusters: [...two(true), { name: 'c', locality: 'west', network: 'net-c' }],
      }),
    );
    expect(found.findings).toEqual(['error max-ejection-percent-100']);
    expect(found.row('a', 'failing:north')).toBe('north 100; errors 100');
  });

  test('55798: a mesh whose hosts are cluster-local', () => {
    const failover = [
      { from: 'north', to: 'south' },
      { from: 'south', to: 'north' },
    ];
    const found = verdictOf({
      ...repository(all(service('demo/api'), rule('demo/api', { failover })), {
        meshConfig: 'mesh.yaml',
        paths: ['app.yaml'],
        clusters: two(),
      }),
      'mesh.yaml': 'serviceSettings: [{settings: {clusterLocal: true}, hosts: ["*"]}]',
    });
    expect(found.findings).toEqual(['warning cluster-local']);
    expect(found.row('a', 'scaled-to-zero:north')).toBe('nobody; errors 100');
  });
});

describe('without a policy for the host', () => {
  test('19257: the pods of a Service beside a ServiceEntry of the same host', () => {
    const found = verdictOf(
      repository(
        all(
          service('jep/call'),
          istio('ServiceEntry', 'jep/call', {
            hosts: ['call.jep.svc.cluster.local'],
            ports: [{ name: 'http', number: 80, protocol: 'HTTP' }],
            resolution: 'STATIC',
            endpoints: [{ address: '10.9.3.11', locality: 'south' }],
          }),
          rule('jep/call', null),
        ),
        { clusters: two() },
      ),
    );
    expect(found.header).toContain('beside the listed ones of call.jep');
    expect(found.row('a', 'healthy')).toBe('north 100; errors 0');
    expect(found.row('a', 'scaled-to-zero:north')).toBe('south 100; errors 0');
  });

  test('19793: mesh-wide locality load balancing does nothing without outlier detection', () => {
    const found = verdictOf({
      ...repository(
        all(
          service('demo/hello', 5000),
          istio('VirtualService', 'demo/hello', {
            hosts: ['hello'],
            http: [{ route: [{ destination: { host: 'hello' } }] }],
          }),
        ),
        { meshConfig: 'mesh.yaml', paths: ['app.yaml'], clusters: two() },
      ),
      'mesh.yaml': 'localityLbSetting: {enabled: true}',
    });
    expect(found.findings).toEqual(['warning failover-policy-missing']);
    expect(found.row('a', 'healthy')).toBe('north 50, south 50; errors 0');
  });

  test('40977: a routed host without a rule, in two networks', () => {
    const found = verdictOf(
      repository(all(service('edge/s'), openGateway, routeTo('s')), { clusters: two(true) }),
    );
    expect(found.findings).toEqual(['warning failover-policy-missing']);
    expect(found.row('a', 'failing:north')).toBe('north 50, south 50; errors 50');
  });

  test('42432: sticky sessions spread over both regions', () => {
    const sticky = istio('DestinationRule', 'demo/app', {
      host: 'app',
      trafficPolicy: {
        loadBalancer: { consistentHash: { httpCookie: { name: 'SESSION', ttl: '0s' } } },
      },
    });
    const found = verdictOf(
      repository(all(service('demo/app', 8080), sticky), { clusters: two(true) }),
    );
    expect(found.findings).toEqual(['warning failover-policy-missing']);
    expect(found.row('a', 'healthy')).toBe('north 50, south 50; errors 0');
  });

  test('56355: a Service whose endpoints the configuration lists is enough to predict', () => {
    const found = verdictOf(
      repository(service('app/s1'), {
        clusters: two(true),
        workloads: [
          {
            host: 's1.app.svc.cluster.local',
            endpoints: [
              { locality: 'north/a', count: 2 },
              { locality: 'north/b', count: 1 },
              { locality: 'south/a', count: 3 },
            ],
          },
        ],
      }),
    );
    expect(found.findings).toEqual(['warning failover-policy-missing']);
    expect(found.row('a', 'healthy')).toContain('north/a 33, north/b 17');
  });
});

test('a name of a cluster that only DNS knows has no numbers: nothing says where its pods are', () => {
  const found = verdictOf(
    repository(
      all(
        istio('ServiceEntry', 'demo/collector', {
          hosts: ['collector.monitoring.svc.cluster.local'],
          location: 'MESH_EXTERNAL',
          ports: [{ number: 4317, name: 'grpc', protocol: 'GRPC' }],
          resolution: 'DNS',
        }),
        rule('monitoring/collector', { failover: [{ from: 'north', to: 'south' }] }),
      ),
    ),
  );
  expect(found.row('north', 'failing:north')).toBe(
    "unknown: collector.monitoring is looked up by DNS in the client's cluster, and nothing says which pods answer there",
  );
});

test('14496: a ServiceEntry with DNS names fails over as one with addresses', () => {
  const found = verdictOf(
    repository(
      all(
        istio('ServiceEntry', 'demo/dyn', {
          hosts: ['dyn.example.org'],
          location: 'MESH_EXTERNAL',
          ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
          resolution: 'DNS',
          endpoints: [
            { address: 'dyn.north.example.org', locality: 'north' },
            { address: 'dyn.south.example.org', locality: 'south' },
          ],
        }),
        rule('demo/dyn', { failover: [{ from: 'north', to: 'south' }] }).replace(
          'dyn.demo.svc.cluster.local',
          'dyn.example.org',
        ),
      ),
    ),
  );
  expect(found.findings).toEqual([]);
  expect(found.row('north', 'failing:north')).toBe('south 100; errors 0');
});
