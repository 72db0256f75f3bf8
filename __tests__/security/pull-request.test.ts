/** What the author of a pull request cannot do. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { Runner, type StepResult } from '../action/runner.js';
import { token, TwoApiServers } from '../action/two-api-servers.js';
import { runDist } from '../cli/run-dist.js';
import { holds } from './sentences.js';

let runner: Runner;
let clusters: TwoApiServers;

beforeEach(async () => {
  runner = new Runner();
  clusters = new TwoApiServers();
  await clusters.start();
  runner.copy('hello-world');
});

afterEach(() => {
  clusters.stop();
  runner.remove();
});

const step = (inputs: Record<string, string> = {}) =>
  runner.step({ kubeconfig: clusters.kubeconfig(), 'plan-pull-requests': 'true', ...inputs });

const fork = { full_name: 'mallory/mesh' };
const own = { full_name: 'acme/mesh' };
const pullRequest = (repo: object) => ({ pull_request: { number: 7, head: { repo } } });
const queue = 'refs/heads/gh-readonly-queue/main/pr-7-abc';
const after = (event: string, head_repository: object) => ({
  workflow_run: { event, head_branch: 'main', head_repository },
});

/** Events that bring code of a fork, or may. */
const foreign: [string, object, string?][] = [
  ['pull_request', pullRequest(fork), 'refs/pull/7/merge'],
  ['pull_request_target', pullRequest(fork)],
  ['merge_group', { merge_group: {} }, queue],
  ['push', {}, queue],
  ['workflow_run', after('pull_request', fork)],
  ['workflow_run', after('pull_request_target', own)],
  ['issue_comment', { issue: { number: 7, pull_request: { url: 'u' } } }],
];

/** A program outside the workspace that notes its call and does nothing. */
function marking(folder: string, ...names: string[]): { path: string; mark: string } {
  const path = join(runner.folder, folder);
  const mark = join(runner.folder, `${folder}-ran`);
  mkdirSync(path, { recursive: true });
  for (const name of names) {
    writeFileSync(join(path, name), `#!/bin/sh\necho "$0 $@" >> '${mark}'\n`);
    chmodSync(join(path, name), 0o755);
  }
  return { path, mark };
}

const all = ({ stdout, stderr, summary, outputs }: StepResult) =>
  [stdout.replaceAll(/^::add-mask::.*$/gm, ''), stderr, summary, ...Object.values(outputs)].join(
    '\n',
  );

holds('1. A pull request from a fork never makes the Action contact a cluster.', async () => {
  for (const [name, payload, ref] of foreign) {
    runner.event(name, payload, ref);
    for (const inputs of [{}, { mode: 'plan' }, { mode: 'apply', 'dry-run': 'true' }]) {
      const { outputs, exitCode } = await step(inputs);
      expect([name, outputs['mode'] ?? 'none']).toEqual([
        name,
        'mode' in inputs && inputs.mode === 'apply' ? 'none' : 'check',
      ]);
      expect(exitCode).toBe(outputs['mode'] === 'check' ? 0 : 2);
    }
  }
  expect(clusters.asked).toBe(0);
});

holds(
  '2. A pull request never changes a cluster, and never starts or undoes a drill.',
  async () => {
    for (const [name, payload, ref] of [
      ['pull_request', pullRequest(own), 'refs/pull/7/merge'],
      ['pull_request_review', pullRequest(own), 'refs/pull/7/merge'],
      ['pull_request_target', pullRequest(own), 'refs/heads/main'],
    ] as const) {
      runner.event(name, payload, ref);
      for (const mode of ['apply', 'drill', 'drill-restore']) {
        const { exitCode, commands } = await step({ mode, confirm: 'default' });
        expect([mode, exitCode]).toEqual([mode, 2]);
        expect(commands.at(-1)).toMatch(/fork|not merged|default branch alone/);
      }
      await step();
    }
    expect(clusters.writes).toEqual([[], []]);
    const methods = clusters.servers
      .flatMap(({ requests }) => requests)
      .filter(
        ({ method, url }) =>
          method !== 'GET' && !url?.includes('dryRun') && !url?.includes('accessreviews'),
      );
    expect(methods).toEqual([]);
  },
);

