/** Cases from a seed: the same seed and index give the same case. */
import type { Case, CaseClient, CasePod, Manifest, MeshVariant, Placed } from './case.js';
import { CLUSTERS } from './case.js';
import { destinationRules } from './destination-rules.js';
import { Draw } from './draw.js';
import { podObjects } from './pods.js';
import { endpoints, localityIn, type DrawnEndpoint } from './endpoints.js';
import { REGIONS } from './policy.js';

const PORTS = [
  { number: 80, name: 'http' },
  { number: 8080, name: 'http-alt' },
];
const INGRESS = { istio: 'ingressgateway' };

/** Pods or WorkloadEntries of a Service; endpoints in a ServiceEntry, or WorkloadEntries that it selects. */
type Inventory = 'pods' | 'service' | 'inline' | 'selected';

export function generateCase(seed: number, index: number, variants: readonly MeshVariant[]): Case {
  const draw = new Draw(seed * 100_003 + index);
  const variant = variants[index % variants.length]!;
  const hasNetworks = Object.keys(variant.networks).length > 0;
  const namespace = `case-${index}`;
  const inventory = draw.weighted<Inventory>([
    [35, 'pods'],
    [20, 'service'],
    [30, 'inline'],
    [15, 'selected'],
  ]);
  const ports = draw.chance(0.4) ? PORTS : PORTS.slice(0, 1);
  const host = hostOf(draw, inventory, namespace);
  const everywhere = CLUSTERS.map(({ name }) => name);
  const drawn = endpoints(draw, index, {
    hasNetworks,
    arePods: inventory === 'pods',
    clusters: inventory === 'inline' ? ['a'] : everywhere,
  });
  const client = clientOf(draw, namespace, inventory, variant, drawn);
  const subset = draw.chance(0.25) ? draw.pick(['v1', 'v2', 'here']) : undefined;
  const port = draw.pick(ports).number;
  const objects = [
    ...inventoryObjects(
      draw,
      inventory,
      namespace,
      host,
      ports,
      drawn,
      variant.flags !== undefined,
    ),
    ...destinationRules(draw, {
      host,
      namespace,
      clientNamespace: client.namespace,
      ports: ports.map(({ number }) => number),
      subset,
    }),
    ...(subset === undefined ? [] : routed(namespace, host, port, subset)),
  ];
  const pods = inventory === 'pods' ? drawn.map(podOf) : undefined;
  return { index, objects, client, mesh: variant.name, host, port, subset, pods };
}

function isService(inventory: Inventory): boolean {
  return inventory === 'pods' || inventory === 'service';
}

function podOf({ locality = '', cluster, labels, network, isUnready }: DrawnEndpoint): CasePod {
  const endpoint = { locality, cluster, labels, ...(network === undefined ? {} : { network }) };
  return { endpoint, isUnready };
}

function hostOf(draw: Draw, inventory: Inventory, namespace: string): string {
  if (isService(inventory)) {
    return `${draw.chance(0.3) ? 'near' : 'web'}.${namespace}.svc.cluster.local`;
  }
  return draw.chance(0.2) ? `${namespace}.local.example.com` : `web.${namespace}.example.com`;
}

function clientOf(
  draw: Draw,
  namespace: string,
  inventory: Inventory,
  { networks }: MeshVariant,
  drawn: readonly DrawnEndpoint[],
): CaseClient {
  const region = draw.pick(REGIONS);
  const same = draw.pick(drawn).locality;
  // The model takes a client's istiod to be in its cluster; which one it is makes no difference for pods.
  const cluster = inventory === 'pods' ? draw.pick(['a', 'a', 'b', 'c']) : 'a';
  const network = networks[cluster];
  return {
    cluster,
    locality: same && draw.chance(0.6) ? same : localityIn(draw, region, 'subzone'),
    namespace: draw.weighted([
      [5, 'istio-system'],
      [3, `client-${namespace}`],
      [2, namespace],
    ]),
    network: draw.chance(0.9) ? network : undefined,
    labels: {
      ...INGRESS,
      ...(draw.chance(0.6) ? { version: draw.pick(['v1', 'v2']) } : {}),
      ...(draw.chance(0.4) ? { tier: draw.pick(['gold', 'silver']) } : {}),
    },
  };
}

