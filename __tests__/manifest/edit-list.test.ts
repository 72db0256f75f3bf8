import { describe, expect, test } from '@jest/globals';
import type { DocumentChange, Document } from '../../src/manifest/document.js';
import type { Path } from '../../src/foundation/range.js';
import { parseMappings } from '../../src/manifest/parse.js';

function read(text: string): Document | undefined {
  return parseMappings({ file: 'a.yaml', text, named: true }).documents[0];
}

/** The text after the change, which is read back; undefined where there is no certain edit. */
function changed(text: string, path: Path, change: DocumentChange): string | undefined {
  const edit = read(text)?.edit(path, change);
  if (!edit) return undefined;
  const lines = text.split('\n');
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  const { line, column, endLine, endColumn } = edit.range;
  return text.slice(0, offset(line, column)) + edit.text + text.slice(offset(endLine, endColumn));
}

const item = { locality: 'b/c', count: 2, labels: { version: '1' } };
const written = '{ locality: b/c, count: 2, labels: { version: "1" } }';

describe('new items of a list', () => {
  test.each([
    ['block', 'a:\n  - x # one\nb: 1\n', `a:\n  - x # one\n  - ${written}\nb: 1\n`],
    ['without indentation', 'a:\n- x: 1\n  y: 2', `a:\n- x: 1\n  y: 2\n- ${written}`],
    ['comments below', 'a:\n  - x\n  # end\n', `a:\n  - x\n  - ${written}\n  # end\n`],
    ['windows', 'a:\r\n  - x\r\nb: 1\r\n', `a:\r\n  - x\r\n  - ${written}\r\nb: 1\r\n`],
    ['flow', 'a: [x, y]\n', `a: [x, y, ${written}]\n`],
    ['flow over lines', 'a: [\n  x,\n  y\n]\n', `a: [\n  x,\n  y,\n  ${written}\n]\n`],
    ['empty', 'a: []\n', `a: [${written}]\n`],
    ['no list yet', 'b: 1\n', `b: 1\na:\n  - ${written}\n`],
    [
      'JSON',
      '{"a": [{"x": 1}]}',
      '{"a": [{"x": 1}, { "locality": "b/c", "count": 2, "labels": { "version": "1" } }]}',
    ],
  ])('%s', (_, text, after) => {
    expect(changed(text, ['a'], { append: [item] })).toBe(after);
    const all = read(after)?.value['a'] as unknown[];
    expect(all.at(-1)).toEqual(item);
  });

  test('lists of mappings go below each other', () => {
    const workload = { host: 'h.n', endpoints: [item, { locality: 'd' }] };
    const after = changed('version: 1\n', ['workloads'], { append: [workload, workload] });
    const one = `  - host: h.n\n    endpoints:\n      - ${written}\n      - { locality: d }\n`;
    expect(after).toBe(`version: 1\nworkloads:\n${one}${one}`);
    expect(read(after ?? '')?.value['workloads']).toEqual([workload, workload]);
  });

  test.each([
    ['an anchor', 'a: &x\n  - y\nb: *x\n'],
    ['an alias', 'b: &x\n  - y\na: *x\n'],
    ['a block scalar at the end', 'a:\n  - |\n    text\n'],
    ['no list', 'a: 1\n'],
  ])('none that is certain: %s', (_, text) => {
    expect(changed(text, ['a'], { append: [item] })).toBeUndefined();
  });
});

describe('an item less', () => {
  test.each([
    ['the first', 0, 'a:\n  # two\n  - x: 1\n    y: 2 # gone\n  - z\n', 'a:\n  # two\n  - z\n'],
    ['the last', 1, 'a:\n  - x\n  - z: # why\n      - 1\nb: 1\n', 'a:\n  - x\nb: 1\n'],
    ['the last of the file', 1, 'a:\n  - x\n  - z', 'a:\n  - x'],
    ['flow, the first', 0, 'a: [x, y]\n', 'a: [y]\n'],
    ['flow, the last', 1, 'a: [{ x: 1 }, y]\n', 'a: [{ x: 1 }]\n'],
  ])('%s', (_, index, text, after) => {
    expect(changed(text, ['a', index], { remove: true })).toBe(after);
  });

  test.each([
    ['the only one', 'a:\n  - x\n'],
    ['a comment between', 'a: [x, # one\n  y]\n'],
    ['another list on its line', 'a:\n  - - x\n    - y\n  - z\n', ['a', 0, 0]],
  ])('none that is certain: %s', (_, text, path: Path = ['a', 0]) => {
    expect(changed(text, path, { remove: true })).toBeUndefined();
  });
});
