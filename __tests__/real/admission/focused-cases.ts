/** Small objects that are about one thing, with many more values of that thing than a whole manifest would get. */
import type { ValidatedKind } from '../../../src/admission/validate.js';
import type { Random } from './random.js';
import { headerValuesPool, keysByName, valuesByName } from './values.js';

interface Focus {
  kind: ValidatedKind;
  spec(random: Random): Record<string, unknown>;
}

const destination = { host: 'a' };
const http = (route: object) => ({ hosts: ['a'], http: [{ route: [{ destination }], ...route }] });
const policy = (trafficPolicy: object) => ({ host: 'a', trafficPolicy });
const server = (more: object) => ({
  servers: [{ port: { number: 80, name: 'a', protocol: 'HTTP' }, hosts: ['*'], ...more }],
});

/** A text put together from parts at random: what nobody thinks of. */
function assemble(random: Random, parts: readonly string[], most = 8): string {
  return Array.from({ length: random.below(most + 1) }, () => random.pick(parts)).join('');
}

function known(random: Random, name: string): unknown {
  const { good, bad } = valuesByName[name] ?? headerValuesPool;
  return random.pick(random.chance(0.5) ? good : bad);
}

function listOf<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: random.below(most + 1) }, make);
}

/** One of the two, by chance: a value that is known, or one that is assembled. */
function either(random: Random, name: string, parts: readonly string[], most?: number): unknown {
  return random.chance(0.4) ? known(random, name) : assemble(random, parts, most);
}

const regexParts = [
  'a',
  'b',
  '(',
  ')',
  '(',
  ')',
  '[',
  ']',
  '{2}',
  '{3,}',
  '{,4}',
  '{1000}',
  '{11}',
  '*',
  '+',
  '?',
  '|',
  '\\',
  '^',
  '$',
  '.',
  '-',
  ':',
  '(?i)',
  '(?:',
  '(?P<n>',
  '\\d',
  '\\pL',
  '\\p{Han}',
  '[:alpha:]',
  '\\Q',
  '\\E',
  '\\x41',
  '\\0',
  '7',
  'é',
  '😀',
  '_',
  '{',
  '}',
  ',',
  '\\b',
  '\\A',
  '\\z',
  '(?',
  's',
  '-i',
  'P<',
  '=',
];
const headerParts = ['%', '%', '(', ')', '[', ']', '"', ',', '\\', ' ', 'A', 'req', '\u0002', '\t'];
const durationParts = [
  '1',
  '10',
  '.',
  '5',
  's',
  'ms',
  'm',
  'h',
  'us',
  'ns',
  'µs',
  '-',
  '+',
  ' ',
  '0',
  '999999999',
  'd',
  '0001',
];
const hostParts = [
  'a',
  'B',
  '1',
  '-',
  '.',
  '*',
  '_',
  'com',
  '/',
  '.local',
  '::',
  '10.',
  '255',
  ':',
  '%',
  'ns',
  'mesh',
  '~',
];
const addressParts = [
  '1',
  '10',
  '255',
  '256',
  '.',
  '.',
  ':',
  ':',
  '::',
  'f',
  'ffff',
  '0',
  '/',
  '8',
  '32',
  '128',
  '%',
  'e',
  '01',
  'g',
];
const labelParts = ['a', 'B', '1', '-', '_', '.', '/', 'x.com', '*', ' ', 'z'.repeat(30)];
const localityParts = ['us', 'eu', '/', '/', '*', 'a', 'b', '-'];

const localities = [
  '*',
  'us',
  'us/*',
  'us/a',
  'us/a/*',
  'us/a/1',
  'us/b',
  'us/b/2',
  'eu',
  'eu/*',
  'eu/a',
  'eu/a/1',
  'eu/a/1/x',
];

function locality(random: Random): string {
  return random.chance(0.9) ? random.pick(localities) : assemble(random, localityParts, 6);
}

