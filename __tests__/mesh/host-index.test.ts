import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HostIndex } from '../../src/mesh/host-index.js';
import { isSubsetOf } from '../../src/mesh/host-name.js';

function indexOf(patterns: readonly string[]): HostIndex<number> {
  const index = new HostIndex<number>();
  patterns.forEach((pattern, position) => index.add(pattern, position));
  return index;
}

test.each([
  [['*', '*.local', '*.prod.svc.cluster.local'], '*.prod.svc.cluster.local'],
  [['*.local', 'reviews.prod.svc.cluster.local'], 'reviews.prod.svc.cluster.local'],
  [['*.example.com', 'reviews.prod'], undefined],
  [[], undefined],
])('of %j %s suits best', (patterns, expected) => {
  const [best] = indexOf(patterns).patternsCovering('reviews.prod.svc.cluster.local');
  expect(best).toBe(expected);
});

const part = fc.constantFrom('a', 'b', 'aa', '*', '');
const host = fc.oneof(
  fc.array(part, { maxLength: 4 }).map((parts) => parts.join('.')),
  fc.array(part, { maxLength: 3 }).map((parts) => `*${parts.join('.')}`),
);

test('it finds what comparing with each of them finds, in the same order', () => {
  fc.assert(
    fc.property(fc.array(host, { maxLength: 12 }), host, (patterns, wanted) => {
      const index = indexOf(patterns);
      const covering = [...patterns.keys()].filter((at) => isSubsetOf(wanted, patterns[at] ?? ''));
      expect(index.covering(wanted)).toEqual(covering);
      const hosts = [...new Set(covering.map((at) => patterns[at] ?? ''))];
      const bySpecificity = hosts.sort(
        (a, b) => Number(b === wanted) - Number(a === wanted) || b.length - a.length,
      );
      expect(index.patternsCovering(wanted)).toEqual(bySpecificity);
    }),
    { numRuns: 2000 },
  );
});

test('of those that a host covers it finds what comparing with each of them finds, in the same order', () => {
  fc.assert(
    fc.property(fc.array(host, { maxLength: 12 }), host, (patterns, wanted) => {
      const index = indexOf(patterns);
      const within = [...new Set(patterns)].filter((pattern) => isSubsetOf(pattern, wanted));
      expect(index.patternsWithin(wanted)).toEqual(within);
      const overlapping = [...new Set(patterns)].filter(
        (pattern) => isSubsetOf(pattern, wanted) || isSubsetOf(wanted, pattern),
      );
      expect(index.patternsOverlapping(wanted)).toEqual(overlapping);
    }),
    { numRuns: 2000 },
  );
});
