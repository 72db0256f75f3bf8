/** One proxy with requests that take time: its connections, limits, timeouts and retries, to the millisecond. */
import { describe, expect, test } from '@jest/globals';
import { configure } from '../../../src/traffic/control-plane/configuration.js';
import { answersOf } from '../../../src/traffic/gateway-answers.js';
import { EndpointQueue } from '../../../src/traffic/load/endpoint-queue.js';
import { EventQueue } from '../../../src/traffic/load/event-queue.js';
import { LoadedProxy, type FinishedRequest } from '../../../src/traffic/load/loaded-proxy.js';
import { timedAnswers } from '../../../src/traffic/load/timed-answers.js';
import { applyOutages } from '../../../src/traffic/outage.js';
import { Envoy } from '../../../src/traffic/proxy/envoy.js';
import { buildHostSet } from '../../../src/traffic/proxy/host-set.js';
import { retrySettings } from '../../../src/traffic/proxy/retry.js';
import { inputOf, type LoadCase } from '../../real/load/run/load-case.js';

/** A host that works for 15 ms, 10 ms away there and back. */
const one = [{ locality: 'near', count: 1, latencyMs: 15 }];
/** To open a connection takes a way there and back. */
const first = 35;
const next = 25;

/** Half of every wait that is random. */
const half = () => 0.5;

/** Sends a request at each of these times, and returns what became of each, in the order in which they ended. */
function ended(own: Partial<LoadCase>, times: readonly number[]): string[] {
  const input = inputOf({
    ...{ name: 'test', policy: {}, endpoints: one, outages: [], retries: { attempts: 0 } },
    ...{ rttMs: { near: 10 } },
    ...own,
  });
  const [policy = {}] = input.policies;
  const endpoints = applyOutages(input.endpoints, input.outages);
  const { settings, assignments } = configure({ ...input, policy, endpoints });
  const answers = answersOf(endpoints, [], new Set());
  const behind = timedAnswers(answers, { ...input, policy, endpoints }, input.load!.links);
  const retry = retrySettings(input.retries, false);
  const envoy = new Envoy(retry, half, { takesTime: true });
  envoy.configure(0, buildHostSet(assignments[0]!.assignment, behind), settings);
  const events = new EventQueue<() => void>();
  const queues = new Map<string, EndpointQueue<() => void>>();
  let now = 0;
  const proxy = new LoadedProxy(
    envoy,
    settings.circuitBreakers,
    retry,
    { timeout: own.timeout, perTryTimeout: own.perTryTimeout },
    {
      now: () => now,
      after: (time, action) => events.add(now + time, action),
      queueOf: ({ address, group }) => {
        const places = group.timing?.concurrency ?? Infinity;
        if (places === Infinity) return undefined;
        const queue = queues.get(address) ?? new EndpointQueue(places);
        queues.set(address, queue);
        return queue;
      },
    },
    half,
  );
  const all: string[] = [];
  const note = ({ end, locality, latency }: FinishedRequest) =>
    all.push([end, ...(locality === undefined ? [] : [locality]), latency].join(' '));
  for (const time of times) events.add(time, () => proxy.send(note));
  for (let event = events.next(); event; event = events.next()) {
    now = event.time;
    event.event();
  }
  return all;
}

const limits = (http: object, tcp: object = {}) => ({ policy: { connectionPool: { http, tcp } } });
const ok = (latency: number) => `ok near ${latency}`;
const failing = [{ kind: 'failing' as const, locality: 'near' }];

describe('connections', () => {
  test('are opened for requests that find none free, and kept', () => {
    expect(ended({}, [0, 1, 100])).toEqual([ok(first), ok(first), ok(next)]);
  });

  test('beyond the limit are waited for', () => {
    const own = limits({}, { maxConnections: 1 });
    expect(ended(own, [0, 0, 200])).toEqual([ok(first), ok(first + next), ok(next)]);
  });

  test('are closed when their request times out, and another takes their place', () => {
    const own = { ...limits({}, { maxConnections: 1 }), timeout: 40 };
    const slow = [{ locality: 'near', count: 1, latencyMs: 100 }];
    expect(ended({ ...own, endpoints: slow }, [0, 5])).toEqual([
      'timeout near 40',
      'timeout near 40',
    ]);
    expect(ended({ ...own, timeout: 80 }, [0, 5, 200])).toEqual([ok(first), ok(55), ok(next)]);
  });
});

