// @ts-check
/** Samples, and what they say about the whole. */

/**
 * @template T
 * @param {readonly T[]} all
 * @param {number} size
 * @param {string} seed
 * @returns {T[]} the same for the same seed
 */
export function chosenFrom(all, size, seed) {
  const random = randomFrom(seed);
  return all
    .map((one) => ({ one, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, size)
    .map(({ one }) => one);
}

/** @param {string} seed */
function randomFrom(seed) {
  let state = [...seed].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193),
    0x811c9dc5,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Wilson's interval.
 *
 * @param {number} hits
 * @param {number} all
 * @returns {[low: number, high: number]} shares between which the whole's lies, in 95 of 100 samples
 */
export function intervalOf(hits, all) {
  if (all === 0) return [0, 1];
  const z = 1.96;
  const share = hits / all;
  const middle = share + z ** 2 / (2 * all);
  const width = z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2));
  const scale = 1 + z ** 2 / all;
  return [(middle - width) / scale, (middle + width) / scale];
}
