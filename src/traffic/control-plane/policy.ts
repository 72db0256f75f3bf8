import type { Profile } from '../../config/config.js';
import type { LocalityLbSetting, PortPolicy, RetryBudgetSpec } from '../../api/traffic-policy.js';
import type { ControlPlaneFlags } from './flags.js';
import type { Endpoint, NetworkGateway, Proxy } from './endpoint.js';
import type { HeldCluster } from './held-cluster.js';

/** The effective policy of one DestinationRule for one port and subset, already resolved. */
export interface PolicyInput extends PortPolicy {
  /** The TLS settings that decide about other networks, where they differ from `tls`; null for none. */
  networkTls?: PortPolicy['tls'] | null;
  /** A port level of a subset hides the mesh-wide default policy too. */
  hidesMeshDefault?: boolean;
  retryBudget?: RetryBudgetSpec;
}

/** The parts of MeshConfig that the endpoints and clusters depend on. */
export interface MeshSettings {
  /** Undefined is Istio's default, `enabled: true`. */
  localityLbSetting?: LocalityLbSetting | undefined;
  zoneAwareLbSetting?: unknown;
  defaultTrafficPolicy?: PortPolicy | undefined;
}

/** What the Service or ServiceEntry itself says. */
export interface ServiceSettings {
  trafficDistribution?: string | undefined;
  internalTrafficPolicy?: string | undefined;
  /** Only endpoints in the proxy's own cluster; see MeshConfig.serviceSettings. */
  clusterLocal?: boolean | undefined;
  /** It is labelled `istio.io/global: "true"`; missing: it is not, or nothing asks for it. */
  isGlobal?: boolean | undefined;
  /** A ServiceEntry's; undefined for a Service. */
  resolution?: string | undefined;
  /** Why no control plane orders its endpoints for this client; undefined where one does. */
  unordered?: string | undefined;
}

/** Everything that istiod looks at for one proxy and one cluster (host, port, subset). */
export interface ControlPlaneInput {
  profile: Profile;
  flags: ControlPlaneFlags;
  proxy: Proxy;
  policy: PolicyInput;
  mesh: MeshSettings;
  service: ServiceSettings;
  /** Labels of the subset; empty for none. */
  subsetLabels: Readonly<Record<string, string>>;
  endpoints: readonly Endpoint[];
  networkGateways: readonly NetworkGateway[];
  /** Read from the proxy: it counts in place of what istiod would send for the policy; missing: nothing was read. */
  held?: HeldCluster | undefined;
  /** Whether the proxy passes connections on without looking into them: of what fails it notices failed connections alone. */
  isStream?: boolean | undefined;
}

/** Which locality rules count, and where they are written. */
export type EffectiveSetting =
  | { kind: 'none'; origin: SettingOrigin }
  | { kind: 'zone-aware'; origin: SettingOrigin }
  | { kind: 'locality'; origin: SettingOrigin; setting: LocalityLbSetting; force: boolean };

/** How the localities are weighed against each other. */
export type LocalityMode =
  | 'distribute'
  | 'distribute-no-match'
  | 'failover-priority'
  | 'failover'
  | 'disabled'
  | 'proportional'
  | 'zone-aware';

export type SettingOrigin = 'policy' | 'service' | 'mesh' | 'default';

const network = 'topology.istio.io/network';
const region = 'topology.kubernetes.io/region';
const zone = 'topology.kubernetes.io/zone';
const subzone = 'topology.istio.io/subzone';
const hostname = 'kubernetes.io/hostname';

const distributionLabels: Record<string, string[]> = {
  PreferClose: [network, region, zone],
  PreferSameZone: [network, region, zone],
  PreferSameNode: [network, region, zone, subzone, hostname],
};

/**
 * The locality setting in force: the first of policy, service and mesh that has one, whole.
 * Source: istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go GetEffectiveLbSetting.
 */
export function effectiveSetting(
  policy: PolicyInput,
  service: ServiceSettings,
  mesh: MeshSettings,
): EffectiveSetting {
  const { loadBalancer } = policy;
  if (isSet(loadBalancer?.zoneAwareLbSetting)) return { kind: 'zone-aware', origin: 'policy' };
  if (isSet(loadBalancer?.localityLbSetting)) {
    return fromLocality(loadBalancer.localityLbSetting, 'policy');
  }
  const labels = trafficDistributionLabels(service);
  if (labels) {
    const setting = { enabled: true, failoverPriority: labels };
    return { kind: 'locality', origin: 'service', setting, force: true };
  }
  if (isSet(mesh.zoneAwareLbSetting)) return { kind: 'zone-aware', origin: 'mesh' };
  if (isSet(mesh.localityLbSetting)) return fromLocality(mesh.localityLbSetting, 'mesh');
  return { kind: 'locality', origin: 'default', setting: { enabled: true }, force: false };
}

/** The failover order that a Service's trafficDistribution stands for; undefined for none. */
export function trafficDistributionLabels(service: ServiceSettings): string[] | undefined {
  const { trafficDistribution } = service;
  return trafficDistribution === undefined ? undefined : distributionLabels[trafficDistribution];
}

function fromLocality(setting: LocalityLbSetting, origin: SettingOrigin): EffectiveSetting {
  if (setting.enabled === false) return { kind: 'none', origin };
  return { kind: 'locality', origin, setting, force: false };
}

function isSet<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}
