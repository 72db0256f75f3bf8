import type { ClusterSettings } from '../control-plane/assignment.js';
import type { Answer } from '../control-plane/endpoint.js';
import type { HostSet } from './host-set.js';
import { loadAvoiding } from './priority-load.js';
import { pickChances, picks, type Ejected, type Picks } from './picks.js';
import type { RetrySettings } from './retry.js';

/** What becomes of a request, on average; by group index where it is a list. */
export interface ProxyAnswer {
  /** Requests whose last answer came from the group; with `unanswered` they sum to 1. */
  answered: number[];
  /** No host could be tried. */
  unanswered: number;
  /** Requests that end in a 5xx, `unanswered` included. */
  errors: number;
  /** Attempts that the group sees per request. */
  attempts: number[];
}

/** Draws until a host that was tried is taken after all: `host_selection_retry_max_attempts` 5. */
export const draws = 6;

/** Retries that are still reckoned; what fails more often fails for good. */
const maxRetries = 20;

/** Ways to have failed that are told apart; beyond it further hosts tried are not remembered. */
const maxPending = 50;

type Tried = ReadonlyMap<number, number>;

/** Requests that have failed so far in the same way. */
interface Pending {
  probability: number;
  /** Hosts tried, by the index of their group; groups of which none was tried are not in it. */
  tried: Tried;
  /** Priorities that the next attempt avoids. */
  avoided: ReadonlySet<number>;
  /** Attempts since the priorities to avoid were last reset. */
  sinceReset: number;
}

/** A request through all its attempts, with the given hosts ejected. */
export function requestOutcome(
  set: HostSet,
  ejected: Ejected,
  settings: ClusterSettings,
  retry: RetrySettings,
): ProxyAnswer {
  const drawn = picks(set, ejected, settings);
  const outcome: ProxyAnswer = {
    answered: set.groups.map(() => 0),
    unanswered: 0,
    errors: 0,
    attempts: set.groups.map(() => 0),
  };
  const hashed = settings.lbPolicy === 'RING_HASH' || settings.lbPolicy === 'MAGLEV';
  const retries = Math.min(retry.retries, maxRetries);
  const start = { probability: 1, tried: new Map<number, number>(), avoided: new Set<number>() };
  let pending: Pending[] = [{ ...start, sinceReset: 0 }];
  for (let left = retries; left >= 0 && pending.length > 0; left--) {
    const next = new Map<string, Pending>();
    for (const request of pending) {
      // The same hash leads to the same host, so that one pick decides about all attempts.
      const sticky = hashed && !retry.avoidsTriedHosts ? left : 0;
      const isLast = left === 0 || sticky > 0;
      const remembers = pending.length <= maxPending;
      attempt(set, drawn, request, { ...retry, isLast, sticky, remembers }, outcome, next);
    }
    pending = [...next.values()];
  }
  return outcome;
}

interface AttemptSettings extends RetrySettings {
  isLast: boolean;
  /** Further attempts that go to the same host. */
  sticky: number;
  /** Whether the hosts tried are still added up. */
  remembers: boolean;
}

