import type { CircuitBreakers } from '../control-plane/circuit-breakers.js';
import { noAttempts, type Attempts, type Envoy, type Host } from '../proxy/envoy.js';
import type { AttemptResult } from '../proxy/monitor.js';
import type { RetrySettings } from '../proxy/retry.js';
import type { Random } from '../random.js';
import type { EndpointQueue } from './endpoint-queue.js';

/** How a request ended: answered well; answered with 5xx by an endpoint; by a limit; by a timeout; no host was there. */
export type RequestEnd = 'ok' | 'error' | 'overflow' | 'timeout' | 'no-host';

export interface FinishedRequest {
  end: RequestEnd;
  /** The locality that was tried last; undefined where none was, or where a limit answered. */
  locality: string | undefined;
  /** Milliseconds. */
  latency: number;
}

/** What a proxy needs of the run that it is part of. */
export interface Surroundings {
  /** Milliseconds since the start. */
  now(): number;
  after(milliseconds: number, action: () => void): void;
  /** Of a host whose concurrency is limited. */
  queueOf(host: Host): EndpointQueue<() => void> | undefined;
}

interface RequestState {
  start: number;
  attempts: Attempts;
  retriesLeft: number;
  isDone: boolean;
  current: Attempt | undefined;
  onEnd: (finished: FinishedRequest) => void;
}

interface Attempt {
  request: RequestState;
  host: Host;
  isOver: boolean;
  /** Whether it has a connection; else it waits for one. */
  isActive: boolean;
  isRetry: boolean;
}

/** The connections of a proxy to a host. */
interface Connections {
  open: number;
  idle: number;
  /** Attempts that wait for a connection. */
  waiting: Attempt[];
}

/** Milliseconds: `retry_back_off.base_interval`. A retry waits for a random part of it, the next one for a part of twice as long. */
const backoff = 25;
const longestBackoff = 250;

/**
 * One Envoy with the requests that it works on: their connections, the limits on all of these, timeouts and retries. A connection
 * holds one request at a time, as with HTTP/1.
 * Source: envoyproxy/envoy source/common/conn_pool/conn_pool_base.cc newStreamImpl, attachStreamToClient;
 * source/common/router/router.cc onPerTryTimeoutCommon, onUpstreamReset; source/common/router/retry_state_impl.cc;
 * source/common/upstream/resource_manager_impl.h.
 */
export class LoadedProxy {
  #active = 0;
  #pending = 0;
  #connections = 0;
  #retries = 0;
  readonly #pools = new Map<Host, Connections>();
  readonly #envoy: Envoy;
  readonly #limits: CircuitBreakers;
  readonly #retry: RetrySettings;
  readonly #timeouts: { timeout?: number | undefined; perTryTimeout?: number | undefined };
  readonly #around: Surroundings;
  readonly #random: Random;

  constructor(
    envoy: Envoy,
    limits: CircuitBreakers,
    retry: RetrySettings,
    timeouts: { timeout?: number | undefined; perTryTimeout?: number | undefined },
    around: Surroundings,
    random: Random,
  ) {
    this.#envoy = envoy;
    this.#limits = limits;
    this.#retry = retry;
    this.#timeouts = timeouts;
    this.#around = around;
    this.#random = random;
  }

