/** A backend that takes its time, and works on so many requests at once. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { localityHeader } from '../../bench/behaviour.mjs';
import type { Bench } from '../../bench/bench.mjs';

export interface Work {
  locality: string;
  serviceMs: number;
  rttMs: number;
  concurrency: number;
  status: number;
}

/** What requests to a locality have really taken: timers of a busy machine are late. */
export interface Worked {
  requests: number;
  milliseconds: number;
}

/** @returns its port on 127.0.0.1 */
export async function startBackend(bench: Bench, work: Work, worked: Worked): Promise<number> {
  const { rttMs, concurrency, status, locality } = work;
  let busy = 0;
  const waiting: (() => void)[] = [];
  const answer = async (response: ServerResponse) => {
    if (rttMs > 0) await sleep(rttMs / 2);
    if (busy >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    const began = performance.now();
    // It may become slow while it runs.
    if (work.serviceMs > 0) await sleep(work.serviceMs);
    worked.requests++;
    worked.milliseconds += performance.now() - began;
    const next = waiting.shift();
    if (next) next();
    else busy--;
    if (rttMs > 0) await sleep(rttMs / 2);
    response.writeHead(status, { [localityHeader]: locality }).end('done\n');
  };
  const server = createServer((request, response) => {
    request.resume();
    response.on('error', () => undefined);
    void answer(response);
  });
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  bench.atStop(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return (server.address() as AddressInfo).port;
}
