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
  /** Answers inside of a stream are not seen: failed connections alone count. */
  connectionsOnly?: true;
  /** Milliseconds between the sweeps that let hosts return. */
  interval: number;
  /** Milliseconds. */
  baseEjectionTime: number;
  /** Milliseconds. */
  maxEjectionTime: number;
  /** 1 to 100; of a proxy that is read, 0 as well. */
  maxEjectionPercent: number;
  /** One host may be ejected whatever `maxEjectionPercent` says; istiod never sends it. */
  ejectsOneAlways?: true;
}

const defaultConsecutive = 5;
const defaultInterval = 10_000;
const defaultBaseEjectionTime = 30_000;
const defaultMaxEjectionTime = 300_000;
const defaultMaxEjectionPercent = 10;

export function translateOutlierDetection(policy: OutlierDetection): EjectionSettings {
  const split = policy.splitExternalLocalOriginErrors === true;
  const base = duration(policy.baseEjectionTime) ?? defaultBaseEjectionTime;
  return {
    // Absent is not off: Envoy's default is 5, enforced. Only an explicit 0 switches it off.
    consecutive5xx: threshold(policy.consecutive5xxErrors, defaultConsecutive),
    // Here absent is off: Envoy does not enforce its default.
    consecutiveGatewayErrors: threshold(policy.consecutiveGatewayErrors, undefined),
    consecutiveLocalOriginFailures: split
      ? policy.consecutiveLocalOriginFailures || defaultConsecutive
      : undefined,
    splitLocalOrigin: split,
    interval: duration(policy.interval) ?? defaultInterval,
    baseEjectionTime: base,
    // istiod never sets it, so that Envoy takes its default, or the base if that is longer.
    maxEjectionTime: Math.max(defaultMaxEjectionTime, base),
    // istiod passes on positive values only, so that 0 means the default as well.
    maxEjectionPercent: Math.min(
      100,
      threshold(policy.maxEjectionPercent, undefined) ?? defaultMaxEjectionPercent,
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
