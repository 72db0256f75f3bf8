import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LintResult } from '../../src/foundation/finding.js';
import type { ExplainedChanges } from '../../src/lint/behaviour-causes.js';
import { runCommandLine } from '../../src/cli/run.js';
import { runIn } from './run-in.js';

let root: string;
let cwd: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mesh-failover-changed-'));
  cwd = join(root, 'repository');
  mkdirSync(cwd);
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(cwd, file)), { recursive: true });
  writeFileSync(join(cwd, file), text);
}

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' });
}

function commit(): void {
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'x');
}

const rule = (name: string, percent: number) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: x}
spec:
  host: ${name}.x.svc.cluster.local
  trafficPolicy:
    outlierDetection: {maxEjectionPercent: ${percent}}
    loadBalancer: {localityLbSetting: {failover: [{from: eu, to: us}]}}
`;

const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: x}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
`;

const route = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, namespace: x}
spec:
  hosts: ["*"]
  gateways: [public]
  http:
${['old', 'b', 'c', 'a'].map(path).join('')}`;

function path(name: string): string {
  const destination = `{host: ${name}.x.svc.cluster.local}`;
  return `    - {match: [{uri: {prefix: /${name}}}], route: [{destination: ${destination}}]}\n`;
}

async function since(ref: string, ...args: string[]): Promise<LintResult & { stderr: string }> {
  const command = args[0] === 'check' ? args : ['lint', ...args];
  const outcome = await runIn(cwd, [...command, '--changed-since', ref, '--format', 'json']);
  if (outcome.stdout === '') throw new Error(outcome.stderr);
  return { ...(JSON.parse(outcome.stdout) as LintResult), stderr: outcome.stderr };
}

const found = ({ findings }: LintResult) =>
  findings.map(({ rule: name, file }) => `${name} ${file}`);

describe('only what the change causes', () => {
  beforeEach(() => {
    write('old.yaml', rule('old', 50));
    write('sub/gateway.yaml', gateway);
    write('sub/route.yaml', route);
    write('sub/rule.yaml', rule('a', 100));
    git('init', '-q', '-b', 'main');
    commit();
  });

  test('nothing has changed: nothing is reported, however wrong it is', async () => {
    const { findings, summary } = await since('HEAD');
    expect(findings).toEqual([]);
    expect(summary.unchanged).toBeGreaterThan(0);
    const { stdout } = await runIn(cwd, ['lint', '--changed-since', 'HEAD']);
    expect(stdout).toMatch(/\d unchanged \(/);
  });

  test('a new mistake, whether committed or not, and no line that moved', async () => {
    write('old.yaml', `# moved\n${rule('old', 50)}`);
    write('sub/rule.yaml', rule('a', 10));
    expect(found(await since('main'))).toEqual(['max-ejection-percent-100 sub/rule.yaml']);
    commit();
    expect(found(await since('HEAD~1'))).toEqual(['max-ejection-percent-100 sub/rule.yaml']);
  });

  test('the wrong line is in a file that was not touched', async () => {
    rmSync(join(cwd, 'sub/gateway.yaml'));
    expect(found(await since('main'))).toEqual(['gateway-exists sub/route.yaml']);
  });

  test('check compares the findings of the table too', async () => {
    // The rule that takes a run over minutes is not what this is about.
    write('mesh-failover.yaml', 'version: 1\npreset: invariants\n');
    write('sub/rule.yaml', rule('a', 10));
    expect(found(await since('HEAD', 'check'))).toEqual(['max-ejection-percent-100 sub/rule.yaml']);
  });

  test('check says which cases behave otherwise, and why', async () => {
    write('mesh-failover.yaml', 'version: 1\npreset: invariants\n');
    commit();
    write('sub/rule.yaml', rule('a', 10));
    const args = ['check', '--changed-since', 'HEAD', '--format'];
    const { stdout } = await runIn(cwd, [...args, 'json']);
    const { behaviour } = JSON.parse(stdout) as { behaviour: ExplainedChanges };
    expect(behaviour.unchanged).toBeGreaterThan(0);
    expect(behaviour.changes.length).toBeGreaterThan(0);
    for (const change of behaviour.changes) {
      expect(change).toMatchObject({
        kind: 'worse',
        before: { host: 'a.x.svc.cluster.local', errors: 0 },
        after: { host: 'a.x.svc.cluster.local' },
        cause: { rule: 'max-ejection-percent-100', file: 'sub/rule.yaml' },
        causes: [
          {
            kind: 'changed',
            resource: { kind: 'DestinationRule', namespace: 'x', name: 'a' },
            field: 'spec.trafficPolicy.outlierDetection.maxEjectionPercent',
            before: '100',
            after: '10',
            file: 'sub/rule.yaml',
            line: 7,
          },
        ],
      });
    }
    const { stdout: text } = await runIn(cwd, [...args, 'text']);
    expect(text).toMatch(/^behaviour: of \d+ predicted cases, \d+ gets? worse$/m);
    expect(text).toContain('cause   sub/rule.yaml:7:44 DestinationRule x/a:');
    expect(text).toContain('finding max-ejection-percent-100 sub/rule.yaml:7:44');
  });

  test('a file that moved brings nothing new', async () => {
    renameSync(join(cwd, 'old.yaml'), join(cwd, 'sub/new.yaml'));
    expect(found(await since('main'))).toEqual([]);
  });

  test('a graver severity is new, a milder one is not', async () => {
    write('mesh-failover.yaml', 'version: 1\nrules: {max-ejection-percent-100: warning}\n');
    expect(found(await since('main'))).toEqual([]);
    commit();
    rmSync(join(cwd, 'mesh-failover.yaml'));
    expect(found(await since('main'))).toEqual(['max-ejection-percent-100 old.yaml']);
  });

  test('what the branch it left has mended since is not the change’s', async () => {
    git('checkout', '-q', '-b', 'topic');
    git('checkout', '-q', 'main');
    write('old.yaml', rule('old', 100));
    commit();
    git('checkout', '-q', 'topic');
    expect(found(await since('main'))).toEqual([]);
  });

  test('in a folder below, with paths that are new, named by any name', async () => {
    const top = cwd;
    cwd = join(top, 'sub');
    write('new.txt', rule('b', 20));
    expect(found(await since('HEAD', '.', 'new.txt'))).toEqual([
      'max-ejection-percent-100 new.txt',
    ]);
    commit();
    expect(found(await since('HEAD', '.', join(cwd, 'new.txt')))).toEqual([]);
    write('later/a.yaml', rule('c', 20));
    expect(found(await since('HEAD', 'later'))).toContain('max-ejection-percent-100 later/a.yaml');
    cwd = top;
  });

  test('a configuration that was wrong says nothing of before', async () => {
    write('mesh-failover.yaml', 'version: 2\n');
    commit();
    write('mesh-failover.yaml', 'version: 1\n');
    const result = await since('HEAD');
    expect(found(result)).toContain('max-ejection-percent-100 old.yaml');
    expect(result.stderr).toMatch(
      /as they were at HEAD, so everything is new: mesh-failover\.yaml:1/,
    );
  });

  test('--fix mends the change alone, a baseline is taken out before', async () => {
    write('sub/rule.yaml', rule('a', 10));
    await since('HEAD', '--fix');
    const texts = ['old.yaml', 'sub/rule.yaml'].map((file) =>
      readFileSync(join(cwd, file), 'utf8'),
    );
    expect(texts).toEqual([rule('old', 50), rule('a', 100)]);
    write('sub/rule.yaml', rule('a', 10));
    await runIn(cwd, ['lint', '--write-baseline', 'baseline.json']);
    expect(found(await since('HEAD', '--baseline', 'baseline.json'))).toEqual([]);
  });

  test('links in the commit are not made, so none is followed', async () => {
    writeFileSync(join(root, 'secret.yaml'), rule('s', 10));
    symlinkSync(join(root, 'secret.yaml'), join(cwd, 'link.yaml'));
    commit();
    expect(found(await since('HEAD'))).toContain('readable-manifest link.yaml');
  });
});

