import { describe, expect, test } from '@jest/globals';
import type { FollowedRequest } from '../../src/index.js';
import { projectOf } from './project-of.js';

const istio = (kind: string, name: string, spec: object, metadata: object = {}) => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name, namespace: 'shop', ...metadata },
  spec,
});
const service = (name: string, more: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop', ...metadata },
  spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }], ...more },
});
const virtualService = (http: object[], more: object = {}, name = 'web', metadata: object = {}) =>
  istio('VirtualService', name, { hosts: ['web'], http, ...more }, metadata);
const sidecar = (spec: object, metadata: object = {}) =>
  istio('Sidecar', 'default', spec, metadata);
const to = (host: string, more: object = {}) => ({ route: [{ destination: { host, ...more } }] });
const answer = (status: number) => ({ directResponse: { status } });
const web = service('web');
const rule = istio('DestinationRule', 'web', {
  host: 'web',
  trafficPolicy: { outlierDetection: { maxEjectionPercent: 100 } },
});

interface Ask {
  url?: string;
  headers?: Record<string, string>;
  scenario?: string;
  client?: object;
  config?: object;
}

function follow(objects: object[], ask: Ask = {}): FollowedRequest {
  const { url = 'http://web/', scenario = 'healthy', client = {}, config = {}, headers } = ask;
  const caller = { name: 'caller', kind: 'sidecar', namespace: 'shop', locality: 'europe-west1' };
  const clients = [{ ...caller, ...client }];
  const { requests } = projectOf(objects, { clients, ...config }).follow(
    { url, ...(headers ? { headers } : {}) },
    { scenarios: [scenario], explain: true },
  );
  expect(requests).toHaveLength(1);
  return requests[0]!;
}

const rulesOf = ({ steps }: FollowedRequest) => steps.map(({ rule: name }) => name);

describe('a sidecar sends a request', () => {
  test('by the default route to the service that it asks for', () => {
    const followed = follow([web, rule]);
    expect(followed).toMatchObject({
      clientKind: 'sidecar',
      outcome: 'forwarded',
      destinations: [{ host: 'web.shop.svc.cluster.local', port: 80, subset: null, share: 1 }],
      split: [
        { locality: 'europe-west1', share: 1 },
        { locality: 'us-central1', share: 0 },
      ],
      errors: 0,
      determined: true,
    });
    expect(followed.route).toBeUndefined();
    expect(rulesOf(followed)).toEqual(
      expect.arrayContaining(['scope', 'virtual-host', 'route', 'destination']),
    );
  });

  test('to the other region in an outage, by the rule that counts for it', () => {
    const failing = 'failing:europe-west1';
    expect(follow([web, rule], { scenario: failing }).errors).toBe(0);
    expect(follow([web], { scenario: failing }).errors).toBe(0.5);
  });

  test.each([
    ['http://web/', 'shop', 'forwarded'],
    ['http://web.shop/', 'shop', 'forwarded'],
    ['http://web.shop.svc/', 'shop', 'forwarded'],
    ['http://web.shop.svc.cluster.local/', 'other', 'forwarded'],
    ['http://web.shop.svc.cluster.local./', 'other', 'forwarded'],
    ['http://WEB.shop/', 'other', 'forwarded'],
    ['http://web/', 'other', 'passthrough'],
    ['http://web.shop:81/', 'shop', 'passthrough'],
    ['http://elsewhere.example.com/', 'shop', 'passthrough'],
  ])('%s of a client in %s is %s', (url, namespace, outcome) => {
    expect(follow([web], { url, client: { namespace } }).outcome).toBe(outcome);
  });

  test('to wherever the application sends it, if nothing in scope is meant', () => {
    const followed = follow([web], { url: 'http://elsewhere.example.com/' });
    expect(followed).toMatchObject({ errors: null, split: [], determined: false });
    expect(followed.reason).toMatch(/PassthroughCluster.*without failover/);
  });

  test('by the header Host', () => {
    const other = service('other', {}, { namespace: 'stock' });
    const { destinations } = follow([web, other], { headers: { Host: 'other.stock' } });
    expect(destinations[0]?.host).toBe('other.stock.svc.cluster.local');
  });

  test('whatever its header Host is, to a port whose protocol is sniffed', () => {
    const plain = service('plain', { ports: [{ name: 'main', port: 80 }] });
    const { destinations } = follow([web, plain], {
      url: 'http://plain/',
      headers: { Host: 'web' },
    });
    expect(destinations[0]?.host).toBe('plain.shop.svc.cluster.local');
  });
});

