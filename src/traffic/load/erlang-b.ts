/**
 * Erlang B: the share of requests that find all of a number of places taken, where requests come independently of each other and
 * those that find no place go away at once. How long a request keeps its place counts by its mean alone. A circuit breaker
 * is such a system: Envoy answers 503 where `max_requests` are active.
 *
 *     B(0) = 1,  B(n) = A B(n-1) / (n + A B(n-1))
 *
 * Source: A. K. Erlang 1917; ITU-T Teletraffic Engineering Handbook, chapter 4 (the recursion);
 * envoyproxy/envoy docs/root/intro/arch_overview/upstream/circuit_breaking.rst.
 *
 * @param offered Requests per second times seconds that each takes: how many would be active without a limit.
 * @param places Whole; at least 0.
 * @returns 0 to 1.
 */
export function erlangB(offered: number, places: number): number {
  if (offered <= 0) return 0;
  // Only places near the load matter; below that the share that finds none is 1 minus what can be served.
  let blocked = 1;
  for (let place = 1; place <= places; place++) {
    blocked = (offered * blocked) / (place + offered * blocked);
    // More places only lower it further.
    if (blocked < 1e-12) return 0;
  }
  return blocked;
}

/**
 * Erlang C: the share of requests that wait for one of a number of places, where requests come independently of each other. Work
 * that always takes the same time makes them wait less often than that.
 *
 *     C(n) = n B(n) / (n - A (1 - B(n)))
 *
 * Source: ITU-T Teletraffic Engineering Handbook, chapter 9.
 *
 * @param offered As for Erlang B.
 * @param places Whole; at least 0.
 * @returns 0 to 1; 1 where there are more than the places can serve.
 */
export function erlangC(offered: number, places: number): number {
  if (offered <= 0) return 0;
  if (offered >= places) return 1;
  const blocked = erlangB(offered, places);
  return (places * blocked) / (places - offered * (1 - blocked));
}

/**
 * The share of answers that are 503 where callers wait for each answer and then send the next request: as many as there are
 * places keep them taken, and all others fail and come back at once.
 *
 *     r = ((c - N) / t) / ((c - N) / t + N / L)
 *
 * @param callers How many there are (c).
 * @param places How many requests may be active (N).
 * @param latency Of an answer, in milliseconds (L).
 * @param turnaround Milliseconds from a request that finds no place to the caller's next one (t).
 * @returns 0 to 1.
 */
export function closedLoopOverflow(
  callers: number,
  places: number,
  latency: number,
  turnaround: number,
): number {
  if (callers <= places) return 0;
  const failing = (callers - places) / turnaround;
  return failing / (failing + places / Math.max(latency + turnaround, turnaround));
}
