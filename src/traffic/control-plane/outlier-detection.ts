import { millisecond, parseDuration } from '../../mesh/duration.js';
import type { OutlierDetection } from '../../api/traffic-policy.js';

/**
 * Envoy's outlier detection with its defaults filled in; thresholds that are not enforced are undefined.
 * Source: istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection;
 * envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc DetectorConfig.
 */
export interface EjectionSettings {
  consecutive5xx: number | undefined;
  consecutiveGatewayErrors: number | undefined;
  consecutiveLocalOriginFailures: number | undefined;
  /** Failed connections have a counter of their own and count no longer as 503. */
  splitLocalOrigin: boolean;
  /** Milliseconds between the sweeps that let hosts return. */
  interval: number;
  /** Milliseconds. */
  baseEjectionTime: number;
  /** Milliseconds. */
  maxEjectionTime: number;
  /** 1 to 100. */
  maxEjectionPercent: number;
}

const DEFAULT_CONSECUTIVE = 5;
const DEFAULT_INTERVAL = 10_000;
const DEFAULT_BASE_EJECTION_TIME = 30_000;
const DEFAULT_MAX_EJECTION_TIME = 300_000;
const DEFAULT_MAX_EJECTION_PERCENT = 10;

export function translateOutlierDetection(policy: OutlierDetection): EjectionSettings {
  const split = policy.splitExternalLocalOriginErrors === true;
  const base = duration(policy.baseEjectionTime) ?? DEFAULT_BASE_EJECTION_TIME;
  return {
    // Absent is not off: Envoy's default is 5, enforced. Only an explicit 0 switches it off.
    consecutive5xx: threshold(policy.consecutive5xxErrors, DEFAULT_CONSECUTIVE),
    // Here absent is off: Envoy does not enforce its default.
    consecutiveGatewayErrors: threshold(policy.consecutiveGatewayErrors, undefined),
    consecutiveLocalOriginFailures: split
      ? policy.consecutiveLocalOriginFailures || DEFAULT_CONSECUTIVE
      : undefined,
    splitLocalOrigin: split,
    interval: duration(policy.interval) ?? DEFAULT_INTERVAL,
    baseEjectionTime: base,
    // istiod never sets it, so that Envoy takes its default, or the base if that is longer.
    maxEjectionTime: Math.max(DEFAULT_MAX_EJECTION_TIME, base),
    // istiod passes on positive values only, so that 0 means the default as well.
    maxEjectionPercent: Math.min(
      100,
      threshold(policy.maxEjectionPercent, undefined) ?? DEFAULT_MAX_EJECTION_PERCENT,
    ),
  };
}

function threshold(value: number | null | undefined, absent: number | undefined) {
  if (value === undefined || value === null) return absent;
  return value > 0 ? value : undefined;
}

/**
 * In milliseconds; below one, and so zero and less as well, the API server refuses it, and a run over time would never
 * end. What is no text comes from a mesh configuration, whose default policy nobody has checked.
 */
function duration(text: unknown): number | undefined {
  const parsed = typeof text === 'string' ? parseDuration(text) : undefined;
  return parsed === undefined ? undefined : Math.max(1, Number(parsed) / Number(millisecond));
}
