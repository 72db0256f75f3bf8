// @ts-check
/** How a backend answers. It can be switched while the backend runs. */

/**
 * `status` answers every request with that status; `error-rate` answers that share of the requests with 500, at random
 * but the same on every run; `closed` takes no connections.
 *
 * @typedef {{ kind: 'ok' } | { kind: 'status', status: number }
 *   | { kind: 'error-rate', rate: number, seed?: number } | { kind: 'closed' }} Behaviour
 */

/** The answer's header that names the locality of the backend. */
export const localityHeader = 'x-backend-locality';
/** The answer's header that names the backend itself. */
export const addressHeader = 'x-backend-address';

export class Responder {
  /** @type {() => number} */
  #random = Math.random;
  /** @type {Behaviour} */
  #behaviour = { kind: 'ok' };
  /** Requests that reached it. */
  received = 0;

  get behaviour() {
    return this.#behaviour;
  }

  /** @param {Behaviour} behaviour */
  set behaviour(behaviour) {
    if (behaviour.kind === 'error-rate') this.#random = mulberry32(behaviour.seed ?? 1);
    this.#behaviour = behaviour;
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   * @param {{ locality: string, address: string }} self
   */
  answer(request, response, { locality, address }) {
    if (this.#behaviour.kind === 'closed') {
      request.socket.destroy();
      return;
    }
    this.received += 1;
    request.resume();
    const headers = { [localityHeader]: locality, [addressHeader]: address };
    response.writeHead(this.#status(), headers).end(`hello from ${locality}\n`);
  }

  #status() {
    switch (this.#behaviour.kind) {
      case 'status':
        return this.#behaviour.status;
      case 'error-rate':
        return this.#random() < this.#behaviour.rate ? 500 : 200;
      default:
        return 200;
    }
  }
}

/**
 * A small random generator that can be seeded, which Math.random cannot.
 *
 * @param {number} seed
 */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
