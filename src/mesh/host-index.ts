import { isWildcard } from './host-name.js';

/**
 * Things by the host that they are for, which may be a wildcard. Finds those that cover a host without looking at the
 * others: of the wildcards that could cover it there is one for each length.
 */
export class HostIndex<T> {
  readonly #byPattern = new Map<string, { order: number; value: T }[]>();
  /** Lengths of the wildcards, the longest first. */
  #lengths: number[] = [];
  #count = 0;

  add(pattern: string, value: T): void {
    const entry = { order: this.#count, value };
    this.#count += 1;
    const known = this.#byPattern.get(pattern);
    if (known) {
      known.push(entry);
      return;
    }
    this.#byPattern.set(pattern, [entry]);
    if (isWildcard(pattern) && !this.#lengths.includes(pattern.length)) {
      this.#lengths = [...this.#lengths, pattern.length].sort((a, b) => b - a);
    }
  }

  /** Those whose host covers all that the given one stands for (`isSubsetOf`), in the order in which they were added. */
  covering(host: string): T[] {
    const found = this.patternsCovering(host).flatMap(
      (pattern) => this.#byPattern.get(pattern) ?? [],
    );
    return found.sort((a, b) => a.order - b.order).map(({ value }) => value);
  }

  /** Those of exactly this host. */
  at(pattern: string): T[] {
    return this.#byPattern.get(pattern)?.map(({ value }) => value) ?? [];
  }

  /** The hosts among them that cover the given one, the most specific first: itself, then the longest wildcard. */
  patternsCovering(host: string): string[] {
    const patterns = this.#byPattern.has(host) ? [host] : [];
    for (const length of this.#lengths) {
      const isPossible = isWildcard(host) ? length <= host.length : length <= host.length + 1;
      if (!isPossible) continue;
      const pattern = `*${host.slice(host.length - length + 1)}`;
      if (pattern !== host && this.#byPattern.has(pattern)) patterns.push(pattern);
    }
    return patterns;
  }
}
