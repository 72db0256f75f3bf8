import type { LocalityEndpoints } from './assignment.js';
import type { Endpoint } from './endpoint.js';
import { augmentLabels } from './labels.js';
import { toLbEndpoint } from './lb-endpoint.js';
import type { ControlPlaneInput } from './policy.js';
import { sendsUnhealthy } from './send-unhealthy.js';

const maxUint32 = 0xffffffff;

/**
 * The endpoints that the proxy may see, grouped by locality; a group weighs the sum of its endpoints,
 * unready ones included, and groups are in the order of their names.
 * Source: istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go generate, filterIstioEndpoint.
 */
export function groupByLocality(input: ControlPlaneInput): LocalityEndpoints[] {
  const withUnready = sendsUnhealthy(input);
  const groups = new Map<string, LocalityEndpoints>();
  for (const endpoint of input.endpoints) {
    if (!isVisible(endpoint, input, withUnready)) continue;
    const label = endpoint.localityLabel ?? localityLabel(endpoint);
    let group = groups.get(label);
    if (!group) {
      group = { locality: endpoint.locality, priority: 0, weight: 0, endpoints: [] };
      groups.set(label, group);
    }
    group.endpoints.push(toLbEndpoint(endpoint));
    group.weight = Math.min(maxUint32, group.weight! + endpoint.weight);
  }
  return [...groups.keys()].sort(byteOrder).map((label) => groups.get(label)!);
}

function isVisible(endpoint: Endpoint, input: ControlPlaneInput, withUnready: boolean): boolean {
  const { proxy, service, flags } = input;
  const nodeLocal = service.internalTrafficPolicy === 'Local';
  if (nodeLocal && (endpoint.node ?? '') !== (proxy.node ?? '')) return false;
  const cluster = endpoint.registryCluster ?? endpoint.cluster;
  const isKept = flags.multiNetwork && service.isGlobal !== true;
  if ((service.clusterLocal || nodeLocal || isKept) && cluster !== proxy.cluster) return false;
  const isSent = withUnready && !endpoint.isDroppedWhenUnready;
  if (!isSent && endpoint.health === 'unready') return false;
  if (endpoint.labels['istio.io/draining']) return false;
  for (const key in input.subsetLabels) {
    if (labelOf(endpoint, key) !== input.subsetLabels[key]) return false;
  }
  return true;
}

/** A subset may name a label that istiod has added, such as the cluster. */
function labelOf(endpoint: Endpoint, key: string): string | undefined {
  return augmentLabels(endpoint)[key];
}

/** Pods have all three parts; an endpoint of which nothing is known has the empty string. */
function localityLabel({ locality: { region, zone, subzone } }: Endpoint): string {
  return region || zone || subzone ? `${region}/${zone}/${subzone}` : '';
}

function byteOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
