import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Duplex } from 'node:stream';
import { trimEndings } from '../foundation/trim-endings.js';
import type { PodPort } from './cluster.js';
import type { Login } from './credentials.js';
import { clientFrame, FrameReader, opcodes, webSocketKey } from './web-socket.js';

/** What the kubelet understands since long: one channel for the data of a port, and one for its errors. */
const protocol = 'v4.channel.k8s.io';
const dataChannel = 0;
const errorChannel = 1;

/** The kubelet copies in pieces of 32 KiB. */
const mostFrameBytes = 4 * 1024 * 1024;

/** The API server, or the kubelet behind it, lets nobody through; `status` is that of its answer. */
export class PodConnectionError extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`the API server answers ${status}`);
  }
}

/**
 * Opens a connection to a port of a pod through the API server, as `kubectl port-forward` does. What listens there sees a caller
 * on its own loopback address.
 *
 * @throws PodConnectionError for a refusal, or whatever Node throws
 */
export function connectToPod(
  server: string,
  { agent, auth, headers }: Login,
  { namespace, name, port }: PodPort,
  signal: AbortSignal,
): Promise<Duplex> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/portforward`;
  const url = new URL(`${trimEndings(server, '/')}${path}?ports=${port}`);
  const start = url.protocol === 'http:' ? httpRequest : httpsRequest;
  const outgoing = start(url, {
    method: 'GET',
    agent,
    signal,
    headers: {
      ...headers,
      'user-agent': 'mesh-failover',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': webSocketKey(),
      'sec-websocket-protocol': protocol,
    },
    ...(auth !== undefined && { auth }),
  });
  return upgraded(outgoing, signal);
}

function upgraded(outgoing: ClientRequest, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming: IncomingMessage) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (body = (body + chunk).slice(0, 64 * 1024)));
      incoming.on('error', reject);
      incoming.on('end', () => reject(new PodConnectionError(incoming.statusCode ?? 0, body)));
    });
    outgoing.on('upgrade', (incoming, socket, head) => {
      if (incoming.headers['sec-websocket-protocol'] !== protocol) {
        socket.destroy();
        reject(new Error(`the API server does not speak ${protocol}`));
        return;
      }
      const connection = new PodConnection(socket, head);
      const end = () => connection.destroy(signal.reason as Error);
      signal.addEventListener('abort', end, { once: true });
      connection.once('close', () => signal.removeEventListener('abort', end));
      resolve(connection);
    });
    outgoing.end();
  });
}

/** The data channel of a forwarded port as a stream. */
class PodConnection extends Duplex {
  readonly #socket: Duplex;
  readonly #reader = new FrameReader(mostFrameBytes);
  /** The first two bytes of each channel are the port's number. */
  readonly #announced = new Map([
    [dataChannel, 2],
    [errorChannel, 2],
  ]);
  #channel = dataChannel;

  constructor(socket: Duplex, head: Buffer) {
    super();
    this.#socket = socket;
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.push(null));
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    if (head.length > 0) this.#take(head);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    const payload = Buffer.concat([Buffer.from([dataChannel]), chunk]);
    this.#socket.write(clientFrame(opcodes.binary, payload), done);
  }

  override _final(done: () => void): void {
    // Half a connection cannot be closed: the other side ends it after its answer.
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #take(chunk: Buffer): void {
    try {
      for (const { opcode, payload } of this.#reader.take(chunk)) {
        if (opcode === opcodes.close) this.push(null);
        else if (opcode === opcodes.ping) this.#socket.write(clientFrame(opcodes.pong, payload));
        else if (opcode === opcodes.binary) this.#data(payload[0] ?? 0, payload.subarray(1));
        else if (opcode === opcodes.continuation) this.#data(this.#channel, payload);
      }
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  #data(channel: number, bytes: Buffer): void {
    this.#channel = channel;
    const skipped = Math.min(this.#announced.get(channel) ?? 0, bytes.length);
    this.#announced.set(channel, (this.#announced.get(channel) ?? 0) - skipped);
    const rest = bytes.subarray(skipped);
    if (rest.length === 0) return;
    if (channel === errorChannel) {
      this.destroy(new Error(rest.toString('utf8').slice(0, 300)));
    } else if (channel === dataChannel && !this.push(rest)) {
      this.#socket.pause();
    }
  }
}

/**
 * GETs a path from what listens on a port of a pod.
 *
 * @param mostBytes Of the body; a longer one is an error.
 */
export function getThrough(
  connection: Duplex,
  path: string,
  { mostBytes, signal }: { mostBytes: number; signal: AbortSignal },
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      path,
      signal,
      headers: { host: 'localhost', accept: 'application/json', connection: 'close' },
      createConnection: () => connection,
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) {
          outgoing.destroy(new Error(`an answer of more than ${mostBytes / 1024 / 1024} MiB`));
        } else chunks.push(chunk);
      });
      incoming.on('error', reject);
      incoming.on('end', () => {
        connection.destroy();
        resolve({
          status: incoming.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    outgoing.end();
  });
}
