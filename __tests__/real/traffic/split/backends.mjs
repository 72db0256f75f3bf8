// @ts-check
/**
 * A process of its own with one HTTP server for each address. The parent says how each of them behaves: `ok`, a status,
 * `closed`, `reset` (connections are accepted and closed), or `error-rate` with a rate.
 */
import { createServer } from 'node:http';

/** @typedef {'ok' | 'closed' | 'reset' | number | { rate: number }} Behaviour */

/** @type {Map<string, { server: import('node:http').Server, behaviour: Behaviour }>} */
const backends = new Map();
const PORT = 8080;

/** @param {string} address */
function backendOf(address) {
  const known = backends.get(address);
  if (known) return known;
  /** @type {{ server: import('node:http').Server, behaviour: Behaviour }} */
  const backend = {
    behaviour: 'ok',
    server: createServer((request, response) => {
      request.resume();
      const headers = { 'content-length': '0', 'x-address': address };
      response.writeHead(statusOf(backend.behaviour), headers).end();
    }),
  };
  backend.server.on('connection', (socket) => {
    if (backend.behaviour === 'reset') socket.destroy();
  });
  backend.server.keepAliveTimeout = 0;
  backends.set(address, backend);
  return backend;
}

/** @param {Behaviour} behaviour */
function statusOf(behaviour) {
  if (typeof behaviour === 'number') return behaviour;
  if (typeof behaviour === 'object') return Math.random() < behaviour.rate ? 500 : 200;
  return 200;
}

/**
 * @param {string} address
 * @param {Behaviour} behaviour
 */
async function behave(address, behaviour) {
  const backend = backendOf(address);
  backend.behaviour = behaviour;
  const { server } = backend;
  // What was open before is closed as well.
  if (behaviour === 'reset') server.closeAllConnections();
  if (behaviour === 'closed' && server.listening) {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  } else if (behaviour !== 'closed' && !server.listening) {
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(PORT, address, 1024, () => resolve(undefined));
    });
  }
}

process.on('message', async (/** @type {Record<string, Behaviour>} */ behaviours) => {
  try {
    for (const [address, behaviour] of Object.entries(behaviours)) await behave(address, behaviour);
    process.send?.({ done: true });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
process.on('disconnect', () => process.exit());
