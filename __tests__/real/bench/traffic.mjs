// @ts-check
/** A bounded number of requests to a gateway, and who answered them. */
import { Agent, request } from 'node:http';
import { addressHeader, localityHeader } from './behaviour.mjs';

/**
 * @typedef {object} Answers
 * @property {number} sent
 * @property {Record<string, number>} localities how many were answered by each locality, whatever the status
 * @property {Record<string, number>} addresses the same for each backend
 * @property {Record<string, number>} statuses how many had each status; `0` when there was no answer
 */

/**
 * @param {string} url
 * @param {object} [options]
 * @param {number} [options.requests]
 * @param {number} [options.concurrency]
 * @param {number} [options.perSecond] spreads them evenly; as fast as they are answered, unless given
 * @param {Record<string, string>} [options.headers]
 * @param {number} [options.timeoutMs] of each request
 * @returns {Promise<Answers>}
 */
export async function sendTraffic(
  url,
  {
    requests = 200,
    concurrency = 8,
    perSecond = Number.POSITIVE_INFINITY,
    headers = {},
    timeoutMs = 5_000,
  } = {},
) {
  /** @type {Answers} */
  const answers = { sent: 0, localities: {}, addresses: {}, statuses: {} };
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const started = Date.now();
  const worker = async () => {
    while (answers.sent < requests) {
      const number = answers.sent;
      answers.sent += 1;
      const wait = started + (number / perSecond) * 1_000 - Date.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const { status, locality, address } = await send(url, { agent, headers, timeout: timeoutMs });
      count(answers.statuses, String(status));
      if (locality !== undefined) count(answers.localities, locality);
      if (address !== undefined) count(answers.addresses, address);
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
  } finally {
    agent.destroy();
  }
  return answers;
}

/**
 * @param {string} url
 * @param {import('node:http').RequestOptions} options
 * @returns {Promise<{ status: number, locality?: string | undefined, address?: string | undefined }>}
 */
function send(url, options) {
  return new Promise((resolve) => {
    const outgoing = request(url, options, (incoming) => {
      incoming.resume();
      incoming.on('error', () => resolve({ status: 0 }));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          locality: first(incoming.headers[localityHeader]),
          address: first(incoming.headers[addressHeader]),
        }),
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', () => resolve({ status: 0 }));
    outgoing.end();
  });
}

/** @param {string | string[] | undefined} value */
function first(value) {
  return Array.isArray(value) ? value[0] : value;
}

/**
 * @param {Record<string, number>} counts
 * @param {string} key
 */
function count(counts, key) {
  counts[key] = (counts[key] ?? 0) + 1;
}
