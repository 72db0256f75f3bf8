import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { IngressConfig } from '../config/config.js';
import type { Attribution } from './attribution.js';
import type { ProbeOutcome } from './recorder.js';

export interface ProberOptions {
  /** Where each client's requests go; the position is the client. */
  ingresses: readonly IngressConfig[];
  /** Requests per second of each client. */
  rate: number;
  timeoutMs: number;
  /** The share of requests that open a connection of their own, 0 to 1. */
  freshConnections: number;
  /** Undefined: answers are not looked at. */
  attribution: Attribution | undefined;
  /** Milliseconds since the drill's start. */
  clock(): number;
  /** Called once for each request that has ended. */
  ended(outcome: ProbeOutcome): void;
  /** Called for a request that was due, but too many were waiting for their answer. */
  skipped(client: number, at: number): void;
}

/** What one request met. */
export interface ProbeAnswer extends Omit<ProbeOutcome, 'client' | 'at'> {
  /** Undefined: there was no answer. */
  status: number | undefined;
  /** Why there was none, for people. */
  problem?: string;
}

/** Of a body, as much as a pattern may look at. */
const mostBodyBytes = 16 * 1024;

/** What Envoy adds to the 503 of a limit. Source: envoyproxy/envoy source/common/router/router.cc, EnvoyOverloaded. */
const overloaded = 'x-envoy-overloaded';

/** After a pause of the whole process, requests that were due longer ago than this are not made up for. */
const longestDelayMs = 1000;

/**
 * Sends requests at a constant rate, whatever becomes of the ones before: a slow or dead service does not slow it down and so
 * hide its failures. At most as many wait for their answer as are sent in the time that one may take; beyond that, requests are
 * left out and counted, so that it never piles up load on a service that is in trouble.
 */
export class Prober {
  readonly #options: ProberOptions;
  readonly #senders: Sender[];
  readonly #mostWaiting: number;
  #timer: NodeJS.Timeout | undefined;
  #started = 0;
  #next = 0;

  constructor(options: ProberOptions) {
    this.#options = options;
    this.#mostWaiting = Math.ceil((options.rate * options.timeoutMs) / 1000) + 1;
    this.#senders = options.ingresses.map(
      (ingress) => new Sender(ingress, options, this.#mostWaiting),
    );
  }

  start(): void {
    this.#started = this.#options.clock();
    this.#tick();
  }

