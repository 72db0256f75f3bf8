import { expect, test } from '@jest/globals';
import { didYouMean } from '../../src/foundation/did-you-mean.js';

test.each([
  ['clutsers', ['clusters', 'clients'], 'clusters'],
  ['Paths', ['paths'], 'paths'],
  ['warn', ['off', 'warning'], 'warning'],
  ['max-ejection', ['max-ejection-percent-100', 'max-retries'], 'max-ejection-percent-100'],
  ['web-', ['web-a', 'web-b'], 'web-a'],
  ['region', ['regions-of-europe', 'regions-of-asia'], undefined],
  ['web', ['web-frontend'], undefined],
  ['eror', ['error', 'errors'], 'error'],
  ['x', ['y'], undefined],
  ['', ['a'], undefined],
  ['host', [], undefined],
])('%j among %j: %j', (word, candidates, expected) => {
  expect(didYouMean(word, candidates)).toBe(expected);
});
