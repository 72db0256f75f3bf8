/** Meshes with many routes, and requests that they take or do not take. */
import type { Manifest } from '../cases/case.js';
import { Draw } from '../cases/draw.js';

/** Set by the routes, so that an answer says which one it was. */
export const ROUTE_HEADER = 'x-route';
export const DESTINATION_HEADER = 'x-destination';

export interface RequestMesh {
  index: number;
  namespace: string;
  manifests: Manifest[];
  requests: RawRequest[];
}

/** A request as it goes over the wire. */
export interface RawRequest {
  method: string;
  /** The header Host. */
  host: string;
  /** With the query; sent as it is. */
  path: string;
  headers: Record<string, string>;
}

/** The namespace of the mesh is part of all of its hosts: all meshes share one gateway. */
export function generateMesh(seed: number, index: number, requests: number): RequestMesh {
  const draw = new Draw(seed * 6_007 + index);
  const namespace = `requests-${index}`;
  const domain = `${namespace}.test`;
  const count = draw.int(1, 4);
  const services = Array.from({ length: count }, (_, number) =>
    virtualService(draw, namespace, domain, number),
  );
  return {
    ...{ index, namespace },
    manifests: [...NAMES.map((name) => entry(namespace, name)), rule(namespace), ...services],
    requests: Array.from({ length: requests }, () => request(draw, domain)),
  };
}

const NAMES = ['web', 'api'];
const PATHS = [
  ...[
    '/',
    '/api',
    '/api/',
    '/API',
    '/api/v1',
    '/a',
    '/aa',
    '/a/b',
    '/a//b',
    '/v1/items',
    '/v2/items/7',
  ],
  ...[
    '/page.html',
    '/%41pi',
    '/a%2Fb',
    '/a/./b',
    '/x/../api',
    '/%2e%2e/api',
    '/a%20b',
    '/a;b=c',
    '/a%2Db',
    '/a-b',
    '/%7Ea',
    '/~a',
    '/a%21b',
    '/a!b',
    '/%30x%5A',
    '/0xZ',
  ],
];
const REGEXES = [
  ...[
    '/v[0-9]+/.*',
    '/(api|a)/.*',
    '(?i)/api.*',
    '/[^/]+',
    '.*',
    String.raw`/\w+\.html`,
    '/a{1,2}',
  ],
  ...[String.raw`/\Qapi\E.*`, '/a|/api', '/a/?b?', '/.+', String.raw`^/a\b.*$`, '[[:punct:]]a+'],
];
const HEADERS = ['x-user', 'X-Group', 'x-flag'];
const VALUES = ['ada', 'Ada', 'a', 'b', ''];
const METHODS = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'];
const QUERIES = ['', '', '?v=1', '?v=2', '?v=1&v=2', '?u=a%20b', '?v', '?u=&v=2', '?'];

function entry(namespace: string, name: string): Manifest {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name, namespace },
    spec: {
      hosts: [`${name}.${namespace}.internal`],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 }],
      endpoints: [{ address: BACKEND, locality: 'europe-west1/a', labels: { version: 'v1' } }],
    },
  };
}

export const BACKEND = '127.66.0.1';

function rule(namespace: string): Manifest {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'web', namespace },
    spec: {
      host: `web.${namespace}.internal`,
      subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    },
  };
}

function virtualService(draw: Draw, namespace: string, domain: string, number: number): Manifest {
  const hosts = draw.some(
    [domain, `*.${domain}`, `shop.${domain}`, `*.shop.${domain}`],
    draw.int(1, 3),
  );
  const name = `${draw.pick(['a', 'b', 'c'])}-${number}`;
  const count = draw.int(1, 8);
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace },
    spec: {
      hosts,
      gateways: draw.some(['istio-system/main', 'istio-system/other'], draw.int(1, 2)),
      http: Array.from({ length: count }, (_, index) => route(draw, namespace, `${name}-${index}`)),
    },
  };
}

