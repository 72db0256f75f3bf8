import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
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
import type { RenderLimits } from '../../src/render/limits.js';
import { render } from '../../src/render/render.js';
import { runProgram } from '../../src/render/run-program.js';
import { requestKey } from '../../src/units/rendering/request.js';

const limits = { milliseconds: 20_000, outputBytes: 1_000_000, memoryBytes: 1e12 };

describe('limits of a program', () => {
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'limits-test-')));
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'work/top'), { recursive: true });
    writeFileSync(join(folder, 'work/top/kustomization.yaml'), 'resources: [a.yaml]\n');
    writeFileSync(join(folder, 'work/top/a.yaml'), 'kind: A\n');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function program(text: string): string {
    const path = join(folder, 'bin/kustomize');
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  const run = (text: string, more: Partial<typeof limits> = {}) =>
    runProgram({ program: program(text), args: [], cwd: folder, env: {} }, { ...limits, ...more });

  const rendered = async (text: string, more: Partial<RenderLimits> = {}) => {
    program(text);
    const request = { tool: 'kustomize', folder: 'top' } as const;
    const work = join(folder, 'work');
    const all = await render([request], {
      cwd: work,
      root: work,
      env: { PATH: join(folder, 'bin') },
      limits: more,
    });
    return all.get(requestKey(request));
  };

  test('one that hangs is ended, with what it has started', async () => {
    const mark = join(folder, 'child');
    const text = `/bin/sh -c 'echo $$ > ${mark}; while :; do /bin/sleep 1; done' &\n while [ ! -s ${mark} ]; do :; done; wait`;
    const result = await run(text, { milliseconds: 1500 });
    expect(result).toEqual({ failure: 'took longer than 1.5 s', errors: '' });
    const child = Number(readFileSync(mark, 'utf8'));
    const isAlive = () => {
      try {
        process.kill(child, 0);
        return !/^State:\s*Z/m.test(readFileSync(`/proc/${child}/status`, 'utf8'));
      } catch {
        return false;
      }
    };
    for (let tries = 0; isAlive() && tries < 100; tries += 1) await sleep(50);
    expect(isAlive()).toBe(false);
  });

  test('one that writes too much is ended', async () => {
    const result = await run('while :; do echo 0123456789; done', { outputBytes: 10_000 });
    expect(result).toMatchObject({ failure: 'wrote more than 10000 bytes' });
  });

  test('of what it writes to standard error only the end is kept', async () => {
    const result = await run(
      'i=0; while [ $i -lt 3000 ]; do echo "$i 0123456789012345678901234567890123456789" >&2; i=$((i+1)); done; echo last >&2; exit 3',
    );
    if (!('failure' in result)) throw new Error('no failure');
    expect(result.failure).toBe('ended with exit code 3');
    expect(result.errors.endsWith('last\n')).toBe(true);
    expect(result.errors.length).toBeLessThanOrEqual(64 * 1024);
  });

  test('it gets no standard input, and its own environment', async () => {
    const result = await run('if read x; then echo read; fi; echo "[$HOME$GITHUB_TOKEN]"');
    expect('out' in result && result.out.toString()).toBe('[]\n');
  });

  test('it works in a copy that is gone afterwards', async () => {
    const seen = join(folder, 'seen');
    const result = await rendered(
      `pwd > ${seen}; echo "kind: B" > a.yaml; echo x > ../../escaped; echo "a: $(echo *)"`,
    );
    expect(result).toMatchObject({ text: 'a: a.yaml kustomization.yaml\n' });
    const place = readFileSync(seen, 'utf8').trim();
    expect(place).toMatch(/mesh-failover-render-.*\/tree\/top$/);
    expect(existsSync(place)).toBe(false);
    expect(readFileSync(join(folder, 'work/top/a.yaml'), 'utf8')).toBe('kind: A\n');
    expect(readdirSync(join(folder, 'work'))).toEqual(['top']);
  });

  test('the files that it gets are limited', async () => {
    expect(await rendered('echo ok', { inputFiles: 1 })).toEqual({
      failure: 'its files are too many or too large',
    });
    expect(await rendered('echo ok', { inputBytes: 25 })).toEqual({
      failure: 'its files are too many or too large',
    });
  });

  test('after the time for all units none is begun', async () => {
    expect(await rendered('echo ok', { totalMilliseconds: 0 })).toEqual({
      failure: 'all the units before it have taken the time that rendering may take',
    });
  });

  test('a program that is not there is the reason', async () => {
    const request = { tool: 'kustomize', folder: 'top' } as const;
    const work = join(folder, 'work');
    const all = await render([request], {
      cwd: work,
      root: work,
      env: { PATH: join(folder, 'nothing') },
    });
    expect(all.get(requestKey(request))).toEqual({
      failure: 'there is neither kustomize nor kubectl in PATH; install one of them',
    });
    // Nor is one that the workspace brings.
    const own = await render([request], {
      cwd: folder,
      root: folder,
      env: { PATH: join(folder, 'bin'), GITHUB_WORKSPACE: folder },
    });
    expect([...own.values()][0]).toHaveProperty('failure');
  });
});
