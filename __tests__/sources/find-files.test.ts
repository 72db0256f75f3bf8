import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/foundation/errors.js';
import { findFiles } from '../../src/sources/find-files.js';

let root: string;
let cwd: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'find-files-')));
  cwd = join(root, 'work');
  mkdirSync(cwd);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Writes files below the working folder; a path that begins with `../` stands beside it. */
function write(...paths: string[]): void {
  for (const path of paths) writeText(path, 'a: 1\n');
}

function writeText(path: string, text: string): void {
  const absolute = join(cwd, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  symlinkSync(target, join(cwd, path));
}

const find = async (...paths: string[]) => {
  const { files, problems } = findFiles(paths, cwd);
  return {
    files: files.map(({ file, named }) => (named ? `${file}!` : file)),
    problems: problems.map(({ file, named }) => (named ? `${file}!` : file)),
  };
};

describe('folders', () => {
  test('hold manifests by their extension, in the order of code units', async () => {
    write('b.yaml', 'a.yml', 'Z.json', 'c/d.YAML', 'readme.md', 'c.yaml', 'yaml', '.hidden.yaml');
    expect(await find('.')).toEqual({
      files: ['.hidden.yaml', 'Z.json', 'a.yml', 'b.yaml', 'c.yaml', 'c/d.YAML'],
      problems: [],
    });
  });

  test('leave out node_modules and dot folders, unless they are named', async () => {
    write('a.yaml', 'node_modules/b.yaml', '.github/c.yaml', 'd/node_modules/e.yaml');
    expect((await find('.')).files).toEqual(['a.yaml']);
    expect((await find('.github', 'node_modules')).files).toEqual([
      '.github/c.yaml',
      'node_modules/b.yaml',
    ]);
  });

  test('leave out what .gitignore files name', async () => {
    mkdirSync(join(cwd, '.git'));
    writeText('.gitignore', 'out/\n*.tmp.yaml\n/top.yaml\nKEEP.yaml\n');
    writeText('a/.gitignore', '!keep.tmp.yaml\nb/*\n!b/c.yaml\n');
    write('out/x.yaml', 'a/out/x.yaml', 'top.yaml', 'a/top.yaml', 'a/keep.tmp.yaml');
    write('a/drop.tmp.yaml', 'a/b/c.yaml', 'a/b/d.yaml', 'keep.yaml');
    const files = ['a/b/c.yaml', 'a/keep.tmp.yaml', 'a/top.yaml', 'keep.yaml'];
    expect(await find('.')).toEqual({ files, problems: [] });
    // The same from below, and by a glob.
    expect((await find('a')).files).toEqual(files.slice(0, 3));
    expect((await find('**/*.yaml')).files).toEqual(files);
    // Who names an ignored folder or file wants it.
    expect((await find('out')).files).toEqual(['out/x.yaml']);
    expect((await find('a/b/d.yaml')).files).toEqual(['a/b/d.yaml!']);
  });

  test('outside a repository, .gitignore counts up to the working folder', async () => {
    writeText('.gitignore', 'x.yaml\n');
    writeText('../.gitignore', 'y.yaml\n');
    write('a/x.yaml', 'a/y.yaml');
    expect((await find('a')).files).toEqual(['a/y.yaml']);
  });

  test('below one that is left out are read as if nothing above were there', async () => {
    mkdirSync(join(cwd, '.git'));
    writeText('.gitignore', 'out\n*.tmp.yaml\n');
    write('out/deep/a.yaml', 'out/deep/b.tmp.yaml', 'in/deep/c.tmp.yaml', 'in/deep/d.yaml');
    expect((await find('out/deep')).files).toEqual(['out/deep/a.yaml', 'out/deep/b.tmp.yaml']);
    expect((await find('in/deep')).files).toEqual(['in/deep/d.yaml']);
  });

  test('that are beside the working folder can be named', async () => {
    write('../beside/a.yaml');
    expect((await find('../beside')).files).toEqual(['../beside/a.yaml']);
    expect((await find(join(root, 'beside'))).files).toEqual(['../beside/a.yaml']);
  });

  test('may be empty', async () => {
    expect(await find('.')).toEqual({ files: [], problems: [] });
  });

  test('that cannot be read are a problem', async () => {
    write('a/x.yaml', 'b.yaml');
    chmodSync(join(cwd, 'a'), 0);
    const found = await find('.');
    // The superuser can read everything.
    const isRoot = process.getuid?.() === 0;
    expect(found).toEqual(
      isRoot
        ? { files: ['a/x.yaml', 'b.yaml'], problems: [] }
        : { files: ['b.yaml'], problems: ['a'] },
    );
    chmodSync(join(cwd, 'a'), 0o700);
  });
});

describe('files', () => {
  test('that are named are read, whatever they are called', async () => {
    write('readme.md', 'a[1].yaml', '*.yaml');
    expect((await find('readme.md', 'a[1].yaml', '*.yaml')).files).toEqual([
      '*.yaml!',
      'a[1].yaml!',
      'readme.md!',
    ]);
  });

  test('are found once, however often they are reached', async () => {
    write('a/x.yaml', 'b.yaml');
    expect((await find('a', '.', 'a/*.yaml', 'b.yaml', './b.yaml', '-', '-')).files).toEqual([
      '<stdin>!',
      'a/x.yaml',
      'b.yaml!',
    ]);
  });

  test.each(['nothing.yaml', 'a/b/c', 'x.yaml/y', 'n'.repeat(300)])(
    'that are not there are an error: %s',
    async (path) => {
      write('x.yaml');
      await expect(find(path)).rejects.toThrow(UserError);
      await expect(find(path)).rejects.toThrow(path);
    },
  );

  test('an empty path is an error', async () => {
    await expect(find('')).rejects.toThrow(UserError);
  });

  test('that are pipes are never opened', async () => {
    write('a.yaml');
    execFileSync('mkfifo', [join(cwd, 'pipe.yaml')]);
    link('link.yaml', 'pipe.yaml');
    link('device.yaml', '/dev/zero');
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    link('other', 'pipe');
    // What has the name of a manifest and is not read is reported.
    expect(await find('.')).toEqual({
      files: ['a.yaml'],
      problems: ['device.yaml', 'link.yaml', 'pipe.yaml'],
    });
    expect(await find('pipe.yaml')).toEqual({ files: [], problems: ['pipe.yaml!'] });
    expect(await find('/dev/null')).toMatchObject({ files: [] });
  });
});

describe('globs', () => {
  beforeEach(() => {
    write('a/x.yaml', 'a/y.yml', 'a/z.txt', 'a/b/x.yaml', 'c/x.yaml', '.d/x.yaml');
  });

  test.each([
    ['a/*', ['a/b/x.yaml', 'a/x.yaml', 'a/y.yml']],
    ['a/*.yaml', ['a/x.yaml']],
    ['a/**', ['a/b/x.yaml', 'a/x.yaml', 'a/y.yml']],
    ['**/x.yaml', ['a/b/x.yaml', 'a/x.yaml', 'c/x.yaml']],
    ['{a,c}/*.yaml', ['a/x.yaml', 'c/x.yaml']],
    ['./?/x.yaml', ['a/x.yaml', 'c/x.yaml']],
    ['[ab]', ['a/b/x.yaml', 'a/x.yaml', 'a/y.yml']],
    ['a/*/', ['a/b/x.yaml']],
    ['a/*.txt', ['a/z.txt']],
    ['.d/*.yaml', ['.d/x.yaml']],
    ['../work/c/*.yaml', ['c/x.yaml']],
  ])('%s', async (glob, files) => {
    expect(await find(glob)).toEqual({ files, problems: [] });
  });

  test('may be absolute', async () => {
    expect((await find(join(cwd, 'c/*.yaml'))).files).toEqual(['c/x.yaml']);
  });

  test.each(['*.yaml', 'q/*.yaml', 'a/x.yaml/*', '!a/*.yaml'])(
    'that match nothing are an error: %s',
    async (glob) => {
      await expect(find(glob)).rejects.toThrow(UserError);
      await expect(find(glob)).rejects.toThrow(glob);
    },
  );
});

describe('symbolic links', () => {
  test('inside are followed; a file keeps its own name', async () => {
    write('real/x.yaml');
    link('a-link', 'real');
    link('b.yaml', 'real/x.yaml');
    expect(await find('.')).toEqual({ files: ['real/x.yaml'], problems: [] });
    expect((await find('a-link')).files).toEqual(['a-link/x.yaml']);
    expect((await find('a-link', 'real')).files).toEqual(['real/x.yaml']);
  });

  test('that lead outside are problems, and never read', async () => {
    write('../outside/x.yaml', 'a.yaml', '../work-too/y.yaml');
    link('b.yaml', '../outside/x.yaml');
    link('folder', '../outside');
    link('sibling', '../work-too');
    link('text', '../outside/x.yaml');
    expect(await find('.')).toEqual({
      files: ['a.yaml'],
      problems: ['b.yaml', 'folder', 'sibling'],
    });
    expect(await find('*.yaml')).toEqual({ files: ['a.yaml'], problems: ['b.yaml'] });
    // A shell's glob names links too, and a workflow names paths that a pull request can make links of.
    expect(await find('b.yaml', 'folder')).toEqual({ files: [], problems: ['b.yaml!', 'folder!'] });
    expect((await find('../outside')).files).toEqual(['../outside/x.yaml']);
  });

  test('may lead back into a named folder that is outside', async () => {
    write('../outside/x.yaml');
    link('../outside/y/z', '..');
    expect((await find('../outside')).files).toEqual(['../outside/x.yaml']);
  });

  test('that loop end', async () => {
    write('a/x.yaml');
    link('a/loop', '.');
    link('a/up', '..');
    link('self.yaml', 'self.yaml');
    expect(await find('.')).toEqual({ files: ['a/x.yaml'], problems: ['self.yaml'] });
    expect(await find('self.yaml')).toEqual({ files: [], problems: ['self.yaml!'] });
  });

  test('to nothing are a problem, or an error if they are named', async () => {
    link('x.yaml', 'nothing.yaml');
    link('text', 'nothing');
    expect(await find('.')).toEqual({ files: [], problems: ['x.yaml'] });
    await expect(find('x.yaml')).rejects.toThrow(/x\.yaml: a symbolic link/);
  });
});
