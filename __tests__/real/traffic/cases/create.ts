/** Creating many objects quickly: kubectl takes its time. */
import { Agent, request } from 'node:https';
import type { Cluster } from '../../bench/cluster.mjs';
import type { Manifest } from './case.js';

const PLURALS: Record<string, string> = {
  Namespace: 'namespaces',
  Node: 'nodes',
  Pod: 'pods',
  Service: 'services',
  EndpointSlice: 'endpointslices',
  ServiceEntry: 'serviceentries',
  WorkloadEntry: 'workloadentries',
  DestinationRule: 'destinationrules',
  Gateway: 'gateways',
  VirtualService: 'virtualservices',
  PeerAuthentication: 'peerauthentications',
  GatewayClass: 'gatewayclasses',
  HTTPRoute: 'httproutes',
  GRPCRoute: 'grpcroutes',
  TLSRoute: 'tlsroutes',
  TCPRoute: 'tcproutes',
  ListenerSet: 'listenersets',
  ReferenceGrant: 'referencegrants',
  BackendTLSPolicy: 'backendtlspolicies',
  Sidecar: 'sidecars',
};
const CONCURRENCY = 12;

export interface Creatable {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  status?: unknown;
}

/** Creates the objects, in no order; gives the creation time of each. */
export async function createAll(
  cluster: Cluster,
  objects: readonly (Creatable | Manifest)[],
): Promise<string[]> {
  const all = await createEach(cluster, objects);
  return all.map((one) => {
    if (typeof one === 'string') return one;
    throw one;
  });
}

/** The same; undefined for what the API server rejects. */
export async function createAccepted(
  cluster: Cluster,
  objects: readonly (Creatable | Manifest)[],
): Promise<(string | undefined)[]> {
  const all = await createEach(cluster, objects);
  return all.map((one) => {
    if (typeof one === 'string') return one;
    if (one.status === 422) return undefined;
    throw one;
  });
}

/** The API server did not create an object. */
class NotCreated extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

async function createEach(
  cluster: Cluster,
  objects: readonly (Creatable | Manifest)[],
): Promise<(string | NotCreated)[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY, ca: cluster.ca });
  const times: (string | NotCreated)[] = [];
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

async function create(
  cluster: Cluster,
  agent: Agent,
  object: Creatable,
): Promise<string | NotCreated> {
  const { apiVersion, kind, metadata, status } = object;
  const group = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const namespace = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  const path = `${group}${namespace}/${PLURALS[kind] ?? kind}`;
  const created = await send(cluster, agent, 'POST', path, object);
  if (created.status === 409 && kind === 'Namespace') return '';
  if (created.status !== 201) {
    const message = `${kind} ${metadata.name}: ${created.status} ${created.body}`;
    return new NotCreated(message, created.status);
  }
  if (status !== undefined) {
    // It is left out when an object is created.
    await send(cluster, agent, 'PATCH', `${path}/${metadata.name}/status`, { status });
  }
  const answer = JSON.parse(created.body) as { metadata: { creationTimestamp: string } };
  return answer.metadata.creationTimestamp;
}

function send(
  cluster: Cluster,
  agent: Agent,
  method: 'POST' | 'PATCH',
  path: string,
  object: object,
): Promise<{ status: number; body: string }> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = {
    authorization: `Bearer ${cluster.entry().token ?? ''}`,
    'content-type': type,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(cluster.url + path, { method, agent, headers }, (incoming) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body }));
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(object));
  });
}
