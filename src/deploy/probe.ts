import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from '../cluster/cluster-error.js';

/** A request, and the answer that it must have. */
export interface Probe {
  url: string;
  headers: Readonly<Record<string, string>>;
  status: number;
}

const pollMs = 300;
const answerMs = 5_000;

/** One right answer may be an old one: gateways have several workers, and several replicas. */
const inARow = 5;

/**
 * Asks until the right answer has come several times in a row.
 *
 * @returns what was seen, in words
 * @throws ClusterError `verification` where it has not in time
 */
export async function probe(
  cluster: string,
  { url, headers, status }: Probe,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<string> {
  const until = Date.now() + timeoutMs;
  const { host } = headers;
  const title = host === undefined ? url : `${url} (host ${host})`;
  let good = 0;
  for (;;) {
    const answer = await statusOf(url, headers, signal);
    good = answer === status ? good + 1 : 0;
    if (good >= inARow) return `${title} answers ${status}`;
    if (Date.now() >= until) {
      const what = typeof answer === 'number' ? `answers ${answer}` : `gives no answer: ${answer}`;
      throw new ClusterError(
        'verification',
        `cluster ${cluster}: ${title} ${what}, and should answer ${status} (deploy.verify.probes), after ${timeoutMs / 1000} s`,
      );
    }
    await sleep(pollMs, undefined, { signal }).catch(() => {
      throw new ClusterError('verification', `cluster ${cluster}: interrupted`);
    });
  }
}

/** The status of an answer, or why there is none. Its body is not read, and redirects are not followed. */
function statusOf(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number | string> {
  return new Promise((resolve) => {
    const isHttps = url.startsWith('https:');
    const start = isHttps ? httpsRequest : httpRequest;
    const { host } = headers;
    const own = { 'user-agent': 'mesh-failover', accept: '*/*', ...headers };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
    const outgoing = start(
      url,
      {
        // A connection of its own each time, so that it may meet another replica.
        agent: false,
        headers: own,
        signal: limit,
        ...(isHttps && host !== undefined && { servername: host.replace(/:\d+$/, '') }),
      },
      (incoming) => {
        resolve(incoming.statusCode ?? 0);
        incoming.destroy();
      },
    );
    outgoing.on('error', (error) => {
      resolve(limit.aborted ? `nothing within ${answerMs / 1000} s` : error.message);
    });
    outgoing.end();
  });
}
