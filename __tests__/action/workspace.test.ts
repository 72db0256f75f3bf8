import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  inWorkspace,
  refuseOutside,
  refuseWorkspaceKubeconfigs,
  workspaceOf,
  type Workspace,
} from '../../src/action/workspace.js';
import type { Finding } from '../../src/foundation/finding.js';

let folder: string;
let root: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-failover-test-')));
  root = join(folder, 'workspace');
  mkdirSync(join(root, 'deploy', 'mesh'), { recursive: true });
  writeFileSync(join(root, 'kubeconfig'), '');
  writeFileSync(join(folder, 'kubeconfig'), '');
  symlinkSync(join(root, 'kubeconfig'), join(folder, 'link'));
  symlinkSync(folder, join(root, 'out'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const open = (workingDirectory: string) =>
  workspaceOf({ GITHUB_WORKSPACE: root }, workingDirectory);

describe('the working directory', () => {
  test('is in the workspace', () => {
    expect(open('.')).toEqual({ root, cwd: root, prefix: '' });
    expect(open('deploy/mesh/')).toMatchObject({ prefix: 'deploy/mesh' });
    expect(open(join(root, 'deploy'))).toMatchObject({ prefix: 'deploy' });
  });

  test.each([
    ['missing', /there is no missing/],
    ['..', /out of the workspace/],
    ['out', /out of the workspace/],
  ])('is not %s', (workingDirectory, message) => {
    expect(() => open(workingDirectory)).toThrow(message);
  });
});

test('the files of a finding are named from the workspace', () => {
  const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  const finding = {
    file: 'a.yaml',
    related: [{ ...range, file: '../b.yaml', message: '' }],
    fix: { description: '', edits: [{ file: 'c.yaml', range, text: '' }] },
  } as unknown as Finding;
  const { file, related, fix } = inWorkspace(finding, { prefix: 'deploy/mesh' } as Workspace);
  expect([file, related[0]?.file, fix?.edits[0]?.file]).toEqual([
    'deploy/mesh/a.yaml',
    'deploy/b.yaml',
    'deploy/mesh/c.yaml',
  ]);
});

describe('a kubeconfig in the workspace is refused', () => {
  const refuse = (KUBECONFIG: string | undefined, kubeconfig?: string) => () => {
    const cluster = { name: 'a', locality: 'r', ...(kubeconfig && { kubeconfig }) };
    refuseWorkspaceKubeconfigs([cluster], KUBECONFIG ? { KUBECONFIG } : {}, open('.'));
  };

  test('by KUBECONFIG, by the configuration, and through a link', () => {
    const inside = join(root, 'kubeconfig');
    expect(refuse(`${join(folder, 'kubeconfig')}:${inside}`)).toThrow(/in the workspace/);
    expect(refuse(undefined, inside)).toThrow(/in the workspace/);
    expect(refuse(join(folder, 'link'))).toThrow(/in the workspace/);
    expect(refuse(join(root, 'not-yet'))).toThrow(/in the workspace/);
  });

  test('elsewhere it is fine', () => {
    expect(refuse(join(folder, 'kubeconfig'), join(folder, 'kubeconfig'))).not.toThrow();
    expect(refuse(`${root}-of-another`)).not.toThrow();
    expect(refuse(undefined)).not.toThrow();
  });
});

describe('paths', () => {
  const refuse = (workingDirectory: string, path: string) => () => {
    refuseOutside([{ input: 'paths', path }], open(workingDirectory));
  };

  test.each([
    ['.', '../'],
    ['.', '..'],
    ['.', '../*.yaml'],
    ['.', 'deploy/../../x'],
    ['.', '/etc'],
    ['.', 'out'],
    ['.', 'out/kubeconfig'],
    ['.', 'out/*.yaml'],
    ['deploy', '../../**'],
    ['deploy/mesh', '../../out/missing'],
  ])('in %s, %s leads out and is refused', (workingDirectory, path) => {
    expect(refuse(workingDirectory, path)).toThrow(
      `input paths: ${path} leads out of the workspace`,
    );
  });

  test.each([
    ['.', '.'],
    ['.', '**/*.yaml'],
    ['deploy', '../kubeconfig'],
    ['deploy/mesh', '../../*'],
    ['.', 'missing/[x]'],
    ['.', '..deploy'],
  ])('in %s, %s stays inside', (workingDirectory, path) => {
    expect(refuse(workingDirectory, path)).not.toThrow();
  });
});
