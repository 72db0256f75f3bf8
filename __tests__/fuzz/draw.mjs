/** Choices from a stream of random numbers. */
export class Draw {
  /** @param {() => number} random from 0 to below 1 */
  constructor(random) {
    this.random = random;
  }

  /** @param {number} limit */
  below(limit) {
    return Math.floor(this.random() * limit);
  }

  /** @param {number} probability */
  chance(probability) {
    return this.random() < probability;
  }

  /**
   * @template T
   * @param {readonly T[]} values at least one
   * @returns {T}
   */
  pick(values) {
    const value = values[this.below(values.length)];
    return /** @type {T} */ (value);
  }
}
