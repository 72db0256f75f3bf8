/** Drawing from a seeded stream. */
import { seededRandom, type Random } from '../../../../src/traffic/random.js';

export class Draw {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)]!;
  }

  /** By weight. */
  weighted<T>(items: readonly (readonly [number, T])[]): T {
    let point = this.random() * items.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of items) {
      point -= weight;
      if (point < 0) return item;
    }
    return items.at(-1)![1];
  }

  /** `count` different items, in a random order. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    const drawn: T[] = [];
    while (drawn.length < count && left.length > 0) {
      drawn.push(...left.splice(this.int(0, left.length - 1), 1));
    }
    return drawn;
  }
}

/** The seed of a run, which a failing case names. */
export function seedOf(variable: string, byDefault: number): number {
  const text = process.env[variable];
  return text ? Number(text) : byDefault;
}
