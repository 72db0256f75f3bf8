import { describe, expect, test } from '@jest/globals';
import { mergeMatches } from '../../src/mesh/delegate-match.js';
import { matchText, takesEverything } from '../../src/mesh/http-match.js';
import type { RouteMatch } from '../../src/api/virtual-service.js';
import { routeNotes } from '../../src/mesh/route-answers.js';
import type { Route } from '../../src/mesh/route.js';
import { clusters, meshFrom, objects } from './mesh-from.js';

const to = (host: string, more: object = {}) => ({ route: [{ destination: { host } }], ...more });
const path = (prefix: string) => ({ match: [{ uri: { prefix } }] });
const gateway = (name: string, servers: object[]): [string, string, Record<string, unknown>] => [
  'Gateway',
  `edge/${name}`,
  { selector: { istio: 'ingressgateway' }, servers },
];
const http = (more: object = {}) => ({
  port: { number: 80, name: 'http', protocol: 'HTTP' },
  hosts: ['*'],
  ...more,
});
const virtualService = (
  name: string,
  routes: object[],
  more: object = {},
  metadata: object = {},
): [string, string, Record<string, unknown>, object] => [
  'VirtualService',
  `shop/${name}`,
  { hosts: ['shop.example'], gateways: ['edge/main'], http: routes, ...more },
  metadata,
];

function routesOf(...list: Parameters<typeof objects>): Route[] {
  const mesh = meshFrom(objects(gateway('main', [http()]), ...list), { clusters });
  return mesh.routes(mesh.topology.clients[0]!);
}

/** `name → host`, with `(shadowed)` where no request comes. */
const inShort = (routes: readonly Route[]) =>
  routes.map(
    ({ name, destinations, shadowed }) =>
      `${name} → ${destinations.map(({ host }) => host.split('.')[0]).join('+')}${shadowed ? ' (shadowed)' : ''}`,
  );

describe('order', () => {
  test('behind a route that takes everything nothing of its VirtualService is left', () => {
    const routes = routesOf(virtualService('a', [to('all'), to('api', path('/api'))]));
    expect(inShort(routes)).toEqual(['shop/a#1 → api (shadowed)', 'shop/a#0 → all']);
  });

  test('of several VirtualServices on one host, what takes everything stands behind the rest', () => {
    const routes = routesOf(
      virtualService('a', [to('old', { name: 'all' })]),
      virtualService('b', [to('api', path('/api')), to('new')]),
    );
    expect(inShort(routes)).toEqual([
      'shop/b#0 → api',
      'shop/a#all → old',
      'shop/b#1 → new (shadowed)',
    ]);
  });

  test('plain HTTP servers of several Gateways on one port are one', () => {
    const routes = routesOf(
      gateway('other', [http()]),
      virtualService('a', [to('first')]),
      virtualService('b', [to('second')], { gateways: ['edge/other'] }),
    );
    expect(inShort(routes)).toEqual(['shop/a#0 → first', 'shop/b#0 → second (shadowed)']);
  });

  test('the older one first; what is private to the gateway before what is public', () => {
    const older = { creationTimestamp: '2026-01-01T00:00:00Z' };
    const newer = { creationTimestamp: '2026-01-02T00:00:00Z' };
    expect(
      inShort(
        routesOf(
          virtualService('a', [to('new', path('/x'))], {}, newer),
          virtualService('b', [to('old', path('/x'))], {}, older),
          virtualService('c', [to('ours', path('/x'))], { exportTo: ['edge'] }, newer),
        ),
      ),
    ).toEqual(['shop/c#0 → ours', 'shop/b#0 → old', 'shop/a#0 → new']);
  });
});