describe('what is in scope', () => {
  const other = service('api', {}, { namespace: 'stock' });
  const url = 'http://api.stock/';

  test('is everything without a Sidecar resource', () => {
    expect(follow([web, other], { url }).outcome).toBe('forwarded');
  });

  test.each([
    [['./*'], 'passthrough'],
    [['stock/*'], 'forwarded'],
    [['*/*'], 'forwarded'],
    [['*/*', '~stock/*'], 'passthrough'],
    [['*/api.stock.svc.cluster.local'], 'forwarded'],
    [['stock/web.stock.svc.cluster.local'], 'passthrough'],
  ])('are the hosts %j', (hosts, outcome) => {
    expect(follow([web, other, sidecar({ egress: [{ hosts }] })], { url }).outcome).toBe(outcome);
  });

  test('is forbidden beyond it with REGISTRY_ONLY', () => {
    const strict = sidecar({
      egress: [{ hosts: ['./*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
    expect(follow([web, other, strict], { url })).toMatchObject({
      outcome: 'no-route',
      status: 502,
      errors: 1,
    });
    expect(follow([web, other, strict], { url: 'http://api.stock:7070/' }).status).toBeUndefined();
  });

  test('follows the resource that selects the client, then that of the namespace, then that of the root', () => {
    const wide = sidecar({ egress: [{ hosts: ['./*'] }] });
    const root = sidecar({ egress: [{ hosts: ['./*'] }] }, { namespace: 'istio-system' });
    const narrow = sidecar(
      { workloadSelector: { labels: { app: 'shop' } }, egress: [{ hosts: ['*/*'] }] },
      { name: 'some' },
    );
    const client = { labels: { app: 'shop' } };
    expect(follow([web, other, wide, narrow], { url, client }).outcome).toBe('forwarded');
    expect(follow([web, other, wide, narrow], { url }).outcome).toBe('passthrough');
    expect(follow([web, other, root], { url }).outcome).toBe('passthrough');
  });

  test('is what Services are exported to', () => {
    const hidden = service(
      'api',
      {},
      { namespace: 'stock', annotations: { 'networking.istio.io/exportTo': '.' } },
    );
    expect(follow([web, hidden], { url }).outcome).toBe('passthrough');
    const client = { namespace: 'stock' };
    expect(follow([web, hidden], { url, client }).outcome).toBe('forwarded');
  });

  test('contains the destinations of routes, whatever the resource imports', () => {
    const route = virtualService([to('api.stock.svc.cluster.local')]);
    const narrow = sidecar({ egress: [{ hosts: ['./*'] }] });
    expect(follow([web, other, route, narrow]).errors).toBe(0);
  });

  test('decides about DestinationRules of no other namespace', () => {
    const far = istio(
      'DestinationRule',
      'far',
      { host: 'api.stock.svc.cluster.local', subsets: [{ name: 'v1', labels: {} }] },
      { namespace: 'elsewhere' },
    );
    const route = virtualService([to('api.stock.svc.cluster.local', { subset: 'v1' })]);
    expect(follow([web, other, far, route])).toMatchObject({ errors: 1, status: 503 });
  });
});

describe('the routes of a sidecar', () => {
  const takenBy = (objects: object[], ask: Ask = {}) => follow([web, ...objects], ask).status;

  test('are those of the first VirtualService alone', () => {
    const first = virtualService([{ match: [{ uri: { prefix: '/a' } }], ...answer(201) }], {}, 'a');
    const second = virtualService([answer(202)], {}, 'b');
    expect(takenBy([second, first], { url: 'http://web/a' })).toBe(201);
    expect(follow([web, second, first], { url: 'http://web/b' })).toMatchObject({
      outcome: 'no-route',
      status: 404,
    });
  });

  test('are those of the next one, where the first has none for the client', () => {
    const first = virtualService(
      [{ match: [{ sourceNamespace: 'other' }], ...answer(201) }],
      {},
      'a',
    );
    expect(takenBy([first, virtualService([answer(202)], {}, 'b')])).toBe(202);
    expect(follow([web, first]).outcome).toBe('forwarded');
  });

  test('are those that its own namespace keeps to itself, before older ones', () => {
    const open = virtualService([answer(201)], {}, 'a', { namespace: 'other' });
    const hosts = ['web.shop.svc.cluster.local'];
    const named = { ...open, spec: { ...open.spec, hosts } };
    const own = virtualService([answer(202)], { exportTo: ['.'] }, 'z');
    expect(takenBy([named, own])).toBe(202);
  });

  test.each([
    [{ gateways: ['shop/main'] }, undefined],
    [{ gateways: ['shop/main', 'mesh'] }, 201],
    [{ gateways: [] }, 201],
  ])('are for sidecars with %j', (more, status) => {
    expect(takenBy([virtualService([answer(201)], more)])).toBe(status);
  });

  test.each([
    [{ port: 80 }, 201],
    [{ port: 8080 }, 202],
    [{ gateways: ['mesh'] }, 201],
    [{ gateways: ['main'] }, 202],
    [{ sourceLabels: { app: 'caller' } }, 201],
    [{ sourceLabels: { app: 'other' } }, 202],
    [{ sourceNamespace: 'shop' }, 201],
    [{ sourceNamespace: 'other' }, 202],
    // With gateways, nothing else of the source counts.
    [{ gateways: ['mesh'], sourceNamespace: 'other' }, 201],
  ])('are compared with %j', (match, status) => {
    const routes = virtualService([{ match: [match], ...answer(201) }, answer(202)]);
    expect(takenBy([routes], { client: { labels: { app: 'caller' } } })).toBe(status);
  });

  test('of a wildcard are for services without a nearer one', () => {
    const wild = virtualService([answer(201)], { hosts: ['*.shop.svc.cluster.local'] }, 'a');
    expect(takenBy([wild])).toBe(201);
    expect(takenBy([wild, virtualService([answer(202)], {}, 'b')])).toBe(202);
  });

  test('of a host that is no service are there on port 80 alone', () => {
    const site = virtualService([answer(201)], { hosts: ['site.example.org'] });
    expect(takenBy([site], { url: 'http://site.example.org/' })).toBe(201);
    const { outcome } = follow([web, site], { url: 'http://site.example.org:8080/' });
    expect(outcome).toBe('passthrough');
  });

  test('come from delegates as well', () => {
    const root = virtualService([{ delegate: { name: 'leaf' } }]);
    const leaf = istio('VirtualService', 'leaf', { http: [{ name: 'own', ...answer(203) }] });
    expect(follow([web, root, leaf])).toMatchObject({
      status: 203,
      route: { name: 'leaf', rule: 'own' },
    });
  });

  test('lead to the port that is asked for, unless they name one', () => {
    const both = service('web', {
      ports: [
        { name: 'http', port: 80 },
        { name: 'http-b', port: 81 },
      ],
    });
    const one = service('api', { ports: [{ name: 'http', port: 80 }] });
    const routes = virtualService([to('api')]);
    expect(follow([both, one, routes], { url: 'http://web:81/' })).toMatchObject({
      destinations: [{ port: 81 }],
      errors: 1,
      status: 503,
    });
    expect(follow([both, one, routes]).errors).toBe(0);
  });

  test('retry as they say', () => {
    const scenario = 'failing:europe-west1';
    const routes = virtualService([{ ...to('web'), retries: { attempts: 5, retryOn: '5xx' } }]);
    expect(follow([web, routes], { scenario }).errors).toBeLessThan(0.1);
  });

  test('that ask for a port of TCP are connections', () => {
    const tcp = service('db', { ports: [{ name: 'tcp', port: 5432 }] });
    expect(follow([tcp], { url: 'http://db:5432/' })).toMatchObject({ outcome: 'forwarded' });
    expect(follow([web], { url: 'https://web:80/' })).toMatchObject({ outcome: 'passthrough' });
  });
});

test('a headless Service is for the application to choose from', () => {
  const headless = service('web', { clusterIP: 'None' });
  const followed = follow([headless, rule]);
  expect(followed).toMatchObject({ outcome: 'undefined', determined: false, errors: null });
  expect(followed.reason).toContain('headless');
  expect(follow([headless], { url: 'http://web-0.web.shop/' }).outcome).toBe('undefined');
});

test('an ExternalName Service stands for the service that it names', () => {
  const alias = service('old', {
    type: 'ExternalName',
    externalName: 'web.shop.svc.cluster.local',
  });
  const { destinations } = follow([web, alias], { url: 'http://old/' });
  expect(destinations[0]?.host).toBe('web.shop.svc.cluster.local');
});

test('a sidecar is gone with its cluster', () => {
  const config = { frontDoor: 'dns' };
  expect(follow([web], { scenario: 'cluster-lost:eu', config })).toMatchObject({
    outcome: 'no-route',
    errors: 1,
  });
});

describe('a route of the Gateway API for the Service', () => {
  const parent = (more: object = {}) => ({ group: '', kind: 'Service', name: 'web', ...more });
  const backend = (name: string, more: object = {}) => ({ name, port: 80, ...more });
  const apiRoute = (spec: object, metadata: object = {}) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec: { parentRefs: [parent()], ...spec },
  });
  const toApi = { rules: [{ backendRefs: [backend('api')] }] };
  const api = service('api');
  const hostsOf = ({ destinations }: FollowedRequest) =>
    destinations.map(({ host, share }) => `${host.split('.')[0]!} ${String(share)}`);

  test('takes its requests to the backends, by their weights', () => {
    const rules = [{ backendRefs: [backend('web', { weight: 9 }), backend('api', { weight: 1 })] }];
    const followed = follow([web, api, apiRoute({ rules })]);
    expect(hostsOf(followed)).toEqual(['web 0.9', 'api 0.1']);
    expect(followed.route).toMatchObject({ kind: 'HTTPRoute', name: 'web' });
  });

  test('for one of its ports alone', () => {
    const ports = [
      { name: 'http', port: 80 },
      { name: 'http-alt', port: 8080 },
    ];
    const objects = [
      service('web', { ports }),
      api,
      apiRoute({ ...toApi, parentRefs: [parent({ port: 8080 })] }),
    ];
    expect(hostsOf(follow(objects, { url: 'http://web:8080/' }))).toEqual(['api 1']);
    expect(hostsOf(follow(objects))).toEqual(['web 1']);
  });

  test('of another namespace is for the callers there, and needs no grant', () => {
    const elsewhere = apiRoute(
      {
        parentRefs: [parent({ namespace: 'shop' })],
        rules: [{ backendRefs: [backend('api', { namespace: 'shop' })] }],
      },
      { namespace: 'other' },
    );
    const objects = [web, api, elsewhere];
    const asked = { url: 'http://web.shop/' };
    expect(hostsOf(follow(objects, asked))).toEqual(['web 1']);
    expect(hostsOf(follow(objects, { ...asked, client: { namespace: 'other' } }))).toEqual([
      'api 1',
    ]);
  });

  const young = { creationTimestamp: '2026-02-01T00:00:00Z' };
  const old = { creationTimestamp: '2026-01-01T00:00:00Z' };

  test('comes before a VirtualService for callers in its own namespace, whatever its age', () => {
    const objects = [web, api, virtualService([to('web')], {}, 'web', old), apiRoute(toApi, young)];
    expect(hostsOf(follow(objects))).toEqual(['api 1']);
  });

  test.each([
    [old, young, 'web 1'],
    [young, old, 'api 1'],
  ])('elsewhere the older one counts', (routed, made, taken) => {
    const objects = [
      web,
      api,
      virtualService([to('web')], {}, 'web', routed),
      apiRoute(toApi, made),
    ];
    const asked = { url: 'http://web.shop/', client: { namespace: 'other' } };
    expect(hostsOf(follow(objects, asked))).toEqual([taken]);
  });

  test('with a backend that is not there: its share gets 500', () => {
    const rules = [{ backendRefs: [backend('web'), backend('nowhere')] }];
    const config = { clusters: [{ name: 'eu', locality: 'europe-west1' }] };
    const followed = follow([web, api, apiRoute({ rules })], {
      config,
      client: { locality: 'europe-west1' },
    });
    expect(followed).toMatchObject({ errors: 0.5 });
  });

  test('without a backend: 500', () => {
    expect(follow([web, apiRoute({ rules: [{}] })])).toMatchObject({ errors: 1, status: 500 });
  });

  test('a policy for the Service is not one for the backends', () => {
    const failing = (objects: object[]) =>
      follow(objects, { scenario: 'failing:europe-west1' }).errors;
    const objects = [web, api, rule, apiRoute(toApi)];
    expect(failing(objects)).toBeGreaterThan(0.4);
    const own = istio('DestinationRule', 'api', { ...rule.spec, host: 'api' });
    expect(failing([...objects, own])).toBe(0);
  });
});

test('a policy for the callers of the client says nothing about its own requests', () => {
  const policy = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'deny', namespace: 'shop' },
    spec: { action: 'DENY', rules: [{}] },
  };
  expect(follow([web, policy]).outcome).toBe('forwarded');
});
