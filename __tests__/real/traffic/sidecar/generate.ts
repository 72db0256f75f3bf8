/** Meshes of services, routes and Sidecar resources, each in namespaces of its own, and a sidecar in one of them. */
import type { Manifest } from '../cases/case.js';
import { Draw } from '../cases/draw.js';

/** Set by the routes, so that an answer says which one it was. */
export const ROUTE_HEADER = 'x-route';
export const DESTINATION_HEADER = 'x-destination';

export interface SidecarMesh {
  index: number;
  /** Part of the names of all namespaces and hosts, so that meshes do not meet. */
  tag: string;
  namespaces: string[];
  objects: SidecarObject[];
  client: SidecarNode;
}

export interface SidecarObject {
  manifest: Manifest;
  /** 1: at least a second younger than 0. */
  wave: 0 | 1;
}

export interface SidecarNode {
  namespace: string;
  labels: Record<string, string>;
  locality: string;
}

/** The ports that are compared. */
export const PORTS = [80, 8080, 9090];

const LOCALITIES = ['europe-west1/a', 'europe-west1/b', 'us-central1/a'];

export function generateSidecarMesh(seed: number, index: number): SidecarMesh {
  const draw = new Draw(seed * 9_001 + index);
  const tag = `m${index}x`;
  const namespaces = [`${tag}-a`, `${tag}-b`];
  const world: World = { draw, tag, namespaces, addresses: 0, index };
  const client = {
    namespace: draw.pick([...namespaces, namespaces[0]!]),
    labels: draw.pick<Record<string, string>>([
      { app: 'caller' },
      { app: 'caller', version: 'v1' },
      { app: 'other' },
      {},
    ]),
    locality: draw.pick(LOCALITIES),
  };
  const services = servicesOf(world);
  const objects = [
    ...services,
    ...Array.from({ length: draw.int(0, 5) }, (_, number) => virtualService(world, number)),
    ...delegates(world),
    ...Array.from({ length: draw.int(0, 3) }, (_, number) => destinationRule(world, number)),
    ...Array.from(
      {
        length: draw.weighted([
          [40, 0],
          [45, 1],
          [15, 2],
        ]),
      },
      (_, number) => sidecar(world, number),
    ),
  ].map((manifest): SidecarObject => ({ manifest, wave: draw.chance(0.3) ? 1 : 0 }));
  return { index, tag, namespaces, objects, client };
}

interface World {
  draw: Draw;
  tag: string;
  namespaces: string[];
  addresses: number;
  index: number;
}

function address(world: World): string {
  world.addresses += 1;
  return `127.${70 + Math.floor(world.index / 200)}.${world.index % 200}.${world.addresses}`;
}

function servicesOf(world: World): Manifest[] {
  const { draw, namespaces, tag } = world;
  const [a = '', b = ''] = namespaces;
  return [
    ...service(world, 'web', a),
    ...(draw.chance(0.7) ? service(world, 'api', a) : []),
    ...service(world, 'web', b),
    ...(draw.chance(0.4) ? service(world, 'db', b) : []),
    ...(draw.chance(0.6) ? [entry(world, `ext.${tag}.example.com`, draw.pick(namespaces))] : []),
    ...(draw.chance(0.25) ? [entry(world, `ext.${tag}.example.com`, b, 'again')] : []),
    ...(draw.chance(0.2) ? [entry(world, `*.wild.${tag}.example.com`, a)] : []),
    ...(draw.chance(0.15) ? [alias(world)] : []),
  ];
}

const SERVICE_PORTS = [
  { name: 'http', port: 80 },
  { name: 'http-alt', port: 8080 },
  { name: 'grpc', port: 9090 },
  { name: 'tcp', port: 9090 },
  { name: 'plain', port: 8080 },
];

function exportTo(draw: Draw, namespaces: readonly string[]): string[] | undefined {
  return draw.weighted<string[] | undefined>([
    [65, undefined],
    [10, ['*']],
    [12, ['.']],
    [6, [namespaces[1]!]],
    [4, ['.', namespaces[1]!]],
    [3, ['~']],
  ]);
}

function service(world: World, name: string, namespace: string): Manifest[] {
  const { draw } = world;
  const drawn = draw.some(SERVICE_PORTS, draw.int(1, 3));
  const ports = drawn.filter(
    ({ port }, index) => drawn.findIndex((other) => other.port === port) === index,
  );
  const exported = exportTo(draw, world.namespaces)?.join(',');
  const isHeadless = draw.chance(0.12);
  const labels = { app: name };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name,
        namespace,
        annotations: exported ? { 'networking.istio.io/exportTo': exported } : {},
      },
      spec: {
        selector: labels,
        ...(isHeadless ? { clusterIP: 'None' } : {}),
        ports: ports.map((port) => ({ ...port, targetPort: 8080 })),
      },
    },
    ...Array.from({ length: draw.int(1, 3) }, (_, number): Manifest => {
      const version = draw.pick(['v1', 'v2']);
      return {
        apiVersion: 'networking.istio.io/v1',
        kind: 'WorkloadEntry',
        metadata: { name: `${name}-${number}`, namespace },
        spec: {
          address: address(world),
          labels: { ...labels, version },
          locality: draw.pick(LOCALITIES),
          ...(draw.chance(0.3) ? { weight: draw.pick([2, 3, 10]) } : {}),
        },
      };
    }),
  ];
}

