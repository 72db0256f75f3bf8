// @ts-check
/** A node without a kubelet: kwok makes its pods Ready and gives them addresses, but runs nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureParts } from './build.mjs';
import { freePort } from './free-port.mjs';
import { pollUntil } from './poll-until.mjs';

/** Those of kwok's own stages that a node and the pods of a Deployment go through. */
const stages = ['node/fast/node-initialize', 'pod/fast/pod-ready', 'pod/fast/pod-delete'];

/**
 * Makes the Node object too.
 *
 * @param {import('./bench.mjs').Bench} bench
 * @param {object} options
 * @param {import('./cluster.mjs').Cluster} options.cluster
 * @param {string} options.node
 * @param {string} options.locality `region[/zone[/subzone]]`
 * @param {string} options.cidr where its pods get their addresses from
 * @param {{ namespace: string, pod: string, port: number, to: number }[]} [options.forwards] ports of pods that lead to ports of
 *   this machine, for `kubectl port-forward`
 */
export async function startKwok(bench, { cluster, node, locality, cidr, forwards = [] }) {
  const parts = await ensureParts(['kwok', 'kwok-stages']);
  const name = `${cluster.name}-${node}-kwok`;
  const texts = stages.map((stage) =>
    readFileSync(join(parts['kwok-stages'], `${stage}.yaml`), 'utf8'),
  );
  texts.push(...forwards.map((each) => JSON.stringify(portForward(each))));
  const config = await bench.write(`${name}.yaml`, texts.join('\n---\n'));
  const port = await freePort();
  const server = `127.0.0.1:${port}`;
  const part = bench.spawn(name, parts.kwok, [
    `--kubeconfig=${cluster.kubeconfig}`,
    `--config=${config}`,
    `--manage-single-node=${node}`,
    `--cidr=${cidr}`,
    `--server-address=${server}`,
    '--node-ip=127.0.0.1',
    `--node-port=${port}`,
  ]);
  await pollUntil(`${name} is healthy`, async () => (await fetch(`http://${server}/healthz`)).ok, {
    process: part,
  });
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: node, labels: topologyLabels(locality) },
  });
  return part;
}

/** @param {{ namespace: string, pod: string, port: number, to: number }} forward */
function portForward({ namespace, pod, port, to }) {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'PortForward',
    metadata: { name: pod, namespace },
    spec: { forwards: [{ ports: [port], target: { address: '127.0.0.1', port: to } }] },
  };
}

/** @param {string} locality */
function topologyLabels(locality) {
  const keys = [
    'topology.kubernetes.io/region',
    'topology.kubernetes.io/zone',
    'topology.istio.io/subzone',
  ];
  return Object.fromEntries(locality.split('/').map((part, index) => [keys[index], part]));
}
