import { expect, test } from '@jest/globals';
import { gridOf } from '../../src/report/text-grid.js';

const names = ['europe-west1', 'us-central1', 'asia-northeast1', 'us-east1', 'europe-west4'];
const lines = [
  { name: '  asia-northeast1 scaled to zero', cells: ['25 %', '25 %', '-', '25 %', '25 %', '0 %'] },
];
const gridFor = (count: number, width = 80) =>
  gridOf(
    [...names.slice(0, count), 'errors'],
    [{ ...lines[0]!, cells: lines[0]!.cells.slice(-count - 1) }],
    width,
  );

test('two columns are as wide as ever', () => {
  expect(gridFor(2)?.heads).toEqual([
    '  europe-west1 us-central1      errors'.replace(' us', '  us'),
  ]);
});

test('heads of three are broken at their signs where one line has no room', () => {
  const grid = gridFor(3);
  expect(grid?.heads.map((head) => head.trim().split(/ +/))).toEqual([
    ['europe-', 'us-', 'asia-'],
    ['west1', 'central1', 'northeast1', 'errors'],
  ]);
  expect(34 + (grid?.width ?? 99)).toBeLessThanOrEqual(80);
});

test('five fit as well where their names are short, and where nothing does there is no grid', () => {
  const own = ['europe-west1', 'us-central1', 'us-east1', 'us-west1', 'europe-west4', 'errors'];
  const line = { name: '  europe-west4 scaled to zero', cells: lines[0]!.cells };
  const five = gridOf(own, [line], 80);
  expect(31 + (five?.width ?? 99)).toBeLessThanOrEqual(80);
  expect(gridFor(5)).toBeUndefined();
});
