/** One cluster with pods, an istiod, an Envoy for each edge, and backends that fail as they are told. */
import { startApiServer } from '../../bench/api-server.mjs';
import { Bench } from '../../bench/bench.mjs';
import type { Cluster } from '../../bench/cluster.mjs';
import { startEnvoyGateway, type EnvoyGateway } from '../../bench/envoy-gateway.mjs';
import { startEtcd } from '../../bench/etcd.mjs';
import { freePort } from '../../bench/free-port.mjs';
import { startIstiod } from '../../bench/istiod.mjs';
import { pollUntil } from '../../bench/poll-until.mjs';
import type { Manifest } from '../cases/case.js';
import { createAll } from '../cases/create.js';
import { nodes, podObjects } from '../cases/pods.js';
import { BackendProcess, type Behaviour } from './backend-process.js';
import { Client, type SplitClient } from './measure.js';
import { REFUSED, StreamClient } from './stream-client.js';
import { EDGES, edgeName, type SplitCase } from './split-case.js';
import { edgeLabels, gateway, podsInOutage } from './split-model.js';

/** The texts of an Envoy's admin interface. */
export interface ProxyFiles {
  /** `/config_dump?include_eds`. */
  config: string;
  /** `/clusters?format=json`. */
  clusters: string;
}

export class SplitMesh {
  private changing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly bench: Bench,
    private readonly cluster: Cluster,
    private readonly backends: BackendProcess,
    private readonly ports: number[],
    private readonly edges: readonly EnvoyGateway[],
  ) {}

  /** Everything is as the outages leave it before istiod starts; nothing has been ejected yet. */
  static async start(cases: readonly SplitCase[]): Promise<SplitMesh> {
    const bench = new Bench();
    const backends = new BackendProcess();
    bench.atStop(() => Promise.resolve(backends.stop()));
    try {
      const etcd = await startEtcd(bench);
      const cluster = await startApiServer(bench, { name: 'a', etcd });
      const ports = await Promise.all(EDGES.map(() => freePort()));
      const namespaces = ['istio-system', ...cases.map(namespaceOf)];
      await createAll(cluster, [
        ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
        ...nodes(),
      ]);
      await createAll(cluster, [
        ...ports.map((port, edge) => gateway(edge, port)),
        ...cases.flatMap(objectsOf),
      ]);
      await backends.set(
        Object.assign({}, ...cases.map(behavioursOf)) as Record<string, Behaviour>,
      );
      const istiod = await startIstiod(bench, { cluster });
      const edges = await Promise.all(
        EDGES.map((locality, edge) =>
          startEnvoyGateway(bench, {
            name: edgeName(edge),
            clusterId: 'a',
            xdsPort: istiod.xdsPort,
            locality,
            labels: edgeLabels(edge),
          }),
        ),
      );
      const mesh = new SplitMesh(bench, cluster, backends, ports, edges);
      await Promise.all(cases.map((one) => mesh.isRouted(one)));
      return mesh;
    } catch (error) {
      await bench.stop();
      throw error;
    }
  }

  client({ edge, publicHost, port }: Pick<SplitCase, 'edge' | 'publicHost' | 'port'>): SplitClient {
    return port === undefined
      ? new Client(this.ports[edge]!, publicHost)
      : new StreamClient(port, publicHost);
  }

  /** What an edge holds, as its admin interface says it. */
  async dump(edge: number): Promise<ProxyFiles> {
    const { admin } = this.edges[edge]!;
    return {
      config: await admin('/config_dump?include_eds'),
      clusters: await admin('/clusters?format=json'),
    };
  }

  /** Makes the outages of cases that were started without them, as istiod and the backends see them. */
  async fail(cases: readonly SplitCase[]): Promise<void> {
    await this.behave(Object.assign({}, ...cases.map(behavioursOf)) as Record<string, Behaviour>);
    for (const one of cases) {
      const left = new Set(
        podsInOutage(one).flatMap((pod, index) => (pod ? [one.pods[index]!.address] : [])),
      );
      const slices = objectsOf({ ...one, outages: [] }).filter(
        ({ kind }) => kind === 'EndpointSlice',
      );
      for (const slice of slices) {
        const endpoints = slice.endpoints as { addresses: string[] }[];
        const kept = endpoints.filter(({ addresses: [address = ''] }) => left.has(address));
        if (kept.length < endpoints.length) await this.patchSlice({ ...slice, endpoints: kept });
      }
    }
  }

  /** One change at a time: the backends' process answers them in order. */
  behave(behaviours: Record<string, Behaviour>): Promise<void> {
    this.changing = this.changing.then(() => this.backends.set(behaviours));
    return this.changing;
  }

  /** Replaces the endpoints of an EndpointSlice. */
  async patchSlice({ metadata: { name, namespace }, endpoints }: Manifest): Promise<void> {
    await this.cluster.kubectl([
      'patch',
      'endpointslice',
      name,
      '--namespace',
      namespace,
      '--type=merge',
      '--patch',
      JSON.stringify({ endpoints }),
    ]);
  }

  stop(): Promise<void> {
    return this.bench.stop();
  }

  private async isRouted(one: SplitCase): Promise<void> {
    const client = this.client(one);
    await pollUntil(
      `the gateway knows ${one.publicHost}`,
      async () => {
        const { status } = await client.request();
        return one.port === undefined ? status !== 404 && status !== 0 : status !== REFUSED;
      },
      { everyMs: 300 },
    );
    client.close();
  }
}

/** How each pod answers that is still there. */
function behavioursOf(one: SplitCase): Record<string, Behaviour> {
  const entries = podsInOutage(one).map((pod, index): [string, Behaviour] => {
    const answer = pod?.answer;
    const behaviour = answer?.unreachable
      ? 'closed'
      : answer?.reset
        ? 'reset'
        : answer?.failing
          ? 503
          : 'ok';
    return [one.pods[index]!.address, behaviour];
  });
  return Object.fromEntries(entries);
}

/** The manifests with the pods that are left. */
export function objectsOf(one: SplitCase): Manifest[] {
  if (one.isInline) return one.manifests;
  const drawn = podsInOutage(one).flatMap((pod, index) => {
    const { address, locality } = one.pods[index]!;
    if (!pod) return [];
    const rest = { weight: undefined, network: undefined, serviceAccount: undefined };
    const isUnready = pod.health === 'unready';
    return [{ ...rest, address, locality, labels: {}, cluster: 'a', isUnready }];
  });
  const service = one.manifests.find(({ kind }) => kind === 'Service')!;
  return [...one.manifests, ...podObjects(service, drawn).map(({ manifest }) => manifest)];
}

export function namespaceOf({ manifests }: SplitCase): string {
  return manifests[0]!.metadata.namespace;
}
