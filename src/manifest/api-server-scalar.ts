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

const literals = new Map<string, ApiScalar>();
for (const text of ['', '~', 'null', 'Null', 'NULL']) literals.set(text, { type: 'null' });
for (const [value, texts] of [
  [true, 'y Y yes Yes YES true True TRUE on On ON'],
  [false, 'n N no No NO false False FALSE off Off OFF'],
] as const) {
  for (const text of texts.split(' ')) literals.set(text, { type: 'bool', value });
}
for (const [value, texts] of [
  [NaN, '.nan .NaN .NAN'],
  [Infinity, '.inf .Inf .INF +.inf +.Inf +.INF'],
  [-Infinity, '-.inf -.Inf -.INF'],
] as const) {
  for (const text of texts.split(' ')) literals.set(text, { type: 'float', value });
}

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
  // A leading dot goes to Go's ParseFloat, which takes no underscores here.
  if (first === 46 && /^\.[0-9]+([eE][-+]?[0-9]+)?$/.test(text)) {
    return toFloat(text) ?? { type: 'str', value: text };
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
      return /^[0-9]{4}-[0-9]/.test(text) ? { type: 'str', value: text } : undefined;
    case 'null':
    case 'bool':
    case 'int':
    case 'float': {
      const scalar = resolvePlain(text);
      if (wanted === 'float' && scalar.type === 'int')
        return { type: 'float', value: scalar.value };
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
      return scalar.value < 2 ** 63 ? scalar.digits : undefined;
    case 'float':
      return formatFloat32(scalar.value);
    case 'null':
      return undefined;
  }
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

function decodeBase64(text: string): ApiScalar | undefined {
  const compact = text.replace(/[\r\n]/g, '');
  const isBase64 = compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
  return isBase64
    ? { type: 'str', value: Buffer.from(compact, 'base64').toString('utf8') }
    : undefined;
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
