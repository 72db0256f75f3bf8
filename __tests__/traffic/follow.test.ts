import { describe, expect, test } from '@jest/globals';
import { Project } from '../../src/index.js';
import type { FollowedRequest } from '../../src/index.js';
import { projectOf } from './project-of.js';

const server = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] };
const labelled = {
  clients: [
    { name: 'eu', cluster: 'eu', locality: 'europe-west1', labels: { istio: 'ingressgateway' } },
  ],
};
const rule = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    host: 'web',
    trafficPolicy: {
      outlierDetection: { maxEjectionPercent: 100 },
      loadBalancer: {
        localityLbSetting: {
          distribute: [{ from: '*', to: { 'europe-west1': 60, 'us-central1': 40 } }],
        },
      },
    },
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
  },
};

const istio = (kind: string, name: string, spec: object, metadata: object = {}) => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name, namespace: 'shop', ...metadata },
  spec,
});
const gateway = (servers: object[] = [server], name = 'main', selector?: object) =>
  istio('Gateway', name, { selector: selector ?? { istio: 'ingressgateway' }, servers });
const virtualService = (http: object[], more: object = {}, name = 'web', metadata: object = {}) =>
  istio('VirtualService', name, { hosts: ['*'], gateways: ['main'], http, ...more }, metadata);
const to = (...destinations: object[]) => ({
  route: destinations.map((destination) =>
    'destination' in destination ? destination : { destination },
  ),
});
const web = to({ host: 'web' });
const answer = (status: number) => ({ directResponse: { status } });

interface Ask {
  url?: string;
  method?: string;
  headers?: Record<string, string>;
  scenario?: string;
  config?: object;
}

function follow(objects: object[], ask: Ask = {}): FollowedRequest {
  const { url = 'http://shop.example/', scenario = 'healthy', config, ...rest } = ask;
  const { requests } = projectOf(objects, config).follow(
    { url, ...rest },
    { clients: ['eu'], scenarios: [scenario], explain: true },
  );
  expect(requests).toHaveLength(1);
  return requests[0]!;
}

/** Which of the routes takes a request: each answers with its own status. */
function statusOf(matches: object[], ask: Ask): number | undefined {
  const routes = matches.map((match, index) => ({ match: [match], ...answer(200 + index) }));
  return follow([gateway(), virtualService(routes)], ask).status;
}

