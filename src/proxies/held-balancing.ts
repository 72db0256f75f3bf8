import type { LbPolicy } from '../traffic/control-plane/assignment.js';
import { isSetIn, itemsIn, member, textIn } from './json-members.js';

/** How a cluster weighs its localities and hosts. */
export interface HeldBalancing {
  lbPolicy: LbPolicy;
  localityWeighted: boolean;
  /** Whether zone-aware routing is on where the bootstrap names the proxy's own cluster. */
  isZoneAware: boolean;
  /** A priority in panic answers 503 in place of picking any host. */
  failsInPanic: boolean;
  /** Hosts that return get less at first. */
  isSlowStart: boolean;
}

const policies: readonly LbPolicy[] = [
  'ROUND_ROBIN',
  'LEAST_REQUEST',
  'RANDOM',
  'RING_HASH',
  'MAGLEV',
];

const byExtension: Readonly<Record<string, LbPolicy>> = {
  'envoy.load_balancing_policies.round_robin': 'ROUND_ROBIN',
  'envoy.load_balancing_policies.least_request': 'LEAST_REQUEST',
  'envoy.load_balancing_policies.random': 'RANDOM',
  'envoy.load_balancing_policies.ring_hash': 'RING_HASH',
  'envoy.load_balancing_policies.maglev': 'MAGLEV',
};

/** The load balancer of a cluster, or why it is not modelled: a name. */
export function heldBalancing(cluster: unknown): HeldBalancing | string {
  if (isSetIn(cluster, 'lb_subset_config')) return 'subset load balancing (lb_subset_config)';
  const common = member(cluster, 'common_lb_config');
  if (isSetIn(common, 'override_host_status')) return 'stateful sessions (override_host_status)';
  if (isSetIn(common, 'consistent_hashing_lb_config')) {
    return 'consistent hashing with bounded loads (consistent_hashing_lb_config)';
  }
  if (isSetIn(cluster, 'load_balancing_policy')) return fromExtension(cluster);
  const name = textIn(cluster, 'lb_policy') || 'ROUND_ROBIN';
  const lbPolicy = policies.find((own) => own === name);
  if (!lbPolicy) return `the load balancing policy ${name}`;
  const localityWeighted = isSetIn(common, 'locality_weighted_lb_config');
  return {
    lbPolicy,
    localityWeighted,
    isZoneAware: !localityWeighted,
    failsInPanic: failsInPanic(common),
    isSlowStart: ['round_robin_lb_config', 'least_request_lb_config'].some((policy) =>
      isSetIn(member(cluster, policy), 'slow_start_config'),
    ),
  };
}

/** The first policy of the list that Envoy knows counts; one that is not known here may be it. */
function fromExtension(cluster: unknown): HeldBalancing | string {
  const [first] = itemsIn(cluster, 'load_balancing_policy', 'policies');
  const extension = member(first, 'typed_extension_config');
  const name = textIn(extension, 'name');
  const lbPolicy = Object.hasOwn(byExtension, name) ? byExtension[name] : undefined;
  if (!lbPolicy) return `the load balancing policy ${name || 'without a name'}`;
  const own = member(extension, 'typed_config');
  const locality = member(own, 'locality_lb_config');
  return {
    lbPolicy,
    localityWeighted:
      isSetIn(own, 'locality_weighted_lb_config') ||
      isSetIn(locality, 'locality_weighted_lb_config'),
    isZoneAware: isSetIn(locality, 'zone_aware_lb_config'),
    failsInPanic: failsInPanic(locality),
    isSlowStart: isSetIn(own, 'slow_start_config'),
  };
}

function failsInPanic(config: unknown): boolean {
  return member(config, 'zone_aware_lb_config', 'fail_traffic_on_panic') === true;
}