describe('what cannot be', () => {
  beforeEach(() => write('old.yaml', rule('old', 50)));

  const stderrOf = async (...args: string[]) => {
    const { status, stderr } = await runIn(cwd, ['lint', ...args]);
    expect(status).toBe(2);
    return stderr;
  };

  test('no repository, no such commit, an option in place of one', async () => {
    expect(await stderrOf('--changed-since', 'HEAD')).toMatch(/needs a git repository \(not a git/);
    git('init', '-q');
    expect(await stderrOf('--changed-since', 'HEAD')).toMatch(
      /no commit "HEAD" here; fetch it, or/,
    );
    commit();
    expect(await stderrOf('--changed-since', 'nowhere')).toMatch(/no commit "nowhere" here; fetch/);
    for (const ref of ['--output=x', '', 'a b', '\n']) {
      expect(await stderrOf(`--changed-since=${ref}`)).toMatch(
        /a commit, branch or tag is needed, not/,
      );
    }
    expect(await stderrOf('--changed-since', 'HEAD', '-')).toMatch(/cannot look at standard input/);
  });

  test('a commit that a shallow clone does not have', async () => {
    git('init', '-q', '-b', 'main');
    commit();
    const first = git('rev-parse', 'HEAD').trim();
    commit();
    const origin = `file://${cwd}`;
    cwd = join(root, 'clone');
    execFileSync('git', ['clone', '-q', '--depth=1', origin, cwd], { stdio: 'pipe' });
    expect(await stderrOf('--changed-since', first)).toMatch(/this clone is shallow: fetch it too/);
    execFileSync('git', ['fetch', '-q', '--depth=1', 'origin', first], { cwd, stdio: 'pipe' });
    expect(found(await since(first))).toEqual([]);
  });

  test('no git', async () => {
    const texts: string[] = [];
    const stream = {
      write: (text: string) => texts.push(text),
    } as unknown as NodeJS.ReadableStream & NodeJS.WritableStream;
    const io = { cwd, env: { PATH: root }, stdin: stream, stdout: stream, stderr: stream };
    expect(await runCommandLine(['lint', '--changed-since', 'HEAD'], io)).toBe(2);
    expect(texts.join('')).toMatch(/needs git, and there is none in PATH/);
  });
});
