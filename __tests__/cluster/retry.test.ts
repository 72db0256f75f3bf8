import { expect, test } from '@jest/globals';
import { retryAfterMs } from '../../src/cluster/retry.js';

test.each([
  [undefined, undefined],
  ['3', 3000],
  ['0', 0],
  ['Thu, 01 Jan 1970 00:00:10 GMT', 9000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After: %s', (header, ms) => {
  expect(retryAfterMs(header, 1000)).toBe(ms);
});
