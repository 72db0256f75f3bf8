/**
 * What the API server makes of a YAML scalar: the rules of sigs.k8s.io/yaml, which reads with
 * goyaml.v2 (YAML 1.1 booleans, Go's integers, no sexagesimal numbers, timestamps stay text).
 * Source: go.yaml.in/yaml/v2 resolve.go and decode.go, sigs.k8s.io/yaml yaml.go.
 */
export type ApiScalar =
  | { type: 'null' }
  | { type: 'bool'; value: boolean }
  /** `digits` keeps what a number beyond 2^53 loses; it is the text of the key. */
  | { type: 'int'; value: number; digits: string }
  | { type: 'float'; value: number }
  | { type: 'str'; value: string };

const literals: ReadonlyMap<string, ApiScalar> = new Map(
  (
    [
      [{ type: 'null' }, ['', '~', 'null', 'Null', 'NULL']],
      [{ type: 'bool', value: true }, 'y Y yes Yes YES true True TRUE on On ON'.split(' ')],
      [{ type: 'bool', value: false }, 'n N no No NO false False FALSE off Off OFF'.split(' ')],
      [{ type: 'float', value: NaN }, ['.nan', '.NaN', '.NAN']],
      [{ type: 'float', value: Infinity }, '.inf .Inf .INF +.inf +.Inf +.INF'.split(' ')],
      [{ type: 'float', value: -Infinity }, ['-.inf', '-.Inf', '-.INF']],
    ] as const satisfies [ApiScalar, string[]][]
  ).flatMap(([scalar, texts]) => texts.map((text): [string, ApiScalar] => [text, scalar])),
);

/** The length of the longest literal. */
const longestLiteral = 5;

/** Reads a scalar without a tag that stands without quotes. */
export function resolvePlain(text: string): ApiScalar {
  return isPlainWord(text) ? { type: 'str', value: text } : resolveUnusual(text);
}

/** Whether a scalar is text at first sight: too long for a literal, and no number. False says nothing. */
export function isPlainWord(text: string): boolean {
  return text.length > longestLiteral && !isNumeric(text.charCodeAt(0));
}

/** A digit, a sign or a point. */
function isNumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
}

function resolveUnusual(text: string): ApiScalar {
  const literal = literals.get(text);
  if (literal) return literal;
  const first = text.charCodeAt(0);
  const isDigitOrSign = (first >= 48 && first <= 57) || first === 43 || first === 45;
  if (isDigitOrSign) return resolveNumber(text) ?? { type: 'str', value: text };
  // A leading dot goes to Go's ParseFloat, which takes underscores between digits only.
  if (first === 46 && /^\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?$/.test(text)) {
    return toFloat(text.replaceAll('_', '')) ?? { type: 'str', value: text };
  }
  return { type: 'str', value: text };
}

const corePrefix = 'tag:yaml.org,2002:';

/**
 * Reads a scalar that carries a tag, written short (`!!int`, `!`) or long; quotes make no
 * difference then. `!` and a tag of somebody's own leave the text as it is. Undefined: the API server
 * refuses the combination (`!!int hello`).
 */
export function resolveTagged(tag: string, text: string): ApiScalar | undefined {
  const short = tag.startsWith('!!') ? corePrefix + tag.slice(2) : tag;
  if (!short.startsWith(corePrefix)) return { type: 'str', value: text };
  const wanted = short.slice(corePrefix.length);
  switch (wanted) {
    case 'binary':
      return decodeBase64(text);
    case 'timestamp':
      return isTimestamp(text) ? { type: 'str', value: text } : undefined;
    case 'null':
    case 'bool':
    case 'int':
    case 'float': {
      const scalar = resolvePlain(text);
      // goyaml makes no float of what only fits an unsigned integer.
      if (wanted === 'float' && scalar.type === 'int')
        return isSigned(scalar) ? { type: 'float', value: scalar.value } : undefined;
      return scalar.type === wanted ? scalar : undefined;
    }
    default:
      return { type: 'str', value: text };
  }
}

/**
 * The key that a scalar becomes in the JSON object; undefined where the API server refuses it
 * (null, a number of 2^63 and more). Numbers with a point are written as sigs.k8s.io/yaml writes them: Go's `'g'`, 32 bits.
 */
export function toKey(scalar: ApiScalar): string | undefined {
  switch (scalar.type) {
    case 'str':
      return scalar.value;
    case 'bool':
      return String(scalar.value);
    case 'int':
      // A key that only fits an unsigned integer is refused.
      return isSigned(scalar) ? scalar.digits : undefined;
    case 'float':
      return formatFloat32(scalar.value);
    case 'null':
      return undefined;
  }
}

/** Whether an integer fits into 64 bits with a sign. */
function isSigned({ value, digits }: ApiScalar & { type: 'int' }): boolean {
  return value < 2 ** 53 || BigInt(digits) < 2n ** 63n;
}

