import type { ClusterSettings } from '../control-plane/assignment.js';
import type { Random } from '../random.js';
import type { HostGroup, HostSet } from './host-set.js';
import { HostMonitor, type AttemptResult } from './monitor.js';
import { loadAvoiding } from './priority-load.js';
import { pickChances, picks, type Picks } from './picks.js';
import { pickInTurn, poolsOf, type Pool } from './pools.js';
import type { RetrySettings } from './retry.js';

/**
 * Milliseconds in which Envoy holds back health updates that follow another: `update_merge_window`.
 * Source: envoyproxy/envoy source/common/upstream/cluster_manager_impl.cc scheduleUpdate.
 */
const mergeWindow = 1000;

/** Draws until a host that was tried is taken after all. */
const draws = 6;

/** What became of one request. */
export interface Answered {
  /** The locality whose endpoint gave the last answer; undefined where no host could be tried. */
  locality: string | undefined;
  isError: boolean;
}

/** A host as the proxy holds it. */
export interface Host {
  address: string;
  group: HostGroup;
  monitor: HostMonitor | undefined;
  /** Requests that it has been sent and has not answered; 0 where answers take no time. */
  active: number;
}

/** What the load balancer works with: it learns of ejections late. */
interface View {
  drawn: Picks;
  chances: number[];
  /** Hosts that can be picked, by group. */
  hosts: Host[][];
  /** The same by priority, where requests take time. */
  pools: Pool<Host>[][];
}

/** The attempts of one request. */
export interface Attempts {
  tried: Host[];
  load: readonly number[] | undefined;
  avoided: Set<number>;
  sinceReset: number;
  /** Where the last attempt went. */
  last: Host | undefined;
}

/** A request of which nothing was tried yet. */
export function noAttempts(): Attempts {
  return { tried: [], load: undefined, avoided: new Set(), sinceReset: 0, last: undefined };
}

/** How a run differs from the course of single requests that take no time. */
export interface EnvoyOptions {
  /** Requests take time: hosts are told apart by the requests that they work on, and localities take turns. */
  takesTime?: boolean;
  /** Hosts that are ejected stay so. */
  isLasting?: boolean;
}

/**
 * One Envoy with one cluster, moved through time by its caller. Times are milliseconds since the start and
 * never go back.
 */
export class Envoy {
  #set: HostSet = { levels: [], groups: [], hosts: 0 };
  #settings: ClusterSettings | undefined;
  #hosts = new Map<string, Host>();
  #ejections = 0;
  #view: View | undefined;
  #lastUpdate = -Infinity;
  #heldBackUntil = Infinity;
  #nextSweep = Infinity;
  readonly #retry: RetrySettings;
  readonly #random: Random;
  readonly #options: EnvoyOptions;

  constructor(retry: RetrySettings, random: Random, options: EnvoyOptions = {}) {
    this.#retry = retry;
    this.#random = random;
    this.#options = options;
  }

