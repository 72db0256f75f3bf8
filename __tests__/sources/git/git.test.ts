/** What is read of a repository's commits. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UserError } from '../../../src/foundation/errors.js';
import { baseCommit, namedCommit } from '../../../src/sources/git/base-commit.js';
import { withBaseTree, type BaseTreeOptions } from '../../../src/sources/git/base-tree.js';
import { changedLines, covers, touches } from '../../../src/sources/git/changed-lines.js';
import { commitId, sameFiles } from '../../../src/sources/git/commits.js';
import { git, GitFailure, lineOf, refused } from '../../../src/sources/git/git.js';
import { trackedFiles } from '../../../src/sources/git/tracked-files.js';
import { repositoriesOf } from '../../../src/sources/repositories.js';
import { Repository } from './repository.js';

const { env } = process;
let own: Repository;
beforeEach(() => {
  own = new Repository();
});
afterEach(() => own.remove());

const lines = (count: number) => Array.from({ length: count }, (_, index) => `l${index + 1}`);
const text = (all: string[]) => all.map((line) => `${line}\n`).join('');

describe('changed lines', () => {
  async function changed(before: string[], after: string[], context = 0) {
    own.write('a.yaml', text(before));
    const base = own.commit();
    own.write('a.yaml', text(after));
    own.commit();
    return (await changedLines(own.cwd, env, base, context)).get('a.yaml');
  }

  test('are those that are new or other, in one range for each place', async () => {
    const now = lines(12);
    now[2] = 'other';
    now.splice(8, 0, 'new', 'new too');
    expect(await changed(lines(12), now)).toEqual([
      { first: 3, last: 3 },
      { first: 9, last: 10 },
    ]);
  });

  test('around a gap are the two beside it, and so at the begin of a file', async () => {
    expect(await changed(lines(6), lines(6).toSpliced(2, 2))).toEqual([{ first: 2, last: 3 }]);
    expect(await changed(lines(4), lines(4).slice(1))).toEqual([{ first: 0, last: 1 }]);
  });

  test('may have some around them', async () => {
    const now = lines(12);
    now[5] = 'other';
    expect(await changed(lines(12), now, 2)).toEqual([{ first: 4, last: 8 }]);
  });

  test('may look like the head of a file or of a hunk', async () => {
    // In a diff these begin with another sign more.
    const odd = ['++ b/other.yaml', '-- a/other.yaml', '@@ -1 +1 @@', '+++ b/x.yaml'];
    const now = ['++ b/fake.yaml', ...lines(3), '@@ -1 +9,9 @@', ...lines(2), 'last'];
    expect(await changed([...odd, ...lines(3), ...odd, 'end'], now)).toEqual([
      ...[
        { first: 1, last: 1 },
        { first: 5, last: 8 },
      ],
    ]);
  });

  test('behind one without a newline at its end are those of the next file', async () => {
    own.write('a.yaml', 'one\ntwo');
    own.write('b.yaml', text(lines(9)));
    const base = own.commit();
    own.write('a.yaml', 'one\ntwo\nthree');
    own.write('b.yaml', text(lines(9).with(8, 'other')));
    own.commit();
    expect(Object.fromEntries(await changedLines(own.cwd, env, base, 1))).toEqual({
      'a.yaml': [{ first: 1, last: 3 }],
      'b.yaml': [{ first: 8, last: 9 }],
    });
  });

  test('of a file without a newline at its end are counted', async () => {
    own.write('a.yaml', 'one\ntwo');
    own.write('b.yaml', 'one\n');
    const base = own.commit();
    own.write('a.yaml', 'one\nother');
    own.write('b.yaml', 'other\n');
    own.commit();
    expect(Object.fromEntries(await changedLines(own.cwd, env, base))).toEqual({
      'a.yaml': [{ first: 2, last: 2 }],
      'b.yaml': [{ first: 1, last: 1 }],
    });
  });

  test('are of manifests and configuration, below the folder, under any name', async () => {
    const names = [
      'a b.yaml',
      'ä.yml',
      'tab\t.json',
      '"quoted".yaml',
      'back\\slash.yaml',
      'new\nline.yaml',
      '\u0001.yaml',
    ];
    const base = own.commit();
    for (const name of [...names, 'x.txt', 'README.md']) own.write(`deep/${name}`, 'a: 1\n');
    own.write('outside.yaml', 'a: 1\n');
    own.commit();
    const found = await changedLines(join(own.cwd, 'deep'), env, base);
    expect([...found.keys()].sort()).toEqual(names.sort());
    expect([...found.values()]).toEqual(names.map(() => [{ first: 1, last: 1 }]));
  });

  test('a file that is gone has none', async () => {
    own.write('a.yaml', 'a: 1\n');
    own.write('b.yaml', 'a: 1\n');
    const base = own.commit();
    rmSync(join(own.cwd, 'a.yaml'));
    own.write('b.yaml', 'a: 2\n');
    own.commit();
    expect([...(await changedLines(own.cwd, env, base)).keys()]).toEqual(['b.yaml']);
  });

  test('are touched by a range with one of them, and cover a range that has no other', () => {
    const ranges = [
      { first: 3, last: 5 },
      { first: 8, last: 8 },
    ];
    const answers = (first: number, last: number) =>
      [touches, covers].map((ask) => ask(ranges, { first, last }));
    expect(answers(1, 2)).toEqual([false, false]);
    expect(answers(1, 3)).toEqual([true, false]);
    expect(answers(3, 3)).toEqual([true, true]);
    expect(answers(3, 5)).toEqual([true, true]);
    expect(answers(5, 6)).toEqual([true, false]);
    expect(answers(6, 7)).toEqual([false, false]);
    expect(answers(4, 8)).toEqual([true, false]);
    expect(answers(8, 8)).toEqual([true, true]);
    expect(answers(8, 9)).toEqual([true, false]);
    expect(touches(undefined, { first: 1, last: 9 })).toBe(false);
    expect(covers(undefined, { first: 1, last: 9 })).toBe(false);
  });
});

describe('a commit', () => {
  test('is where a branch left another, or the named one without any in common', async () => {
    const first = own.commit();
    own.git('checkout', '-q', '-b', 'feature');
    const second = own.commit();
    own.git('checkout', '-q', 'main');
    own.git('commit', '-q', '--allow-empty', '-m', 'other');
    own.git('checkout', '-q', 'feature');
    expect(await baseCommit(own.cwd, env, 'main')).toBe(first);
    expect(await namedCommit(own.cwd, env, 'feature')).toBe(second);
    own.git('tag', '-a', '-m', 'x', 'v1');
    expect(await namedCommit(own.cwd, env, 'v1')).toBe(second);
    own.git('checkout', '-q', '--orphan', 'alone');
    const alone = own.commit();
    own.git('checkout', '-q', 'feature');
    expect(await baseCommit(own.cwd, env, 'alone')).toBe(alone);
    expect(await commitId(own.cwd, env, 'alone')).toBe(alone);
    expect(await commitId(own.cwd, env, 'nothing')).toBeUndefined();
    expect(await commitId(own.cwd, env, '--all')).toBeUndefined();
  });

  test('that is not here is an error, which names a shallow clone', async () => {
    own.commit();
    own.commit();
    await expect(namedCommit(own.cwd, env, 'nothing')).rejects.toThrow(
      'there is no commit "nothing" here; fetch it, or check the name',
    );
    const clone = join(own.root, 'clone');
    execFileSync('git', ['clone', '-q', '--depth=1', `file://${own.cwd}`, clone]);
    await expect(namedCommit(clone, env, 'nothing')).rejects.toThrow(
      'there is no commit "nothing" here; this clone is shallow: fetch it too (git fetch --depth=1 origin COMMIT',
    );
    await expect(namedCommit(own.root, env, 'main')).rejects.toThrow(
      /^this needs a git repository \(not a git repository/,
    );
    await expect(namedCommit(own.cwd, { PATH: own.root }, 'main')).rejects.toThrow(
      'this needs git, and there is none in PATH',
    );
  });

  test.each(['', '-n', '--all', 'a b', ' main', 'main\n'])('is not named %j', async (ref) => {
    own.commit();
    await expect(namedCommit(own.cwd, env, ref)).rejects.toThrow(UserError);
    await expect(namedCommit(own.cwd, env, ref)).rejects.toThrow(
      'a commit, branch or tag is needed, not',
    );
  });

  test('has some files as they are now', async () => {
    own.write('deep/same.yaml', 'a');
    own.write('deep/other.yaml', 'a');
    own.write('deep/gone.yaml', 'a');
    const base = own.commit();
    own.write('deep/other.yaml', 'b');
    own.write('deep/new.yaml', 'b');
    rmSync(join(own.cwd, 'deep/gone.yaml'));
    own.commit();
    const files = ['other.yaml', 'same.yaml', 'new.yaml', 'gone.yaml', 'never.yaml'];
    const cwd = join(own.cwd, 'deep');
    expect(await sameFiles(cwd, env, base, files)).toEqual(new Set(['same.yaml']));
    expect(await sameFiles(cwd, env, base, [...files, 'a\nb'])).toEqual(new Set());
  });
});

describe('git', () => {
  test('is asked in one language, and fails with its own first line', async () => {
    expect(
      lineOf(await git(own.cwd, { ...env, LC_ALL: 'de_DE.UTF-8' }, ['rev-parse', '--git-dir'])),
    ).toBe('.git');
    const failure: unknown = await git(own.cwd, env, ['rev-parse', '--verify', 'x']).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(GitFailure);
    expect((failure as Error).message).toBe('Needed a single revision');
    // Where it says nothing, how it was called.
    await expect(git(own.cwd, env, ['rev-parse', '--verify', '--quiet', 'x'])).rejects.toThrow(
      /^Command failed/,
    );
    expect(refused(failure)).toBeUndefined();
    expect(() => refused(new TypeError('a bug'))).toThrow('a bug');
    expect(lineOf(Buffer.from('a\nb\n'))).toBe('a\nb');
  });

  test('is given what it reads, also where it ends before it has read it', async () => {
    expect((await git(own.cwd, env, ['hash-object', '--stdin'], 'a')).toString()).toBe(
      '2e65efe2a145dda7ee51d1741299f848e5bf752e\n',
    );
    const much = 'x'.repeat(8 * 1024 * 1024);
    await expect(git(own.cwd, env, ['no-such-command'], much)).rejects.toThrow(GitFailure);
  });

  test('tracks files that patterns match, each below one of the places', async () => {
    own.write('.gitignore', 'out\n*.tmp.yaml\n');
    own.write('out/deep/a.yaml', 'a');
    own.write('other/b.tmp.yaml', 'a');
    own.write('c.yaml', 'a');
    own.commit();
    own.write('out/deep/new.yaml', 'a');
    const tracked = await trackedFiles(
      [join(own.cwd, 'out'), join(own.cwd, 'other/b.tmp.yaml'), own.root],
      env,
    );
    expect([...tracked.files].sort()).toEqual(
      ['other/b.tmp.yaml', 'out/deep/a.yaml'].map((path) => join(own.cwd, path)),
    );
    expect([...tracked.folders].sort()).toEqual(
      ['other', 'out', 'out/deep'].map((path) => join(own.cwd, path)),
    );
    expect((await trackedFiles([own.root], env)).files.size).toBe(0);
    const none = await trackedFiles([join(own.cwd, 'out')], { PATH: own.root });
    expect(none).toEqual({ files: new Set(), folders: new Set() });
  });
});

describe('the tree of an earlier commit', () => {
  const listed = async (options: Partial<BaseTreeOptions> = {}) => {
    const commit = own.git('rev-parse', 'HEAD');
    const settings = { cwd: own.cwd, env, commit, named: [], ...options };
    let folder = '';
    const found = await withBaseTree(settings, async ({ cwd, root, skipped }) => {
      folder = root;
      const files = readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .sort();
      return { files, below: cwd.slice(root.length), skipped };
    });
    expect(existsSync(folder)).toBe(false);
    return found;
  };

  test('has manifests and configuration, and what is named', async () => {
    for (const path of [
      'a.yaml',
      'b/c.YML',
      'd.json',
      'e.txt',
      'f/.gitignore',
      'README.md',
      'yaml',
    ]) {
      own.write(path, path);
    }
    symlinkSync('a.yaml', join(own.cwd, 'link.yaml'));
    own.commit();
    expect(await listed()).toEqual({
      files: ['a.yaml', 'b/c.YML', 'd.json'],
      below: '',
      skipped: 0,
    });
    const named = await listed({
      cwd: join(own.cwd, 'b'),
      named: ['../e.txt', 'c.YML', '../none'],
    });
    expect(named).toEqual({
      files: ['a.yaml', 'b/c.YML', 'd.json', 'e.txt'],
      below: '/b/',
      skipped: 0,
    });
  });

  test('has everything that a kustomization or a chart may read', async () => {
    for (const path of [
      'k/kustomization.yaml',
      'k/patch.txt',
      'k/deep/x',
      'other/y.txt',
      'c/Chart.yaml',
      'c/t/z.tpl',
    ]) {
      own.write(path, path);
    }
    own.commit();
    expect((await listed({ isRendered: true })).files).toEqual([
      ...['c/Chart.yaml', 'c/t/z.tpl', 'k/deep/x', 'k/kustomization.yaml', 'k/patch.txt'],
    ]);
    expect((await listed()).files).toEqual(['c/Chart.yaml', 'k/kustomization.yaml']);
    own.write('Kustomization', 'x');
    own.commit();
    expect((await listed({ isRendered: true })).files).toContain('other/y.txt');
  });

  test('has the bytes of each file, and may have none', async () => {
    own.commit();
    expect((await listed()).files).toEqual([]);
    own.write('a.yaml', 'a: 1\nb: ä\n');
    own.write('b.yaml', '');
    own.write('c.yaml', 'last');
    own.commit();
    const commit = own.git('rev-parse', 'HEAD');
    await withBaseTree({ cwd: own.cwd, env, commit, named: [] }, async ({ cwd }) => {
      const texts = ['a', 'b', 'c'].map((name) => readFileSync(join(cwd, `${name}.yaml`), 'utf8'));
      expect(texts).toEqual(['a: 1\nb: ä\n', '', 'last']);
    });
  });

  test.each(['..', '.', '.git', 'a\\b.yaml'])(
    'has no name that leads out of it: %s',
    async (name) => {
      own.write('b.yaml', 'b');
      own.commit();
      const blob = own.git('rev-parse', 'HEAD:b.yaml');
      // Git itself writes no such tree: its bytes are put into the store as they are.
      const entry = (mode: string, path: string, id: string) =>
        Buffer.concat([Buffer.from(`${mode} ${path}\0`), Buffer.from(id, 'hex')]);
      const put = (...entries: Buffer[]) =>
        execFileSync('git', ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'], {
          ...{ cwd: own.cwd, input: Buffer.concat(entries), encoding: 'utf8' },
        }).trim();
      const inner = put(entry('100644', 'x.yaml', blob));
      const tree = name.endsWith('.yaml')
        ? put(entry('100644', name, blob), entry('100644', 'ok.yaml', blob))
        : put(entry('40000', name, inner), entry('100644', 'ok.yaml', blob));
      const commit = own.git('commit-tree', tree, '-m', 'x');
      const { files } = await listed({ commit });
      expect(files.filter((path) => path !== '.git/x.yaml')).toEqual(['ok.yaml']);
      expect(existsSync(join(tmpdir(), 'x.yaml'))).toBe(false);
    },
  );

  test('without an object that a partial clone lacks', async () => {
    own.write('a.yaml', 'a');
    own.write('b.yaml', 'b');
    own.commit();
    const id = own.git('rev-parse', 'HEAD:a.yaml');
    rmSync(join(own.cwd, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true });
    expect((await listed()).files).toEqual(['b.yaml']);
  });

  test('leaves nothing behind and listens to nothing when it fails', async () => {
    own.write('a.yaml', 'a');
    own.commit();
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit'] as const;
    const counts = () => names.map((name) => process.listenerCount(name));
    const before = counts();
    let folder = '';
    const commit = own.git('rev-parse', 'HEAD');
    await expect(
      withBaseTree({ cwd: own.cwd, env, commit, named: [] }, async ({ root }) => {
        folder = root;
        expect(counts()).toEqual(before.map((count) => count + 1));
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(existsSync(folder)).toBe(false);
    expect(counts()).toEqual(before);
  });
});

describe('where a repository comes from', () => {
  const remote = (name: string, url: string) => own.git('remote', 'add', name, url);

  test('is what its configuration says of its remotes', () => {
    expect(repositoriesOf(own.cwd)).toEqual([]);
    remote('origin', 'https://example.com/o/r.git');
    remote('fork', 'git@example.com:p/r.git');
    own.git('config', 'branch.main.url', 'no remote');
    own.git('config', 'url.x.insteadOf', 'y');
    mkdirSync(join(own.cwd, 'deep'));
    expect(repositoriesOf(join(own.cwd, 'deep'))).toEqual([
      ...['https://example.com/o/r.git', 'git@example.com:p/r.git'],
    ]);
    expect(repositoriesOf(own.root)).toEqual([]);
  });

  test('of a work tree is what the repository says', () => {
    own.commit();
    remote('origin', 'https://example.com/o/r.git');
    const tree = join(own.root, 'tree');
    own.git('worktree', 'add', '-q', tree, '-b', 'other');
    expect(repositoriesOf(tree)).toEqual(['https://example.com/o/r.git']);
  });

  test('is read as text, whatever its spelling', () => {
    const config = [
      '[Remote "a"]',
      '  URL="https://example.com/a"',
      '[remote.b]',
      'url = https://example.com/b',
      '[remotes "c"]',
      'url = https://example.com/c',
      '[remote "d"] # comment',
      'pushurl = https://example.com/e',
      '  url   =   https://example.com/d   # comment',
    ];
    own.write('.git/config', config.join('\n'));
    expect(repositoriesOf(own.cwd)).toEqual(
      ['a', 'b', 'd'].map((name) => `https://example.com/${name}`),
    );
    own.write('.git/config', `${config.join('\n')}\n${'#'.repeat(1024 * 1024)}`);
    expect(repositoriesOf(own.cwd)).toEqual([]);
  });
});
