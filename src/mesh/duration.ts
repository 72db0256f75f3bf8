const nanosecondsPerUnit: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const limit = 1n << 63n;
/** More than these are beyond the limit in any unit. */
const mostDigits = 19;
/** In nanoseconds. */
export const millisecond = 1_000_000n;
/** In nanoseconds. */
export const second = 1_000_000_000n;

/**
 * The nanoseconds of a duration such as `1h30m` or `1.5s`, in a time that grows with its length; undefined where Go's
 * `time.ParseDuration` fails. That function reads durations for CEL in the API server, for istiod's webhook, and for
 * what istiod sends to proxies.
 */
export function parseDuration(text: string): bigint | undefined {
  // The form of most durations in manifests.
  const [, count, plain = ''] = /^(\d{1,6})(ms|s|m|h)$/.exec(text) ?? [];
  const unitOfPlain = nanosecondsPerUnit.get(plain);
  if (count !== undefined && unitOfPlain !== undefined) return BigInt(count) * unitOfPlain;
  const sign = text.startsWith('-') ? -1n : 1n;
  const unsigned = text.replace(/^[-+]/, '');
  if (unsigned === '0') return 0n;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)[^\d.]+)+$/.test(unsigned)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of unsigned.matchAll(
    /(\d*)(?:\.(\d*))?([^\d.]+)/g,
  )) {
    const scale = nanosecondsPerUnit.get(unit);
    const digits = whole.replace(/^0+/, '');
    if (scale === undefined || digits.length > mostDigits) return undefined;
    total += BigInt(digits) * scale + fractionOf(fraction, scale);
    if (total > limit) return undefined;
  }
  // The smallest number has no positive twin.
  return sign > 0n && total === limit ? undefined : sign * total;
}

/** Go computes this part in floating point; so does this, to round alike. */
function fractionOf(digits: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    // Digits beyond what fits are dropped, all of them.
    if (value > (limit - 1n) / 10n || next > limit) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}
