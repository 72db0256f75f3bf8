import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Project } from '../../src/project/project.js';
import { defaultConfig } from '../../src/config/parse-config.js';
import { baseCommit } from '../../src/sources/git/base-commit.js';
import { withBaseTree } from '../../src/sources/git/base-tree.js';
import { readSources, type SourceOptions } from '../../src/sources/read-sources.js';

let cwd: string;

beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'passed-over-')));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const rule = 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\n';

function write(path: string, text = rule): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
}

function commit(...files: string[]): void {
  git('init', '-q');
  git('add', '-f', ...files);
  git('commit', '-q', '-m', 'x');
}

async function read(options: Partial<SourceOptions> = {}, paths = ['.']) {
  const { files, passedOver, problems } = await readSources(paths, { cwd, ...options });
  return { files: files.map(({ file }) => file), passedOver, problems };
}

const groups = ({ passedOver }: Awaited<ReturnType<typeof read>>) =>
  passedOver.byReason.map(({ reason, examples }) => `${reason}: ${examples.join(' ')}`);

describe('what .gitignore matches', () => {
  test.each(['gen/', 'gen', '*.yaml', 'gen/*', '/gen/deep'])('%s', async (pattern) => {
    write('.gitignore', `${pattern}\n`);
    write('gen/deep/kept.yaml');
    write('gen/deep/local.yaml');
    commit('.gitignore', 'gen/deep/kept.yaml');
    const found = await read();
    expect(found.files).toEqual(['gen/deep/kept.yaml']);
    expect(groups(found)).toEqual(['git-ignored: gen/deep/local.yaml']);
  });

  test('patterns decide where there is no repository', async () => {
    write('.gitignore', 'gen\n');
    write('gen/a.yaml');
    write('b.yaml');
    const found = await read();
    expect(found.files).toEqual(['b.yaml']);
    expect(groups(found)).toEqual(['git-ignored: gen/a.yaml']);
  });

  test('and where there is no git', async () => {
    write('.gitignore', 'gen\n');
    write('gen/a.yaml');
    commit('gen/a.yaml');
    expect((await read({ env: { PATH: '/nowhere' } })).files).toEqual([]);
  });

  test('a glob finds what git tracks', async () => {
    write('.gitignore', 'gen\n');
    write('gen/a.yaml');
    commit('gen/a.yaml');
    expect((await read({}, ['gen*/*.yaml'])).files).toEqual(['gen/a.yaml']);
    await expect(read({}, ['gem*/*.yaml'])).rejects.toThrow('no file matches');
    git('rm', '-q', '--cached', 'gen/a.yaml');
    await expect(read({}, ['gen*/*.yaml'])).rejects.toThrow('no file matches');
  });

  test('an earlier commit is read with all that git tracks', async () => {
    write('.gitignore', 'gen\n');
    write('gen/a.yaml');
    commit('.gitignore', 'gen/a.yaml');
    const { env } = process;
    const base = await baseCommit(cwd, env, 'HEAD');
    await withBaseTree({ cwd, env, commit: base, named: [] }, async (tree) => {
      const { files } = await readSources(['.'], { cwd: tree.cwd });
      expect(files.map(({ file }) => file)).toEqual(['gen/a.yaml']);
    });
  });
});

