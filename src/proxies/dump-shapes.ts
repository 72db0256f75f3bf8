import type { KeptShape } from './kept-shape.js';

const locality = { region: 'scalar', zone: 'scalar', sub_zone: 'scalar' } as const;
const address: KeptShape = {
  socket_address: { address: 'scalar', port_value: 'scalar' },
  pipe: { path: 'scalar' },
  envoy_internal_address: { server_listener_name: 'scalar', endpoint_id: 'scalar' },
};
const extension: KeptShape = { name: 'scalar', typed_config: { '@type': 'scalar' } };
const istio: KeptShape = { filter_metadata: { istio: { config: 'scalar', workload: 'scalar' } } };

const loadAssignment: KeptShape = {
  cluster_name: 'scalar',
  endpoints: [
    {
      locality,
      priority: 'scalar',
      load_balancing_weight: 'scalar',
      lb_endpoints: [
        {
          endpoint: { address, hostname: 'scalar', additional_addresses: ['presence'] },
          health_status: 'scalar',
          load_balancing_weight: 'scalar',
          metadata: istio,
        },
      ],
      leds_cluster_locality_config: 'presence',
    },
  ],
  policy: {
    overprovisioning_factor: 'scalar',
    weighted_priority_health: 'scalar',
    drop_overloads: ['presence'],
  },
};

const outlierDetection: KeptShape = Object.fromEntries(
  [
    'consecutive_5xx',
    'interval',
    'base_ejection_time',
    'max_ejection_time',
    'max_ejection_percent',
    'enforcing_consecutive_5xx',
    'enforcing_success_rate',
    'success_rate_minimum_hosts',
    'consecutive_gateway_failure',
    'enforcing_consecutive_gateway_failure',
    'split_external_local_origin_errors',
    'consecutive_local_origin_failure',
    'enforcing_consecutive_local_origin_failure',
    'enforcing_local_origin_success_rate',
    'enforcing_failure_percentage',
    'enforcing_failure_percentage_local_origin',
    'failure_percentage_minimum_hosts',
    'always_eject_one_host',
    'detect_degraded_hosts',
  ].map((key) => [key, 'scalar'] as const),
);

const localityLb: KeptShape = {
  locality_weighted_lb_config: 'presence',
  zone_aware_lb_config: { fail_traffic_on_panic: 'scalar' },
};

const slowStart: KeptShape = { slow_start_config: 'presence' };

const cluster: KeptShape = {
  '@type': 'scalar',
  name: 'scalar',
  type: 'scalar',
  cluster_type: extension,
  lb_policy: 'scalar',
  round_robin_lb_config: slowStart,
  least_request_lb_config: slowStart,
  load_balancing_policy: {
    policies: [
      {
        typed_extension_config: {
          name: 'scalar',
          typed_config: {
            '@type': 'scalar',
            locality_lb_config: localityLb,
            locality_weighted_lb_config: 'presence',
            ...slowStart,
          },
        },
      },
    ],
  },
  eds_cluster_config: { service_name: 'scalar' },
  common_lb_config: {
    healthy_panic_threshold: { value: 'scalar' },
    ...localityLb,
    consistent_hashing_lb_config: 'presence',
    override_host_status: 'presence',
  },
  lb_subset_config: 'presence',
  health_checks: ['presence'],
  outlier_detection: { ...outlierDetection, monitors: ['presence'] },
  circuit_breakers: {
    thresholds: [
      {
        priority: 'scalar',
        max_connections: 'scalar',
        max_pending_requests: 'scalar',
        max_requests: 'scalar',
        max_retries: 'scalar',
        retry_budget: { budget_percent: { value: 'scalar' }, min_retry_concurrency: 'scalar' },
      },
    ],
  },
  load_assignment: loadAssignment,
  metadata: istio,
};

const retryPolicy: KeptShape = {
  retry_on: 'scalar',
  num_retries: 'scalar',
  retry_priority: {
    name: 'scalar',
    typed_config: { '@type': 'scalar', update_frequency: 'scalar' },
  },
  retry_host_predicate: [extension],
  retry_options_predicates: [extension],
  host_selection_retry_max_attempts: 'scalar',
  retriable_status_codes: ['scalar'],
  retriable_request_headers: ['presence'],
};

const match: KeptShape = {
  prefix: 'scalar',
  path: 'scalar',
  path_separated_prefix: 'scalar',
  safe_regex: { regex: 'scalar' },
  connect_matcher: 'presence',
  path_match_policy: 'presence',
  case_sensitive: 'scalar',
  runtime_fraction: 'presence',
  headers: ['matcher'],
  query_parameters: ['matcher'],
  cookies: ['presence'],
  grpc: 'presence',
  tls_context: 'presence',
  dynamic_metadata: ['presence'],
  filter_state: ['presence'],
};

