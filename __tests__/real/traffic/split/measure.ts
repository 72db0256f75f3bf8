/** Requests to a gateway, one after the other on one connection, and which host had the last word on each. */
import { connect, type Socket } from 'node:net';

/** The answer's header that names the host which Envoy tried last; the routes set it. */
export const UPSTREAM_HEADER = 'x-upstream';

export interface Measured {
  sent: number;
  /** Answers of 500 and above, and none at all. */
  errors: number;
  /** By the address of the host tried last; `-` where none could be tried. */
  hosts: Map<string, number>;
}

/** What one request came to. */
export interface Answer {
  status: number;
  host: string;
}

/** Who sends requests to one case. */
export interface SplitClient {
  send(requests: number): Promise<Measured>;
  request(): Promise<Answer>;
  close(): void;
}

/** Sends requests one after the other, and counts. */
export async function sendAll(requests: number, request: () => Promise<Answer>): Promise<Measured> {
  const measured: Measured = { sent: requests, errors: 0, hosts: new Map() };
  for (let index = 0; index < requests; index++) {
    const { status, host } = await request();
    if (status <= 0 || status >= 500) measured.errors++;
    measured.hosts.set(host, (measured.hosts.get(host) ?? 0) + 1);
  }
  return measured;
}

/**
 * One connection. One request at a time keeps every host's number of active requests at none, so that
 * LEAST_REQUEST has no reason to prefer any.
 */
export class Client implements SplitClient {
  private socket: Socket | undefined;
  private received = '';
  private waiting: ((answer: Answer) => void) | undefined;
  private count = 0;

  constructor(
    private readonly port: number,
    private readonly host: string,
  ) {}

  send(requests: number): Promise<Measured> {
    return sendAll(requests, () => this.request());
  }

  request(): Promise<Answer> {
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.socket ??= this.open();
      this.count++;
      const head = `GET / HTTP/1.1\r\nhost: ${this.host}\r\nx-user: ${this.count}\r\n\r\n`;
      this.socket.write(head);
    });
  }

  close(): void {
    this.socket?.destroy();
  }

  private open(): Socket {
    const socket = connect(this.port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.take(text));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      this.finish({ status: 0, host: '-' });
    });
    return socket;
  }

  private take(text: string): void {
    this.received += text;
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.received.length < end + 4 + length) return;
    this.received = this.received.slice(end + 4 + length);
    const host = new RegExp(`\\r\\n${UPSTREAM_HEADER}: ([^:\\r]*)`, 'i').exec(head)?.[1] ?? '-';
    this.finish({ status: Number(head.slice(9, 12)), host: host || '-' });
  }

  private finish(answer: Answer): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.(answer);
  }
}
