/** One request over a connection of its own, byte by byte as it is given. */
import { connect } from 'node:net';
import { addressHeader } from '../../bench/behaviour.mjs';
import { DESTINATION_HEADER, ROUTE_HEADER, type RawRequest } from './generate.js';

export interface RawAnswer {
  /** 0: none. */
  status: number;
  /** The name of the route; empty where no route set it. */
  route: string;
  /** `host/subset`; empty where no endpoint was asked. */
  destination: string;
  isFromBackend: boolean;
  /** What the endpoint says of itself; empty where none was asked. */
  address: string;
}

export function sendRaw(
  port: number,
  { method, host, path, headers }: RawRequest,
): Promise<RawAnswer> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = method === 'GET' ? '' : 'content-length: 0\r\n';
  const text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n${length}${lines.join('')}\r\n`;
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.setEncoding('latin1');
    socket.setTimeout(20_000, () => socket.destroy());
    socket.on('connect', () => socket.write(text));
    socket.on('data', (part: string) => {
      received += part;
      // Envoy takes a second to close the connection.
      if (received.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      const header = (name: string) =>
        new RegExp(`\\r\\n${name}: ([^\\r]*)`, 'i').exec(received)?.[1] ?? '';
      resolve({
        status: Number(received.slice(9, 12)) || 0,
        route: header(ROUTE_HEADER),
        destination: header(DESTINATION_HEADER),
        isFromBackend: header(addressHeader) !== '',
        address: header(addressHeader),
      });
    });
  });
}
