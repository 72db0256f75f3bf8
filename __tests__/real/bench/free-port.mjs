// @ts-check
/** Ports that nothing listens on. */
import { createServer } from 'node:net';

/** What was given out before: a part may take a while until it listens. */
const givenOut = new Set();

/**
 * @param {string} [address]
 * @returns {Promise<number>}
 */
export async function freePort(address = '127.0.0.1') {
  for (;;) {
    const port = await new Promise((resolve, reject) => {
      const server = createServer();
      server.on('error', reject);
      server.listen(0, address, () => {
        const bound = /** @type {import('node:net').AddressInfo} */ (server.address());
        server.close(() => resolve(bound.port));
      });
    });
    if (!givenOut.has(port)) {
      givenOut.add(port);
      return port;
    }
  }
}
