import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LintResult } from '../../src/foundation/finding.js';
import { runIn } from './run-in.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mesh-failover-baseline-'));
});

afterEach(() => rmSync(cwd, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
const read = (file: string) => readFileSync(join(cwd, file), 'utf8');

const manifest = (percent: number, more = '') => `${more}apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a, namespace: x}
spec:
  host: a.x.svc.cluster.local
  trafficPolicy:
    outlierDetection: {maxEjectionPercent: ${percent}}
    loadBalancer: {localityLbSetting: {failover: [{from: eu, to: us}]}}
`;

async function lint(...args: string[]): Promise<LintResult & { status: number }> {
  const { status, stdout, stderr } = await runIn(cwd, ['lint', ...args, '--format', 'json']);
  if (stdout === '') throw new Error(stderr);
  return { status, ...(JSON.parse(stdout) as LintResult) };
}

const rulesOf = ({ findings }: LintResult) =>
  findings.map(({ rule, severity, file }) => `${rule} ${severity} ${file}`);

async function writeBaseline(): Promise<void> {
  const { status, findings, summary } = await lint('--write-baseline', 'baseline.json');
  expect({ status, findings, errors: summary.errors }).toEqual({
    status: 0,
    findings: [],
    errors: 0,
  });
}

describe('what is in the baseline', () => {
  beforeEach(async () => {
    write('a.yaml', manifest(50));
    await writeBaseline();
  });

  test('is counted, and not reported, wherever its line is', async () => {
    const entries = JSON.parse(read('baseline.json')).findings;
    expect(entries).toContainEqual({
      rule: 'max-ejection-percent-100',
      file: 'a.yaml',
      resource: 'DestinationRule x/a',
      place: expect.stringMatching(/^[0-9a-f]{16}$/),
      count: 1,
    });
    for (const text of [
      manifest(50),
      manifest(50, '# moved\n\n'),
      manifest(50).replace(/\n/g, '\r\n'),
    ]) {
      write('a.yaml', text);
      const { status, findings, summary } = await lint('--baseline', 'baseline.json');
      expect({ status, findings }).toEqual({ status: 0, findings: [] });
      expect(summary).toMatchObject({ errors: 0, baselined: entries.length });
    }
    const { stdout } = await runIn(cwd, ['lint', '--baseline', 'baseline.json']);
    expect(stdout).toContain(`${String(entries.length)} in the baseline`);
  });

  test('is left alone by --fix', async () => {
    await lint('--baseline', 'baseline.json', '--fix');
    expect(read('a.yaml')).toBe(manifest(50));
  });

  test('does not hide another value, another object or the same mistake twice', async () => {
    write('a.yaml', manifest(40));
    expect(rulesOf(await lint('--baseline', 'baseline.json'))).toEqual([
      'max-ejection-percent-100 error a.yaml',
      'valid-ignore notice baseline.json',
    ]);
    const second = manifest(50).replace('name: a', 'name: b').replace('host: a', 'host: b');
    write('a.yaml', `${manifest(50)}---\n${second}`);
    expect(rulesOf(await lint('--baseline', 'baseline.json'))).toContain(
      'max-ejection-percent-100 error a.yaml',
    );
    const twice = `    portLevelSettings:
      - port: {number: 80}
        outlierDetection: {maxEjectionPercent: 50}
        loadBalancer: {localityLbSetting: {failover: [{from: eu, to: us}]}}
`;
    const route = `---
apiVersion: networking.istio.io/v1
kind: Service
metadata: {name: a, namespace: x}
`.replace('networking.istio.io/v1', 'v1');
    write(
      'a.yaml',
      `${manifest(50)}${twice}${route}spec: {ports: [{port: 80, name: http}, {port: 81, name: http-b}]}\n`,
    );
    const { findings } = await lint('--baseline', 'baseline.json');
    expect(findings.filter(({ rule }) => rule === 'max-ejection-percent-100')).toHaveLength(1);
  });

  test('is stale once it is mended, or its file is gone, but not where it was not read', async () => {
    write('a.yaml', manifest(100));
    const { findings } = await lint('--baseline', 'baseline.json');
    const stale = findings.filter(({ file }) => file === 'baseline.json');
    expect(stale).toMatchObject([{ rule: 'valid-ignore', severity: 'notice' }]);
    expect(read('baseline.json').split('\n')[stale[0]!.line - 1]).toContain(
      '"max-ejection-percent-100"',
    );
    write('b.yaml', manifest(100).replace('name: a', 'name: b'));
    expect(rulesOf(await lint('b.yaml', '--baseline', 'baseline.json'))).not.toContain(
      'valid-ignore notice baseline.json',
    );
    rmSync(join(cwd, 'a.yaml'));
    expect(rulesOf(await lint('b.yaml', '--baseline', 'baseline.json'))).toContain(
      'valid-ignore notice baseline.json',
    );
  });

  test('belongs to rules that ran: check writes more than lint knows', async () => {
    write('mesh-failover.yaml', 'version: 1\nrules: {max-ejection-percent-100: off}\n');
    expect(rulesOf(await lint('--baseline', 'baseline.json'))).toEqual([]);
  });
});

test('check takes the baseline too', async () => {
  write('a.yaml', manifest(50));
  const { status } = await runIn(cwd, ['check', '--write-baseline', 'baseline.json']);
  const again = await runIn(cwd, ['check', '--baseline', 'baseline.json', '--fail-on', 'notice']);
  expect([status, again.status]).toEqual([0, 0]);
});

test.each([
  [['--baseline', 'none.json'], /none\.json: cannot be read/],
  [['--baseline', 'a.yaml'], /a\.yaml: no baseline of version 1/],
  [['--baseline', 'entry.json'], /entry\.json:1:29: an entry has rule, file/],
  [['--baseline', 'a', '--write-baseline', 'b'], /give one of them/],
])('%j is refused', async (args, message) => {
  write('a.yaml', manifest(50));
  write('entry.json', '{"version": 1, "findings": [{"rule": "x"}]}');
  const { status, stderr } = await runIn(cwd, ['lint', ...args]);
  expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
});

describe('an ignore with an end', () => {
  const ignore = (until: string) =>
    manifest(50).replace(
      '50}',
      `50} # mesh-failover-ignore: max-ejection-percent-100 ${until} why`,
    );
  const found = async (now: string) => {
    write('a.yaml', ignore('until=2026-12-31'));
    const args = ['lint', '--format', 'json'];
    const { stdout } = await runIn(cwd, args, new Date(now));
    return rulesOf(JSON.parse(stdout) as LintResult);
  };

  test('counts up to and with that day', async () => {
    expect(await found('2026-12-31T23:59:59Z')).toEqual([]);
    expect(await found('2027-01-01T00:00:00Z')).toEqual([
      'max-ejection-percent-100 error a.yaml',
      'valid-ignore warning a.yaml',
    ]);
  });

  test.each(['until=', 'until=2026-13-01', 'until=2026-02-30', 'until=tomorrow', 'until=2026-1-1'])(
    '%s is no day',
    async (until) => {
      write('a.yaml', ignore(until));
      const { findings } = await lint();
      expect(findings.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/is no day, so this ignore counts for nothing/),
      );
      expect(findings).toHaveLength(2);
    },
  );
});
