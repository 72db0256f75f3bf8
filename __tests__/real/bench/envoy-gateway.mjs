// @ts-check
/** An ingress gateway: stock Envoy that introduces itself to istiod as an Istio gateway pod would. */
import { startEnvoy } from './envoy.mjs';

/** @typedef {import('./envoy.mjs').RunningEnvoy & { name: string }} EnvoyGateway */

/**
 * @param {import('./bench.mjs').Bench} bench
 * @param {object} options
 * @param {string} options.name unique in the bench
 * @param {string} options.clusterId
 * @param {number} options.xdsPort istiod's
 * @param {string} options.locality `region[/zone[/subzone]]`
 * @param {string} [options.namespace]
 * @param {Record<string, string>} [options.labels] what a Gateway's selector finds
 * @param {string} [options.network]
 * @param {string} [options.address] the pod's address, as istiod sees it
 * @param {number} [options.concurrency] worker threads; each balances by itself, so one measures most exactly
 * @returns {Promise<EnvoyGateway>}
 */
export async function startEnvoyGateway(
  bench,
  {
    name,
    clusterId,
    xdsPort,
    locality,
    namespace = 'istio-system',
    labels = { istio: 'ingressgateway' },
    network,
    address = '127.0.0.1',
    concurrency = 1,
  },
) {
  const envoy = await startEnvoy(bench, {
    ...{ name, clusterId, xdsPort, locality, namespace, labels, address, concurrency },
    kind: 'router',
    metadata: network === undefined ? {} : { NETWORK: network },
  });
  return { name, ...envoy };
}
