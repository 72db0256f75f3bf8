import { expect, test } from '@jest/globals';
import { parseDuration } from '../../src/mesh/duration.js';

test.each([
  ['0', 0n],
  ['-0', 0n],
  ['1s', 1_000_000_000n],
  ['+1s', 1_000_000_000n],
  ['-1.5h', -5_400_000_000_000n],
  ['.5ms', 500_000n],
  ['1.s', 1_000_000_000n],
  ['1h1m1s1ms1us1ns', 3_661_001_001_001n],
  ['1µs', 1_000n],
  ['1μs', 1_000n],
  ['0.0000000001s', 0n],
  ['00000000000000000000001s', 1_000_000_000n],
  ['0.3333333333333333333h', 1_200_000_000_000n],
  ['2562047h47m16.854775807s', 9_223_372_036_854_775_807n],
  ['-2562047h47m16.854775808s', -9_223_372_036_854_775_808n],
])('%s is read as Go reads it', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each([
  '',
  '1',
  '-',
  's',
  '1d',
  '1S',
  '1 s',
  ' 1s',
  '.s',
  '1.0.0s',
  '1e3s',
  '1s1',
  '9999999h',
  '2562047h47m16.854775808s',
])('there is no duration "%s"', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test('a text without end is read in no time', () => {
  expect(parseDuration('1'.repeat(200_000))).toBeUndefined();
  expect(parseDuration(`${'1'.repeat(200_000)}s`)).toBeUndefined();
  expect(parseDuration(`1${'s'.repeat(200_000)}`)).toBeUndefined();
  expect(parseDuration(`${'1s'.repeat(100_000)}1`)).toBeUndefined();
  expect(parseDuration('1s'.repeat(100_000))).toBe(100_000_000_000_000n);
  expect(parseDuration(`0.${'0'.repeat(200_000)}1h`)).toBe(0n);
});