holds('3. A pull request never chooses the clusters that it is compared with.', async () => {
  const file = join(runner.workspace, 'mesh-failover.yaml');
  runner.pullRequest(() => {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('context: cluster-b', 'context: cluster-of-mallory'));
  });
  runner.env['GITHUB_SHA'] = runner.git('rev-parse', 'HEAD');
  const result = await step();
  expect(result).toMatchObject({ exitCode: 0, outputs: { mode: 'plan' } });
  expect(clusters.servers.map(({ requests }) => requests.length > 0)).toEqual([true, true]);
  expect(all(result)).not.toContain('cluster-of-mallory');
});

holds('4. A pull request never switches rendering on.', async () => {
  const { path, mark } = marking('bin', 'kustomize', 'kubectl', 'helm');
  runner.env['PATH'] = `${path}:${process.env['PATH'] ?? ''}`;
  const file = join(runner.workspace, 'mesh-failover.yaml');
  runner.pullRequest(() => {
    writeFileSync(file, `${readFileSync(file, 'utf8')}render: auto\n`);
    runner.write('top/kustomization.yaml', 'resources: [../destination-rule.yaml]\n');
  });
  for (const render of ['true', 'false']) {
    const result = await step({ render, mode: 'check' });
    expect(result.outputs['mode']).toBe('check');
    if (render === 'true') expect(all(result)).toContain('Nothing is rendered');
  }
  expect(existsSync(mark)).toBe(false);
});

holds(
  '5. With rendering off, a pull request makes mesh-failover start no program but git.',
  async () => {
    // Everything that a machine has, but git.
    const names =
      'kustomize kubectl helm sh bash node npm npx ssh gpg less vi python3 make curl istioctl tar';
    const { path, mark } = marking('bin', ...names.split(' '));
    const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    symlinkSync(git, join(path, 'git'));
    runner.env['PATH'] = path;
    runner.pullRequest(() => {
      runner.write('top/kustomization.yaml', 'resources: [x.yaml]\ngenerators: [x.yaml]\n');
      runner.write('chart/Chart.yaml', 'apiVersion: v2\nname: x\nversion: 1.0.0\n');
      runner.write('chart/templates/x.yaml', 'a: {{ exec "touch" }}\n');
      runner.write('package.json', '{"scripts": {"preinstall": "touch ran"}}\n');
      runner.write('.npmrc', 'node-options=--require ./x.js\n');
      runner.write(
        'app.yaml',
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {source: {path: top, plugin: {name: x}}}\n',
      );
      runner.write('.gitattributes', '* diff=x filter=x\n');
      runner.write('.pre-commit-config.yaml', 'repos: []\n');
    });
    const result = await step({ mode: 'check' });
    expect(result.outputs['mode']).toBe('check');
    expect(result.exitCode).toBe(0);
    expect(existsSync(mark) ? readFileSync(mark, 'utf8') : '').toBe('');
  },
);

holds(
  "6. Git is never taken from the workspace, and never starts a program that the clone's configuration names.",
  async () => {
    const { path, mark } = marking('bin', 'program');
    const program = join(path, 'program');
    runner.pullRequest(() => {
      runner.write('.gitattributes', '* diff=x filter=x\n');
      runner.write('git', `#!/bin/sh\n${program} git of the workspace\n`);
      chmodSync(join(runner.workspace, 'git'), 0o755);
    });
    for (const key of [
      'core.fsmonitor',
      'diff.external',
      'diff.x.textconv',
      'diff.x.command',
      'core.sshCommand',
      'core.pager',
      'gpg.program',
      'filter.x.smudge',
      'filter.x.clean',
    ]) {
      runner.git('config', key, program);
    }
    rmSync(mark, { force: true });
    runner.env['PATH'] = `${runner.workspace}:.:${process.env['PATH'] ?? ''}`;
    const result = await step({ mode: 'check', 'only-changed': 'true' });
    expect(result).toMatchObject({ exitCode: 0, outputs: { mode: 'check' } });
    expect(existsSync(mark)).toBe(false);
  },
);