function entry(world: World, host: string, namespace: string, name = 'ext'): Manifest {
  const { draw, namespaces } = world;
  const exported = exportTo(draw, namespaces);
  const isWild = host.startsWith('*');
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: isWild ? 'wild' : name, namespace },
    spec: {
      hosts: [host],
      location: 'MESH_INTERNAL',
      resolution: isWild ? 'NONE' : 'STATIC',
      ports: draw.some(
        [
          { number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 },
          {
            number: 8080,
            name: 'alt',
            protocol: draw.pick(['HTTP', 'HTTP', 'TCP']),
            targetPort: 8080,
          },
        ],
        draw.int(1, 2),
      ),
      ...(isWild
        ? {}
        : {
            endpoints: Array.from({ length: draw.int(1, 2) }, () => ({
              address: address(world),
              locality: draw.pick(LOCALITIES),
              labels: { version: draw.pick(['v1', 'v2']) },
            })),
          }),
      ...(exported ? { exportTo: exported } : {}),
    },
  };
}

function alias({ draw, namespaces: [a = '', b = ''] }: World): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'alias', namespace: a },
    spec: {
      type: 'ExternalName',
      externalName: `web.${draw.pick([a, b])}.svc.cluster.local`,
      ports: [{ name: 'http', port: 80 }],
    },
  };
}

function hostFor(world: World): string {
  const { draw, tag, namespaces } = world;
  const [a = '', b = ''] = namespaces;
  return draw.weighted([
    [25, 'web'],
    [10, 'api'],
    [20, `web.${a}.svc.cluster.local`],
    [12, `web.${b}.svc.cluster.local`],
    [8, `api.${a}.svc.cluster.local`],
    [10, `ext.${tag}.example.com`],
    [6, `*.${tag}.example.com`],
    [5, `*.${a}.svc.cluster.local`],
    [3, `*.${b}.svc.cluster.local`],
    [3, `one.wild.${tag}.example.com`],
    [8, `site.${tag}.example.org`],
    [3, `*.${tag}.example.org`],
    [2, `alias.${a}.svc.cluster.local`],
    [2, `WEB.${a}.svc.cluster.local`],
  ]);
}

function virtualService(world: World, number: number): Manifest {
  const { draw, namespaces } = world;
  const namespace = draw.pick(namespaces);
  const name = `${draw.pick(['a', 'b', 'c'])}-${number}`;
  const exported = exportTo(draw, namespaces);
  const hosts = Array.from(
    {
      length: draw.weighted([
        [70, 1],
        [20, 2],
        [10, 3],
      ]),
    },
    () => hostFor(world),
  );
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace },
    spec: {
      hosts: [...new Set(hosts)],
      ...draw.weighted<object>([
        [60, {}],
        [15, { gateways: ['mesh'] }],
        [15, { gateways: ['mesh', 'istio-system/main'] }],
        [10, { gateways: ['istio-system/main'] }],
      ]),
      http: Array.from({ length: draw.int(1, 4) }, (_, index) =>
        draw.chance(0.08)
          ? {
              name: `${name}-${index}`,
              ...(draw.chance(0.5) ? { match: [match(world)] } : {}),
              delegate: { name: draw.pick(['leaf', 'nowhere']), namespace: draw.pick(namespaces) },
            }
          : route(world, `${name}-${index}`),
      ),
      ...(exported ? { exportTo: exported } : {}),
    },
  };
}

function delegates(world: World): Manifest[] {
  const { draw, namespaces } = world;
  return namespaces
    .filter(() => draw.chance(0.4))
    .map((namespace) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'leaf', namespace },
      spec: {
        http: Array.from({ length: draw.int(1, 2) }, (_, index) => route(world, `leaf-${index}`)),
      },
    }));
}

function route(world: World, name: string): object {
  const { draw } = world;
  const matches = draw.chance(0.3)
    ? {}
    : { match: Array.from({ length: draw.int(1, 2) }, () => match(world)) };
  return {
    name,
    ...matches,
    headers: { response: { set: { [ROUTE_HEADER]: name } } },
    ...draw.weighted<() => object>([
      [72, () => ({ route: [destination(world)] })],
      [
        14,
        () => ({
          route: [destination(world), destination(world)].map((one, index) => ({
            ...one,
            weight: index ? 70 : 30,
          })),
        }),
      ],
      [6, () => ({ redirect: { uri: '/moved' } })],
      [8, () => ({ directResponse: { status: draw.pick([200, 404, 503]) } })],
    ])(),
  };
}

