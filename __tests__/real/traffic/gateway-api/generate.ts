/** Meshes of the Gateway API, and requests that their routes take or do not take. */
import type { Manifest } from '../cases/case.js';
import { Draw } from '../cases/draw.js';
import { BACKEND, DESTINATION_HEADER, ROUTE_HEADER, type RawRequest } from '../request/generate.js';

/** Where all gateways are: a pod opens what Gateways of its own namespace say. */
export const GATEWAYS = 'gateways';

/** The Service that Gateways name in `addresses`. */
export const SHARED_SERVICE = 'edge';

export const POD_LABELS = { istio: 'edge' };

export interface GatewayApiMesh {
  index: number;
  /** `namespace/name`. */
  gateway: string;
  /** What the client of the configuration says. */
  isNamed: boolean;
  manifests: Manifest[];
  requests: (RawRequest & { port: number })[];
}

const group = 'gateway.networking.k8s.io';

/** Each mesh has ports of its own, so that many can share one gateway. */
export function generateGatewayApiMesh(
  seed: number,
  index: number,
  ports: readonly [number, number],
  requests: number,
): GatewayApiMesh {
  const draw = new Draw(seed * 7_001 + index);
  const generator = new Generator(draw, index, ports);
  return {
    index,
    gateway: `${GATEWAYS}/${generator.gateway}`,
    isNamed: draw.chance(0.5),
    manifests: generator.manifests(),
    requests: Array.from({ length: requests }, () => generator.request()),
  };
}

class Generator {
  readonly gateway: string;
  readonly #domain: string;
  readonly #namespaces: readonly [string, string];
  readonly #listeners: { owner: 'Gateway' | 'ListenerSet'; name: string; port: number }[] = [];
  #routes = 0;

  constructor(
    readonly draw: Draw,
    readonly index: number,
    readonly ports: readonly [number, number],
  ) {
    this.gateway = `g${index}`;
    this.#domain = `m${index}.test`;
    this.#namespaces = [`m${index}`, `m${index}-b`];
  }

