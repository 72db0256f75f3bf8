/** Envoy with the cluster that the model says istiod would send, written down as a bootstrap: no control plane is needed to put it under load. */
import { configure } from '../../../../src/traffic/control-plane/configuration.js';
import { formatLocality } from '../../../../src/mesh/locality.js';
import { applyOutages } from '../../../../src/traffic/outage.js';
import { ensureParts } from '../../bench/build.mjs';
import type { Bench } from '../../bench/bench.mjs';
import { socketAddress } from '../../bench/envoy.mjs';
import { freePort } from '../../bench/free-port.mjs';
import { pollUntil } from '../../bench/poll-until.mjs';
import { inputOf, type LoadCase } from './load-case.js';

const unlimited = 4_294_967_295;

/** @param portOf The port of a backend on 127.0.0.1, by the endpoint's id. */
export async function startStaticEnvoy(
  bench: Bench,
  own: LoadCase,
  portOf: (id: string) => number,
): Promise<{ url: string; admin: (path: string) => Promise<string>; stop: () => Promise<void> }> {
  const { envoy } = await ensureParts(['envoy']);
  const [port, adminPort] = [await freePort(), await freePort()];
  const file = await bench.write(
    `envoy-${port}.json`,
    JSON.stringify({
      admin: { address: socketAddress(adminPort) },
      static_resources: {
        listeners: [listener(port, own)],
        clusters: [clusterOf(own, portOf)],
      },
    }),
  );
  const part = bench.spawn(`envoy-${port}`, envoy, [
    ...['--config-path', file, '--concurrency', '1', '--log-level', 'warning'],
    '--disable-hot-restart',
  ]);
  const admin = async (path: string) =>
    (await fetch(`http://127.0.0.1:${adminPort}${path}`)).text();
  await pollUntil('Envoy serves', async () => (await admin('/ready')).trim() === 'LIVE', {
    process: part,
  });
  return { url: `http://127.0.0.1:${port}/`, admin, stop: () => part.stop() };
}

function clusterOf(own: LoadCase, portOf: (id: string) => number) {
  const input = inputOf(own);
  const { settings, assignments } = configure({
    ...input,
    policy: own.policy,
    endpoints: applyOutages(input.endpoints, own.outages),
  });
  const { circuitBreakers: limits, outlierDetection: detection } = settings;
  return {
    name: 'web',
    type: 'STATIC',
    connect_timeout: '10s',
    lb_policy: settings.lbPolicy,
    common_lb_config: {
      healthy_panic_threshold: { value: settings.panicThreshold },
      ...(settings.localityWeighted && { locality_weighted_lb_config: {} }),
    },
    circuit_breakers: {
      thresholds: [
        {
          max_connections: limits.maxConnections ?? unlimited,
          max_pending_requests: limits.maxPendingRequests ?? unlimited,
          max_requests: limits.maxRequests ?? unlimited,
          max_retries: limits.maxRetries ?? unlimited,
          ...(limits.retryBudget && {
            retry_budget: {
              budget_percent: { value: limits.retryBudget.percent },
              min_retry_concurrency: limits.retryBudget.least,
            },
          }),
        },
      ],
    },
    ...(detection && {
      outlier_detection: {
        consecutive_5xx: detection.consecutive5xx ?? 5,
        enforcing_consecutive_5xx: detection.consecutive5xx ? 100 : 0,
        consecutive_gateway_failure: detection.consecutiveGatewayErrors ?? 5,
        enforcing_consecutive_gateway_failure: detection.consecutiveGatewayErrors ? 100 : 0,
        enforcing_success_rate: 0,
        interval: `${detection.interval / 1000}s`,
        base_ejection_time: `${detection.baseEjectionTime / 1000}s`,
        max_ejection_percent: detection.maxEjectionPercent,
      },
    }),
    load_assignment: {
      cluster_name: 'web',
      endpoints: (assignments[0]?.assignment.localities ?? []).map((group) => ({
        locality: { region: group.locality.region, zone: group.locality.zone },
        priority: group.priority,
        ...(group.weight !== undefined && { load_balancing_weight: group.weight }),
        lb_endpoints: group.endpoints.map(({ address, weight, endpoint }) => ({
          endpoint: { address: socketAddress(portOf(endpoint?.id ?? address)) },
          load_balancing_weight: weight,
        })),
      })),
    },
    metadata: { filter_metadata: { test: { locality: formatLocality(input.proxy.locality) } } },
  };
}

function listener(port: number, own: LoadCase) {
  const { attempts = 2, retryOn } = own.retries ?? {};
  return {
    name: 'in',
    address: socketAddress(port),
    filter_chains: [
      {
        filters: [
          {
            name: 'envoy.filters.network.http_connection_manager',
            typed_config: {
              '@type':
                'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
              stat_prefix: 'in',
              http_filters: [
                {
                  name: 'envoy.filters.http.router',
                  typed_config: {
                    '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router',
                  },
                },
              ],
              route_config: {
                virtual_hosts: [
                  {
                    name: 'all',
                    domains: ['*'],
                    routes: [
                      {
                        match: { prefix: '/' },
                        route: {
                          cluster: 'web',
                          timeout: `${(own.timeout ?? 0) / 1000}s`,
                          ...(attempts > 0 && {
                            retry_policy: {
                              retry_on:
                                retryOn ?? 'connect-failure,refused-stream,unavailable,cancelled',
                              num_retries: attempts,
                              retry_host_predicate: [
                                {
                                  name: 'envoy.retry_host_predicates.previous_hosts',
                                  typed_config: {
                                    '@type':
                                      'type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate',
                                  },
                                },
                              ],
                              host_selection_retry_max_attempts: 5,
                              ...(own.perTryTimeout !== undefined && {
                                per_try_timeout: `${own.perTryTimeout / 1000}s`,
                              }),
                            },
                          }),
                        },
                      },
                    ],
                  },
                ],
              },
            },
          },
        ],
      },
    ],
  };
}