describe('matches', () => {
  test.each<[RouteMatch, string]>([
    [{ method: { exact: 'GET' }, uri: { prefix: '/api' } }, 'GET path /api*'],
    [{ uri: { regex: '/a.+' }, ignoreUriCase: true }, 'path ~/a.+ (any case)'],
    [{ headers: { 'x-user': { exact: 'ada' } } }, 'header x-user: ada'],
    [{ headers: { 'x-user': {} } }, 'header x-user'],
    [{ queryParams: { v: { exact: '2' } }, scheme: { exact: 'https' } }, 'scheme https, query v=2'],
    [{ withoutHeaders: { x: {} }, authority: { exact: 'a' } }, 'authority a, without header x'],
  ])('%j', (match, text) => expect(matchText(match)).toBe(text));

  test('everything is no condition, / or .*', () => {
    expect(takesEverything({})).toBe(true);
    expect(takesEverything({ port: 80, headers: {} })).toBe(true);
    expect(takesEverything({ uri: { prefix: '/' } })).toBe(true);
    expect(takesEverything({ uri: { regex: '.*' } })).toBe(true);
    expect(takesEverything({ uri: { prefix: '/' }, method: { exact: 'GET' } })).toBe(false);
    expect(takesEverything({ uri: { exact: '/' } })).toBe(false);
  });

  test('for other ports, gateways or sources a route is not there', () => {
    const routes = routesOf(
      virtualService('a', [
        to('port', { match: [{ port: 8080 }] }),
        to('gateway', { match: [{ gateways: ['edge/other'] }] }),
        to('source', { match: [{ sourceNamespace: 'shop' }] }),
        to('both', { match: [{ port: 8080 }, { port: 80, uri: { exact: '/x' } }] }),
      ]),
    );
    expect(inShort(routes)).toEqual(['shop/a#3 → both']);
    expect(routes[0]!.matches).toEqual(['path /x']);
  });
});

describe('servers', () => {
  test('HTTP servers use http, servers that pass TLS through use tls, TCP servers tcp', () => {
    const mesh = meshFrom(
      objects(
        gateway('main', [
          http({ port: { number: 9000, name: 'tcp', protocol: 'TCP' } }),
          http({
            port: { number: 443, name: 'tls', protocol: 'TLS' },
            tls: { mode: 'PASSTHROUGH' },
          }),
        ]),
        virtualService('a', [to('web')], {
          tls: [{ match: [{ sniHosts: ['shop.example'] }], ...to('sni') }],
          tcp: [to('raw')],
        }),
      ),
      { clusters },
    );
    const routes = mesh.routes(mesh.topology.clients[0]!);
    expect(routes.map(({ protocol, destinations }) => [protocol, destinations[0]!.port])).toEqual([
      ['tcp', 9000],
      ['tls', 443],
    ]);
    expect(routes[1]).toMatchObject({ host: 'shop.example', matches: [] });
  });

  test('a server that redirects to https asks no endpoint', () => {
    const mesh = meshFrom(
      objects(
        gateway('main', [
          http({ tls: { httpsRedirect: true } }),
          http({
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            tls: { mode: 'SIMPLE' },
          }),
        ]),
        virtualService('a', [to('web')]),
      ),
      { clusters },
    );
    const routes = mesh.routes(mesh.topology.clients[0]!);
    expect(routes.map(({ port, answer }) => [port, answer?.text])).toEqual([
      [80, 'redirect to https (301)'],
      [443, undefined],
    ]);
    expect(mesh.targets().map(({ port }) => port)).toEqual([443, 443]);
  });
});

test('redirects and direct responses lead nowhere', () => {
  const routes = routesOf(
    virtualService('a', [
      { ...path('/old'), redirect: { uri: '/new', authority: 'shop.example', redirectCode: 308 } },
      { ...path('/healthz'), directResponse: { status: 200 } },
    ]),
  );
  expect(routes.map(({ answer }) => answer?.text)).toEqual([
    'redirect to shop.example/new (308)',
    'answered by the gateway (200)',
  ]);
});

test('mirrors and faults are noted', () => {
  expect(
    routeNotes(
      {
        mirror: { host: 'shadow' },
        mirrorPercentage: { value: 10 },
        fault: { abort: { httpStatus: 503, percentage: { value: 5 } }, delay: {} },
      },
      { namespace: 'shop', clusterDomain: 'cluster.local' },
    ),
  ).toEqual([
    '10 % of the requests are mirrored to shadow.shop; the copies are not counted',
    'fault injection answers 5 % of the requests with 503; they count as errors',
  ]);
  // Without a percentage everything is mirrored, but nothing is broken.
  expect(
    routeNotes(
      { mirrors: [{ destination: { host: 'a.b' } }], fault: { abort: {} } },
      { namespace: 'x', clusterDomain: 'x' },
    ),
  ).toEqual(['100 % of the requests are mirrored to a.b; the copies are not counted']);
});

