import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { built } from '../../built.js';

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s leaves no tree of the base behind',
  async (signal) => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'interrupted-')));
    try {
      const [cwd, bin, temp] = ['work', 'bin', 'temp'].map((name) => join(root, name)) as [
        string,
        string,
        string,
      ];
      for (const folder of [cwd, bin, temp]) mkdirSync(folder);
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd });
      git('init', '-q');
      writeFileSync(join(cwd, 'a.yaml'), 'apiVersion: v1\nkind: Service\n');
      git('add', '.');
      git('commit', '-q', '-m', 'x');
      // The real one, but for what reads the contents: that never ends.
      const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
      const slow = `#!/bin/sh\nfor one in "$@"; do [ "$one" = cat-file ] && exec sleep 60; done\nexec '${real}' "$@"\n`;
      writeFileSync(join(bin, 'git'), slow);
      chmodSync(join(bin, 'git'), 0o755);
      const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, TMPDIR: temp };
      const args = [
        join(built, 'cli/index.js'),
        'check',
        '--changed-since',
        'HEAD',
        '--allow-empty',
      ];
      const child = spawn(process.execPath, args, { cwd, env, stdio: 'ignore' });
      const ended = once(child, 'exit');
      const trees = () =>
        readdirSync(temp).filter((name) => name.startsWith('mesh-failover-base-'));
      for (let tries = 0; tries < 200 && trees().length === 0; tries += 1) await wait(50);
      expect(trees()).toHaveLength(1);
      await wait(200);
      child.kill(signal);
      expect(await ended).toEqual([null, signal]);
      expect(trees()).toEqual([]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
);