const route: KeptShape = {
  name: 'scalar',
  match,
  route: {
    cluster: 'scalar',
    cluster_header: 'scalar',
    cluster_specifier_plugin: 'scalar',
    inline_cluster_specifier_plugin: 'presence',
    weighted_clusters: {
      clusters: [
        {
          name: 'scalar',
          weight: 'scalar',
          cluster_header: 'presence',
          typed_per_filter_config: 'per-filter',
        },
      ],
      runtime_key_prefix: 'scalar',
    },
    cluster_not_found_response_code: 'scalar',
    timeout: 'scalar',
    metadata_match: 'presence',
    priority: 'scalar',
    retry_policy: retryPolicy,
    retry_policy_typed_config: 'presence',
    request_mirror_policies: ['presence'],
    hash_policy: ['presence'],
    internal_redirect_policy: 'presence',
  },
  redirect: { response_code: 'scalar', https_redirect: 'scalar' },
  direct_response: { status: 'scalar' },
  filter_action: 'presence',
  non_forwarding_action: 'presence',
  typed_per_filter_config: 'per-filter',
  metadata: istio,
};

const routeConfiguration: KeptShape = {
  name: 'scalar',
  virtual_hosts: [
    {
      name: 'scalar',
      domains: ['scalar'],
      routes: [route],
      matcher: 'presence',
      require_tls: 'scalar',
      retry_policy: retryPolicy,
      typed_per_filter_config: 'per-filter',
    },
  ],
  typed_per_filter_config: 'per-filter',
  vhds: 'presence',
  ignore_port_in_host_matching: 'scalar',
};

const filters: KeptShape = [
  {
    name: 'scalar',
    typed_config: {
      '@type': 'scalar',
      type_url: 'scalar',
      // Of the manager of HTTP connections.
      rds: { route_config_name: 'scalar' },
      route_config: routeConfiguration,
      scoped_routes: 'presence',
      strip_any_host_port: 'scalar',
      strip_matching_host_port: 'scalar',
      http_filters: [
        {
          name: 'scalar',
          disabled: 'scalar',
          typed_config: { '@type': 'scalar', abort: 'presence', delay: 'presence' },
        },
      ],
      // Of the proxy for TCP.
      cluster: 'scalar',
      weighted_clusters: { clusters: [{ name: 'scalar', weight: 'scalar' }] },
    },
  },
];

const filterChain: KeptShape = {
  name: 'scalar',
  filter_chain_match: {
    server_names: ['scalar'],
    transport_protocol: 'scalar',
    application_protocols: ['scalar'],
    destination_port: 'scalar',
    prefix_ranges: ['presence'],
    source_prefix_ranges: ['presence'],
    source_type: 'scalar',
  },
  filters,
  transport_socket: { name: 'scalar' },
};

const listener: KeptShape = {
  '@type': 'scalar',
  name: 'scalar',
  address,
  traffic_direction: 'scalar',
  filter_chains: [filterChain],
  default_filter_chain: filterChain,
  filter_chain_matcher: 'presence',
  api_listener: 'presence',
};

const clusterItem: KeptShape = { cluster };
const endpointItem: KeptShape = { endpoint_config: loadAssignment };
const routeItem: KeptShape = { route_config: routeConfiguration };

/** What is kept of each item of a config dump, by the key of the list or object that it is in. */
export const itemShapes: Readonly<Record<string, KeptShape>> = {
  bootstrap: {
    node: {
      id: 'scalar',
      cluster: 'scalar',
      locality,
      metadata: { CLUSTER_ID: 'scalar', NAMESPACE: 'scalar', ISTIO_VERSION: 'scalar' },
    },
    cluster_manager: { local_cluster_name: 'scalar' },
  },
  static_clusters: clusterItem,
  dynamic_active_clusters: clusterItem,
  dynamic_warming_clusters: { cluster: { name: 'scalar' } },
  static_endpoint_configs: endpointItem,
  dynamic_endpoint_configs: endpointItem,
  static_route_configs: routeItem,
  dynamic_route_configs: routeItem,
  static_listeners: { listener },
  dynamic_listeners: { name: 'scalar', active_state: { listener } },
  cluster_statuses: {
    name: 'scalar',
    host_statuses: [
      {
        address,
        health_status: {
          eds_health_status: 'scalar',
          failed_active_health_check: 'scalar',
          failed_outlier_check: 'scalar',
          failed_active_degraded_check: 'scalar',
          pending_dynamic_removal: 'scalar',
          pending_active_hc: 'scalar',
          excluded_via_immediate_hc_fail: 'scalar',
          active_hc_timeout: 'scalar',
        },
      },
    ],
  },
};

/** Where an item stands in a dump, for one that is written again. */
export const sectionTypes: Readonly<Record<string, string>> = {
  bootstrap: 'BootstrapConfigDump',
  static_clusters: 'ClustersConfigDump',
  dynamic_active_clusters: 'ClustersConfigDump',
  dynamic_warming_clusters: 'ClustersConfigDump',
  static_endpoint_configs: 'EndpointsConfigDump',
  dynamic_endpoint_configs: 'EndpointsConfigDump',
  static_listeners: 'ListenersConfigDump',
  dynamic_listeners: 'ListenersConfigDump',
  static_route_configs: 'RoutesConfigDump',
  dynamic_route_configs: 'RoutesConfigDump',
};