describe('the way to a route', () => {
  test('is forwarded to the destinations, with the numbers of the table', () => {
    const objects = [gateway(), virtualService([{ name: 'all', ...web }]), rule];
    const followed = follow(objects, { scenario: 'failing:us-central1' });
    expect(followed).toMatchObject({
      request: { method: 'GET', url: 'http://shop.example/', headers: {} },
      ...{ client: 'eu', clientKind: 'gateway', clientLocality: 'europe-west1' },
      ...{ scenario: 'failing:us-central1', outcome: 'forwarded', determined: true },
      route: { kind: 'VirtualService', namespace: 'shop', name: 'web', rule: 'all' },
      destinations: [{ host: 'web.shop.svc.cluster.local', port: 80, subset: null, share: 1 }],
    });
    const [row] = projectOf(objects).predict({
      clients: ['eu'],
      scenarios: ['failing:us-central1'],
    }).results;
    expect(followed.split).toEqual(row!.split);
    expect([followed.unanswered, followed.errors]).toEqual([row!.unanswered, row!.errors]);
    expect(followed.steps.map((step) => step.rule)).toEqual(
      expect.arrayContaining(['listener', 'virtual-host', 'route', 'destination', 'distribute']),
    );
  });

  test.each([
    [{ url: 'http://shop.example:81/' }, /no Gateway .* opens port 81/],
    [{ url: 'https://shop.example:80/' }, /takes no TLS/],
  ])('%j: no connection', (ask, reason) => {
    const followed = follow([gateway(), virtualService([web])], ask);
    expect(followed).toMatchObject({ outcome: 'no-route', split: [], unanswered: 1, errors: 1 });
    expect(followed.status).toBeUndefined();
    expect(followed.reason).toMatch(reason);
  });

  test('TLS is ended by the server whose hosts fit the name best', () => {
    const https = (name: string, hosts: string[]) => ({
      port: { number: 443, name, protocol: 'HTTPS' },
      hosts,
      tls: { mode: 'SIMPLE', credentialName: name },
    });
    const objects = [
      gateway([https('wide', ['*.example']), https('own', ['shop/a.example'])]),
      virtualService([answer(201)], { hosts: ['*.example'] }),
    ];
    expect(follow(objects, { url: 'https://a.example/' })).toMatchObject({ status: 201 });
    expect(follow(objects, { url: 'https://b.example/' })).toMatchObject({ status: 201 });
    expect(follow(objects, { url: 'https://b.other/' }).reason).toMatch(/SNI/);
    expect(follow(objects, { url: 'http://a.example:443/' }).reason).toMatch(/takes TLS alone/);
    // The name that it connects for and the host that it asks for may differ.
    const other = follow(objects, { url: 'https://a.example/', headers: { Host: 'b.example' } });
    expect(other).toMatchObject({ outcome: 'no-route', status: 404 });
  });

  test.each([
    ['shop.example', 'exact'],
    ['SHOP.example:8080', 'exact'],
    ['a.shop.example', 'near'],
    ['b.a.shop.example', 'near'],
    ['other.example', 'wide'],
    ['example', 'any'],
    ['shop.example.', 'any'],
  ])('the host %s has the virtual host of the most specific name', (host, name) => {
    const one = (own: string, hosts: string[]) => virtualService([web], { hosts }, own);
    const objects = [
      gateway(),
      one('any', ['*']),
      one('wide', ['*.example']),
      one('near', ['*.shop.example']),
      one('exact', ['shop.example']),
    ];
    expect(follow(objects, { headers: { host } }).route?.name).toBe(name);
  });

  test('a virtual host without a route for the request has 404, whatever a wider one has', () => {
    const objects = [
      gateway(),
      virtualService([web], { hosts: ['*.example'] }, 'wide'),
      virtualService([{ match: [{ uri: { exact: '/api' } }], ...web }], {
        hosts: ['shop.example'],
      }),
    ];
    expect(follow(objects)).toMatchObject({ outcome: 'no-route', status: 404, errors: 1 });
    expect(follow(objects, { url: 'http://a.example/' }).outcome).toBe('forwarded');
    expect(follow(objects, { url: 'http://a.test/' })).toMatchObject({ status: 404 });
  });

  test('httpsRedirect answers 301 for every host of the server, with or without a route', () => {
    const redirecting = {
      ...server,
      hosts: ['*.example', './x.test'],
      tls: { httpsRedirect: true },
    };
    const objects = [gateway([redirecting]), virtualService([web], { hosts: ['shop.example'] })];
    for (const url of ['http://shop.example/', 'http://other.example/x']) {
      expect(follow(objects, { url })).toMatchObject({
        ...{ outcome: 'redirect', status: 301, errors: 0, unanswered: 0 },
      });
    }
    expect(follow(objects, { url: 'http://x.test/' })).toMatchObject({ status: 404 });
  });

  test('of several VirtualServices, each match stands where Envoy has it', () => {
    const age = (second: number) => ({ creationTimestamp: `2026-01-01T00:00:0${second}Z` });
    const at = (prefix: string) => ({ uri: { prefix } });
    const objects = [
      gateway(),
      virtualService([{ match: [at('/b')], ...answer(201) }, answer(202)], {}, 'younger', age(2)),
      // Its first match stands before those of the other, though its second takes everything.
      virtualService([{ match: [at('/a'), at('/')], ...answer(203) }], {}, 'older', age(1)),
    ];
    const statuses = ['/a', '/b', '/c'].map(
      (path) => follow(objects, { url: `http://shop.example${path}` }).status,
    );
    expect(statuses).toEqual([203, 201, 203]);
  });
});

