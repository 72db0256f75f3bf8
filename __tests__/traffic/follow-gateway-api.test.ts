import { describe, expect, test } from '@jest/globals';
import type { FollowedRequest } from '../../src/index.js';
import { projectOf } from './project-of.js';

const named = {
  clients: [{ name: 'edge', cluster: 'eu', locality: 'europe-west1', gateway: 'infra/edge' }],
};
const group = 'gateway.networking.k8s.io';

const object = (apiVersion: string, kind: string, key: string, more: object) => {
  const [namespace, name] = key.split('/');
  return { apiVersion, kind, metadata: { namespace, name }, ...more };
};
const api = (kind: string, key: string, spec: object) => object(`${group}/v1`, kind, key, { spec });
const service = (key: string, ports: number[] = [80]) =>
  object('v1', 'Service', key, {
    spec: { selector: { app: key }, ports: ports.map((port) => ({ port, name: `http-${port}` })) },
  });
const listener = (more: object = {}) => ({
  ...{ name: 'http', port: 80, protocol: 'HTTP' },
  allowedRoutes: { namespaces: { from: 'All' } },
  ...more,
});
const gateway = (listeners: object[] = [listener()], more: object = {}) =>
  api('Gateway', 'infra/edge', { gatewayClassName: 'istio', listeners, ...more });
const parentRefs = [{ name: 'edge', namespace: 'infra' }];
const web = { name: 'web', port: 80 };
const rule = (backendRefs: object[] = [web], more: object = {}) => ({ backendRefs, ...more });
const path = (value: string, type = 'PathPrefix') => ({ matches: [{ path: { type, value } }] });
const route = (rules: object[] = [rule()], more: object = {}, key = 'shop/web') =>
  api('HTTPRoute', key, { parentRefs, rules, ...more });
const services = [service('shop/web'), service('shop/api', [80, 81]), service('far/away')];

interface Ask {
  url?: string;
  method?: string;
  headers?: Record<string, string>;
  scenario?: string;
  config?: object;
}

function follow(objects: object[], ask: Ask = {}): FollowedRequest {
  const { url = 'http://shop.example/', scenario = 'healthy', config = named, ...rest } = ask;
  const project = projectOf([...services, ...objects], config);
  const { requests } = project.follow(
    { method: 'GET', url, ...rest },
    { scenarios: [scenario], explain: true },
  );
  const [first] = requests;
  if (!first) throw new Error('nothing was followed');
  return first;
}

const hosts = ({ destinations }: FollowedRequest) =>
  destinations.map(({ host, share }) => [host.split('.').slice(0, 2).join('.'), share]);

