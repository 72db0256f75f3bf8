import type { ClusterSettings } from '../control-plane/assignment.js';
import type { Answer } from '../control-plane/endpoint.js';
import type { EjectionSettings } from '../control-plane/outlier-detection.js';
import type { HostSet } from './host-set.js';
import { pickChances, picks, type Ejected } from './picks.js';
import { requestOutcome, type ProxyAnswer } from './request.js';
import type { RetrySettings } from './retry.js';

/**
 * How many hosts may be ejected at a time: a share of all hosts of the cluster, over all priorities, unready
 * ones included. There is no free first ejection.
 * Source: envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc ejectHost.
 */
export function ejectionCap(settings: EjectionSettings | undefined, hosts: number): number {
  if (!settings || hosts === 0) return 0;
  // Whole numbers of at most 2^32: the quotient is below the next whole number exactly where the fraction is.
  const cap = Math.floor((settings.maxEjectionPercent * hosts) / 100);
  return settings.ejectsOneAlways ? Math.max(1, cap) : cap;
}

/** Whether a host that answers so is ejected sooner or later. */
export function isEjected(
  settings: EjectionSettings | undefined,
  answer: Answer,
): 'never' | 'at times' | 'always' {
  if (!settings) return 'never';
  // Envoy takes a connection that is closed for one that has failed, where it knows of requests in it.
  const closed = settings.connectionsOnly ? 0 : (answer.reset ?? 0);
  const unreachable = answer.unreachable + closed;
  const failing = settings.connectionsOnly ? 0 : answer.failing;
  const erroring = settings.connectionsOnly ? 0 : answer.erroring;
  // What the proxy gives up on counts as 504.
  const local = unreachable + (settings.connectionsOnly ? 0 : (answer.timingOut ?? 0));
  // A failed connection counts as 503, unless it has a counter of its own.
  const connections = settings.splitLocalOrigin ? 0 : local;
  const chances = [
    settings.consecutive5xx ? failing + erroring + connections : 0,
    settings.consecutiveGatewayErrors ? failing + connections : 0,
    settings.consecutiveLocalOriginFailures ? local : 0,
  ];
  const chance = Math.max(...chances);
  if (chance === 0) return 'never';
  return chance >= 1 ? 'always' : 'at times';
}

/** One state in which nothing more is ejected. */
export interface SteadyState {
  /** 0 to 1; all of them sum to 1. */
  probability: number;
  ejected: Ejected;
  outcome: ProxyAnswer;
}

export interface SteadyStates {
  states: SteadyState[];
  cap: number;
  /** Failing hosts that get traffic and would be ejected, were there no cap. */
  candidates: number;
}

/** States of a race that are followed at a time. */
const maxStates = 100;
/** Ejections that are told apart; with a larger cap several hosts are ejected at a time. */
const maxRounds = 32;

/**
 * The states in which every permitted ejection has happened and none has expired. Only a host that gets
 * requests can be found failing. Beyond the cap it is a race: the next host to be ejected is one of those
 * failing, in proportion to the requests that they get.
 */
export function steadyStates(
  set: HostSet,
  settings: ClusterSettings,
  retry: RetrySettings,
): SteadyStates {
  const cap = ejectionCap(settings.outlierDetection, set.hosts);
  const failing = set.groups
    .filter(({ answer }) => isEjected(settings.outlierDetection, answer) === 'always')
    .map(({ index }) => index);
  const outcomeOf = (ejected: Ejected) => requestOutcome(set, ejected, settings, retry);
  const none = set.groups.map(() => 0);

  const unlimited = ejectAll(set, failing, none, outcomeOf);
  const candidates = sum(unlimited.ejected);
  if (candidates <= cap) {
    return { states: [{ probability: 1, ...unlimited }], cap, candidates };
  }
  // Which hosts get requests at all is seen at the first attempt, unless retries go elsewhere on purpose.
  const requestsTo = retry.avoidsTriedPriorities
    ? (ejected: Ejected) => ratesOf(set, ejected, outcomeOf(ejected).attempts, settings)
    : (ejected: Ejected) => ratesOf(set, ejected, undefined, settings);
  const ends = race({ set, failing, cap, requestsTo });
  const states = ends.map((end) => ({ ...end, outcome: outcomeOf(end.ejected) }));
  return { states, cap, candidates };
}

