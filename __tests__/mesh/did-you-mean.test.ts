import { expect, test } from '@jest/globals';
import { didYouMean } from '../../src/mesh/did-you-mean.js';

test.each([
  ['clutsers', ['clusters', 'clients'], 'clusters'],
  ['Paths', ['paths'], 'paths'],
  ['warn', ['off', 'warning'], undefined],
  ['eror', ['error', 'errors'], 'error'],
  ['x', ['y'], undefined],
  ['', ['a'], undefined],
  ['host', [], undefined],
])('%j among %j: %j', (word, candidates, expected) => {
  expect(didYouMean(word, candidates)).toBe(expected);
});
