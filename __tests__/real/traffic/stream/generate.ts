/** Meshes with TLS and TCP routes, for a gateway and for a sidecar. */
import type { Manifest } from '../cases/case.js';
import { Draw } from '../cases/draw.js';

export interface StreamMesh {
  index: number;
  namespace: string;
  /** Ports that the gateway may open. */
  ports: number[];
  objects: Manifest[];
  /** Labels of the gateway's pod, and of the sidecar's. */
  edge: Record<string, string>;
  caller: Record<string, string>;
}

/** The ports of Services. */
export const PORTS = [3306, 5432, 6379, 8443, 9000];

const SUBNETS = ['10.200.0.0/16', '10.200.1.0/24', '10.201.0.0/16'];

/** @param ports Three that are free, for the gateway's listeners. */
export function generateStreamMesh(
  seed: number,
  index: number,
  ports: readonly [number, number, number],
): StreamMesh {
  const draw = new Draw(seed * 4_409 + index);
  const namespace = `streams-${index}`;
  const edge = { mesh: namespace };
  const names = draw.some(['db', 'cache', 'web', 'queue'], draw.int(1, 3));
  const hosts = names.map((name) => `${name}.${namespace}.svc.cluster.local`);
  const external = draw.some([`one.${namespace}.test`, `two.${namespace}.test`], draw.int(0, 2));
  const objects = [
    object('Sidecar', namespace, 'own', { egress: [{ hosts: ['./*'] }] }),
    ...names.map((name, number) => service(draw, namespace, name, `10.10${number}.${index}.9`)),
    ...external.map((host, number) => entry(draw, namespace, host, `ext-${number}`)),
    ...hosts.filter(() => draw.chance(0.5)).map((host, number) => rule(namespace, host, number)),
    ...Array.from({ length: draw.int(1, 2) }, (_, number) =>
      gateway(draw, namespace, number, ports, edge),
    ),
    ...Array.from({ length: draw.int(1, 4) }, (_, number) =>
      virtualService(draw, namespace, number, [...hosts, ...external], ports),
    ),
  ];
  if (draw.chance(0.6)) objects.push(...gatewayApi(draw, index, names, edge));
  const caller: Record<string, string> = draw.chance(0.5) ? { app: 'caller' } : { app: 'other' };
  return { index, namespace, ports: [...ports, ...API_PORTS], objects, edge, caller };
}

function object(kind: string, namespace: string, name: string, spec: object): Manifest {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name, namespace },
    spec: spec as Record<string, unknown>,
  };
}

function service(draw: Draw, namespace: string, name: string, address: string): Manifest {
  const numbers = draw.some(PORTS, draw.int(1, 3));
  const isHeadless = draw.chance(0.1);
  return {
    ...object('Service', namespace, name, {
      clusterIP: isHeadless ? 'None' : address,
      selector: { app: name },
      ports: numbers.map((port) => {
        const prefix = draw.pick(['tcp', 'tcp', 'tls', 'https', 'http', 'x', 'mysql', 'redis']);
        return { port, name: `${prefix}-${port}`, targetPort: 8080 };
      }),
    }),
    apiVersion: 'v1',
  };
}

function entry(draw: Draw, namespace: string, host: string, name: string): Manifest {
  const numbers = draw.some(PORTS, draw.int(1, 2));
  const addresses = draw.pick([
    [],
    [],
    [`10.150.${draw.int(0, 200)}.${draw.int(1, 200)}`],
    ['10.200.0.0/16'],
  ]);
  return object('ServiceEntry', namespace, name, {
    hosts: [host],
    location: draw.pick(['MESH_EXTERNAL', 'MESH_INTERNAL']),
    resolution: 'STATIC',
    ...(addresses.length > 0 ? { addresses } : {}),
    ports: numbers.map((number) => ({
      number,
      name: `p-${number}`,
      protocol: draw.pick(['TCP', 'TLS', 'HTTPS', 'TCP', 'HTTP']),
    })),
    endpoints: [{ address: '127.66.0.1' }],
    exportTo: ['.'],
  });
}

/** The ports of listeners of the Gateway API. */
const API_PORTS = [20_010, 20_011, 20_012];

/** A Gateway whose pod is the same, with routes for connections. */
function gatewayApi(
  draw: Draw,
  index: number,
  names: readonly string[],
  selector: Record<string, string>,
): Manifest[] {
  const namespace = `streams-${index}`;
  const api = (kind: string, name: string, spec: object): Manifest => ({
    ...object(kind, namespace, name, spec),
    apiVersion: 'gateway.networking.k8s.io/v1',
  });
  const listeners = API_PORTS.map((port, number) => {
    // To end TLS takes a certificate.
    const kind = draw.pick(['passthrough', 'passthrough', 'tcp']);
    const hostname = draw.pick([undefined, '*.streams.test', 'a.streams.test', '*.test']);
    return {
      ...{ name: `l-${number}`, port, protocol: kind === 'tcp' ? 'TCP' : 'TLS' },
      ...(kind === 'tcp' ? {} : { tls: { mode: 'Passthrough' } }),
      ...(kind === 'tcp' || hostname === undefined ? {} : { hostname }),
    };
  });
  const routes = Array.from({ length: draw.int(1, 4) }, (_, number) => {
    const kind = draw.pick(['TLSRoute', 'TLSRoute', 'TCPRoute']);
    const hostnames = draw.some(
      ['a.streams.test', '*.streams.test', 'b.c.streams.test'],
      draw.int(1, 2),
    );
    const section = draw.chance(0.5) ? { sectionName: `l-${draw.int(0, 2)}` } : {};
    return api(kind, `api-${number}`, {
      parentRefs: [{ name: 'api', ...section }],
      ...(kind === 'TLSRoute' ? { hostnames } : {}),
      rules: [
        {
          backendRefs: draw.some(names, draw.int(1, 2)).map((name) => ({
            ...{ name, port: draw.pick(PORTS) },
            ...(draw.chance(0.4) ? { weight: draw.int(1, 3) } : {}),
          })),
        },
      ],
    });
  });
  const service: Manifest = {
    ...object('Service', namespace, 'api-edge', {
      selector,
      clusterIP: `10.109.${index}.9`,
      ports: API_PORTS.map((port) => ({ name: `tcp-${port}`, port, targetPort: port })),
    }),
    apiVersion: 'v1',
  };
  const addresses = [{ type: 'Hostname', value: 'api-edge' }];
  const gateway = api('Gateway', 'api', { gatewayClassName: 'istio', addresses, listeners });
  return [service, gateway, ...routes];
}

