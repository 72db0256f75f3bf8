/** What finalizers hold, and what a cluster serves in an old version alone, on two real API servers. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { apply } from '../../../src/deploy/apply.js';
import type { ApplyInput } from '../../../src/deploy/apply-options.js';
import type { DeployObject } from '../../../src/deploy/deploy-object.js';
import { rollback } from '../../../src/deploy/rollback.js';
import { Bench } from '../bench/bench.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import { destinationRule, gateway } from './guide-objects.js';
import { deployment, deployParts, startTwoServers, type TwoServers } from './two-servers.js';

describeReal('deletion', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;

  beforeAll(async () => {
    two = await startTwoServers(bench);
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  const run = (environment: string, more: Partial<ApplyInput>) =>
    apply({
      ...deployment(bench, environment),
      ...{ objects: [], clusters: two.clusters, verifyTimeoutMs: 0, ...more },
    });
  const prune = { prune: { limit: 5 }, deletionWaitMs: 1_500 };
  const path = '/apis/networking.istio.io/v1/namespaces/default/destinationrules/hello-world';

  /** Holds the rule in cluster b, or lets it go. */
  const hold = (finalizers: string[]) =>
    two.servers[1].kubectl([
      ...['patch', 'destinationrule', 'hello-world', '--type=merge'],
      ...['-p', JSON.stringify({ metadata: { finalizers } })],
    ]);

  test('what finalizers hold is neither pruned nor restored, and is named', async () => {
    const [a, b] = two.servers;
    const both = [gateway(), destinationRule()];
    expect((await run('held', { objects: both })).outcome).toBe('applied');
    await hold(['example.com/hold']);

    const pruned = await run('held', { objects: [gateway()], ...prune });
    expect(pruned).toMatchObject({ outcome: 'applied', summary: { pruned: 1, terminating: 1 } });
    expect(pruned.message).toBe(
      'Applied to every cluster. Not gone yet in cluster b: DestinationRule default/hello-world; ' +
        'it is being deleted, and waits for the finalizers example.com/hold.',
    );
    expect((await a.get(path)).status).toBe(404);
    expect((await b.get(path)).status).toBe(200);

    // It goes, whatever is written to it.
    const again = await run('held', { objects: both });
    expect(again).toMatchObject({ outcome: 'refused' });
    expect(again.message).toMatch(/waits for the finalizers example\.com\/hold/);

    const back = () => {
      const { environment, by, run: own } = deployment(bench, 'held');
      const fieldManager = 'mesh-failover';
      const { clusters } = two;
      return rollback({ environment, by, run: own, fieldManager, clusters, lastApply: true });
    };
    const first = await back();
    expect(first).toMatchObject({ outcome: 'incomplete', summary: { terminating: 1 } });
    expect(first.message).toMatch(/waits for the finalizers example\.com\/hold/);
    await hold([]);
    const second = await back();
    expect(second).toMatchObject({ outcome: 'rolled-back', summary: { recreated: 1 } });
    const { metadata } = JSON.parse((await b.get(path)).body) as {
      metadata: { deletionTimestamp?: string };
    };
    expect(metadata.deletionTimestamp).toBeUndefined();
  }, 60_000);

  test('a cluster that serves only v1beta1 is pruned as well', async () => {
    const crd = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const name = 'destinationrules.networking.istio.io';
    for (const server of two.servers) {
      const { spec } = JSON.parse((await server.get(`${crd}/${name}`)).body) as {
        spec: { versions: { name: string }[] };
      };
      const patch = spec.versions.map((version, index) => ({
        op: 'replace',
        path: `/spec/versions/${index}/served`,
        value: version.name === 'v1beta1',
      }));
      await server.kubectl(['patch', 'crd', name, '--type=json', '-p', JSON.stringify(patch)]);
      await pollUntil('v1 is gone', async () => {
        const { status } = await server.get('/apis/networking.istio.io/v1/destinationrules');
        if (status !== 404) throw new Error(`status ${status}`);
        return true;
      });
    }
    const old = (object: DeployObject): DeployObject => ({
      ...object,
      value: { ...object.value, apiVersion: 'networking.istio.io/v1beta1' },
    });
    const other = { ...gateway(), name: 'other' };
    other.value = { ...other.value, metadata: { name: 'other', namespace: 'default' } };
    const objects = [other, old({ ...destinationRule(), name: 'old' })];
    expect(await run('old', { objects })).toMatchObject({ outcome: 'applied' });
    expect(await run('old', { objects: [other], ...prune })).toMatchObject({
      outcome: 'applied',
      summary: { pruned: 2 },
    });
    const { body } = await two.servers[0].get(
      '/apis/networking.istio.io/v1beta1/namespaces/default/destinationrules',
    );
    expect(body).not.toContain('"name":"old"');
  }, 60_000);
});