describe('the routes of a Gateway', () => {
  test('a request follows an HTTPRoute to its backend, with the DestinationRule of the Gateway', () => {
    const policy = object('networking.istio.io/v1', 'DestinationRule', 'infra/web', {
      spec: {
        host: 'web.shop.svc.cluster.local',
        trafficPolicy: {
          outlierDetection: { maxEjectionPercent: 100 },
          loadBalancer: {
            localityLbSetting: {
              distribute: [{ from: '*', to: { 'europe-west1': 60, 'us-central1': 40 } }],
            },
          },
        },
      },
    });
    const objects = [gateway(), route([rule([web], { name: 'all' })]), policy];
    const followed = follow(objects);
    expect(followed).toMatchObject({
      ...{ outcome: 'forwarded', client: 'edge', clientKind: 'gateway', determined: true },
      route: { kind: 'HTTPRoute', namespace: 'shop', name: 'web', rule: 'all' },
      destinations: [{ host: 'web.shop.svc.cluster.local', port: 80, subset: null, share: 1 }],
      split: [
        { locality: 'europe-west1', share: 0.6 },
        { locality: 'us-central1', share: 0.4 },
      ],
    });
    expect(follow(objects, { scenario: 'failing:europe-west1' })).toMatchObject({
      split: [
        { locality: 'europe-west1', share: 0 },
        { locality: 'us-central1', share: 1 },
      ],
    });
    const [opened, ...rest] = followed.steps;
    expect(opened).toMatchObject({
      file: '03.yaml',
      text: expect.stringContaining('Gateway infra/edge'),
    });
    expect(rest.map(({ text }) => text).join('\n')).toContain('HTTPRoute shop/web');
  });

  test.each([
    ['/api', 'api'],
    ['/api/', 'api'],
    ['/api/v1', 'api'],
    ['/apis', 'web'],
    ['/API', 'web'],
    ['/', 'web'],
  ])('a prefix ends with a segment: %s', (asked, name) => {
    const rules = [rule([{ name: 'api', port: 80 }], path('/api/')), rule()];
    expect(hosts(follow([gateway(), route(rules)], { url: `http://a.b${asked}` }))).toEqual([
      [`${name}.shop`, 1],
    ]);
  });

  test('routes of all objects are sorted by what they ask for', () => {
    const byPath = route([rule([{ name: 'api', port: 80 }], path('/a/b'))], {}, 'shop/z');
    const exact = route([rule([web], path('/a/b', 'Exact'))], {}, 'shop/y');
    const regex = route([rule([{ name: 'api', port: 81 }], path('/a.*', 'RegularExpression'))]);
    const all = [gateway(), regex, byPath, exact];
    const ask = (asked: string) => follow(all, { url: `http://a.b${asked}` });
    expect(ask('/a/b').route?.name).toBe('y');
    expect(ask('/a/b/c').route?.name).toBe('z');
    expect(ask('/ab').route?.name).toBe('web');
    expect(ask('/b')).toMatchObject({ outcome: 'no-route', status: 404 });
  });

  test('more conditions count for more', () => {
    const headers = [{ name: 'x-a', value: '1' }];
    const rules = [
      rule([web], { name: 'plain' }),
      rule([web], { name: 'query', matches: [{ queryParams: [{ name: 'q', value: '1' }] }] }),
      rule([web], { name: 'header', matches: [{ headers }] }),
      rule([web], { name: 'method', matches: [{ method: 'GET' }] }),
    ];
    const ask = (ask: Ask) => follow([gateway(), route(rules)], ask).route?.rule;
    const url = 'http://a.b/?q=1';
    expect(ask({ url, headers: { 'x-a': '1' } })).toBe('method');
    expect(ask({ url, headers: { 'x-a': '1' }, method: 'POST' })).toBe('header');
    expect(ask({ url, method: 'POST' })).toBe('query');
    expect(ask({ method: 'POST' })).toBe('plain');
  });

  test('an expression that Envoy cannot read leaves nothing certain on the port', () => {
    const bad = route([rule([web], path('*', 'RegularExpression'))], {}, 'shop/bad');
    const listeners = [listener(), listener({ name: 'other', port: 81 })];
    const section = { parentRefs: [{ ...parentRefs[0], sectionName: 'other' }] };
    const good = route([rule()], section);
    const all = [gateway(listeners), bad, good];
    expect(follow([gateway([listener()]), bad, route()]).outcome).toBe('undefined');
    const alone = route([rule([web], path('*', 'RegularExpression'))], {
      parentRefs: [{ ...parentRefs[0], sectionName: 'http' }],
    });
    const both = [gateway(listeners), { ...alone, metadata: bad.metadata }, good];
    expect(follow(both, { url: 'http://a.b:81/' }).outcome).toBe('forwarded');
    expect(follow(all, { url: 'http://a.b:81/' }).outcome).toBe('undefined');
  });

  test('a method of gRPC is a path', () => {
    const grpc = api('GRPCRoute', 'shop/grpc', {
      parentRefs,
      rules: [
        { matches: [{ method: { service: 'shop.Cart', method: 'Get' } }], backendRefs: [web] },
        { matches: [{ method: { service: 'shop.Stock' } }], backendRefs: [web] },
      ],
    });
    const ask = (asked: string) =>
      follow([gateway(), grpc], { url: `http://a.b${asked}`, method: 'POST' });
    expect(ask('/shop.Cart/Get').route).toEqual({
      ...{ kind: 'GRPCRoute', namespace: 'shop', name: 'grpc', rule: '0' },
    });
    expect(ask('/shop.Stock/Any').route?.rule).toBe('1');
    expect(ask('/shop.Cart/Put').outcome).toBe('no-route');
  });
});