function rule(namespace: string, host: string, number: number): Manifest {
  return object('DestinationRule', namespace, `rule-${number}`, {
    host,
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
  });
}

function gateway(
  draw: Draw,
  namespace: string,
  number: number,
  ports: readonly number[],
  selector: Record<string, string>,
): Manifest {
  const servers = Array.from({ length: draw.int(1, 4) }, (_, position) => {
    const port = draw.pick(ports);
    const kind = draw.pick(['tcp', 'tcp', 'passthrough', 'passthrough', 'passthrough', 'ended']);
    const isTls = kind !== 'tcp';
    const hosts = draw.pick([
      ['*'],
      ['*.test'],
      [`*.${namespace}.test`],
      [`${namespace}/*.test`],
      ['./a.streams.test', './b.streams.test'],
      ['other/*'],
      ['a.streams.test'],
    ]);
    const protocol = kind === 'ended' ? 'TLS' : draw.pick(isTls ? ['TLS', 'HTTPS'] : ['TCP']);
    const tls =
      kind === 'passthrough'
        ? { mode: 'PASSTHROUGH' }
        : { mode: 'SIMPLE', credentialName: 'some-certificate' };
    return {
      port: { number: port, name: `p-${position}`, protocol },
      hosts,
      ...(isTls ? { tls } : {}),
    };
  });
  return object('Gateway', namespace, `gateway-${number}`, { selector, servers });
}

function virtualService(
  draw: Draw,
  namespace: string,
  number: number,
  hosts: readonly string[],
  ports: readonly number[],
): Manifest {
  const own = draw.pick([
    [draw.pick(hosts)],
    draw.some(hosts, 2),
    ['a.streams.test'],
    ['*.streams.test', draw.pick(hosts)],
    ['*.test'],
    [`*.${namespace}.svc.cluster.local`],
  ]);
  const gateways = draw.pick([
    ['gateway-0'],
    ['gateway-0', 'mesh'],
    ['gateway-1', 'gateway-0'],
    ['mesh'],
    undefined,
  ]);
  const sources = () => ({
    ...(draw.chance(0.2) ? { port: draw.pick([...ports, ...PORTS]) } : {}),
    ...(draw.chance(0.2) ? { sourceLabels: { app: 'caller' } } : {}),
    ...(draw.chance(0.1) ? { sourceNamespace: draw.pick([namespace, 'elsewhere']) } : {}),
    ...(draw.chance(0.2) ? { gateways: [draw.pick(['mesh', `${namespace}/gateway-0`])] } : {}),
    ...(draw.chance(0.2) ? { destinationSubnets: draw.some(SUBNETS, draw.int(1, 2)) } : {}),
  });
  const names = own.flatMap((host) =>
    host.startsWith('*')
      ? [`a${host.slice(1)}`, `b.c${host.slice(1)}`, ...(draw.chance(0.3) ? [host] : [])]
      : [host],
  );
  const tls = Array.from({ length: draw.int(0, 3) }, () => ({
    match: Array.from({ length: draw.int(1, 2) }, () => ({
      sniHosts: draw.some(names, draw.int(1, 2)),
      ...sources(),
    })),
    route: destinations(draw, hosts),
  }));
  const tcp = Array.from({ length: draw.int(tls.length === 0 ? 1 : 0, 3) }, () => ({
    ...(draw.chance(0.6)
      ? { match: Array.from({ length: draw.int(1, 2) }, () => ({ ...sources() })) }
      : {}),
    route: destinations(draw, hosts),
  }));
  return object('VirtualService', namespace, `routes-${number}`, {
    hosts: [...new Set(own)],
    ...(gateways ? { gateways } : {}),
    ...(tls.length > 0 ? { tls } : {}),
    ...(tcp.length > 0 ? { tcp } : {}),
  });
}

function destinations(draw: Draw, hosts: readonly string[]): object[] {
  const chosen = draw.some([...hosts, 'nowhere.test'], draw.pick([1, 1, 1, 2, 3]));
  const [first = 0, ...rest] = chosen.map(() => draw.int(1, 30));
  const weights = [100 - rest.reduce((sum, one) => sum + one, 0), ...rest];
  return chosen.map((host, index) => ({
    destination: {
      host,
      ...(draw.chance(0.5) ? { port: { number: draw.pick(PORTS) } } : {}),
      ...(draw.chance(0.2) ? { subset: 'v1' } : {}),
    },
    ...(chosen.length > 1 ? { weight: weights[index] } : first > 15 ? { weight: 100 } : {}),
  }));
}
