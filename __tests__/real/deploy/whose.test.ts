/** Whose an object and an environment are: other environments, other repositories, other runs, against real API servers. */
import { expect, test } from '@jest/globals';
import type { Cluster } from '../../../src/cluster/cluster.js';
import { defaultConfig } from '../../../src/config/parse-config.js';
import { apply } from '../../../src/deploy/apply.js';
import type { ApplyInput } from '../../../src/deploy/apply-options.js';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import { plan } from '../../../src/deploy/plan.js';
import { keepRun } from '../../../src/deploy/keep-run.js';
import { rollback } from '../../../src/deploy/rollback.js';
import type { RollbackInput } from '../../../src/deploy/rollback-input.js';
import { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { describeReal } from '../describe-real.js';
import { deployObject, destinationRule, gateway, guideObjects } from './guide-objects.js';
import {
  contentOf,
  deployment,
  deployParts,
  eachInItsNamespace,
  liveObjects,
  type TwoServers,
} from './two-servers.js';

describeReal('whose an object is', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;
  let a: ApiServer;
  let b: ApiServer;
  let namespace: string;

  eachInItsNamespace(bench, 'whose', (started, own) => {
    two = started;
    [a, b] = two.servers;
    namespace = own;
  });

  type Input = Partial<ApplyInput> & Pick<ApplyInput, 'objects'>;

  function run(environment: string, input: Input): Promise<ApplyResult> {
    return apply({ ...deployment(bench, environment), clusters: two.clusters, ...input });
  }

  function back(environment: string, more: Partial<RollbackInput> = {}) {
    const base = { ...deployment(bench, environment), fieldManager: 'mesh-failover' };
    return rollback({ ...base, clusters: two.clusters, lastApply: true, ...more });
  }

  /** Objects as a version left them that recorded no owner. */
  async function forgetOwners(): Promise<void> {
    for (const cluster of two.clusters) {
      for (const { kind, metadata } of await liveObjects(a, namespace)) {
        const { name } = metadata;
        const type = { apiVersion: 'networking.istio.io/v1', kind };
        const live = await cluster.get({ ...type, namespace, name });
        const { labels } = live?.metadata as { labels?: Record<string, string> };
        const wanted = { ...type, metadata: { name, namespace, labels }, spec: live?.['spec'] };
        await applied(cluster, wanted);
      }
    }
  }

  test('a rollback leaves what another environment has taken over since, and names it', async () => {
    const [one, other] = [`${namespace}-one`, `${namespace}-other`];
    await run(one, { objects: guideObjects(namespace), owners: ['github.com/o/one'] });
    const refused = await run(other, {
      objects: [destinationRule(namespace, 50)],
      owners: ['github.com/o/other'],
    });
    expect(refused.outcome).toBe('refused');
    expect(refused.message).toMatch(
      new RegExp(
        `In cluster a DestinationRule ${namespace}/hello-world belongs to the environment ${one} of github\\.com/o/one ` +
          String.raw`\(run run-\d+, started \d{4}-.*Z by a test\)\..* --take-over\.`,
      ),
    );
    const taken = await run(other, {
      ...{ objects: [destinationRule(namespace, 50)], takeOver: true },
      owners: ['github.com/o/other'],
    });
    expect(taken.outcome).toBe('applied');

    const pruned = await run(one, {
      objects: [
        gateway(namespace),
        deployObject('DestinationRule', 'own', namespace, { host: 'own' }),
      ],
      ...{ owners: ['github.com/o/one'], prune: { limit: 1 }, dryRun: true },
    });
    expect(pruned.summary).toMatchObject({ pruned: 2 });
    expect(pruned.warnings).toContainEqual(
      expect.stringMatching(
        `^In cluster b the environment ${other} of .* has taken over DestinationRule ${namespace}/hello-world`,
      ),
    );

    const result = await back(one, { owners: ['github.com/o/one'] });
    expect(result.outcome).toBe('incomplete');
    expect(result.clusters[0]?.objects.map(({ kind, result: what }) => [kind, what])).toEqual([
      ['DestinationRule', 'left'],
      ['Gateway', 'deleted'],
      ['VirtualService', 'deleted'],
    ]);
    expect(result.message).toContain(
      `The environment ${other} of github.com/o/other (run ${taken.run ?? ''}, started `,
    );
    const [left, ...none] = await liveObjects(b, namespace);
    expect([left?.kind, none]).toEqual(['DestinationRule', []]);
    expect(left?.spec.trafficPolicy.outlierDetection.maxEjectionPercent).toBe(50);
    // Its own rollback gives it back to whom it was taken from, though that has nothing else there any more.
    expect((await back(other)).outcome).toBe('rolled-back');
  }, 60_000);

  test('an environment belongs to the repository that has written it first', async () => {
    const [first, second] = [['github.com/o/first'], ['github.com/o/second']];
    await run(namespace, { objects: guideObjects(namespace), owners: first });
    const before = await contentOf(a, namespace);
    const refused = await run(namespace, {
      ...{ objects: [gateway(namespace)], owners: second, prune: { limit: 10 } },
    });
    expect(refused.outcome).toBe('refused');
    expect(refused.message).toMatch(
      new RegExp(
        `In cluster a the environment ${namespace} belongs to github\\.com/o/first \\(last run run-\\d+, .* by a test\\), ` +
          'and this is github.com/o/second',
      ),
    );
    expect((await back(namespace, { owners: second })).message).toMatch(/belongs to github\.com/);
    expect(await contentOf(a, namespace)).toEqual(before);
    // The clone of a fork knows both.
    const both = [...second, ...first];
    expect((await run(namespace, { objects: guideObjects(namespace), owners: both })).outcome).toBe(
      'applied',
    );
    const taken = await run(namespace, {
      ...{ objects: guideObjects(namespace, 50), owners: second, takeOver: true },
    });
    expect(taken.outcome).toBe('applied');
    expect(
      (await run(namespace, { objects: guideObjects(namespace), owners: first })).outcome,
    ).toBe('refused');
  }, 60_000);

  test('what a version wrote that recorded no owner is ours, until another set has it', async () => {
    await run(namespace, { objects: guideObjects(namespace) });
    await forgetOwners();
    const before = await contentOf(a, namespace);
    // Nothing is written to record an owner.
    expect((await run(namespace, { objects: guideObjects(namespace) })).summary).toMatchObject({
      unchanged: 6,
    });
    const changed = await run(namespace, { objects: guideObjects(namespace, 50) });
    expect(changed.summary).toMatchObject({ configured: 2, unchanged: 4 });
    const other = await run(`${namespace}-other`, { objects: [gateway(namespace)] });
    expect(other.message).toMatch(
      new RegExp(`belongs to the environment ${namespace} \\(run ${changed.run ?? ''}, started `),
    );
    expect((await back(namespace)).outcome).toBe('rolled-back');
    expect(await contentOf(a, namespace)).toEqual(before);
    // An old version writes over the new one's object: it is another run's.
    await run(namespace, { objects: guideObjects(namespace, 60) });
    await forgetOwners();
    const result = await back(namespace);
    expect(result.summary).toMatchObject({ left: 2 });
    expect(result.message).toMatch(/does not carry the mark of this run any more/);
  }, 60_000);

  test('a renamed environment takes its objects along, and names what no manifest has', async () => {
    const old = `${namespace}-old`;
    const owners = ['github.com/o/one'];
    await run(old, { objects: guideObjects(namespace), owners });
    const refused = await run(namespace, { objects: guideObjects(namespace), owners });
    expect(refused.message).toContain(`set deploy.previousEnvironment to "${old}"`);
    const planned = await plan({
      ...{ objects: [gateway(namespace)], clusters: two.clusters, owners, findings: [] },
      environment: { name: namespace, namespace: 'mesh-failover' },
      inspection: { config: defaultConfig, manifests: { documents: [] } },
    });
    expect(planned.result.warnings).toContainEqual(
      expect.stringMatching(
        `^In cluster a this repository has applied the environment ${old}, and never ${namespace}\\. Of that, no manifest has ` +
          `.*VirtualService ${namespace}/hello-world.*deploy.previousEnvironment to "${old}"`,
      ),
    );
    const environment = { name: namespace, namespace: 'mesh-failover', previous: old };
    const objects = [gateway(namespace), destinationRule(namespace)];
    const dry = await run(namespace, { objects, owners, environment, dryRun: true });
    expect(dry.summary).toMatchObject({ configured: 4 });
    const moved = await run(namespace, { objects, owners, environment, prune: { limit: 1 } });
    expect(moved).toMatchObject({ outcome: 'applied', summary: { configured: 4, pruned: 2 } });
    expect(await run(namespace, { objects, owners })).toMatchObject({
      summary: { unchanged: 4 },
    });
    expect((await run(old, { objects, owners })).message).toContain(
      `belongs to the environment ${namespace} of`,
    );
  }, 60_000);

  test('a run that shall not be undone is kept, with the reason in its record', async () => {
    await run(namespace, { objects: guideObjects(namespace) });
    const failing = new Proxy(two.clusters[1], {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return (...args: [{ kind?: string }, { dryRun?: boolean }]) => {
          const isMeant = key === 'serverSideApply' && args[0].kind === 'VirtualService';
          if (isMeant && !args[1].dryRun) return Promise.reject(new Error('gone'));
          return Reflect.apply(value, target, args) as unknown;
        };
      },
    });
    const objects = guideObjects(namespace, 50);
    const clusters = [two.clusters[0], failing];
    expect(await run(namespace, { objects, onFailure: 'stop', clusters })).toMatchObject({
      outcome: 'stopped',
    });
    const kept = await contentOf(a, namespace);
    expect((await run(namespace, { objects })).message).toMatch(/has not ended/);
    const input = {
      ...deployment(bench, namespace),
      ...{ clusters: two.clusters, fieldManager: 'mesh-failover' },
    };
    const result = await keepRun({ ...input, reason: '50 percent is right' });
    expect(result).toMatchObject({
      outcome: 'kept',
      message: 'What there is stays in a, b: 50 percent is right.',
    });
    expect(await contentOf(a, namespace)).toEqual(kept);
    const record = await a.kubectl([
      ...['get', 'configmap', '-n', 'mesh-failover', `mesh-failover-${namespace}-run`],
      ...['-o', 'jsonpath={.data.phase} {.data.keptBy}: {.data.reason}'],
    ]);
    expect(record).toBe('kept a test: 50 percent is right');
    // A record that nobody can read is no trap either.
    await b.kubectl([
      ...['patch', 'configmap', '-n', 'mesh-failover', `mesh-failover-${namespace}-run`],
      ...['--type=merge', '-p', '{"data":{"index":"?"}}'],
    ]);
    expect((await run(namespace, { objects })).message).toMatch(/is damaged/);
    expect((await keepRun({ ...input, reason: 'broken' })).outcome).toBe('kept');
    expect((await run(namespace, { objects })).outcome).toBe('applied');
    expect(await contentOf(b, namespace)).toEqual(await contentOf(a, namespace));
  }, 60_000);
});

async function applied(
  cluster: Cluster,
  object: Parameters<Cluster['serverSideApply']>[0],
): Promise<void> {
  await cluster.serverSideApply(object, { fieldManager: 'mesh-failover', force: true });
}
