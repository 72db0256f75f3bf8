/**
 * Connections through a gateway that passes them on, each for one request that it does not see. The client closes its half and
 * waits for the gateway's: a host whose connection is still open would count as busy, and LEAST_REQUEST would avoid it.
 */
import { connect } from 'node:net';
import { sendAll, type Answer, type Measured, type SplitClient } from './measure.js';

/** The status of a connection that the gateway does not accept. */
export const REFUSED = -1;
const SETTLE_MS = 2;

export class StreamClient implements SplitClient {
  constructor(
    private readonly port: number,
    private readonly host: string,
  ) {}

  send(requests: number): Promise<Measured> {
    return sendAll(requests, () => this.request());
  }

  request(): Promise<Answer> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1');
      let received = '';
      let status = REFUSED;
      socket.setEncoding('latin1');
      socket.on('connect', () => {
        status = 0;
        socket.write(`GET / HTTP/1.1\r\nhost: ${this.host}\r\n\r\n`);
      });
      socket.on('data', (text: string) => {
        received += text;
        if (received.includes('\r\n\r\n')) socket.end();
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        const host = /\r\nx-address: ([^\r]*)/i.exec(received)?.[1] ?? '-';
        const answer = { status: Number(received.slice(9, 12)) || status, host };
        // Where the host closed first, the gateway still has to see the end of this side.
        if (received) resolve(answer);
        else setTimeout(() => resolve(answer), SETTLE_MS);
      });
    });
  }

  close(): void {
    // Each request closes its own.
  }
}
