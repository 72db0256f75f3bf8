/** Two real API servers, and what tests of deployments do with them. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { connect } from '../../../src/cluster/connect.js';
import type { Cluster } from '../../../src/cluster/cluster.js';
import type { ApplyInput } from '../../../src/deploy/apply-options.js';
import { startApiServer } from '../bench/api-server.mjs';
import type { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import type { PartName } from '../bench/parts.mjs';
import { pollUntil } from '../bench/poll-until.mjs';

export const deployParts: PartName[] = ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'];

export interface TwoServers {
  servers: [ApiServer, ApiServer];
  clusters: [Cluster, Cluster];
}

export async function startTwoServers(bench: Bench): Promise<TwoServers> {
  const etcd = await startEtcd(bench);
  const start = (name: string) => startApiServer(bench, { name, etcd });
  const servers = await Promise.all([start('a'), start('b')] as const);
  await Promise.all(servers.map((server) => serveHelloWorld(server)));
  const clusters = await Promise.all([connectTo(servers[0]), connectTo(servers[1])] as const);
  return { servers, clusters };
}

/**
 * Starts the two for the tests of a suite, and gives each test a namespace of its own, which is also the name of its
 * environment.
 *
 * @param use Called before each test.
 */
export function eachInItsNamespace(
  bench: Bench,
  prefix: string,
  use: (two: TwoServers, namespace: string) => void,
): void {
  let two: TwoServers;
  let count = 0;

  beforeAll(async () => {
    two = await startTwoServers(bench);
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  beforeEach(async () => {
    const namespace = `${prefix}-${++count}`;
    for (const server of two.servers) {
      await server.kubectl(['create', 'namespace', namespace]);
      await serveHelloWorld(server, namespace);
    }
    use(two, namespace);
  });
}

/** Makes the Service that the guide's routes lead to. */
export async function serveHelloWorld(
  server: ApiServer,
  namespace = 'default',
  name = 'hello-world',
): Promise<void> {
  await server.apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { ports: [{ name: 'http', port: 80 }] },
  });
}

export function connectTo({ name, kubeconfig }: ApiServer): Promise<Cluster> {
  return connect({ name, locality: 'x', context: name, kubeconfig });
}

let count = 0;

/** What every deployment of a test needs beside its objects and clusters. */
export function deployment(
  bench: Bench,
  environment: string,
): Pick<ApplyInput, 'environment' | 'by' | 'run' | 'stateFolder'> {
  return {
    environment: { name: environment, namespace: 'mesh-failover' },
    by: 'a test',
    run: `run-${++count}`,
    stateFolder: bench.path('state'),
  };
}

export interface LiveObject {
  kind: string;
  metadata: {
    name: string;
    uid: string;
    resourceVersion: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    managedFields: { manager: string; operation: string }[];
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks wherever it likes
  spec: any;
}

const resources = ['gateways', 'destinationrules', 'virtualservices'];

/** Every object of the three kinds in a namespace. */
export async function liveObjects(server: ApiServer, namespace: string): Promise<LiveObject[]> {
  const lists = await Promise.all(
    resources.map(async (resource) => {
      const path = `/apis/networking.istio.io/v1/namespaces/${namespace}/${resource}`;
      // What was installed a moment ago is not served at once.
      return pollUntil(`${server.name} lists ${resource}`, async () => {
        const { status, body } = await server.get(path);
        if (status !== 200) throw new Error(`status ${status}`);
        return (JSON.parse(body) as { items: LiveObject[] }).items;
      });
    }),
  );
  return lists.flat();
}

const ownerAnnotation = 'mesh-failover/owner';

/** Their content, without what differs between clusters and between writes. */
export async function contentOf(server: ApiServer, namespace: string): Promise<unknown[]> {
  const objects = await liveObjects(server, namespace);
  return objects.map(({ metadata: { name, labels, annotations }, spec }) => {
    const { [ownerAnnotation]: _, ...others } = annotations ?? {};
    return { name, labels, annotations: others, spec: spec as unknown };
  });
}