function route(draw: Draw, namespace: string, name: string): object {
  const matches = draw.chance(0.12)
    ? {}
    : { match: Array.from({ length: draw.int(1, 3) }, () => match(draw)) };
  const headers = { response: { set: { [ROUTE_HEADER]: name } } };
  return { name, ...matches, headers, ...action(draw, namespace) };
}

function action(draw: Draw, namespace: string): object {
  const destination = (host: string, subset?: string) => ({
    destination: { host: `${host}.${namespace}.internal`, ...(subset ? { subset } : {}) },
    headers: { response: { set: { [DESTINATION_HEADER]: `${host}/${subset ?? ''}` } } },
  });
  const all = [destination('web'), destination('api'), destination('web', 'v1')];
  return draw.weighted<() => object>([
    [50, () => ({ route: [draw.pick(all)] })],
    [
      12,
      () => ({
        route: draw.some(all, 2).map((one, index) => ({ ...one, weight: index ? 70 : 30 })),
      }),
    ],
    [6, () => ({ route: [destination('web', 'missing')] })],
    [
      6,
      () => ({
        route: [
          { ...all[0], weight: 100 },
          { ...destination('web', 'missing'), weight: 0 },
        ],
      }),
    ],
    [
      8,
      () => ({ redirect: { uri: '/moved', ...(draw.chance(0.5) ? { redirectCode: 307 } : {}) } }),
    ],
    [10, () => ({ directResponse: { status: draw.pick([200, 404, 418, 503]) } })],
    [
      8,
      () => ({
        route: [all[0]],
        fault: { abort: { httpStatus: draw.pick([400, 500]), percentage: { value: 100 } } },
      }),
    ],
  ])();
}

function match(draw: Draw): object {
  const uri = draw.weighted<object>([
    [20, {}],
    [20, { uri: { exact: draw.pick(PATHS) } }],
    [30, { uri: { prefix: draw.pick(PATHS) } }],
    [30, { uri: { regex: draw.pick(REGEXES) } }],
  ]);
  const one = (value: unknown) => ({ [draw.pick(HEADERS)]: value });
  return {
    ...uri,
    ...(draw.chance(0.2) ? { ignoreUriCase: true } : {}),
    ...(draw.chance(0.15) ? { method: text(draw, METHODS) } : {}),
    ...(draw.chance(0.05) ? { scheme: { exact: draw.pick(['http', 'https']) } } : {}),
    ...(draw.chance(0.25) ? { headers: one(headerText(draw)) } : {}),
    ...(draw.chance(0.15) ? { withoutHeaders: one(headerText(draw)) } : {}),
    ...(draw.chance(0.15)
      ? { queryParams: { [draw.pick(['u', 'v'])]: text(draw, ['1', '2', 'a b', 'a%20b']) } }
      : {}),
    ...(draw.chance(0.05)
      ? { gateways: [draw.pick(['istio-system/main', 'istio-system/other'])] }
      : {}),
    ...(draw.chance(0.05) ? { port: 9 } : {}),
  };
}

function headerText(draw: Draw): object {
  return draw.chance(0.2) ? {} : text(draw, VALUES.filter(Boolean));
}

function text(draw: Draw, values: readonly string[]): object {
  const value = draw.pick(values);
  return draw.weighted<object>([
    [50, { exact: value }],
    [25, { prefix: value.slice(0, 1) }],
    [25, { regex: draw.pick(['.*', '[a-c]+', '.+', '(?i)ada|get', '[12]']) }],
  ]);
}

function request(draw: Draw, domain: string): RawRequest {
  const host = draw.weighted([
    [30, domain],
    [25, `shop.${domain}`],
    [20, `x.${domain}`],
    [10, `y.shop.${domain}`],
    [5, `SHOP.${domain}`],
    [5, `x.y.${domain}`],
    [5, 'nowhere.invalid'],
  ]);
  const headers = draw.some(HEADERS, draw.int(0, 2)).map((name) => [name, draw.pick(VALUES)]);
  return {
    method: draw.pick(METHODS),
    host,
    path: draw.pick(PATHS) + draw.pick(QUERIES),
    headers: Object.fromEntries(headers) as Record<string, string>,
  };
}
