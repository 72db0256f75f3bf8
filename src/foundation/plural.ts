/** `1 endpoint`, `2 endpoints`: a number of things whose name takes an s. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
