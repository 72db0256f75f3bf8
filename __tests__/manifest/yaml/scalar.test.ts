import { describe, expect, test } from '@jest/globals';
import { resolvePlain, resolveTagged, toKey } from '../../../src/manifest/yaml/index.js';
import { parseMappings } from '../../../src/manifest/parse.js';

/** Checked against sigs.k8s.io/yaml 1.6 (go.yaml.in/yaml/v2 2.4). */
const values: [string, unknown][] = [
  ...'y Y yes Yes YES true True TRUE on On ON'.split(' ').map((t): [string, unknown] => [t, true]),
  ...'n N no No NO false False FALSE off Off OFF'
    .split(' ')
    .map((t): [string, unknown] => [t, false]),
  ...['', '~', 'null', 'Null', 'NULL'].map((t): [string, unknown] => [t, null]),
  ['yEs', 'yEs'],
  ['tRUE', 'tRUE'],
  ['nULL', 'nULL'],
  ['0', 0],
  ['-0', 0],
  ['00', 0],
  ['+5', 5],
  ['-5', -5],
  ['0144', 100],
  ['-0144', -100],
  ['0o144', 100],
  ['0O17', 15],
  ['0x1F', 31],
  ['0X1f', 31],
  ['-0x10', -16],
  ['0x_1f', 31],
  ['0b101', 5],
  ['0B11', 3],
  ['-0b11', -3],
  ['0b-1', -1],
  ['0x', '0x'],
  ['0b', '0b'],
  ['0b12', '0b12'],
  ['1_000', 1000],
  ['1__0', 10],
  ['_1', '_1'],
  ['08', 8],
  ['0_8', 8],
  ['09.5', 9.5],
  ['1:30', '1:30'],
  ['190:20:30', '190:20:30'],
  ['1.5', 1.5],
  ['1.', 1],
  ['.5', 0.5],
  ['+.5', 0.5],
  ['._5', '._5'],
  ['.', '.'],
  ['-', '-'],
  ['1e3', 1000],
  ['1E+3', 1000],
  ['1_0.5', 10.5],
  ['1e400', '1e400'],
  ['1.10', 1.1],
  ['1.2.3', '1.2.3'],
  ['1,000', '1,000'],
  ['9007199254740993', 9007199254740992],
  ['18446744073709551615', 18446744073709552000],
  ['99999999999999999999999', 1e23],
  ['2001-12-14', '2001-12-14'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['.inf', Infinity],
  ['+.INF', Infinity],
  ['-.Inf', -Infinity],
  ['.NaN', NaN],
  ['<<', '<<'],
  ['hello', 'hello'],
];

test.each(values)('a bare %j is what the API server reads', (text, value) => {
  const scalar = resolvePlain(text);
  expect(scalar.type === 'null' ? null : scalar.value).toEqual(value);
});

test.each([
  ['!!str', '1', '1'],
  ['!!int', '5', 5],
  ['!!float', '3', 3],
  ['!!bool', 'yes', true],
  ['!!binary', 'aGk=', 'hi'],
  ['!!timestamp', '2001-12-14', '2001-12-14'],
  ['tag:yaml.org,2002:int', '0x10', 16],
  ['!', '0144', '0144'],
  ['!own', '1', '1'],
])('%s %s', (tag, text, value) => {
  expect(resolveTagged(tag, text)).toMatchObject({ value });
});

test.each([
  ['!!int', 'x'],
  ['!!int', '1.5'],
  ['!!bool', '1'],
  ['!!null', 'x'],
  ['!!binary', '*'],
  ['!!timestamp', 'x'],
  ['!!timestamp', '2001-02-29'],
  ['!!float', '18446744073709551615'],
])('%s %s is refused', (tag, text) => {
  expect(resolveTagged(tag, text)).toBeUndefined();
});

describe('keys', () => {
  test.each([
    ['on', 'true'],
    ['50', '50'],
    ['0144', '100'],
    ['1_000', '1000'],
    ['9007199254740993', '9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
    ['.1_0', '0.1'],
    ['1e6', '1e+06'],
    ['1e5', '100000'],
    ['1.5e7', '1.5e+07'],
    ['0.1', '0.1'],
    ['123456789.5', '1.2345679e+08'],
    ['1e-5', '1e-05'],
    ['0.00012', '0.00012'],
    ['12.25', '12.25'],
    ['-12.25', '-12.25'],
    ['-0.0', '-0'],
    ['0.0', '0'],
    ['1e300', '.inf'],
    ['-.inf', '-.inf'],
    ['.nan', '.nan'],
  ])('%s becomes %j', (text, key) => {
    expect(toKey(resolvePlain(text))).toBe(key);
  });

  test.each(['~', '9223372036854775808', '18446744073709551615'])('%s is refused', (text) => {
    expect(toKey(resolvePlain(text))).toBeUndefined();
  });
});

test('quotes keep text as it is', () => {
  const text = 'a: "on"\nb: \'0144\'\nc: |\n  12\n"50": 1\n';
  const [document] = parseMappings({ file: 'a.yaml', text, named: true }).documents;
  expect(document?.value).toEqual({ a: 'on', b: '0144', c: '12\n', 50: 1 });
});