  /** Sends nothing more, and waits for the answers that are under way. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.all(this.#senders.flatMap(({ waiting }) => [...waiting.keys()]));
    for (const sender of this.#senders) sender.close();
  }

  /** Everything that was sent before has ended; in milliseconds since the drill's start. */
  settledUntil(): number {
    const sent = this.#senders.flatMap(({ waiting }) => [...waiting.values()]);
    return Math.min(this.#options.clock(), ...sent);
  }

  /** One request of each client, outside of the count. */
  probe(): Promise<ProbeAnswer[]> {
    return Promise.all(this.#senders.map((sender) => sender.send(true)));
  }

  #tick(): void {
    const { clock, rate } = this.#options;
    const clients = this.#senders.length;
    // Clients take turns, so that their requests do not come in bursts.
    const due = (index: number) => this.#started + (index * 1000) / (rate * clients);
    for (const now = clock(); due(this.#next) <= now; this.#next++) {
      const client = this.#next % clients;
      if (now - due(this.#next) > longestDelayMs) this.#options.skipped(client, now);
      else this.#send(client, Math.floor(this.#next / clients), now);
    }
    this.#timer = setTimeout(() => this.#tick(), Math.max(1, due(this.#next) - clock()));
  }

  #send(client: number, index: number, at: number): void {
    const sender = this.#senders[client];
    if (!sender || sender.waiting.size >= this.#mostWaiting) {
      this.#options.skipped(client, at);
      return;
    }
    const share = this.#options.freshConnections;
    const isFresh = Math.floor((index + 1) * share) > Math.floor(index * share);
    const request = sender.send(isFresh).then((answer) => {
      const { took, locality, failed, timeout, overflowed } = answer;
      this.#options.ended({ client, at, took, locality, failed, timeout, overflowed });
      sender.waiting.delete(request);
    });
    sender.waiting.set(request, at);
  }
}

/** Sends requests of one client. */
class Sender {
  /** Requests whose answer is not there yet, and when they were sent. */
  readonly waiting = new Map<Promise<void>, number>();
  readonly #url: URL;
  readonly #request: typeof httpRequest;
  readonly #options: RequestOptions;
  readonly #kept: HttpAgent;
  readonly #fresh: HttpAgent;
  readonly #settings: Pick<ProberOptions, 'timeoutMs' | 'attribution'>;

  constructor(
    { url = '', headers = {}, hostHeader }: IngressConfig,
    settings: Pick<ProberOptions, 'timeoutMs' | 'attribution'>,
    maxSockets: number,
  ) {
    this.#settings = settings;
    this.#url = new URL(url);
    const isHttps = this.#url.protocol === 'https:';
    const Agent = isHttps ? HttpsAgent : HttpAgent;
    this.#request = isHttps ? httpsRequest : httpRequest;
    this.#kept = new Agent({ keepAlive: true, maxSockets });
    this.#fresh = new Agent({ keepAlive: false, maxSockets });
    const own = { 'user-agent': 'mesh-failover-drill', accept: '*/*', ...headers };
    this.#options = {
      headers: { ...own, ...(hostHeader !== undefined && { host: hostHeader }) },
      // The certificate must be the one of the host that is asked for.
      ...(isHttps && hostHeader !== undefined && { servername: hostHeader.replace(/:\d+$/, '') }),
    };
  }

  async send(isFresh: boolean): Promise<ProbeAnswer> {
    const answer = await this.#attempt(isFresh);
    // The gateway has closed an idle connection at this very moment: it has not seen the request.
    return answer === 'stale' ? ((await this.#attempt(true)) as ProbeAnswer) : answer;
  }

  #attempt(isFresh: boolean): Promise<ProbeAnswer | 'stale'> {
    const { timeoutMs, attribution } = this.#settings;
    const started = performance.now();
    return new Promise((resolve) => {
      let timeout = false;
      let isAnswering = false;
      const end = (status: number | undefined, incoming?: IncomingMessage, body = '') => {
        clearTimeout(timer);
        const headers = incoming?.headers ?? {};
        resolve({
          status,
          took: performance.now() - started,
          locality: status === undefined ? undefined : attribution?.({ headers, body }),
          failed: status === undefined || status >= 500,
          timeout,
          overflowed: status === 503 && headers[overloaded] !== undefined,
        });
      };
      const agent = isFresh ? this.#fresh : this.#kept;
      const outgoing = this.#request(this.#url, { ...this.#options, agent }, (incoming) => {
        isAnswering = true;
        let body = '';
        let bytes = 0;
        incoming.on('data', (chunk: Buffer) => {
          if (attribution && bytes < mostBodyBytes) body += chunk.toString('utf8');
          bytes += chunk.length;
        });
        incoming.on('end', () => end(incoming.statusCode, incoming, body));
        incoming.on('error', fail);
      });
      const fail = (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        if (!isAnswering && outgoing.reusedSocket && error.code === 'ECONNRESET') {
          return resolve('stale');
        }
        const took = performance.now() - started;
        const problem = timeout ? `no answer within ${timeoutMs / 1000} s` : error.message;
        const none = { status: undefined, locality: undefined, overflowed: false };
        resolve({ ...none, took, failed: true, timeout, problem });
      };
      const timer = setTimeout(() => {
        timeout = true;
        outgoing.destroy(new Error('timeout'));
      }, timeoutMs);
      outgoing.on('error', fail);
      outgoing.end();
    });
  }

  close(): void {
    this.#kept.destroy();
    this.#fresh.destroy();
  }
}
