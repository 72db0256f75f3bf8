/** Shorter words begin too many others. */
const leastBeginning = 4;

/**
 * The candidate that a misspelt word most probably means: at most a third of its letters differ, upper and lower case
 * count as the same; else the only one that begins with it. Undefined where none is near.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  let best: string | undefined;
  let least = Math.floor(word.length / 3) + 1;
  for (const candidate of all) {
    const distance = distanceOf(word.toLowerCase(), candidate.toLowerCase(), least);
    if (distance >= least) continue;
    best = candidate;
    least = distance;
  }
  return best ?? onlyBeginning(word.toLowerCase(), all);
}

function onlyBeginning(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < leastBeginning) return undefined;
  const longer = new Set(candidates.filter((own) => own.toLowerCase().startsWith(word)));
  return longer.size === 1 ? [...longer][0] : undefined;
}

/** Edits of a slip of the hand; more of them may be another word. */
const slip = 2;

/** The candidate that is meant for certain: it is the only one that is near at all, and as near as a slip. */
export function certainlyMeant(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.floor(word.length / 3) + 1;
  const distance = (candidate: string) =>
    distanceOf(word.toLowerCase(), candidate.toLowerCase(), limit);
  const near = [...new Set(candidates)].filter((candidate) => distance(candidate) < limit);
  const [only] = near;
  return only !== undefined && near.length === 1 && distance(only) <= slip ? only : undefined;
}

/** Whether a word is another one, or that with a slip of the hand. Digits and hyphens are no slip: `cluster1` is another cluster. */
export function isSlipOf(word: string, right: string): boolean {
  return word === right || (!/[-\d]/.test(word) && certainlyMeant(word, [right]) !== undefined);
}

/** Letters added, left out, changed or swapped with their neighbour; `limit` or more is not told apart. */
function distanceOf(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
      );
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}

/** Comparisons of words that take a second or two. */
const mostComparisons = 250_000;

/**
 * Guesses for thousands of wrong names among thousands of right ones: after a second or two of comparing no more are made, since
 * nobody reads so many.
 */
export class Guesses {
  #left = mostComparisons;

  /** What `guess` finds among the candidates; undefined when that would be too much. */
  among<T>(
    candidates: readonly string[],
    guess: (candidates: readonly string[]) => T | undefined,
  ): T | undefined {
    this.#left -= candidates.length;
    return this.#left < 0 ? undefined : guess(candidates);
  }
}
