import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { conform, type Shape } from '../../src/mesh/conform.js';

const shape: Shape = {
  name: 'text',
  ports: [{ number: 'number' }],
  hosts: ['text'],
  labels: 'texts',
  weights: 'numbers',
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
