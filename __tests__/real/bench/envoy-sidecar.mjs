// @ts-check
/**
 * A sidecar: stock Envoy that introduces itself to istiod as a pod's proxy would, and has listeners of its own with the routes that
 * istiod gives for ports. Nothing is captured.
 */
import { ensureParts } from './build.mjs';
import { socketAddress, xdsCluster } from './envoy-gateway.mjs';
import { freePort } from './free-port.mjs';
import { pollUntil } from './poll-until.mjs';

/**
 * @param {import('./bench.mjs').Bench} bench
 * @param {object} options
 * @param {string} options.name unique in the bench
 * @param {string} options.clusterId
 * @param {number} options.xdsPort istiod's
 * @param {string} options.locality `region[/zone[/subzone]]`
 * @param {string} options.namespace
 * @param {Record<string, string>} options.labels
 * @param {readonly number[]} options.ports of Services
 * @returns {Promise<{ listeners: Map<number, number>, process: import('./bench.mjs').BenchProcess }>} by the port of Services the port
 *   on which it listens
 */
export async function startEnvoySidecar(
  bench,
  { name, clusterId, xdsPort, locality, namespace, labels, ports },
) {
  const { envoy } = await ensureParts(['envoy']);
  const adminPort = await freePort();
  const [region = '', zone = '', subZone = ''] = locality.split('/');
  /** @type {Map<number, number>} */
  const listeners = new Map();
  for (const port of ports) listeners.set(port, await freePort());
  const bootstrap = {
    node: {
      id: `sidecar~10.255.0.1~${name}.${namespace}~${namespace}.svc.cluster.local`,
      cluster: `${name}.${namespace}`,
      locality: { region, zone, sub_zone: subZone },
      metadata: {
        CLUSTER_ID: clusterId,
        NAMESPACE: namespace,
        LABELS: labels,
        ISTIO_VERSION: '1.31.1',
        INTERCEPTION_MODE: 'NONE',
        PROXY_CONFIG: {},
      },
    },
    admin: { address: socketAddress(adminPort) },
    dynamic_resources: {
      ads_config: {
        api_type: 'DELTA_GRPC',
        transport_api_version: 'V3',
        set_node_on_first_message_only: true,
        grpc_services: [{ envoy_grpc: { cluster_name: 'xds' } }],
      },
      cds_config: { ads: {}, resource_api_version: 'V3', initial_fetch_timeout: '0s' },
    },
    static_resources: {
      clusters: [xdsCluster(xdsPort)],
      listeners: [...listeners].map(([port, own]) => listener(port, own)),
    },
  };
  const file = await bench.write(`${name}-envoy.json`, JSON.stringify(bootstrap, null, 2));
  const part = bench.spawn(`${name}-envoy`, envoy, [
    ...['--config-path', file, '--concurrency', '1', '--log-level', 'warning'],
    '--disable-hot-restart',
  ]);
  const ready = async () => (await fetch(`http://127.0.0.1:${adminPort}/ready`)).text();
  await pollUntil(`${name} serves`, async () => (await ready()).trim() === 'LIVE', {
    process: part,
  });
  return { listeners, process: part };
}

/**
 * @param {number} port of Services
 * @param {number} own
 */
function listener(port, own) {
  const type = 'type.googleapis.com/envoy.extensions.filters';
  return {
    name: `port-${port}`,
    address: socketAddress(own),
    filter_chains: [
      {
        filters: [
          {
            name: 'envoy.filters.network.http_connection_manager',
            typed_config: {
              '@type': `${type}.network.http_connection_manager.v3.HttpConnectionManager`,
              stat_prefix: `port-${port}`,
              normalize_path: true,
              rds: {
                config_source: { ads: {}, resource_api_version: 'V3', initial_fetch_timeout: '0s' },
                route_config_name: String(port),
              },
              http_filters: [
                {
                  name: 'envoy.filters.http.router',
                  typed_config: { '@type': `${type}.http.router.v3.Router` },
                },
              ],
            },
          },
        ],
      },
    ],
  };
}