describe('what is attached', () => {
  const ask = (listeners: object[], own: object, more: object[] = []) =>
    follow([gateway(listeners), own, ...more]).outcome;

  test.each<[string, object, object]>([
    ['another namespace', { allowedRoutes: undefined }, {}],
    ['another section', {}, { parentRefs: [{ ...parentRefs[0], sectionName: 'other' }] }],
    ['another port', {}, { parentRefs: [{ ...parentRefs[0], port: 81 }] }],
    ['another host', { hostname: '*.other' }, { hostnames: ['shop.example'] }],
    ['another kind', { allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } }, {}],
    ['another Gateway', {}, { parentRefs: [{ name: 'edge' }] }],
  ])('%s: 404', (_, differs, spec) => {
    expect(ask([listener(differs)], route([rule()], spec))).toBe('no-route');
  });

  test('a selector of namespaces needs their labels', () => {
    const selector = { matchLabels: { team: 'a' } };
    const open = [listener({ allowedRoutes: { namespaces: { from: 'Selector', selector } } })];
    const namespace = (team: string) => ({
      ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team } } },
    });
    expect(ask(open, route(), [namespace('a')])).toBe('forwarded');
    expect(ask(open, route(), [namespace('b')])).toBe('no-route');
    expect(ask(open, route())).toBe('undefined');
    const byName = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
    const one = [
      listener({ allowedRoutes: { namespaces: { from: 'Selector', selector: byName } } }),
    ];
    expect(ask(one, route())).toBe('forwarded');
  });

  test('a host belongs to the most specific listener alone', () => {
    const listeners = [
      listener({ name: 'wide' }),
      listener({ name: 'shop', hostname: 'shop.example' }),
    ];
    const spec = {
      hostnames: ['shop.example'],
      parentRefs: [{ ...parentRefs[0], sectionName: 'wide' }],
    };
    expect(ask(listeners, route([rule()], spec))).toBe('no-route');
  });

  test('of two listeners that collide the first stays', () => {
    const listeners = [listener({ allowedRoutes: undefined }), listener({ name: 'again' })];
    expect(ask(listeners, route())).toBe('no-route');
  });

  test('a ListenerSet counts if the Gateway lets it in', () => {
    const set = api('ListenerSet', 'shop/more', {
      parentRef: parentRefs[0],
      listeners: [listener({ name: 'own', port: 8080 })],
    });
    const own = route([rule()], { parentRefs: [{ group, kind: 'ListenerSet', name: 'more' }] });
    const url = 'http://shop.example:8080/';
    const open = { allowedListeners: { namespaces: { from: 'All' } } };
    expect(follow([gateway([listener()], open), set, own], { url }).outcome).toBe('forwarded');
    expect(follow([gateway(), set, own], { url })).toMatchObject({ outcome: 'no-route' });
  });
});

