import { ClusterError } from './cluster-error.js';
import type { Cluster, KubernetesObject, ObjectKey } from './cluster.js';

/** What runs behind a Service of a cluster. */
export interface ServiceWorkloads {
  service: KubernetesObject;
  selector: Record<string, string>;
  /** The Deployments and StatefulSets whose pods the Service selects. */
  workloads: Workload[];
  /** One for each pod, or what else stands in the Service's EndpointSlices. */
  endpoints: ServiceEndpoint[];
}

/** Something that can be scaled. */
export interface Workload {
  key: ObjectKey;
  object: KubernetesObject;
  /** As it is wanted. */
  replicas: number;
  ready: number;
  /** Of its pods. */
  labels: Record<string, string>;
}

export interface ServiceEndpoint {
  address: string;
  ready: boolean;
  node: string | undefined;
  pod: string | undefined;
}

const scalable = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
];

/**
 * Finds what a Service leads to.
 *
 * @throws ClusterError where there is no such Service, or it selects nothing
 */
export async function serviceWorkloads(
  cluster: Cluster,
  { namespace, name }: { namespace: string; name: string },
): Promise<ServiceWorkloads> {
  const service = await cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name });
  const title = `cluster ${cluster.name}: Service ${namespace}/${name}`;
  if (!service) throw new ClusterError('unexpected', `${title} does not exist`);
  const { selector } = (service['spec'] ?? {}) as { selector?: Record<string, string> };
  if (!selector || Object.keys(selector).length === 0) {
    throw new ClusterError(
      'unexpected',
      `${title} has no selector, so nothing behind it can be scaled`,
    );
  }
  const workloads: Workload[] = [];
  for (const kind of scalable) {
    for (const object of await cluster.list({ ...kind, namespace })) {
      const workload = workloadOf(object, namespace);
      if (selects(selector, workload.labels)) workloads.push(workload);
    }
  }
  return { service, selector, workloads, endpoints: await endpointsOf(cluster, namespace, name) };
}

function workloadOf(object: KubernetesObject, namespace: string): Workload {
  const { apiVersion, kind, metadata } = object;
  const spec = (object['spec'] ?? {}) as {
    replicas?: number;
    template?: { metadata?: { labels?: Record<string, string> } };
  };
  const status = object['status'] as { readyReplicas?: number } | undefined;
  return {
    key: { apiVersion, kind, namespace, name: metadata.name },
    object,
    // What the API server fills in.
    replicas: spec.replicas ?? 1,
    ready: status?.readyReplicas ?? 0,
    labels: spec.template?.metadata?.labels ?? {},
  };
}

/** Whether labels satisfy a selector of equalities. */
export function selects(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

interface Slice {
  addressType?: string;
  endpoints?: {
    addresses?: string[];
    conditions?: { ready?: boolean };
    nodeName?: string;
    targetRef?: { kind?: string; name?: string };
  }[];
}

/** With two address families a pod stands there twice: the one with more endpoints counts. */
async function endpointsOf(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<ServiceEndpoint[]> {
  const slices = (await cluster.list({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    namespace,
    labelSelector: `kubernetes.io/service-name=${name}`,
  })) as unknown as Slice[];
  const families = new Map<string, Map<string, ServiceEndpoint>>();
  for (const { addressType = '', endpoints } of slices) {
    const family = families.get(addressType) ?? new Map<string, ServiceEndpoint>();
    families.set(addressType, family);
    for (const { addresses = [], conditions, nodeName, targetRef } of endpoints ?? []) {
      const [address = ''] = addresses;
      // Unknown means ready.
      const ready = conditions?.ready !== false;
      const pod = targetRef?.kind === 'Pod' ? targetRef.name : undefined;
      family.set(address, { address, ready, node: nodeName, pod });
    }
  }
  const [most] = [...families.values()].sort((a, b) => b.size - a.size);
  return [...(most?.values() ?? [])];
}
