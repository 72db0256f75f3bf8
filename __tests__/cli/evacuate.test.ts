/** The patch of an evacuation, as git takes it, and what the manifests predict with it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runIn } from './run-in.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-failover-'));
  cpSync('examples/hello-world', folder, { recursive: true });
  const clusters = ['{ name: a, locality: europe-west1 }', '{ name: b, locality: us-central1 }'];
  const text = `version: 1\nclusters:\n${clusters.map((each) => `  - ${each}\n`).join('')}`;
  writeFileSync(join(folder, 'mesh-failover.yaml'), text);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const rule = () => readFileSync(join(folder, 'destination-rule.yaml'), 'utf8');
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });

async function sharesOf(region: string): Promise<number[]> {
  const { stdout } = await runIn(folder, ['simulate', '--format', 'json']);
  const { results } = JSON.parse(stdout) as {
    results: { scenario: string; split: { locality: string; share: number }[] }[];
  };
  return results
    .filter(({ scenario }) => scenario === 'healthy')
    .map(({ split }) => split.find(({ locality }) => locality === region)?.share ?? 0);
}

test('git applies the patch, the region gets nothing, and the way back gives the same bytes', async () => {
  const before = rule();
  const options = ['--out', 'go.patch', '--reverse-out', 'back.patch'];
  const { status, stdout } = await runIn(folder, ['evacuate', 'europe-west1', ...options]);
  expect(status).toBe(0);
  expect(stdout).toContain('hello-world.default from a: europe-west1 50 %, us-central1 50 %');
  git('apply', 'go.patch');
  expect(await sharesOf('europe-west1')).toEqual([0, 0]);
  expect(await sharesOf('us-central1')).toEqual([1, 1]);
  expect(rule()).toContain('            to:\n              us-central1: 100\n');
  git('apply', 'back.patch');
  expect(rule()).toBe(before);
});

test('in steps, through standard output', async () => {
  const { status, stdout, stderr } = await runIn(folder, [
    'evacuate',
    'us-central1',
    '--keep',
    '50',
  ]);
  expect(status).toBe(0);
  expect(stderr).toContain('git apply makes the change');
  writeFileSync(join(folder, 'step.patch'), stdout);
  git('apply', 'step.patch');
  expect(await sharesOf('us-central1')).toEqual([0.25, 0.25]);
});

test('a host that would still go there, or that runs there alone, is named, and nothing is written', async () => {
  const route = (host: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${host}, namespace: default }
spec:
  hosts: [${host}.example.com]
  gateways: [public-gateway]
  http: [{ route: [{ destination: { host: ${host} } }] }]
`;
  writeFileSync(join(folder, 'more.yaml'), route('other'));
  const still = await runIn(folder, ['evacuate', 'europe-west1', '--out', 'x.patch']);
  expect(still.status).toBe(1);
  expect(still.stdout).toMatch(
    /refused: other.default from a: 50 % would still go to europe-west1/,
  );
  expect(existsSync(join(folder, 'x.patch'))).toBe(false);
  const accepted = await runIn(folder, [
    ...['evacuate', 'europe-west1', '--out', 'x.patch', '--accept-changes'],
  ]);
  expect(accepted.status).toBe(0);

  const text = readFileSync(join(folder, 'mesh-failover.yaml'), 'utf8');
  const endpoints = '[{ locality: europe-west1, count: 2 }]';
  writeFileSync(
    join(folder, 'mesh-failover.yaml'),
    `${text}workloads:\n  - { host: hello-world.default.svc.cluster.local, endpoints: ${endpoints} }\n`,
  );
  rmSync(join(folder, 'more.yaml'));
  const alone = await runIn(folder, ['evacuate', 'europe-west1', '--out', 'y.patch']);
  expect(alone.status).toBe(1);
  expect(alone.stdout).toMatch(/100 % would fail; does it run in europe-west1 alone\?/);
  expect(existsSync(join(folder, 'y.patch'))).toBe(false);
});

test('without declared clusters the regions are those that the manifests name', async () => {
  rmSync(join(folder, 'mesh-failover.yaml'));
  const { status, stdout } = await runIn(folder, ['evacuate', 'europe-west1', '--out', 'x.patch']);
  expect({ status, stdout }).toMatchObject({ status: 0 });
  expect(readFileSync(join(folder, 'x.patch'), 'utf8')).toContain(
    '+              us-central1: 100',
  );
});

test.each<[args: string[], message: RegExp]>([
  [['europe-west1', '--for', 'soon'], /--for takes a time such as 90s, 30m or 2h/],
  [['europe-west1', '--for', '2h', '--out', 'x.patch'], /--out .* for a patch/],
  [['europe-west1', '--for', '2h', '--restore'], /--restore ends an evacuation: leave --for/],
  [['europe-west1', '--for', '2h', '--expired'], /--expired goes with --restore/],
  [['europe-west1', '--for', '2h', '--steps', '0,50'], /--steps takes a number of steps/],
  [['europe-west1', '--for', '2h', '--pause', '1'], /--pause takes a time/],
  [['europe-west1', '--for', '2h', '--keep', '100'], /--keep takes a percentage/],
  [['europe-west1', '--steps', '3'], /--steps goes with --for or --restore/],
  [['europe-west1', '--format', 'json'], /--format json goes with --for or --restore/],
  [['--for', '2h'], /needs the name of a region/],
])('in the clusters: %j is refused', async (args, message) => {
  const { status, stderr } = await runIn(folder, ['evacuate', ...args]);
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringMatching(message) });
});

test('wrong usage', async () => {
  expect((await runIn(folder, ['evacuate'])).status).toBe(2);
  expect((await runIn(folder, ['evacuate', 'europe-west1', '--keep', '100'])).status).toBe(2);
  const mars = await runIn(folder, ['evacuate', 'mars']);
  expect(mars.status).toBe(1);
  expect(mars.stderr).toContain('no cluster is in the region mars');
});