function to(random: Random): unknown {
  const keys = [...new Set(listOf(random, 3, () => locality(random)))];
  const share = Math.floor(100 / (keys.length || 1));
  const weights: Record<string, unknown> = {};
  keys.forEach((key, index) => {
    weights[key] = index === 0 ? 100 - share * (keys.length - 1) : share;
  });
  const [first] = keys;
  if (first !== undefined && random.chance(0.1)) {
    weights[first] = random.pick([0, 101, -1, 1, 100, null, '50', 50.5, 4294967296]);
  }
  return weights;
}

function localitySetting(random: Random): object {
  const setting: Record<string, unknown> = {};
  if (random.chance(0.7)) {
    setting['distribute'] = listOf(random, 3, () => ({
      from: locality(random),
      to: to(random),
    }));
  }
  if (random.chance(0.3)) {
    setting['failover'] = listOf(random, 2, () => ({
      from: random.pick(['us', 'eu', 'us/a', '*', '', 'u*']),
      to: random.pick(['us', 'eu', 'asia', 'eu/a', '*', '']),
    }));
  }
  if (random.chance(0.2)) {
    setting['failoverPriority'] = listOf(random, 2, () => known(random, 'failoverPriority'));
  }
  if (random.chance(0.2)) setting['enabled'] = random.pick([true, false, null]);
  return setting;
}

function stringMatch(random: Random): unknown {
  const key = random.pick(['exact', 'prefix', 'prefix', 'regex']);
  if (random.chance(0.05))
    return random.pick([null, {}, { exact: 'a', prefix: 'b' }, { prefix: '' }]);
  if (key === 'regex') return { regex: either(random, 'regex', regexParts) };
  return { [key]: random.pick(['/', '/a', '/ab', '/a/b', 'GET', 'G', '']) };
}

/** Matches by prefix, for what istiod says about those that cover each other. */
function prefixMatch(random: Random): object {
  const match: Record<string, unknown> = {
    uri: { prefix: random.pick(['/', '/a', '/ab', '/ab/c']) },
  };
  if (random.chance(0.3)) match['method'] = stringMatch(random);
  if (random.chance(0.3)) match['port'] = random.pick([80, 443, 0]);
  if (random.chance(0.2)) match['authority'] = stringMatch(random);
  if (random.chance(0.2)) match['headers'] = { [random.pick(['a', 'b'])]: stringMatch(random) };
  if (random.chance(0.2)) match['queryParams'] = { [random.pick(['a', 'b'])]: stringMatch(random) };
  if (random.chance(0.2)) match['withoutHeaders'] = { a: stringMatch(random) };
  if (random.chance(0.2)) match['name'] = random.pick(['x', 'y']);
  return match;
}

function headerOperations(random: Random): object {
  const operations: Record<string, unknown> = {};
  const name = (key: string) => {
    const { good, bad } = keysByName[key] ?? { good: ['a'], bad: ['b'] };
    return random.pick(random.chance(0.8) ? good : bad);
  };
  for (const key of ['add', 'set']) {
    if (random.chance(0.4)) continue;
    operations[key] = Object.fromEntries(
      listOf(random, 2, () => [
        name(key),
        random.chance(0.6)
          ? random.pick(headerValuesPool.good)
          : random.chance(0.5)
            ? random.pick(headerValuesPool.bad)
            : assemble(random, headerParts),
      ]),
    );
  }
  if (random.chance(0.3)) operations['remove'] = listOf(random, 2, () => name('remove'));
  return operations;
}

const tlsFields = ['serverCertificate', 'privateKey', 'caCertificates', 'caCrl', 'credentialName'];

