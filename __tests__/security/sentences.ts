import { readFileSync } from 'node:fs';
import { test } from '@jest/globals';

/** The numbered sentences of SECURITY.md, in order. */
export const sentences: readonly string[] = numbered(
  readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8'),
);

function numbered(text: string): string[] {
  const items = text.matchAll(/^(\d+)\. ([^\n]*(?:\n {3,}[^\n]*)*)/gm);
  return [...items].map(([, number = '', item = '']) => `${number}. ${item.replace(/\s+/g, ' ')}`);
}

/**
 * Tests a sentence of SECURITY.md.
 *
 * @param title The sentence with its number, word for word.
 */
export function holds(title: string, work: () => void | Promise<void>): void {
  if (!sentences.includes(title)) throw new Error(`SECURITY.md does not say: ${title}`);
  test(title, work);
}
