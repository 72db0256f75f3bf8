/** What lies just within, and just beyond, what a cluster accepts. */
import { expect, test } from '@jest/globals';
import { gateway, manifest, problemsOf, route, rule, said } from './manifests.js';

type Row = [what: string, object: Record<string, unknown>, expected: string[]];

const generated = { 'internal.istio.io/gateway-semantics': 'gateway' };
const generatedGateway = (server: object) => ({
  ...gateway(server),
  metadata: { name: 'a.b', namespace: 'default', annotations: generated },
});
const virtualService = (spec: object, hosts: string[] = ['a']) =>
  manifest('VirtualService', { hosts, ...spec });
const toA = [{ destination: { host: 'a' } }];
const body = (size: number) =>
  manifest('VirtualService', {
    hosts: ['a'],
    http: [{ directResponse: { status: 200, body: { string: 'x'.repeat(size) } } }],
  });
const header = (value: string) => route({ headers: { request: { set: { 'x-a': value } } } });
const bind = (text: string) => gateway({ bind: text });
const host = (name: string) => manifest('DestinationRule', { host: name });
const tls = (settings: object) => rule({ tls: settings });
const subnet = (text: string) =>
  virtualService({ tcp: [{ match: [{ destinationSubnets: [text] }], route: toA }] });
const owned = (...ownerReferences: unknown[]) => ({
  ...manifest('DestinationRule', { host: 'a' }),
  metadata: { name: 'a', ownerReferences },
});
const owner = { apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '1' };

