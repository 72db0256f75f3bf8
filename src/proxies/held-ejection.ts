import type { EjectionSettings } from '../traffic/control-plane/outlier-detection.js';
import { countIn, isSetIn, itemsIn, member, millisecondsIn } from './json-members.js';

/** What a cluster's outlier detection comes to. */
export interface HeldEjection {
  settings: EjectionSettings | undefined;
  /** Why nobody can say which hosts are ejected once some of them fail; undefined: the settings say it. */
  doubt: string | undefined;
}

/**
 * Envoy's outlier detection with Envoy's own defaults.
 * Source: envoyproxy/envoy api/envoy/config/cluster/v3/outlier_detection.proto; source/common/upstream/outlier_detection_impl.cc
 * DetectorConfig.
 *
 * @param hosts Of the whole cluster.
 */
export function heldEjection(cluster: unknown, hosts: number): HeldEjection {
  if (!isSetIn(cluster, 'outlier_detection')) return { settings: undefined, doubt: undefined };
  const own = member(cluster, 'outlier_detection');
  const value = (key: string, otherwise: number) => countIn(own, key) ?? otherwise;
  const split = member(own, 'split_external_local_origin_errors') === true;
  const base = millisecondsIn(own, 'base_ejection_time') ?? 30_000;
  // A threshold of 0 is never reached: the counter is compared after it has grown.
  const threshold = (key: string, enforcing: number) =>
    enforcing > 0 && value(key, 5) > 0 ? value(key, 5) : undefined;
  const enforced = {
    all: value('enforcing_consecutive_5xx', 100),
    gateway: value('enforcing_consecutive_gateway_failure', 0),
    local: value('enforcing_consecutive_local_origin_failure', 100),
  };
  const isOneAlways = member(own, 'always_eject_one_host') === true;
  return {
    settings: {
      consecutive5xx: threshold('consecutive_5xx', enforced.all),
      consecutiveGatewayErrors: threshold('consecutive_gateway_failure', enforced.gateway),
      consecutiveLocalOriginFailures: split
        ? threshold('consecutive_local_origin_failure', enforced.local)
        : undefined,
      splitLocalOrigin: split,
      interval: Math.max(1, millisecondsIn(own, 'interval') ?? 10_000),
      baseEjectionTime: Math.max(1, base),
      maxEjectionTime: Math.max(millisecondsIn(own, 'max_ejection_time') ?? 300_000, base),
      maxEjectionPercent: Math.min(100, value('max_ejection_percent', 10)),
      ...(isOneAlways ? { ejectsOneAlways: true as const } : {}),
    },
    doubt: doubtOf(own, hosts, split, Object.values(enforced)),
  };
}

function doubtOf(
  own: unknown,
  hosts: number,
  split: boolean,
  enforced: readonly number[],
): string | undefined {
  const value = (key: string, otherwise: number) => countIn(own, key) ?? otherwise;
  if (enforced.some((percent) => percent > 0 && percent < 100)) {
    return 'a part of the ejections is enforced, at random (enforcing_*)';
  }
  const successRate =
    value('enforcing_success_rate', 100) > 0 ||
    (split && value('enforcing_local_origin_success_rate', 100) > 0);
  if (successRate && hosts >= value('success_rate_minimum_hosts', 5)) {
    return 'hosts are ejected by their success rate too (enforcing_success_rate), which depends on all hosts and on the load';
  }
  const percentage =
    value('enforcing_failure_percentage', 0) > 0 ||
    (split && value('enforcing_failure_percentage_local_origin', 0) > 0);
  if (percentage && hosts >= value('failure_percentage_minimum_hosts', 5)) {
    return 'hosts are ejected by their failure percentage too (enforcing_failure_percentage), which depends on the load';
  }
  if (member(own, 'always_eject_one_host') === true) {
    return 'one host is ejected in any case (always_eject_one_host), which has not been measured';
  }
  if (itemsIn(own, 'monitors').length > 0) return 'outlier detection has monitors of its own';
  if (member(own, 'detect_degraded_hosts') === true) {
    return 'outlier detection finds degraded hosts (detect_degraded_hosts)';
  }
  return undefined;
}
