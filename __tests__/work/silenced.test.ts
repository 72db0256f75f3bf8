import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { commentMarkdown, isWorthComment } from '../../src/report/comment-markdown.js';
import { runIn } from '../cli/run-in.js';
import { lintResult } from '../report/hostile.js';

let cwd: string;

beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'silenced-')));
  execFileSync('git', ['init', '-q'], { cwd });
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const rule = (percent = 'maxEjectionPercent: 10', above = '') => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec:
  host: web
  trafficPolicy:
    loadBalancer: {localityLbSetting: {failover: [{from: us-east1, to: us-west1}, {from: us-west1, to: us-east1}]}}
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 10s
      baseEjectionTime: 1m
${above}      ${percent}
`;

function commit(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
  }
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  execFileSync('git', ['add', '-A'], { cwd });
  execFileSync('git', [...identity, 'commit', '-q', '-m', 'x'], { cwd });
}

async function change(before: Record<string, string>, after: Record<string, string>) {
  commit(before);
  commit(after);
  const json = await runIn(cwd, ['check', '--changed-since', 'HEAD^', '--format', 'json']);
  const text = await runIn(cwd, ['check', '--changed-since', 'HEAD^']);
  const markdown = await runIn(cwd, ['check', '--changed-since', 'HEAD^', '--format', 'markdown']);
  const { silenced = [] } = JSON.parse(json.stdout) as {
    silenced?: { rule: string; file: string }[];
  };
  return {
    silenced: silenced.map((one) => `${one.rule} ${one.file}`),
    text: text.stdout,
    markdown: markdown.stdout,
  };
}

const ignore = '      # mesh-failover-ignore: max-ejection-percent-100 we know\n';
const broken = { 'mesh/dr.yaml': rule() };
const config = (more: string) => `version: 1\n${more}\n`;

describe('a change that hides an error', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['by an ignore', broken, { 'mesh/dr.yaml': rule(undefined, ignore) }],
    [
      'by a rule that is off',
      broken,
      { 'mesh-failover.yaml': config('rules: {max-ejection-percent-100: off}') },
    ],
    [
      'by a rule that is less severe',
      broken,
      { 'mesh-failover.yaml': config('rules: {max-ejection-percent-100: notice}') },
    ],
    [
      'by an override',
      broken,
      {
        'mesh-failover.yaml': config(
          'overrides: [{paths: [mesh], rules: {max-ejection-percent-100: off}}]',
        ),
      },
    ],
    [
      'by excluding the file',
      { ...broken, 'other/dr.yaml': rule('maxEjectionPercent: 100') },
      { 'mesh-failover.yaml': config('exclude: ["mesh/**"]') },
    ],
    [
      'by narrower paths',
      { ...broken, 'other/dr.yaml': rule('maxEjectionPercent: 100') },
      { 'mesh-failover.yaml': config('paths: [other]') },
    ],
    [
      'that it brings itself',
      { 'other/dr.yaml': rule('maxEjectionPercent: 100') },
      { ...broken, 'mesh-failover.yaml': config('paths: [other]') },
    ],
  ])('%s', async (_, before, after) => {
    const { silenced, text, markdown } = await change(before, after);
    expect(silenced).toEqual(['max-ejection-percent-100 mesh/dr.yaml']);
    expect(text).toMatch(
      /This change silences 1 error:\n {2}max-ejection-percent-100 at mesh\/dr.yaml:1[23]\n/,
    );
    expect(markdown).toContain('this change silences 1 error');
    expect(markdown).toContain('**This change silences 1 error:**');
    expect(markdown).not.toContain('✅');
  });
});

describe('a change that hides nothing', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['mends the error', broken, { 'mesh/dr.yaml': rule('maxEjectionPercent: 100') }],
    [
      'keeps an ignore',
      { 'mesh/dr.yaml': rule(undefined, ignore) },
      { 'mesh/dr.yaml': `# moved\n${rule(undefined, ignore)}` },
    ],
    [
      'switches another rule off',
      broken,
      { 'mesh-failover.yaml': config('rules: {panic-threshold: off}') },
    ],
    [
      'declares more clusters',
      broken,
      {
        'mesh-failover.yaml': config('clusters: [{name: a, locality: us-east1}]'),
      },
    ],
  ])('%s', async (_, before, after) => {
    const { silenced, text } = await change(before, after);
    expect(silenced).toEqual([]);
    expect(text).not.toContain('silences');
  });
});

test('a comment is written for it, without a check mark', () => {
  const [silenced] = [lintResult([]).findings];
  const lint = lintResult([]);
  expect(isWorthComment({ lint, silenced }, new Set())).toBe(false);
  const one = {
    ...{ rule: 'max-ejection-percent-100', code: 'MF002', category: 'invariant' as const },
    ...{ severity: 'error' as const, message: 'm', file: 'a|b.yaml', resource: null },
    ...{ line: 3, column: 1, endLine: 3, endColumn: 2, environment: null, related: [] },
    ...{ help: '', url: '' },
  };
  expect(isWorthComment({ lint, silenced: [one] }, new Set())).toBe(true);
  const text = commentMarkdown(
    { lint, predictions: [], silenced: [one] },
    { newFindings: new Set() },
  );
  expect(text).toContain('⚠️ mesh-failover: ');
  expect(text).toContain('**This change silences 1 error:**');
  expect(text).not.toContain('✅');
});