function destination(world: World): object {
  const { draw, tag, namespaces } = world;
  const [a = '', b = ''] = namespaces;
  const host = draw.weighted([
    [25, 'web'],
    [12, 'api'],
    [20, `web.${a}.svc.cluster.local`],
    [18, `web.${b}.svc.cluster.local`],
    [8, `db.${b}.svc.cluster.local`],
    [10, `ext.${tag}.example.com`],
    [4, `missing.${a}.svc.cluster.local`],
  ]);
  const port = draw.weighted<object>([
    [50, {}],
    [25, { port: { number: 80 } }],
    [20, { port: { number: 8080 } }],
    [5, { port: { number: 9090 } }],
  ]);
  const subset = draw.chance(0.25) ? { subset: draw.pick(['v1', 'v2', 'none']) } : {};
  const label = `${host}/${'subset' in subset ? subset.subset : ''}`;
  return {
    destination: { host, ...port, ...subset },
    headers: { response: { set: { [DESTINATION_HEADER]: label } } },
  };
}

export const PATHS = ['/', '/api', '/api/v1', '/shop', '/web/index.html'];

function match({ draw, namespaces }: World): object {
  return {
    ...draw.weighted<object>([
      [35, {}],
      [20, { uri: { exact: draw.pick(PATHS) } }],
      [35, { uri: { prefix: draw.pick(PATHS) } }],
      [10, { uri: { regex: draw.pick(['/a.*', '/[^/]+', '.*']) } }],
    ]),
    ...(draw.chance(0.15) ? { headers: { 'x-user': { exact: draw.pick(['ada', 'bob']) } } } : {}),
    ...(draw.chance(0.15) ? { port: draw.pick([80, 8080]) } : {}),
    ...(draw.chance(0.2)
      ? { sourceLabels: draw.pick([{ app: 'caller' }, { version: 'v1' }, { app: 'nobody' }]) }
      : {}),
    ...(draw.chance(0.15) ? { sourceNamespace: draw.pick(namespaces) } : {}),
    ...(draw.chance(0.12)
      ? { gateways: draw.pick([['mesh'], ['istio-system/main'], ['mesh', 'istio-system/main']]) }
      : {}),
  };
}

function destinationRule(world: World, number: number): Manifest {
  const { draw, tag, namespaces } = world;
  const [a = '', b = ''] = namespaces;
  const exported = exportTo(draw, namespaces);
  const isSelecting = draw.chance(0.1);
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: `rule-${number}`, namespace: draw.pick(namespaces) },
    spec: {
      host: draw.pick([
        'web',
        'web',
        `web.${a}.svc.cluster.local`,
        `web.${b}.svc.cluster.local`,
        `ext.${tag}.example.com`,
        `*.${a}.svc.cluster.local`,
      ]),
      trafficPolicy: {
        outlierDetection: { maxEjectionPercent: 100 },
        ...(draw.chance(0.5)
          ? {
              loadBalancer: {
                localityLbSetting: {
                  distribute: [{ from: '*', to: { 'europe-west1/*': 80, 'us-central1/*': 20 } }],
                },
              },
            }
          : {}),
      },
      subsets: draw.some(['v1', 'v2'], draw.int(0, 2)).map((version) => ({
        name: version,
        labels: { version },
      })),
      ...(isSelecting
        ? { workloadSelector: { matchLabels: { app: draw.pick(['caller', 'other']) } } }
        : exported && !exported.includes('~')
          ? { exportTo: exported }
          : {}),
    },
  };
}

function sidecar(world: World, number: number): Manifest {
  const { draw, namespaces } = world;
  const selector = draw.chance(0.35)
    ? { workloadSelector: { labels: draw.pick([{ app: 'caller' }, { version: 'v1' }]) } }
    : {};
  const isWide = !('workloadSelector' in selector);
  const listeners = [
    ...(draw.chance(0.2)
      ? [{ port: { number: 8080, protocol: 'HTTP', name: 'http' }, hosts: egressHosts(world) }]
      : []),
    ...(draw.chance(0.9) ? [{ hosts: egressHosts(world) }] : []),
  ];
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: {
      name: `${isWide ? 'default' : 'some'}-${number}`,
      namespace: draw.pick(namespaces),
    },
    spec: {
      ...selector,
      egress: listeners.length > 0 ? listeners : [{ hosts: ['*/*'] }],
      ...draw.weighted<object>([
        [70, {}],
        [20, { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }],
        [10, { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }],
      ]),
    },
  };
}

function egressHosts(world: World): string[] {
  const { draw, tag, namespaces } = world;
  const [a = '', b = ''] = namespaces;
  return draw.some(
    [
      './*',
      '*/*',
      `${a}/*`,
      `${b}/*`,
      `*/web.${a}.svc.cluster.local`,
      `${b}/web.${b}.svc.cluster.local`,
      `./api.${a}.svc.cluster.local`,
      `*/*.${tag}.example.com`,
      `*/ext.${tag}.example.com`,
      `*/site.${tag}.example.org`,
      `~*/web.${b}.svc.cluster.local`,
    ],
    draw.int(1, 3),
  );
}
