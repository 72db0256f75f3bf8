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
  /** The hosts as they end, in an order in which those with the same end are neighbours; undefined: to be made. */
  #ends: { end: string; pattern: string }[] | undefined;

  add(pattern: string, value: T): void {
    const entry = { order: this.#count, value };
    this.#count += 1;
    const known = this.#byPattern.get(pattern);
    if (known) {
      known.push(entry);
      return;
    }
    this.#byPattern.set(pattern, [entry]);
    this.#ends = undefined;
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

  /**
   * The hosts among them that have a name in common with the given one, in the order in which they were added: one of the
   * two covers the other.
   * Source: istio/istio pkg/config/host/names.go Intersection.
   */
  patternsOverlapping(host: string): string[] {
    const found = new Set([...this.patternsCovering(host), ...this.patternsWithin(host)]);
    return this.#inOrder([...found]);
  }

  /** The hosts among them that the given one covers, in the order in which they were added. */
  patternsWithin(host: string): string[] {
    if (!isWildcard(host)) return this.#byPattern.has(host) ? [host] : [];
    this.#ends ??= [...this.#byPattern.keys()]
      .map((pattern) => ({ end: endOf(pattern), pattern }))
      .sort((a, b) => (a.end < b.end ? -1 : a.end > b.end ? 1 : 0));
    const wanted = endOf(host);
    const found: string[] = [];
    for (let at = firstNotBefore(this.#ends, wanted); ; at += 1) {
      const next = this.#ends[at];
      if (!next?.end.startsWith(wanted)) break;
      found.push(next.pattern);
    }
    return this.#inOrder(found);
  }

  #inOrder(patterns: string[]): string[] {
    const orderOf = (pattern: string) => this.#byPattern.get(pattern)?.[0]?.order ?? 0;
    return patterns.sort((a, b) => orderOf(a) - orderOf(b));
  }
}

/** An index of the hosts alone; one that is there several times counts once. */
export function indexOfHosts(hosts: Iterable<string>): HostIndex<true> {
  const index = new HostIndex<true>();
  for (const host of new Set(hosts)) index.add(host, true);
  return index;
}

/** What a host ends with, backwards: without the star of a wildcard. */
function endOf(pattern: string): string {
  const text = isWildcard(pattern) ? pattern.slice(1) : pattern;
  return text.split('').reverse().join('');
}

/** The position of the first that is not before the end; the length where all are. */
function firstNotBefore(ends: readonly { end: string }[], wanted: string): number {
  let [from, to] = [0, ends.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ends[middle]?.end ?? '') < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}
