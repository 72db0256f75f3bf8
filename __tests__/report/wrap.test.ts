import { expect, test } from '@jest/globals';
import { wrap } from '../../src/report/wrap.js';
import { sparkline } from '../../src/report/sparkline.js';

test('breaks at spaces, keeps new lines, leaves long words whole', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrap('one two\nthree', 80)).toEqual(['one two', 'three']);
  expect(wrap('a verylongword b', 6)).toEqual(['a', 'verylongword', 'b']);
  expect(wrap('', 10)).toEqual(['']);
});

test('keeps a number and its % on one line', () => {
  expect(wrap('fails: 50 % of all', 9)).toEqual(['fails:', '50 % of', 'all']);
  expect(wrap('fails: 50 %', 9)).toEqual(['fails:', '50 %']);
});

test('a bar for each share; what is small, but there, can be seen', () => {
  expect(sparkline([0, 0.001, 0.5, 1])).toBe('▁▂▅█');
});
