import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lookInto } from '../../src/sources/look-into.js';
import { isThere, nameBelow } from '../../src/sources/names.js';
import { otherFiles } from '../../src/sources/other-files.js';
import { cannotRead, errorCode } from '../../src/sources/file-problem.js';
import { walk, type Walk } from '../../src/sources/walk.js';

let cwd: string;
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'other-files-')));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const rule = 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\n';

function write(path: string, text = `# networking.istio.io\n`): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

describe('files that are no manifests and name the API group', () => {
  const kindOf = (name: string) => {
    write(name);
    const [found] = otherFiles(['.'], cwd);
    rmSync(join(cwd, name));
    return found?.kind;
  };

  test.each([
    ['Terraform', ['main.tf', 'a.tftpl', 'a.hcl', 'a.tofu', 'A.TF']],
    ['Jsonnet', ['a.jsonnet', 'a.libsonnet']],
    ['CUE', ['a.cue']],
    ['shell scripts', ['a.sh', 'a.bash', 'a.zsh', 'a.ps1']],
    [
      'templates',
      [
        'a.j2',
        'a.jinja',
        'a.jinja2',
        'a.tpl',
        'a.tmpl',
        'a.gotmpl',
        'a.erb',
        'a.template',
        'a.mustache',
      ],
    ],
    [
      'programs',
      'go ts js mjs py rb java kt cs rs groovy k dhall pkl star'
        .split(' ')
        .map((end) => `a.${end}`),
    ],
    ['build files', ['Makefile', 'Justfile', 'rules.mk']],
    [undefined, ['a.md', 'a.txt', 'a.yaml', 'a.adoc', 'a.json']],
  ])('are %s by their names', (kind, names) => {
    for (const name of names) expect([name, kindOf(name)]).toEqual([name, kind]);
  });

  test('are counted, the first three of a kind named, kinds in their order', () => {
    for (const name of ['z.sh', 'd.tf', 'a.tf', 'c.tf', 'b.tf']) write(`deep/${name}`);
    write('deep/none.tf', 'resource {}');
    write('.hidden/e.tf');
    expect(otherFiles(['.', 'deep', '-', 'missing', 'deep/a.tf'], cwd)).toEqual([
      {
        ...{ kind: 'Terraform', files: ['deep/a.tf', 'deep/b.tf', 'deep/c.tf'], count: 4 },
        advice: expect.stringContaining('terraform show -json'),
      },
      {
        kind: 'shell scripts',
        files: ['deep/z.sh'],
        count: 1,
        advice: expect.stringContaining('here-document'),
      },
    ]);
  });

  test('are looked at up to a size, and up to a number', () => {
    write('large.tf', `# networking.istio.io\n${'#'.repeat(1024 * 1024)}`);
    write('latin.tf', 'x');
    writeFileSync(join(cwd, 'latin.tf'), Buffer.from('# networking.istio.io \xff', 'latin1'));
    expect(otherFiles(['.'], cwd)).toEqual([]);
    const just = `# networking.istio.io\n`;
    write('fits.tf', just + '#'.repeat(1024 * 1024 - just.length));
    expect(otherFiles(['.'], cwd)).toMatchObject([{ files: ['fits.tf'] }]);
  });

  test('outside of the working folder are named from it, and links out of it are not followed', () => {
    const beside = `${cwd}-beside`;
    mkdirSync(beside);
    writeFileSync(join(beside, 'a.tf'), rule);
    symlinkSync(beside, join(cwd, 'link'));
    expect(otherFiles(['.'], cwd)).toEqual([]);
    expect(otherFiles([beside], cwd)).toMatchObject([
      { files: [nameBelow(join(beside, 'a.tf'), cwd)] },
    ]);
    rmSync(beside, { recursive: true });
  });
});