describe('limits', () => {
  test('of requests turn those away that are too many, until one has its answer', () => {
    const own = limits({ http2MaxRequests: 1 });
    expect(ended(own, [0, 5, 100])).toEqual(['overflow 10', ok(first), ok(next)]);
  });

  test('of requests count none that has timed out', () => {
    const endpoints = [{ locality: 'near', count: 1, latencyMs: 100 }];
    const own = { ...limits({ http2MaxRequests: 1 }), endpoints, timeout: 50 };
    expect(ended(own, [0, 51])).toEqual(['timeout near 50', 'timeout near 50']);
  });

  test('of waiting requests turn those away that are too many, until one has its connection', () => {
    const own = limits({ http1MaxPendingRequests: 1 }, { maxConnections: 1 });
    expect(ended(own, [0, 15, 20, 200])).toEqual([
      'overflow 0',
      ok(first),
      ok(first + next - 15),
      ok(next),
    ]);
  });

  test('of waiting requests count none that has timed out', () => {
    const endpoints = [{ locality: 'near', count: 1, latencyMs: 70 }];
    const pool = limits({ http1MaxPendingRequests: 2 }, { maxConnections: 1 });
    const own = { ...pool, endpoints, timeout: 95 };
    // The second has the connection at 90, too late; the third never has it, and leaves its place to the others.
    expect(ended(own, [0, 11, 12, 108, 108])).toEqual([
      'ok near 90',
      'timeout near 95',
      'timeout near 95',
      'ok near 88',
      'timeout near 95',
    ]);
  });

  test('of retries allow so many at a time', () => {
    const retries = { attempts: 1, retryOn: '5xx' };
    const own = { ...limits({ maxRetries: 1 }), retries, outages: failing };
    const [soon, late] = ended(own, [0, 0]);
    expect(soon).toBe('error near 20');
    expect(late).toBe('error near 42.5');
    expect(ended({ ...own, policy: {} }, [0, 0])).toEqual(['error near 42.5', 'error near 42.5']);
    // The first is over by then.
    expect(ended(own, [0, 100])).toEqual(['error near 42.5', 'error near 32.5']);
  });
});

describe('retries', () => {
  test('wait for twice as long each time, up to a quarter of a second', () => {
    const outages = failing;
    const waits = [12.5, 25, 50, 100, 125, 125];
    for (const attempts of [1, 4, 6]) {
      const waited = waits.slice(0, attempts).reduce((sum, wait) => sum + wait, 0);
      const own = { retries: { attempts, retryOn: '5xx' }, outages };
      expect(ended(own, [0])).toEqual([`error near ${20 + waited + 10 * attempts}`]);
    }
  });

  test('follow a failed connection, for all that waited for it', () => {
    const outages = [{ kind: 'unreachable' as const, locality: 'near' }];
    const retries = { attempts: 1, retryOn: 'connect-failure' };
    expect(ended({ outages, retries }, [0, 0])).toEqual(['error near 32.5', 'error near 32.5']);
    expect(ended({ outages }, [0])).toEqual(['error near 10']);
  });

  test('follow a try that takes too long only where the policy says so', () => {
    const endpoints = [{ locality: 'near', count: 1, latencyMs: 100 }];
    const own = { endpoints, perTryTimeout: 50 };
    const tries = (retryOn: string) => ended({ ...own, retries: { attempts: 1, retryOn } }, [0]);
    expect(tries('5xx')).toEqual(['timeout near 112.5']);
    expect(tries('connect-failure')).toEqual(['timeout near 50']);
  });

  test('end with the request', () => {
    const own = { retries: { attempts: 5, retryOn: '5xx' }, outages: failing, timeout: 60 };
    expect(ended(own, [0])).toEqual(['timeout near 60']);
  });
});

test('an endpoint that works on one request at a time lets the next one wait', () => {
  const endpoints = [{ locality: 'near', count: 1, latencyMs: 15, concurrency: 1 }];
  expect(ended({ endpoints }, [0, 0, 0])).toEqual([ok(first), ok(50), ok(65)]);
});

test('without a host there is nothing to wait for', () => {
  const outages = [{ kind: 'scaled-to-zero' as const, locality: 'near' }];
  expect(ended({ outages }, [0])).toEqual(['no-host 0']);
});
