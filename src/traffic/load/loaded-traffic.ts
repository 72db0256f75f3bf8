import type { CircuitBreakers } from '../control-plane/circuit-breakers.js';
import type { Envoy, Host } from '../proxy/envoy.js';
import type { RetrySettings } from '../proxy/retry.js';
import type { Random } from '../random.js';
import { EndpointQueue } from './endpoint-queue.js';
import { EventQueue } from './event-queue.js';
import type { Load } from './load.js';
import { LoadedProxy, type FinishedRequest } from './loaded-proxy.js';

/**
 * Milliseconds from an answer to the caller's next request, where callers wait for answers. It counts where answers come at once: those
 * callers come back so much faster than the others. Measured: 0.5 ms on an idle machine, 3 ms on a busy one.
 */
export const usualTurnaround = 1;

/** Proxies of one client, which share its load evenly. */
export interface TrafficSource {
  envoys: readonly Envoy[];
  limits: CircuitBreakers;
  retry: RetrySettings;
  /** `rps` and `callers` are those of all `replicas`. */
  load: Load;
}

export interface TrafficInput extends TrafficSource {
  /** For each of the proxies, for how many alike ones it stands; missing: for itself. */
  standsFor?: readonly number[];
  /** Other clients of the same endpoints; what becomes of their requests is not asked. */
  others?: readonly TrafficSource[];
  random: Random;
  concurrencyOf: (host: Host) => number;
  /** How much of the endpoints these proxies have: all of it where all proxies are run. */
  share: number;
}

/**
 * Called for each request that has ended, with the time, in milliseconds, that at which it was sent, and for how many alike requests it
 * stands: those of a caller whom a limit turns away again and again.
 */
export type OnEnd = (now: number, finished: FinishedRequest, start: number, count: number) => void;

/** Requests of a caller that a limit has turned away, and that are taken as one: no more than others who wait for the same place. */
const mostAtOnce = 25;

/** Requests to proxies, one after the other, and what they lead to. Times are milliseconds since the start. */
export class LoadedTraffic {
  #now = 0;
  readonly #events = new EventQueue<() => void>();
  readonly #queues = new Map<string, EndpointQueue<() => void> | undefined>();
  readonly #sources: { proxies: LoadedProxy[]; load: Load; limits: CircuitBreakers }[];
  readonly #input: TrafficInput;

  constructor(input: TrafficInput) {
    this.#input = input;
    const { others = [], random } = input;
    const around = {
      now: () => this.#now,
      after: (time: number, action: () => void) => this.#events.add(this.#now + time, action),
      queueOf: (host: Host) => this.#queueOf(host),
    };
    this.#sources = [input, ...others].map(({ envoys, limits, retry, load }) => ({
      proxies: envoys.map((envoy) => new LoadedProxy(envoy, limits, retry, load, around, random)),
      load,
      limits,
    }));
  }

  /** Has something done at a time. */
  at(time: number, action: () => void): void {
    this.#events.add(time, action);
  }

  /** After a change of the hosts. */
  dropGoneHosts(): void {
    for (const { proxies } of this.#sources) for (const proxy of proxies) proxy.dropGoneHosts();
  }

  /** Requests that wait at endpoints. */
  get waiting(): number {
    let waiting = 0;
    for (const queue of this.#queues.values()) waiting += queue?.length ?? 0;
    return waiting;
  }

  /**
   * Sends requests up to a time.
   *
   * @param mayGoOn Asked before each event; false ends the run.
   */
  run(until: number, onEnd: OnEnd, mayGoOn: (now: number) => boolean = () => true): void {
    for (const [number, source] of this.#sources.entries()) {
      const { proxies, load } = source;
      const { rps, callers, replicas, turnaround = usualTurnaround } = load;
      const room = roomOf(source);
      proxies.forEach((proxy, index) => {
        const times = this.#input.standsFor?.[index] ?? 1;
        const note: OnEnd = (now, finished, start, count) => {
          if (number === 0) onEnd(now, finished, start, count * times);
        };
        if (callers === undefined) this.#arrive(proxy, rps / replicas, note);
        else this.#call(proxy, partOf(callers, replicas, index), room, turnaround, note);
      });
    }
    for (;;) {
      const next = this.#events.next();
      if (!next || next.time >= until || !mayGoOn(next.time)) return;
      this.#now = next.time;
      next.event();
    }
  }

  /** Requests that come independently of each other. */
  #arrive(proxy: LoadedProxy, rps: number, onEnd: OnEnd): void {
    const gap = (-Math.log(1 - this.#input.random()) * 1000) / rps;
    this.#events.add(this.#now + gap, () => {
      this.#send(proxy, onEnd);
      this.#arrive(proxy, rps, onEnd);
    });
  }

  /** Callers who each wait for their answer; they do not all begin at one moment. */
  #call(proxy: LoadedProxy, callers: number, room: number, turnaround: number, onEnd: OnEnd): void {
    const atOnce = Math.max(1, Math.min(mostAtOnce, callers - room));
    const send = () => {
      const start = this.#now;
      proxy.send((finished) => {
        const count = finished.end === 'overflow' ? atOnce : 1;
        onEnd(this.#now, finished, start, count);
        this.#events.add(this.#now + count * turnaround, send);
      });
    };
    for (let caller = 0; caller < callers; caller++) {
      this.#events.add(this.#input.random() * 10 * turnaround, send);
    }
  }

  #send(proxy: LoadedProxy, onEnd: OnEnd): void {
    const start = this.#now;
    proxy.send((finished) => onEnd(this.#now, finished, start, 1));
  }

  #queueOf(host: Host): EndpointQueue<() => void> | undefined {
    const { address } = host;
    if (this.#queues.has(address)) return this.#queues.get(address);
    const places = this.#input.concurrencyOf(host);
    const isLimited = places < Infinity;
    const queue = isLimited
      ? new EndpointQueue<() => void>(Math.max(1, Math.round(places * this.#input.share)))
      : undefined;
    this.#queues.set(address, queue);
    return queue;
  }
}

/** Requests that a proxy can have in progress, as far as its limits are known without its hosts. */
function roomOf({ limits }: { limits: CircuitBreakers }): number {
  const {
    maxRequests = Infinity,
    maxConnections = Infinity,
    maxPendingRequests = Infinity,
  } = limits;
  return Math.min(maxRequests, maxConnections + maxPendingRequests);
}

/** How many of so many fall to one of the proxies that share them: a whole number, and the sum is all of them. */
export function partOf(all: number, proxies: number, index: number): number {
  return Math.floor(all / proxies) + (index < all % proxies ? 1 : 0);
}
