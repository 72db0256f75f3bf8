// @ts-check
/** Waiting for something to become true. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `check` until it gives something truthy, and gives that. A check that throws counts as not yet.
 *
 * @template T
 * @param {string} what what is waited for, for the error message
 * @param {() => Promise<T> | T} check
 * @param {object} [options]
 * @param {number} [options.timeoutMs]
 * @param {number} [options.everyMs]
 * @param {import('./bench.mjs').BenchProcess} [options.process] give up at once when this process has ended
 * @returns {Promise<T>}
 */
export async function pollUntil(
  what,
  check,
  { timeoutMs = 60_000, everyMs = 100, process: part } = {},
) {
  const deadline = Date.now() + timeoutMs;
  let last;
  for (;;) {
    try {
      const answer = await check();
      if (answer) return answer;
      last = '';
    } catch (error) {
      last = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (part?.hasEnded) throw new Error(`${part.name} ended before ${what}\n${part.logTail()}`);
    if (Date.now() > deadline) {
      const log = part ? `\n${part.logTail()}` : '';
      throw new Error(`gave up after ${timeoutMs / 1000} s waiting for ${what}${last}${log}`);
    }
    await sleep(everyMs);
  }
}
