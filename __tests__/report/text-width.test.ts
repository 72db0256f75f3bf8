import { describe, expect, test } from '@jest/globals';
import { formats } from '../../src/report/formats.js';
import { heldTable, whole } from './held-table.js';
import { finding, lintResult, prediction } from './hostile.js';

const words = 'some words that go on '.repeat(12).trim();
const split = ['europe-west1', 'us-central1'].map((locality) => ({ locality, share: 0.5 }));

function linesOf(width: number | undefined, publicHost: string): string[] {
  const rows = [
    prediction('x', { host: 'web', publicHost, split, scenario: 'healthy', reason: words }),
  ];
  const results = {
    lint: lintResult([finding('x', { message: words })]),
    predictions: heldTable(rows),
    basis: Array(20).fill('a basis') as string[],
    text: () => `${'a: '.repeat(60)}\n`.repeat(5),
  };
  const options = { color: false, quiet: false, ...(width === undefined ? {} : { width }) };
  const text = whole(formats.text(results, options));
  return text.split('\n');
}

describe('the width of a terminal', () => {
  test.each([60, 80])('of %d: no line is longer', (width) => {
    // The last one is for tools that read lines, too.
    const lines = linesOf(width, 'example.com').filter((line) => !/predicted case/.test(line));
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });

  test.each([undefined, 300])('of %d: lines stay as long as people read', (width) => {
    const longest = Math.max(...linesOf(width, 'example.com').map((line) => line.length));
    expect(longest).toBeGreaterThan(90);
    expect(longest).toBeLessThanOrEqual(100);
  });
});

test('a title that would push the numbers away has a line of its own', () => {
  const host = 'a-host-with-quite-a-long-name.of-a-team.in-some-company.example.com';
  const lines = linesOf(undefined, host);
  const at = lines.findIndex((line) => line === `web:80 subset x for ${host}`);
  expect(lines[at + 1]).toMatch(/^ +europe-west1 +us-central1 +errors$/);
  expect(linesOf(undefined, 'short.example').join('\n')).toMatch(
    /\nweb:80 subset x for short.example +europe-west1 +us-central1 +errors\n/,
  );
});