describe('a look into what is passed over', () => {
  const look = (budget: { entries: number; bytes: number }, ...folders: string[]) => {
    const places = folders.map((folder) => ({
      ...{ path: join(cwd, folder), isFolder: true, reason: 'dot-folder' as const },
    }));
    const { found, isCut } = lookInto(places, { within: [cwd], read: new Set(), budget });
    return { found: found.map(({ path }) => nameBelow(path, cwd)), isCut };
  };

  test('takes as many entries and bytes as it may, and no more', () => {
    write('.a/1.yaml', rule);
    write('.a/2.yaml', rule);
    const bytes = rule.length;
    expect(look({ entries: 9, bytes: 2 * bytes + 1 }, '.a')).toEqual({
      ...{ found: ['.a/1.yaml', '.a/2.yaml'], isCut: false },
    });
    expect(look({ entries: 3, bytes: 9999 }, '.a')).toEqual({
      ...{ found: ['.a/1.yaml', '.a/2.yaml'], isCut: false },
    });
    expect(look({ entries: 1, bytes: 9999 }, '.a')).toEqual({ found: ['.a/1.yaml'], isCut: true });
    expect(look({ entries: 9, bytes: 2 * bytes - 1 }, '.a')).toEqual({
      found: ['.a/1.yaml'],
      isCut: true,
    });
  });

  test('counts folders, and all that is in them, as entries', () => {
    write('.a/b/c/d/e.yaml', rule);
    write('.a/f.txt', '');
    // Three folders and the file.
    expect(look({ entries: 4, bytes: 9999 }, '.a')).toEqual({
      found: ['.a/b/c/d/e.yaml'],
      isCut: true,
    });
    expect(look({ entries: 5, bytes: 9999 }, '.a')).toEqual({
      found: ['.a/b/c/d/e.yaml'],
      isCut: false,
    });
    expect(look({ entries: 3, bytes: 9999 }, '.a')).toEqual({ found: [], isCut: true });
    expect(look({ entries: 5, bytes: rule.length }, '.a')).toEqual({
      ...{ found: ['.a/b/c/d/e.yaml'], isCut: false },
    });
    expect(look({ entries: 5, bytes: rule.length }, '.a', 'none')).toMatchObject({ isCut: false });
    write('.b/x.yaml', rule);
    expect(look({ entries: 9, bytes: rule.length }, '.a', '.b')).toEqual({
      ...{ found: ['.a/b/c/d/e.yaml'], isCut: true },
    });
  });

  test('goes into folders, but not into .git, and reads a file once', () => {
    for (const path of ['.a/b/c/d.yaml', '.a/.git/e.yaml', '.a/f.yaml', '.a/g.txt'])
      write(path, rule);
    const budget = { entries: 99, bytes: 9999 };
    expect(look(budget, '.a', '.a/b')).toEqual({
      found: ['.a/f.yaml', '.a/b/c/d.yaml'],
      isCut: false,
    });
    expect(look(budget, 'missing')).toEqual({ found: [], isCut: false });
  });

  test('looks first where files are most likely applied', () => {
    for (const folder of ['node_modules', '.a', 'out', 'old']) write(`${folder}/x.yaml`, rule);
    const reasons = {
      node_modules: 'node_modules',
      out: 'git-ignored',
      '.a': 'dot-folder',
      old: 'excluded',
    } as const;
    const places = Object.entries(reasons).map(([folder, reason]) => ({
      path: join(cwd, folder),
      isFolder: true,
      reason,
    }));
    const { found } = lookInto(places, { within: [cwd], read: new Set() });
    expect(found.map(({ reason }) => reason)).toEqual([
      'dot-folder',
      'git-ignored',
      'excluded',
      'node_modules',
    ]);
    const read = new Set(['.a', 'old'].map((folder) => join(cwd, folder, 'x.yaml')));
    // What is excluded was found by a path, and counts all the same.
    expect(lookInto(places, { within: [cwd], read }).found.map(({ reason }) => reason)).toEqual([
      ...['git-ignored', 'excluded', 'node_modules'],
    ]);
  });

  test('knows what is no object', () => {
    write('.a/pipe.yaml', 'a: istio\n');
    write('.a/tag.yaml', 'a: !b c\n');
    write('.a/broken.yaml', 'a: [\n');
    write('.a/istio-broken.yaml', 'apiVersion: networking.istio.io/v1\na: [\n');
    write('.a/latin.yaml', '');
    writeFileSync(join(cwd, '.a/latin.yaml'), Buffer.from(`${rule}# \xff`, 'latin1'));
    expect(look({ entries: 99, bytes: 9999 }, '.a').found).toEqual([
      '.a/istio-broken.yaml',
      '.a/latin.yaml',
    ]);
  });
});

