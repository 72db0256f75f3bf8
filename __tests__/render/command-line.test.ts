import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { built } from '../built.js';
import { runDist } from '../cli/run-dist.js';

const rule = (interval: string) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web }
spec:
  host: web
  trafficPolicy:
    loadBalancer: { localityLbSetting: { enabled: true, failover: [{ from: a1, to: b1 }] } }
    outlierDetection:
      interval: ${interval}
`;

let folder: string;
let cwd: string;
let env: NodeJS.ProcessEnv;

/** A program that stands for kustomize: what it does is what the test says. */
function kustomize(text: string): void {
  const path = join(folder, 'bin/kustomize');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'render-cli-')));
  cwd = join(folder, 'work');
  mkdirSync(join(cwd, 'top'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'tmp'));
  env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    TMPDIR: join(folder, 'tmp'),
  };
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd });
  git('init', '-q', '-b', 'main');
  writeFileSync(
    join(cwd, 'top/kustomization.yaml'),
    'resources: [rule.yaml]\nnamespace: shop\nnamePrefix: a-\nconfigMapGenerator: [{ name: x, files: [settings.txt] }]\n',
  );
  writeFileSync(join(cwd, 'top/rule.yaml'), rule('5s'));
  writeFileSync(join(cwd, 'top/settings.txt'), 'x\n');
  git('add', '-A');
  git('commit', '-qm', 'one');
  writeFileSync(join(cwd, 'top/rule.yaml'), rule('7s'));
  git('commit', '-qam', 'two');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const good = '/bin/cat rule.yaml && [ -e settings.txt ]';

describe('the command line', () => {
  test.each([['--render'], ['--render=auto'], ['--render', 'auto']])(
    '%s %s renders',
    (...options) => {
      kustomize(good);
      const { stdout, stderr, status } = runDist(['discover', '--format', 'json', ...options], {
        cwd,
        env,
      });
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      const { units } = JSON.parse(stdout) as { units: unknown[] };
      expect(units).toEqual([expect.objectContaining({ id: 'kustomize:top', rendered: true })]);
      expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    },
  );

  test('rendering is off by default, and other values are errors', () => {
    kustomize(`echo ran > ${join(folder, 'ran')}`);
    const { stdout } = runDist(['discover', '--format', 'json'], { cwd, env });
    expect(JSON.parse(stdout)).toMatchObject({ units: [{ rendered: false }] });
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    const { status, stderr } = runDist(['lint', '--render=on'], { cwd, env });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'mesh-failover: --render takes off, auto, not "on"\n',
    });
  });

  test('with --changed-since the files are rendered as they were, with what they need', () => {
    kustomize(good);
    const args = ['lint', '--render', 'auto', '--changed-since', 'HEAD^', '--format', 'json'];
    const { stdout, stderr } = runDist(args, { cwd, env });
    expect(stderr).toBe('');
    const { findings, summary } = JSON.parse(stdout) as {
      findings: unknown[];
      summary: { unchanged: number; unitsNotRendered: number };
    };
    expect(findings).toEqual([]);
    expect(summary.unchanged).toBeGreaterThan(0);
    expect(summary.unitsNotRendered).toBe(0);
  });

  test('a signal ends what was started, and leaves no file', async () => {
    const mark = join(folder, 'started');
    kustomize(`echo $$ > ${mark}; while :; do /bin/sleep 1; done`);
    const child = spawn(process.execPath, [join(built, 'cli/index.js'), 'lint', '--render'], {
      cwd,
      env,
    });
    const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
    for (let tries = 0; !existsSync(mark) && tries < 400; tries += 1) await sleep(50);
    await sleep(100);
    const pid = Number(readFileSync(mark, 'utf8'));
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
    const isAlive = () => {
      try {
        return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
      } catch {
        return false;
      }
    };
    for (let tries = 0; isAlive() && tries < 100; tries += 1) await sleep(50);
    expect(isAlive()).toBe(false);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });
});
