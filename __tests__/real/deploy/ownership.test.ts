/** Who owns what: prune, adoption, GitOps controllers, debts, against real API servers. */
import { expect, test } from '@jest/globals';
import { ClusterError } from '../../../src/cluster/cluster-error.js';
import type { Cluster, KubernetesObject } from '../../../src/cluster/cluster.js';
import { apply } from '../../../src/deploy/apply.js';
import type { ApplyInput } from '../../../src/deploy/apply-options.js';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import { rollback } from '../../../src/deploy/rollback.js';
import { readState } from '../../../src/deploy/state-file.js';
import { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { describeReal } from '../describe-real.js';
import { destinationRule, gateway, guideObjects, virtualService } from './guide-objects.js';
import {
  contentOf,
  deployment,
  deployParts,
  liveObjects,
  eachInItsNamespace,
  type TwoServers,
} from './two-servers.js';

describeReal('who owns what', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;
  let a: ApiServer;
  let b: ApiServer;
  let namespace: string;

  eachInItsNamespace(bench, 'owner', (started, own) => {
    two = started;
    [a, b] = two.servers;
    namespace = own;
  });

  function run(input: Partial<ApplyInput> & Pick<ApplyInput, 'objects'>): Promise<ApplyResult> {
    return apply({ ...deployment(bench, namespace), clusters: two.clusters, ...input });
  }

  const titles = async (server: ApiServer) =>
    (await liveObjects(server, namespace)).map(
      ({ kind, metadata }) => `${kind ?? ''}${metadata.name}`,
    );

  test('prunes members of the set that no manifest states, and nothing else', async () => {
    await run({ objects: guideObjects(namespace) });
    const foreign = { ...gateway(namespace).value, metadata: { name: 'foreign', namespace } };
    await a.apply(foreign);

    const without = [destinationRule(namespace), gateway(namespace)];
    const kept = await run({ objects: without });
    expect(kept.outcome).toBe('applied');
    expect(await titles(a)).toHaveLength(4);

    const dry = await run({ objects: without, prune: { limit: 1 }, dryRun: true });
    expect(dry.summary.pruned).toBe(2);
    const pruned = await run({ objects: without, prune: { limit: 1 } });
    expect(pruned).toMatchObject({ outcome: 'applied', summary: { pruned: 2 } });
    const left = (await liveObjects(a, namespace)).map(({ metadata }) => metadata.name);
    expect(left.sort()).toEqual(['foreign', 'hello-world', 'public-gateway']);

    const back = await rollback({
      ...deployment(bench, namespace),
      ...{ clusters: two.clusters, fieldManager: 'mesh-failover', lastApply: true },
    });
    expect(back).toMatchObject({ outcome: 'rolled-back', summary: { recreated: 2 } });
    const route = (await liveObjects(a, namespace)).find(({ metadata, spec }) => {
      return metadata.name === 'hello-world' && spec.http !== undefined;
    });
    expect(route?.metadata.managedFields).toMatchObject([
      { manager: 'mesh-failover', operation: 'Apply' },
    ]);
  }, 60_000);

  test('refuses to prune more than the limit, and a whole set', async () => {
    await run({ objects: guideObjects(namespace) });
    const many = await run({ objects: [gateway(namespace)], prune: { limit: 1 } });
    expect(many.outcome).toBe('refused');
    expect(many.message).toMatch(/would delete 2 objects in cluster a, more than the limit of 1/);
    const all = await run({ objects: [], prune: { limit: 10 } });
    expect(all.outcome).toBe('refused');
    expect(all.message).toMatch(/No manifest is left for cluster a/);
    expect(await titles(a)).toHaveLength(3);
  }, 60_000);

  test('takes over what kubectl has applied on the client side', async () => {
    const old = destinationRule(namespace, 50).value as { spec: Record<string, unknown> };
    const value = { ...old, spec: { ...old.spec, exportTo: ['*'], subsets: [{ name: 'v1' }] } };
    await a.kubectl(['apply', '-f', '-'], JSON.stringify(value));
    // Set by somebody else, and none of our business.
    await a.kubectl([
      ...['annotate', 'destinationrule', 'hello-world', '-n', namespace, 'note=mine'],
      '--field-manager=somebody',
    ]);
    const [before] = await liveObjects(a, namespace);

    const result = await run({ objects: [destinationRule(namespace)] });
    expect(result.outcome).toBe('applied');
    const [object] = await liveObjects(a, namespace);
    expect(object?.spec).toEqual({
      host: 'hello-world',
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 100 } },
    });
    expect(object?.metadata.annotations).toMatchObject({ note: 'mine' });
    const managers = object?.metadata.managedFields.map(({ manager }) => manager);
    expect(managers?.sort()).toEqual(['mesh-failover', 'somebody']);
    expect(await run({ objects: [destinationRule(namespace)] })).toMatchObject({
      summary: { unchanged: 2 },
    });

    await rollback({
      ...deployment(bench, namespace),
      ...{ clusters: two.clusters, fieldManager: 'mesh-failover', lastApply: true },
    });
    const [restored] = await liveObjects(a, namespace);
    expect(restored?.spec).toEqual(before?.spec);
    const names = (each?: typeof before) => each?.metadata.managedFields.map((one) => one.manager);
    expect(names(restored)?.sort()).toEqual(names(before)?.sort());
    expect(restored?.metadata.annotations).toEqual(before?.metadata.annotations);
  }, 60_000);

  test('what Argo CD keeps is not changed', async () => {
    const theirs = destinationRule(namespace, 50).value as { metadata: object };
    const annotations = { 'argocd.argoproj.io/tracking-id': 'mesh:hello-world' };
    await b.apply({ ...theirs, metadata: { ...theirs.metadata, annotations } });
    const result = await run({ objects: guideObjects(namespace) });
    expect(result.outcome).toBe('refused');
    expect(result.message).toMatch(
      /In cluster b Argo CD .* keeps DestinationRule .*plan --exit-code/,
    );
    expect(await liveObjects(a, namespace)).toEqual([]);
  }, 60_000);

  test('a cluster that is left out owes, and is paid first', async () => {
    const onlyB = await run({
      objects: guideObjects(namespace),
      clusters: [two.clusters[1]],
      missing: { clusters: ['a'], reason: 'europe-west1 is down' },
    });
    expect(onlyB).toMatchObject({
      outcome: 'applied',
      debts: [{ cluster: 'a', reason: 'europe-west1 is down', by: 'a test' }],
    });
    expect(await liveObjects(a, namespace)).toEqual([]);

    const order: string[] = [];
    const both = await run({
      objects: guideObjects(namespace, 50),
      clusters: two.clusters.toReversed(),
      progress: (event) => {
        if (event.step === 'verified') order.push(event.cluster);
      },
    });
    expect(both).toMatchObject({ outcome: 'applied', debts: [] });
    expect(both.warnings.join()).toMatch(
      /cluster a had been left out since .*europe-west1 is down/,
    );
    expect(order).toEqual(['a', 'b']);
    expect(await contentOf(a, namespace)).toEqual(await contentOf(b, namespace));
  }, 60_000);

  test('a namespace that is missing is made, if asked', async () => {
    const objects = guideObjects(`${namespace}-new`);
    // The Service comes later.
    const asked = { createNamespaces: true, acceptChanges: true };
    expect((await run({ objects })).message).toMatch(/Cluster a would refuse 3 of 3 objects/);
    const dry = await run({ objects, ...asked, dryRun: true });
    expect(dry.summary.created).toBe(6);
    const invalid = { ...gateway(`${namespace}-new`) };
    invalid.value = { ...invalid.value, spec: { servers: 'none' } };
    expect(await run({ objects: [invalid], ...asked })).toMatchObject({
      outcome: 'refused',
    });
    expect((await run({ objects, ...asked })).outcome).toBe('applied');
    expect(await liveObjects(b, `${namespace}-new`)).toHaveLength(3);
  }, 60_000);

  test('a cluster that has lost its record is put back from the copy on disk', async () => {
    await run({ objects: guideObjects(namespace) });
    const before = await contentOf(a, namespace);
    let writes = 0;
    const stopped = await run({
      objects: [...guideObjects(namespace, 50).slice(0, 1), destinationRule(namespace, 50)],
      onFailure: 'stop',
      clusters: [
        two.clusters[0],
        watching(two.clusters[1], () => {
          writes++;
          return Promise.reject(new ClusterError('unexpected', 'out of order'));
        }),
      ],
    });
    expect(stopped.outcome).toBe('stopped');
    expect(writes).toBeGreaterThan(0);
    const name = `mesh-failover-${namespace}-run`;
    for (const server of two.servers) {
      await server.kubectl(['delete', 'configmap', '-n', 'mesh-failover', name]);
    }
    const state = readState(stopped.stateFile ?? '', 'state.json');
    const back = await rollback({
      ...deployment(bench, namespace),
      ...{ clusters: two.clusters, fieldManager: 'mesh-failover', state },
    });
    expect(back.outcome).toBe('rolled-back');
    expect(await contentOf(a, namespace)).toEqual(before);
    expect(await contentOf(b, namespace)).toEqual(before);
  }, 60_000);

  test('a subset goes only after the routes that name it', async () => {
    const withSubsets = (subset: string) => {
      const rule = destinationRule(namespace);
      const route = virtualService(namespace);
      const { spec } = rule.value as { spec: Record<string, unknown> };
      rule.value = { ...rule.value, spec: { ...spec, subsets: [{ name: subset }] } };
      const destination = { host: 'hello-world', subset };
      const routes = { hosts: ['hello.example.com'], http: [{ route: [{ destination }] }] };
      route.value = { ...route.value, spec: routes };
      return [gateway(namespace), rule, route];
    };
    await run({ objects: withSubsets('blue') });

    /** Every state that a proxy could see. */
    const seen: { subsets: string[]; named: string }[] = [];
    const watched = watching(two.clusters[0], async () => {
      const objects = await liveObjects(a, namespace);
      const rule = objects.find(({ spec }) => spec.subsets !== undefined);
      const route = objects.find(({ spec }) => spec.http !== undefined);
      seen.push({
        subsets: (rule?.spec.subsets as { name: string }[]).map(({ name }) => name),
        named: route?.spec.http[0].route[0].destination.subset as string,
      });
    });
    const result = await run({
      objects: withSubsets('green'),
      clusters: [watched, two.clusters[1]],
    });
    expect(result.outcome).toBe('applied');
    expect(seen.length).toBeGreaterThan(2);
    for (const { subsets, named } of seen) expect(subsets).toContain(named);
    expect(seen.at(-1)).toEqual({ subsets: ['green'], named: 'green' });
  }, 60_000);
});

/** A cluster that tells after every write to the mesh. */
function watching(cluster: Cluster, tell: () => Promise<void>): Cluster {
  return new Proxy(cluster, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as (...args: unknown[]) => Promise<unknown>;
      if (name !== 'serverSideApply') return method;
      return async (...args: unknown[]) => {
        const result = await method(...args);
        const isDryRun = (args[1] as { dryRun?: boolean }).dryRun === true;
        const { kind } = args[0] as KubernetesObject;
        if (!isDryRun && kind !== 'ConfigMap') await tell();
        return result;
      };
    },
  });
}
