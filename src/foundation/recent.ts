/**
 * Values by key. It holds between one and two times `limit` of their weights, and forgets those that were asked for least
 * recently.
 */
export class Recent<V, K = string> {
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  #weight = 0;
  readonly #limit: number;

  /** @param limit In the unit of the weights. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value of the key; one that is not known is made, and weighed. */
  get(key: K, make: () => V, weigh: (value: V) => number = () => 1): V {
    let value = this.#young.get(key);
    if (value === undefined) {
      value = this.#old.get(key) ?? make();
      this.#weight += weigh(value);
      this.#young.set(key, value);
      if (this.#weight >= this.#limit) this.#age();
    }
    return value;
  }

  #age(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#weight = 0;
  }
}