const rows: Row[] = [
  // Gateway hosts.
  ['~ before a host, of a generated Gateway', generatedGateway({ hosts: ['~/a.com'] }), []],
  ['~ before a host', gateway({ hosts: ['~/a.com'] }), ['error host-name spec.servers.0.hosts.0']],
  [
    'a namespace that is none, of a generated Gateway',
    generatedGateway({ hosts: ['a_b/a.com'] }),
    ['error host-name spec.servers.0.hosts.0'],
  ],
  ['an address as a host', gateway({ hosts: ['10.0.0.1', 'x/10.0.0.1'] }), []],
  [
    '* in the middle',
    gateway({ hosts: ['*-a.b.com'] }),
    ['error host-name spec.servers.0.hosts.0'],
  ],
  // Bodies.
  ['a body of 100 KiB', body(102_400), []],
  [
    'a body of 100 KiB and a byte',
    body(102_401),
    ['warning direct-response spec.http.0.directResponse.body'],
  ],
  ['a body of 1 MiB', body(1_048_576), ['warning direct-response spec.http.0.directResponse.body']],
  [
    'a body of 1 MiB and a byte',
    body(1_048_577),
    ['error direct-response spec.http.0.directResponse.body'],
  ],
  // Names that Istio makes.
  [
    'a generated name in the mesh',
    virtualService({ tls: [{ match: [{ sniHosts: ['outbound_.80_._.a.b'] }], route: toA }] }, [
      'outbound_.80_._.a.b',
    ]),
    ['error host-name spec.hosts.0'],
  ],
  [
    'a generated name at a gateway',
    virtualService(
      {
        gateways: ['x/y'],
        tls: [{ match: [{ sniHosts: ['outbound_.80_._.a.b'] }], route: toA }],
      },
      ['outbound_.80_._.a.b'],
    ),
    [],
  ],
  [
    '* in the mesh',
    virtualService({ http: [{ route: toA }] }, ['*']),
    ['error host-name spec.hosts.0'],
  ],
  ['* at a gateway', virtualService({ gateways: ['x/y'], http: [{ route: toA }] }, ['*']), []],
  [
    'a claim in the mesh',
    route({ match: [{ headers: { '@request.auth.claims.sub': { exact: 'a' } } }] }),
    ['error http-match spec.http.0.match.0.headers.@request.auth.claims.sub'],
  ],
  [
    'a claim at a gateway',
    virtualService({
      gateways: ['x/y'],
      http: [{ match: [{ headers: { '@request.auth.claims.sub': { exact: 'a' } } }], route: toA }],
    }),
    [],
  ],
  // Values of headers.
  ...[
    '100%%',
    '%START_TIME%',
    '%REQ(X)%',
    '%X(["a"])%',
    '%X(["a", "b"])%',
    'a%%%A%',
    '%A(x\\))%',
  ].map((value): Row => [`the header ${value}`, header(value), []]),
  ...['100%', '%X(["a")%', '%X(["a"]%', '%X([a])%', '%X(["a" "b"])%', '%X(["a"])', '%A(a\\'].map(
    (value): Row => [
      `the header ${value}`,
      header(value),
      ['error headers spec.http.0.headers.request.set.x-a'],
    ],
  ),
  // Names of hosts.
  ...[
    'a.com.',
    'A.b',
    'a-b.c',
    '*.a.com',
    '*',
    'a',
    `${'a'.repeat(63)}.b`,
    'a.99999999999999999999',
  ].map((name): Row => [`the host ${name}`, host(name), []]),
  ...[
    'a..b',
    '.a',
    'a.*.b',
    'a.5',
    'a.-5',
    'a.9223372036854775807',
    `${'a'.repeat(64)}.b`,
    'a_b',
  ].map((name): Row => [`the host ${name}`, host(name), ['error host-name spec.host']]),
  ['a host of 255 bytes', host(`${'a.'.repeat(127)}a`), []],
  ['a host of 256 bytes', host(`${'a.'.repeat(127)}aa`), ['error host-name spec.host']],
  // Addresses.
  ...[
    '1.2.3.4',
    '::',
    '::1',
    '1::',
    '1:2:3:4:5:6:7:8',
    '::ffff:1.2.3.4',
    '1:2:3:4:5:6:1.2.3.4',
    'fe80::1%eth0',
  ].map((text): Row => [`the address ${text}`, bind(text), []]),
  ...[
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '::1%',
    '1.2.3.4::',
    '1:2:3:4:5:6:7:1.2.3.4',
  ].map((text): Row => [
    `the address ${text}`,
    bind(text),
    ['error bind-address spec.servers.0.bind'],
  ]),
  ...['10.0.0.0/8', '10.0.0.0/32', '::/0', '::/128', '10.0.0.1'].map((text): Row => [
    `the subnet ${text}`,
    subnet(text),
    [],
  ]),
  ...['10.0.0.0/33', '::/129', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/8/8', 'fe80::1%a/64'].map(
    (text): Row => [
      `the subnet ${text}`,
      subnet(text),
      ['error tcp-route spec.tcp.0.match.0.destinationSubnets.0'],
    ],
  ),
  // TLS of clients.
  [
    'nothing verified, with credentials of MUTUAL',
    tls({ mode: 'MUTUAL', insecureSkipVerify: true, credentialName: 'a' }),
    [],
  ],
  [
    'nothing verified, with credentials of SIMPLE',
    tls({ mode: 'SIMPLE', insecureSkipVerify: true, credentialName: 'a' }),
    ['error client-tls spec.trafficPolicy.tls.credentialName'],
  ],
  [
    'nothing verified, with a CA',
    tls({
      mode: 'MUTUAL',
      insecureSkipVerify: true,
      caCertificates: 'a',
      credentialName: '',
      clientCertificate: 'b',
      privateKey: 'c',
    }),
    ['error client-tls spec.trafficPolicy.tls.caCertificates'],
  ],
  [
    'nothing verified, with names',
    tls({ mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: ['a'] }),
    ['error client-tls spec.trafficPolicy.tls.subjectAltNames'],
  ],
  ['names, and everything verified', tls({ mode: 'SIMPLE', subjectAltNames: ['a'] }), []],
  [
    'MUTUAL without anything',
    tls({ mode: 'MUTUAL' }),
    [
      'error client-tls spec.trafficPolicy.tls.clientCertificate',
      'error client-tls spec.trafficPolicy.tls.privateKey',
    ],
  ],
  [
    'a ConfigMap of the namespace',
    tls({ mode: 'SIMPLE', credentialName: 'configmap://default/a' }),
    [],
  ],
  [
    'a ConfigMap of another',
    tls({ mode: 'SIMPLE', credentialName: 'configmap://other/a' }),
    ['error client-tls spec.trafficPolicy.tls.credentialName'],
  ],
  [
    'a ConfigMap without a name',
    tls({ mode: 'SIMPLE', credentialName: 'configmap://default/' }),
    ['error client-tls spec.trafficPolicy.tls.credentialName'],
  ],
  [
    'a ConfigMap, for an object without a namespace',
    {
      ...tls({ mode: 'SIMPLE', credentialName: 'configmap://default/a' }),
      metadata: { name: 'a' },
    },
    [],
  ],
  // Durations and counts.
  [
    'an idle timeout below a millisecond',
    rule({ connectionPool: { tcp: { idleTimeout: '0.0005s' } } }),
    [],
  ],
  ['no idle timeout', rule({ connectionPool: { tcp: { idleTimeout: '0s' } } }), []],
  [
    'an idle timeout with a part of a millisecond',
    rule({ connectionPool: { tcp: { idleTimeout: '1.0005s' } } }),
    ['error connection-pool spec.trafficPolicy.connectionPool.tcp.idleTimeout'],
  ],
  [
    'a negative idle timeout',
    rule({ connectionPool: { tcp: { idleTimeout: '-1s' } } }),
    ['error connection-pool spec.trafficPolicy.connectionPool.tcp.idleTimeout'],
  ],
  ['no connections', rule({ connectionPool: { tcp: { maxConnections: 0 } } }), []],
  // Owners.
  ['owners', owned(owner, { ...owner, controller: true, blockOwnerDeletion: false }), []],
  ['owners with nulls', owned({ ...owner, controller: null, blockOwnerDeletion: null }), []],
  ...Object.keys(owner).map((key): Row => [
    `an owner without ${key}`,
    owned({ ...owner, [key]: undefined }),
    [`error metadata metadata.ownerReferences.0.${key}`],
  ]),
  ...['controller', 'blockOwnerDeletion'].map((key): Row => [
    `an owner whose ${key} is a text`,
    owned({ ...owner, [key]: 'true' }),
    [`error metadata metadata.ownerReferences.0.${key}`],
  ]),
  [
    'an owner with more',
    owned({ ...owner, x: 1 }),
    ['error unknown-field metadata.ownerReferences.0.x'],
  ],
  [
    'owners that are none',
    { ...owned(), metadata: { name: 'a', ownerReferences: {} } },
    ['error metadata metadata.ownerReferences'],
  ],
  [
    'a key that every object has',
    { ...host('a'), metadata: { name: 'a', constructor: 'x' } },
    ['error unknown-field metadata.constructor'],
  ],
  // Rewrites.
  [
    'a rewrite in two ways',
    route({ rewrite: { uri: '/a', uriRegexRewrite: { match: 'a', rewrite: 'b' } } }),
    ['error rewrite spec.http.0.rewrite.uriRegexRewrite'],
  ],
  [
    'a rewrite by an expression',
    route({ rewrite: { uriRegexRewrite: { match: 'a', rewrite: 'b' } } }),
    [],
  ],
  ['a rewrite of the authority', route({ rewrite: { authority: 'a' } }), []],
  ['a rewrite of nothing', route({ rewrite: {} }), ['error rewrite spec.http.0.rewrite']],
  // Protocols.
  ...[
    'http',
    'HTTP2',
    'http_proxy',
    'grpc',
    'gRPC-Web',
    'tcp',
    'UDP',
    'mongo',
    'redis',
    'mysql',
  ].map((protocol): Row => [
    `the protocol ${protocol}`,
    gateway({ port: { number: 80, name: 'a', protocol } }),
    [],
  ]),
  ...['https', 'TLS'].map((protocol): Row => [
    `the protocol ${protocol} without tls`,
    gateway({ port: { number: 80, name: 'a', protocol } }),
    ['error server-tls spec.servers.0.tls'],
  ]),
  // Cipher suites.
  ...[
    'ALL',
    '-ALL',
    '!MD5',
    '',
    'ECDHE-RSA-AES128-SHA',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'AES128-GCM-SHA256',
    'DES-CBC3-SHA',
  ].map((suite): Row => [`the suite ${suite}`, suites(suite), []]),
  ['an unknown suite', suites('AES1'), ['warning cipher-suites spec.servers.0.tls.cipherSuites.0']],
  [
    'a suite that is there twice',
    suites('AES128-SHA', 'AES128-SHA'),
    ['warning cipher-suites spec.servers.0.tls.cipherSuites.1'],
  ],
  // Names of gateways.
  ['a gateway of a namespace', virtualService({ gateways: ['a/b'], http: [{ route: toA }] }), []],
  [
    'a gateway in the old way',
    virtualService({ gateways: ['a.b.svc'], http: [{ route: toA }] }),
    ['warning deprecated-field spec.gateways.0'],
  ],
  [
    'gateways of no name',
    virtualService({ gateways: ['a/b.c', 'a/'], http: [{ route: toA }] }),
    ['error gateway-name spec.gateways.0', 'error gateway-name spec.gateways.1'],
  ],
  [
    'what is behind a plain name',
    virtualService({ gateways: ['a', 'a/b/c'], http: [{ route: toA }] }),
    [],
  ],
  // Labels of callers.
  [
    'a label of callers that is none',
    virtualService({ tcp: [{ match: [{ sourceLabels: { a: 'b c' } }], route: toA }] }),
    ['error labels spec.tcp.0.match.0.sourceLabels.a'],
  ],
  // Numbers of statuses.
  ...[200, 600].map((status): Row => [`the status ${status}`, abort(status), []]),
  ...[199, 601].map((status): Row => [
    `the status ${status}`,
    abort(status),
    ['error fault spec.http.0.fault.abort.httpStatus'],
  ]),
  ...[0, 0.0001, 100].map((value): Row => [`${value} %`, share(value), []]),
  ...[0.00009, 100.1, -1].map((value): Row => [
    `${value} %`,
    share(value),
    ['error fault spec.http.0.fault.abort.percentage.value'],
  ]),
  ...['100', '+503', '511', '5xx', 'reset,connect-failure'].map((retryOn): Row => [
    `to retry on ${retryOn}`,
    route({ retries: { attempts: 1, retryOn } }),
    [],
  ]),
  ...['99', '104', '512', 'reset, 503', '5xxx'].map((retryOn): Row => [
    `to retry on ${retryOn}`,
    route({ retries: { attempts: 1, retryOn } }),
    ['error retries spec.http.0.retries.retryOn'],
  ]),
  ...[1, 2, 3, 65_537, 5_000_009]
    .filter(isPrime)
    .map((size): Row => [`a table of ${size}`, maglev(size), []]),
  ...[4, 9, 25, 5_000_011].map((size): Row => [
    `a table of ${size}`,
    maglev(size),
    ['error consistent-hash spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize'],
  ]),
];

