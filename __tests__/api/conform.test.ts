import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { conform, shapeAt } from '../../src/api/conform.js';
import { numbers, texts, type Shape } from '../../src/api/shape.js';

const shape: Shape = {
  name: 'text',
  ports: [{ number: 'number' }],
  hosts: ['text'],
  labels: texts,
  weights: numbers,
  on: 'boolean',
  rest: 'anything',
};

test.each<[string, unknown, unknown, string[]]>([
  [
    'what fits stays',
    { name: 'a', on: true, weights: { x: 1 } },
    { name: 'a', on: true, weights: { x: 1 } },
    [],
  ],
  ['another type is left out', { name: 1, on: 'true' }, {}, ['name', 'on']],
  ['null is missing', { name: null, ports: null, labels: { a: null } }, { labels: {} }, []],
  ['unknown keys stay', { more: [1] }, { more: [1] }, []],
  [
    'items that are mappings keep their position',
    { ports: [null, 'x', { number: 1 }, { number: '2' }] },
    { ports: [{}, {}, { number: 1 }, {}] },
    ['ports.1', 'ports.3.number'],
  ],
  ['other items are left out', { hosts: ['a', 1, null, 'b'] }, { hosts: ['a', 'b'] }, ['hosts.1']],
  ['entries of a mapping', { labels: { a: 'x', b: 1 } }, { labels: { a: 'x' } }, ['labels.b']],
  ['a list for a mapping', { labels: ['a'], ports: {} }, {}, ['labels', 'ports']],
])('%s', (_, value, expected, dropped) => {
  const conformed = conform(value, shape);
  expect(conformed.value).toEqual(expected);
  expect(conformed.dropped.map((path) => path.join('.'))).toEqual(dropped);
});

test('what has its shape keeps it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const once = conform(value, shape).value;
      expect(conform(once, shape)).toEqual({ value: once, dropped: [] });
    }),
  );
});

test.each<[(string | number)[], Shape]>([
  [['ports', 3, 'number'], 'number'],
  [['labels', 'app'], 'text'],
  [['hosts', 0], 'text'],
  [['hosts'], ['text']],
  [['more', 'of', 'it'], 'anything'],
  [['constructor'], 'anything'],
])('the shape at %j', (path, expected) => {
  expect(shapeAt(shape, path)).toEqual(expected);
});

test('a key that every object inherits is a key like any other', () => {
  const value = JSON.parse(
    '{"constructor": {"a": 1}, "labels": {"toString": "x", "__proto__": 1}}',
  );
  const { value: conformed, dropped } = conform(value, shape);
  expect(JSON.stringify(conformed)).toBe('{"constructor":{"a":1},"labels":{"toString":"x"}}');
  expect(dropped).toEqual([['labels', '__proto__']]);
});
