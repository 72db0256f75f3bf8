import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { trimEndings } from '../foundation/trim-endings.js';
import type { Login } from './credentials.js';

/** One request to an API server. */
export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the server's address. */
  path: string;
  query?: Record<string, string>;
  /** Default: JSON. */
  accept?: string;
  contentType?: string;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Timeouts {
  /** Until the connection stands. */
  connectMs: number;
  /** Until the whole answer is there; admission webhooks may take 30 s. */
  answerMs: number;
}

/** Bytes of one answer. A page has 500 objects, and etcd keeps none above 1.5 MiB: this is 128 KiB for each of them. */
const mostAnswerBytes = 64 * 1024 * 1024;

/** Sends one request; fails with what Node throws, a timeout, or the reason of the signal. Redirects are not followed. */
export function send(
  server: string,
  login: Login,
  call: Call,
  { signal, ...timeouts }: Timeouts & { signal?: AbortSignal },
): Promise<HttpAnswer> {
  const url = new URL(trimEndings(server, '/') + call.path);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const body = call.body === undefined ? undefined : Buffer.from(call.body);
  const headers = {
    accept: call.accept ?? 'application/json',
    'user-agent': 'mesh-failover',
    ...(call.contentType && { 'content-type': call.contentType }),
    ...(body && { 'content-length': body.byteLength }),
    ...login.headers,
  };
  const { agent, auth } = login;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const start = url.protocol === 'http:' ? httpRequest : httpsRequest;
    const outgoing = start(
      url,
      { method: call.method, headers, agent, ...(auth !== undefined && { auth }) },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > mostAnswerBytes)
            outgoing.destroy(new Error('an answer of more than 64 MiB'));
        });
        incoming.on('error', fail);
        incoming.on('end', () => {
          stopTimers();
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: text,
          });
        });
      },
    );
    const giveUp = (what: string, ms: number) =>
      setTimeout(() => outgoing.destroy(new Error(`${what} within ${ms / 1000} s`)), ms);
    const answerTimer = giveUp('no answer', timeouts.answerMs);
    let connectTimer: NodeJS.Timeout | undefined;
    const abort = () => outgoing.destroy(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    function stopTimers() {
      signal?.removeEventListener('abort', abort);
      clearTimeout(connectTimer);
      clearTimeout(answerTimer);
    }
    function fail(error: Error) {
      stopTimers();
      reject(error);
    }
    outgoing.on('error', fail);
    outgoing.on('socket', (socket) => {
      // Not before: waiting for a free connection is no failure to connect.
      if (!socket.connecting) return;
      connectTimer = giveUp('no connection', timeouts.connectMs);
      socket.once('connect', () => clearTimeout(connectTimer));
    });
    outgoing.end(body);
  });
}