function attempt(
  set: HostSet,
  drawn: Picks,
  request: Pending,
  retry: AttemptSettings,
  outcome: ProxyAnswer,
  next: Map<string, Pending>,
): void {
  const plan: AttemptPlan = retry.avoidsTriedPriorities
    ? loadOfAttempt(set, drawn, request)
    : request;
  const chances = pickChances(drawn, plan.load ?? drawn.load, set);
  const fail = (probability: number, tried: Tried) => {
    const key = `${textOf(tried)} ${[...plan.avoided].join()} ${plan.sinceReset}`;
    const alike = next.get(key);
    if (alike) alike.probability += probability;
    else {
      const sinceReset = plan.sinceReset + 1;
      next.set(key, { probability, tried, avoided: plan.avoided, sinceReset });
    }
  };
  let picked = 0;
  const { fresh, again } = acceptance(chances, drawn.eligible, request.tried, retry);
  for (const { index, answer } of set.groups) {
    const chance = chances[index]!;
    if (chance === 0) continue;
    const tried = request.tried.get(index) ?? 0;
    const triedPart = tried / drawn.eligible[index]!;
    const onFresh = chance * (1 - triedPart) * fresh;
    const onTried = chance * triedPart * again;
    picked += onFresh + onTried;
    const reached = request.probability * (onFresh + onTried);
    const retriable = retriableShare(answer, retry);
    const failed = failedShare(answer);
    if (retry.isLast) {
      // All further attempts go to this host.
      const rounds = geometricSum(retriable, retry.sticky + 1);
      outcome.attempts[index]! += reached * rounds;
      outcome.answered[index]! += reached;
      outcome.errors += reached * ((failed - retriable) * rounds + retriable ** (retry.sticky + 1));
      continue;
    }
    outcome.attempts[index]! += reached;
    outcome.answered[index]! += reached * (1 - retriable);
    outcome.errors += reached * (failed - retriable);
    if (retriable === 0) continue;
    if (onFresh > 0) {
      const triedNow = retry.remembers
        ? new Map(request.tried).set(index, tried + 1)
        : request.tried;
      fail(request.probability * onFresh * retriable, triedNow);
    }
    if (onTried > 0) fail(request.probability * onTried * retriable, request.tried);
  }
  // Anything less is rounding, not a lost request.
  if (picked < 1 - 1e-9) {
    outcome.unanswered += request.probability * (1 - picked);
    outcome.errors += request.probability * (1 - picked);
  }
}

/**
 * How the chance of a host changes when hosts that were tried are drawn again: `fresh` for one that was not
 * tried, `again` for one that was and is taken only if every draw before has led to such hosts too.
 */
function acceptance(
  chances: readonly number[],
  eligible: readonly number[],
  tried: Tried,
  retry: RetrySettings,
): { fresh: number; again: number } {
  if (!retry.avoidsTriedHosts) return { fresh: 1, again: 1 };
  let triedChance = 0;
  for (const [index, hosts] of inOrder(tried)) {
    if (eligible[index]! > 0) triedChance += (chances[index]! * hosts) / eligible[index]!;
  }
  return { fresh: geometricSum(triedChance, draws), again: triedChance ** (draws - 1) };
}

/** The same for the same hosts, in whatever order they were tried. */
function textOf(tried: Tried): string {
  return inOrder(tried)
    .map(([index, hosts]) => `${index}:${hosts}`)
    .join();
}

function inOrder(tried: Tried): [number, number][] {
  return [...tried].sort(([a], [b]) => a - b);
}

interface AttemptPlan {
  load?: number[] | undefined;
  avoided: ReadonlySet<number>;
  sinceReset: number;
}

/** The load of an attempt that avoids the priorities tried: reckoned anew with every second one. */
function loadOfAttempt(set: HostSet, drawn: Picks, request: Pending): AttemptPlan {
  const { avoided, sinceReset, tried } = request;
  if (sinceReset < 2) return { avoided, sinceReset };
  if (sinceReset % 2 === 1) {
    return {
      load: loadAvoiding(drawn.levels, avoided, drawn.overprovisioning),
      avoided,
      sinceReset,
    };
  }
  const all = new Set(avoided);
  for (const { index, priority } of set.groups) if (tried.has(index)) all.add(priority);
  const load = loadAvoiding(drawn.levels, all, drawn.overprovisioning);
  if (load) return { load, avoided: all, sinceReset };
  // Every priority was tried: start over.
  return { avoided: new Set(), sinceReset: 0 };
}

/** Requests that fail, 0 to 1. */
export function failedShare({
  failing,
  erroring,
  unreachable,
  reset = 0,
  timingOut = 0,
}: Answer): number {
  return failing + erroring + unreachable + reset + timingOut;
}

/** Requests whose failure leads to another attempt, 0 to 1. */
export function retriableShare(
  { failing, erroring, unreachable, reset = 0, timingOut = 0 }: Answer,
  retry: RetrySettings,
): number {
  return (
    (retry.onTimeout ? timingOut : 0) +
    (retry.on503 ? failing : 0) +
    (retry.on500 ? erroring : 0) +
    (retry.onConnectFailure ? unreachable : 0) +
    (retry.onReset ? reset : 0)
  );
}

function geometricSum(ratio: number, terms: number): number {
  let sum = 0;
  for (let term = 0; term < terms; term++) sum += ratio ** term;
  return sum;
}