function resolveNumber(text: string): ApiScalar | undefined {
  const plain = text.replaceAll('_', '');
  // The common case first: few enough digits for a JavaScript number, no octal zero in front.
  if (/^[-+]?(0|[1-9][0-9]{0,14})$/.test(plain)) {
    const value = Number(plain) + 0;
    return { type: 'int', value, digits: String(value) };
  }
  const integer = parseGoInteger(plain);
  if (integer !== undefined) {
    return { type: 'int', value: Number(integer), digits: String(integer) };
  }
  // goyaml's yamlStyleFloat; `08` ends up here too, because it is no octal number.
  if (/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(plain)) return toFloat(plain);
  return undefined;
}

/** More digits than 64 bits can need in any base: such a text is no integer for Go either. */
const longestInteger = 80;

/** Go's ParseInt and then ParseUint with base 0, and goyaml's `0b` with a sign after it. */
function parseGoInteger(text: string): bigint | undefined {
  const [, sign = '', body = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  const digits = body.replace(/^0[xXoObB]?0*(?=[0-9a-fA-F])/, (zeros) => zeros.slice(0, 2));
  if (digits.length > longestInteger) return undefined;
  let value: bigint;
  if (/^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[1-9][0-9]*)$/.test(digits)) {
    value = BigInt(digits);
  } else if (/^0[0-7]*$/.test(digits)) {
    value = BigInt(`0o${digits}`);
  } else if (sign === '' && /^0b[-+][01]+$/.test(digits)) {
    value = BigInt(`0b${digits.slice(3)}`) * (digits[2] === '-' ? -1n : 1n);
  } else {
    return undefined;
  }
  const signed = sign === '-' ? -value : value;
  const highest = sign === '' ? 2n ** 64n - 1n : 2n ** 63n - 1n;
  return signed >= -(2n ** 63n) && signed <= highest ? signed : undefined;
}

/** A number that does not fit into 64 bits is an error for Go, and so the text stays text. */
function toFloat(text: string): ApiScalar | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? { type: 'float', value } : undefined;
}

const digits64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decodeBase64(text: string): ApiScalar | undefined {
  const compact = text.replace(/[\r\n]/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const digit of compact.replace(/=+$/, '')) {
    bits = ((bits << 6) | digits64.indexOf(digit)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return { type: 'str', value: decodeUtf8(bytes) };
}

/** As Go's encoding/json writes bytes: each that belongs to no character is a character U+FFFD. */
function decodeUtf8(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const rest = bytes.slice(at + 1, at + length);
    const code = rest.reduce(
      (sum, byte) => (sum << 6) | (byte & 0x3f),
      first & (0xff >> (length + 1)),
    );
    const isWhole = rest.length === length - 1 && rest.every((byte) => byte >> 6 === 2);
    const isShortest = length < 3 || code >= (length === 3 ? 0x800 : 0x10000);
    const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    const isValid = length > 0 && isWhole && isShortest && isCharacter;
    text += isValid ? String.fromCodePoint(length === 1 ? first : code) : '\uFFFD';
    at += isValid ? length : 1;
  }
  return text;
}

/** The forms of a timestamp that goyaml knows. */
const timestamp =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+]([0-9]{2}):([0-9]{2})))|(?: ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?))?$/;

function isTimestamp(text: string): boolean {
  const match = timestamp.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, ...times] = match.slice(1).map(Number);
  const [hour, minute, second, zoneHour, zoneMinute, hour2, minute2, second2] = times;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  // A part that is not there is no number, and so not too large.
  const tooLarge = (value: number | undefined, limit: number) => (value ?? 0) > limit;
  return (
    day >= 1 &&
    day <= days &&
    ![hour, hour2].some((value) => tooLarge(value, 23)) &&
    ![minute, minute2, second, second2].some((value) => tooLarge(value, 59)) &&
    !tooLarge(zoneHour, 24) &&
    !tooLarge(zoneMinute, 60)
  );
}

/** Go's FormatFloat(value, 'g', -1, 32): the fewest digits that give the same 32-bit number. */
function formatFloat32(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  let scientific = '';
  // Nine significant digits always tell two 32-bit numbers apart.
  for (let digits = 0; digits < 9; digits += 1) {
    scientific = single.toExponential(digits);
    if (Math.fround(Number(scientific)) === single) break;
  }
  const [mantissa = '', exponentText = ''] = scientific.split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 6) {
    const sign = exponent < 0 ? '-' : '+';
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return toDecimal(mantissa, exponent);
}

/** Writes `-1.25` and 1 as `-12.5`. */
function toDecimal(mantissa: string, exponent: number): string {
  const negative = mantissa.startsWith('-');
  const digits = mantissa.replace(/[-.]/g, '');
  let text: string;
  if (exponent < 0) text = `0.${'0'.repeat(-exponent - 1)}${digits}`;
  else if (digits.length <= exponent + 1) text = digits.padEnd(exponent + 1, '0');
  else text = `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
  return negative ? `-${text}` : text;
}
