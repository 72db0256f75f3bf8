import type { ClientKind } from '../config/config.js';

/** What a client sends requests to: the keys that the rows of one target, and its runs over time, have in common. */
export interface Subject {
  /** The environment's name; missing where there is only one. */
  environment?: string;
  /** The destination host, fully qualified. */
  host: string;
  port: number | null;
  subset: string | null;
  /** The host that requests ask for, as a caller writes it; null for an unrouted declared host. */
  publicHost: string | null;
  /** The route that leads here: `namespace/virtual-service`, with `#name-or-index` of the route. */
  route: string | null;
  /** What the route asks of a request, such as `path /api*`; null where it takes every request. */
  match: string | null;
  /** Share of the route's requests that goes to this destination, 0 to 1; the numbers are of these. */
  weight: number;
  client: string;
  clientKind: ClientKind;
  clientLocality: string;
}

/** What becomes of a target's requests in one outage. */
export interface Outcome {
  scenario: string;
  /**
   * By the locality of the endpoint that gave the last answer; with `unanswered` it sums to 1. Empty,
   * with a reason, where the control plane leaves the result undefined.
   */
  split: LocalityShare[];
  /** No endpoint could be tried; null where the control plane leaves the result undefined. */
  unanswered: number | null;
  /** The client got a 5xx; at least `unanswered`; null where the result is undefined. */
  errors: number | null;
  errorsMin?: number;
  errorsMax?: number;
  determined: boolean;
  /** Why the result is not determined, or why nobody is served. */
  reason?: string;
  /** What happens to requests of the route beside it, and is in none of the numbers: mirrors, injected faults. */
  notes?: string[];
  /** How the mesh comes to it; only where that was asked for, and then for every row. */
  steps?: PlacedStep[];
}

/** One row of the predicted table: who asks, what for, in which outage, and what becomes of it. */
export interface Prediction extends Subject, Outcome {}

/** The rows of one target. */
export interface PredictedTarget {
  subject: Subject;
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
  text: string;
  file?: string;
  line?: number;
  column?: number;
}

/** Fractions of the client's requests, 0 to 1. */
export interface LocalityShare {
  locality: string;
  share: number;
  min?: number;
  max?: number;
}
