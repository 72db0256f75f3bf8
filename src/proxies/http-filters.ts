import { isSetIn, itemsIn, member, textIn } from './json-members.js';

/** Filters that leave requests, and where they go, alone. */
const harmless = new Set([
  'envoy.filters.http.router',
  'envoy.filters.http.cors',
  'envoy.filters.http.grpc_stats',
  'envoy.filters.http.grpc_web',
  'envoy.filters.http.compressor',
  'envoy.filters.http.decompressor',
  'envoy.filters.http.health_check',
  'istio.alpn',
  'istio.stats',
  'istio.metadata_exchange',
  'istio_authn',
  'waypoint_downstream_peer_metadata',
  'waypoint_upstream_peer_metadata',
  'connect_authority',
]);

/** Filters that may refuse a request: the numbers are of those that they let pass. */
const refusing: Readonly<Record<string, string>> = {
  'envoy.filters.http.rbac': 'authorization',
  'envoy.filters.http.jwt_authn': 'JSON web tokens',
  'envoy.filters.http.ext_authz': 'external authorization',
  'envoy.filters.http.ratelimit': 'rate limits',
  'envoy.filters.http.local_ratelimit': 'local rate limits',
  'envoy.filters.http.csrf': 'CSRF checks',
};

const fault = 'envoy.filters.http.fault';

/** What the HTTP filters of a listener mean for the numbers. */
export interface FilterEffects {
  /** A filter that may do anything; undefined: there is none. */
  doubt: string | undefined;
  notes: string[];
}

/**
 * What stands between the listener and the router.
 *
 * @param levels Route, virtual host and route configuration: the first that says something about a filter counts.
 */
export function filterEffects(manager: unknown, levels: readonly unknown[]): FilterEffects {
  const notes: string[] = [];
  let doubt: string | undefined;
  for (const filter of itemsIn(manager, 'http_filters')) {
    const name = textIn(filter, 'name');
    if (name === fault) {
      const own = levels
        .map((level) => member(level, 'typed_per_filter_config', fault))
        .find((config) => config !== undefined);
      const config = own ?? member(filter, 'typed_config');
      if (isSetIn(config, 'abort'))
        doubt ??= 'fault injection that aborts (envoy.filters.http.fault)';
      else if (isSetIn(config, 'delay'))
        notes.push('some requests are delayed, by fault injection');
    } else if (Object.hasOwn(refusing, name)) {
      notes.push(`requests that ${refusing[name]} (${name}) refuses are not counted`);
    } else if (!harmless.has(name) && member(filter, 'disabled') !== true) {
      doubt ??= `the HTTP filter ${name || 'without a name'}`;
    }
  }
  return { doubt, notes };
}