describe('backends', () => {
  const to = (name: string, more: object = {}) => ({ name, port: 80, ...more });

  test.each<[string, object]>([
    ['a Service that is not there', to('gone')],
    ['a port that the Service does not have', to('web', { port: 99 })],
    ['no ReferenceGrant', to('away', { namespace: 'far' })],
    ['a kind that nobody knows', to('x', { group: 'example.com', kind: 'Thing' })],
  ])('%s: its share gets 500', (_, backend) => {
    const followed = follow([gateway(), route([rule([to('web', { weight: 3 }), backend])])]);
    expect(followed).toMatchObject({ outcome: 'forwarded', status: 500, errors: 0.25 });
    expect(followed.unanswered).toBe(0.25);
    expect(follow([gateway(), route([rule([backend])])])).toMatchObject({ status: 500, errors: 1 });
  });

  test('a ReferenceGrant is for kinds, namespaces and names', () => {
    const grant = (kind: string, namespace: string, name?: string) =>
      api('ReferenceGrant', 'far/grant', {
        from: [{ group, kind, namespace }],
        to: [{ group: '', kind: 'Service', ...(name ? { name } : {}) }],
      });
    const own = route([rule([to('away', { namespace: 'far' })])]);
    const errors = (one: object) => follow([gateway(), own, one]).errors;
    expect(errors(grant('HTTPRoute', 'shop'))).toBe(0);
    expect(errors(grant('HTTPRoute', 'shop', 'away'))).toBe(0);
    expect(errors(grant('HTTPRoute', 'shop', 'other'))).toBe(1);
    expect(errors(grant('GRPCRoute', 'shop'))).toBe(1);
    expect(errors(grant('HTTPRoute', 'else'))).toBe(1);
  });

  test('weights of 0 are left out; without any other the proxy answers 500', () => {
    const some = route([rule([to('web', { weight: 0 }), to('api')])]);
    expect(hosts(follow([gateway(), some]))).toEqual([['api.shop', 1]]);
    const none = route([rule([to('web', { weight: 0 })])]);
    const answered = { outcome: 'direct-response', status: 500, errors: 1, destinations: [] };
    expect(follow([gateway(), none])).toMatchObject(answered);
    expect(follow([gateway(), route([{}])])).toMatchObject(answered);
  });

  test('in an outage without endpoints the proxy answers 503', () => {
    const own = [gateway(), route(), ...pinned('europe-west1')];
    expect(follow(own, { scenario: 'scaled-to-zero:europe-west1' })).toMatchObject({ status: 503 });
  });

  test('with a rule that istiod cannot translate, the whole route is lost', () => {
    const filters = [
      { type: 'ExtensionRef', extensionRef: { group: 'a.b', kind: 'C', name: 'd' } },
    ];
    const rules = [rule([web], { filters, ...path('/x') }), rule()];
    expect(follow([gateway(), route(rules)])).toMatchObject({ outcome: 'no-route', status: 404 });
  });

  test('a GRPCRoute is lost with the Service that it mirrors to', () => {
    const mirroring = (kind: string, name: string) => {
      const requestMirror = { backendRef: { name, port: 80 } };
      const filters = [{ type: 'RequestMirror', requestMirror }];
      return api(kind, 'shop/web', { parentRefs, rules: [rule([web], { filters })] });
    };
    const outcome = (kind: string, name: string) =>
      follow([gateway(), mirroring(kind, name)]).outcome;
    expect(outcome('GRPCRoute', 'api')).toBe('forwarded');
    expect(outcome('GRPCRoute', 'gone')).toBe('no-route');
    expect(outcome('HTTPRoute', 'gone')).toBe('forwarded');
  });

  test('a redirect', () => {
    const filters = [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }];
    const redirected = { outcome: 'redirect', status: 302, errors: 0 };
    expect(follow([gateway(), route([{ filters }])])).toMatchObject(redirected);
  });

  test('a preflight request may be answered by the proxy', () => {
    const filters = [{ type: 'CORS', cors: { allowOrigins: ['*'] } }];
    const headers = { origin: 'http://a.b', 'access-control-request-method': 'GET' };
    const all = [gateway(), route([rule([web], { filters })])];
    expect(follow(all, { method: 'OPTIONS', headers }).outcome).toBe('undefined');
    expect(follow(all, { method: 'OPTIONS' }).outcome).toBe('forwarded');
  });
});

function pinned(region: string): object[] {
  const to = { [region]: 100 };
  return [
    object('networking.istio.io/v1', 'DestinationRule', 'shop/web', {
      spec: {
        host: 'web',
        trafficPolicy: {
          outlierDetection: { maxEjectionPercent: 100 },
          loadBalancer: { localityLbSetting: { distribute: [{ from: '*', to }] } },
        },
      },
    }),
  ];
}

