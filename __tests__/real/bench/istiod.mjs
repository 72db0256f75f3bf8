// @ts-check
/** The control plane of one cluster: pilot-discovery without certificates and webhooks. */
import { ensureParts } from './build.mjs';
import { freePort } from './free-port.mjs';
import { kubeconfig } from './kubeconfig.mjs';
import { pollUntil } from './poll-until.mjs';

/** @typedef {import('./cluster.mjs').Cluster} Cluster */

/**
 * @typedef {object} Istiod
 * @property {number} xdsPort plain gRPC, for gateways
 * @property {number} monitoringPort where it answers what a pod of istiod answers on port 15014
 * @property {(path: string) => Promise<string>} debug GETs a path such as `/debug/endpointz`
 * @property {import('./bench.mjs').BenchProcess} process
 */

/**
 * @param {import('./bench.mjs').Bench} bench
 * @param {object} options
 * @param {Cluster} options.cluster where it reads its configuration; its name is the cluster ID
 * @param {Cluster[]} [options.remotes] the clusters whose endpoints it also learns
 * @param {Record<string, unknown>} [options.meshConfig] added to what the bench needs
 * @param {Record<string, string>} [options.env] feature switches (PILOT_…)
 * @param {string} [options.domain] where the names of Services end, after `svc`
 * @returns {Promise<Istiod>}
 */
export async function startIstiod(bench, options) {
  const { cluster, remotes = [], meshConfig = {}, env = {}, domain } = options;
  const parts = await ensureParts(['pilot-discovery']);
  await cluster.apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } },
    ...remotes.map(remoteSecret),
  ]);
  const name = `${cluster.name}-istiod`;
  // There are no agents that would fetch certificates: with auto mTLS, Envoy would wait for them for ever.
  const mesh = { enableAutoMtls: false, ...meshConfig };
  const meshFile = await bench.write(`${name}-mesh.yaml`, JSON.stringify(mesh));
  const xdsPort = await freePort();
  const monitoringPort = await freePort();
  const http = `127.0.0.1:${await freePort()}`;
  const part = bench.spawn(
    name,
    parts['pilot-discovery'],
    [
      'discovery',
      `--kubeconfig=${cluster.kubeconfig}`,
      `--clusterID=${cluster.name}`,
      `--meshConfig=${meshFile}`,
      `--grpcAddr=127.0.0.1:${xdsPort}`,
      `--httpAddr=${http}`,
      `--monitoringAddr=127.0.0.1:${monitoringPort}`,
      '--ctrlz_address=127.0.0.1',
      `--ctrlz_port=${await freePort()}`,
      ...(domain === undefined ? [] : [`--domain=${domain}`]),
      '--secureGRPCAddr=',
      '--httpsAddr=',
      // Nobody waits for it in a test.
      '--shutdownDuration=1s',
    ],
    {
      env: {
        POD_NAME: name,
        POD_NAMESPACE: 'istio-system',
        // Both filters are in Istio's own build of Envoy only.
        PILOT_ENABLE_ALPN_FILTER: 'false',
        PILOT_ENABLE_METADATA_EXCHANGE: 'false',
        VALIDATION_WEBHOOK_CONFIG_NAME: '',
        INJECTION_WEBHOOK_CONFIG_NAME: '',
        ...env,
      },
    },
  );
  await pollUntil(`${name} is ready`, async () => (await fetch(`http://${http}/ready`)).ok, {
    process: part,
  });
  const debug = async (/** @type {string} */ path) => (await fetch(`http://${http}${path}`)).text();
  return { xdsPort, monitoringPort, debug, process: part };
}

/**
 * What `istioctl create-remote-secret` makes: the way by which istiod learns of another cluster.
 *
 * @param {Cluster} remote
 */
function remoteSecret(remote) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `istio-remote-secret-${remote.name}`,
      namespace: 'istio-system',
      labels: { 'istio/multiCluster': 'true' },
    },
    stringData: { [remote.name]: kubeconfig([remote.entry()]) },
  };
}
