/** Three clusters, one istiod, one ingress gateway that sends requests, and proxies that only listen. */
import { Bench } from '../../bench/bench.mjs';
import { startEnvoyGateway, type EnvoyGateway } from '../../bench/envoy-gateway.mjs';
import { freePort } from '../../bench/free-port.mjs';
import { pollUntil } from '../../bench/poll-until.mjs';
import { sendTraffic } from '../../bench/traffic.mjs';
import type { MeshVariant, Placed } from '../cases/case.js';
import { ControlPlane, type RunningIstiod } from '../control-plane.js';
import { BackendProcess, type Behaviour } from '../split/backend-process.js';
import { nameOf, type ProxyNode } from '../xds/ads-client.js';
import { numberOf } from '../xds/protobuf.js';
import { CDS, EDS, localitiesOf, settingsOf, type SentSettings } from '../xds/sent.js';

const LDS = 'type.googleapis.com/envoy.config.listener.v3.Listener';

const TYPES = ['STATIC', 'STRICT_DNS', 'LOGICAL_DNS', 'EDS', 'ORIGINAL_DST'];

/** What a proxy has of a host. */
export interface SentCluster {
  type: string;
  settings: SentSettings;
  /** `locality priority: addresses`, in the order in which istiod sends them. */
  groups: string[];
}

const objects = (placed: readonly Placed[], port: number) => ({
  index: 0,
  objects: placed.map((one) => ({
    ...one,
    manifest: JSON.parse(
      JSON.stringify(one.manifest).replaceAll('"PORT"', String(port)),
    ) as Placed['manifest'],
  })),
  client: { cluster: 'a', locality: '', namespace: 'istio-system', network: undefined, labels: {} },
  mesh: '',
  host: '',
  port: 80,
  subset: undefined,
  pods: undefined,
});

export class MissedMesh {
  private constructor(
    private readonly bench: Bench,
    private readonly plane: ControlPlane,
    private readonly port: number,
    private readonly backends: BackendProcess,
    private running: RunningIstiod,
    private release: () => void,
    readonly gateway: EnvoyGateway,
  ) {}

  /**
   * Creates the objects and starts istiod and the gateway.
   *
   * @param placed `"PORT"` in them is the port of the gateway
   * @param edge the gateway
   */
  static async start(
    placed: readonly Placed[],
    edge: ProxyNode,
    variant: MeshVariant,
  ): Promise<MissedMesh> {
    const bench = new Bench();
    const backends = new BackendProcess();
    bench.atStop(() => Promise.resolve(backends.stop()));
    const port = await freePort();
    const plane = await ControlPlane.start();
    try {
      await plane.create([objects(placed, port)]);
      const { running, release } = await hold(plane, variant);
      const gateway = await startEnvoyGateway(bench, {
        name: edge.name,
        clusterId: edge.cluster,
        xdsPort: running.istiod.xdsPort,
        locality: edge.locality,
        labels: edge.labels,
      });
      return new MissedMesh(bench, plane, port, backends, running, release, gateway);
    } catch (error) {
      await Promise.all([bench.stop(), plane.stop()]);
      throw error;
    }
  }

  behave(behaviours: Record<string, Behaviour>): Promise<void> {
    return this.backends.set(behaviours);
  }

  /** Waits until the gateway has a route for the host. */
  async knows(host: string): Promise<void> {
    await pollUntil(
      `the gateway knows ${host}`,
      async () => (await this.statuses(host, 1)).some((status) => status !== 404 && status !== 0),
      { everyMs: 200 },
    );
  }

  /** The statuses of requests for a host, sent one after the other. */
  async statuses(host: string, requests: number): Promise<number[]> {
    const { statuses } = await sendTraffic(`http://127.0.0.1:${String(this.port)}/`, {
      requests,
      concurrency: 1,
      headers: { host },
      timeoutMs: 15_000,
    });
    return Object.entries(statuses).flatMap(([status, count]) =>
      Array<number>(count).fill(Number(status)),
    );
  }

  /** What a proxy is sent for a host; undefined: it has no such cluster. */
  async sent(node: ProxyNode, host: string, port = 80): Promise<SentCluster | undefined> {
    const { client } = this.running;
    const name = `outbound|${String(port)}||${host}`;
    const cluster = (await client.fetch(node, CDS)).find((one) => nameOf(one) === name);
    if (!cluster) return undefined;
    const type = TYPES[numberOf(cluster, 2)] ?? '';
    const [assignment] = type === 'EDS' ? await client.fetch(node, EDS, [name]) : [];
    const groups = localitiesOf(assignment, (address) => this.nameOfAddress(address)).map(
      ({ locality, priority, endpoints }) =>
        `${locality} ${String(priority)}: ${endpoints.map((one) => one.replace(/ \d+ healthy$/, '')).join(' ')}`,
    );
    return { type, settings: settingsOf(cluster), groups };
  }

  /** The listeners that a proxy is sent, as far as they are text. */
  async listeners(node: ProxyNode): Promise<string[]> {
    const found = await this.running.client.fetch(node, LDS);
    return found.map((listener) =>
      [...listener.values()]
        .flat()
        .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : ''))
        .join(' '),
    );
  }

  /** Starts another istiod in place of the one that runs; the gateway keeps what it has. */
  async restartWith(variant: MeshVariant): Promise<void> {
    this.release();
    const { running, release } = await hold(this.plane, variant);
    this.running = running;
    this.release = release;
  }

  async stop(): Promise<void> {
    this.release();
    await Promise.all([this.bench.stop(), this.plane.stop()]);
  }

  private nameOfAddress(address: string): string {
    return this.running.gatewayNames.get(address) ?? address;
  }
}

/** An istiod that runs until it is released. */
function hold(
  plane: ControlPlane,
  variant: MeshVariant,
): Promise<{ running: RunningIstiod; release: () => void }> {
  return new Promise((resolve, reject) => {
    plane
      .withIstiod(
        variant,
        (running) =>
          new Promise<void>((release) => {
            resolve({ running, release });
          }),
      )
      .catch(reject);
  });
}
