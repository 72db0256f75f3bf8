import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { baseCommit } from '../../../src/sources/git/base-commit.js';
import { withBaseTree } from '../../../src/sources/git/base-tree.js';
import { changedLines } from '../../../src/sources/git/changed-lines.js';
import { commitId, sameFiles } from '../../../src/sources/git/commits.js';
import { trackedFiles } from '../../../src/sources/git/tracked-files.js';
import { runIn } from '../../cli/run-in.js';

const env = process.env;
let root: string;
let cwd: string;
let marker: string;
let program: string;
let keys: string[];

/** What can name a program, a folder of programs, or a file with more settings; from `git help --config`, and some that it does not list. */
const mayName =
  /command|cmd|program|editor|pager|helper|hook|textconv|driver$|ssh|proxy|askpass|fsmonitor|pack$|external|exec|^alias|^filter|clean|smudge|process|viewer|browser|httpd|update$|smtp|path$|dir$|template|tunnel|filter$|tool$|target$|createobject/i;
const unlisted = [
  'filter.<driver>.process',
  'include.path',
  'includeIf.gitdir:/.path',
  'trailer.<name>.command',
  'trailer.<name>.cmd',
  'credential.<name>.helper',
  'remote.<name>.vcs',
  'merge.tool',
  'diff.tool',
  'hook.<name>.command',
];
/** With any other value these make git itself refuse to work. */
const unsettable = /^(?:core\.worktree|core\.fsmonitorHookVersion|extensions\.|color\.)/i;

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'no-other-program-')));
  cwd = join(root, 'work');
  marker = join(root, 'ran');
  program = join(root, 'program');
  mkdirSync(cwd);
  writeFileSync(program, `#!/bin/sh\necho "$0 $@" >> '${marker}'\ncat\n`);
  chmodSync(program, 0o755);
  const text = (percent: number) =>
    `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: web, namespace: shop}\nspec: {host: web, trafficPolicy: {outlierDetection: {maxEjectionPercent: ${percent}}}}\n`;
  git(cwd, 'init', '-q');
  // A submodule that is called like a manifest.
  const inner = join(cwd, 'module.yaml');
  git(root, 'init', '-q', inner);
  git(inner, 'commit', '-q', '--allow-empty', '-m', 'x');
  writeFileSync(join(cwd, '.gitattributes'), '* diff=driver filter=driver merge=driver\n');
  writeFileSync(join(cwd, '.gitignore'), 'ignored\n');
  mkdirSync(join(cwd, 'ignored'));
  writeFileSync(join(cwd, 'ignored/dr.yaml'), text(100));
  writeFileSync(join(cwd, 'dr.yaml'), text(100));
  writeFileSync(
    join(cwd, '.gitmodules'),
    '[submodule "name"]\n\tpath = module.yaml\n\turl = ./x\n',
  );
  git(cwd, '-c', 'advice.addEmbeddedRepo=false', 'add', '-f', '.');
  git(cwd, 'commit', '-q', '-m', 'a');
  writeFileSync(join(cwd, 'dr.yaml'), text(10));
  writeFileSync(join(inner, 'a.yaml'), text(1));
  git(inner, 'add', '.');
  git(inner, 'commit', '-q', '-m', 'y');
  git(cwd, '-c', 'advice.addEmbeddedRepo=false', 'add', '-f', '.');
  git(cwd, 'commit', '-q', '-m', 'b');

  const help = spawnSync('git', ['help', '--config'], { encoding: 'utf8' }).stdout;
  keys = [...help.split('\n').filter((key) => mayName.test(key)), ...unlisted]
    .map((key) =>
      key.trim().replace(/<[^>]*>|\*/g, (name) => (name === '<driver>' ? 'driver' : 'name')),
    )
    .filter((key) => /^[\w.-]+\.[^.]|^includeIf/.test(key) && !unsettable.test(key));
  const hooks = join(root, 'hooks');
  mkdirSync(hooks);
  for (const name of [
    'post-index-change',
    'fsmonitor-watchman',
    'reference-transaction',
    'pre-auto-gc',
  ]) {
    writeFileSync(join(hooks, name), `#!/bin/sh\nexec '${program}' ${name}\n`);
    chmodSync(join(hooks, name), 0o755);
  }
  for (const folder of [cwd, inner]) {
    const file = join(folder, '.git/config');
    for (const key of keys) {
      const value = /hookspath/i.test(key)
        ? hooks
        : /^include/i.test(key)
          ? join(root, 'more')
          : /\.update$/.test(key)
            ? `!${program}`
            : program;
      spawnSync('git', ['config', '--file', file, key, value]);
      // Some take no such value, so that git would refuse to do anything.
      const works = ['rev-parse HEAD', 'diff HEAD HEAD', 'ls-files'].every(
        (call) => spawnSync('git', call.split(' '), { cwd: folder }).status === 0,
      );
      if (!works) spawnSync('git', ['config', '--file', file, '--unset', key]);
    }
    for (const [key, value] of [
      ['diff.submodule', 'diff'],
      ['submodule.recurse', 'true'],
      ['submodule.name.active', 'true'],
      ['log.showSignature', 'true'],
      ['protocol.allow', 'always'],
      ['protocol.ext.allow', 'always'],
      ['protocol.file.allow', 'always'],
      ['remote.name.url', `ext::${program}`],
      ['remote.name.promisor', 'true'],
      ['core.attributesFile', join(cwd, '.gitattributes')],
    ] as const) {
      spawnSync('git', ['config', '--file', file, key, value]);
    }
  }
  writeFileSync(
    join(root, 'more'),
    `[core]\n\tfsmonitor = ${program}\n[diff]\n\texternal = ${program}\n`,
  );
  rmSync(marker, { force: true });
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

test('the configuration names programs for many keys, and git alone would start one', () => {
  expect(keys.length).toBeGreaterThan(50);
  for (const key of ['core.fsmonitor', 'diff.external', 'core.sshCommand', 'filter.driver.clean']) {
    expect(keys).toContain(key);
  }
  spawnSync('git', ['diff', 'HEAD^', 'HEAD', '--', 'dr.yaml'], { cwd });
  expect(existsSync(marker)).toBe(true);
  rmSync(marker);
});

test('no call of ours starts any of them', async () => {
  const base = await baseCommit(cwd, env, 'HEAD^');
  await withBaseTree({ cwd, env, commit: base, named: [] }, async () => undefined);
  const lines = await changedLines(cwd, env, base);
  expect([...lines.keys()]).toContain('dr.yaml');
  expect(await commitId(cwd, env, 'HEAD')).toMatch(/^[0-9a-f]{40}$/);
  expect(await commitId(cwd, env, '0123456789012345678901234567890123456789')).toBeUndefined();
  expect(await sameFiles(cwd, env, base, ['dr.yaml', 'ignored/dr.yaml'])).toEqual(
    new Set(['ignored/dr.yaml']),
  );
  const tracked = await trackedFiles([join(cwd, 'ignored')], env);
  expect(tracked.files.size).toBe(1);
  for (const command of ['check', 'lint']) {
    const { stdout, stderr } = await runIn(cwd, [
      command,
      '--changed-since',
      base,
      '--format',
      'json',
    ]);
    expect(stderr).toBe('');
    expect(stdout).toContain('"version": 1');
  }
  expect(existsSync(marker)).toBe(false);
});
