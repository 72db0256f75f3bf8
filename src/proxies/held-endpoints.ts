import type { Locality } from '../mesh/locality.js';
import type { HeldGroup } from '../traffic/control-plane/held-cluster.js';
import type { Endpoint } from '../traffic/control-plane/endpoint.js';
import { countIn, itemsIn, member, textIn } from './json-members.js';

/** The endpoints of one cluster, or why the model cannot count with them. */
export interface HeldEndpoints {
  endpoints: Endpoint[];
  groups: HeldGroup[];
  groupOf: Map<string, number>;
  /** Percent. */
  overprovisioning: number;
  doubt: string | undefined;
  /** Endpoints that are ejected as the proxy was read, and count as healthy. */
  ejected: number;
}

/** The port at which east-west gateways take connections for other networks. */
const eastWestPort = 15_443;

/**
 * Reads the endpoints that a proxy holds of a cluster.
 *
 * @param health By address, as `/clusters` says it; undefined: nothing does.
 */
export function heldEndpoints(
  assignment: unknown,
  health: ReadonlyMap<string, unknown> | undefined,
): HeldEndpoints {
  const result: HeldEndpoints = {
    endpoints: [],
    groups: [],
    groupOf: new Map(),
    overprovisioning: countIn(assignment, 'policy', 'overprovisioning_factor') ?? 140,
    doubt: undefined,
    ejected: 0,
  };
  if (itemsIn(assignment, 'policy', 'drop_overloads').length > 0) {
    result.doubt = 'the control plane has the proxy drop requests (drop_overloads)';
  }
  if (result.overprovisioning !== 140) {
    result.doubt ??= `an overprovisioning factor of ${result.overprovisioning}, which has not been measured`;
  }
  for (const own of itemsIn(assignment, 'endpoints')) {
    if (member(own, 'leds_cluster_locality_config') !== undefined) {
      result.doubt ??= 'endpoints that come one by one (LEDS)';
    }
    const priority = countIn(own, 'priority') ?? 0;
    if (priority > mostPriority) result.doubt ??= `priority ${priority}`;
    const group: HeldGroup = {
      locality: localityAt(own, 'locality'),
      priority,
      weight: countIn(own, 'load_balancing_weight') ?? 0,
      endpointWeight: 0,
    };
    for (const lbEndpoint of itemsIn(own, 'lb_endpoints')) {
      addEndpoint(result, group, lbEndpoint, health);
    }
    result.groups.push(group);
  }
  return result;
}

/** Envoy takes none above it. */
const mostPriority = 128;

function addEndpoint(
  result: HeldEndpoints,
  group: HeldGroup,
  lbEndpoint: unknown,
  health: ReadonlyMap<string, unknown> | undefined,
): void {
  const address = addressOf(member(lbEndpoint, 'endpoint', 'address'));
  if (address === undefined) {
    result.doubt ??= 'an endpoint without a socket address';
    return;
  }
  // Envoy keeps the first one.
  if (result.groupOf.has(address)) return;
  if (itemsIn(lbEndpoint, 'endpoint', 'additional_addresses').length > 0) {
    result.doubt ??= `the endpoint ${address} has several addresses`;
  }
  const workload = textIn(lbEndpoint, 'metadata', 'filter_metadata', 'istio', 'workload');
  if (address.endsWith(`:${eastWestPort}`) || workload.startsWith(';;')) {
    result.doubt ??= `the endpoint ${address} is a gateway to another network, and the proxy does not hold what is behind it`;
  }
  const state = healthOf(textIn(lbEndpoint, 'health_status'), health?.get(address), address);
  if ('doubt' in state) result.doubt ??= state.doubt;
  else if (state.isEjected) result.ejected++;
  const weight = Math.max(1, countIn(lbEndpoint, 'load_balancing_weight') ?? 1);
  group.endpointWeight += weight;
  result.groupOf.set(address, result.groups.length);
  result.endpoints.push({
    id: address,
    cluster: workload.split(';')[4] ?? '',
    network: '',
    locality: group.locality,
    weight,
    labels: {},
    health: 'doubt' in state || state.isReady ? 'ready' : 'unready',
  });
}

/** `address:port`; undefined where it is none. */
export function addressOf(address: unknown): string | undefined {
  const host = textIn(address, 'socket_address', 'address');
  const port = countIn(address, 'socket_address', 'port_value') ?? 0;
  return host === '' ? undefined : `${host}:${port}`;
}

/** Of a proxy, or a group of endpoints. */
export function localityAt(value: unknown, key: string): Locality {
  const part = (name: string) => textIn(value, key, name);
  return { region: part('region'), zone: part('zone'), subzone: part('sub_zone') };
}

type HostHealth = { isReady: boolean; isEjected: boolean } | { doubt: string };

const activeChecks = [
  'failed_active_health_check',
  'failed_active_degraded_check',
  'pending_dynamic_removal',
  'pending_active_hc',
  'excluded_via_immediate_hc_fail',
  'active_hc_timeout',
];

/** The dump's own status mixes what the control plane says with ejections: only `/clusters` tells them apart. */
function healthOf(dumped: string, host: unknown, address: string): HostHealth {
  if (host === undefined) {
    if (['', 'HEALTHY', 'UNKNOWN'].includes(dumped)) return { isReady: true, isEjected: false };
    return {
      doubt: `the endpoint ${address} is ${dumped}, and the dump does not say whether it is ejected or was sent so; name the answer of /clusters?format=json too`,
    };
  }
  const status = member(host, 'health_status');
  const failed = activeChecks.find((check) => member(status, check) === true);
  if (failed !== undefined) return { doubt: `the endpoint ${address} has ${failed}` };
  const isEjected = member(status, 'failed_outlier_check') === true;
  const sent = textIn(status, 'eds_health_status') || 'UNKNOWN';
  if (sent === 'HEALTHY' || sent === 'UNKNOWN') return { isReady: true, isEjected };
  if (sent === 'UNHEALTHY') return { isReady: false, isEjected: false };
  return { doubt: `the endpoint ${address} is ${sent}` };
}
