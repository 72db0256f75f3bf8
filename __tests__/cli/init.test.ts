import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  checkWorkflow,
  deployWorkflow,
  rollbackWorkflow,
} from '../../src/cli/init/workflow-templates.js';
import { runIn } from './run-in.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mesh-failover-init-'));
});

afterEach(() => rmSync(root, { recursive: true }));

const read = (file: string) => readFileSync(join(root, file), 'utf8');

function example(folder: string): void {
  cpSync('examples/hello-world', join(root, folder), { recursive: true });
  rmSync(join(root, folder, 'mesh-failover.yaml'));
}

test('the workflows are those of the documentation', () => {
  expect(checkWorkflow).toBe(readFileSync('docs/workflows/check.yml', 'utf8'));
  expect(deployWorkflow).toBe(readFileSync('docs/workflows/deploy.yml', 'utf8'));
  expect(rollbackWorkflow).toBe(readFileSync('docs/workflows/rollback.yml', 'utf8'));
});

describe('a repository', () => {
  test('gets a configuration of what is in it, which is valid, and the workflows', async () => {
    example('mesh');
    const { status, stdout } = await runIn(root, ['init']);
    expect(status).toBe(0);
    expect(stdout).toBe(
      'wrote mesh-failover.yaml\nwrote .github/workflows/failover.yml\nwrote .github/workflows/deploy-failover.yml\n' +
        'wrote .github/workflows/rollback-failover.yml\n',
    );
    const text = read('mesh-failover.yaml');
    expect(text).toMatch(/^# yaml-language-server: \$schema=https:\/\/\S+\.schema\.json\n/);
    expect(parse(text)).toEqual({
      version: 1,
      profile: 'istio-1.31',
      paths: ['mesh'],
      clusters: [
        { name: 'europe-west1', locality: 'europe-west1' },
        { name: 'us-central1', locality: 'us-central1' },
      ],
    });
    expect(text).toContain('#   hello-world.default.svc.cluster.local\n');
    expect(text).toContain('#   default/public-gateway: pods with istio=');
    expect(read('.github/workflows/failover.yml')).toBe(checkWorkflow);
    const check = await runIn(root, ['check']);
    expect(check).toMatchObject({ status: 0, stderr: '' });
    expect(check.stdout).toContain('2 regions (from mesh-failover.yaml)');
  });

  test('that had no manifest gets its configuration once it has, unless somebody has changed it', async () => {
    expect((await runIn(root, ['init'])).stderr).toContain('run mesh-failover init again');
    expect(read('mesh-failover.yaml')).toContain('Run mesh-failover init again when there is.');
    const empty = await runIn(root, ['init']);
    expect(empty.stdout).toContain('kept  mesh-failover.yaml\n');
    const before = read('mesh-failover.yaml');
    example('mesh');
    writeFileSync(join(root, 'mesh-failover.yaml'), `${before}exclude: [legacy]\n`);
    expect((await runIn(root, ['init'])).stdout).toContain('kept  mesh-failover.yaml\n');
    writeFileSync(join(root, 'mesh-failover.yaml'), before);
    expect((await runIn(root, ['init'])).stdout).toContain('wrote mesh-failover.yaml\n');
    expect(parse(read('mesh-failover.yaml'))).toMatchObject({
      clusters: [{ name: 'europe-west1' }, { name: 'us-central1' }],
    });
  });

  test('keeps what it has', async () => {
    example('.');
    writeFileSync(join(root, 'mesh-failover.json'), '{"version": 1}');
    mkdirSync(join(root, '.github/workflows'), { recursive: true });
    const away = join(root, 'away');
    symlinkSync(away, join(root, '.github/workflows/failover.yml'));
    const { stdout } = await runIn(root, ['init']);
    expect(stdout).toContain('kept  mesh-failover.json\nkept  .github/workflows/failover.yml\n');
    expect(read('mesh-failover.json')).toBe('{"version": 1}');
    expect(existsSync(join(root, 'mesh-failover.yaml'))).toBe(false);
    expect(existsSync(away)).toBe(false);
  });

  test('in a folder below, with another branch', async () => {
    execFileSync('git', ['init', '-q', '-b', 'trunk', root]);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root });
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '--allow-empty', '-mx');
    git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    example('deploy/mesh');
    const { stdout } = await runIn(join(root, 'deploy/mesh'), ['init']);
    expect(stdout).toContain('wrote ../../.github/workflows/failover.yml\n');
    interface Workflow {
      on: { push: { branches: string[] } };
      jobs: Record<string, { steps: { with?: object }[] }>;
    }
    const deploy = parse(read('.github/workflows/deploy-failover.yml')) as Workflow;
    expect(deploy.on.push.branches).toEqual(['trunk']);
    expect(deploy.jobs['apply']?.steps[1]?.with).toMatchObject({
      mode: 'apply',
      'working-directory': 'deploy/mesh',
    });
    const check = parse(read('.github/workflows/failover.yml')) as Workflow;
    expect(check.jobs['check']?.steps[1]?.with).toEqual({ 'working-directory': 'deploy/mesh' });
  });

  test('without a manifest gets an example to fill in; --dry-run writes nothing', async () => {
    const { stdout } = await runIn(root, ['init', '--dry-run', '--no-workflows']);
    expect(stdout).toContain('# The manifests name no region: put in your own.');
    expect(stdout).toContain('# There is no manifest of Istio here yet.');
    expect(parse(stdout)).toEqual({ version: 1, profile: 'istio-1.31', paths: ['.'] });
    expect(existsSync(join(root, 'mesh-failover.yaml'))).toBe(false);
    const { stderr } = await runIn(root, ['init', '--no-workflows']);
    expect(stderr).toContain('There is no manifest of Istio here yet.');
  });

  test('with hostile names gets them as text', async () => {
    const name = 'eu:[x]#\\u202e::error::z';
    writeFileSync(
      join(root, 'x.yaml'),
      `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a, namespace: x}
spec:
  host: "a\\nb: {c.x.svc.cluster.local"
  trafficPolicy:
    loadBalancer: {localityLbSetting: {failover: [{from: "${name}", to: us}]}}
`,
    );
    const { status } = await runIn(root, ['init', '--no-workflows']);
    expect(status).toBe(0);
    const text = read('mesh-failover.yaml');
    expect(text).not.toMatch(/\u2028|^b:|::error/m);
    expect(Object.keys(parse(text) as object)).toEqual(['version', 'profile', 'paths', 'clusters']);
  });
});

test('the problem matcher finds each finding in the text output', async () => {
  interface Matcher {
    problemMatcher: { pattern: { regexp: string }[] }[];
  }
  const [{ pattern } = { pattern: [] }] = (
    JSON.parse(readFileSync('problem-matcher.json', 'utf8')) as Matcher
  ).problemMatcher;
  const [head, place] = pattern.map(({ regexp }) => new RegExp(regexp));
  const { stdout } = await runIn(process.cwd(), ['check', 'examples/broken', '--no-color']);
  const lines = stdout.split('\n');
  const found = lines.flatMap((line, index) => {
    const [, severity, rule] = head?.exec(line) ?? [];
    const [, file, at] = place?.exec(lines[index + 1] ?? '') ?? [];
    return severity !== undefined && file !== undefined ? [[severity, rule, file, at]] : [];
  });
  expect(found).toEqual([
    ['error', 'max-ejection-percent-100', 'examples/broken/destination-rule.yaml', '9'],
  ]);
});