describe('what is passed over', () => {
  test('is counted by its reason when it holds an object', async () => {
    write('.hidden/deep/a.yaml');
    write('.hidden/note.yaml', 'a: networking.istio.io\n');
    write('.hidden/a.txt');
    write('deploy/.b/b.json', JSON.stringify({ apiVersion: 'networking.istio.io/v1', kind: 'X' }));
    write('node_modules/c/c.yml');
    write('old/d.yaml');
    write('e.yaml');
    const found = await read({ exclude: ['old/**'] });
    expect(found.files).toEqual(['e.yaml']);
    expect(found.passedOver).toEqual({
      files: 4,
      byReason: [
        { reason: 'dot-folder', files: 2, examples: ['.hidden/deep/a.yaml', 'deploy/.b/b.json'] },
        { reason: 'excluded', files: 1, examples: ['old/d.yaml'] },
        { reason: 'node_modules', files: 1, examples: ['node_modules/c/c.yml'] },
      ],
      complete: true,
    });
  });

  test.each([
    ['an escape', 'apiVersion: "networking.\\u0069stio.io/v1"\nkind: Gateway\n'],
    ['a list', `kind: List\napiVersion: v1\nitems:\n  - ${rule.replaceAll('\n', '\n    ')}\n`],
    ['a route of the Gateway API', 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n'],
    ['a file with a broken document', `${rule}---\na: [\n`],
  ])('is seen through %s', async (_, text) => {
    write('.x/a.yaml', text);
    expect(groups(await read())).toEqual(['dot-folder: .x/a.yaml']);
  });

  test('is seen behind a link to a file of another name, and not outside', async () => {
    write('notes.txt');
    write('.x/.keep', '');
    symlinkSync('../notes.txt', join(cwd, '.x/a.yaml'));
    symlinkSync('/etc/hostname', join(cwd, '.x/b.yaml'));
    expect(groups(await read())).toEqual(['dot-folder: .x/a.yaml']);
  });

  test('does not count where another path leads to it', async () => {
    write('.x/a.yaml');
    const found = await read({}, ['.', '.x']);
    expect(found.files).toEqual(['.x/a.yaml']);
    expect(found.passedOver.files).toBe(0);
  });

  test('is looked through within a budget, and what git tracks in any case', async () => {
    for (let index = 0; index < 30; index += 1) write(`.a/${index}.yaml`, 'a: 1\n');
    write('.z/hidden.yaml');
    const budget = { entries: 20, bytes: 1_000_000 };
    const cut = await read({ budget });
    expect(cut.passedOver).toEqual({ files: 0, byReason: [], complete: false });
    commit('.z/hidden.yaml');
    const tracked = await read({ budget });
    expect(groups(tracked)).toEqual(['dot-folder: .z/hidden.yaml']);
    expect(tracked.passedOver.complete).toBe(true);
    git('add', '-f', '.a');
    expect((await read({ budget })).passedOver.complete).toBe(false);
    expect((await read({ budget: { entries: 1000, bytes: 100 } })).passedOver.complete).toBe(false);
  });

  test('is a notice for each reason, but for what somebody excluded', async () => {
    write('.x/a.yaml');
    write('old/b.yaml');
    write('c.yaml', 'a: 1\n');
    const sources = await readSources(['.'], { cwd, exclude: ['old'] });
    const project = Project.from({ config: defaultConfig, ...sources, now: new Date() });
    const { findings, summary } = project.lint();
    expect(findings.map(({ rule: name, severity, file }) => [name, severity, file])).toEqual([
      ['passed-over', 'notice', '.x/a.yaml'],
    ]);
    expect(findings[0]?.message).toContain('1 file with objects of Istio or the Gateway API is in');
    expect(summary.passedOver.files).toBe(2);
  });
});

test('what cannot be read at all is a warning', async () => {
  const nested = Array.from({ length: 9 }).reduce<object>(
    (items) => ({ apiVersion: 'v1', kind: 'List', items: [items] }),
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'a' } },
  );
  write('nested.json', JSON.stringify(nested));
  writeFileSync(
    Buffer.concat([Buffer.from(`${cwd}/`), Buffer.from([0xff]), Buffer.from('.yaml')]),
    rule,
  );
  const sources = await readSources(['.'], { cwd });
  const { findings, summary } = Project.from({
    ...{ config: defaultConfig, ...sources, now: new Date() },
  }).lint();
  expect(findings.map(({ rule: name, severity }) => [name, severity])).toEqual([
    ['readable-manifest', 'warning'],
    ['readable-manifest', 'warning'],
  ]);
  expect(summary.unread).toBe(2);
});

test('names of an earlier commit that this machine cannot write are left out', async () => {
  write('a.yaml');
  commit('a.yaml');
  const id = git('hash-object', 'a.yaml').trim();
  const names = [Buffer.from([0xfe]), Buffer.from([0xff]), Buffer.from('n'.repeat(300))];
  const entries = names.map((name) =>
    Buffer.concat([Buffer.from(`100644 blob ${id}\t`), name, Buffer.from('.yaml\0')]),
  );
  const tree = execFileSync('git', ['mktree', '-z'], {
    cwd,
    input: Buffer.concat([Buffer.from(`100644 blob ${id}\ta.yaml\0`), ...entries]),
    encoding: 'utf8',
  }).trim();
  const odd = git('commit-tree', tree, '-m', 'x').trim();
  const { env } = process;
  await withBaseTree({ cwd, env, commit: odd, named: [] }, async (base) => {
    expect(base.skipped).toBe(3);
    const { files } = await readSources(['.'], { cwd: base.cwd });
    expect(files.map(({ file }) => file)).toEqual(['a.yaml']);
  });
});
