/** Files that are written where a hostile pull request has put links: SECURITY.md says what must hold. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { leadsAway } from '../../src/files/leads-away.js';
import { runIn } from '../cli/run-in.js';
import { holds } from './sentences.js';

const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a, namespace: default}
spec:
  host: a.default.svc.cluster.local
  trafficPolicy:
    outlierDetection: {maxEjectionPercent: 5}
    loadBalancer: {localityLbSetting: {failover: [{from: eu, to: us}]}}
`;

let folder: string;
let workspace: string;
let outside: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-failover-test-'));
  workspace = join(folder, 'workspace');
  outside = join(folder, 'outside');
  mkdirSync(join(workspace, '.git'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(workspace, 'a.yaml'), rule);
  writeFileSync(join(outside, 'there'), 'before');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const link = (target: string, name: string) => symlinkSync(target, join(workspace, name));
const untouched = () =>
  readdirSync(outside).join() === 'there' &&
  readFileSync(join(outside, 'there'), 'utf8') === 'before';

holds(
  '33. No symbolic link of the working folder makes mesh-failover write a file outside it, or in .git.',
  async () => {
    writeFileSync(join(workspace, '.git/config'), 'before');
    link(join(outside, 'there'), 'file');
    link('../outside/there', 'relative');
    link('../outside', 'folder');
    link('folder', 'twice');
    link('.git/config', 'git');
    const files = ['file', 'relative', 'folder/new', 'folder/a/new', 'twice/there', 'git'];
    for (const file of files) {
      for (const args of [
        ['lint', '--format', `sarif=${file}`],
        ['check', '--format', `json=${file}`],
        ['lint', '--write-baseline', file],
        ['rules', '--format', `json=${file}`],
      ]) {
        const { status, stderr } = await runIn(workspace, args);
        expect({ args, status, stderr }).toMatchObject({
          status: 2,
          stderr: expect.stringContaining('a symbolic link'),
        });
      }
    }
    link('../outside', '.github');
    expect((await runIn(workspace, ['init'])).status).toBe(2);
    expect(untouched()).toBe(true);
    expect(readFileSync(join(workspace, '.git/config'), 'utf8')).toBe('before');
  },
);

test('what a user names outside, and a link that stays inside, is written', async () => {
  mkdirSync(join(workspace, 'out'));
  link('out', 'reports');
  link('reports/last', 'last');
  writeFileSync(join(workspace, 'out/last'), '');
  for (const file of ['../outside/new', join(outside, 'other'), 'reports/a/b', 'last', 'plain']) {
    const { status } = await runIn(workspace, ['lint', '--format', `json=${file}`]);
    expect({ file, status }).toEqual({ file, status: 1 });
  }
  for (const path of ['../outside/new', '../outside/other', 'out/a/b', 'out/last', 'plain'])
    expect(readFileSync(join(workspace, path), 'utf8')).toContain('"findings"');
});

test('a link to nothing is replaced, not followed', async () => {
  link('../outside/new', 'result');
  await runIn(workspace, ['lint', '--format', 'json=result']);
  expect(untouched()).toBe(true);
  expect(existsSync(join(workspace, 'result'))).toBe(true);
});

test('a working folder that is reached by a link itself leads nowhere else', () => {
  symlinkSync(workspace, join(folder, 'alias'));
  expect(leadsAway(join(folder, 'alias/a.yaml'), join(folder, 'alias'))).toBe(false);
  expect(leadsAway(join(folder, 'alias/none/x'), join(folder, 'alias'))).toBe(false);
  expect(leadsAway(join(workspace, 'a.yaml'), '/')).toBe(false);
});
