import { checkPackage, Package } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { parse } from 'yaml';

let folder: string;
let files: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-failover-pack-'));
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(
    execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  ) as [{ filename: string; files: { path: string }[] }];
  files = packed.files.map(({ path }) => path);
  execFileSync('tar', ['xzf', packed.filename], { cwd: folder });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the package', () => {
  test('contains what it should, and nothing else', () => {
    const rooms = new Set(files.map((file) => file.split('/')[0]));
    expect([...rooms].sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'package.json',
      'problem-matcher.json',
      'schemas',
    ]);
    for (const file of [
      'dist/cli/index.js',
      'dist/cluster/kubernetes.js',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/browser.js',
      'docs/mesh-failover.1',
      'schemas/mesh-failover.schema.json',
      'schemas/output/lint.json',
    ]) {
      expect(files).toContain(file);
    }
    // The Action runs from the repository.
    expect(files.filter((file) => file.startsWith('dist/action/'))).toEqual([]);
  });

  test('runs where nothing is installed, and needs nothing', () => {
    const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies?: object;
    };
    expect(dependencies).toEqual({});
    cpSync('examples/hello-world', join(folder, 'example'), { recursive: true });
    const args = [join(folder, 'package/dist/cli/index.js'), 'check', 'example'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('has a version whose major tag the documentation and the workflows name', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const pages = ['docs', 'src/cli/init']
      .flatMap((room) =>
        readdirSync(room, { recursive: true }).map((name) => join(room, String(name))),
      )
      .filter((name) => /\.(?:md|yml|ts)$/.test(name))
      .concat('README.md');
    const named = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/mesh-failover\/mesh-failover@v(\d+)\b/g)].map(
        ([, major]) => major,
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(new Set(named)).toEqual(new Set([version.split('.')[0]]));
    expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`\n## ${version}\n`);
  });

  test('passes publint', async () => {
    const { messages } = await publint({
      pkgDir: join(folder, 'package'),
      pack: false,
      strict: true,
    });
    expect(messages).toEqual([]);
  });
});

describe('the library in the package', () => {
  const names = ['mesh-failover', 'mesh-failover/browser'];

  test.each(names)('%s is there for who installs it', (name) => {
    const modules = join(folder, 'node_modules');
    mkdirSync(modules, { recursive: true });
    cpSync(join(folder, 'package'), join(modules, 'mesh-failover'), { recursive: true });
    const script = `
      import { Project } from '${name}';
      console.log(Project.of({ files: { 'a.yaml': 'kind: [' } }).lint().summary.files);`;
    const args = ['--input-type=module', '--eval', script];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '1\n', stderr: '' });
  });

  test('has types for whatever imports it', async () => {
    const texts = files.map((file): [string, Buffer] => [
      `/node_modules/mesh-failover/${file}`,
      readFileSync(join(folder, 'package', file)),
    ]);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const checked = await checkPackage(
      new Package(Object.fromEntries(texts), 'mesh-failover', version),
    );
    if (!checked.types) throw new Error('the package has no types');
    // Node 10 knows no exports, and the package is for newer ones; from CommonJS a module can be imported all the same.
    const problems = checked.problems.filter(
      (problem) =>
        !('resolutionKind' in problem) ||
        (problem.resolutionKind !== 'node10' && problem.kind !== 'CJSResolvesToESM'),
    );
    expect(problems).toEqual([]);
    for (const name of ['.', './browser']) {
      expect(checked.entrypoints[name]?.resolutions.bundler.resolution?.isTypeScript).toBe(true);
    }
  });
});

describe('a release', () => {
  let repository: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      cwd: repository,
      stdio: 'ignore',
    });
  const script = join(process.cwd(), 'scripts/check-release.mjs');
  const release = (tag: string) =>
    spawnSync(process.execPath, [script, tag], { cwd: repository, encoding: 'utf8' });

  beforeAll(() => {
    repository = mkdtempSync(join(tmpdir(), 'mesh-failover-release-'));
    git('init', '-q', '-b', 'main');
  });

  afterAll(() => rmSync(repository, { recursive: true }));

  function version(text: string): void {
    writeFileSync(join(repository, 'package.json'), JSON.stringify({ version: text }));
    git('add', '-A');
    git('commit', '-q', '-m', 'x');
  }

  test('of main moves its major tag, a pre-release does not', () => {
    version('1.2.3');
    expect(release('v1.2.3')).toMatchObject({ status: 0, stdout: 'major=v1\n' });
    version('2.0.0-rc.1');
    expect(release('v2.0.0-rc.1')).toMatchObject({ status: 0, stdout: 'major=\n' });
  });

  test('with a wrong tag, or from another branch, is none', () => {
    version('3.0.0');
    expect(release('3.0.0')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/no version/),
    });
    expect(release('v3.0.1').stderr).toMatch(/the tag is v3\.0\.1, but package\.json says 3\.0\.0/);
    git('checkout', '-q', '-b', 'other');
    version('3.1.0');
    expect(release('v3.1.0').stderr).toMatch(/not on main/);
  });

  test('is made of what was verified', () => {
    const workflow = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as {
      jobs: Record<string, { needs?: string; steps: { run?: string }[] }>;
    };
    const runs = (job: string) => workflow.jobs[job]?.steps.map(({ run }) => run ?? '') ?? [];
    expect(workflow.jobs['publish']?.needs).toBe('verify');
    expect(runs('verify')).toContain('npm run drift');
    expect(runs('publish').join('\n')).toMatch(/npm publish --provenance/);
    // Nothing that could change what is published.
    expect(runs('publish').join('\n')).not.toMatch(/npm (?:ci|install|run)/);
  });
});

test('the hook of pre-commit starts what the package has', () => {
  const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as Record<string, unknown>[];
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    bin: Record<string, string>;
  };
  expect(hook).toMatchObject({ id: 'mesh-failover', language: 'node', pass_filenames: false });
  const [program = ''] = String(hook?.['entry']).split(' ');
  expect(existsSync(bin[program] ?? '')).toBe(true);
  expect('mesh/rule.yaml').toMatch(new RegExp(String(hook?.['files'])));
});