  /** Closes the connections to hosts that the control plane has taken away. */
  dropGoneHosts(): void {
    for (const [host, pool] of this.#pools) {
      if (this.#envoy.has(host)) continue;
      this.#connections -= pool.idle;
      pool.open -= pool.idle;
      pool.idle = 0;
      if (pool.open === 0) this.#pools.delete(host);
    }
  }

  /** Takes in a request. */
  send(onEnd: (finished: FinishedRequest) => void): void {
    const request: RequestState = {
      start: this.#around.now(),
      attempts: noAttempts(),
      retriesLeft: this.#retry.retries,
      isDone: false,
      current: undefined,
      onEnd,
    };
    const { timeout } = this.#timeouts;
    if (timeout !== undefined) {
      this.#around.after(timeout, () => {
        if (request.isDone) return;
        this.#giveUp(request.current);
        this.#finish(request, 'timeout');
      });
    }
    this.#try(request, false);
  }

  #try(request: RequestState, isRetry: boolean): void {
    this.#envoy.advance(this.#around.now());
    const host = this.#envoy.choose(request.attempts);
    if (!host) {
      if (isRetry) this.#retries--;
      this.#finish(request, request.attempts.last ? 'error' : 'no-host');
      return;
    }
    const attempt: Attempt = { request, host, isOver: false, isActive: false, isRetry };
    request.current = attempt;
    const { perTryTimeout } = this.#timeouts;
    if (perTryTimeout !== undefined) {
      this.#around.after(perTryTimeout, () => {
        if (attempt.isOver || request.isDone) return;
        this.#giveUp(attempt);
        this.#decide(request, 'timeout', this.#retry.onTimeout);
      });
    }
    const pool = this.#poolOf(host);
    if (pool.idle > 0) {
      pool.idle--;
      this.#attach(attempt, pool);
      return;
    }
    if (this.#pending >= (this.#limits.maxPendingRequests ?? Infinity)) {
      this.#overflow(attempt);
      return;
    }
    this.#pending++;
    pool.waiting.push(attempt);
    this.#connect(pool, host);
  }

  /** A host without any connection may open one whatever the limit. */
  #connect(pool: Connections, host: Host): void {
    if (this.#connections >= (this.#limits.maxConnections ?? Infinity) && pool.open > 0) return;
    pool.open++;
    this.#connections++;
    const rtt = host.group.timing?.rtt ?? 0;
    this.#around.after(rtt, () => {
      if (host.group.answer.unreachable < 1) {
        this.#serveNext(pool, host);
        return;
      }
      pool.open--;
      this.#connections--;
      for (const attempt of pool.waiting.splice(0)) {
        this.#pending--;
        this.#over(attempt);
        this.#envoy.note(this.#around.now(), host, 'unreachable');
        this.#decide(attempt.request, 'error', this.#retry.onConnectFailure);
      }
    });
  }

  /** Gives a free connection to the attempt that waits longest. */
  #serveNext(pool: Connections, host: Host): void {
    const next = pool.waiting.shift();
    if (!next) {
      pool.idle++;
      if (!this.#envoy.has(host)) this.dropGoneHosts();
      return;
    }
    this.#pending--;
    this.#attach(next, pool);
  }

  #attach(attempt: Attempt, pool: Connections): void {
    const { host } = attempt;
    if (this.#active >= (this.#limits.maxRequests ?? Infinity)) {
      this.#overflow(attempt);
      this.#serveNext(pool, host);
      return;
    }
    this.#active++;
    host.active++;
    attempt.isActive = true;
    const result = this.#envoy.resultOf(host.group);
    const { service = 0, rtt = 0 } = host.group.timing ?? {};
    const queue = this.#around.queueOf(host);
    if (!queue || result === 'unreachable') {
      const time = result === 'unreachable' ? rtt : service + rtt;
      this.#around.after(time, () => this.#answered(attempt, result));
      return;
    }
    const work = () => {
      // As long as it takes now: what waits from an outage on is worked on faster once it is over.
      this.#around.after(host.group.timing?.service ?? 0, () => {
        this.#around.after(rtt / 2, () => this.#answered(attempt, result));
        queue.leave()?.();
      });
    };
    this.#around.after(rtt / 2, () => {
      if (queue.enter(work)) work();
    });
  }

  #answered(attempt: Attempt, result: AttemptResult): void {
    if (attempt.isOver) return;
    this.#release(attempt);
    this.#envoy.note(this.#around.now(), attempt.host, result);
    const { on503, on500, onConnectFailure, onReset } = this.#retry;
    const isRetriable =
      (result === 'failing' && on503) ||
      (result === 'erroring' && on500) ||
      (result === 'unreachable' && onConnectFailure) ||
      (result === 'reset' && onReset);
    const pool = this.#poolOf(attempt.host);
    this.#decide(attempt.request, result === 'ok' ? 'ok' : 'error', isRetriable);
    this.#serveNext(pool, attempt.host);
  }

  /** The proxy waits no longer. The endpoint does not know it: it works on. */
  #giveUp(attempt: Attempt | undefined): void {
    if (!attempt || attempt.isOver) return;
    const pool = this.#poolOf(attempt.host);
    if (attempt.isActive) {
      this.#release(attempt);
      pool.open--;
      this.#connections--;
      this.#envoy.note(this.#around.now(), attempt.host, 'timing-out');
      if (pool.waiting.length > 0) this.#connect(pool, attempt.host);
    } else {
      pool.waiting = pool.waiting.filter((other) => other !== attempt);
      this.#pending--;
      this.#over(attempt);
    }
  }

  #release(attempt: Attempt): void {
    this.#over(attempt);
    this.#active--;
    attempt.host.active--;
  }

  #over(attempt: Attempt): void {
    attempt.isOver = true;
    if (attempt.isRetry) this.#retries--;
  }

  /** A limit of the whole cluster says nothing of the host, and another try would meet it again. */
  #overflow(attempt: Attempt): void {
    this.#over(attempt);
    this.#finish(attempt.request, 'overflow');
  }

  #decide(request: RequestState, end: RequestEnd, isRetriable: boolean): void {
    const mayRetry = isRetriable && request.retriesLeft > 0 && this.#retries < this.#mostRetries();
    if (!mayRetry || request.isDone) {
      this.#finish(request, end);
      return;
    }
    const number = this.#retry.retries - request.retriesLeft;
    request.retriesLeft--;
    this.#retries++;
    const longest = Math.min(backoff * 2 ** Math.min(number, 10), longestBackoff);
    this.#around.after(this.#random() * longest, () => {
      if (request.isDone) this.#retries--;
      else this.#try(request, true);
    });
  }

  #mostRetries(): number {
    const { maxRetries = Infinity, retryBudget } = this.#limits;
    if (!retryBudget) return maxRetries;
    const share = Math.floor((retryBudget.percent / 100) * (this.#active + this.#pending));
    return Math.max(retryBudget.least, share);
  }

  #finish(request: RequestState, end: RequestEnd): void {
    if (request.isDone) return;
    request.isDone = true;
    const { last } = request.attempts;
    const isAnswered = last !== undefined && end !== 'overflow' && end !== 'no-host';
    request.onEnd({
      end,
      locality: isAnswered ? this.#envoy.originOf(last.group) : undefined,
      latency: this.#around.now() - request.start,
    });
  }

  #poolOf(host: Host): Connections {
    let pool = this.#pools.get(host);
    if (!pool) {
      pool = { open: 0, idle: 0, waiting: [] };
      this.#pools.set(host, pool);
    }
    return pool;
  }
}