function serverTls(random: Random): object {
  const tls: Record<string, unknown> = {};
  if (random.chance(0.95)) {
    tls['mode'] = random.pick([
      'PASSTHROUGH',
      'SIMPLE',
      'MUTUAL',
      'AUTO_PASSTHROUGH',
      'ISTIO_MUTUAL',
      'OPTIONAL_MUTUAL',
    ]);
  }
  const dense = random.pick([0.1, 0.4, 0.7]);
  for (const key of tlsFields) if (random.chance(dense)) tls[key] = random.pick(['x', 'x', '']);
  if (random.chance(0.2)) tls['credentialNames'] = listOf(random, 3, () => 'a');
  if (random.chance(0.2)) {
    tls['tlsCertificates'] = listOf(random, 3, () => ({
      ...(random.chance(0.9) && { serverCertificate: 'a' }),
      ...(random.chance(0.9) && { privateKey: 'b' }),
    }));
  }
  if (random.chance(0.2)) tls['httpsRedirect'] = random.chance(0.5);
  if (random.chance(0.2))
    tls['minProtocolVersion'] = random.pick(['TLSV1_0', 'TLSV1_2', 'TLSV1_1']);
  if (random.chance(0.2))
    tls['cipherSuites'] = listOf(random, 3, () => known(random, 'cipherSuites'));
  return tls;
}

function clientTls(random: Random): object {
  const tls: Record<string, unknown> = {};
  if (random.chance(0.95))
    tls['mode'] = random.pick(['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL']);
  const dense = random.pick([0.1, 0.4]);
  for (const key of ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl']) {
    if (random.chance(dense)) tls[key] = random.pick(['x', 'x', '']);
  }
  if (random.chance(0.4)) tls['credentialName'] = known(random, 'credentialName');
  if (random.chance(0.3)) tls['insecureSkipVerify'] = random.pick([true, false, null]);
  if (random.chance(0.3)) tls['subjectAltNames'] = listOf(random, 2, () => 'a');
  return tls;
}

function consistentHash(random: Random): object {
  const hash: Record<string, unknown> = {};
  if (random.chance(0.4)) hash['useSourceIp'] = true;
  else if (random.chance(0.7)) {
    hash['httpCookie'] = {
      name: random.pick(['a', '', 'b']),
      ttl: random.chance(0.5) ? '0s' : either(random, 'ttl', durationParts, 5),
      attributes: listOf(random, 3, () => ({ name: random.pick(['a', 'b', 'c', '']) })),
    };
  }
  if (random.chance(0.5)) hash['maglev'] = { tableSize: known(random, 'tableSize') };
  else if (random.chance(0.5)) hash['ringHash'] = { minimumRingSize: random.below(3) };
  if (random.chance(0.2)) hash['minimumRingSize'] = random.below(3);
  return hash;
}

/** What a route does, in combinations that mostly exclude each other. */
function actions(random: Random): object {
  const route: Record<string, unknown> = {};
  const add = (key: string, value: unknown, probability: number) => {
    if (random.chance(probability)) route[key] = value;
  };
  add(
    'route',
    random.pick([[{ destination }], [], [{ destination }, { destination, weight: 0 }]]),
    0.6,
  );
  add(
    'redirect',
    random.pick([{ uri: '/' }, {}, { prefixRewrite: '/x' }, { derivePort: 'FROM_REQUEST_PORT' }]),
    0.25,
  );
  add('directResponse', { status: 200 }, 0.2);
  add('delegate', random.pick([{ name: 'a' }, {}]), 0.2);
  add('fault', random.pick([{}, { delay: { fixedDelay: '1s' } }, { abort: {} }]), 0.2);
  add(
    'rewrite',
    random.pick([
      { uri: '/' },
      {},
      { authority: 'a', uriRegexRewrite: { match: 'a', rewrite: 'b' } },
    ]),
    0.2,
  );
  add('mirror', destination, 0.2);
  add('mirrors', random.pick([[], [{ destination }]]), 0.2);
  add('match', [{ uri: stringMatch(random) }], 0.3);
  return route;
}

