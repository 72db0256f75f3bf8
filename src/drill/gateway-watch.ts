import { trimEndings } from '../foundation/trim-endings.js';
import type { ConfiguredDrill } from './drill-settings.js';
import {
  adminCounters,
  countedSince,
  metricsCounters,
  type Counters,
} from './gateway-statistics.js';
import type { Recorder } from './recorder.js';

/** Reads the gateways' own statistics while a drill runs. */
export class GatewayWatch {
  readonly #before = new Map<number, Counters>();
  #isReading = false;
  readonly #settings: Pick<ConfiguredDrill, 'attribution' | 'clusters' | 'timeoutMs'>;
  readonly #host: string;
  readonly #recorder: Recorder;
  readonly #clock: () => number;

  constructor(
    settings: Pick<ConfiguredDrill, 'attribution' | 'clusters' | 'timeoutMs'>,
    host: string,
    recorder: Recorder,
    clock: () => number,
  ) {
    this.#settings = settings;
    this.#host = host;
    this.#recorder = recorder;
    this.#clock = clock;
  }

  /** Notes what each gateway has sent since the last reading. Fails where one cannot be read. */
  async read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      await Promise.all(this.#settings.clusters.map((_, client) => this.#readOne(client)));
    } finally {
      this.#isReading = false;
    }
  }

  async #readOne(client: number): Promise<void> {
    const { attribution, clusters, timeoutMs } = this.#settings;
    const ingress = clusters[client]?.ingress;
    const isAdmin = attribution.gateway === 'admin';
    const url = isAdmin
      ? `${trimEndings(ingress?.adminUrl ?? '', '/')}/clusters?format=json`
      : (ingress?.metricsUrl ?? '');
    const counters = await this.#fetch(url, timeoutMs, (text) =>
      isAdmin
        ? adminCounters(text, this.#host)
        : metricsCounters(text, this.#host, this.#localities()),
    );
    const before = this.#before.get(client);
    this.#before.set(client, counters);
    // The middle of the time that it is about lies half a second back.
    if (before) this.#recorder.count(client, this.#clock() - 500, countedSince(before, counters));
  }

  async #fetch(
    url: string,
    timeoutMs: number,
    read: (text: string) => Counters,
  ): Promise<Counters> {
    try {
      const answer = await fetch(url, {
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      });
      if (!answer.ok) throw new Error(`it answers ${answer.status}`);
      return read(await textOf(answer));
    } catch (error) {
      throw new Error(
        `the gateway's statistics at ${url} cannot be read: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  #localities(): Map<string, string> {
    return new Map(this.#settings.clusters.map(({ name, locality }) => [name, locality]));
  }
}

/** Envoy says some 4 kB of each endpoint: enough for the largest meshes. */
const mostBytes = 256 * 1024 * 1024;

/** @throws Error if the answer is larger than any gateway's statistics are */
async function textOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > mostBytes) throw new Error('it answers with more than 256 MiB');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
