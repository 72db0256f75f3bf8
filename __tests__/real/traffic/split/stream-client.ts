/** Connections through a gateway that passes them on, each for one request that it does not see. */
import { connect } from 'node:net';
import { sendAll, type Answer, type Measured, type SplitClient } from './measure.js';

/** The status of a connection that the gateway does not accept. */
export const REFUSED = -1;

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
        if (received.includes('\r\n\r\n')) socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        const host = /\r\nx-address: ([^\r]*)/i.exec(received)?.[1] ?? '-';
        resolve({ status: Number(received.slice(9, 12)) || status, host });
      });
    });
  }

  close(): void {
    // Each request closes its own.
  }
}