  /** Takes in what the control plane sends. Hosts that stay keep what is known of them. */
  configure(now: number, set: HostSet, settings: ClusterSettings): void {
    this.advance(now);
    const previous = this.#hosts;
    const isFirst = this.#settings === undefined;
    this.#set = set;
    this.#settings = settings;
    this.#hosts = new Map();
    for (const group of set.groups) {
      for (const address of group.addresses) {
        // Requests in progress keep their host.
        const host = previous.get(address) ?? { address, group, monitor: undefined, active: 0 };
        host.group = group;
        host.monitor ??= this.#createMonitor();
        this.#hosts.set(address, host);
      }
    }
    this.#ejections = 0;
    for (const { monitor } of this.#hosts.values()) if (monitor?.isEjected) this.#ejections++;
    if (isFirst && settings.outlierDetection) {
      // The cluster is older than the run: its sweeps fall anywhere between the seconds.
      this.#nextSweep = now + this.#random() * settings.outlierDetection.interval;
    }
    const isMergeable = previous.size === this.#hosts.size && sameKeys(previous, this.#hosts);
    // The groups are others now, so that a view of the old ones cannot stay.
    if (isMergeable && !isFirst) this.#refreshView();
    else this.#update(now, isMergeable);
  }

  /** Lets time pass up to `now`: sweeps, and updates that were held back. */
  advance(now: number): void {
    for (;;) {
      const next = Math.min(this.#nextSweep, this.#heldBackUntil);
      if (next > now) return;
      if (next === this.#heldBackUntil) this.#deliver(next);
      else this.#sweep(next);
    }
  }

  /** Sends one request. */
  request(now: number): Answered {
    this.advance(now);
    const request = noAttempts();
    let lastResult: AttemptResult = 'ok';
    for (let attempt = 0; attempt <= this.#retry.retries; attempt++) {
      const host = this.choose(request);
      if (!host) break;
      lastResult = this.#try(now, host);
      if (!this.#isRetriable(lastResult)) break;
    }
    if (!request.last) return { locality: undefined, isError: true };
    return { locality: this.originOf(request.last.group), isError: lastResult !== 'ok' };
  }

  /** The host of the request's next attempt, which is added to it; undefined where there is none. */
  choose(request: Attempts): Host | undefined {
    const view = this.#view!;
    const { tried, avoided } = request;
    if (this.#retry.avoidsTriedPriorities && tried.length > 0) {
      request.sinceReset++;
      if (request.sinceReset < 2) request.load = undefined;
      else if (request.sinceReset % 2 === 0) {
        for (const { group } of tried) avoided.add(group.priority);
        request.load = loadAvoiding(view.drawn.levels, avoided, view.drawn.overprovisioning);
        if (!request.load) {
          avoided.clear();
          request.sinceReset = 0;
        }
      }
    }
    const host = this.#pick(view, request.load, tried, request.last);
    if (!host) return undefined;
    request.last = host;
    tried.push(host);
    return host;
  }

  /** Ejects hosts as in a state that has settled: whatever the reason, and at no time. */
  eject(addresses: Iterable<string>): void {
    for (const address of addresses) {
      const { monitor } = this.#hosts.get(address) ?? {};
      if (!monitor || monitor.isEjected) continue;
      monitor.eject(0);
      this.#ejections++;
    }
    this.#refreshView();
  }

  /** Lets outlier detection know what an attempt came to. */
  note(now: number, host: Host, result: AttemptResult): void {
    const { monitor } = host;
    // A host that the control plane has taken away, or that was replaced, is of no account.
    if (!monitor?.record(result) || monitor.isEjected) return;
    if (!this.#mayEject()) return;
    monitor.eject(now);
    this.#ejections++;
    this.#update(now, true);
  }

  /** Hosts that are ejected, whether the load balancer knows it yet or not. */
  get ejected(): string[] {
    return [...this.#hosts.values()]
      .filter(({ monitor }) => monitor?.isEjected)
      .map(({ address }) => address);
  }

  /** Whether the control plane still lists the host. */
  has(host: Host): boolean {
    return this.#hosts.get(host.address) === host;
  }

  /** Whether the load balancer knows all that outlier detection knows. */
  get isUpToDate(): boolean {
    return this.#heldBackUntil === Infinity;
  }

  /** Requests that the load balancer would send to such hosts now, 0 to 1. */
  shareOf(isMeant: (group: HostGroup) => boolean): number {
    const { chances } = this.#view!;
    let share = 0;
    for (const group of this.#set.groups) if (isMeant(group)) share += chances[group.index]!;
    return share;
  }

  #createMonitor(): HostMonitor | undefined {
    const settings = this.#settings?.outlierDetection;
    return settings && new HostMonitor(settings);
  }

  #pick(
    view: View,
    load: readonly number[] | undefined,
    tried: readonly Host[],
    last: Host | undefined,
  ): Host | undefined {
    const { lbPolicy } = this.#settings!;
    const isHashed = lbPolicy === 'RING_HASH' || lbPolicy === 'MAGLEV';
    // The same hash finds the same host.
    if (last && isHashed && !this.#retry.avoidsTriedHosts) return last;
    const chances = load ? pickChances(view.drawn, load, this.#set) : view.chances;
    let host: Host | undefined;
    for (let draw = 0; draw < draws; draw++) {
      host = this.#draw(view, chances);
      if (!host || !this.#retry.avoidsTriedHosts || !tried.includes(host)) return host;
    }
    return host;
  }

  #draw(view: View, chances: readonly number[]): Host | undefined {
    const { lbPolicy } = this.#settings!;
    const isHashed = lbPolicy === 'RING_HASH' || lbPolicy === 'MAGLEV';
    return this.#options.takesTime && !isHashed
      ? this.#drawInTurn(view, chances)
      : this.#drawAnyOf(view, chances);
  }

  /** The priority at random, its localities in turn, and a host as the policy says. */
  #drawInTurn({ pools }: View, chances: readonly number[]): Host | undefined {
    const { lbPolicy } = this.#settings!;
    const loads = pools.map((own) =>
      own.reduce(
        (sum, { groups }) => sum + groups.reduce((all, index) => all + chances[index]!, 0),
        0,
      ),
    );
    let point = this.#random();
    const priority = loads.findIndex((load) => {
      point -= load;
      return point < 0;
    });
    const found = priority >= 0 ? priority : loads.findLastIndex((load) => load > 0);
    return pickInTurn(pools[found] ?? [], lbPolicy, this.#random);
  }

  #drawAnyOf(view: View, chances: readonly number[]): Host | undefined {
    let point = this.#random();
    for (let index = 0; index < chances.length; index++) {
      point -= chances[index]!;
      if (point >= 0) continue;
      const hosts = view.hosts[index]!;
      return hosts.length === 1 ? hosts[0] : hosts[Math.floor(this.#random() * hosts.length)];
    }
    // Either there is no host, or rounding has left a gap behind the last one.
    const index = chances.findLastIndex((chance) => chance > 0);
    return view.hosts[index]?.[0];
  }

  #try(now: number, host: Host): AttemptResult {
    const result = this.resultOf(host.group);
    this.note(now, host, result);
    return result;
  }

  /** What an attempt at a host of the group comes to, by the shares of its answers. */
  resultOf({ answer: { failing, erroring, unreachable, reset = 0 } }: HostGroup): AttemptResult {
    if (failing + erroring + unreachable + reset === 0) return 'ok';
    const point = this.#random();
    if (point < failing) return 'failing';
    if (point < failing + erroring) return 'erroring';
    if (point < failing + erroring + unreachable) return 'unreachable';
    return point < failing + erroring + unreachable + reset ? 'reset' : 'ok';
  }

  #isRetriable(result: AttemptResult): boolean {
    const { on503, on500, onConnectFailure, onReset } = this.#retry;
    return (
      (result === 'failing' && on503) ||
      (result === 'erroring' && on500) ||
      (result === 'unreachable' && onConnectFailure) ||
      (result === 'reset' && onReset)
    );
  }

  /** The locality that an answer of the group comes from. */
  originOf({ origins }: HostGroup): string | undefined {
    if (origins.length === 1) return origins[0]!.locality;
    let point = this.#random();
    for (const { locality, share } of origins) {
      point -= share;
      if (point < 0) return locality;
    }
    return origins.at(-1)?.locality;
  }

  #mayEject(): boolean {
    const settings = this.#settings!.outlierDetection;
    if (!settings) return false;
    if (settings.ejectsOneAlways && this.#ejections === 0) return true;
    return (100 * (this.#ejections + 1)) / this.#hosts.size <= settings.maxEjectionPercent;
  }

  #sweep(now: number): void {
    for (const { monitor } of this.#hosts.values()) {
      if (this.#options.isLasting || !monitor?.returnIfDue(now)) continue;
      this.#ejections--;
      this.#update(now, true);
    }
    for (const { monitor } of this.#hosts.values()) monitor?.forgive(now, this.#random);
    this.#nextSweep = now + this.#settings!.outlierDetection!.interval;
  }

  /** The first of several health updates takes effect at once, the others together and late. */
  #update(now: number, isMergeable: boolean): void {
    if (now - this.#lastUpdate > mergeWindow || !isMergeable) this.#deliver(now);
    else if (this.#heldBackUntil === Infinity) this.#heldBackUntil = now + mergeWindow;
  }

  #deliver(now: number): void {
    this.#heldBackUntil = Infinity;
    this.#lastUpdate = now;
    this.#refreshView();
  }

  #refreshView(): void {
    const set = this.#set;
    const ejected = set.groups.map(() => 0);
    const all: Host[][] = set.groups.map(() => []);
    for (const host of this.#hosts.values()) {
      all[host.group.index]!.push(host);
      if (host.monitor?.isEjected) ejected[host.group.index]!++;
    }
    const drawn = picks(set, ejected, this.#settings!);
    const hosts = set.groups.map(({ index, priority }) =>
      drawn.panic[priority]
        ? all[index]!
        : all[index]!.filter(({ monitor }) => !monitor?.isEjected),
    );
    const pools = this.#options.takesTime ? poolsOf(set, drawn, hosts, this.#settings!) : [];
    this.#view = { drawn, chances: pickChances(drawn, drawn.load, set), hosts, pools };
  }
}

function sameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  for (const key of a.keys()) if (!b.has(key)) return false;
  return true;
}
