import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that answers as it is told: for what a real API server does too seldom to wait for. */
export class ApiStub {
  readonly requests: IncomingMessage[] = [];
  handle: Handler = (_, response) => response.end('{}');
  readonly folder = mkdtempSync(join(tmpdir(), 'mesh-failover-'));
  #server: Server = createServer((request, response) => {
    this.requests.push(request);
    request.resume();
    this.handle(request, response);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Answers with these, one after the other, and from then on with the last. */
  answer(...answers: { status: number; body: unknown; headers?: Record<string, string> }[]): void {
    const rest = [...answers];
    this.handle = (_, response) => {
      const next = rest.length > 1 ? rest.shift() : rest[0];
      if (!next) throw new Error('no answer given');
      response.writeHead(next.status, next.headers);
      response.end(typeof next.body === 'string' ? next.body : JSON.stringify(next.body));
    };
  }

  /** Writes a kubeconfig that leads here. */
  kubeconfig(user: object, name = 'kubeconfig', more: object = {}): string {
    const cluster = { server: this.url, 'insecure-skip-tls-verify': true };
    const file = join(this.folder, name);
    const config = {
      'current-context': 'here',
      contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user }],
      ...more,
    };
    writeFileSync(file, JSON.stringify(config));
    return file;
  }
}
