import type { Finding } from '../foundation/finding.js';
import { plural } from '../foundation/plural.js';

/** Errors that are named; of more, the number. */
const mostNamed = 5;

/** The sentence about what a change silences, and its errors by rule and place; undefined: it silences nothing. */
export function silencedLines(
  silenced: readonly Finding[] | undefined,
): { sentence: string; errors: string[] } | undefined {
  if (!silenced?.length) return undefined;
  const more = silenced.length - mostNamed;
  const named = silenced
    .slice(0, mostNamed)
    .map(({ rule, file, line }) => `${rule} at ${file}:${line}`);
  return {
    sentence: `This change silences ${plural(silenced.length, 'error')}:`,
    errors: more > 0 ? [...named, `${more} more`] : named,
  };
}
