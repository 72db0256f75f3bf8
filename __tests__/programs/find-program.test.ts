import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '../../src/sources/git/git.js';
import { findProgram } from '../../src/programs/find-program.js';

describe('on Windows', () => {
  const find = (name: string, path: string, files: string[], env: NodeJS.ProcessEnv = {}) =>
    findProgram(name, {
      env: { Path: path, ...env },
      platform: 'win32',
      look: (file) => (files.includes(file) ? 'program' : undefined),
    });
  const installed = 'C:\\Program Files\\Git\\cmd\\git.exe';

  test('it is found in PATH, whatever the case of its name, with its extension', () => {
    expect(find('git', 'C:\\Windows;"C:\\Program Files\\Git\\cmd"', [installed])).toBe(installed);
    expect(find('git.exe', 'C:\\Program Files\\Git\\cmd', [installed])).toBe(installed);
    expect(find('git', 'C:\\Windows', [installed])).toBeUndefined();
    // Nothing without a shell can run these.
    expect(find('git', 'C:\\x', ['C:\\x\\git.cmd', 'C:\\x\\git'])).toBeUndefined();
  });

  test.each(['', '.', 'bin', '..\\bin', 'C:bin'])('the entry %j leads nowhere', (entry) => {
    const all = ['git.exe', 'bin\\git.exe', '..\\bin\\git.exe', 'C:bin\\git.exe', installed];
    expect(find('git', `${entry};C:\\Program Files\\Git\\cmd`, all)).toBe(installed);
    expect(find('git', entry, all)).toBeUndefined();
  });

  test('nothing in the workspace is found, in whatever way it is written', () => {
    const env = { GITHUB_WORKSPACE: 'D:\\a\\mesh\\mesh' };
    for (const folder of ['D:\\a\\mesh\\mesh', 'd:\\A\\mesh\\mesh\\bin', 'D:/a/mesh/mesh/bin']) {
      const files = [`${folder.replaceAll('/', '\\')}\\git.exe`, installed];
      expect(find('git', `${folder};C:\\Program Files\\Git\\cmd`, files, env)).toBe(installed);
    }
    const beside = 'D:\\a\\mesh\\mesh-tools\\git.exe';
    expect(find('git', 'D:\\a\\mesh\\mesh-tools', [beside], env)).toBe(beside);
  });
});

describe('on this machine', () => {
  let folder: string;
  let ran: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mesh-failover-program-'));
    ran = join(folder, 'ran');
    for (const place of ['.', 'bin']) {
      mkdirSync(join(folder, place), { recursive: true });
      writeFileSync(join(folder, place, 'git'), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
    }
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const wayTo = (path: string, env: NodeJS.ProcessEnv = {}) =>
    findProgram('git', { env: { PATH: path, ...env } });

  test('git is the one of PATH, never one of the files under review', async () => {
    const path = process.env['PATH'] ?? '';
    const own = wayTo(path);
    expect(own).toMatch(/^\/.*\/git$/);
    const env = { GITHUB_WORKSPACE: folder };
    for (const entry of ['', '.', 'bin', folder, join(folder, 'bin')]) {
      const all = { ...env, PATH: `${entry}:${path}` };
      expect(wayTo(all.PATH, env)).toBe(own);
      expect(String(await git(folder, all, ['--version']))).toMatch(/^git version /);
    }
    expect(() => rmSync(ran)).toThrow('ENOENT');
    await expect(git(folder, { ...env, PATH: '.:bin' }, ['--version'])).rejects.toThrow(
      'this needs git, and there is none in PATH',
    );
  });

  test('what may not be executed is found only where there is nothing else', () => {
    chmodSync(join(folder, 'git'), 0o644);
    expect(wayTo(`${folder}:${join(folder, 'bin')}`)).toBe(join(folder, 'bin', 'git'));
    expect(wayTo(folder)).toBe(join(folder, 'git'));
  });
});
