import { describe, expect, test } from '@jest/globals';
import { manifest, problemsOf, route, said } from './manifests.js';

const destination = { host: 'a' };
const service = (spec: object) =>
  manifest('VirtualService', { hosts: ['a'], http: [{ route: [{ destination }] }], ...spec });
const routes = (...http: object[]) => manifest('VirtualService', { hosts: ['a'], http });
const tls = (match: object, spec: object = {}) =>
  manifest('VirtualService', {
    hosts: ['*.example.com'],
    tls: [{ match: [match], route: [{ destination }] }],
    ...spec,
  });

const summary = (object: Record<string, unknown>) =>
  said(object).map((text) => text.split(' ').slice(0, 2).join(' '));

describe('the whole', () => {
  test.each([
    ['no route', manifest('VirtualService', { hosts: ['a'] }), 'virtual-service'],
    ['a wildcard in the mesh', service({ hosts: ['*'] }), 'host-name'],
    ['a host twice', service({ hosts: ['a.b', 'a.b'] }), 'host-name'],
    ['hosts that overlap', service({ hosts: ['*.com', 'a.com'] }), 'host-name'],
    ['a gateway of no name', service({ gateways: ['a/'] }), 'gateway-name'],
    [
      'a claim in the mesh',
      routes({
        match: [{ headers: { '@request.auth.claims.a': { exact: 'x' } } }],
        route: [{ destination }],
      }),
      'http-match',
    ],
    ['a delegate with gateways', service({ hosts: [], gateways: ['a'] }), 'virtual-service'],
    [
      'a delegate that delegates',
      manifest('VirtualService', { http: [{ route: [{ destination }], delegate: {} }] }),
      'http-route',
    ],
    ['exports to nothing', service({ exportTo: [''] }), 'export-to'],
  ])('%s is refused', (_what, object, topic) => {
    expect(summary(object)).toEqual([`error ${topic}`]);
  });

  test.each([
    ['a wildcard at a gateway', service({ hosts: ['*'], gateways: ['gw'] })],
    ['addresses', service({ hosts: ['1.2.3.4', '::1'] })],
    ['a delegate', manifest('VirtualService', { http: [{ route: [{ destination }] }] })],
    ['a root that delegates', routes({ delegate: { name: 'a' } })],
  ])('%s is taken', (_what, object) => {
    expect(said(object)).toEqual([]);
  });

  test('an old name of a gateway is warned about, and ends the check', () => {
    expect(summary(service({ gateways: ['gw.ns', 'a/'] }))).toEqual(['warning deprecated-field']);
  });
});