describe('matches', () => {
  test.each<[object[], Ask, number]>([
    [[{ uri: { exact: '/a' } }, {}], { url: 'http://h.x/a?b=c' }, 200],
    [[{ uri: { exact: '/a' } }, {}], { url: 'http://h.x/A' }, 201],
    [[{ uri: { exact: '/a' }, ignoreUriCase: true }, {}], { url: 'http://h.x/A' }, 200],
    [[{ uri: { prefix: '/a' } }, {}], { url: 'http://h.x/ab' }, 200],
    [[{ uri: { regex: '/a' } }, {}], { url: 'http://h.x/ab' }, 201],
    [[{ uri: { regex: '/a.*' } }, {}], { url: 'http://h.x/ab' }, 200],
    [[{ uri: { regex: '/a.*' }, ignoreUriCase: true }, {}], { url: 'http://h.x/Ab' }, 201],
    [[{ uri: { exact: '/b' } }, {}], { url: 'http://h.x/a/../b' }, 200],
    [[{ uri: { exact: '/b' } }, {}], { url: 'http://h.x/b#top' }, 200],
    // Letters and digits are themselves, however they are written; a slash is not.
    [[{ uri: { exact: '/aZ0-._~' } }, {}], { url: 'http://h.x/%61%5a%30%2d%2E%5f%7e' }, 200],
    [[{ uri: { exact: '/a/b' } }, {}], { url: 'http://h.x/a%2Fb' }, 201],
    [[{ method: { exact: 'POST' } }, {}], { method: 'POST' }, 200],
    [[{ method: { exact: 'post' } }, {}], { method: 'POST' }, 201],
    [[{ scheme: { exact: 'https' } }, { scheme: { exact: 'http' } }], {}, 201],
    [[{ authority: { exact: 'h.x' } }, {}], { url: 'http://h.x/' }, 200],
    [[{ authority: { exact: 'h.x' } }, {}], { url: 'http://g.x/', headers: { Host: 'h.x' } }, 200],
    [[{ authority: { exact: 'h.x' } }, {}], { headers: { Host: 'h.x:80' } }, 201],
    [[{ headers: { 'X-User': { exact: 'ada' } } }, {}], { headers: { 'x-uSer': 'ada' } }, 200],
    [[{ headers: { 'x-user': { exact: 'ada' } } }, {}], { headers: { 'x-user': 'Ada' } }, 201],
    [[{ headers: { 'x-user': {} } }, {}], { headers: { 'x-user': '' } }, 200],
    [[{ headers: { 'x-user': { regex: '*' } } }, {}], { headers: { 'x-user': 'a' } }, 200],
    [[{ headers: { 'x-user': {} } }, {}], {}, 201],
    [[{ headers: { 'x-user': { regex: '.*' } } }, {}], {}, 201],
    [[{ withoutHeaders: { 'x-user': {} } }, {}], {}, 200],
    [[{ withoutHeaders: { 'x-user': {} } }, {}], { headers: { 'x-user': 'a' } }, 201],
    [[{ withoutHeaders: { 'x-user': { exact: 'a' } } }, {}], { headers: { 'x-user': 'b' } }, 200],
    [[{ withoutHeaders: { 'x-user': { exact: 'a' } } }, {}], { headers: { 'x-user': 'a' } }, 201],
    // A missing header counts as an empty one.
    [[{ withoutHeaders: { 'x-user': { regex: '.*' } } }, {}], {}, 201],
    [[{ queryParams: { v: { exact: '2' } } }, {}], { url: 'http://h.x/?u=1&v=2' }, 200],
    [[{ queryParams: { v: { exact: '2' } } }, {}], { url: 'http://h.x/?v=1&v=2' }, 201],
    [[{ queryParams: { v: {} } }, {}], { url: 'http://h.x/?v' }, 200],
    [[{ queryParams: { v: { exact: 'a b' } } }, {}], { url: 'http://h.x/?v=a%20b' }, 201],
    [[{ headers: { 'x-forwarded-proto': { exact: 'http' } } }, {}], {}, 200],
    [[{ uri: { prefix: '/a' }, headers: { x: { exact: '1' } } }, {}], { url: 'http://h.x/a' }, 201],
    [[{ port: 81 }, { port: 80 }], {}, 201],
    [[{ sourceLabels: { app: 'other' } }, {}], { config: labelled }, 201],
    [[{ gateways: ['other'] }, { gateways: ['main'] }], {}, 201],
  ])('%j for %j', (matches, ask, status) => {
    expect(statusOf(matches, ask)).toBe(status);
  });

  test('the steps say why a route does not take a request', () => {
    const routes = [
      { name: 'api', match: [{ uri: { prefix: '/api' } }], ...web },
      { match: [{ headers: { 'x-user': { exact: 'ada' } } }], ...web },
      { name: 'rest', ...web },
    ];
    const { steps } = follow([gateway(), virtualService(routes)], { url: 'http://h.x/web' });
    expect(steps.filter((step) => step.rule === 'not-taken').map(({ text }) => text)).toEqual([
      'route shop/web#api does not take it: path /api* does not match path /web',
      'route shop/web#1 does not take it: header x-user: ada does not match no header x-user',
    ]);
  });

  test('no more of them are listed than people read', () => {
    const routes = (count: number) => [
      ...Array.from({ length: count }, (_, index) => ({
        match: [{ uri: { exact: `/${index}` } }],
        ...web,
      })),
      web,
    ];
    const passed = (count: number) =>
      follow([gateway(), virtualService(routes(count))], { url: 'http://h.x/web' })
        .steps.filter((step) => step.rule === 'not-taken')
        .map(({ text }) => text);
    expect(passed(20)).toHaveLength(20);
    expect(passed(20).at(-1)).toBe(
      'route shop/web#19 does not take it: path /19 does not match path /web',
    );
    expect(passed(25)).toEqual([...passed(20), '5 more routes do not take it either']);
  });

  test.each([
    [{ headers: { 'x-request-id': { exact: 'a' } } }, /sets this header itself/],
    [{ headers: { '@request.auth.claims.sub': { exact: 'a' } } }, /claims/],
    [{ uri: { regex: '/(a{1000}){1000}' } }, /cannot be evaluated/],
  ])('%j: nobody can say', (match, reason) => {
    const routes = [{ match: [match], ...web }, answer(200)];
    const followed = follow([gateway(), virtualService(routes)]);
    expect(followed).toMatchObject({ outcome: 'undefined', errors: null, determined: false });
    expect(followed.reason).toMatch(reason);
    // What decides does not matter where another condition fails.
    const more = [{ match: [{ ...match, method: { exact: 'PUT' } }], ...web }, answer(200)];
    expect(follow([gateway(), virtualService(more)])).toMatchObject({ status: 200 });
  });
});