/** Ejects until no failing host gets requests. The order makes no difference here. */
function ejectAll(
  set: HostSet,
  failing: readonly number[],
  start: Ejected,
  outcomeOf: (ejected: Ejected) => ProxyAnswer,
): { ejected: Ejected; outcome: ProxyAnswer } {
  let ejected = start;
  for (;;) {
    const outcome = outcomeOf(ejected);
    const found = failing.filter(
      (index) => outcome.attempts[index]! > 0 && ejected[index]! < set.groups[index]!.count,
    );
    if (found.length === 0) return { ejected, outcome };
    ejected = ejected.map((hosts, index) =>
      found.includes(index) ? set.groups[index]!.count : hosts,
    );
  }
}

interface Race {
  set: HostSet;
  /** Groups whose hosts would be ejected. */
  failing: readonly number[];
  cap: number;
  /** Requests to hosts of each group that are not ejected yet. */
  requestsTo: (ejected: Ejected) => number[];
}

type RaceState = Pick<SteadyState, 'probability' | 'ejected'>;

/** The end states of the race, each path followed that chance can take. */
function race(run: Race): RaceState[] {
  const { set, failing, cap, requestsTo } = run;
  const ended: RaceState[] = [];
  const chunk = Math.ceil(cap / maxRounds);
  let isBounded = chunk > 1;
  let states: RaceState[] = [{ probability: 1, ejected: set.groups.map(() => 0) }];
  for (let active = 0; active < cap && states.length > 0; active += chunk) {
    const hosts = Math.min(chunk, cap - active);
    const next = new Map<string, RaceState>();
    for (const state of states) {
      const rates = requestsTo(state.ejected);
      const total = failing.reduce((all, index) => all + rates[index]!, 0);
      if (total === 0) ended.push(state);
      else {
        for (const index of failing) {
          if (rates[index] === 0) continue;
          const probability = (state.probability * rates[index]!) / total;
          const ejected = ejectOf(set, state.ejected, [index, ...failing], hosts);
          const key = ejected.join();
          const alike = next.get(key);
          if (alike) alike.probability += probability;
          else next.set(key, { probability, ejected });
        }
      }
    }
    isBounded ||= next.size > maxStates;
    states = likeliest([...next.values()]);
  }
  const all = [...ended, ...states];
  return isBounded ? [...all, ...extremes(run)] : all;
}

/** What would come of it if chance favoured one group, or all others: they widen the range, no more. */
function extremes({ set, failing, cap, requestsTo }: Race): RaceState[] {
  const chunk = Math.ceil(cap / maxRounds);
  return failing.flatMap((favoured) => {
    const others = failing.filter((index) => index !== favoured);
    return [
      [favoured, ...others],
      [...others, favoured],
    ].map((order) => {
      let ejected = set.groups.map(() => 0);
      for (let left = cap; left > 0; left = cap - sum(ejected)) {
        const rates = requestsTo(ejected);
        const index = order.find((group) => rates[group]! > 0);
        if (index === undefined) break;
        ejected = ejectOf(set, ejected, [index], Math.min(chunk, left));
      }
      return { probability: 0, ejected };
    });
  });
}

/** Ejects so many hosts more, of the first group that has any left, then of the next. */
function ejectOf(
  set: HostSet,
  ejected: Ejected,
  order: readonly number[],
  hosts: number,
): number[] {
  const result = [...ejected];
  let left = hosts;
  for (const index of order) {
    const part = Math.min(left, set.groups[index]!.count - result[index]!);
    result[index]! += part;
    left -= part;
    if (left === 0) break;
  }
  return result;
}

/** Requests to hosts that are not ejected yet; in panic the ejected ones get some too. */
function ratesOf(
  set: HostSet,
  ejected: Ejected,
  attempts: readonly number[] | undefined,
  settings: ClusterSettings,
): number[] {
  const drawn = picks(set, ejected, settings);
  const requests = attempts ?? pickChances(drawn, drawn.load, set);
  return set.groups.map(({ index, count }) => {
    const eligible = drawn.eligible[index]!;
    return eligible > 0 ? (requests[index]! * (count - ejected[index]!)) / eligible : 0;
  });
}

/** Keeps the work bounded: the unlikeliest states go, the rest share their probability. */
function likeliest(states: RaceState[]): RaceState[] {
  if (states.length <= maxStates) return states;
  const kept = states.toSorted((a, b) => b.probability - a.probability).slice(0, maxStates);
  const all = states.reduce((total, { probability }) => total + probability, 0);
  const left = kept.reduce((total, { probability }) => total + probability, 0);
  return kept.map((state) => ({ ...state, probability: (state.probability * all) / left }));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