describe('http', () => {
  test.each([
    ['no action', { route: [] }, 'http-route'],
    ['two actions', { redirect: { uri: '/' } }, 'http-route'],
    ['a route that delegates', { delegate: { name: 'a' } }, 'http-route'],
    ['mirror and mirrors', { mirror: destination, mirrors: [{ destination }] }, 'http-route'],
    ['a timeout of parts', { timeout: '1.5ms' }, 'http-route'],
    ['a bad header in a match', { match: [{ headers: { 'a b': { exact: 'x' } } }] }, 'http-match'],
    ['an empty prefix of a method', { match: [{ method: { prefix: '' } }] }, 'http-match'],
    ['a namespace that is none', { match: [{ sourceNamespace: 'a.b' }] }, 'http-match'],
    ['labels that are none', { match: [{ sourceLabels: { a: '*' } }] }, 'labels'],
    ['port 70000', { match: [{ port: 70_000 }] }, 'port'],
    ['an expression that is none', { match: [{ uri: { regex: '(' } }] }, 'regular-expression'],
    [
      'an expression too long',
      { match: [{ uri: { regex: 'a'.repeat(1025) } }] },
      'regular-expression',
    ],
    ['negative attempts', { retries: { attempts: -1 } }, 'retries'],
    ['settings of no retries', { retries: { retryOn: '5xx' } }, 'retries'],
    ['a condition with a space', { retries: { attempts: 1, retryOn: '5xx, reset' } }, 'retries'],
    ['an empty fault', { fault: {} }, 'fault'],
    ['a status that is none', { fault: { abort: { httpStatus: 99 } } }, 'fault'],
    ['a gRPC status that is none', { fault: { abort: { grpcStatus: '14' } } }, 'fault'],
    ['a fault of HTTP/2', { fault: { abort: { http2Error: 'x' } } }, 'fault'],
    ['a delay that grows', { fault: { delay: { exponentialDelay: '1s' } } }, 'fault'],
    [
      'too little of a percent',
      { fault: { delay: { fixedDelay: '1s', percentage: { value: 0.00001 } } } },
      'fault',
    ],
    ['too much of a mirror', { mirror: destination, mirrorPercentage: { value: 101 } }, 'mirror'],
    ['an origin of nothing', { corsPolicy: { allowOrigins: [{}] } }, 'cors'],
    ['a small method', { corsPolicy: { allowMethods: ['get'] } }, 'cors'],
    ['a header with a space', { corsPolicy: { allowHeaders: ['a b'] } }, 'cors'],
    ['an age of parts', { corsPolicy: { maxAge: '1500ms' } }, 'cors'],
    ['a header without name', { headers: { request: { set: { '': 'x' } } } }, 'headers'],
    ['Host in an answer', { headers: { response: { set: { Host: 'x' } } } }, 'headers'],
    ['a header that is the path', { headers: { request: { add: { ':path': 'x' } } } }, 'headers'],
    ['an open %', { headers: { request: { set: { a: '50%' } } } }, 'headers'],
    [
      'two authorities',
      { headers: { request: { set: { host: 'x' } } }, rewrite: { authority: 'y' } },
      'headers',
    ],
    ['a rewrite of nothing', { rewrite: {} }, 'rewrite'],
    ['half a rewrite', { rewrite: { uriRegexRewrite: { match: 'a' } } }, 'rewrite'],
    ['any destination', { route: [{ destination: { host: '*' } }] }, 'destination'],
    ['a subset with a dot', { route: [{ destination: { host: 'a', subset: 'v1.1' } }] }, 'subset'],
    ['port 0', { route: [{ destination: { host: 'a', port: {} } }] }, 'port'],
    ['a negative weight', { route: [{ destination, weight: -1 }] }, 'route-weights'],
    [
      'weights of nothing',
      { route: [{ destination }, { destination: { host: 'b' } }] },
      'route-weights',
    ],
    ['a redirect to itself', { route: [], redirect: {} }, 'redirect'],
    ['a redirect with 200', { route: [], redirect: { uri: '/', redirectCode: 200 } }, 'redirect'],
    ['a redirect to ftp', { route: [], redirect: { scheme: 'ftp' } }, 'redirect'],
    [
      'a prefix of no prefix',
      { route: [], redirect: { prefixRewrite: '/' }, match: [{ uri: { exact: '/a' } }] },
      'redirect',
    ],
    ['an answer with 100', { route: [], directResponse: { status: 100 } }, 'direct-response'],
    [
      'an answer of 2 MB',
      { route: [], directResponse: { status: 200, body: { string: 'x'.repeat(2 ** 21) } } },
      'direct-response',
    ],
  ])('%s is refused', (_what, http, topic) => {
    expect(summary(route(http))).toEqual([`error ${topic}`]);
  });

  test.each([
    ['an empty prefix of a path', { match: [{ uri: { prefix: '' } }] }],
    ['any value of a header', { match: [{ withoutHeaders: { a: { regex: '*' } } }] }],
    ['variables', { headers: { request: { set: { a: '100%% %HOSTNAME% %REQ(["x", "y"])%' } } } }],
    ['statuses to retry on', { retries: { attempts: 1, retryOn: '503,5xx' } }],
    ['one destination without weight', { route: [{ destination }] }],
    ['an authority of its own', { headers: { request: { set: { ':authority': 'x' } } } }],
  ])('%s is taken', (_what, http) => {
    expect(said(route(http))).toEqual([]);
  });

  test('what is never reached is warned about', () => {
    const to = { route: [{ destination }] };
    const match = [{ uri: { prefix: '/a' } }];
    expect(summary(routes(to, to))).toEqual(['warning unreachable-route']);
    expect(
      summary(routes({ match, ...to }, { match: [{ name: 'x', ...match[0] }], ...to })),
    ).toHaveLength(2);
    const [problem] = problemsOf(
      routes({ match, ...to }, { match: [{ uri: { prefix: '/ab' } }], ...to }),
    );
    expect(problem?.message).toContain('http[0].match[0] has the shorter prefix /a');
    expect(said(routes({ match: [{ uri: { prefix: '/ab' } }], ...to }, { match, ...to }))).toEqual(
      [],
    );
  });
});

describe('tls and tcp', () => {
  test.each([
    [
      'no match',
      manifest('VirtualService', { hosts: ['a'], tls: [{ match: [], route: [{ destination }] }] }),
      'tls-route',
    ],
    ['no SNI', tls({ sniHosts: [] }), 'tls-route'],
    ['SNI beyond the hosts', tls({ sniHosts: ['a.other.com'] }), 'tls-route'],
    ['SNI that is none', tls({ sniHosts: ['a_b'] }), 'tls-route'],
    [
      'no destination',
      manifest('VirtualService', { hosts: ['a'], tcp: [{ route: [] }] }),
      'tcp-route',
    ],
    [
      'a subnet that is none',
      manifest('VirtualService', {
        hosts: ['a'],
        tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/33'] }], route: [{ destination }] }],
      }),
      'tcp-route',
    ],
  ])('%s is refused', (_what, object, topic) => {
    expect(summary(object)).toEqual([`error ${topic}`]);
  });

  test('names that Istio makes pass at gateways', () => {
    const sni = 'outbound_.80_._.a.example.com';
    const spec = { hosts: [sni], gateways: ['gw'] };
    expect(said(tls({ sniHosts: [sni] }, spec))).toEqual([]);
    expect(said(tls({ sniHosts: [sni] }, { ...spec, gateways: ['mesh'] }))).not.toEqual([]);
  });
});
