// @ts-check
/** One endpoint of a service: an HTTP server in this process, on an address of its own. */
import { createServer } from 'node:http';
import { Responder } from './behaviour.mjs';

/** @typedef {import('./behaviour.mjs').Behaviour} Behaviour */

export class Backend {
  #responder = new Responder();
  #server = createServer((request, response) =>
    this.#responder.answer(request, response, {
      locality: this.locality,
      address: `${this.address}:${this.port}`,
    }),
  );

  /**
   * @param {string} address
   * @param {number} port 0 for a free one
   * @param {string} locality
   */
  constructor(address, port, locality) {
    this.address = address;
    this.port = port;
    this.locality = locality;
  }

  get behaviour() {
    return this.#responder.behaviour;
  }

  /** Requests that reached it. */
  get received() {
    return this.#responder.received;
  }

  /** @param {Behaviour} behaviour */
  async behave(behaviour) {
    this.#responder.behaviour = behaviour;
    if (behaviour.kind === 'closed') await this.#close();
    else if (!this.#server.listening) await this.#listen();
  }

  /** The port stays the same when it is closed and opened again. */
  async #listen() {
    await /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        this.#server.once('error', reject);
        this.#server.listen(this.port, this.address, () => {
          this.#server.off('error', reject);
          resolve();
        });
      })
    );
    this.port = /** @type {import('node:net').AddressInfo} */ (this.#server.address()).port;
  }

  async #close() {
    if (!this.#server.listening) return;
    await /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        this.#server.close(() => resolve());
        this.#server.closeAllConnections();
      })
    );
  }
}

/**
 * @param {import('./bench.mjs').Bench} bench closes it at its end
 * @param {object} options
 * @param {string} options.address anything in 127.0.0.0/8
 * @param {number} [options.port] a free one, unless given
 * @param {string} options.locality what it says in its answers
 * @param {Behaviour} [options.behaviour]
 */
export async function startBackend(
  bench,
  { address, port = 0, locality, behaviour = { kind: 'ok' } },
) {
  const backend = new Backend(address, port, locality);
  await backend.behave(behaviour);
  bench.atStop(() => backend.behave({ kind: 'closed' }));
  return backend;
}