function inventoryObjects(
  draw: Draw,
  inventory: Inventory,
  namespace: string,
  host: string,
  ports: readonly { number: number; name: string }[],
  drawn: readonly DrawnEndpoint[],
  mayBeGlobal: boolean,
): Placed[] {
  const labels = { app: 'web' };
  const distribution = draw.chance(0.12)
    ? draw.pick(['PreferClose', 'PreferSameZone', 'PreferSameNode'])
    : undefined;
  const annotation = draw.chance(0.06)
    ? draw.pick(['PreferClose', 'preferclose', 'PreferSameNode'])
    : undefined;
  const isGlobal = mayBeGlobal && draw.chance(0.4);
  const annotations = annotation ? { 'networking.istio.io/traffic-distribution': annotation } : {};
  if (isService(inventory)) {
    const name = host.split('.')[0]!;
    const service: Manifest = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        ...{ name, namespace, annotations },
        ...(isGlobal ? { labels: { 'istio.io/global': 'true' } } : {}),
      },
      spec: {
        selector: labels,
        ports: ports.map((port) => ({ name: port.name, port: port.number, targetPort: 8080 })),
        ...(distribution ? { trafficDistribution: distribution } : {}),
      },
    };
    if (inventory === 'pods') return [everywhere(service), ...podObjects(service, drawn)];
    return [
      everywhere(service),
      ...drawn.map((endpoint, number) => ({
        manifest: workloadEntry(namespace, number, endpoint, labels),
        cluster: endpoint.cluster,
        wave: 0 as const,
      })),
    ];
  }
  const isInline = inventory === 'inline';
  const entry: Manifest = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'web', namespace, annotations },
    spec: {
      hosts: [host],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      ports: ports.map((port) => ({ ...port, protocol: 'HTTP' })),
      ...(isInline
        ? { endpoints: drawn.map((endpoint) => workload(endpoint, {})) }
        : { workloadSelector: { labels } }),
    },
  };
  return [
    everywhere(entry),
    ...(isInline
      ? []
      : drawn.map((endpoint, number) => ({
          manifest: workloadEntry(namespace, number, endpoint, labels),
          cluster: endpoint.cluster === 'a' && draw.chance(0.5) ? undefined : endpoint.cluster,
          wave: 0 as const,
        }))),
  ];
}

function workloadEntry(
  namespace: string,
  number: number,
  endpoint: DrawnEndpoint,
  labels: Record<string, string>,
): Manifest {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    metadata: { name: `web-${number}`, namespace },
    spec: workload(endpoint, labels),
  };
}

function workload(
  { address, locality, weight, network, labels, serviceAccount }: DrawnEndpoint,
  more: Record<string, string>,
): Record<string, unknown> {
  return {
    address,
    labels: { ...more, ...labels },
    ...(locality === undefined ? {} : { locality }),
    ...(weight === undefined ? {} : { weight }),
    ...(network === undefined ? {} : { network }),
    ...(serviceAccount === undefined ? {} : { serviceAccount }),
  };
}

/** A Gateway and a route: only so does a gateway ask for a subset. */
function routed(namespace: string, host: string, port: number, subset: string): Placed[] {
  const publicHost = `${namespace}.example.org`;
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace },
      spec: {
        selector: INGRESS,
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [publicHost] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'public', namespace },
      spec: {
        hosts: [publicHost],
        gateways: ['public'],
        http: [{ route: [{ destination: { host, subset, port: { number: port } } }] }],
      },
    },
  ].map(everywhere);
}

function everywhere(manifest: Manifest): Placed {
  return { manifest, cluster: undefined, wave: 0 };
}
