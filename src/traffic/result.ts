import type { ClientKind } from '../config/config.js';

/** What a client sends requests to: the keys that the rows of one target, and its runs over time, have in common. */
export interface RowSubject {
  /** The environment's name; missing where there is only one. */
  environment?: string;
  /** The destination host, fully qualified. */
  host: string;
  /** The port of the destination; null where no port leads there. */
  port: number | null;
  /** The subset of the destination; null without one. */
  subset: string | null;
  /** The host that requests ask for, as a caller writes it; null for an unrouted declared host. */
  publicHost: string | null;
  /** The route that leads here: `namespace/virtual-service`, with `#name-or-index` of the route. */
  route: string | null;
  /** What the route asks of a request, such as `path /api*`; null where it takes every request. */
  match: string | null;
  /** Share of the route's requests that goes to this destination, 0 to 1; the numbers are of these. */
  weight: number;
  /** The name of the client. */
  client: string;
  clientKind: ClientKind;
  /** Where the client is. */
  clientLocality: string;
}

/** What becomes of a target's requests in one outage. */
export interface Outcome {
  /** The name of the set of outages. */
  scenario: string;
  /**
   * By the locality of the endpoint that gave the last answer; with `unanswered` it sums to 1. Empty,
   * with a reason, where the control plane leaves the result undefined.
   */
  split: LocalityShare[];
  /**
   * The share of requests for which no endpoint could be tried; null where the control plane leaves the result undefined.
   *
   * @minimum 0
   * @maximum 1
   */
  unanswered: number | null;
  /**
   * The share of requests that get a 5xx; at least `unanswered`; null where the control plane leaves the result undefined.
   *
   * @minimum 0
   * @maximum 1
   */
  errors: number | null;
  /**
   * The smallest possible value of `errors`; only where the result is not determined.
   *
   * @minimum 0
   * @maximum 1
   */
  errorsMin?: number;
  /**
   * The largest possible value of `errors`; only where the result is not determined.
   *
   * @minimum 0
   * @maximum 1
   */
  errorsMax?: number;
  /**
   * The share of requests that a circuit breaker or a limit of pending requests answers with 503, as part of `unanswered`; only where the
   * configuration says how long answers take.
   *
   * @minimum 0
   * @maximum 1
   */
  overflow?: number;
  /**
   * The share of requests that a timeout answers with 504; only where the configuration says how long answers take.
   *
   * @minimum 0
   * @maximum 1
   */
  timeouts?: number;
  /** How long requests take until their last answer; only where the configuration says how long answers take. */
  latencyMs?: Latency;
  /** Whether the result has no chance in it; if not, `reason` says why, and the bounds hold. */
  determined: boolean;
  /** Why the result is not determined, or why nobody is served. */
  reason?: string;
  /** What happens to requests of the route beside it, and is in none of the numbers: mirrors, injected faults. */
  notes?: string[];
  /** How the mesh comes to it; only where that was asked for, and then for every row. */
  steps?: PlacedStep[];
}

/** Of all requests, those that fail included, in milliseconds. */
export interface Latency {
  /**
   * The mean.
   *
   * @minimum 0
   */
  mean: number;
  /**
   * 99 of 100 requests take no longer.
   *
   * @minimum 0
   */
  p99: number;
}

/** One row of the predicted table: who asks, what for, in which outage, and what becomes of it. */
export interface Prediction extends RowSubject, Outcome {}

/** The rows of one target. */
export interface PredictedTarget {
  subject: RowSubject;
  /** Whether its policy is about the zones of a region, so that they are told apart in tables. */
  byZone: boolean;
  /**
   * Works out what becomes of it in every scenario, some at a time. Targets that are alike give the same arrays, so that what is
   * made of one can be kept by it; they must not be changed.
   */
  outcomes(): Iterable<readonly Outcome[]>;
}

/** One step on the way to a row, and the line that is responsible for it, if one is. */
export interface PlacedStep {
  /** The rule of the mesh, such as `route`, `distribute` or `ejection-cap`. */
  rule: string;
  /** What happens, in one sentence. */
  text: string;
  /** Relative to the working folder, with `/`. */
  file?: string;
  /**
   * Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  line?: number;
  /**
   * Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  column?: number;
}

/** Fractions of the client's requests, 0 to 1. */
export interface LocalityShare {
  /** Without a trailing slash. */
  locality: string;
  /**
   * The expected value where the result is not determined.
   *
   * @minimum 0
   * @maximum 1
   */
  share: number;
  /**
   * The smallest possible share; only where the result is not determined.
   *
   * @minimum 0
   * @maximum 1
   */
  min?: number;
  /**
   * The largest possible share; only where the result is not determined.
   *
   * @minimum 0
   * @maximum 1
   */
  max?: number;
}
