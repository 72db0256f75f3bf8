import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { serviceWorkloads, type ServiceWorkloads } from '../cluster/service-workloads.js';
import type { DrilledCluster } from './drill-settings.js';

/** What a cluster is like before a drill. */
export interface ClusterState extends ServiceWorkloads {
  config: DrilledCluster;
  cluster: Cluster;
  serverVersion: string | undefined;
  /** Of its endpoints; only where they are needed. */
  pods: { name: string; labels: Record<string, string> }[];
  /** Of its endpoints. */
  ready: number;
  /** The region that each node with endpoints says it is in; undefined where it says none, or we may not look. */
  regions: Map<string, string | undefined>;
}

const regionLabel = 'topology.kubernetes.io/region';

/** Reads what a drill has to know about a cluster. */
export async function lookAtCluster(
  config: DrilledCluster,
  cluster: Cluster,
  service: { namespace: string; name: string },
  { withPods }: { withPods: boolean },
): Promise<ClusterState> {
  const serverVersion = await cluster.version();
  const found = await serviceWorkloads(cluster, service);
  const nodes = new Set(found.endpoints.flatMap(({ node }) => (node === undefined ? [] : [node])));
  return {
    ...found,
    config,
    cluster,
    serverVersion,
    pods: withPods ? await podsOf(cluster, found, service.namespace) : [],
    ready: found.endpoints.filter(({ ready }) => ready).length,
    regions: await regionsOf(cluster, nodes),
  };
}

async function podsOf(
  cluster: Cluster,
  { selector, endpoints }: ServiceWorkloads,
  namespace: string,
): Promise<ClusterState['pods']> {
  const labelSelector = Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const kind = { apiVersion: 'v1', kind: 'Pod' };
  const all = await cluster.list({ ...kind, namespace, labelSelector, metadataOnly: true });
  const names = new Set(endpoints.map(({ pod }) => pod));
  return all
    .filter(({ metadata }) => names.has(metadata.name))
    .map(({ metadata }) => {
      const { labels = {} } = metadata as { labels?: Record<string, string> };
      return { name: metadata.name, labels };
    });
}

async function regionsOf(
  cluster: Cluster,
  nodes: ReadonlySet<string>,
): Promise<Map<string, string | undefined>> {
  const regions = new Map<string, string | undefined>();
  for (const name of nodes) {
    try {
      const node = await cluster.get({ apiVersion: 'v1', kind: 'Node', name });
      const { labels = {} } = (node?.metadata ?? {}) as { labels?: Record<string, string> };
      regions.set(name, labels[regionLabel]);
    } catch (error) {
      // Who may drill need not be allowed to read nodes.
      if (!(error instanceof ClusterError && error.problem === 'forbidden')) throw error;
      break;
    }
  }
  return regions;
}
