import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { repositoriesOf } from '../../src/sources/repositories.js';

test('the remotes of a clone are read, also in a work tree of it', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'repositories-')));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root });
  try {
    expect(repositoriesOf(root)).toEqual([]);
    git('init', '-q');
    git('remote', 'add', 'origin', 'git@host:team/shop.git');
    git('remote', 'add', 'my.fork', 'https://host/me/shop');
    git('config', 'url.x.insteadOf', 'y');
    git('config', 'submodule.a.url', 'https://host/a');
    const urls = ['git@host:team/shop.git', 'https://host/me/shop'];
    mkdirSync(join(root, 'a/b'), { recursive: true });
    expect(repositoriesOf(join(root, 'a/b'))).toEqual(urls);
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    git(...identity, 'commit', '-q', '--allow-empty', '-m', 'x');
    git('worktree', 'add', '-q', join(root, 'other'));
    expect(repositoriesOf(join(root, 'other'))).toEqual(urls);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
