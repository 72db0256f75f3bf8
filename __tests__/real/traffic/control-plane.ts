/** Three clusters, one istiod that watches them all, and proxies that only listen to what it sends. */
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { startIstiod, type Istiod } from '../bench/istiod.mjs';
import { CLUSTERS, type Case, type MeshVariant } from './cases/case.js';
import { nodes } from './cases/pods.js';
import { createAll } from './cases/create.js';
import type { Expected } from './cases/model.js';
import { AdsClient, nameOf, type ProxyNode } from './xds/ads-client.js';
import type { Fields } from './xds/protobuf.js';
import { CDS, EDS, localitiesOf, settingsOf } from './xds/sent.js';

const NETWORK_LABEL = 'topology.istio.io/network';

/** What Istio's ambient profile sets: a Service with the label is one of all clusters. */
const ambientProfile = {
  serviceScopeConfigs: [
    {
      servicesSelector: {
        matchExpressions: [{ key: 'istio.io/global', operator: 'In', values: ['true'] }],
      },
      scope: 'GLOBAL',
    },
  ],
};

export interface RunningIstiod {
  client: AdsClient;
  istiod: Istiod;
  /** The model's name for each east-west gateway's address. */
  gatewayNames: ReadonlyMap<string, string>;
}

export class ControlPlane {
  private constructor(
    private readonly bench: Bench,
    private readonly clusters: ReadonlyMap<string, Cluster>,
  ) {}

  static async start(): Promise<ControlPlane> {
    const bench = new Bench();
    try {
      const etcd = await startEtcd(bench);
      const started = await Promise.all(
        CLUSTERS.map(({ name }) => startApiServer(bench, { name, etcd })),
      );
      return new ControlPlane(bench, new Map(started.map((api) => [api.name, api])));
    } catch (error) {
      await bench.stop();
      throw error;
    }
  }

  /** Creates everything; notes in the manifests when they were created. */
  async create(cases: readonly Case[]): Promise<void> {
    const objects = cases.flatMap((one) => one.objects);
    await Promise.all(
      [...this.clusters].map(([name, cluster]) => {
        const own = objects.filter((placed) => isIn(placed, name));
        const namespaces = new Set(own.map(({ manifest }) => manifest.metadata.namespace));
        const all = [...new Set(['istio-system', ...namespaces])];
        return createAll(cluster, [...all.map(namespaceObject), ...nodes()]);
      }),
    );
    for (const wave of [0, 1]) {
      // Creation times are whole seconds.
      if (wave > 0) await new Promise((resolve) => setTimeout(resolve, 1_100));
      await Promise.all(
        [...this.clusters].map(async ([name, cluster]) => {
          const own = objects.filter((placed) => placed.wave === wave && isIn(placed, name));
          const times = await createAll(
            cluster,
            own.map(({ manifest }) => manifest),
          );
          if (name !== CLUSTERS[0].name) return;
          own.forEach(({ manifest }, index) => {
            manifest.metadata.creationTimestamp = times[index]!;
          });
        }),
      );
    }
  }

  /** Runs something with an istiod of that mesh configuration; its objects are all there before it starts. */
  async withIstiod<T>(
    variant: MeshVariant,
    use: (running: RunningIstiod) => Promise<T>,
  ): Promise<T> {
    const [own, ...remotes] = [...this.clusters.values()] as [Cluster, ...Cluster[]];
    const gatewayNames = await this.applyNetworks(variant);
    const meshConfig = { ...variant.config, ...(variant.flags ? ambientProfile : {}) };
    const env = variant.flags ?? {};
    const istiod = await startIstiod(this.bench, { cluster: own, remotes, meshConfig, env });
    const client = new AdsClient(istiod.xdsPort);
    try {
      return await use({ client, istiod, gatewayNames });
    } finally {
      client.close();
      await istiod.process.stop();
    }
  }

  /** What an istiod with this mesh configuration sends to each case's client; null: no such cluster. */
  sent(variant: MeshVariant, cases: readonly Case[]): Promise<Map<number, Expected | null>> {
    return this.withIstiod(variant, (running) => sentBy(running, cases));
  }

  cluster(name: string): Cluster {
    return this.clusters.get(name)!;
  }

  stop(): Promise<void> {
    return this.bench.stop();
  }

  /** Sets the clusters' networks and east-west gateways; gives the model's name for each gateway's address. */
  private async applyNetworks({ networks, gateways }: MeshVariant): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    await Promise.all(
      [...this.clusters.values()].map(async (cluster, index) => {
        const network = networks[cluster.name] ?? '';
        const addresses = Array.from({ length: gateways[cluster.name] ?? 0 }, (_, number) => {
          const address = `10.9.${index}.${number + 1}`;
          names.set(address, `east-west gateway ${number + 1} of ${cluster.name}`);
          return address;
        });
        // Not by applying it: starting an istiod applies the namespace as well, without the label.
        const label = network === '' ? `${NETWORK_LABEL}-` : `${NETWORK_LABEL}=${network}`;
        await cluster.kubectl(['label', '--overwrite', 'namespace', 'istio-system', label]);
        const service = eastWestGateway(network, addresses);
        await cluster.delete(service);
        if (addresses.length > 0) await cluster.apply(service);
      }),
    );
    return names;
  }
}

/** What a running istiod sends to each case's client. */
export async function sentBy(
  { client, gatewayNames }: RunningIstiod,
  cases: readonly Case[],
): Promise<Map<number, Expected | null>> {
  const sent = new Map<number, Expected | null>();
  const settings = new Map<string, Promise<Map<string, Fields>>>();
  await inParallel(cases, 8, async (one) => {
    const node = nodeOf(one);
    const name = clusterName(one);
    // Nothing of the locality shows in a cluster's settings.
    const key = JSON.stringify([node.namespace, node.cluster, node.labels]);
    let clusters = settings.get(key);
    if (!clusters) {
      clusters = client
        .fetch(node, CDS)
        .then((all) => new Map(all.map((cluster) => [nameOf(cluster), cluster])));
      settings.set(key, clusters);
    }
    const cluster = (await clusters).get(name);
    if (!cluster) return void sent.set(one.index, null);
    const [assignment] = await client.fetch(node, EDS, [name]);
    const nameOfAddress = (address: string) =>
      gatewayNames.get(address) ?? (one.pods ? 'pod' : address);
    sent.set(one.index, {
      settings: settingsOf(cluster),
      localities: localitiesOf(assignment, nameOfAddress),
    });
  });
  return sent;
}

function eastWestGateway(network: string, externalIPs: string[]): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'istio-eastwestgateway',
      namespace: 'istio-system',
      labels: { [NETWORK_LABEL]: network },
    },
    spec: {
      selector: { istio: 'eastwestgateway' },
      ports: [{ name: 'tls', port: 15443, targetPort: 15443 }],
      externalIPs,
    },
  };
}

/** Services are in every cluster; what istiod reads from its own cluster only is not needed elsewhere. */
function isIn({ manifest, cluster }: Case['objects'][number], name: string): boolean {
  if (cluster !== undefined) return cluster === name;
  return manifest.kind === 'Service' || name === CLUSTERS[0].name;
}

function namespaceObject(name: string) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

export function nodeOf({ client }: Case): ProxyNode {
  return { name: 'client', ...client };
}

function clusterName({ host, port, subset }: Case): string {
  return `outbound|${port}|${subset ?? ''}|${host}`;
}

async function inParallel<T>(
  items: readonly T[],
  workers: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
