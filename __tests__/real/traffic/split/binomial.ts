/** Whether a count can come from a probability. */

/** Half of 0.1 %: what may be missed on either side of a 99.9 % interval. */
const TAIL = 0.0005;
const EPSILON = 1e-9;

/** Whether `count` of `n` lies within the 99.9 % interval of some probability from `low` to `high`. */
export function isPlausible(count: number, n: number, low: number, high: number): boolean {
  const share = count / n;
  if (share >= low - EPSILON && share <= high + EPSILON) return true;
  return share < low ? atMost(count, n, low) >= TAIL : atMost(n - count, n, 1 - high) >= TAIL;
}

/** The probability of at most `count` hits among `n`. */
export function atMost(count: number, n: number, probability: number): number {
  if (probability <= EPSILON) return 1;
  if (probability >= 1 - EPSILON) return count >= n ? 1 : 0;
  let sum = 0;
  let log = n * Math.log1p(-probability);
  const odds = Math.log(probability) - Math.log1p(-probability);
  for (let hits = 0; hits <= count; hits++) {
    sum += Math.exp(log);
    log += Math.log((n - hits) / (hits + 1)) + odds;
  }
  return sum;
}