function suites(...cipherSuites: string[]) {
  return gateway({
    port: { number: 443, name: 'a', protocol: 'HTTPS' },
    tls: { mode: 'SIMPLE', credentialName: 'a', cipherSuites },
  });
}

function abort(httpStatus: number) {
  return route({ fault: { abort: { httpStatus, percentage: { value: 1 } } } });
}

function share(value: number) {
  return route({ fault: { abort: { httpStatus: 500, percentage: { value } } } });
}

function maglev(tableSize: number) {
  return rule({
    loadBalancer: { consistentHash: { httpHeaderName: 'a', maglev: { tableSize } } },
  });
}

function isPrime(number: number): boolean {
  for (let factor = 2; factor * factor <= number; factor++) if (number % factor === 0) return false;
  return true;
}

test.each(rows)('%s', (_what, object, expected) => {
  expect(said(object)).toEqual(expected);
});

test('a hint names what is near, and else what there is', () => {
  const message = (protocol: string) =>
    problemsOf(gateway({ port: { number: 80, name: 'a', protocol } }))[0]?.message;
  expect(message('HTTPP')).toBe('"HTTPP" is no protocol of a server; did you mean HTTP?');
  expect(message('xyzzy')).toBe(
    '"xyzzy" is no protocol of a server; known are HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TCP, TLS, MONGO',
  );
});

test('matches that say the same in another order are the same', () => {
  const match = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { exact: key }]));
  const http = [
    { match: [match('uri', 'method', 'scheme')], route: toA },
    { match: [match('scheme', 'uri', 'method'), match('method')], route: toA },
    { match: [{ ...match('method', 'scheme', 'uri'), name: 'x', headers: {} }], route: toA },
  ];
  expect(said(virtualService({ http }))).toEqual([
    'warning unreachable-route spec.http.1.match.0',
    'warning unreachable-route spec.http.2.match.0',
    'warning unreachable-route spec.http.2',
  ]);
});
