/** What an endpoint works on, and what waits there, in the order in which it came. */
export class EndpointQueue<R> {
  #busy = 0;
  #waiting: R[] = [];
  /** The first that still waits: taking one out must not move all others. */
  #head = 0;
  readonly #places: number;

  /** @param places Requests that it works on at a time. */
  constructor(places: number) {
    this.#places = places;
  }

  /** Takes a request in; false: it waits. */
  enter(request: R): boolean {
    if (this.#busy < this.#places) {
      this.#busy++;
      return true;
    }
    this.#waiting.push(request);
    return false;
  }

  /** A request is done; the one that begins in its place, if any. Nobody tells an endpoint that a caller has given up. */
  leave(): R | undefined {
    if (this.#head >= this.#waiting.length) {
      this.#busy--;
      return undefined;
    }
    const next = this.#waiting[this.#head++];
    if (this.#head > 1024) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return next;
  }

  get length(): number {
    return this.#waiting.length - this.#head;
  }
}
