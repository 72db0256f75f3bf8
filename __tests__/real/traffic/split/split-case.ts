/** Cases for real traffic: pods in zones, a policy, an outage. */
import type { OutageConfig, WorkloadConfig } from '../../../../src/config/config.js';
import type { Manifest } from '../cases/case.js';
import { Draw } from '../cases/draw.js';
import { UPSTREAM_HEADER } from './measure.js';

export interface SplitPod {
  address: string;
  locality: string;
}

export interface SplitCase {
  index: number;
  host: string;
  publicHost: string;
  /** Index into the localities of the edges. */
  edge: number;
  pods: SplitPod[];
  /** They are not pods, but stand in a ServiceEntry, in the same order. */
  isInline?: boolean;
  outages: OutageConfig[];
  manifests: Manifest[];
  /** The gateway's, for TCP; missing: HTTP. */
  port?: number;
}

/** Where the gateways are. */
export const EDGES = ['europe-west1/a', 'us-central1/b', 'europe-west1/b/s1'] as const;

const REGIONS = ['europe-west1', 'us-central1', 'asia-east1'];

export function generateSplitCase(seed: number, index: number): SplitCase {
  const draw = new Draw(seed * 7_919 + index);
  const name = `split-${index}`;
  const host = `web.${name}.svc.cluster.local`;
  const publicHost = `${name}.test`;
  const edge = draw.int(0, EDGES.length - 1);
  const pods = podsOf(draw, index, EDGES[edge]!);
  const outages = outagesOf(draw, pods);
  const manifests = [
    service(name),
    destinationRule(draw, name, host, EDGES[edge]!, pods),
    virtualService(draw, name, host, publicHost, edge),
  ];
  return { index, host, publicHost, edge, pods, outages, manifests };
}

/** The same with a TCP route: of the requests in a connection the gateway sees nothing. */
export function asStream(one: SplitCase, port: number): SplitCase {
  const { edge, host, manifests } = one;
  const [service, rule] = manifests as [Manifest, Manifest];
  const { namespace } = service.metadata;
  const istio = (kind: string, spec: Record<string, unknown>): Manifest => ({
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name: 'stream', namespace },
    spec,
  });
  return {
    ...one,
    port,
    manifests: [
      {
        ...service,
        spec: { ...service.spec, ports: [{ name: 'tcp', port: 80, targetPort: 8080 }] },
      },
      rule,
      istio('Gateway', {
        selector: { edge: edgeName(edge) },
        servers: [{ port: { number: port, name: 'tcp', protocol: 'TCP' }, hosts: ['*'] }],
      }),
      istio('VirtualService', {
        hosts: ['*'],
        gateways: ['stream'],
        tcp: [{ route: [{ destination: { host } }] }],
      }),
    ],
  };
}

/** The configuration's view of the pods. */
export function workloadsOf({ host, pods, isInline }: SplitCase): WorkloadConfig[] {
  if (isInline) return [];
  return [
    { host, endpoints: pods.map(({ locality }) => ({ locality, cluster: 'a', labels: {} })) },
  ];
}

function podsOf(draw: Draw, index: number, edge: string): SplitPod[] {
  const [home = '', homeZone = ''] = edge.split('/');
  const regions = draw.chance(0.85)
    ? [
        home,
        ...draw.some(
          REGIONS.filter((region) => region !== home),
          draw.int(1, 2),
        ),
      ]
    : draw.some(REGIONS, draw.int(1, 2));
  const zones = draw.int(1, 3);
  const localities = regions.flatMap((region) =>
    ['a', 'b', 'c'].slice(0, zones).map((zone) => `${region}/${zone}`),
  );
  if (regions.includes(home) && draw.chance(0.4)) localities.push(`${home}/${homeZone}`);
  const used = draw.some(localities, draw.int(2, 5));
  const pods = used.flatMap((locality) => Array<string>(draw.int(1, 4)).fill(locality));
  return pods.slice(0, 14).map((locality, number) => ({
    address: `10.77.${100 + Math.floor(index / 10)}.${(index % 10) * 20 + number + 1}`,
    locality,
  }));
}

