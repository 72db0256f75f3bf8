import type { HeldCluster } from '../traffic/control-plane/held-cluster.js';
import type { CircuitBreakers } from '../traffic/control-plane/circuit-breakers.js';
import type { Endpoint } from '../traffic/control-plane/endpoint.js';
import { heldBalancing } from './held-balancing.js';
import { heldEjection } from './held-ejection.js';
import { heldEndpoints, type HeldEndpoints } from './held-endpoints.js';
import { heldLimits } from './held-limits.js';
import { isSetIn, itemsIn, member, textIn } from './json-members.js';

/** One cluster of a proxy: what the model counts with, or why it does not. */
export interface ProxyCluster {
  name: string;
  /** Of Istio's name for it; else the name itself. */
  host: string;
  port: number | undefined;
  subset: string | undefined;
  /** Why there is no number at all; undefined: there is one. */
  doubt: string | undefined;
  /** Why there is none once endpoints fail. */
  doubtInFailure: string | undefined;
  /** Why there is none once endpoints fail or vanish. */
  doubtInOutage: string | undefined;
  /** Hosts that return get less at first. */
  isSlowStart: boolean;
  held: HeldCluster;
  endpoints: readonly Endpoint[];
  limits: CircuitBreakers;
  /** Endpoints that are ejected as the proxy was read. */
  ejected: number;
  /** The path of the Istio object that its policy comes from; empty: none is named. */
  source: string;
}

/** What the proxy holds beside the cluster itself. */
export interface ClusterSurroundings {
  assignment: unknown;
  /** By address; undefined where `/clusters` was not read. */
  health: ReadonlyMap<string, unknown> | undefined;
  /** The bootstrap names the proxy's own cluster. */
  hasLocalCluster: boolean;
}

/** Reads a cluster with everything that decides about its requests. */
export function readCluster(
  cluster: unknown,
  { assignment, health, hasLocalCluster }: ClusterSurroundings,
): ProxyCluster {
  const name = textIn(cluster, 'name');
  const own = heldEndpoints(assignment, health);
  const balancing = heldBalancing(cluster);
  const ejection = heldEjection(cluster, own.endpoints.length);
  const limits = heldLimits(cluster);
  const isBalanced = typeof balancing !== 'string';
  const panicThreshold = panicOf(cluster);
  const held: HeldCluster = {
    settings: {
      localityWeighted: isBalanced && balancing.localityWeighted,
      panicThreshold,
      outlierDetection: ejection.settings,
      lbPolicy: isBalanced ? balancing.lbPolicy : 'ROUND_ROBIN',
      circuitBreakers: limits,
      overprovisioningFactor: own.overprovisioning,
    },
    groups: own.groups,
    groupOf: own.groupOf,
  };
  const zones =
    isBalanced && balancing.isZoneAware && hasLocalCluster && hasSeveralLocalities(own)
      ? 'zone-aware routing (local_cluster_name)'
      : undefined;
  const doubt =
    typeDoubt(cluster) ??
    (isBalanced ? undefined : balancing) ??
    (itemsIn(cluster, 'health_checks').length > 0
      ? 'active health checks (health_checks)'
      : undefined) ??
    own.doubt ??
    zones ??
    (isBalanced && balancing.failsInPanic && panicThreshold > 0
      ? 'panic that answers 503 (fail_traffic_on_panic)'
      : undefined) ??
    (limits.maxRequests === 0 ? 'a limit of no requests at all (max_requests: 0)' : undefined);
  return {
    name,
    ...nameParts(name),
    doubt,
    doubtInFailure: ejection.doubt,
    doubtInOutage: weightedHealthDoubt(cluster, assignment, own),
    isSlowStart: isBalanced && balancing.isSlowStart,
    held,
    endpoints: own.endpoints,
    limits,
    ejected: own.ejected,
    source: textIn(cluster, 'metadata', 'filter_metadata', 'istio', 'config'),
  };
}

/** Istio's names are `outbound|port|subset|host`. */
function nameParts(name: string): Pick<ProxyCluster, 'host' | 'port' | 'subset'> {
  const [, port, subset, host] = /^outbound\|(\d{1,5})\|([^|]*)\|(.+)$/.exec(name) ?? [];
  if (host === undefined) return { host: name, port: undefined, subset: undefined };
  return { host, port: Number(port), subset: subset === '' ? undefined : subset };
}

const modelledTypes = new Set(['', 'STATIC', 'EDS']);
const modelledExtensions = new Set(['envoy.cluster.static', 'envoy.cluster.eds']);

function typeDoubt(cluster: unknown): string | undefined {
  const extension = textIn(cluster, 'cluster_type', 'name');
  if (isSetIn(cluster, 'cluster_type') && !modelledExtensions.has(extension)) {
    return `the cluster type ${extension || 'without a name'}`;
  }
  const type = textIn(cluster, 'type');
  return modelledTypes.has(type) ? undefined : `the cluster type ${type}`;
}

/**
 * An empty message is 0, none is Envoy's default of 50.
 * Source: envoyproxy/envoy source/common/upstream/upstream_impl.cc, healthy_panic_threshold.
 */
function panicOf(cluster: unknown): number {
  if (!isSetIn(cluster, 'common_lb_config', 'healthy_panic_threshold')) return 50;
  const value = member(cluster, 'common_lb_config', 'healthy_panic_threshold', 'value');
  return typeof value === 'number' && value >= 0 && value <= 100 ? Math.round(value) : 0;
}

/** Zone-aware routing is about localities of the first priority, which any can become. */
function hasSeveralLocalities({ groups }: HeldEndpoints): boolean {
  const priorities = groups.map(({ priority }) => priority);
  return new Set(priorities).size < priorities.length;
}

/**
 * Health by weight in place of by count (`weighted_priority_health`) makes a difference where weights of hosts differ and there are several priorities.
 * A proxy does not show it for endpoints that come by EDS; istiod never sends it.
 */
function weightedHealthDoubt(
  cluster: unknown,
  assignment: unknown,
  { endpoints, groups }: HeldEndpoints,
): string | undefined {
  const isAlike =
    new Set(endpoints.map(({ weight }) => weight)).size <= 1 ||
    new Set(groups.map(({ priority }) => priority)).size <= 1;
  if (isAlike) return undefined;
  const isSet = [assignment, member(cluster, 'load_assignment')].some(
    (own) => member(own, 'policy', 'weighted_priority_health') === true,
  );
  if (isSet) return 'health that is counted by weight (weighted_priority_health)';
  const isOfIstio = isSetIn(cluster, 'metadata', 'filter_metadata', 'istio');
  if (isOfIstio || textIn(cluster, 'type') !== 'EDS') return undefined;
  return 'health may be counted by weight (weighted_priority_health), which a proxy does not show for EDS';
}
