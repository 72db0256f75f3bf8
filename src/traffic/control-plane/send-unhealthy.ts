import {
  trafficDistributionLabels,
  type ControlPlaneInput,
  type ServiceSettings,
} from './policy.js';

type Unhealthy = Pick<ControlPlaneInput, 'profile' | 'flags' | 'service'>;

/**
 * Whether unready endpoints are sent, marked UNHEALTHY, in place of being left out.
 * Source: istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go supportsUnhealthyEndpoints.
 */
export function sendsUnhealthy(input: Unhealthy & Pick<ControlPlaneInput, 'policy'>): boolean {
  if (forcesUnhealthy(input.service)) return true;
  if (!sendsUnhealthyByDefault(input)) return false;
  return !((input.policy.outlierDetection?.minHealthPercent ?? 0) > 0);
}

/** Service-level traffic distribution cannot rely on outlier detection, so that it needs them. */
export function forcesUnhealthy(service: ServiceSettings): boolean {
  return trafficDistributionLabels(service) !== undefined;
}

/** PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS is on from 1.31. */
export function sendsUnhealthyByDefault({
  profile,
  flags,
}: Pick<ControlPlaneInput, 'profile' | 'flags'>): boolean {
  return flags.sendsUnhealthy ?? profile !== 'istio-1.30';
}

const envoyDefaultPanicThreshold = 50;

/**
 * Percent of healthy hosts below which Envoy ignores health.
 * Source: istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection, applyLoadBalancer.
 */
export function panicThreshold(
  input: Unhealthy,
  outlierDetection: ControlPlaneInput['policy']['outlierDetection'],
): number {
  const forces = forcesUnhealthy(input.service);
  const supports = forces || sendsUnhealthyByDefault(input);
  if (!outlierDetection) return supports ? 0 : envoyDefaultPanicThreshold;
  return forces ? 0 : (outlierDetection.minHealthPercent ?? 0);
}
