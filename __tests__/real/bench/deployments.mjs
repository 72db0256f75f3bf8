// @ts-check
/**
 * The endpoints of hello-world as the pods of Deployments: what the guide scales. Kubernetes' own controllers make pods
 * and EndpointSlices; one HTTP server in this process answers on the addresses of all pods. Only in a network namespace.
 *
 * There is a Deployment and a node for each locality, so that no scheduler is needed.
 */
import { createServer } from 'node:http';
import { Responder } from './behaviour.mjs';
import { helloWorld, helloWorldLabels, podPort } from './hello-world.mjs';
import { startKubeControllerManager } from './kube-controller-manager.mjs';
import { startKwok } from './kwok.mjs';
import { isInNetworkNamespace, podNetwork } from './network-namespace.mjs';
import { pollUntil } from './poll-until.mjs';

/**
 * @typedef {object} Place
 * @property {string} locality
 * @property {string} deployment
 * @property {number} replicas when nothing is scaled down
 * @property {string} node
 * @property {string} network the first three numbers of its pods' addresses
 * @property {Responder} responder how its pods answer
 */

export class Deployments {
  /**
   * @param {import('./cluster.mjs').Cluster} cluster
   * @param {Place[]} places
   */
  constructor(cluster, places) {
    this.cluster = cluster;
    this.places = places;
  }

  /**
   * Leaves `count` pods, those of the first localities first.
   *
   * @param {number} [count] all of them, unless given
   */
  async scale(count = Number.POSITIVE_INFINITY) {
    let left = count;
    for (const { deployment, replicas } of this.places) {
      const kept = Math.min(left, replicas);
      left -= kept;
      const target = [`deployment/${deployment}`, '--namespace', helloWorld.namespace];
      await this.cluster.kubectl(['scale', ...target, `--replicas=${kept}`]);
    }
  }

  /**
   * Waits until the Deployments have all the pods that they ask for, ready, and the EndpointSlices of the Service say so.
   *
   * @returns {Promise<void>}
   */
  async untilReady() {
    await pollUntil(`every pod of ${this.cluster.name} is ready`, () => this.#isReady());
  }

  async #isReady() {
    const { name, namespace } = helloWorld;
    const wanted = await Promise.all(
      this.places.map(async ({ deployment, replicas }) => {
        const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`;
        /** @type {{ spec: { replicas: number }, status: { replicas?: number, readyReplicas?: number } }} */
        const { spec, status } = JSON.parse((await this.cluster.get(path)).body);
        const counts = [spec.replicas, status.replicas ?? 0, status.readyReplicas ?? 0];
        return counts.every((count) => count === replicas);
      }),
    );
    const label = `kubernetes.io/service-name=${name}`;
    const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
    const answer = await this.cluster.get(`${path}?labelSelector=${encodeURIComponent(label)}`);
    /** @type {{ items: { endpoints: Endpoint[] | null }[] }} */
    const { items } = JSON.parse(answer.body);
    const endpoints = items.flatMap((slice) => slice.endpoints ?? []);
    const listed = new Set(endpoints.flatMap(({ addresses }) => addresses));
    const pods = await this.pods();
    return (
      wanted.every(Boolean) &&
      endpoints.every(({ conditions }) => conditions.ready) &&
      pods.every(({ address, isReady }) => isReady && listed.has(address))
    );
  }

  /**
   * Switches all pods of a locality, or of the cluster.
   *
   * @param {import('./behaviour.mjs').Behaviour} behaviour
   * @param {string} [locality]
   */
  behave(behaviour, locality) {
    for (const place of this.places) {
      if (locality === undefined || place.locality === locality) {
        place.responder.behaviour = behaviour;
      }
    }
  }

  /**
   * @param {string} [locality] all, unless given
   * @returns {Promise<{ name: string, address: string, isReady: boolean }[]>}
   */
  async pods(locality) {
    const nodes = this.places
      .filter((place) => locality === undefined || place.locality === locality)
      .map(({ node }) => node);
    const answer = await this.cluster.get(`/api/v1/namespaces/${helloWorld.namespace}/pods`);
    /** @type {{ items: Pod[] }} */
    const { items } = JSON.parse(answer.body);
    return items
      .filter(({ spec }) => nodes.includes(spec.nodeName))
      .map(({ metadata, status }) => ({
        name: metadata.name,
        address: status.podIP ?? '',
        isReady: Boolean(status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True')),
      }));
  }

  /**
   * What a readiness probe would say.
   *
   * @param {string} podName
   * @param {boolean} isReady
   */
  async setReady(podName, isReady) {
    const conditions = [{ type: 'Ready', status: isReady ? 'True' : 'False' }];
    const target = ['pod', podName, '--namespace', helloWorld.namespace, '--subresource=status'];
    await this.cluster.kubectl([
      'patch',
      ...target,
      '-p',
      JSON.stringify({ status: { conditions } }),
    ]);
  }
}

/**
 * @typedef {object} Endpoint of an EndpointSlice
 * @property {string[]} addresses
 * @property {{ ready?: boolean }} conditions
 */

/**
 * @typedef {object} Pod
 * @property {{ name: string }} metadata
 * @property {{ nodeName: string }} spec
 * @property {{ podIP?: string, conditions?: { type: string, status: string }[] }} status
 */

/**
 * @param {import('./bench.mjs').Bench} bench
 * @param {object} options
 * @param {import('./cluster.mjs').Cluster} options.cluster
 * @param {string[]} options.localities of each pod
 * @param {number} options.firstNetwork the number of the first /24 of 10.77.0.0/16 that is free
 */
export async function startDeployments(bench, { cluster, localities, firstNetwork }) {
  if (!isInNetworkNamespace()) {
    throw new Error('pods need a network namespace: run this through network-namespace.mjs');
  }
  const places = [...new Set(localities)].map((locality, index) => ({
    locality,
    deployment: index === 0 ? helloWorld.name : `${helloWorld.name}-${index + 1}`,
    replicas: localities.filter((other) => other === locality).length,
    node: `node-${index + 1}`,
    network: podNetwork(firstNetwork + index),
    responder: new Responder(),
  }));
  await Promise.all([
    startKubeControllerManager(bench, cluster),
    ...places.map(({ node, locality, network }) =>
      startKwok(bench, { cluster, node, locality, cidr: `${network}.0/24` }),
    ),
  ]);
  await cluster.apply(places.map(manifest));
  return new Deployments(cluster, places);
}

/**
 * Answers for all pods of all clusters; it knows which by the address that was called.
 *
 * @param {import('./bench.mjs').Bench} bench
 * @param {Deployments[]} workloads
 */
export async function startPodServer(bench, workloads) {
  const places = workloads.flatMap((workload) => workload.places);
  const server = createServer((request, response) => {
    const address = request.socket.localAddress ?? '';
    const place = places.find(({ network }) => address.startsWith(`${network}.`));
    if (!place) response.writeHead(404).end();
    else {
      const { locality, responder } = place;
      responder.answer(request, response, { locality, address: `${address}:${podPort}` });
    }
  });
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(podPort, '0.0.0.0', resolve);
    })
  );
  bench.atStop(async () => {
    server.close();
    server.closeAllConnections();
  });
}

/** @param {Place} place */
function manifest({ deployment, replicas, node }) {
  const labels = { ...helloWorldLabels, deployment };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: deployment, namespace: helloWorld.namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeName: node,
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: helloWorld.name,
              image: helloWorld.name,
              ports: [{ name: 'http', containerPort: podPort }],
            },
          ],
        },
      },
    },
  };
}
