// @ts-check
/** The pod of an istiod that runs outside of the cluster: kwok stands for its kubelet, and forwards its port as one does. */
import { startKwok } from './kwok.mjs';
import { pollUntil } from './poll-until.mjs';

/** The port at which a pod of istiod answers questions. */
const debugPort = 15014;

/**
 * @param {import('./bench.mjs').Bench} bench
 * @param {object} options
 * @param {import('./cluster.mjs').Cluster} options.cluster
 * @param {import('./istiod.mjs').Istiod} options.istiod
 * @param {string} options.cidr for the address of the pod, which nobody uses
 */
export async function startIstiodPod(bench, { cluster, istiod, cidr }) {
  const [namespace, pod, node] = ['istio-system', 'istiod-0', 'istiod-node'];
  await startKwok(bench, {
    ...{ cluster, node, locality: cluster.name, cidr },
    forwards: [{ namespace, pod, port: debugPort, to: istiod.monitoringPort }],
  });
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: pod, namespace, labels: { app: 'istiod' } },
    spec: { nodeName: node, containers: [{ name: 'discovery', image: 'istiod' }] },
  });
  await pollUntil(`${cluster.name}: ${pod} is Ready`, async () => {
    const { body } = await cluster.get(`/api/v1/namespaces/${namespace}/pods/${pod}`);
    /** @type {{ status?: { conditions?: { type: string, status: string }[] } }} */
    const { status } = JSON.parse(body);
    return status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True');
  });
}
