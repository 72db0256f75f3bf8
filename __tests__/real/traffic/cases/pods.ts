/** Pods and EndpointSlices, written by hand: no controller runs. */
import type { Creatable } from './create.js';
import { CLUSTERS, type Manifest, type Placed } from './case.js';
import type { DrawnEndpoint } from './endpoints.js';
import { REGIONS, SUBZONES, ZONES } from './policy.js';

/** The pods of a service, and in each cluster the slice that lists its own. */
export function podObjects(service: Manifest, drawn: readonly DrawnEndpoint[]): Placed[] {
  const { name, namespace } = service.metadata;
  const ports = service.spec!['ports'] as { name: string }[];
  return CLUSTERS.flatMap(({ name: cluster }) => {
    const own = drawn
      .map((endpoint, number) => ({ ...endpoint, pod: `${name}-${number}` }))
      .filter((endpoint) => endpoint.cluster === cluster);
    if (own.length === 0) return [];
    const slice: Manifest = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: own.map(({ address, pod, isUnready }) => ({
        addresses: [address],
        conditions: { ready: !isUnready, serving: !isUnready, terminating: false },
        targetRef: { kind: 'Pod', name: pod, namespace },
      })),
      ports: ports.map((port) => ({ name: port.name, port: 8080, protocol: 'TCP' })),
    };
    const pods = own.map((endpoint) => podManifest(namespace, endpoint));
    return [
      ...pods.map((manifest) => ({ manifest, cluster, wave: 0 as const })),
      { manifest: slice, cluster, wave: 1 as const },
    ];
  });
}

function podManifest(
  namespace: string,
  { pod, address, labels, locality = '', network }: DrawnEndpoint & { pod: string },
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod,
      namespace,
      labels: {
        app: 'web',
        // What injection leaves behind.
        'security.istio.io/tlsMode': 'istio',
        ...labels,
        ...(network === undefined ? {} : { 'topology.istio.io/network': network }),
      },
    },
    spec: { nodeName: nodeName(locality), containers: [{ name: 'web', image: 'web' }] },
    status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }] },
  };
}

/** One node for each locality. */
export function nodes(): Creatable[] {
  const zones = REGIONS.flatMap((region) => ZONES.map((zone) => `${region}/${zone}`));
  const subzones = zones.flatMap((zone) => SUBZONES.map((subzone) => `${zone}/${subzone}`));
  return [...REGIONS, ...zones, ...subzones].map((locality) => {
    const [region = '', zone, subzone] = locality.split('/');
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: nodeName(locality),
        labels: {
          'topology.kubernetes.io/region': region,
          ...(zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone }),
          ...(subzone === undefined ? {} : { 'topology.istio.io/subzone': subzone }),
        },
      },
    };
  });
}

export function nodeName(locality: string): string {
  return `node-${locality.replaceAll('/', '-')}`;
}