const focuses: readonly Focus[] = [
  {
    kind: 'DestinationRule',
    spec: (random) =>
      policy({
        outlierDetection: {},
        loadBalancer: { localityLbSetting: localitySetting(random) },
      }),
  },
  {
    kind: 'DestinationRule',
    spec: (random) => ({
      host: 'a',
      subsets: [
        {
          name: 'v1',
          trafficPolicy: { loadBalancer: { localityLbSetting: localitySetting(random) } },
        },
      ],
    }),
  },
  {
    kind: 'DestinationRule',
    spec: (random) => policy({ loadBalancer: { consistentHash: consistentHash(random) } }),
  },
  { kind: 'DestinationRule', spec: (random) => policy({ tls: clientTls(random) }) },
  { kind: 'DestinationRule', spec: (random) => ({ host: either(random, 'host', hostParts) }) },
  {
    kind: 'DestinationRule',
    spec: (random) => ({
      host: 'a',
      subsets: [
        {
          name: 'v1',
          labels: { [assemble(random, labelParts, 5)]: assemble(random, labelParts, 4) },
        },
      ],
    }),
  },
  {
    kind: 'DestinationRule',
    spec: (random) => ({
      host: 'a',
      exportTo: listOf(random, 3, () => known(random, 'exportTo')),
      ...(random.chance(0.5) && {
        workloadSelector: random.pick([
          {},
          { matchLabels: { a: 'b' } },
          { matchLabels: { '': 'b', 'a*': '*' } },
        ]),
      }),
    }),
  },
  {
    kind: 'DestinationRule',
    spec: (random) => {
      const duration = either(random, 'idleTimeout', durationParts, 6);
      return policy({
        ...random.pick<object>([
          { outlierDetection: { interval: duration } },
          { connectionPool: { tcp: { idleTimeout: duration } } },
          { connectionPool: { http: { idleTimeout: duration } } },
          { connectionPool: { tcp: { connectTimeout: duration } } },
          {
            loadBalancer: { warmup: { duration, aggression: random.pick([0, 1, -1, 0.1, null]) } },
          },
          { loadBalancer: { warmupDurationSecs: duration } },
          { retryBudget: { budgetInterval: duration } },
        ]),
      });
    },
  },
  {
    kind: 'DestinationRule',
    spec: (random) =>
      policy({
        tunnel: {
          targetHost: either(random, 'targetHost', hostParts),
          targetPort: known(random, 'number'),
        },
      }),
  },
  { kind: 'Gateway', spec: (random) => server({ hosts: [either(random, 'host', hostParts)] }) },
  {
    kind: 'Gateway',
    spec: (random) =>
      server({ bind: random.chance(0.5) ? known(random, 'bind') : assemble(random, addressParts) }),
  },
  {
    kind: 'Gateway',
    spec: (random) =>
      server({
        port: {
          number: 443,
          name: 'a',
          protocol: random.pick(['HTTPS', 'TLS', 'HTTPS', 'HTTP', 'TCP']),
        },
        ...(random.chance(0.95) && { tls: serverTls(random) }),
      }),
  },
  {
    kind: 'VirtualService',
    spec: (random) =>
      http({ match: [{ uri: { regex: either(random, 'regex', regexParts, 10) } }] }),
  },
  {
    kind: 'VirtualService',
    spec: (random) => http({ match: [{ uri: { regex: assemble(random, regexParts, 12) } }] }),
  },
  {
    kind: 'VirtualService',
    spec: (random) =>
      http({ headers: { request: headerOperations(random), response: headerOperations(random) } }),
  },
  {
    kind: 'VirtualService',
    spec: (random) =>
      http({
        route: [{ destination, headers: { request: headerOperations(random) } }],
        ...(random.chance(0.3) && { rewrite: { authority: 'x' } }),
      }),
  },
  {
    kind: 'VirtualService',
    spec: (random) => ({
      hosts: ['a'],
      http: listOf(random, 4, () => ({
        ...(random.chance(0.85) && { match: listOf(random, 3, () => prefixMatch(random)) }),
        route: [{ destination }],
      })),
    }),
  },
  {
    kind: 'VirtualService',
    spec: (random) => ({ ...(random.chance(0.7) && { hosts: ['a'] }), http: [actions(random)] }),
  },
  {
    kind: 'VirtualService',
    spec: (random) => ({
      hosts: listOf(random, 3, () => either(random, 'hosts', hostParts, 6)),
      ...(random.chance(0.6) && {
        gateways: listOf(random, 2, () => random.pick(['mesh', 'gw', 'a/b', 'gw.ns'])),
      }),
      http: [{ route: [{ destination }] }],
    }),
  },
  {
    kind: 'VirtualService',
    spec: (random) => ({
      hosts: [random.pick(['*.example.com', 'a.example.com', '*', '*.com', 'outbound_.80_._.a'])],
      ...(random.chance(0.6) && { gateways: [random.pick(['mesh', 'gw'])] }),
      tls: [
        {
          match: [
            {
              sniHosts: listOf(random, 2, () =>
                either(random, 'sniHosts', [
                  'outbound_',
                  '.80_',
                  '._.',
                  'a',
                  '.example.com',
                  '*',
                  '_',
                  '8',
                ]),
              ),
            },
          ],
          route: [{ destination }],
        },
      ],
    }),
  },
  {
    kind: 'VirtualService',
    spec: (random) => ({
      hosts: ['a'],
      tcp: [
        {
          match: [
            {
              destinationSubnets: [either(random, 'destinationSubnets', addressParts, 12)],
              gateways: listOf(random, 2, () => known(random, 'gateways')),
            },
          ],
          route: [{ destination }],
        },
      ],
    }),
  },
  {
    kind: 'VirtualService',
    spec: (random) => ({
      hosts: ['a'],
      gateways: listOf(random, 3, () => either(random, 'gateways', hostParts, 5)),
      http: [{ route: [{ destination }] }],
    }),
  },
  {
    kind: 'VirtualService',
    spec: (random) =>
      http({
        retries: {
          ...(random.chance(0.8) && { attempts: random.pick([0, 1, 3, -1]) }),
          ...(random.chance(0.6) && {
            retryOn: either(
              random,
              'retryOn',
              ['5xx', ',', 'reset', '503', '1', '0', ' ', '+', '-'],
              5,
            ),
          }),
          ...(random.chance(0.3) && { retryRemoteLocalities: random.pick([true, false, null]) }),
          ...(random.chance(0.3) && { retryIgnorePreviousHosts: true }),
          ...(random.chance(0.3) && { perTryTimeout: random.pick(['1s', '', '1.5ms']) }),
          ...(random.chance(0.3) && { backoff: '25ms' }),
        },
      }),
  },
  {
    kind: 'VirtualService',
    spec: (random) => {
      const value = known(random, 'percent');
      return http(
        random.pick<object>([
          { fault: { abort: { httpStatus: known(random, 'httpStatus'), percentage: { value } } } },
          {
            fault: {
              abort: { grpcStatus: known(random, 'grpcStatus') },
              delay: { percentage: { value } },
            },
          },
          {
            fault: {
              delay: {
                fixedDelay: either(random, 'idleTimeout', durationParts, 4),
                percent: value,
              },
            },
          },
          { fault: { delay: { exponentialDelay: '1s' } } },
          { mirror: destination, mirrorPercentage: { value } },
          {
            mirror: destination,
            mirrorPercent: value,
            mirror_percent: known(random, 'mirrorPercent'),
          },
          { mirrors: [{ destination, percentage: { value } }] },
          {
            corsPolicy: {
              maxAge: either(random, 'idleTimeout', durationParts, 4),
              allowOrigins: [stringMatch(random)],
            },
          },
        ]),
      );
    },
  },
  {
    kind: 'VirtualService',
    spec: (random) => ({
      hosts: ['a'],
      gateways: [random.pick(['gw', 'mesh'])],
      http: [
        {
          match: [
            {
              [random.pick(['headers', 'withoutHeaders'])]: {
                [random.pick([
                  ...(keysByName['headers']?.good ?? []),
                  ...(keysByName['headers']?.bad ?? []),
                ])]: stringMatch(random),
              },
            },
          ],
          route: [{ destination }],
        },
      ],
    }),
  },
];

export function focused(random: Random): { kind: ValidatedKind; spec: unknown } {
  const { kind, spec } = random.pick(focuses);
  return { kind, spec: spec(random) };
}
