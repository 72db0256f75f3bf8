/** Things that happen at a time: the earliest comes out first, and of several at one time the one that was added first. */
export class EventQueue<E> {
  readonly #times: number[] = [];
  readonly #order: number[] = [];
  readonly #events: E[] = [];
  #added = 0;

  get size(): number {
    return this.#events.length;
  }

  add(time: number, event: E): void {
    let index = this.#events.length;
    const order = this.#added++;
    this.#times.push(time);
    this.#order.push(order);
    this.#events.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#times[parent]! <= time) break;
      this.#move(parent, index);
      index = parent;
    }
    this.#set(index, time, order, event);
  }

  /** Takes out the earliest; undefined where there is none. */
  next(): { time: number; event: E } | undefined {
    if (this.#events.length === 0) return undefined;
    const time = this.#times[0]!;
    const event = this.#events[0]!;
    const last = this.#events.length - 1;
    const lastTime = this.#times[last]!;
    const lastOrder = this.#order[last]!;
    const lastEvent = this.#events[last]!;
    this.#times.pop();
    this.#order.pop();
    this.#events.pop();
    if (last > 0) this.#sink(lastTime, lastOrder, lastEvent);
    return { time, event };
  }

  #sink(time: number, order: number, event: E): void {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.#events.length) break;
      if (child + 1 < this.#events.length && this.#isBefore(child + 1, child)) child++;
      const isEarlier =
        this.#times[child]! < time || (this.#times[child]! === time && this.#order[child]! < order);
      if (!isEarlier) break;
      this.#move(child, index);
      index = child;
    }
    this.#set(index, time, order, event);
  }

  #isBefore(a: number, b: number): boolean {
    if (this.#times[a] !== this.#times[b]) return this.#times[a]! < this.#times[b]!;
    return this.#order[a]! < this.#order[b]!;
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#times[from]!, this.#order[from]!, this.#events[from]!);
  }

  #set(index: number, time: number, order: number, event: E): void {
    this.#times[index] = time;
    this.#order[index] = order;
    this.#events[index] = event;
  }
}
