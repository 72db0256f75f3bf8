import { describe, expect, test } from '@jest/globals';
import { satisfiesCel } from '../../src/admission/cel/evaluate.js';
import { parseCel } from '../../src/admission/cel/parse.js';

const holds = (expression: string, self: unknown, left = 10_000) =>
  satisfiesCel(parseCel(expression), self, { left });

describe('an expression in CEL', () => {
  test.each<[string, unknown, boolean]>([
    ['self == 1', 1, true],
    ['self != 1', 1, false],
    ['self + 1 == 3 && self - 1 == 1', 2, true],
    ['self >= 2 && self <= 2 && !(self < 2) && !(self > 2)', 2, true],
    ["self in ['a', 'b']", 'b', true],
    ["'a' in self", { a: 1 }, true],
    ["'a' in self", ['b'], false],
    ['has(self.a)', {}, false],
    ['has(self.a) && self.a == 1', { a: 1 }, true],
    ['has(self.__namespace__)', { namespace: '' }, true],
    ['size(self) == 2 && self.size() == 2', ['a', 'b'], true],
    ['self.size() == 1', '😀', true],
    ['self.size() == 2', { a: 1, b: 2 }, true],
    ['self[1] == "b"', ['a', 'b'], true],
    ["self.startsWith('/') && self.endsWith('b') && self.contains('a')", '/ab', true],
    ["self.split('/')[0].size() < 3", 'ab/cdef', true],
    ["self.substring(2) == 'c'", 'abc', true],
    ['self.matches(r"""^[a-z]+$""")', 'abc', true],
    ['self.matches("b")', 'abc', true],
    ['self.matches("^b")', 'abc', false],
    ['self.matches(r"""^(?i)a+$""")', 'AA', true],
    ['isIP(self)', '10.0.0.1', true],
    ['isIP(self)', '::1', true],
    ['isIP(self)', '300.0.0.1', false],
    ['isIP(self)', 'a.b', false],
    ["duration(self) > duration('90s')", '2m', true],
    ["duration(self) == duration('0s')", '0s', true],
    ['self.all(x, x > 0)', [1, 2], true],
    ['self.all(x, x > 1)', [1, 2], false],
    ['self.exists(x, x > 1)', [1, 2], true],
    ['self.exists_one(x, x > 0)', [1, 2], false],
    ['self.filter(x, x > 1).size() == 1', [1, 2], true],
    ['self.all(a, self.exists_one(b, a == b))', [1, 1], false],
    ['self.all(key, key == "a")', { a: 1 }, true],
    ['self ? false : true', false, true],
    ["self.type == 'A' ? has(self.a) : true", { type: 'B' }, true],
    ['(self == 1 || self == 2) && true', 2, true],
    ['-self == -1', 1, true],
    ['self == null', null, true],
  ])('%s of %j is %s', (expression, self, expected) => {
    expect(holds(expression, self)).toBe(expected);
  });

  test.each<[string, unknown]>([
    ['self.a == 1', {}],
    ['self[2] == 1', [1]],
    ['self.b', { b: 'text' }],
    ['self.size() == 1', 5],
    ['self.matches("(")', 'a'],
    ["duration(self) > duration('1s')", 'long'],
    ['nobody == 1', 1],
    ['self.nothing()', 'a'],
    ['self.exists_one(x, x.a == 1)', [{ a: 1 }, {}]],
  ])('%s of %j has no value, and is not satisfied', (expression, self) => {
    expect(holds(expression, self)).toBe(false);
    expect(holds(`!(${expression})`, self)).toBe(false);
  });

  test('what decides makes up for what has no value', () => {
    expect(holds('self.a == 1 || true', {})).toBe(true);
    expect(holds('self.a == 1 && false', {})).toBe(false);
    expect(holds('self.exists(x, x.a == 1)', [{}, { a: 1 }])).toBe(true);
    expect(holds('!self.all(x, x.a == 1)', [{}, { a: 2 }])).toBe(true);
  });

  test('what takes too long is not satisfied', () => {
    const long = Array.from({ length: 2_000 }, (_, index) => index);
    expect(holds('self.all(a, self.exists_one(b, a == b))', long, 100_000)).toBe(false);
  });

  test.each(['self ==', 'self @ 1', 'has(self)', 'self.all(1, true)', '(self', 'self self'])(
    '%s is none',
    (expression) => {
      expect(() => parseCel(expression)).toThrow(Error);
    },
  );
});
