import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { probabilityOfAtLeast, probabilityOfAtMost } from '../../src/drill/binomial.js';

describe('the binomial distribution', () => {
  // Summed with exact fractions.
  test.each([
    [0, 10, 0.5, 0.0009765625],
    [4, 10, 0.5, 0.376953125],
    [30, 100, 0.5, 3.92506982279687e-5],
    [0, 400, 0.01, 0.01795055328],
    [460, 1000, 0.5, 0.00622207313858589],
    [5, 1000, 0.01, 0.06613951],
  ])('at most %i of %i with %d: %d', (count, total, probability, expected) => {
    expect(probabilityOfAtMost(count, total, probability) / expected).toBeCloseTo(1, 5);
  });

  test('is the plain sum of its terms', () => {
    const tries = fc.integer({ min: 1, max: 60 });
    const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(tries, fc.nat(60), probability, (total, count, p) => {
        let sum = 0;
        let term = (1 - p) ** total;
        for (let k = 0; k <= Math.min(count, total); k++) {
          sum += term;
          term *= ((total - k) / (k + 1)) * (p / (1 - p));
        }
        expect(probabilityOfAtMost(count, total, p)).toBeCloseTo(sum, 9);
        const rest = probabilityOfAtLeast(count + 1, total, p);
        expect(probabilityOfAtMost(count, total, p) + rest).toBeCloseTo(1, 9);
      }),
    );
  });

  test('what cannot be otherwise, and large numbers', () => {
    expect(probabilityOfAtMost(3, 10, 0)).toBe(1);
    expect(probabilityOfAtMost(3, 10, 1)).toBe(0);
    expect(probabilityOfAtLeast(1, 10, 0)).toBe(0);
    expect(probabilityOfAtLeast(0, 10, 0)).toBe(1);
    expect(probabilityOfAtMost(150_000, 300_000, 0.5)).toBeCloseTo(0.5, 2);
    expect(probabilityOfAtMost(100_000, 300_000, 0.5)).toBeCloseTo(0, 12);
  });
});
