import { apiVersionOf, kinds } from '../api/kinds.js';
import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster, KubernetesObject } from '../cluster/cluster.js';
import type { WorkloadEntrySpec } from '../api/service-entry.js';

/** What of a cluster decides where its Services run. */
export interface ClusterObjects {
  cluster: string;
  services: ServiceObject[];
  slices: SliceObject[];
  /** The labels of pods, by `namespace/name`. */
  pods: Map<string, PodObject>;
  /** The labels of nodes, by their names. */
  nodes: Map<string, Labels>;
  workloadEntries: WorkloadEntryObject[];
  /** The network that the label of the system namespace names; the empty string for none. */
  network: string;
  /** Addresses of east-west gateways. */
  eastWestGateways: string[];
}

export type Labels = Readonly<Record<string, string>>;

export interface PodObject {
  name: string;
  namespace: string;
  labels: Labels;
}

export interface ServiceObject extends KubernetesObject {
  spec?: {
    type?: string;
    clusterIP?: string;
    selector?: Labels;
    ports?: { name?: string; port?: number; targetPort?: number | string }[];
  };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

export interface SliceObject extends KubernetesObject {
  addressType?: string;
  endpoints?: SliceEndpoint[] | null;
}

export interface SliceEndpoint {
  addresses?: string[];
  conditions?: { ready?: boolean; serving?: boolean; terminating?: boolean };
  nodeName?: string;
  targetRef?: { kind?: string; namespace?: string; name?: string };
}

export interface WorkloadEntryObject extends KubernetesObject {
  spec?: WorkloadEntrySpec & { ports?: Record<string, number> };
  status?: { conditions?: { type?: string; status?: string }[] };
}

const networkLabel = 'topology.istio.io/network';

/** Where other networks come in, unless a label says another port. Source: istiod's DefaultNetworkGatewayPort. */
const gatewayPort = '15443';

/**
 * Reads what istiod reads of a cluster to know its endpoints. Of nodes and pods only the metadata is fetched.
 *
 * @param namespaces Those of the Services that are asked for; undefined: all.
 * @throws ClusterError where the cluster cannot be reached, or may not be asked.
 */
export async function readClusterObjects(
  cluster: Cluster,
  namespaces: readonly string[] | undefined,
  systemNamespace: string,
): Promise<ClusterObjects> {
  // Who cannot be reached is told once, not by every question.
  await cluster.version();
  const inNamespaces = async (apiVersion: string, kind: string, metadataOnly = false) => {
    const places = namespaces?.map((namespace) => ({ namespace })) ?? [{}];
    const lists = places.map((at) => cluster.list({ apiVersion, kind, metadataOnly, ...at }));
    return (await Promise.all(lists)).flat();
  };
  const [services, slices, pods, nodes, workloadEntries, network, gateways] = await Promise.all([
    inNamespaces('v1', 'Service'),
    inNamespaces('discovery.k8s.io/v1', 'EndpointSlice'),
    inNamespaces('v1', 'Pod', true),
    cluster.list({ apiVersion: 'v1', kind: 'Node', metadataOnly: true }),
    unlessNotServed(inNamespaces(apiVersionOf(kinds.WorkloadEntry), 'WorkloadEntry')),
    networkOf(cluster, systemNamespace),
    cluster.list({ apiVersion: 'v1', kind: 'Service', labelSelector: networkLabel }),
  ]);
  return {
    cluster: cluster.name,
    services,
    slices,
    pods: new Map(pods.map((pod) => [keyOf(pod), podOf(pod)])),
    nodes: new Map(nodes.map((node) => [node.metadata.name, objectLabels(node)])),
    workloadEntries,
    network,
    eastWestGateways: gateways.flatMap((service) => gatewayAddresses(service as ServiceObject)),
  };
}

export function objectLabels({ metadata }: KubernetesObject): Labels {
  return (metadata['labels'] ?? {}) as Labels;
}

function podOf(pod: KubernetesObject): PodObject {
  const { name, namespace = '' } = pod.metadata;
  return { name, namespace, labels: objectLabels(pod) };
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

async function networkOf(cluster: Cluster, namespace: string): Promise<string> {
  const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
  return (found && objectLabels(found)[networkLabel]) ?? '';
}

/** Source: istio/istio pilot/pkg/serviceregistry/kube/controller/network.go getGatewayDetails. */
function gatewayAddresses(service: ServiceObject): string[] {
  const port = Number(objectLabels(service)['networking.istio.io/gatewayPort'] ?? gatewayPort);
  if (!service.spec?.ports?.some((own) => own.port === port)) return [];
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  return ingress
    .map(({ ip, hostname }) => ip ?? hostname ?? '')
    .filter((address) => address !== '');
}

/** A cluster without Istio's CRDs has no WorkloadEntries. */
async function unlessNotServed(list: Promise<KubernetesObject[]>): Promise<KubernetesObject[]> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof ClusterError && error.problem === 'not-served') return [];
    throw error;
  }
}
