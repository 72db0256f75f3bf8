import type { ClusterSettings } from '../control-plane/assignment.js';
import { Envoy } from '../proxy/envoy.js';
import type { HostSet } from '../proxy/host-set.js';
import type { Ejected } from '../proxy/picks.js';
import type { RetrySettings } from '../proxy/retry.js';
import { seededRandom, type Random } from '../random.js';
import type { Load } from './load.js';
import type { LoadOutcome } from './load-numbers.js';
import { LoadedTraffic, type TrafficSource } from './loaded-traffic.js';
import type { FinishedRequest } from './loaded-proxy.js';

/** One client and one Envoy cluster under load. */
export interface LoadSource {
  set: HostSet;
  /** What is ejected from the start. */
  ejected: Ejected;
  settings: ClusterSettings;
  retry: RetrySettings;
  load: Load;
}

/** A client under load, in a state whose ejections have happened. */
export interface LoadRunInput extends LoadSource {
  /** Other clients of the same endpoints. */
  others: readonly LoadSource[];
  seed: number;
  /** Ejections end and come again, and what is counted is the mean over minutes; missing: they last. */
  isOverTime?: true;
}

/** Takes note of the events that a run has cost; may throw. */
export type Spend = (events: number) => void;

/** Requests that are counted, beside those that a limit answers at once. */
const mostCounted = 12_000;
/** What a run may cost: less than a quarter of a second. */
const mostEvents = 250_000;
/** Proxies that share endpoints of limited concurrency, and are run one beside the other. */
const mostProxies = 20;
/** Requests that wait more at the end than at the beginning, in relation to those that are counted, where a queue grows. */
const growth = 0.01;

/** Sends requests, one by one, until enough of them are counted. The same input gives the same numbers. */
export function runLoad(input: LoadRunInput, spend: Spend): LoadOutcome {
  const { load, set, others } = input;
  // Where endpoints have no limit of their own, proxies know nothing of each other: one is enough.
  const isShared = set.groups.some(({ timing }) => (timing?.concurrency ?? Infinity) < Infinity);
  const proxies = isShared ? Math.min(load.replicas, mostProxies) : 1;
  const traffic = trafficOf({ ...input, others: isShared ? others : [] }, proxies);
  const count = new Count();
  const settled = settlingTime(input);
  let events = 0;
  let waitingBefore = 0;
  traffic.run(
    Infinity,
    (_now, finished, _start, alike) => count.add(finished, alike),
    (now) => {
      events++;
      if (!count.isOn && (now >= settled || events >= mostEvents / 2)) {
        count.isOn = true;
        waitingBefore = traffic.waiting;
      }
      return events < mostEvents && count.latencies.length < mostCounted;
    },
  );
  spend(events);
  const grown = traffic.waiting - waitingBefore;
  return { ...count.outcome(), isGrowing: grown > growth * count.latencies.length + 10 };
}

function trafficOf(input: LoadRunInput, proxies: number): LoadedTraffic {
  const random = seededRandom(input.seed);
  const isLasting = input.isOverTime !== true;
  const share = proxies / input.load.replicas;
  // Each other client has the same part of the endpoints, in as few proxies as can be.
  const others = input.others.map((other) => {
    const count = Math.max(1, Math.min(mostProxies, Math.round(other.load.replicas * share)));
    return sourceOf(other, count, share, isLasting, random);
  });
  return new LoadedTraffic({
    ...sourceOf(input, proxies, share, isLasting, random),
    others,
    random,
    concurrencyOf: ({ group }) => group.timing?.concurrency ?? Infinity,
    share,
  });
}

/** @param part Of the load: the rest is that of proxies that are not run. */
function sourceOf(
  { set, ejected, settings, retry, load }: LoadSource,
  proxies: number,
  part: number,
  isLasting: boolean,
  random: Random,
): TrafficSource {
  const out = set.groups.flatMap(({ addresses, index }) => addresses.slice(0, ejected[index]));
  const { callers, rps } = load;
  return {
    envoys: Array.from({ length: proxies }, () => {
      const envoy = new Envoy(retry, random, { takesTime: true, isLasting });
      envoy.configure(0, set, settings);
      envoy.eject(out);
      return envoy;
    }),
    limits: settings.circuitBreakers,
    retry,
    load: {
      ...load,
      rps: rps * part,
      ...(callers === undefined ? {} : { callers: Math.max(1, Math.round(callers * part)) }),
      replicas: proxies,
    },
  };
}

function settlingTime({ set, load, isOverTime }: LoadRunInput): number {
  const { timeout = Infinity, perTryTimeout = Infinity } = load;
  const slowest = set.groups.reduce((most, { timing }) => {
    const { service = 0, rtt = 0 } = timing ?? {};
    return Math.max(most, Math.min(service + rtt, timeout, perTryTimeout));
  }, 0);
  return (isOverTime ? 60_000 : 1000) + 3 * slowest;
}

/** The requests that have ended since the run has settled. */
class Count {
  isOn = false;
  /** Of all but those that a limit has answered at once. */
  readonly latencies: number[] = [];
  readonly #ends = { ok: 0, error: 0, overflow: 0, timeout: 0, 'no-host': 0 };
  readonly #localities = new Map<string, number>();

  add({ end, locality, latency }: FinishedRequest, alike: number): void {
    if (!this.isOn) return;
    this.#ends[end] += alike;
    if (end !== 'overflow' || latency > 0) this.latencies.push(latency);
    if (locality === undefined) return;
    this.#localities.set(locality, (this.#localities.get(locality) ?? 0) + 1);
  }

  outcome(): Omit<LoadOutcome, 'isGrowing'> {
    const { latencies } = this;
    const { ok, error, overflow, timeout, 'no-host': noHost } = this.#ends;
    const all = ok + error + overflow + timeout + noHost;
    const counted = Math.max(1, all);
    // Those that were answered at once are the first of all.
    const p99 = latencies.length - Math.ceil(0.01 * all);
    const sorted = Float64Array.from(latencies).sort();
    const sum = sorted.reduce((total, latency) => total + latency, 0);
    return {
      shares: new Map(
        [...this.#localities].map(([locality, count]) => [locality, count / counted]),
      ),
      unanswered: (overflow + noHost) / counted,
      errors: all === 0 ? 0 : 1 - ok / counted,
      overflow: overflow / counted,
      timeouts: timeout / counted,
      latency: { mean: sum / counted, p99: sorted[p99] ?? 0 },
    };
  }
}