describe('what becomes of it', () => {
  const route = (http: object) => [gateway(), virtualService([http]), rule];

  test.each([
    [{ redirect: { uri: '/x' } }, { outcome: 'redirect', status: 301, errors: 0 }],
    [{ redirect: { uri: '/x', redirectCode: 308 } }, { outcome: 'redirect', status: 308 }],
    [
      { redirect: { uri: '/x', redirectCode: 305 } },
      { outcome: 'undefined', reason: 'the route redirects with 305, which istiod leaves out' },
    ],
    [answer(503), { outcome: 'direct-response', status: 503, errors: 1 }],
    [answer(404), { outcome: 'direct-response', status: 404, errors: 0 }],
    [
      { ...web, fault: { abort: { httpStatus: 500, percentage: { value: 100 } } } },
      { outcome: 'direct-response', status: 500, errors: 1, destinations: [] },
    ],
    [
      { ...web, fault: { abort: { httpStatus: 500, percentage: { value: 20 } } } },
      { outcome: 'forwarded', status: 500, errors: 0.2, unanswered: 0.2 },
    ],
    [to({ host: 'web', subset: 'v1' }), { outcome: 'forwarded', errors: 0 }],
    [to({ host: 'web', subset: 'v9' }), { outcome: 'forwarded', status: 503, errors: 1 }],
    [
      to(
        { destination: { host: 'web' }, weight: 75 },
        { destination: { host: 'web', subset: 'v9' }, weight: 25 },
        { destination: { host: 'none' }, weight: 0 },
      ),
      { outcome: 'forwarded', status: 503, errors: 0.25, unanswered: 0.25 },
    ],
  ])('%j', (http, expected) => {
    const followed = follow(route(http));
    expect(followed).toMatchObject(expected);
    const shares = followed.split.reduce((sum, { share }) => sum + share, 0);
    if (followed.outcome === 'forwarded') expect(shares + followed.unanswered!).toBeCloseTo(1, 9);
  });

  test('shares are split over the destinations', () => {
    const { split, destinations } = follow(
      route(
        to(
          { destination: { host: 'web' }, weight: 50 },
          { destination: { host: 'web', subset: 'v9' }, weight: 50 },
        ),
      ),
    );
    expect(destinations.map(({ share }) => share)).toEqual([0.5, 0.5]);
    expect(split).toEqual([
      { locality: 'europe-west1', share: 0.3 },
      { locality: 'us-central1', share: 0.2 },
    ]);
  });

  test('what the manifests say beside it is noted', () => {
    const http = {
      ...web,
      mirror: { host: 'copy' },
      fault: { delay: { fixedDelay: '5s', percentage: { value: 10 } } },
    };
    expect(follow(route(http)).notes).toEqual([
      expect.stringContaining('mirrored to copy.shop'),
      expect.stringContaining('delays 10 %'),
    ]);
  });

  test('a client of a lost cluster has no entry, or that of another cluster', () => {
    const lost = { scenario: 'cluster-lost:eu' };
    expect(follow(route(web), lost)).toMatchObject({
      ...{
        outcome: 'no-route',
        unanswered: 1,
        errors: 1,
        reason: expect.stringContaining('no entry'),
      },
    });
    const led = follow(route(web), { ...lost, config: { frontDoor: 'dns' } });
    expect(led).toMatchObject({ outcome: 'forwarded', errors: 0 });
    expect(led.steps[0]).toMatchObject({ rule: 'front-door' });
  });

  test('without a cluster that counts there is nothing to follow', () => {
    const { requests } = Project.of({ files: {} }).follow({ url: 'http://h.x/' });
    expect(requests).toEqual([]);
  });
});

