import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const bench = fileURLToPath(new URL('../../bench/run.mjs', import.meta.url));

// What the figures are says nothing here: only that each is measured.
test('the benchmark runs on small trees, and measures all that it is for', async () => {
  const args = [bench, '--small', '--no-peers', '--runs', '1', '--out', '-'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const [head, , ...rows] = stdout.trimEnd().split('\n');
  expect(head).toMatch(/^\| work +\| here +\| beside +\| ratio +\| goal +\| peak memory +\|$/);
  const works = rows.map((row) => row.split(' | ')[0]?.replace(/^\| | +$/g, ''));
  expect(works).toEqual([
    '`--help`',
    '`lint` one service',
    '`lint` again, 1 % changed',
    '`lint` of a `Project` after `withFile` of one file, in one process (CPU)',
    '`lint` 1,500 documents: time of each',
    '`simulate`: 6 localities, all single and double outages, 6 clients',
    'the same as text',
  ]);
  for (const row of rows) expect(row.split(' | ')[1]).toMatch(/^\d+\.\d+ s/);
});
