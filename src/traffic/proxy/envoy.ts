import type { ClusterSettings } from '../control-plane/assignment.js';
import type { Random } from '../random.js';
import type { HostGroup, HostSet } from './host-set.js';
import { HostMonitor, type AttemptResult } from './monitor.js';
import { loadAvoiding } from './priority-load.js';
import { pickChances, picks, type Picks } from './picks.js';
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

interface Host {
  address: string;
  group: HostGroup;
  monitor: HostMonitor | undefined;
}

/** What the load balancer works with: it learns of ejections late. */
interface View {
  drawn: Picks;
  chances: number[];
  /** Hosts that can be picked, by group. */
  hosts: Host[][];
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

  constructor(retry: RetrySettings, random: Random) {
    this.#retry = retry;
    this.#random = random;
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
        const monitor = previous.get(address)?.monitor ?? this.#createMonitor();
        this.#hosts.set(address, { address, group, monitor });
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
    const view = this.#view!;
    const tried: Host[] = [];
    let load: readonly number[] | undefined;
    const avoided = new Set<number>();
    let sinceReset = 0;
    let last: Host | undefined;
    let lastResult: AttemptResult = 'ok';
    for (let attempt = 0; attempt <= this.#retry.retries; attempt++) {
      if (this.#retry.avoidsTriedPriorities && attempt > 0) {
        sinceReset++;
        if (sinceReset < 2) load = undefined;
        else if (sinceReset % 2 === 0) {
          for (const { group } of tried) avoided.add(group.priority);
          load = loadAvoiding(view.drawn.levels, avoided);
          if (!load) {
            avoided.clear();
            sinceReset = 0;
          }
        }
      }
      const host = this.#pick(view, load, tried, last);
      if (!host) break;
      last = host;
      tried.push(host);
      lastResult = this.#try(now, host);
      if (!this.#isRetriable(lastResult)) break;
    }
    if (!last) return { locality: undefined, isError: true };
    return { locality: this.#originOf(last.group), isError: lastResult !== 'ok' };
  }

  /** Hosts that are ejected, whether the load balancer knows it yet or not. */
  get ejected(): string[] {
    return [...this.#hosts.values()]
      .filter(({ monitor }) => monitor?.isEjected)
      .map(({ address }) => address);
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
    const result = this.#resultOf(host.group);
    const { monitor } = host;
    if (!monitor?.record(result) || monitor.isEjected) return result;
    if (this.#mayEject()) {
      monitor.eject(now);
      this.#ejections++;
      this.#update(now, true);
    }
    return result;
  }

  #resultOf({ answer: { failing, erroring, unreachable, reset = 0 } }: HostGroup): AttemptResult {
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

  #originOf({ origins }: HostGroup): string | undefined {
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
    return (100 * (this.#ejections + 1)) / this.#hosts.size <= settings.maxEjectionPercent;
  }

  #sweep(now: number): void {
    for (const { monitor } of this.#hosts.values()) {
      if (!monitor?.returnIfDue(now)) continue;
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
    this.#view = { drawn, chances: pickChances(drawn, drawn.load, set), hosts };
  }
}

function sameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  for (const key of a.keys()) if (!b.has(key)) return false;
  return true;
}
