// @ts-check
/** What makes pods of Deployments, EndpointSlices of pods, and the built-in roles whole. */
import { request } from 'node:https';
import { ensureParts } from './build.mjs';
import { freePort } from './free-port.mjs';
import { pollUntil } from './poll-until.mjs';

const defaultControllers = [
  'deployment-controller',
  'replicaset-controller',
  'endpointslice-controller',
  'namespace-controller',
  'garbage-collector-controller',
  'clusterrole-aggregation-controller',
];

/**
 * @param {import('./bench.mjs').Bench} bench
 * @param {import('./cluster.mjs').Cluster} cluster
 * @param {string[]} [controllers]
 */
export async function startKubeControllerManager(bench, cluster, controllers = defaultControllers) {
  const parts = await ensureParts(['kube-controller-manager']);
  const port = await freePort();
  const name = `${cluster.name}-kube-controller-manager`;
  const part = bench.spawn(name, parts['kube-controller-manager'], [
    `--kubeconfig=${cluster.kubeconfig}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${bench.path(name)}`,
    '--leader-elect=false',
    `--controllers=${controllers.join(',')}`,
  ]);
  await pollUntil(`${name} is healthy`, () => isHealthy(`https://127.0.0.1:${port}/healthz`), {
    process: part,
  });
  return part;
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
function isHealthy(url) {
  return new Promise((resolve, reject) => {
    // Its certificate is its own, and there is nothing to protect.
    const outgoing = request(url, { rejectUnauthorized: false, agent: false }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode === 200);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