describe('what is not modelled has no outcome', () => {
  const filter = (applyTo: string) =>
    istio(
      'EnvoyFilter',
      'patch',
      { configPatches: [{ applyTo, patch: {} }] },
      {
        namespace: 'istio-system',
      },
    );
  const policy = (spec: object, namespace = 'istio-system', kind = 'AuthorizationPolicy') => ({
    apiVersion: 'security.istio.io/v1',
    kind,
    metadata: { name: 'deny', namespace },
    spec,
  });
  const httpRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'api', namespace: 'shop' },
    spec: { parentRefs: [{ name: 'far' }], hostnames: ['api.example'] },
  };

  const ingress = (ingressClassName: string) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'old', namespace: 'shop' },
    spec: { ingressClassName, rules: [{ host: 'old.example' }] },
  });

  test('an Ingress of Istio may be for any host, and is known by its annotation too', () => {
    const own = virtualService([web], { hosts: ['shop.example'] });
    const of = (spec: object, annotations?: object) => {
      const object = {
        ...ingress('nginx'),
        metadata: { name: 'old', namespace: 'shop', annotations },
      };
      return follow([gateway(), own, { ...object, spec }], { url: 'http://old.example/' });
    };
    const any = { ingressClassName: 'istio', rules: [{ http: {} }] };
    expect(of(any)).toMatchObject({
      ...{ outcome: 'undefined', errors: null },
      reason: 'Ingress shop/old may take it, and is not modelled',
    });
    const rules = [{ host: 'old.example' }];
    const annotations = { 'kubernetes.io/ingress.class': 'istio' };
    expect(of({ rules }, annotations).outcome).toBe('undefined');
    expect(of({ rules })).toMatchObject({ status: 404 });
    expect(of({ rules, ingressClassName: 'nginx' }, annotations)).toMatchObject({ status: 404 });
    expect(of({ ingressClassName: 'istio', rules: [{ host: 'x.example' }] })).toMatchObject({
      status: 404,
    });
  });

  test('an Ingress of another class gives no routes', () => {
    const own = virtualService([web], { hosts: ['shop.example'] });
    const url = 'http://old.example/';
    expect(follow([gateway(), own, ingress('nginx')], { url })).toMatchObject({ status: 404 });
    expect(follow([gateway(), own, ingress('istio')], { url }).outcome).toBe('undefined');
  });

  test.each([
    [filter('HTTP_ROUTE'), {}],
    [policy({ action: 'DENY' }), {}],
    [policy({ selector: { matchLabels: { istio: 'ingressgateway' } } }), { config: labelled }],
    [policy({}, 'istio-system', 'RequestAuthentication'), { headers: { Authorization: 'x' } }],
    [httpRoute, { url: 'http://api.example/' }],
    [
      virtualService([web], { hosts: ['far.example'], gateways: ['edge/far'] }, 'far'),
      { url: 'http://far.example/' },
    ],
  ])('%j', (object, ask) => {
    const own = virtualService([web], { hosts: ['shop.example'] });
    const followed = follow([gateway(), own, object], ask);
    expect(followed).toMatchObject({ outcome: 'undefined', errors: null, split: [] });
    expect(followed.reason).toBeTruthy();
  });

  test.each([
    [policy({ action: 'AUDIT' })],
    [policy({ action: 'DENY' }, 'shop')],
    [policy({}, 'istio-system', 'RequestAuthentication')],
    [httpRoute],
  ])('but %j does not touch the request', (object) => {
    const followed = follow([gateway(), virtualService([web]), rule, object]);
    expect(followed).toMatchObject({ outcome: 'forwarded', errors: 0 });
  });

  test('an object that changes the endpoints takes the numbers, not the route', () => {
    const followed = follow([gateway(), virtualService([web]), filter('CLUSTER')]);
    expect(followed).toMatchObject({ outcome: 'forwarded', errors: null, determined: false });
    expect(followed.route?.name).toBe('web');
  });

  test('servers that take the port from each other', () => {
    const tcp = { port: { number: 80, name: 'tcp', protocol: 'TCP' }, hosts: ['*'] };
    const followed = follow([gateway([server, tcp]), virtualService([web])]);
    expect(followed.outcome).toBe('undefined');
    const passed = {
      ...{ port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: ['*'] },
      tls: { mode: 'PASSTHROUGH' },
    };
    const url = 'https://shop.example/';
    expect(follow([gateway([passed]), virtualService([web])], { url }).outcome).toBe('no-route');
  });

  test('gateways that nothing tells apart', () => {
    const objects = [
      gateway(),
      gateway([server], 'inner', { istio: 'inner' }),
      virtualService([answer(200)], { gateways: ['main'] }),
      virtualService([answer(201)], { gateways: ['inner'] }, 'inner'),
    ];
    expect(follow(objects).reason).toMatch(/declare clients with labels/);
    expect(follow(objects, { config: labelled })).toMatchObject({ status: 200 });
  });
});

