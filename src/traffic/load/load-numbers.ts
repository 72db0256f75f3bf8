/** What becomes of a request under load, on average. Shares are 0 to 1, times milliseconds. */
export interface LoadOutcome {
  /** By the locality that was tried last; with `unanswered` they sum to 1. */
  shares: Map<string, number>;
  /** With `overflow`. */
  unanswered: number;
  errors: number;
  /** Answered with 503 by a limit. */
  overflow: number;
  /** Answered with 504 by a timeout. */
  timeouts: number;
  /** Of all requests, those that fail included. */
  latency: { mean: number; p99: number };
  /** Endpoints get more than they can work on: what waits there grows without end, and the latencies are those of the first minutes. */
  isGrowing: boolean;
}
