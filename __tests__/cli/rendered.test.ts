import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseManifest } from '../../src/manifest/parse.js';
import type { LintResult } from '../../src/foundation/finding.js';
import { runIn } from './run-in.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mesh-failover-rendered-'));
});

afterEach(() => rmSync(cwd, { recursive: true }));

const read = (file: string) =>
  readFileSync(new URL(`../fixtures/rendered/${file}`, import.meta.url), 'utf8');

const helm = read('helm-template.yaml');
const kustomize = read('kustomize-build.yaml');

/** As `kubectl get -o yaml` and `-o json` write several objects. */
const items = parseManifest({ file: 'a.yaml', text: helm, named: true }).documents.map(
  ({ value }) => value,
);
const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 4);

test.each([
  ['helm template', helm],
  ['kustomize build', kustomize],
  ['a list of kubectl', list],
  ['Windows line ends and a byte order mark', `\ufeff${helm.replaceAll('\n', '\r\n')}`],
])('%s through a pipe: the one mistake, at its place', async (_, text) => {
  const stdin = new PassThrough();
  stdin.end(text);
  const { status, stdout } = await runIn(cwd, ['lint', '-', '--format', 'json'], undefined, stdin);
  const { findings } = JSON.parse(stdout) as LintResult;
  const found = findings.map(({ rule, file, line }) => [rule, file, line]);
  const at = text.split('\n').findIndex((line) => line.includes('maxEjectionPercent')) + 1;
  expect(found).toEqual([['max-ejection-percent-100', '<stdin>', at]]);
  expect(status).toBe(1);
});

test('a chart that is not rendered says what to do', async () => {
  const stdin = new PassThrough();
  stdin.end(helm.replace('maxEjectionPercent: 50', '{{- toYaml .Values.ejection | nindent 6 }}'));
  const { stdout } = await runIn(cwd, ['lint', '-', '--format', 'json'], undefined, stdin);
  const { findings } = JSON.parse(stdout) as LintResult;
  expect(findings[0]).toMatchObject({ rule: 'not-rendered', file: '<stdin>' });
  expect(findings[0]?.message).toMatch(/Not checked/);
});