describe('a walk', () => {
  const walked = (options: Partial<Walk> = {}) => {
    const [problems, passed]: string[][] = [[], []];
    const files = walk({
      ...{
        root: cwd,
        cwd,
        within: [cwd],
        wants: (path) => path.endsWith('.yaml'),
        enters: () => true,
      },
      problem: (path) => problems?.push(nameBelow(path, cwd)),
      passOver: ({ path, reason, isFolder }) =>
        passed?.push(`${nameBelow(path, cwd)} ${reason}${isFolder ? '/' : ''}`),
      ...options,
    });
    return { files: files.map(({ path }) => nameBelow(path, cwd)), problems, passed };
  };

  test('reports what it passes over, and why', () => {
    mkdirSync(join(cwd, '.git'));
    write('.gitignore', 'out/\nx.yaml\nlinked.yaml\n');
    for (const path of [
      'a.yaml',
      'x.yaml',
      'out/b.yaml',
      '.h/c.yaml',
      'node_modules/d.yaml',
      'e.txt',
      '.git/f.yaml',
    ])
      write(path);
    symlinkSync('a.yaml', join(cwd, 'linked.yaml'));
    symlinkSync('a.yaml', join(cwd, 'other'));
    expect(walked()).toEqual({
      files: ['a.yaml'],
      problems: [],
      passed: [
        '.h dot-folder/',
        'linked.yaml git-ignored',
        'node_modules node_modules/',
        'out git-ignored/',
        'x.yaml git-ignored',
      ],
    });
    const tracked = {
      files: new Set(['x.yaml', 'out/b.yaml'].map((path) => join(cwd, path))),
      folders: new Set([join(cwd, 'out')]),
    };
    expect(walked({ tracked })).toMatchObject({
      files: ['a.yaml', 'x.yaml', 'out/b.yaml'],
      passed: ['.h dot-folder/', 'linked.yaml git-ignored', 'node_modules node_modules/'],
    });
  });

  test('patterns for folders do not match files, nor those for one place another', () => {
    mkdirSync(join(cwd, '.git'));
    write('.gitignore', 'both.yaml/\n/top.yaml\n');
    for (const path of ['both.yaml', 'deep/both.yaml/a.yaml', 'top.yaml', 'deep/top.yaml'])
      write(path);
    expect(walked().files).toEqual(['both.yaml', 'deep/top.yaml']);
    write('deep/.gitignore', '!both.yaml/\ntop.yaml\n');
    expect(walked().files).toEqual(['both.yaml', 'deep/both.yaml/a.yaml']);
  });

  test.each(['gen', 'g[e]n', 'g*n', 'g n', '#gen', '!gen'])(
    'a folder that a nearer file takes back is read as git reads it: %s',
    (name) => {
      mkdirSync(join(cwd, '.git'));
      const escaped = name.replace(/[[\]*#! ]/g, '\\$&');
      write('.gitignore', `${escaped}/\n*.tmp.yaml\n`);
      write('deep/.gitignore', `!${escaped}/\n`);
      for (const path of ['a.yaml', 'b.tmp.yaml', `${name}/c.yaml`]) write(`deep/${name}/${path}`);
      write(`${name}/out.yaml`);
      rmSync(join(cwd, '.git'), { recursive: true });
      execFileSync('git', ['init', '-q'], { cwd });
      const options = { cwd, encoding: 'utf8' } as const;
      const listed = execFileSync('git', ['ls-files', '-zo', '--exclude-standard'], options);
      const files = listed.split('\0').filter((path) => path.endsWith('.yaml'));
      expect(files).toHaveLength(2);
      expect(walked().files.sort()).toEqual(files.sort());
    },
  );

  test('takes a link to a folder last, by whatever names of folders are entered', () => {
    write('z/real.yaml');
    symlinkSync('z', join(cwd, 'a'));
    symlinkSync('z', join(cwd, '.dot'));
    symlinkSync('z', join(cwd, 'node_modules'));
    symlinkSync('/', join(cwd, 'out'));
    expect(walked()).toEqual({ files: ['z/real.yaml'], problems: ['out'], passed: [] });
    expect(walked({ root: join(cwd, 'a') }).files).toEqual(['a/real.yaml']);
    expect(walked({ enters: (path) => path !== join(cwd, 'z') }).files).toEqual(['a/real.yaml']);
    expect(walked({ enters: () => false })).toEqual({ files: [], problems: [], passed: [] });
  });

  test('may follow links into any of its places', () => {
    const beside = `${cwd}-beside`;
    mkdirSync(beside);
    writeFileSync(join(beside, 'x.yaml'), 'a: 1\n');
    symlinkSync(join(beside, 'x.yaml'), join(cwd, 'x.yaml'));
    expect(walked()).toMatchObject({ files: [], problems: ['x.yaml'] });
    expect(walked({ within: [beside, cwd] })).toMatchObject({ files: ['x.yaml'], problems: [] });
    expect(walked({ within: ['/'] })).toMatchObject({ files: ['x.yaml'], problems: [] });
    rmSync(beside, { recursive: true });
  });
});

test('why a file cannot be read is said in words, and what is no failure of a file is thrown on', () => {
  const failed = (code?: unknown) => Object.assign(new Error('x'), { code });
  expect(
    ['EACCES', 'EPERM', 'ELOOP', 'ENOENT', 'EIO'].map((code) => cannotRead(failed(code))),
  ).toEqual([
    expect.stringContaining('permission denied'),
    expect.stringContaining('permission denied'),
    expect.stringContaining('leads to itself'),
    expect.stringContaining('no such file'),
    'cannot be read (EIO)',
  ]);
  expect([failed('E'), failed(5), null, 'E', {}].map(errorCode)).toEqual([
    'E',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(() => cannotRead(new TypeError('a bug'))).toThrow('a bug');
});

test.each([
  ['/a/b', '/a', 'b'],
  ['/a', '/a', ''],
  ['/ab', '/a', '../ab'],
  ['/a/b/c', '/a/d', '../b/c'],
  ['/x', '/', 'x'],
])('the name of %s from %s', (path, folder, name) => {
  expect(nameBelow(path, folder)).toBe(name);
});

test('nothing is below what cannot be looked at', () => {
  expect(isThere(cwd)).toBe(true);
  expect(isThere(join(cwd, 'none'))).toBe(false);
  write('file', '');
  expect(isThere(join(cwd, 'file/x'))).toBe(false);
  expect(isThere(join(cwd, 'n'.repeat(300)))).toBe(false);
  symlinkSync('nowhere', join(cwd, 'link'));
  expect(isThere(join(cwd, 'link'))).toBe(true);
});
