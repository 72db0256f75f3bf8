import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LintResult } from '../../src/foundation/finding.js';
import { ruleWithDetection as rule } from '../project/rule-with-detection.js';
import { runIn } from './run-in.js';

let cwd: string;
let outside: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-fix-'));
  cwd = join(folder, 'work');
  outside = join(folder, 'outside');
  mkdirSync(cwd);
  mkdirSync(outside);
});

afterEach(() => rmSync(dirname(cwd), { recursive: true }));

function write(file: string, text: string, folder = cwd): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const read = (file: string, folder = cwd) => readFileSync(join(folder, file), 'utf8');

const lint = (...args: string[]) => runIn(cwd, ['lint', ...args]);

test('the fixes are counted, and none is left for a second time', async () => {
  write('a.yaml', rule('    outlierDetecton:\n      \'maxEjectionPercnt\': "50"\n'));
  const { stderr } = await lint('--fix');
  expect(read('a.yaml')).toBe(rule("    outlierDetection:\n      'maxEjectionPercent': 100\n"));
  expect(stderr).toMatch(/^mesh-failover: fixed \d findings in 1 file\n$/);
  const again = await lint('--fix');
  expect(again.stderr).toBe('mesh-failover: fixed 0 findings in 0 files\n');
});

describe('what is not written', () => {
  const wrong = rule('    outlierDetection: {maxEjectionPercent: 50}\n');

  test('files outside of the working folder', async () => {
    write('a.yaml', wrong, outside);
    expect((await lint('--fix', '../outside/a.yaml')).status).toBe(1);
    expect(read('a.yaml', outside)).toBe(wrong);
  });

  test('what a symbolic link leads to', async () => {
    write('real/a.yaml', wrong);
    write('named.txt', wrong);
    symlinkSync(join(cwd, 'named.txt'), join(cwd, 'link.yaml'));
    symlinkSync(join(cwd, 'real'), join(cwd, 'folder'));
    await lint('--fix', 'link.yaml', 'folder/a.yaml');
    expect([read('real/a.yaml'), read('named.txt')]).toEqual([wrong, wrong]);
  });

  test('standard input', async () => {
    const { status, stderr } = await lint('--fix', '-');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/cannot change standard input/)]);
  });
});

describe('--fix-dry-run', () => {
  const files = {
    'a.yaml': rule('    outlierDetection:\n      interval: 5s\n', '---\n# end\n'),
    'b/windows.yaml': rule('    outlierDetection: {maxEjectionPercent: 50}\n')
      .replace('name: a', 'name: b')
      .replaceAll('\n', '\r\n')
      .trimEnd(),
  };

  test('is a diff that git applies, and makes the same of the files', async () => {
    for (const [file, text] of Object.entries(files)) write(file, text);
    const { status, stdout } = await lint('--fix-dry-run', '--format', 'json=out.json');
    expect(status).toBe(1);
    expect(Object.keys(files).map((file) => read(file))).toEqual(Object.values(files));
    const found = JSON.parse(read('out.json')) as LintResult;
    expect(found.findings.map(({ fix }) => fix?.description)).toContain(
      'Set maxEjectionPercent to 100.',
    );
    expect(stdout).toContain('@@ -6,6 +6,7 @@\n');
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd, input: stdout });
    const applied = Object.keys(files).map((file) => read(file));
    for (const [file, text] of Object.entries(files)) write(file, text);
    await lint('--fix');
    expect(applied).toEqual(Object.keys(files).map((file) => read(file)));
  });

  test.each([
    [['--fix', '--fix-dry-run'], /give one of them/],
    [['--fix-dry-run', '--format', 'json'], /standard output has the diff/],
  ])('%j is refused', async (args, message) => {
    write('a.yaml', files['a.yaml']);
    const { status, stderr } = await lint(...args);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
