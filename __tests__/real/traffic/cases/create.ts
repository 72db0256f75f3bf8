/** Creating many objects quickly: kubectl takes its time. */
import { Agent, request } from 'node:https';
import type { Cluster } from '../../bench/cluster.mjs';
import type { Manifest } from './case.js';

const PLURALS: Record<string, string> = {
  Namespace: 'namespaces',
  Service: 'services',
  ServiceEntry: 'serviceentries',
  WorkloadEntry: 'workloadentries',
  DestinationRule: 'destinationrules',
  Gateway: 'gateways',
  VirtualService: 'virtualservices',
};
const CONCURRENCY = 12;

interface Creatable {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** Creates the objects, in no order; gives the creation time of each. */
export async function createAll(
  cluster: Cluster,
  objects: readonly (Creatable | Manifest)[],
): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY, ca: cluster.ca });
  const times: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < objects.length) {
      const index = next++;
      times[index] = await create(cluster, agent, objects[index]!);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  } finally {
    agent.destroy();
  }
  return times;
}

function create(cluster: Cluster, agent: Agent, object: Creatable): Promise<string> {
  const { apiVersion, kind, metadata } = object;
  const group = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const namespace = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  const url = `${cluster.url}${group}${namespace}/${PLURALS[kind] ?? kind}`;
  const headers = {
    authorization: `Bearer ${cluster.entry().token ?? ''}`,
    'content-type': 'application/json',
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('error', reject);
      incoming.on('end', () => {
        if (incoming.statusCode === 201) {
          const created = JSON.parse(body) as { metadata: { creationTimestamp: string } };
          resolve(created.metadata.creationTimestamp);
        } else if (incoming.statusCode === 409 && kind === 'Namespace') resolve('');
        else reject(new Error(`${kind} ${metadata.name}: ${String(incoming.statusCode)} ${body}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(object));
  });
}
