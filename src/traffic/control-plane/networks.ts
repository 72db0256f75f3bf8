import type { LbEndpoint, LocalityEndpoints } from './assignment.js';
import type { Endpoint, NetworkGateway, Proxy } from './endpoint.js';
import type { ControlPlaneFlags } from './flags.js';
import type { ControlPlaneInput } from './policy.js';

const maxUint32 = 0xffffffff;

/**
 * Replaces the endpoints of other networks by those networks' east-west gateways, within each locality
 * group. Nobody looks at the health of the endpoints behind a gateway: its own is always healthy.
 * Source: istio/istio pilot/pkg/xds/endpoints/ep_filters.go EndpointsByNetworkFilter.
 */
export function byNetwork(
  groups: LocalityEndpoints[],
  { proxy, policy, networkGateways, flags }: ControlPlaneInput,
): LocalityEndpoints[] {
  // Nothing is predicted where an east-west gateway might have a port for HBONE: see `crossesByHbone`.
  const needsHbone = flags.multiNetwork && proxy.role !== 'sidecar';
  if (networkGateways.length === 0 && !needsHbone) return groups;
  const scale = weightScale(networkGateways);
  // A policy's TLS mode can only forbid: an endpoint without a sidecar takes no mTLS in any case.
  const tls = policy.networkTls === undefined ? policy.tls : policy.networkTls;
  const mayBeMutual = !tls || tls.mode === 'ISTIO_MUTUAL';

  return groups.map((group) => {
    const endpoints: LbEndpoint[] = [];
    const gatewayWeights = new Map<NetworkGateway, number>();
    for (const lbEndpoint of group.endpoints) {
      const endpoint = lbEndpoint.endpoint!;
      const weight = Math.min(maxUint32, lbEndpoint.weight * scale);
      const gateways = needsHbone ? [] : networkGatewaysFor(endpoint, networkGateways);
      if (flags.multiNetwork && gateways.length === 0 && !isInNetwork(proxy, endpoint)) continue;
      if (isReachable(proxy, endpoint, gateways)) {
        endpoints.push({ ...lbEndpoint, weight });
        continue;
      }
      // The gateway routes by SNI, so that traffic without mTLS cannot cross.
      if (!mayBeMutual || endpoint.mtls === false) continue;
      const part = Math.floor(weight / gateways.length);
      for (const gateway of gateways) {
        gatewayWeights.set(gateway, (gatewayWeights.get(gateway) ?? 0) + part);
      }
    }
    for (const gateway of [...gatewayWeights.keys()].sort(byAddress)) {
      endpoints.push(toLbEndpoint(gateway, gatewayWeights.get(gateway) || 1));
    }
    const weight = endpoints.length
      ? endpoints.reduce((sum, endpoint) => sum + endpoint.weight, 0) % (maxUint32 + 1)
      : undefined;
    return { ...group, endpoints, weight };
  });
}

/**
 * Gateways of the endpoint's own cluster where there are any, else all of its network.
 * Source: selectNetworkGateways.
 */
export function networkGatewaysFor(
  endpoint: Endpoint,
  gateways: readonly NetworkGateway[],
): NetworkGateway[] {
  const ofNetwork = gateways.filter(({ network }) => network === endpoint.network);
  const own = endpoint.registryCluster ?? endpoint.cluster;
  const ofCluster = ofNetwork.filter(({ cluster }) => cluster === own);
  return ofCluster.length ? ofCluster : ofNetwork;
}

function isReachable(proxy: Proxy, endpoint: Endpoint, gateways: NetworkGateway[]): boolean {
  if (gateways.length === 0) return true;
  // A proxy that does not know its own network takes the gateway.
  if (proxy.network === '' && endpoint.network !== '') return false;
  return endpoint.network === '' || endpoint.network === proxy.network;
}

/**
 * Whether a gateway crosses to an endpoint's network by HBONE, as it does with AMBIENT_ENABLE_MULTI_NETWORK in place of TLS by SNI: whether
 * the east-west gateway listens for it is not known.
 */
export function crossesByHbone(
  { proxy, flags, networkGateways }: ControlPlaneInput,
  endpoint: Endpoint,
): boolean {
  if (!flags.multiNetwork || proxy.role === 'sidecar') return false;
  const gateways = networkGatewaysFor(endpoint, networkGateways);
  if (gateways.length === 0 || isReachable(proxy, endpoint, gateways)) return false;
  return isInNetwork(proxy, endpoint) || !staysInNetwork(proxy, flags);
}

function staysInNetwork({ role }: Proxy, { ingressMultiNetwork }: ControlPlaneFlags): boolean {
  return role === 'ingress' && !ingressMultiNetwork;
}

/** Where one of the two has no network, they are in the same. */
function isInNetwork(proxy: Proxy, endpoint: Endpoint): boolean {
  return proxy.network === '' || endpoint.network === '' || endpoint.network === proxy.network;
}

/** Weights grow by this much, so that they can be divided among any number of gateways. */
function weightScale(gateways: readonly NetworkGateway[]): number {
  const counts = new Map<string, number>();
  for (const { network, cluster } of gateways) {
    for (const key of [`n ${network}`, `c ${network} ${cluster}`]) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts.values()].reduce((a, b) => (a * b) / gcd(a, b), 1);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

function toLbEndpoint(gateway: NetworkGateway, weight: number): LbEndpoint {
  const labels: Record<string, string> = { 'topology.istio.io/network': gateway.network };
  if (gateway.cluster) labels['topology.istio.io/cluster'] = gateway.cluster;
  return {
    address: `${gateway.address}:${gateway.port}`,
    weight,
    health: 'healthy',
    labels,
    endpoint: undefined,
    gateway,
  };
}

function byAddress(a: NetworkGateway, b: NetworkGateway): number {
  return a.address < b.address ? -1 : a.address > b.address ? 1 : a.port - b.port;
}
