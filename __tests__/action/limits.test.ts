/** The built action where GitHub's limits are reached, and in a job whose workspace is another user's. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Runner } from './runner.js';

let runner: Runner;

beforeEach(() => {
  runner = new Runner();
  runner.copy('hello-world');
});

afterEach(() => {
  runner.remove();
});

test('thousands of errors, in ten annotations each and a summary below 1 MiB', async () => {
  const many = 3_000;
  // Long, so that fewer fill the summary.
  const long = 'x'.repeat(400);
  const rules = Array.from({ length: many }, (_, index) =>
    [
      'apiVersion: networking.istio.io/v1',
      'kind: DestinationRule',
      `metadata: {name: "r-${index}", namespace: default}`,
      'spec:',
      `  host: "<img src=x onerror=alert(1)>-${long}-${index}.default.svc.cluster.local"`,
      '  trafficPolicy: {outlierDetection: {maxEjectionPercnt: 5}}',
    ].join('\n'),
  );
  runner.write('<b>many.yaml', rules.join('\n---\n'));
  const result = await runner.step();
  expect(result).toMatchObject({ exitCode: 1, stderr: '' });
  expect(Number(result.outputs['errors'])).toBeGreaterThanOrEqual(many);
  const of = (kind: string) =>
    result.commands.filter(
      (line) => line.startsWith(`::${kind} `) || line.startsWith(`::${kind}::`),
    );
  for (const kind of ['error', 'warning', 'notice'])
    expect(of(kind).length).toBeLessThanOrEqual(10);
  expect(of('error')).toHaveLength(10);
  expect(of('error').some((line) => /\b[\d,]+ more\b/.test(line))).toBe(true);
  for (const line of result.commands) expect(Buffer.byteLength(line)).toBeLessThan(8192);
  expect(Buffer.byteLength(result.summary)).toBeLessThan(1024 * 1024);
  expect(result.summary.split('\n')[0]).toContain(`${result.outputs['errors'] ?? ''} errors`);
  expect(result.summary).toMatch(/\*\d+ more findings omitted: the page is limited in size\.\*/);
  expect(result.summary).not.toMatch(/<(img|b)\b[ >]/);
  // Nothing is lost: the file has them all.
  const { findings } = JSON.parse(readFileSync(result.outputs['findings'] ?? '', 'utf8')) as {
    findings: { severity: string }[];
  };
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  expect(String(errors)).toBe(result.outputs['errors']);
});

test('a predicted table that is too long for an output is in its file alone', async () => {
  const clusters = Array.from({ length: 16 }, (_, index) => {
    return { name: `c${index}`, locality: `region-${index}` };
  });
  runner.write('mesh-failover.yaml', JSON.stringify({ version: 1, clusters }));
  const { outputs, summary } = await runner.step();
  const { results } = JSON.parse(readFileSync(outputs['results'] ?? '', 'utf8')) as {
    results: unknown[];
  };
  expect(JSON.stringify({ version: 1, results }).length).toBeGreaterThan(100_000);
  expect(outputs).not.toHaveProperty('table');
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
});

test('in a container job, where git finds the workspace owned by another user, it compares', async () => {
  runner.git('init', '-q', '-b', 'main');
  const base = runner.commit();
  runner.copy('hello-world', '.', (text) => text.replace('Percent: 100', 'Percent: 10'));
  runner.commit();
  runner.event('push', { before: base });
  // What git itself has for trying this without another user.
  runner.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
  const env = { PATH: process.env['PATH'], HOME: runner.folder, ...runner.env };
  const plain = spawnSync('git', ['rev-parse', 'HEAD'], {
    cwd: runner.workspace,
    env,
    encoding: 'utf8',
  });
  expect(plain.stderr).toContain('dubious ownership');

  const result = await runner.step({ mode: 'check' });
  expect(result.exitCode).toBe(1);
  expect(Number(result.outputs['worse'])).toBeGreaterThan(0);
  expect(result.stdout).not.toContain('dubious ownership');
});