describe('delegates', () => {
  const root = (more: object = {}) =>
    virtualService('root', [
      {
        name: 'cart',
        ...path('/cart'),
        delegate: { name: 'cart', namespace: 'cart' },
        retries: { attempts: 3 },
        ...more,
      },
      to('rest'),
    ]);
  const delegate = (
    routes: object[],
    more: object = {},
  ): [string, string, Record<string, unknown>] => [
    'VirtualService',
    'cart/cart',
    { http: routes, ...more },
  ];

  test("the delegate's routes take the root's place, within its match", () => {
    const routes = routesOf(
      root(),
      delegate([
        { ...path('/cart/v2'), ...to('cart-v2') },
        { ...path('/elsewhere'), ...to('lost') },
        to('cart', { retries: { attempts: 0 } }),
      ]),
    );
    expect(inShort(routes)).toEqual([
      'shop/root#cart > cart/cart#0 → cart-v2',
      'shop/root#cart > cart/cart#2 → cart',
      'shop/root#1 → rest',
    ]);
    expect(routes.map(({ matches }) => matches)).toEqual([['path /cart/v2*'], ['path /cart*'], []]);
    // Short names are the delegate's own; what it does not say, the root says.
    expect(routes[0]!.destinations[0]!.host).toBe('cart-v2.cart.svc.cluster.local');
    expect(routes.map((route) => route.http?.retries?.attempts)).toEqual([3, 0, undefined]);
    expect(routes[0]!.virtualService.name).toBe('cart');
    expect(routes[0]!.root.name).toBe('root');
  });

  test('one that is missing, has hosts, or is not exported is left out', () => {
    const rest = ['shop/root#1 → rest'];
    expect(inShort(routesOf(root()))).toEqual(rest);
    expect(inShort(routesOf(root(), delegate([to('a')], { hosts: ['a'] })))).toEqual(rest);
    expect(inShort(routesOf(root(), delegate([to('a')], { exportTo: ['.'] })))).toEqual(rest);
  });

  test('targets lie in the file of the delegate', () => {
    const mesh = meshFrom(objects(gateway('main', [http()]), root(), delegate([to('cart')])), {
      clusters,
    });
    const target = mesh.targets().find(({ host }) => host.startsWith('cart.'));
    expect(target?.place?.resource.name).toBe('cart');
    expect(target?.place?.path).toEqual(['spec', 'http', 0, 'route', 0, 'destination', 'host']);
  });
});

describe('matches of root and delegate, as istiod merges them', () => {
  const uri = (kind: 'exact' | 'prefix' | 'regex', text: string) => ({ uri: { [kind]: text } });
  test.each<[RouteMatch, RouteMatch, boolean]>([
    [uri('prefix', '/a'), uri('prefix', '/a/b'), true],
    [uri('prefix', '/a/b'), uri('prefix', '/a'), false],
    [uri('prefix', '/a'), uri('exact', '/a/b'), true],
    [uri('exact', '/a'), uri('exact', '/a'), true],
    [uri('exact', '/a'), uri('exact', '/b'), false],
    [uri('exact', '/a'), uri('prefix', '/a'), false],
    [uri('regex', '/a'), uri('prefix', '/a'), false],
    [uri('prefix', '/a'), uri('regex', '/a'), false],
    [uri('prefix', '/a'), { headers: { x: { exact: '1' } } }, true],
    [{ headers: { x: { exact: '2' } } }, { headers: { x: { exact: '1' } } }, false],
    [{ port: 80 }, { port: 81 }, false],
    [{ port: 80 }, {}, true],
    [{ gateways: ['a', 'b'] }, { gateways: ['b'] }, true],
    [{ gateways: ['a'] }, { gateways: ['b'] }, false],
    [{ sourceNamespace: 'a' }, {}, false],
    [{ sourceLabels: { a: '1' } }, { sourceLabels: { a: '2' } }, false],
    [{ ignoreUriCase: true }, {}, false],
  ])('%j and %j', (root, leaf, isMerged) => {
    expect(mergeMatches([root], [leaf]) !== undefined).toBe(isMerged);
  });

  test('without matches on one side, those of the other', () => {
    expect(mergeMatches([], [{ port: 1 }])).toEqual([{ port: 1 }]);
    expect(mergeMatches([{ port: 1 }], [])).toEqual([{ port: 1 }]);
  });

  test('every pair that fits', () => {
    expect(
      mergeMatches(
        [uri('prefix', '/a'), uri('prefix', '/b')],
        [{ headers: { x: {} } }, uri('exact', '/b/c')],
      ),
    ).toEqual([
      { ...uri('prefix', '/a'), headers: { x: {} } },
      { ...uri('prefix', '/b'), headers: { x: {} } },
      uri('exact', '/b/c'),
    ]);
  });
});