function outagesOf(draw: Draw, pods: readonly SplitPod[]): OutageConfig[] {
  const count = draw.weighted([
    [12, 0],
    [70, 1],
    [18, 2],
  ]);
  return Array.from({ length: count }, () => {
    const locality = draw.pick(pods).locality;
    const area = draw.chance(0.4) ? locality.split('/')[0]! : locality;
    const kind = draw.weighted<OutageConfig['kind']>([
      [35, 'failing'],
      [25, 'unready'],
      [20, 'unreachable'],
      [15, 'reset'],
      [20, 'scaled-to-zero'],
    ]);
    return { kind, locality: area, ...(draw.chance(0.5) ? { count: draw.int(1, 3) } : {}) };
  });
}

function service(namespace: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  };
}

function destinationRule(
  draw: Draw,
  namespace: string,
  host: string,
  edge: string,
  pods: readonly SplitPod[],
): Manifest {
  const outlierDetection = draw.chance(0.85)
    ? {
        outlierDetection: {
          consecutive5xxErrors: draw.pick([1, 3, 5]),
          interval: draw.pick(['1s', '10s']),
          // Nothing returns while it is measured.
          baseEjectionTime: '30m',
          maxEjectionPercent: draw.pick([10, 30, 50, 100, 100, 100]),
          ...(draw.chance(0.2) ? { minHealthPercent: draw.pick([30, 50, 70]) } : {}),
        },
      }
    : {};
  const algorithm = draw.weighted<object>([
    [45, {}],
    [25, { simple: 'ROUND_ROBIN' }],
    [20, { simple: 'RANDOM' }],
    [10, { consistentHash: { httpHeaderName: 'x-user', maglev: {} } }],
  ]);
  const loadBalancer = { ...algorithm, localityLbSetting: localityLbSetting(draw, edge, pods) };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'web', namespace },
    spec: { host, trafficPolicy: { ...outlierDetection, loadBalancer } },
  };
}

function localityLbSetting(draw: Draw, edge: string, pods: readonly SplitPod[]): object {
  const [home = ''] = edge.split('/');
  const kind = draw.weighted([
    [45, 'distribute'],
    [15, 'failover'],
    [18, 'failoverPriority'],
    [17, 'default'],
    [5, 'disabled'],
  ] as const);
  const regions = [...new Set(pods.map(({ locality }) => locality.split('/')[0]!))];
  switch (kind) {
    case 'distribute': {
      const areas = draw.chance(0.6) ? regions : [...new Set(pods.map(({ locality }) => locality))];
      const chosen = draw.some(areas, draw.int(1, areas.length));
      const to = Object.fromEntries(chosen.map((area) => [area, draw.int(1, 60)]));
      return { distribute: [{ from: draw.chance(0.85) ? `${home}/*` : 'elsewhere', to }] };
    }
    case 'failover':
      return { failover: [{ from: home, to: draw.pick(regions) }] };
    case 'failoverPriority':
      return {
        failoverPriority: draw.pick([
          ['topology.kubernetes.io/region'],
          ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'],
          ['topology.kubernetes.io/zone'],
        ]),
      };
    case 'default':
      return {};
    case 'disabled':
      return { enabled: false };
  }
}

function virtualService(
  draw: Draw,
  namespace: string,
  host: string,
  publicHost: string,
  edge: number,
): Manifest {
  const retries = draw.weighted<object>([
    [65, {}],
    [12, { retries: { attempts: 0 } }],
    [13, { retries: { attempts: 2, retryOn: '5xx' } }],
    [10, { retries: { attempts: 3, retryOn: '5xx', retryRemoteLocalities: true } }],
  ]);
  const headers = { response: { set: { [UPSTREAM_HEADER]: '%UPSTREAM_HOST%' } } };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'web', namespace },
    spec: {
      hosts: [publicHost],
      gateways: [`istio-system/${edgeName(edge)}`],
      http: [{ route: [{ destination: { host } }], headers, ...retries }],
    },
  };
}

export function edgeName(edge: number): string {
  return `edge-${edge}`;
}
