import { answersOf } from './gateway-answers.js';
import { configure } from './control-plane/configuration.js';
import type { Endpoint } from './control-plane/endpoint.js';
import type { PolicyInput } from './control-plane/policy.js';
import { applyOutages, lostClusters, type Outage } from './outage.js';
import type { PredictInput } from './predict.js';
import type { CircuitBreakers } from './control-plane/circuit-breakers.js';
import { hasLatencies, type Load } from './load/load.js';
import { LoadedTraffic, partOf } from './load/loaded-traffic.js';
import { timedAnswers } from './load/timed-answers.js';
import { withTimeouts } from './load/timeouts.js';
import { Envoy } from './proxy/envoy.js';
import { buildHostSet, type HostGroup } from './proxy/host-set.js';
import { failedShare } from './proxy/request.js';
import { retrySettings, type RetrySettings } from './proxy/retry.js';
import { seededRandom, type Random } from './random.js';

/** One client and one cluster over time. */
export interface TimelineInput extends Omit<PredictInput, 'policies' | 'outages' | 'explain'> {
  policy: PolicyInput;
  outages: readonly TimedOutage[];
  /** Seconds. */
  duration: number;
  /** Proxies that share the requests, each of which learns of failures alone; missing: 1. */
  replicas?: number | undefined;
}

export interface TimedOutage {
  outage: Outage;
  /** Seconds since the start. */
  begin: number;
  /** Seconds since the start; undefined: it lasts. */
  end?: number | undefined;
}

export interface Timeline {
  seconds: TimelineSecond[];
  /** One for each outage, in the same order. */
  outages: OutageCourse[];
  requests: number;
  errors: number;
  /** Of the errors, those that a limit answers, and those that a timeout does; missing where nothing says how long answers take. */
  overflow?: number;
  timeouts?: number;
}

/** One second of the run. */
export interface TimelineSecond {
  requests: number;
  /** Requests that got a 5xx. */
  errors: number;
  /** Requests for which no host could be tried. */
  unanswered: number;
  /** Requests by the locality that gave the last answer. */
  answered: Map<string, number>;
}

/** How an outage went. */
export interface OutageCourse {
  /** Seconds from its begin until the hosts that it hits get fewer requests than before; undefined: never. */
  shiftAfter: number | undefined;
  /** Seconds from its begin until no failing host gets requests any more; undefined: never. */
  failoverAfter: number | undefined;
  /** Failed requests until then; all during the outage if it never came. */
  failedBeforeFailover: number;
  /** Seconds from its end until every host that it hit gets requests again; undefined: not in this run. */
  failbackAfter: number | undefined;
}

/** Requests per second where nothing says how many there are. */
export const defaultRps = 50;

/** Milliseconds from a change in a cluster until Envoy has it: istiod waits for more to come. */
const pushDelay = 100;

/** Runs the requests, one after the other, evenly spaced. The same seed gives the same run. */
export function timeline(input: TimelineInput): Timeline {
  const run = new Run(input);
  return run.run();
}

/** The share of failed requests from one second up to another. */
export function lossBetween({ seconds }: Timeline, from: number, until: number): number {
  let requests = 0;
  let errors = 0;
  for (const second of seconds.slice(from, until)) {
    requests += second.requests;
    errors += second.errors;
  }
  return requests === 0 ? 0 : errors / requests;
}

/** An outage that begins or ends, or the moment when Envoy has learned of it. */
interface Change {
  at: number;
  isPushed: boolean;
}

/** Proxies that are run one beside the other. Of more, so many are run at the rate that each has, and stand for the others. */
const mostProxies = 20;

class Run {
  readonly #envoys: Envoy[];
  /** How many proxies each of these is. */
  readonly #standsFor: readonly number[];
  readonly #courses: OutageCourse[];
  readonly #hit: ReadonlySet<string>[];
  /** The share of the requests that the hosts of each outage got before it, 0 to 1. */
  readonly #shareBefore: number[] = [];
  /** What the control plane has sent last, by id. */
  #sent: readonly Endpoint[] = [];
  readonly #input: TimelineInput;
  readonly #retry: RetrySettings;
  readonly #random: Random;
  /** Undefined where requests take no time. */
  readonly #load: Load | undefined;
  #limits: CircuitBreakers | undefined;

