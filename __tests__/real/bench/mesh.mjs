// @ts-check
/**
 * A whole multi-primary mesh: for each cluster an API server, an istiod that also watches the other clusters, an ingress
 * gateway, and the backends of a service.
 */
import { startApiServer } from './api-server.mjs';
import { Bench } from './bench.mjs';
import { startDeployments, startPodServer } from './deployments.mjs';
import { startEnvoyGateway } from './envoy-gateway.mjs';
import { startEtcd } from './etcd.mjs';
import { freePort } from './free-port.mjs';
import { helloWorldService } from './hello-world.mjs';
import { startIstiod } from './istiod.mjs';
import { startWorkloadEntries } from './workload-entries.mjs';

/**
 * @typedef {object} ClusterPlan
 * @property {string} name
 * @property {string} [locality] of its gateway, and of its endpoints unless they say otherwise; its name, unless given
 * @property {number | string[]} [endpoints] how many, or the locality of each; 2 unless given
 * @property {boolean} [gateway] true unless said
 */

/**
 * @template Workload
 * @typedef {object} MeshCluster
 * @property {import('./cluster.mjs').Cluster} api
 * @property {import('./istiod.mjs').Istiod} istiod
 * @property {import('./envoy-gateway.mjs').EnvoyGateway | undefined} gateway
 * @property {string} url where its gateway answers for port 80 of a Gateway
 * @property {Workload} workload the endpoints of hello-world in this cluster
 */

/** @template {{ scale(count?: number): Promise<void> }} Workload */
export class Mesh {
  /**
   * @param {Bench} bench
   * @param {MeshCluster<Workload>[]} clusters
   */
  constructor(bench, clusters) {
    this.bench = bench;
    this.clusters = clusters;
  }

  /** @param {string} name */
  cluster(name) {
    const found = this.clusters.find(({ api }) => api.name === name);
    if (!found) throw new Error(`the mesh has no cluster ${name}`);
    return found;
  }

  /**
   * Applies to every cluster: istiod reads its policy from its own cluster only.
   *
   * @param {string | object | object[]} manifests
   */
  async apply(manifests) {
    await Promise.all(this.clusters.map(({ api }) => api.apply(manifests)));
  }

  /**
   * What `kubectl scale` does: leaves `count` endpoints of hello-world in that cluster.
   *
   * @param {string} clusterName
   * @param {number} [count] all of them, unless given
   */
  async scale(clusterName, count) {
    await this.cluster(clusterName).workload.scale(count);
  }

  stop() {
    return this.bench.stop();
  }
}

/**
 * @typedef {object} MeshOptions
 * @property {ClusterPlan[]} [clusters] the guide's two, unless given
 * @property {Record<string, unknown>} [meshConfig]
 * @property {Record<string, string>} [istiodEnv]
 * @property {Bench} [bench] one that is there already; it is stopped when the mesh cannot start
 */

/**
 * Starts a mesh whose hello-world runs at WorkloadEntries. All endpoints are in place and nothing of the guide is applied.
 *
 * @param {MeshOptions} [options]
 * @returns {Promise<Mesh<import('./workload-entries.mjs').WorkloadEntries>>}
 */
export function startMesh(options = {}) {
  return start(options, (bench, cluster, localities, index) =>
    startWorkloadEntries(bench, { cluster, localities, network: `127.77.${index + 1}` }),
  );
}

/**
 * The same with pods of Deployments, all of them ready; only in a network namespace.
 *
 * @param {MeshOptions} [options]
 * @returns {Promise<Mesh<import('./deployments.mjs').Deployments>>}
 */
export async function startPodMesh(options = {}) {
  const mesh = await start(options, (bench, cluster, localities, index) =>
    startDeployments(bench, { cluster, localities, firstNetwork: 1 + index * 16 }),
  );
  try {
    const workloads = mesh.clusters.map(({ workload }) => workload);
    await startPodServer(mesh.bench, workloads);
    await Promise.all(workloads.map((workload) => workload.untilReady()));
  } catch (error) {
    await mesh.stop();
    throw error;
  }
  return mesh;
}

/**
 * @template {{ scale(count?: number): Promise<void> }} Workload
 * @param {MeshOptions} options
 * @param {(bench: Bench, cluster: import('./cluster.mjs').Cluster, localities: string[], index: number)
 *   => Promise<Workload>} startWorkload
 * @returns {Promise<Mesh<Workload>>}
 */
async function start(
  {
    clusters = [{ name: 'europe-west1' }, { name: 'us-central1' }],
    meshConfig = {},
    istiodEnv = {},
    bench = new Bench(),
  },
  startWorkload,
) {
  try {
    const etcd = await startEtcd(bench);
    const apis = await Promise.all(
      clusters.map(({ name }) => startApiServer(bench, { name, etcd })),
    );
    const running = await Promise.all(
      clusters.map(async (plan, index) => {
        const api = /** @type {import('./cluster.mjs').Cluster} */ (apis[index]);
        const remotes = apis.filter((other) => other !== api);
        const istiod = await startIstiod(bench, {
          cluster: api,
          remotes,
          meshConfig,
          env: istiodEnv,
        });
        const port = await freePort();
        await api.apply([gatewayService(port), helloWorldService()]);
        const gateway =
          plan.gateway === false
            ? undefined
            : await startEnvoyGateway(bench, {
                name: `${plan.name}-gateway`,
                clusterId: plan.name,
                xdsPort: istiod.xdsPort,
                locality: plan.locality ?? plan.name,
              });
        const workload = await startWorkload(bench, api, localitiesOf(plan), index);
        return { api, istiod, gateway, url: `http://127.0.0.1:${port}`, workload };
      }),
    );
    return new Mesh(bench, running);
  } catch (error) {
    await bench.stop();
    throw error;
  }
}

/**
 * @param {ClusterPlan} plan
 * @returns {string[]}
 */
function localitiesOf({ name, locality = name, endpoints = 2 }) {
  return typeof endpoints === 'number' ? Array(endpoints).fill(locality) : endpoints;
}

/**
 * Like the ingress gateway's Service of an Istio installation, it leads port 80 to another one: so every gateway on this
 * machine has a port of its own, while the Gateway resources stay as a user writes them.
 *
 * @param {number} port
 */
function gatewayService(port) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'istio-ingressgateway', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      ports: [{ name: 'http2', port: 80, targetPort: port }],
    },
  };
}
