/**
 * The probability of at most `count` hits among `total` tries, each a hit with the given probability: the sum of the
 * distribution, exact but for rounding. `total` may be some hundred thousands.
 */
export function probabilityOfAtMost(count: number, total: number, probability: number): number {
  if (count < 0) return 0;
  if (count >= total || probability <= 0) return 1;
  if (probability >= 1) return 0;
  // From the likeliest term of the sum outwards, each from the one before, in logarithms where it begins.
  const top = Math.min(count, Math.floor((total + 1) * probability));
  const first = Math.exp(logTerm(top, total, probability));
  const odds = probability / (1 - probability);
  let sum = first;
  for (let term = first, k = top; k > 0 && term > sum * precision; k--) {
    term *= k / ((total - k + 1) * odds);
    sum += term;
  }
  for (let term = first, k = top; k < count && term > sum * precision; k++) {
    term *= ((total - k) * odds) / (k + 1);
    sum += term;
  }
  return Math.min(1, sum);
}

/** The probability of at least `count` hits. */
export function probabilityOfAtLeast(count: number, total: number, probability: number): number {
  return probabilityOfAtMost(total - count, total, 1 - probability);
}

/** Terms that are smaller than this part of the sum change nothing. */
const precision = 1e-17;

function logTerm(count: number, total: number, probability: number): number {
  return (
    logFactorial(total) -
    logFactorial(count) -
    logFactorial(total - count) +
    count * Math.log(probability) +
    (total - count) * Math.log1p(-probability)
  );
}

/** Stirling's series; below 20 the product itself. */
function logFactorial(n: number): number {
  if (n < 20) {
    let product = 1;
    for (let k = 2; k <= n; k++) product *= k;
    return Math.log(product);
  }
  const correction = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + correction;
}
