/** Reading of JSON that nobody has checked: what is missing, or of another type, is as if it were not there. */

/** A member that the value itself has; undefined where it has none. */
export function member(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** The items of a list; empty where it is none. */
export function itemsIn(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = member(value, ...keys);
  return Array.isArray(found) ? found : [];
}

/** A text; the empty one where it is none. */
export function textIn(value: unknown, ...keys: readonly string[]): string {
  const found = member(value, ...keys);
  return typeof found === 'string' ? found : '';
}

const maxUint32 = 0xffffffff;

/** A whole number as protobuf's JSON writes it, as a number or as a text; undefined where it is none, or not within 32 bits. */
export function countIn(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = member(value, ...keys);
  const isText = typeof found === 'string' && /^\d{1,10}$/.test(found);
  const number = isText ? Number(found) : found;
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined;
  return number >= 0 && number <= maxUint32 ? number : undefined;
}

/** Milliseconds of a duration such as `1.5s`; undefined where it is none. */
export function millisecondsIn(value: unknown, ...keys: readonly string[]): number | undefined {
  const seconds = /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(textIn(value, ...keys))?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Whether it is there: an empty object counts, `null` does not. */
export function isSetIn(value: unknown, ...keys: readonly string[]): boolean {
  const found = member(value, ...keys);
  return found !== undefined && found !== null;
}

/** The names of the members. */
export function keysIn(value: unknown, ...keys: readonly string[]): string[] {
  const found = member(value, ...keys);
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? Object.keys(found)
    : [];
}
