/** Two environments, or two people, that make one and the same object at the same time: it is whose it was first. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import type { Cluster } from '../../src/cluster/cluster.js';
import { apply } from '../../src/deploy/apply.js';
import type { Strategy } from '../../src/deploy/apply-options.js';
import { ownerOf } from '../../src/deploy/object-owner.js';
import { Fleet, gateway, route, rule } from './fleet.js';

const webRule = { kind: 'DestinationRule', namespace: 'default', name: 'web' };

describe('a creation that comes second', () => {
  let fleet: Fleet;

  beforeEach(() => {
    fleet = new Fleet();
  });
  afterEach(() => fleet.remove());

  function run(name: string, more: Partial<Parameters<typeof apply>[0]> = {}) {
    return apply({
      ...{ objects: [rule(1), gateway(), route()], clusters: fleet.clusters },
      environment: { name, namespace: 'mesh-failover' },
      ...{ run: `run-of-${name}`, by: `a test of ${name}`, owners: [`github.com/o/${name}`] },
      ...{ stateFolder: fleet.folder, verifyTimeoutMs: 0, lockWaitSeconds: 0 },
      ...more,
    });
  }

  const ownersIn = () =>
    fleet.clusters.map((cluster) =>
      [...cluster.objects.values()].flatMap((object) => ownerOf(object)?.environment ?? []),
    );

  test.each<Strategy>(['one-cluster-first', 'parallel'])(
    'is undone, and leaves the object to its maker: %s',
    async (strategy) => {
      const names = ['one', 'other'];
      const results = await Promise.all(names.map((name) => run(name, { strategy })));
      const outcomes = results.map(({ outcome }) => outcome);
      const loser = outcomes.indexOf('rolled-back');
      const winner = names[1 - loser] ?? '';
      expect(outcomes.toSorted()).toEqual(['applied', 'rolled-back']);
      expect(ownersIn()).toEqual([Array(3).fill(winner), Array(3).fill(winner)]);
      expect(results[loser]?.message).toMatch(
        new RegExp(
          `^The environment ${winner} of github.com/o/${winner} \\(run run-of-${winner}, started .*\\) has created ` +
            'DestinationRule default/web in cluster a since it was checked\\. Every cluster is as it was before\\.$',
        ),
      );
      expect(results[loser]?.clusters[0]?.objects[0]).toMatchObject({
        ...{ result: 'failed', problem: 'changed' },
        rolledBack: {
          outcome: 'untouched',
          message: expect.stringContaining(`not this run but the environment ${winner} of`),
        },
      });
      // Nothing is open: whoever lost is refused from now on, for what it is.
      const again = await run(names[loser] ?? '', { run: 'again' });
      expect(again.outcome).toBe('refused');
      expect(again.message).toContain(`belongs to the environment ${winner} of`);
    },
  );

  test('is undone with what the run had made before it', async () => {
    const [a, b] = fleet.clusters;
    const late = beforeWrite(b, 'DestinationRule', async () => {
      // The other one has only this cluster.
      const other = await run('other', { objects: [rule(7)], clusters: [b] });
      expect(other.outcome).toBe('applied');
    });
    const result = await run('one', { clusters: [a, late], force: true });
    expect(result.outcome).toBe('rolled-back');
    expect(ownersIn()).toEqual([[], ['other']]);
    expect(fleet.shares()).toEqual([undefined, 7]);
  });

  test('by somebody without a mark is theirs', async () => {
    const [a] = fleet.clusters;
    a.fault = (request, server) => {
      if (request !== 'apply DestinationRule default/web') return;
      server.fault = () => undefined;
      const metadata = { name: 'web', namespace: 'default' };
      const theirs = { ...rule(1).value, metadata };
      // By our own field manager: an older version, or a script.
      void server.serverSideApply(theirs as never, { fieldManager: 'mesh-failover' });
    };
    const result = await run('one');
    expect(result.message).toContain(
      'Somebody else has changed DestinationRule default/web in cluster a since it was checked.',
    );
    expect(a.find(webRule)).toBeDefined();
  });

  test('a change of what is deleted meanwhile does not bring it back', async () => {
    await run('one');
    const [, b] = fleet.clusters;
    b.fault = (request, server) => {
      if (request !== 'apply DestinationRule default/web') return;
      server.fault = () => undefined;
      const live = server.find(webRule);
      if (live) void server.delete({ ...live, ...live.metadata });
    };
    const result = await run('one', { objects: [rule(2), gateway(), route()], run: 'second' });
    expect(result.outcome).toBe('incomplete');
    expect(result.message).toContain('Somebody else has deleted it since');
    expect(b.find(webRule)).toBeUndefined();
  });

  test.each(['deleted and made again', 'edited'])(
    'a change of what is %s is given up',
    async (how) => {
      await run('one');
      const [, b] = fleet.clusters;
      b.fault = (request, server) => {
        if (request !== 'apply DestinationRule default/web') return;
        server.fault = () => undefined;
        const live = server.find(webRule);
        if (!live) return;
        if (how === 'edited') server.edit(webRule, { spec: { host: 'other' } }, 'ops');
        else {
          void server.delete({ ...live, ...live.metadata });
          const { name, namespace } = live.metadata;
          server.put({ ...live, metadata: { name, ...(namespace && { namespace }) } }, 'ops');
        }
      };
      const result = await run('one', { objects: [rule(2), gateway(), route()], run: 'second' });
      expect(result.outcome).toBe('incomplete');
      expect(result.message).toContain(
        'Somebody else has changed DestinationRule default/web in cluster b since it was checked.',
      );
      expect(b.find(webRule)?.metadata.managedFields?.map(({ manager }) => manager)).toContain(
        'ops',
      );
    },
  );

  test('an object that the API server calls invalid is refused as such', async () => {
    fleet.clusters[0].fault = (request) =>
      request === 'apply DestinationRule default/web'
        ? new ClusterError('invalid', 'spec.host must be a host')
        : undefined;
    const { message } = await run('one');
    expect(message).toMatch(/^spec\.host must be a host\. Every cluster is as it was before\./i);
  });
});

/** A cluster in which something happens just before an object of a kind is written. */
function beforeWrite(cluster: Cluster, kind: string, hook: () => Promise<void>): Cluster {
  return new Proxy(cluster, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (key !== 'serverSideApply')
        return typeof value === 'function' ? value.bind(target) : value;
      return async (...[object, options]: Parameters<Cluster['serverSideApply']>) => {
        if (object.kind === kind && !options.dryRun) await hook();
        return target.serverSideApply(object, options);
      };
    },
  });
}
