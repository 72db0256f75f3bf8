// @ts-check
/** A TCP proxy that makes a network of loopback: each piece takes a while longer, in both directions. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Starts one in front of a port of this machine.
 *
 * @param {number} port
 * @param {number} delayMs of one way; a round trip takes twice as long, and so does the opening of a connection
 * @returns {Promise<{ port: number, stop(): void }>}
 */
export async function startDelayProxy(port, delayMs) {
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set();
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    // Whoever connects has waited for the answer to the first packet.
    setTimeout(() => {
      const onwards = connect({ port, host: '127.0.0.1', noDelay: true });
      open.add(onwards);
      onwards.on('close', () => open.delete(onwards)).on('error', () => socket.destroy());
      pass(socket, onwards, delayMs);
      pass(onwards, socket, delayMs);
    }, 2 * delayMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port: own,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/**
 * Passes on what arrives, so much later; the order stays, since timers of one length end in the order in which they were started.
 *
 * @param {import('node:net').Socket} from
 * @param {import('node:net').Socket} to
 * @param {number} delayMs
 */
function pass(from, to, delayMs) {
  from.on('data', (chunk) => setTimeout(() => void (to.destroyed || to.write(chunk)), delayMs));
  from.on('end', () => setTimeout(() => void (to.destroyed || to.end()), delayMs));
  from.on('close', () => setTimeout(() => to.destroy(), 2 * delayMs));
}
