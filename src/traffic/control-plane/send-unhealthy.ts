import type { Profile } from '../../config/config.js';
import { trafficDistributionLabels, type PolicyInput, type ServiceSettings } from './policy.js';

/**
 * Whether unready endpoints are sent, marked UNHEALTHY, in place of being left out.
 * Source: istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go supportsUnhealthyEndpoints.
 */
export function sendsUnhealthy(profile: Profile, policy: PolicyInput, service: ServiceSettings) {
  if (forcesUnhealthy(service)) return true;
  // PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS is on from 1.31.
  if (!sendsUnhealthyByDefault(profile)) return false;
  return !((policy.outlierDetection?.minHealthPercent ?? 0) > 0);
}

/** Service-level traffic distribution cannot rely on outlier detection, so that it needs them. */
export function forcesUnhealthy(service: ServiceSettings): boolean {
  return trafficDistributionLabels(service) !== undefined;
}

export function sendsUnhealthyByDefault(profile: Profile): boolean {
  return profile !== 'istio-1.30';
}

const envoyDefaultPanicThreshold = 50;

/**
 * Percent of healthy hosts below which Envoy ignores health.
 * Source: istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection, applyLoadBalancer.
 */
export function panicThreshold(
  profile: Profile,
  outlierDetection: PolicyInput['outlierDetection'],
  service: ServiceSettings,
): number {
  const supports = forcesUnhealthy(service) || sendsUnhealthyByDefault(profile);
  if (!outlierDetection) return supports ? 0 : envoyDefaultPanicThreshold;
  return forcesUnhealthy(service) ? 0 : (outlierDetection.minHealthPercent ?? 0);
}
