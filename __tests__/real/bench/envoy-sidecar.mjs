// @ts-check
/**
 * A sidecar: stock Envoy that introduces itself to istiod as a pod's proxy would, and has listeners of its own with the routes that
 * istiod gives for ports. Nothing is captured.
 */
import { socketAddress, startEnvoy } from './envoy.mjs';
import { freePort } from './free-port.mjs';

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
  /** @type {Map<number, number>} */
  const listeners = new Map();
  for (const port of ports) listeners.set(port, await freePort());
  const { process } = await startEnvoy(bench, {
    ...{ name, clusterId, xdsPort, locality, namespace, labels },
    kind: 'sidecar',
    address: '10.255.0.1',
    metadata: { INTERCEPTION_MODE: 'NONE' },
    listeners: [...listeners].map(([port, own]) => listener(port, own)),
  });
  return { listeners, process };
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
