import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { blocksOf } from '../../src/lint/blocks.js';

test.each([
  ['a:\n  b: 1\n  c: 2\nd: 3', 0, [1, 3]],
  ['a:\n  b: 1\n  c: 2\nd: 3', 1, [2, 2]],
  ['a:\n  # x\n\n  b:\n    c: 1\n  # y\n  d: 2\n---\ne: 1', 2, [4, 6]],
  ['a: 1\r\nb:\r\n  c: 1\r\n', 1, [2, 4]],
  ['a: 1', 1, [2, 2]],
  ['', 0, [2, 2]],
])('%j below line %i', (text, line, [first, last]) => {
  expect(blocksOf(text).below(line)).toEqual({ first, last });
});

test('a block is the first line with a value and all that is indented deeper', () => {
  const lines = fc.array(
    fc.constantFrom('a', ' b', '  c', '   d', '', '  ', '# x', '  # y', '---'),
  );
  fc.assert(
    fc.property(lines, fc.nat(10), (all, line) => {
      const isValue = (text: string) => /^\s*[^\s#]/.test(text);
      const indent = (text: string) => text.search(/\S/);
      let first = line;
      while (first < all.length && !isValue(all[first] ?? '')) first += 1;
      let last = first + 1;
      while (last < all.length) {
        const text = all[last] ?? '';
        if (isValue(text) && indent(text) <= indent(all[first] ?? '')) break;
        last += 1;
      }
      fc.pre(first < all.length);
      expect(blocksOf(all.join('\n')).below(line)).toEqual({ first: first + 1, last });
    }),
  );
});

test('each of very many lines has its block, for one pass through the text', () => {
  const count = 160_000;
  // How often the text is taken apart: once, however many blocks are asked for.
  const text = '# mesh-failover-ignore: x y\n'.repeat(count) + 'a: 1';
  const split = jest.spyOn(String.prototype, 'split');
  const blocks = blocksOf(text);
  const found = Array.from({ length: count }, (_, line) => blocks.below(line + 1));
  expect(split).toHaveBeenCalledTimes(1);
  split.mockRestore();
  expect(found.every(({ first, last }) => first === count + 1 && last === count + 1)).toBe(true);
});
