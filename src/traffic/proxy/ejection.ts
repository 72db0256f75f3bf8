import type { ClusterSettings } from '../control-plane/assignment.js';
import type { Answer } from '../control-plane/endpoint.js';
import type { EjectionSettings } from '../control-plane/outlier-detection.js';
import type { HostSet } from './host-set.js';
import type { Ejected } from './picks.js';
import { requestOutcome, type RequestOutcome } from './request.js';
import type { RetrySettings } from './retry.js';

/**
 * How many hosts may be ejected at a time: a share of all hosts of the cluster, over all priorities, unready
 * ones included. There is no free first ejection.
 * Source: envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc ejectHost.
 */
export function ejectionCap(settings: EjectionSettings | undefined, hosts: number): number {
  if (!settings || hosts === 0) return 0;
  let cap = Math.floor((settings.maxEjectionPercent * hosts) / 100);
  // Upstream compares floating-point percents; follow it where the last one is a near miss.
  while ((100 * (cap + 1)) / hosts <= settings.maxEjectionPercent) cap++;
  while (cap > 0 && (100 * cap) / hosts > settings.maxEjectionPercent) cap--;
  return cap;
}

/** Whether a host that answers so is ejected sooner or later. */
export function isEjected(
  settings: EjectionSettings | undefined,
  answer: Answer,
): 'never' | 'at times' | 'always' {
  if (!settings) return 'never';
  const { failing, erroring, unreachable } = answer;
  // A failed connection counts as 503, unless it has a counter of its own.
  const connections = settings.splitLocalOrigin ? 0 : unreachable;
  const chances = [
    settings.consecutive5xx ? failing + erroring + connections : 0,
    settings.consecutiveGatewayErrors ? failing + connections : 0,
    settings.consecutiveLocalOriginFailures ? unreachable : 0,
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
  outcome: RequestOutcome;
}

export interface SteadyStates {
  states: SteadyState[];
  cap: number;
  /** Failing hosts that get traffic and would be ejected, were there no cap. */
  candidates: number;
}

/** States of a race that are followed at a time. */
const MAX_STATES = 200;
/** Ejections that are told apart; with a larger cap several hosts are ejected at a time. */
const MAX_ROUNDS = 32;

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
  return { states: race(set, failing, cap, none, outcomeOf), cap, candidates };
}

/** Ejects until no failing host gets requests. The order makes no difference here. */
function ejectAll(
  set: HostSet,
  failing: readonly number[],
  start: Ejected,
  outcomeOf: (ejected: Ejected) => RequestOutcome,
): { ejected: Ejected; outcome: RequestOutcome } {
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

/** The end states of the race, each path followed that chance can take. */
function race(
  set: HostSet,
  failing: readonly number[],
  cap: number,
  start: Ejected,
  outcomeOf: (ejected: Ejected) => RequestOutcome,
): SteadyState[] {
  const ended: SteadyState[] = [];
  const chunk = Math.ceil(cap / MAX_ROUNDS);
  let isBounded = chunk > 1;
  let states: SteadyState[] = [{ probability: 1, ejected: start, outcome: outcomeOf(start) }];
  for (let active = 0; active < cap && states.length > 0; active += chunk) {
    const hosts = Math.min(chunk, cap - active);
    const next = new Map<string, SteadyState>();
    for (const state of states) {
      const rates = failing.map((index) => ejectionRate(set, state, index));
      const total = rates.reduce((a, b) => a + b, 0);
      if (total === 0) {
        ended.push(state);
        continue;
      }
      failing.forEach((index, place) => {
        const probability = (state.probability * rates[place]!) / total;
        if (probability === 0) return;
        const ejected = ejectOf(set, state.ejected, [index, ...failing], hosts);
        const key = ejected.join();
        const alike = next.get(key);
        if (alike) alike.probability += probability;
        else next.set(key, { probability, ejected, outcome: outcomeOf(ejected) });
      });
    }
    isBounded ||= next.size > MAX_STATES;
    states = likeliest([...next.values()]);
  }
  const all = [...ended, ...states];
  return isBounded ? [...all, ...extremes(set, failing, cap, start, outcomeOf)] : all;
}

/** What would come of it if chance favoured one group, or all others: they widen the range, no more. */
function extremes(
  set: HostSet,
  failing: readonly number[],
  cap: number,
  start: Ejected,
  outcomeOf: (ejected: Ejected) => RequestOutcome,
): SteadyState[] {
  return failing.flatMap((favoured) => {
    const others = failing.filter((index) => index !== favoured);
    return [
      [favoured, ...others],
      [...others, favoured],
    ].map((order) => {
      let state = { probability: 0, ejected: start, outcome: outcomeOf(start) };
      for (let left = cap; left > 0;) {
        const current = state;
        const index = order.find((group) => ejectionRate(set, current, group) > 0);
        if (index === undefined) break;
        const hosts = Math.min(Math.ceil(cap / MAX_ROUNDS), left);
        const ejected = ejectOf(set, state.ejected, [index], hosts);
        left -= sum(ejected) - sum(state.ejected);
        state = { probability: 0, ejected, outcome: outcomeOf(ejected) };
      }
      return state;
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

/** Requests to hosts of the group that are not ejected yet; in panic the ejected ones get some too. */
function ejectionRate(
  set: HostSet,
  { ejected, outcome }: Pick<SteadyState, 'ejected' | 'outcome'>,
  index: number,
): number {
  const left = set.groups[index]!.count - ejected[index]!;
  const eligible = outcome.eligible[index]!;
  return eligible > 0 ? (outcome.attempts[index]! * left) / eligible : 0;
}

/** Keeps the work bounded: the unlikeliest states go, the rest share their probability. */
function likeliest(states: SteadyState[]): SteadyState[] {
  if (states.length <= MAX_STATES) return states;
  const kept = states.toSorted((a, b) => b.probability - a.probability).slice(0, MAX_STATES);
  const all = states.reduce((total, { probability }) => total + probability, 0);
  const left = kept.reduce((total, { probability }) => total + probability, 0);
  return kept.map((state) => ({ ...state, probability: (state.probability * all) / left }));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
