import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LintResult } from '../../src/foundation/finding.js';
import type { Prediction } from '../../src/traffic/result.js';
import { root, runDist } from './run-dist.js';

interface CheckJson extends LintResult {
  results: Prediction[];
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-failover-cli-'));
  cpSync(join(root, 'examples/hello-world'), folder, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Replaces text in a manifest of the example. */
function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

describe('check examples/hello-world', () => {
  test('has no error, and the table of the guide for a client in each region', () => {
    const { status, stdout, stderr } = runDist([
      'check',
      'examples/hello-world',
      '--format',
      'json',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { summary, results } = JSON.parse(stdout) as CheckJson;
    expect(summary.errors).toBe(0);
    for (const client of ['europe-west1', 'us-central1']) {
      const split = (scenario: string) =>
        results
          .find((row) => row.client === client && row.scenario === scenario)
          ?.split.map(({ share }) => share);
      expect(split('healthy')).toEqual([0.5, 0.5]);
      expect(split('scaled-to-zero:europe-west1')).toEqual([0, 1]);
      expect(split('scaled-to-zero:us-central1')).toEqual([1, 0]);
      expect(split('failing:europe-west1')).toEqual([0, 1]);
      expect(split('recovered')).toEqual([0.5, 0.5]);
    }
    expect(results.every(({ errors }) => errors === 0)).toBe(true);
  });

  test('text shows the table and the verdict, on standard output alone', () => {
    const { status, stdout, stderr } = runDist(['check'], { cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('clients entering in europe-west1 (a)');
    expect(stdout).toMatch(/europe-west1 scaled to zero, failing +- +100 % +0 %/);
    expect(stdout).not.toContain('\u001b[');
  });

  test('a finding names file, line and column, and ends with 1', () => {
    edit('destination-rule.yaml', 'maxEjectionPercent: 100', 'maxEjectionPercent: 99');
    const { status, stdout } = runDist(['lint', '--format', 'json'], { cwd: folder });
    expect(status).toBe(1);
    const { findings } = JSON.parse(stdout) as LintResult;
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        rule: 'max-ejection-percent-100',
        category: 'invariant',
        file: 'destination-rule.yaml',
        line: 16,
        column: 27,
        endLine: 16,
        endColumn: 29,
        resource: { kind: 'DestinationRule', namespace: 'default', name: 'hello-world' },
      },
    ]);
  });

  test('a manifest that is cut in the middle is an error of its file', () => {
    edit('destination-rule.yaml', /distribute:[^]*/, 'distribute: [{from: europe-west1');
    const { status, stdout } = runDist(['lint', '--format', 'json'], { cwd: folder });
    expect(status).toBe(1);
    expect((JSON.parse(stdout) as LintResult).findings).toContainEqual(
      expect.objectContaining({
        rule: 'readable-manifest',
        category: 'admission',
        file: 'destination-rule.yaml',
        severity: 'error',
      }),
    );
  });

  test('--fail-on moves the level that fails', () => {
    edit('destination-rule.yaml', / {2}trafficPolicy:[^]*/, '  subsets: [{name: v1}]\n');
    const run = (level: string) => runDist(['lint', '--fail-on', level], { cwd: folder }).status;
    expect([run('error'), run('warning'), run('notice')]).toEqual([0, 1, 1]);
  });

  test('several formats at once, one of them in a file', () => {
    const { status, stdout } = runDist(
      ['check', '--format', 'github', '--format', 'json=out/check.json'],
      { cwd: folder },
    );
    expect(status).toBe(0);
    expect(stdout).not.toContain('{');
    expect(JSON.parse(readFileSync(join(folder, 'out/check.json'), 'utf8'))).toHaveProperty(
      'results',
    );
  });

  test('reads standard input', () => {
    const input = readFileSync(join(folder, 'destination-rule.yaml'), 'utf8');
    const { stdout } = runDist(['lint', '-', '--format', 'json'], {
      input: input.replace('maxEjectionPercent: 100', 'maxEjectionPercent: 50'),
    });
    expect((JSON.parse(stdout) as LintResult).findings).toContainEqual(
      expect.objectContaining({ rule: 'max-ejection-percent-100', file: '<stdin>', line: 16 }),
    );
  });
});

describe('wrong usage ends with 2 and says what to do', () => {
  test.each([
    [[], /Usage: mesh-failover COMMAND/],
    [['chekc'], /did you mean "check"/],
    [['check', '--fromat', 'json'], /did you mean --format/],
    [['check', '--format', 'jsn'], /did you mean "json"/],
    [['check', 'no/such/path'], /no\/such\/path/],
    [['check', 'docs'], /No Istio manifest/],
    [['check', '--config', 'nowhere.yaml'], /nowhere\.yaml/],
    [['explain', 'max-ejection-percent'], /did you mean "max-ejection-percent-100"/],
    [['apply', 'examples/hello-world'], /declare them/],
    [['check', '--format', 'json', '--format', 'text'], /only one can go to standard output/],
  ])('%j', (args, message) => {
    const { status, stdout, stderr } = runDist(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test('--allow-empty takes no manifest for fine', () => {
    expect(runDist(['check', 'docs', '--allow-empty']).status).toBe(0);
  });
});

describe('hostile manifests', () => {
  test('bring no control character and no workflow command to any output', () => {
    const name = 'x\\u001b[31m\\n::error file=a::pwned ##[error]pwned';
    writeFileSync(
      join(folder, 'hostile.yaml'),
      `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: hostile}\nspec: {hosts: ["a"], gateways: ["${name}"]}\n`,
    );
    for (const format of ['text', 'json', 'github']) {
      const { stdout } = runDist(['lint', '--format', format], { cwd: folder });
      expect(stdout).toContain('pwned');
      // eslint-disable-next-line no-control-regex -- this is what must not be there
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      expect(stdout).not.toMatch(/^\s*::(?!error file=|warning file=|notice file=)/m);
      expect(stdout).not.toContain('::error file=a::');
      expect(stdout).not.toContain('##[');
    }
  });
});

// Here and in package.test.ts it is the committed one; whether it is what the sources give, `npm run drift` says.
test('dist runs when it is copied alone to an empty place', () => {
  const empty = mkdtempSync(join(tmpdir(), 'mesh-failover-dist-'));
  try {
    cpSync(join(root, 'dist'), join(empty, 'dist'), { recursive: true });
    const entry = join(empty, 'dist/cli/index.js');
    const { status, stdout } = runDist(['check', folder], { cwd: empty, entry });
    expect(stdout).toContain('europe-west1 scaled to zero');
    expect(status).toBe(0);
  } finally {
    rmSync(empty, { recursive: true });
  }
});
