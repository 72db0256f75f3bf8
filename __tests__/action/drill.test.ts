/** When the built action drills, and when not. What a drill does is tested in __tests__/real/drill/. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../../src/cluster/cluster.js';
import { connect } from '../../src/cluster/connect.js';
import { commandLineTerms as terms } from '../../src/drill/drill-terms.js';
import { readDrillRecord, type DrillRecord } from '../../src/drill/drill-record.js';
import { makeOutage } from '../../src/drill/outage.js';
import { Runner } from './runner.js';
import { TwoApiServers } from './two-api-servers.js';

let runner: Runner;
let clusters: TwoApiServers;

beforeEach(async () => {
  runner = new Runner();
  clusters = new TwoApiServers();
  await clusters.start();
  runner.copy('hello-world');
  runner.write('mesh-failover.yaml', JSON.stringify(config));
  runner.event('workflow_dispatch');
});

afterEach(() => {
  runner.remove();
  clusters.stop();
});

const config = {
  version: 1,
  clusters: [
    { name: 'a', locality: 'europe-west1', context: 'cluster-a' },
    { name: 'b', locality: 'us-central1', context: 'cluster-b' },
    // Nobody listens there.
  ].map((cluster) => ({ ...cluster, ingress: { url: 'http://127.0.0.1:9' } })),
  deploy: { environment: 'staging' },
  drill: { attribution: { header: 'x-region' } },
};

const step = (inputs: Record<string, string> = {}) =>
  runner.step({ mode: 'drill', kubeconfig: clusters.kubeconfig(), ...inputs });

test('no pull request is drilled, not even looked at', async () => {
  for (const name of ['pull_request', 'pull_request_target']) {
    runner.event(name, { pull_request: { head: { repo: { full_name: 'acme/mesh' } } } });
    for (const inputs of [{ confirm: 'staging' }, { mode: 'drill-restore' }]) {
      const result = await step(inputs);
      expect(result.exitCode).toBe(2);
      expect(result.commands.at(-1)).toContain('started for the default branch alone');
    }
  }
  expect(clusters.asked).toBe(0);
});

test.each([
  [{}, 'then confirm it with confirm: staging'],
  [
    { confirm: 'production' },
    'the environment of the configuration is staging, and production was confirmed',
  ],
  [{ confirm: 'staging', scenarios: 'cordened:a' }, 'did you mean'],
])('it has to be confirmed, and to be known: %j', async (inputs, message) => {
  const result = await step(inputs);
  expect(result.exitCode).toBe(2);
  expect(result.commands.at(-1)).toContain(message);
  expect(clusters.asked).toBe(0);
});

test('findings keep it from being started', async () => {
  runner.copy('hello-world', '.', (text) => text.replace('Percent: 100', 'Percent: 99'));
  const result = await step({ confirm: 'staging' });
  expect(result.exitCode).toBe(1);
  expect(result.commands.at(-1)).toMatch(/nothing was drilled$/);
  expect(clusters.asked).toBe(0);
});

test.each(['true', 'false'])(
  'a problem ends it before anything is changed (dry-run: %s)',
  async (dryRun) => {
    const result = await step({ confirm: 'staging', 'dry-run': dryRun });
    expect(result.exitCode).toBe(1);
    expect(result.commands.at(-1)).toMatch(
      /^::error::The drill was not started, and nothing was changed: a: .*; b: /,
    );
    expect(result.stdout).toMatch(/^problem b: /m);
    expect(result.outputs).toMatchObject({ mode: 'drill' });
    expect(result.outputs).not.toHaveProperty('verdict');
    const all = clusters.servers.flatMap(({ requests }) => requests);
    const changing = all.filter(
      ({ method, url }) => method !== 'GET' && !url?.includes('accessreviews'),
    );
    expect(changing).toEqual([]);
  },
);

describe('what a drill that was killed has left', () => {
  const environment = { name: 'staging', namespace: 'mesh-failover' };
  const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
  const record: DrillRecord = {
    scenario: 'scaled-to-zero:a',
    startedAt: '2026-01-01T00:00:00Z',
    holder: 'a runner that is gone',
    changes: [
      { object: key, subresource: 'scale', path: ['spec', 'replicas'], before: 2, during: 0 },
    ],
  };
  const byHook: DrillRecord = {
    ...record,
    scenario: 'failing:a',
    changes: [],
    hook: { kind: 'failing', locality: 'europe-west1' },
  };
  let cluster: Cluster;

  beforeEach(async () => {
    const [server] = clusters.servers;
    const kubeconfig = server.kubeconfig({ token: 'of-the-test' });
    cluster = await connect({ name: 'a', locality: 'europe-west1', kubeconfig });
    const { apiVersion, kind, ...metadata } = key;
    await cluster.create({ apiVersion, kind, metadata, spec: { replicas: 2 } });
  });

  /** The Service of the example gets its endpoints. */
  const serve = () => {
    const metadata = { name: 'hello-world', namespace: 'default' };
    const spec = { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] };
    const service = { apiVersion: 'v1', kind: 'Service', metadata, spec };
    return cluster.replace(service, { fieldManager: 'of-the-test' });
  };
  const leave = (own: DrillRecord) =>
    makeOutage({ cluster, environment, context: undefined, terms }, own, () => Promise.resolve());
  const restore = (inputs: Record<string, string> = {}) =>
    step({ mode: 'drill-restore', ...inputs });
  const replicas = async () =>
    ((await cluster.get(key))?.['spec'] as { replicas: number }).replicas;

  test('is undone, whatever the manifests are like, and told', async () => {
    await leave(record);
    expect(await replicas()).toBe(0);
    runner.write('destination-rule.yaml', 'broken: [');
    const result = await restore();
    expect(result).toMatchObject({ exitCode: 0, stderr: '', outputs: { mode: 'drill-restore' } });
    expect(await replicas()).toBe(2);
    expect(await readDrillRecord(cluster, environment)).toBeUndefined();
    expect(result.stdout).toContain('  Deployment default/web: 2 → 0 replicas: undone');
    expect(result.summary).toContain('### ✅ Everything is as it was before the drill');
    expect(result.summary).toContain(
      '| a | <code>Deployment default/web: 2 → 0 replicas</code> | undone |\n| b |  | no drill has left anything here |',
    );
    const again = await restore();
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain('a: no drill has left anything here');
  });

  test('by a program is mended by the same one, which reaches the clusters', async () => {
    await leave(byHook);
    const without = await restore();
    expect(without.exitCode).toBe(1);
    expect(without.commands.at(-1)).toBe('::error::Not everything is restored: a; see the log');
    expect(without.stdout).toContain(
      'pass the same outage-hook, so that it can let them work again',
    );
    expect(without.summary).toContain('### ❌ Not everything is as it was before the drill');

    const told = join(runner.folder, 'told');
    const hook = `echo $MESH_FAILOVER_ACTION $MESH_FAILOVER_CLUSTER $PWD > ${told}; cat "$KUBECONFIG" >> ${told}; env >> ${told}`;
    expect(await restore({ 'outage-hook': hook })).toMatchObject({ exitCode: 0 });
    const text = readFileSync(told, 'utf8');
    expect(text).toContain(`mend a ${runner.workspace}\n${clusters.kubeconfig()}`);
    expect(text).not.toMatch(/^INPUT_(KUBECONFIG|GITHUB-TOKEN)=/m);
    expect(await readDrillRecord(cluster, environment)).toBeUndefined();
  });

  test('keeps the next drill from being started, which says how to undo it', async () => {
    await leave(record);
    await serve();
    const result = await step({ confirm: 'staging' });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain(
      'has left changes here: undo them first with a step with mode: drill-restore',
    );
    expect(await replicas()).toBe(0);
  });

  test('in a cluster that cannot be reached keeps no other from being restored', async () => {
    await leave(record);
    const [, second] = clusters.servers;
    second.answer({ status: 403, body: { kind: 'Status', code: 403, reason: 'Forbidden' } });
    const result = await restore();
    expect(result.exitCode).toBe(1);
    expect(result.commands.at(-1)).toBe('::error::Not everything is restored: b; see the log');
    expect(await replicas()).toBe(2);
  });

  test('cannot be tried', async () => {
    const result = await restore({ 'dry-run': 'true' });
    expect(result.exitCode).toBe(2);
    expect(result.commands.at(-1)).toContain('drill-restore has no dry run');
    expect(clusters.asked).toBe(1);
  });
});
