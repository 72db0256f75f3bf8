import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../bench/cluster.mjs';

/** One request of the program under test, before it goes to the API server. */
export interface Exchange {
  /** From 1, over all clusters. */
  index: number;
  cluster: string;
  method: string;
  path: string;
}

/**
 * What becomes of a request: `cut-before`: the connection ends before the API server sees it; `cut-after`: the API server has done
 * it, and the answer is lost; `cut-middle`: half of the answer arrives; `busy`: 429; `refused`: 403; `slow`: a while later;
 * `gone`: from here on nobody answers at this address; a function: it is called, before or after the API server, and
 * says whether the answer is still wanted; `instead`: the API server has done it, and something else is answered.
 */
export type Fault =
  | 'cut-before'
  | 'cut-after'
  | 'cut-middle'
  | 'busy'
  | 'refused'
  | 'slow'
  | 'gone'
  | { before: () => boolean | Promise<boolean> }
  | { after: () => boolean | Promise<boolean> }
  | { instead: (answer: Answer) => Answer };

/** What a request is answered with. */
export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Decides about every request; undefined: it goes through. */
export type FaultPlan = (exchange: Exchange) => Fault | undefined;

/** Counts the requests to several clusters, and gives each its fault. */
export class Faults {
  plan: FaultPlan = () => undefined;
  exchanges: Exchange[] = [];
  /** How many faults were injected since the last reset. */
  injected = 0;

  reset(plan: FaultPlan = () => undefined): void {
    this.plan = plan;
    this.exchanges = [];
    this.injected = 0;
  }

  next(exchange: Omit<Exchange, 'index'>): Fault | undefined {
    const counted = { index: this.exchanges.length + 1, ...exchange };
    this.exchanges.push(counted);
    const fault = this.plan(counted);
    if (fault !== undefined) this.injected += 1;
    return fault;
  }
}

/** Plain HTTP on loopback in front of a real API server, so that single requests can go wrong. */
export class FaultyProxy {
  readonly #agent: Agent;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly faults: Faults,
  ) {
    this.#agent = new Agent({ keepAlive: true, ca: cluster.ca });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Answers again, at the same address. */
  async open(): Promise<void> {
    if (this.#server) return;
    const server = createServer((request, response) => void this.#handle(request, response));
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {});
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** As if the machine were gone. */
  close(): void {
    this.#server?.close();
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
  }

  stop(): void {
    this.close();
    this.#agent.destroy();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const body = await bodyOf(request);
    const fault = this.faults.next({ cluster: this.cluster.name, method, path });
    if (fault === 'gone') this.close();
    if (fault === 'gone' || fault === 'cut-before') return void request.socket.destroy();
    if (fault === 'busy') return respond(response, 429, 'TooManyRequests', { 'retry-after': '0' });
    if (fault === 'refused') return respond(response, 403, 'Forbidden');
    if (fault === 'slow') await sleep(300);
    if (isBefore(fault) && !(await fault.before())) return;
    const given = await this.#forward(request, body).catch(() => undefined);
    const answer = given && isInstead(fault) ? fault.instead(given) : given;
    if (isAfter(fault) && !(await fault.after())) return;
    if (!answer || fault === 'cut-after') return void request.socket.destroy();
    const { 'transfer-encoding': _, ...headers } = answer.headers;
    response.writeHead(answer.status, { ...headers, 'content-length': answer.body.byteLength });
    if (fault !== 'cut-middle') return void response.end(answer.body);
    response.write(answer.body.subarray(0, answer.body.byteLength / 2), () => {
      request.socket.destroy();
    });
  }

  #forward({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    const { host: _, ...own } = headers;
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(
        new URL(url, this.cluster.url),
        { method, headers: own, agent: this.#agent },
        (incoming) => {
          bodyOf(incoming).then((text) => {
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
          }, reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

function isBefore(fault: Fault | undefined): fault is Extract<Fault, { before: unknown }> {
  return typeof fault === 'object' && 'before' in fault;
}

function isAfter(fault: Fault | undefined): fault is Extract<Fault, { after: unknown }> {
  return typeof fault === 'object' && 'after' in fault;
}

function isInstead(fault: Fault | undefined): fault is Extract<Fault, { instead: unknown }> {
  return typeof fault === 'object' && 'instead' in fault;
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function respond(
  response: ServerResponse,
  code: number,
  reason: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers });
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: reason,
    reason,
    code,
  };
  response.end(JSON.stringify(status));
}
