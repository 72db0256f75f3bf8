import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Recent } from '../../src/foundation/recent.js';

/** Asks for the keys in turn; the result is which of them had to be made. */
function made(keys: readonly number[], limit: number, weight = 1): number[] {
  const recent = new Recent<number>(limit);
  const result: number[] = [];
  for (const key of keys) {
    const make = () => {
      result.push(key);
      return key;
    };
    const value = recent.get(String(key), make, () => weight);
    expect(value).toBe(key);
  }
  return result;
}

test('gives what was made of the key; what has room is made once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 30 }), (keys, limit) => {
      const distinct = [...new Set(keys)];
      const all = made(keys, limit);
      expect(new Set(all)).toEqual(new Set(distinct));
      if (distinct.length < limit) expect(all).toEqual(distinct);
    }),
  );
});

test('holds no more than twice its limit', () => {
  const keys = Array.from({ length: 100 }, (_, index) => index);
  // In the same order again, each has been forgotten by the time it is asked for.
  expect(made([...keys, ...keys], 40)).toHaveLength(200);
  expect(made([...keys, ...keys], 101)).toHaveLength(100);
});

test('what was asked for of late is not made again, what was not is', () => {
  const [a, b, c, d, e] = [0, 1, 2, 3, 4];
  expect(made([a, b, a, c, a, d, a, e, a, b], 10, 4)).toEqual([a, b, c, d, e, b]);
});