describe('which proxies', () => {
  test('without clients, each Gateway has one in each cluster', () => {
    const project = projectOf([...services, gateway(), route()]);
    const url = 'http://shop.example/';
    const { requests } = project.follow({ method: 'GET', url }, { scenarios: ['healthy'] });
    expect(requests.map(({ client, outcome }) => [client, outcome])).toEqual([
      ['edge-eu', 'forwarded'],
      ['edge-us', 'forwarded'],
    ]);
  });

  const labels = { app: 'gate' };
  const own = (more: object) => ({
    clients: [{ name: 'edge', cluster: 'eu', locality: 'europe-west1', ...more }],
  });
  const selecting = (name: string, selector: object = labels, port = 80) =>
    object('v1', 'Service', `infra/${name}`, { spec: { selector, ports: [{ port }] } });
  const addressed = gateway([listener()], { addresses: [{ type: 'Hostname', value: 'gate' }] });

  test.each<[string, object[], object, string]>([
    [
      'its Service selects the pod',
      [addressed, selecting('gate')],
      { namespace: 'infra', labels },
      'forwarded',
    ],
    [
      'the Service of its own',
      [gateway(), selecting('edge-istio')],
      { namespace: 'infra', labels },
      'forwarded',
    ],
    [
      'the label that istiod gives its pods',
      [gateway()],
      { namespace: 'infra', labels: { 'gateway.networking.k8s.io/gateway-name': 'edge' } },
      'forwarded',
    ],
    [
      'other labels',
      [addressed, selecting('gate')],
      { namespace: 'infra', labels: { app: 'x' } },
      'no-route',
    ],
    [
      'another namespace',
      [addressed, selecting('gate')],
      { namespace: 'else', labels },
      'no-route',
    ],
    [
      'a Service without that port',
      [addressed, selecting('gate', labels, 81)],
      { namespace: 'infra', labels },
      'no-route',
    ],
    [
      'a Service without a selector',
      [addressed, selecting('gate', {})],
      { gateway: 'infra/edge' },
      'undefined',
    ],
    ['no such Gateway', [gateway()], { gateway: 'infra/other' }, 'undefined'],
    [
      'another class',
      [gateway([listener()], { gatewayClassName: 'nginx' })],
      { gateway: 'infra/edge' },
      'undefined',
    ],
  ])('%s', (_, objects, client, outcome) => {
    expect(follow([...objects, route()], { config: own(client) }).outcome).toBe(outcome);
  });

  test('a class of another name may be of Istio', () => {
    const mine = gateway([listener()], { gatewayClassName: 'mine' });
    const gatewayClass = (controllerName: string) =>
      api('GatewayClass', '/mine', { spec: 0, controllerName });
    expect(follow([mine, route(), gatewayClass('istio.io/gateway-controller')]).outcome).toBe(
      'forwarded',
    );
    expect(follow([mine, route(), gatewayClass('example.com/other')]).outcome).toBe('undefined');
  });

  test('a pod of a Gateway may have a Gateway of Istio as well', () => {
    const both = object('networking.istio.io/v1', 'Gateway', 'infra/more', {
      spec: {
        selector: { 'gateway.networking.k8s.io/gateway-name': 'edge' },
        servers: [{ port: { number: 81, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
      },
    });
    const virtualService = object('networking.istio.io/v1', 'VirtualService', 'infra/more', {
      spec: {
        hosts: ['*'],
        gateways: ['more'],
        http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] }],
      },
    });
    const all = [gateway(), route(), both, virtualService];
    expect(follow(all, { url: 'http://a.b:81/' }).route?.kind).toBe('VirtualService');
    expect(follow(all, { url: 'http://a.b/' }).route?.kind).toBe('HTTPRoute');
  });
});
