// @ts-check
/** Stock Envoy that introduces itself to istiod as the proxy of a pod would. */
import { ensureParts } from './build.mjs';
import { freePort } from './free-port.mjs';
import { pollUntil } from './poll-until.mjs';

/**
 * @typedef {object} RunningEnvoy
 * @property {string} adminUrl
 * @property {(path: string) => Promise<string>} admin GETs a path of the admin interface, such as `/clusters`
 * @property {import('./bench.mjs').BenchProcess} process
 */

/**
 * @param {import('./bench.mjs').Bench} bench
 * @param {object} options
 * @param {string} options.name unique in the bench
 * @param {'router' | 'sidecar'} options.kind as istiod calls it
 * @param {string} options.clusterId
 * @param {number} options.xdsPort istiod's
 * @param {string} options.locality `region[/zone[/subzone]]`
 * @param {string} options.namespace
 * @param {Record<string, string>} options.labels
 * @param {string} options.address the pod's address, as istiod sees it
 * @param {Record<string, unknown>} [options.metadata] more of what it says about itself
 * @param {object[]} [options.listeners] its own; default: those that istiod gives
 * @param {number} [options.concurrency] worker threads; each balances by itself, so one measures most exactly
 * @returns {Promise<RunningEnvoy>} once it is live
 */
export async function startEnvoy(
  bench,
  {
    name,
    kind,
    clusterId,
    xdsPort,
    locality,
    namespace,
    labels,
    address,
    metadata = {},
    listeners,
    concurrency = 1,
  },
) {
  const { envoy } = await ensureParts(['envoy']);
  const adminPort = await freePort();
  const [region = '', zone = '', subZone = ''] = locality.split('/');
  const fromIstiod = { ads: {}, resource_api_version: 'V3', initial_fetch_timeout: '0s' };
  const bootstrap = {
    node: {
      id: `${kind}~${address}~${name}.${namespace}~${namespace}.svc.cluster.local`,
      cluster: `${name}.${namespace}`,
      locality: { region, zone, sub_zone: subZone },
      metadata: {
        CLUSTER_ID: clusterId,
        NAMESPACE: namespace,
        LABELS: labels,
        ISTIO_VERSION: '1.31.1',
        PROXY_CONFIG: {},
        ...metadata,
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
      ...(listeners ? {} : { lds_config: fromIstiod }),
      cds_config: fromIstiod,
    },
    static_resources: { clusters: [xdsCluster(xdsPort)], ...(listeners && { listeners }) },
  };
  const file = await bench.write(`${name}-envoy.json`, JSON.stringify(bootstrap, null, 2));
  const part = bench.spawn(`${name}-envoy`, envoy, [
    '--config-path',
    file,
    '--concurrency',
    String(concurrency),
    '--log-level',
    'warning',
    // Hot restart needs a number of its own for every Envoy on the machine, and nothing here uses it.
    '--disable-hot-restart',
  ]);
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const admin = async (/** @type {string} */ path) => (await fetch(`${adminUrl}${path}`)).text();
  await pollUntil(`${name} serves`, async () => (await admin('/ready')).trim() === 'LIVE', {
    process: part,
  });
  return { admin, adminUrl, process: part };
}

/** @param {number} port */
function xdsCluster(port) {
  const lbEndpoint = { endpoint: { address: socketAddress(port) } };
  return {
    name: 'xds',
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: { cluster_name: 'xds', endpoints: [{ lb_endpoints: [lbEndpoint] }] },
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
        '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
  };
}

/** @param {number} port */
export function socketAddress(port) {
  return { socket_address: { address: '127.0.0.1', port_value: port } };
}
