import { setTimeout as sleep } from 'node:timers/promises';
import { isBrokenConnection } from './connection-error.js';
import type { HttpAnswer } from './request.js';

const tries = 4;
const firstDelayMs = 250;
/** A server that wants us to wait longer than this is taken at its last answer. */
const longestDelayMs = 20_000;

const passing = new Set([429, 502, 503, 504]);

/**
 * Repeats a request while the API server says that it is busy or the connection breaks off, a few times.
 *
 * @param signal Ends the wait between two tries, which then fails.
 */
export async function withRetries(
  attempt: () => Promise<HttpAnswer>,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  for (let count = 1; ; count++) {
    let delay = firstDelayMs * 2 ** (count - 1) * (0.75 + Math.random() / 2);
    try {
      const answer = await attempt();
      const asked = retryAfterMs(answer.headers['retry-after']);
      // Other 5xx are mostly about the request itself, unless the server wants it again.
      const isPassing = passing.has(answer.status) || (answer.status >= 500 && asked !== undefined);
      if (!isPassing || count === tries) return answer;
      delay = asked ?? delay;
      if (delay > longestDelayMs) return answer;
    } catch (error) {
      if (!isBrokenConnection(error) || count === tries) throw error;
    }
    await sleep(delay, undefined, signal && { signal });
  }
}

/** `Retry-After` is a number of seconds or a date. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
