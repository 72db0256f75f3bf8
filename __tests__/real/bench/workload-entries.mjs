// @ts-check
/**
 * The endpoints of hello-world as WorkloadEntries, one for each backend. EndpointSlices may not hold loopback addresses,
 * WorkloadEntries may, so this needs no privileges and no controllers.
 */
import { startBackend } from './backend.mjs';
import { helloWorld, helloWorldLabels } from './hello-world.mjs';

export class WorkloadEntries {
  /**
   * @param {import('./cluster.mjs').Cluster} cluster
   * @param {import('./backend.mjs').Backend[]} backends
   */
  constructor(cluster, backends) {
    this.cluster = cluster;
    this.backends = backends;
  }

  /**
   * Leaves the first `count` of them.
   *
   * @param {number} [count] all of them, unless given
   */
  async scale(count = this.backends.length) {
    const entries = this.backends.map((backend, index) => this.#entry(backend, index));
    const [kept, gone] = [entries.slice(0, count), entries.slice(count)];
    if (kept.length > 0) await this.cluster.apply(kept);
    if (gone.length > 0) await this.cluster.delete(gone);
  }

  /**
   * @param {import('./backend.mjs').Backend} backend
   * @param {number} index
   */
  #entry({ address, port, locality }, index) {
    const name = `${helloWorld.name}-${this.cluster.name}-${index}`;
    return {
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadEntry',
      metadata: { name, namespace: helloWorld.namespace },
      spec: { address, locality, labels: helloWorldLabels, ports: { http: port } },
    };
  }
}

/**
 * @param {import('./bench.mjs').Bench} bench
 * @param {object} options
 * @param {import('./cluster.mjs').Cluster} options.cluster
 * @param {string[]} options.localities of each backend
 * @param {string} options.network the first three numbers of the backends' addresses
 */
export async function startWorkloadEntries(bench, { cluster, localities, network }) {
  const backends = await Promise.all(
    localities.map((locality, index) =>
      startBackend(bench, { address: `${network}.${index + 1}`, locality }),
    ),
  );
  const entries = new WorkloadEntries(cluster, backends);
  await entries.scale();
  return entries;
}