  constructor(input: TimelineInput) {
    this.#input = input;
    const { policy, retries, heldRetries, outages, seed = 0, load, replicas = 1 } = input;
    const hashed = Boolean(policy.loadBalancer?.consistentHash);
    this.#retry = heldRetries ?? retrySettings(retries, hashed);
    this.#random = seededRandom(seed);
    const limited = outages.map(({ outage }) => outage);
    const isTimed =
      load !== undefined &&
      hasLatencies(input.endpoints, limited, input.proxy.locality, load.links);
    this.#load = isTimed ? load : undefined;
    const options = isTimed ? { takesTime: true } : {};
    const run = Math.min(replicas, mostProxies);
    this.#standsFor = Array.from({ length: run }, (_, index) => partOf(replicas, run, index));
    this.#envoys = this.#standsFor.map(() => new Envoy(this.#retry, this.#random, options));
    this.#courses = outages.map(() => ({
      shiftAfter: undefined,
      failoverAfter: undefined,
      failedBeforeFailover: 0,
      failbackAfter: undefined,
    }));
    this.#hit = outages.map(({ outage }) => addressesHit(input, outage));
  }

  run(): Timeline {
    const { duration } = this.#input;
    const rps = this.#rps * this.#partThatIsRun;
    const changes = changesOf(this.#input.outages);
    const result: Timeline = { seconds: [], outages: this.#courses, requests: 0, errors: 0 };
    this.#configure(0, true);
    if (this.#load) {
      this.#runLoaded(this.#load, changes, result);
      return result;
    }
    const total = Math.floor(duration * rps);
    for (let index = 0; index < total; index++) {
      const now = (index * 1000) / rps;
      while (changes.length > 0 && changes[0]!.at <= now) {
        const { at, isPushed } = changes.shift()!;
        if (!isPushed) this.#noteShares(at);
        this.#configure(at, isPushed);
      }
      const proxy = index % this.#envoys.length;
      const envoy = this.#envoys[proxy]!;
      envoy.advance(now);
      const { locality, isError } = envoy.request(now);
      const alike = this.#standsFor[proxy]!;
      this.#observe(now, isError, alike);
      count(result, now, { isError, locality }, alike);
    }
    return result;
  }

  /** Requests per second of all proxies. */
  get #rps(): number {
    return this.#input.rps ?? defaultRps;
  }

  get #partThatIsRun(): number {
    return this.#envoys.length / (this.#input.replicas ?? 1);
  }

  /** The same where requests take time: they come independently of each other, or from callers who wait. */
  #runLoaded(load: Load, changes: readonly Change[], result: Timeline): void {
    const { duration } = this.#input;
    const part = this.#partThatIsRun;
    const { callers } = load;
    const traffic = new LoadedTraffic({
      envoys: this.#envoys,
      standsFor: this.#standsFor,
      limits: this.#limits!,
      retry: this.#retry,
      load: {
        ...load,
        rps: this.#rps * part,
        callers: callers === undefined ? undefined : Math.max(1, Math.round(callers * part)),
        replicas: this.#envoys.length,
      },
      random: this.#random,
      concurrencyOf: ({ group }) => group.timing?.concurrency ?? Infinity,
      share: part,
    });
    for (const { at, isPushed } of changes) {
      traffic.at(at, () => {
        if (!isPushed) this.#noteShares(at);
        this.#configure(at, isPushed);
        traffic.dropGoneHosts();
      });
    }
    const ends = { overflow: 0, timeouts: 0 };
    traffic.run(duration * 1000, (now, finished, start, alike) => {
      const isError = finished.end !== 'ok';
      if (finished.end === 'overflow') ends.overflow += alike;
      if (finished.end === 'timeout') ends.timeouts += alike;
      this.#observe(now, isError, alike);
      count(result, start, { isError, locality: finished.locality }, alike);
    });
    Object.assign(result, ends);
  }

  /** Sets the hosts as they are now: the endpoints that the control plane knows, with today's answers. */
  #configure(now: number, isPushed: boolean): void {
    const input = this.#input;
    const active = input.outages
      .filter((timed) => isActive(timed, now))
      .map(({ outage }) => outage);
    const hit = applyOutages(input.endpoints, active);
    const current = this.#load ? withTimeouts(hit, input.proxy.locality, this.#load) : hit;
    if (isPushed) this.#sent = current;
    else {
      const byId = new Map(current.map((endpoint) => [endpoint.id, endpoint]));
      this.#sent = this.#sent.map((endpoint) => withAnswerOf(endpoint, byId.get(endpoint.id)));
    }
    const { settings, assignments } = configure({ ...input, endpoints: this.#sent });
    this.#limits = settings.circuitBreakers;
    const answers = answersOf(this.#sent, input.networkGateways, lostClusters(active));
    const known = { ...input, endpoints: this.#sent };
    const behind = this.#load ? timedAnswers(answers, known, this.#load.links) : answers;
    const set = buildHostSet(assignments[0]!.assignment, behind);
    for (const envoy of this.#envoys) envoy.configure(now, set, settings);
  }

  #noteShares(at: number): void {
    this.#input.outages.forEach(({ begin }, index) => {
      if (begin * 1000 === at) this.#shareBefore[index] = this.#shareOfHit(index);
    });
  }

  #shareOfHit(index: number): number {
    const hit = this.#hit[index]!;
    return this.#meanShare(({ addresses }) => addresses.some((address) => hit.has(address)));
  }

  #meanShare(isMeant: (group: HostGroup) => boolean): number {
    const shares = this.#envoys.map((envoy) => envoy.shareOf(isMeant));
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  }

  get #isUpToDate(): boolean {
    return this.#envoys.every(({ isUpToDate }) => isUpToDate);
  }

  #observe(now: number, isError: boolean, alike = 1): void {
    this.#input.outages.forEach((timed, index) => {
      const course = this.#courses[index]!;
      const begin = timed.begin * 1000;
      const end = (timed.end ?? Infinity) * 1000;
      if (now >= begin && now < end && course.shiftAfter === undefined) {
        const isLess = this.#shareOfHit(index) < this.#shareBefore[index]! - epsilon;
        if (isLess) course.shiftAfter = (now - begin) / 1000;
      }
      if (now >= begin && now < end && course.failoverAfter === undefined) {
        if (isError) course.failedBeforeFailover += alike;
        const isKnown = now >= begin + pushDelay;
        if (isKnown && this.#isUpToDate && this.#meanShare(isFailing) === 0) {
          course.failoverAfter = (now - begin) / 1000;
        }
      }
      if (now >= end + pushDelay && course.failbackAfter === undefined) {
        const isBack =
          this.#isUpToDate &&
          !this.#envoys.some(({ ejected }) => ejected.some((at) => this.#hit[index]!.has(at)));
        if (isBack) course.failbackAfter = (now - end) / 1000;
      }
    });
  }
}