holds(
  '7. No path, configuration or symbolic link of a pull request makes the Action read a file outside the workspace.',
  async () => {
    const outside = 'only-outside-of-the-workspace';
    const secret = join(runner.folder, 'secret.yaml');
    writeFileSync(
      secret,
      `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: ${outside}}\nspec: {host: ${outside}, x: 1}\n`,
    );
    const config = join(runner.workspace, 'mesh-failover.yaml');
    const before = readFileSync(config, 'utf8');
    const read: string[] = [];
    for (const change of [
      () => symlinkSync(secret, join(runner.workspace, 'link.yaml')),
      () => symlinkSync(runner.folder, join(runner.workspace, 'folder')),
      () => symlinkSync('../secret.yaml', join(runner.workspace, 'relative.yaml')),
      ...[
        'paths: ["..", "."]',
        'paths: [".", "../secret.yaml"]',
        `meshConfig: ${secret}`,
        `baseline: ${secret}`,
      ].map((line) => () => writeFileSync(config, `${before}${line}\n`)),
      () => {
        rmSync(config);
        symlinkSync(secret, config);
      },
    ]) {
      change();
      const result = await runner.step({ mode: 'check' });
      if (all(result).includes(outside)) read.push(String(change));
      rmSync(config);
      writeFileSync(config, before);
    }
    expect(read).toEqual([]);
    // Inside it would be shown.
    runner.write('inside.yaml', readFileSync(secret, 'utf8'));
    expect(all(await runner.step({ mode: 'check' }))).toContain(outside);
    const asked = await runner.step({ mode: 'check', paths: '../' });
    expect(asked.exitCode).toBe(2);
  },
);

holds('8. The Action never uses a kubeconfig of the workspace.', async () => {
  const inside = runner.write('kubeconfig', clusters.kubeconfig());
  const link = join(runner.folder, 'link');
  symlinkSync(inside, link);
  runner.event('push');
  for (const file of [inside, link]) {
    runner.env['KUBECONFIG'] = file;
    const result = await runner.step({ mode: 'apply' });
    expect(result.exitCode).toBe(2);
    expect(result.commands.at(-1)).toContain('in the workspace');
  }
  delete runner.env['KUBECONFIG'];
  const config = join(runner.workspace, 'mesh-failover.yaml');
  const text = readFileSync(config, 'utf8');
  writeFileSync(
    config,
    text.replaceAll(/context: (\S+?)([,}\n])/g, 'context: $1, kubeconfig: kubeconfig$2'),
  );
  const result = await step({ mode: 'apply' });
  expect(result.exitCode).toBe(2);
  expect(clusters.asked).toBe(0);
});

holds('9. An error that a pull request silences is reported.', async () => {
  const file = join(runner.workspace, 'destination-rule.yaml');
  const text = readFileSync(file, 'utf8').replace('Percent: 100', 'Percent: 10');
  writeFileSync(file, text);
  runner.pullRequest(() => {
    const ignore = '# mesh-failover-ignore: max-ejection-percent-100 fine';
    writeFileSync(file, text.replace(/^( *)maxEjectionPercent/m, `$1${ignore}\n$&`));
  });
  const result = await step({ mode: 'check' });
  expect(result.summary).toContain('This change silences 1 error');
  expect(result.summary).not.toContain('✅');
});

holds('10. A file that is passed over or cannot be read is reported.', () => {
  const rule =
    'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: hidden}\nspec: {host: hidden}\n';
  runner.git('init', '-q');
  runner.write('.hidden/a.yaml', rule);
  runner.write('node_modules/x/a.yaml', rule);
  runner.write('cut.yaml', rule.trimEnd().slice(0, -1));
  runner.write('latin.yaml', rule);
  writeFileSync(join(runner.workspace, 'latin.yaml'), Buffer.from(`${rule}# \xe4\n`, 'latin1'));
  runner.write('tracked/a.yaml', rule.replace('host: hidden', 'host: hidden, x: 1'));
  runner.write('.gitignore', 'tracked\n');
  runner.git('add', '-f', '.');
  renameSync(join(runner.workspace, '.hidden'), join(runner.workspace, '.moved'));
  const { stdout, status } = runDist(['lint', '--format', 'json'], { cwd: runner.workspace });
  const { findings, summary } = JSON.parse(stdout) as {
    findings: { rule: string; file: string }[];
    summary: { passedOver: { files: number } };
  };
  expect(status).toBe(1);
  const found = new Set(findings.map((finding) => `${finding.rule} ${finding.file}`));
  for (const wanted of [
    'readable-manifest cut.yaml',
    'readable-manifest latin.yaml',
    'no-unknown-fields tracked/a.yaml',
    'passed-over .moved/a.yaml',
  ]) {
    expect(found).toContain(wanted);
  }
  expect(summary.passedOver.files).toBe(2);
  expect(stdout).not.toContain(token);
});