describe('what is no request', () => {
  const ask = (request: object) => () =>
    projectOf([gateway()]).follow({ url: 'http://h.x/', ...request });

  test.each<[object, RegExp]>([
    [{ url: 'shop.example/x' }, /has no scheme; begin it with http/],
    [{ url: 'ftp://h.x/' }, /ftp:\/\/ is not followed; use http/],
    [{ url: 'tcp://h.x' }, /is no host and port/],
    [{ url: 'http://h.x:99999/' }, /is no URL; check its host and its port/],
    [{ url: 'http://h.x:0/' }, /port 0/],
    [{ url: 'http://ada:secret@h.x/' }, /user name or password/],
    [{ url: `http://h.x/${'a'.repeat(9_000)}` }, /more than 8192 characters/],
    [{ method: 'get' }, /"get" is no method; write GET/],
    [{ method: 'FETCH' }, /use one of HTTP/],
    [{ method: 'CONNECT' }, /CONNECT is not followed/],
    [{ headers: { 'a b': 'c' } }, /is no name of a header/],
    [{ headers: { a: 'b\r\nc: d' } }, /line end/],
    [{ headers: { a: 'b'.repeat(70_000) } }, /60 KiB/],
  ])('%j', (request, message) => {
    expect(ask(request)).toThrow(message);
    expect(ask(request)).not.toThrow(/secret/);
  });

  test('secrets are not in the output', () => {
    const { requests } = projectOf([gateway()]).follow({
      url: 'http://h.x/',
      headers: { Authorization: 'Bearer abc', Cookie: 'sid=abc', 'x-user': 'ada' },
    });
    expect(JSON.stringify(requests)).not.toContain('abc');
    expect(requests[0]!.request.headers['x-user']).toBe('ada');
  });

  test('names that nothing has', () => {
    const project = projectOf([gateway()]);
    expect(() => project.follow({ url: 'http://h.x/' }, { clients: ['xx'] })).toThrow(/xx/);
    expect(() => project.follow({ url: 'http://h.x/' }, { scenarios: ['xx'] })).toThrow(/xx/);
  });
});