/** Rounding of floating-point sums. */
const epsilon = 1e-9;

function isFailing({ answer }: HostGroup): boolean {
  return failedShare(answer) >= 1;
}

function isActive({ begin, end = Infinity }: TimedOutage, now: number): boolean {
  return now >= begin * 1000 && now < end * 1000;
}

function changesOf(outages: readonly TimedOutage[]): Change[] {
  return outages
    .flatMap(({ begin, end }) => (end === undefined ? [begin] : [begin, end]))
    .flatMap((second) => [
      { at: second * 1000, isPushed: false },
      { at: second * 1000 + pushDelay, isPushed: true },
    ])
    .sort((a, b) => a.at - b.at);
}

function withAnswerOf(endpoint: Endpoint, current: Endpoint | undefined): Endpoint {
  if (!current || current.answer === endpoint.answer) return endpoint;
  const { answer: _, ...rest } = endpoint;
  return current.answer ? { ...rest, answer: current.answer } : rest;
}

/** The addresses of the endpoints that the outage hits, and of the gateways that may lead to them. */
function addressesHit({ endpoints, networkGateways }: TimelineInput, outage: Outage): Set<string> {
  const after = new Set(applyOutages(endpoints, [outage]));
  const hit = endpoints.filter((endpoint) => !after.has(endpoint));
  return new Set([
    ...hit.map(({ id, address }) => address ?? id),
    ...networkGateways.map(({ address, port }) => `${address}:${port}`),
  ]);
}

/** Counts so many requests that were sent at a time and ended alike. */
function count(
  result: Timeline,
  at: number,
  { isError, locality }: { isError: boolean; locality: string | undefined },
  alike: number,
): void {
  const second = (result.seconds[Math.floor(at / 1000)] ??= emptySecond());
  second.requests += alike;
  result.requests += alike;
  if (isError) {
    second.errors += alike;
    result.errors += alike;
  }
  if (locality === undefined) second.unanswered += alike;
  else second.answered.set(locality, (second.answered.get(locality) ?? 0) + alike);
}

function emptySecond(): TimelineSecond {
  return { requests: 0, errors: 0, unanswered: 0, answered: new Map() };
}
