// @ts-check
/** Tries one pair of lists after the other at two short lengths: see sweep.mjs. */
import { exerciseGrown } from './exercise-grown.mjs';
import { grown } from './grown.mjs';

/** @typedef {import('./grown.mjs').List} List */

const MOST_BYTES = 120_000;

/**
 * @param {List[]} pair
 * @param {number} length
 */
const counts = (pair, length) => Object.fromEntries(pair.map((list) => [list, length]));

/**
 * @param {List[]} pair
 * @param {number} length
 */
function timed(pair, length) {
  const start = process.cpuUsage();
  const { bytes, end } = exerciseGrown(counts(pair, length));
  const { user, system } = process.cpuUsage(start);
  return { seconds: (user + system) / 1e6, bytes, end };
}

// Compiled by then.
for (const length of [10, 20, 30]) timed(['virtualServices', 'endpoints'], length);

process.on('message', (message) => {
  const pair = /** @type {List[]} */ (message);
  const fits = (/** @type {number} */ length) => {
    const { manifest, config } = grown(counts(pair, length));
    return manifest.length + config.length <= MOST_BYTES;
  };
  const long = [160, 80, 40, 20, 10].find(fits) ?? 10;
  const [first, second] = [timed(pair, long / 2), timed(pair, long)];
  const failed = [first, second].map(({ end }) => end).find((end) => end.startsWith('failed'));
  process.send?.({ first, second, ...(failed === undefined ? {} : { failed }) });
});
