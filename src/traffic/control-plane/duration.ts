const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Go's number, in a form that a text of digits is tried against in one way only. */
const number = String.raw`(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)`;
const unit = `(?:${Object.keys(UNITS).join('|')})`;
const whole = new RegExp(`^(?:${number}${unit})+$`);
const part = new RegExp(`(${number})(${unit})`, 'g');

/** Milliseconds of a duration such as `1.5s` or `1m30s`; undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  if (!whole.test(text)) return undefined;
  let total = 0;
  for (const [, value, name] of text.matchAll(part)) {
    total += Number(value) * UNITS[name!]!;
  }
  return total;
}
