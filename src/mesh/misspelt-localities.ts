import { addTo } from '../foundation/add-to.js';

/**
 * Names of regions or zones that are most probably slips of the hand, with what they mean: a name that is written once, while
 * another that differs in its signs or one letter only is written at least twice. Names that differ in a number or in a short
 * word are two places: `us-west1` and `us-west2`, `eu-west-1` and `us-west-1`. Takes time in proportion to the names.
 *
 * @param counts How often each name is written.
 * @param certain Names that are right, however often they are written.
 */
export function misspeltNames(
  counts: ReadonlyMap<string, number>,
  certain: ReadonlySet<string>,
): Map<string, string> {
  const often = new Set([...counts].flatMap(([name, count]) => (count > 1 ? [name] : [])));
  for (const name of certain) often.add(name);
  const slip = slipAmong(often);
  const found = new Map<string, string>();
  for (const [name, count] of counts) {
    if (count > 1 || certain.has(name)) continue;
    const meant = slip(name);
    if (meant !== undefined) found.set(name, meant);
  }
  return found;
}

/**
 * For names that are looked up among the same others again and again: the only one of them that a name is a slip of.
 *
 * @param names The right ones.
 */
export function slipAmong(names: Iterable<string>): (name: string) => string | undefined {
  const byForm = new Map<string, string[]>();
  for (const name of names) for (const form of formsOf(name)) addTo(byForm, form, name);
  return (name) => {
    const near = new Set(formsOf(name).flatMap((form) => byForm.get(form) ?? []));
    const likely = [...near].filter((other) => differInOneSlip(name, other));
    return likely.length === 1 ? likely[0] : undefined;
  };
}

/** Shorter words are too like each other. */
const leastLetters = 4;

/** Longer names are no names of regions. */
const mostLetters = 64;

/** Texts that two names share if one is a slip of the other: without signs, and with any one letter of a long word left out. */
function formsOf(name: string): string[] {
  const parts = partsOf(name);
  if (parts === undefined) return [];
  const whole = parts.join('');
  const shorter = parts.flatMap((part, index) =>
    isLongWord(part)
      ? Array.from({ length: part.length }, (_, letter) =>
          [
            ...parts.slice(0, index),
            part.slice(0, letter) + part.slice(letter + 1),
            ...parts.slice(index + 1),
          ].join(''),
        )
      : [],
  );
  return [...new Set([whole, ...shorter])];
}

/** The words and numbers of a name, in small letters. */
function partsOf(name: string): string[] | undefined {
  if (name.length > mostLetters) return undefined;
  return name.toLowerCase().match(/[a-z]+|[0-9]+/g) ?? undefined;
}

function isLongWord(part: string): boolean {
  return part.length >= leastLetters && /^[a-z]/.test(part);
}

function differInOneSlip(name: string, other: string): boolean {
  const [a = [], b = []] = [partsOf(name), partsOf(other)];
  if (a.join('') === b.join('')) return name !== other;
  if (a.length !== b.length) return false;
  const different = a.flatMap((part, index) => (part === b[index] ? [] : [[part, b[index] ?? '']]));
  const [pair, second] = different;
  if (!pair || second) return false;
  const [left = '', right = ''] = pair;
  return isLongWord(left) && isLongWord(right) && isOneSlip(left, right);
}

/** A letter added or left out, or two neighbours swapped; another letter may be another word. */
function isOneSlip(a: string, b: string): boolean {
  if (a.length === b.length) {
    const first = [...a].findIndex((letter, index) => letter !== b[index]);
    return (
      a[first] === b[first + 1] &&
      a[first + 1] === b[first] &&
      a.slice(first + 2) === b.slice(first + 2)
    );
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.length - short.length !== 1) return false;
  return Array.from(long, (_, index) => long.slice(0, index) + long.slice(index + 1)).includes(
    short,
  );
}
