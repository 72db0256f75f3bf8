import { expect, it } from '@jest/globals';
import { findCliff, type CliffInput } from '../../src/traffic/cliff.js';
import type { OutlierDetection } from '../../src/api/traffic-policy.js';
import { inputOf } from './mesh-of.js';

function cliffOf(od: OutlierDetection) {
  const {
    policies,
    outages: _outages,
    ...input
  } = inputOf({
    client: 'r1/a',
    endpoints: { 'r1/a': 2, 'r2/a': 2 },
    locality: { distribute: [{ from: '*', to: { 'r1/*': 50, 'r2/*': 50 } }] },
    od,
  });
  const cliffInput: CliffInput = { ...input, policy: policies[0]! };
  return findCliff(cliffInput);
}

it('one error ejects: a fraction of a permille is enough', () => {
  const cliff = cliffOf({ consecutive5xxErrors: 1, interval: '1s', maxEjectionPercent: 100 });
  expect(cliff.rate).toBeLessThan(0.002);
  expect(cliff.isAvalanche).toBe(true);
});
it('five in a row eject: no avalanche', () => {
  const cliff = cliffOf({ consecutive5xxErrors: 5, interval: '1s', maxEjectionPercent: 100 });
  expect(cliff.isAvalanche).toBe(false);
});
