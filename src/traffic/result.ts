/** One row of the predicted table: who asks, what for, in which outage, and what becomes of it. */
export interface Prediction {
  /** The destination host, fully qualified. */
  host: string;
  port: number | null;
  subset: string | null;
  /** The host that the gateway serves, as a caller writes it; null for an unrouted declared host. */
  publicHost: string | null;
  /** The route that leads here: `namespace/virtual-service`, with `#name-or-index` of the route. */
  route: string | null;
  client: string;
  clientLocality: string;
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
  reason?: string;
}

/** Fractions of the client's requests, 0 to 1. */
export interface LocalityShare {
  locality: string;
  share: number;
  min?: number;
  max?: number;
}
