import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { valueChanges, withUndone } from '../../src/foundation/value-changes.js';

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, 0, 1, 'a', 'b', true),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('name', 'a', 'b', '__proto__'), tie('value')),
    fc.uniqueArray(fc.record({ name: fc.constantFrom('x', 'y', 'z'), a: fc.constantFrom(1, 2) }), {
      selector: ({ name }) => name,
    }),
  ),
}));

const plain = (one: unknown) => JSON.parse(JSON.stringify(one)) as unknown;

describe('differences of two values', () => {
  test('undone all together give the value before, none of them the value after', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        expect(plain(withUndone(before, after, () => true))).toEqual(plain(before));
        expect(plain(withUndone(before, after, () => false))).toEqual(plain(after));
      }),
    );
  });

  test('are fewer by those that are undone', () => {
    fc.assert(
      fc.property(value, value, fc.nat(), (before, after, seed) => {
        const changes = valueChanges(before, after);
        if (changes.length === 0) {
          expect(plain(after)).toEqual(plain(before));
          return;
        }
        const one = seed % changes.length;
        const left = withUndone(before, after, (index) => index === one);
        expect(plain(left)).not.toEqual(plain(after));
      }),
    );
  });

  test('are named by their paths', () => {
    const before = { a: 1, list: [{ name: 'x', v: 1 }, { name: 'y' }], plain: [1, 2, 3], gone: {} };
    const after = { a: 2, list: [{ name: 'x', v: 2 }, { name: 'z' }], plain: [1, 3], come: [0] };
    expect(
      valueChanges(before, after).map(({ kind, path, placePath }) => [
        kind,
        path.join('.'),
        placePath.join('.'),
      ]),
    ).toEqual([
      ['changed', 'a', 'a'],
      ['changed', 'list.0.v', 'list.0.v'],
      ['removed', 'list.1', 'list'],
      ['added', 'list.1', 'list.1'],
      ['removed', 'plain.1', 'plain'],
      ['added', 'come', 'come'],
      ['removed', 'gone', ''],
    ]);
  });

  test('of long lists and deep values are found within a bound', () => {
    const long = (step: number) => Array.from({ length: 5_000 }, (_, index) => index * step);
    expect(valueChanges(long(1), long(3))).toHaveLength(1);
    let [left, right]: unknown[] = [1, 2];
    for (let depth = 0; depth < 200; depth++) [left, right] = [{ a: left }, { a: right }];
    const [change] = valueChanges(left, right);
    expect(change?.path.length).toBeLessThan(40);
  });
});
