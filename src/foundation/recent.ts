/**
 * Values by key. It holds between one and two times `limit` of their weights, and forgets those that were asked for least
 * recently.
 */
export class Recent<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();
  private weight = 0;

  /** @param limit In the unit of the weights. */
  constructor(private readonly limit: number) {}

  /** The value of the key; one that is not known is made, and weighed. */
  get(key: string, make: () => V, weigh: (value: V) => number = () => 1): V {
    let value = this.young.get(key);
    if (value === undefined) {
      value = this.old.get(key) ?? make();
      this.weight += weigh(value);
      this.young.set(key, value);
      if (this.weight >= this.limit) this.age();
    }
    return value;
  }

  private age(): void {
    this.old = this.young;
    this.young = new Map();
    this.weight = 0;
  }
}