  manifests(): Manifest[] {
    const { draw } = this;
    const isManaged = draw.chance(0.5);
    const gateway = this.#gatewayObject(isManaged);
    const [home, other] = this.#namespaces;
    return [
      this.#namespace(home, draw.pick(['red', 'blue'])),
      this.#namespace(other, draw.pick(['red', 'blue'])),
      ...(isManaged ? [gatewayService(`${this.gateway}-istio`, this.ports)] : []),
      gateway,
      ...(draw.chance(0.3) ? [this.#listenerSet()] : []),
      ...['web', 'api'].flatMap((name) => service(home, name)),
      ...service(other, 'far'),
      ...(draw.chance(0.2) ? service(GATEWAYS, `near-${this.index}`) : []),
      ...Array.from({ length: draw.int(0, 2) }, (_, number) => this.#grant(number)),
      ...Array.from({ length: draw.int(1, 4) }, () => this.#route()),
    ];
  }

  request(): RawRequest & { port: number } {
    const { draw } = this;
    const domain = this.#domain;
    const host = draw.weighted([
      [30, domain],
      [30, `shop.${domain}`],
      [15, `x.${domain}`],
      [10, `y.shop.${domain}`],
      [5, `SHOP.${domain}`],
      [5, 'nowhere.invalid'],
    ]);
    const headers = draw.some(HEADERS, draw.int(0, 2)).map((name) => [name, draw.pick(VALUES)]);
    return {
      port: draw.weighted([
        [19, this.ports[0]],
        [1, this.ports[1]],
      ]),
      method: draw.pick(METHODS),
      host,
      path: draw.pick([...PATHS, ...PATHS, ...CALLS]) + draw.pick(QUERIES),
      headers: Object.fromEntries(headers) as Record<string, string>,
    };
  }

  #namespace(name: string, team: string): Manifest {
    return {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { team } } as unknown as Manifest['metadata'],
    };
  }

  #gatewayObject(isManaged: boolean): Manifest {
    const { draw } = this;
    const count = draw.weighted([
      [5, 1],
      [3, 2],
      [2, 3],
    ]);
    return {
      apiVersion: `${group}/v1`,
      kind: 'Gateway',
      metadata: { name: this.gateway, namespace: GATEWAYS },
      spec: {
        gatewayClassName: 'istio',
        ...(isManaged
          ? {}
          : {
              addresses: [
                {
                  type: 'Hostname',
                  value: draw.pick([
                    SHARED_SERVICE,
                    `${SHARED_SERVICE}.${GATEWAYS}.svc.cluster.local`,
                  ]),
                },
              ],
            }),
        ...(draw.chance(0.7)
          ? { allowedListeners: { namespaces: this.#from(['All', 'Same', 'Selector', 'None']) } }
          : {}),
        listeners: distinct(
          Array.from({ length: count }, (_, number) => this.#listener('Gateway', `l${number}`)),
        ),
      },
    };
  }

  #listenerSet(): Manifest {
    return {
      apiVersion: `${group}/v1`,
      kind: 'ListenerSet',
      metadata: {
        name: `set-${this.index}`,
        namespace: this.draw.pick([...this.#namespaces, GATEWAYS]),
      },
      spec: {
        parentRef: { name: this.gateway, namespace: GATEWAYS },
        listeners: distinct(
          Array.from({ length: this.draw.int(1, 2) }, (_, number) =>
            this.#listener('ListenerSet', `s${number}`),
          ),
        ),
      },
    };
  }

  #listener(owner: 'Gateway' | 'ListenerSet', name: string): Listener {
    const { draw } = this;
    const domain = this.#domain;
    const port = draw.weighted([
      [9, this.ports[0]],
      [1, this.ports[1]],
    ]);
    this.#listeners.push({ owner, name, port });
    const hostname = draw.weighted<string | undefined>([
      [5, undefined],
      [3, `*.${domain}`],
      [1, domain],
      [2, `shop.${domain}`],
      [1, `*.shop.${domain}`],
    ]);
    const kinds = draw.weighted<string[]>([
      [8, []],
      [1, ['HTTPRoute']],
      [1, ['GRPCRoute']],
    ]);
    const namespaces = draw.chance(0.07)
      ? {}
      : { namespaces: this.#from(['All', 'All', 'All', 'All', 'All', 'Same', 'Selector']) };
    return {
      ...{ name, port, protocol: 'HTTP' },
      ...(hostname === undefined ? {} : { hostname }),
      allowedRoutes: {
        ...namespaces,
        ...(kinds.length > 0 ? { kinds: kinds.map((kind) => ({ kind })) } : {}),
      },
    };
  }

  #from(choices: string[]): object {
    const { draw } = this;
    const from = draw.pick(choices);
    if (from !== 'Selector') return { from };
    const selector = draw.pick<object>([
      { matchLabels: { team: 'red' } },
      { matchLabels: { 'kubernetes.io/metadata.name': this.#namespaces[0] } },
      { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['blue'] }] },
      { matchExpressions: [{ key: 'team', operator: 'Exists' }] },
      { matchExpressions: [{ key: 'team', operator: 'In', values: ['red', 'blue'] }] },
      {},
    ]);
    return { from, selector };
  }

  #grant(number: number): Manifest {
    const { draw } = this;
    const [home, other] = this.#namespaces;
    const name = draw.pick<string | undefined>([undefined, 'far', 'none']);
    return {
      apiVersion: `${group}/${draw.pick(['v1', 'v1beta1'])}`,
      kind: 'ReferenceGrant',
      metadata: { name: `grant-${number}`, namespace: draw.pick([other, other, home]) },
      spec: {
        from: [
          {
            group,
            kind: draw.pick(['HTTPRoute', 'HTTPRoute', 'GRPCRoute']),
            namespace: draw.pick([home, home, other, GATEWAYS]),
          },
        ],
        to: [{ group: '', kind: 'Service', ...(name === undefined ? {} : { name }) }],
      },
    };
  }

  #route(): Manifest {
    const { draw } = this;
    const isGrpc = draw.chance(0.15);
    const [home, other] = this.#namespaces;
    const name = `${draw.pick(['a', 'b', 'a-b', 'c'])}-${this.#routes++}-${this.index}`;
    const domain = this.#domain;
    const hostnames = draw.chance(0.25)
      ? []
      : draw.some([domain, `*.${domain}`, `shop.${domain}`, `*.shop.${domain}`], draw.int(1, 3));
    const count = draw.weighted([
      [4, 1],
      [3, 2],
      [2, 3],
      [1, 5],
    ]);
    const rules = Array.from({ length: count }, (_, number) =>
      this.#rule(isGrpc, `${name}-${number}`),
    );
    return {
      apiVersion: `${group}/v1`,
      kind: isGrpc ? 'GRPCRoute' : 'HTTPRoute',
      metadata: {
        name,
        namespace: draw.weighted([
          [6, home],
          [2, other],
          [2, GATEWAYS],
        ]),
      },
      spec: {
        parentRefs: this.#parents(),
        ...(hostnames.length > 0 ? { hostnames } : {}),
        ...(draw.chance(0.04) ? {} : { rules }),
      },
    };
  }

  #parents(): object[] {
    const { draw } = this;
    const named = draw.some(this.#listeners, draw.int(1, 2)).map(({ owner, name, port }) => ({
      ...(owner === 'ListenerSet'
        ? { group, kind: 'ListenerSet', name: `set-${this.index}`, namespace: this.#namespaces[0] }
        : { name: this.gateway, namespace: GATEWAYS }),
      sectionName: name,
      ...(draw.chance(0.2) ? { port: draw.pick([port, this.ports[1]]) } : {}),
    }));
    return draw.weighted<() => object[]>([
      [55, () => [{ name: this.gateway, namespace: GATEWAYS }]],
      [30, () => named],
      [5, () => [{ name: this.gateway, namespace: GATEWAYS, port: this.ports[0] }]],
      [5, () => [{ name: 'missing', namespace: GATEWAYS }, ...named]],
      [3, () => [{ name: this.gateway }]],
      [2, () => [{ group: '', kind: 'Service', name: 'web', namespace: this.#namespaces[0] }]],
    ])();
  }

  #rule(isGrpc: boolean, name: string): object {
    const { draw } = this;
    const matches = draw.chance(0.35)
      ? {}
      : {
          matches: Array.from({ length: draw.int(draw.chance(0.03) ? 0 : 1, 3) }, () =>
            isGrpc ? this.#grpcMatch() : this.#httpMatch(),
          ),
        };
    const own = {
      ...(draw.chance(0.5) ? { name } : {}),
      ...matches,
    };
    const header = headerFilter(ROUTE_HEADER, name);
    const redirect = {
      type: 'RequestRedirect',
      requestRedirect: draw.pick<object>([
        { hostname: 'other.test' },
        { statusCode: 301, scheme: 'https' },
        { path: { type: 'ReplaceFullPath', replaceFullPath: '/moved' } },
      ]),
    };
    const rewrite = {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/rewritten' } },
    };
    const extension = {
      type: 'ExtensionRef',
      extensionRef: { group: 'example.com', kind: 'Filter', name: 'x' },
    };
    if (!isGrpc && draw.chance(0.06)) return { ...own, filters: [header, redirect] };
    return {
      ...own,
      filters: [
        header,
        ...(!isGrpc && draw.chance(0.08) ? [rewrite] : []),
        ...(draw.chance(0.015) ? [extension] : []),
        ...(draw.chance(0.04) ? [this.#mirror()] : []),
      ],
      ...(draw.chance(0.03) ? {} : { backendRefs: this.#backends() }),
      ...(!isGrpc && draw.chance(0.1)
        ? { timeouts: { request: draw.pick(['10s', '0s', '1m']) } }
        : {}),
    };
  }

  #mirror(): object {
    const name = this.draw.pick(['web', 'none']);
    return { type: 'RequestMirror', requestMirror: { backendRef: { name, port: 80 } } };
  }

  #backends(): object[] {
    const { draw } = this;
    const count = draw.weighted([
      [6, 1],
      [3, 2],
      [1, 3],
    ]);
    return Array.from({ length: count }, () => this.#backend());
  }

  #backend(): object {
    const { draw } = this;
    const [home, other] = this.#namespaces;
    const weight = draw.weighted<object>([
      [6, {}],
      [2, { weight: 3 }],
      [2, { weight: 0 }],
    ]);
    const to = (name: string, more: object = { port: 80 }) => ({
      name,
      ...more,
      ...weight,
      filters: [headerFilter(DESTINATION_HEADER, name)],
    });
    return draw.weighted<() => object>([
      [30, () => to('web')],
      [20, () => to('api', { port: draw.pick([80, 81]) })],
      [15, () => to('web', { namespace: home, port: 80 })],
      [20, () => to('far', { namespace: other, port: 80 })],
      [8, () => to('gone')],
      [3, () => to('web', { port: 99 })],
      [3, () => to('x', { group: 'example.com', kind: 'Thing' })],
      [1, () => to('web.dotted')],
    ])();
  }

  #httpMatch(): object {
    const { draw } = this;
    const path = draw.weighted<object>([
      [15, {}],
      [25, { path: { type: 'Exact', value: draw.pick(PATHS) } }],
      [35, { path: { type: 'PathPrefix', value: draw.pick(PATHS) } }],
      [5, { path: { value: draw.pick(PATHS) } }],
      [20, { path: { type: 'RegularExpression', value: draw.pick(REGEXES) } }],
    ]);
    return {
      ...path,
      ...(draw.chance(0.2) ? { method: draw.pick(METHODS) } : {}),
      ...this.#headers(),
      ...(draw.chance(0.15)
        ? {
            queryParams: draw
              .some(['u', 'v'], draw.int(1, 2))
              .map((name) => ({ name, ...valueOf(draw, ['1', '2', 'a b']) })),
          }
        : {}),
    };
  }

  #grpcMatch(): object {
    const { draw } = this;
    const service = draw.pick(['shop.Cart', 'shop.Stock']);
    const method = draw.pick(['Get', 'Put']);
    const call = draw.pick<object>([
      { service, method },
      { service },
      { method },
      { type: 'Exact', service, method },
      { type: 'RegularExpression', service: String.raw`shop\..*`, method: 'G.t' },
      { type: 'RegularExpression', service: String.raw`shop\.C.*` },
    ]);
    return { ...(draw.chance(0.8) ? { method: call } : {}), ...this.#headers() };
  }

  #headers(): object {
    const { draw } = this;
    if (!draw.chance(0.25)) return {};
    const headers = draw
      .some(HEADERS, draw.int(1, 2))
      .map((name) => ({ name, ...valueOf(draw, VALUES.filter(Boolean)) }));
    return { headers };
  }
}

const HEADERS = ['x-user', 'X-Group', 'x-flag'];
const VALUES = ['ada', 'Ada', 'a', 'b', ''];
const METHODS = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'];
const QUERIES = ['', '', '?v=1', '?v=2', '?v=1&u=2', '?u=a%20b', '?v'];
const CALLS = ['/shop.Cart/Get', '/shop.Cart/Put', '/shop.Stock/Get', '/shop.Stock/', '/other/Get'];
const PATHS = ['/', '/api', '/api/', '/API', '/api/v1', '/apix', '/a', '/aa', '/a/b', '/v1/items'];
const REGEXES = ['/v[0-9]+/.*', '/(api|a)/.*', '(?i)/api.*', '/[^/]+', '.*', '/a{1,2}', '/.+'];

/** The API server takes each port with a hostname once. */
function distinct(listeners: Listener[]): Listener[] {
  const places = new Map(listeners.map((one) => [`${one.port} ${one.hostname ?? ''}`, one]));
  return [...places.values()];
}

interface Listener {
  name: string;
  port: number;
  hostname?: string;
  allowedRoutes: object;
}

function valueOf(draw: Draw, values: readonly string[]): object {
  return draw.weighted<object>([
    [6, { value: draw.pick(values) }],
    [1, { type: 'Exact', value: draw.pick(values) }],
    [3, { type: 'RegularExpression', value: draw.pick(['.*', '[a-c]+', '.+', '(?i)ada', '[12]']) }],
  ]);
}

function headerFilter(name: string, value: string): object {
  return { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name, value }] } };
}

/** A Service that selects the gateway's pod. */
export function gatewayService(name: string, ports: readonly number[]): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: GATEWAYS },
    spec: {
      selector: POD_LABELS,
      ports: ports.map((port) => ({ name: `http-${port}`, port, targetPort: port })),
    },
  };
}

function service(namespace: string, name: string): Manifest[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: {
        selector: { app: name },
        ports: [
          { name: 'http', port: 80, targetPort: 8080 },
          { name: 'http-2', port: 81, targetPort: 8080 },
        ],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadEntry',
      metadata: { name, namespace },
      spec: { address: BACKEND, locality: 'europe-west1/a', labels: { app: name } },
    },
  ];
}
