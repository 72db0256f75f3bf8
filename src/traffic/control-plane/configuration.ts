import type { OutlierDetection } from '../../api/traffic-policy.js';
import type { ExplainStep } from '../explain.js';
import type {
  ClusterLoadAssignment,
  ClusterSettings,
  LbPolicy,
  LocalityEndpoints,
} from './assignment.js';
import { circuitBreakers } from './circuit-breakers.js';
import { matchingRule, possibleDistributions, type PossibleAssignment } from './distribute.js';
import { applyFailover } from './failover.js';
import { applyFailoverPriority } from './failover-priority.js';
import { groupByLocality } from './groups.js';
import { configureHeld } from './held-cluster.js';
import { augmentLabels } from './labels.js';
import { byNetwork } from './networks.js';
import { translateOutlierDetection } from './outlier-detection.js';
import {
  effectiveSetting,
  type ControlPlaneInput,
  type EffectiveSetting,
  type LocalityMode,
} from './policy.js';
import { panicThreshold } from './send-unhealthy.js';
import { explainAssignment } from './explain-assignment.js';

/** All that istiod sends to one proxy for one cluster. */
export interface Configuration {
  /** `held`: as the proxy holds it. */
  mode: LocalityMode | 'held';
  settings: ClusterSettings;
  /** More than one where Go's random map order decides; the probabilities sum to 1. */
  assignments: { probability: number; assignment: ClusterLoadAssignment }[];
  /** Why there is more than one assignment; missing where there is one. */
  whySeveral?: string;
  steps: ExplainStep[];
}

/**
 * What istiod makes of the policy, the mesh and the endpoints.
 * Source: istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go BuildClusterLoadAssignment (EDS),
 * pilot/pkg/networking/core/cluster_traffic_policy.go applyTrafficPolicy (CDS).
 */
export function configure(input: ControlPlaneInput, explain = false): Configuration {
  const { policy, mesh, service, held } = input;
  if (held) return { mode: 'held', ...configureHeld(held, input.endpoints) };
  const setting = effectiveSetting(policy, service, mesh);
  // The mesh-wide default reaches CDS alone: it ejects hosts, but it orders no localities.
  const hasDefault = input.profile !== 'istio-1.30' && !policy.hidesMeshDefault;
  const meshDefault = hasDefault ? mesh.defaultTrafficPolicy : undefined;
  const outlierDetection = policy.outlierDetection ?? meshDefault?.outlierDetection ?? undefined;
  const connectionPool = policy.connectionPool ?? meshDefault?.connectionPool ?? undefined;

  const groups = byNetwork(groupByLocality(input), input);
  const { mode, possible } = arrange(groups, input, setting);
  const settings: ClusterSettings = {
    localityWeighted: isLocalityWeighted(setting, outlierDetection),
    panicThreshold: panicThreshold(input, outlierDetection),
    outlierDetection: outlierDetection && {
      ...translateOutlierDetection(outlierDetection),
      ...(input.isStream ? { connectionsOnly: true as const } : {}),
    },
    lbPolicy: lbPolicy(input),
    circuitBreakers: circuitBreakers(connectionPool, policy.retryBudget),
  };
  return {
    mode,
    settings,
    assignments: possible.map(({ probability, localities }) => ({
      probability,
      assignment: { localities },
    })),
    ...(possible.length > 1 && {
      whySeveral:
        'keys of "to" overlap, and istiod takes them in random order: the split changes with every push',
    }),
    steps: explain ? explainAssignment(input, setting, mode, settings, possible) : [],
  };
}

/**
 * Priorities and weights of the groups: `distribute`, or else priorities, or neither.
 * Source: istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go ApplyLocalityLoadBalancer.
 */
function arrange(
  groups: LocalityEndpoints[],
  { proxy, policy }: ControlPlaneInput,
  effective: EffectiveSetting,
): { mode: LocalityMode; possible: PossibleAssignment[] } {
  const only = (localities: LocalityEndpoints[]) => [{ probability: 1, localities }];
  if (effective.kind === 'zone-aware') return { mode: 'zone-aware', possible: only(groups) };
  if (effective.kind === 'none') return { mode: 'disabled', possible: only(groups) };

  const { distribute, failover = [], failoverPriority = [] } = effective.setting;
  if (distribute?.length) {
    const rule = distribute[matchingRule(distribute, proxy.locality)];
    if (!rule) return { mode: 'distribute-no-match', possible: only(groups) };
    return { mode: 'distribute', possible: possibleDistributions(groups, rule.to ?? {}) };
  }
  // Presence alone counts: an empty outlierDetection is enough.
  if (!effective.force && !policy.outlierDetection) {
    return { mode: 'proportional', possible: only(groups) };
  }
  if (failoverPriority.length === 0) {
    return { mode: 'failover', possible: only(applyFailover(groups, proxy.locality, failover)) };
  }
  const byLabels = applyFailoverPriority(groups, augmentLabels(proxy), failoverPriority);
  const ordered = failover.length ? applyFailover(byLabels, proxy.locality, failover) : byLabels;
  return { mode: 'failover-priority', possible: only(ordered) };
}

/**
 * `locality_weighted_lb_config`: without it the hosts of a priority are one pool.
 * Source: istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go ApplyToCluster.
 */
function isLocalityWeighted(
  effective: EffectiveSetting,
  outlierDetection: OutlierDetection | undefined,
): boolean {
  if (effective.kind !== 'locality') return false;
  const { distribute, failover, failoverPriority } = effective.setting;
  if (distribute?.length) return true;
  const enableFailover = effective.force || outlierDetection !== undefined;
  return enableFailover && Boolean(failover?.length || failoverPriority?.length);
}

/** Source: istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyLoadBalancer. */
function lbPolicy({ policy: { loadBalancer } }: ControlPlaneInput): LbPolicy {
  const hash = loadBalancer?.consistentHash;
  if (hash) return hash.maglev !== undefined ? 'MAGLEV' : 'RING_HASH';
  const simple = loadBalancer?.simple;
  return simple === 'ROUND_ROBIN' || simple === 'RANDOM' ? simple : 'LEAST_REQUEST';
}
