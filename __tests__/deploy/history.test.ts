/** What the clusters keep of past runs, and going back to one of them, on API servers in memory. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import { readHistory } from '../../src/deploy/history.js';
import { keepRun } from '../../src/deploy/keep-run.js';
import { runsKept } from '../../src/deploy/run-history.js';
import { historyText } from '../../src/report/history-text.js';
import { assertJsonOutput } from '../json-outputs.mjs';
import { environment, Fleet, gateway, route, rule } from './fleet.js';

let fleet: Fleet;
beforeEach(() => {
  fleet = new Fleet();
});
afterEach(() => fleet.remove());

const owners = ['github.com/acme/mesh'];
const web = { kind: 'DestinationRule', namespace: 'default', name: 'web' };
const webRoute = { kind: 'VirtualService', namespace: 'default', name: 'web' };
const edge = { kind: 'Gateway', namespace: 'default', name: 'edge' };

async function history() {
  const result = await readHistory({ clusters: fleet.clusters, environment });
  assertJsonOutput('history', JSON.parse(JSON.stringify(result)));
  return result;
}

const states = async () => (await history()).runs.map(({ run, state }) => `${run} ${state}`);

/** Everything that a rollback has to bring back, without what every write changes. */
const contents = () =>
  fleet.clusters.map((cluster) =>
    [web, webRoute, edge].map((key) => {
      const object = cluster.find(key);
      return object && { spec: object['spec'], annotations: object.metadata['annotations'] };
    }),
  );

/** Four runs: the second changes, the third deletes and makes, the fourth makes again what the third has deleted. */
async function fourRuns(): Promise<unknown[]> {
  const all: unknown[] = [];
  const apply = async (...[objects, more]: Parameters<Fleet['apply']>) => {
    const { outcome, message } = await fleet.apply(objects, { owners, ...more });
    expect({ outcome, message }).toMatchObject({ outcome: 'applied' });
    all.push(contents());
  };
  await apply([rule(1), gateway(), route()]);
  await apply([rule(2), gateway(), route()], {
    commit: 'c'.repeat(40),
    behaviour: { better: 1, worse: 0, other: 0, unchanged: 3, cases: [] },
  });
  await apply([rule(3), gateway()], { prune: { limit: 1 } });
  await apply([rule(3), gateway('other.example.com'), route()]);
  return all;
}

test('each run is kept, with what it did, for whom and from where', async () => {
  await fourRuns();
  const { runs, clusters } = await history();
  expect(runs.map(({ run }) => run)).toEqual(['run-4', 'run-3', 'run-2', 'run-1']);
  expect(runs[2]).toMatchObject({
    ...{ state: 'applied', by: 'a test', commit: 'c'.repeat(40) },
    repository: 'github.com/acme/mesh',
    behaviour: { better: 1, worse: 0 },
    clusters: [
      { cluster: 'a', state: 'applied', objects: { created: 0, changed: 1, deleted: 0 } },
      { cluster: 'b', state: 'applied', objects: { created: 0, changed: 1, deleted: 0 } },
    ],
  });
  expect(runs[1]?.clusters[0]?.objects).toEqual({ created: 0, changed: 1, deleted: 1 });
  expect(clusters).toMatchObject([{ kept: 4 }, { kept: 4 }]);
  const text = historyText(await history(), false);
  expect(text).toContain('run-2 applied\n  started ');
  expect(text).toContain('  commit cccccccccccc of github.com/acme/mesh\n');
  expect(text).toContain('  predicted: 1 case better, 0 worse, 0 other, 3 unchanged\n');
});

describe('going back to a run', () => {
  test.each([1, 2, 3])('run %i: the clusters are as it left them', async (number) => {
    const all = await fourRuns();
    const result = await fleet.rollback({ to: `run-${number}`, reason: 'too fast' });
    expect(result).toMatchObject({
      outcome: 'rolled-back',
      message: `Every cluster is as the run run-${number} left it.`,
    });
    expect(result.clusters[1]?.runs).toEqual(['run-4', 'run-3', 'run-2'].slice(0, 4 - number));
    expect(contents()).toEqual(all[number - 1]);
    const { runs } = await history();
    expect(runs.map(({ state }) => state)).toEqual(
      [4, 3, 2, 1].map((each) => (each > number ? 'rolled-back' : 'applied')),
    );
    expect(runs[0]).toMatchObject({ endedBy: 'a test', reason: 'too fast' });
    expect((await fleet.rollback({ to: `run-${number}` })).outcome).toBe('nothing');
    // The way further back is open, and so is the way on.
    if (number > 1) {
      expect((await fleet.rollback({ to: 'run-1' })).outcome).toBe('rolled-back');
      expect(contents()).toEqual(all[0]);
    }
    expect((await fleet.apply([rule(9), gateway(), route()], { owners })).outcome).toBe('applied');
    expect((await fleet.rollback({ to: 'run-1' })).outcome).toBe('rolled-back');
    expect(contents()).toEqual(all[0]);
  });

  test('a run that was taken back before is not taken back again', async () => {
    await fleet.apply([rule(1)]);
    const first = contents();
    await fleet.apply([rule(2)]);
    await fleet.apply([rule(3)]);
    await fleet.rollback({ lastApply: true });
    const result = await fleet.rollback({ to: 'run-1' });
    expect(result.clusters[0]).toMatchObject({ runs: ['run-2'] });
    expect(contents()).toEqual(first);
    expect(await states()).toEqual(['run-3 rolled-back', 'run-2 rolled-back', 'run-1 applied']);
  });

  test('who took a run back, when and why is what one of them has said', async () => {
    await fourRuns();
    const before = (await history()).runs[1]?.endedAt ?? '';
    await fleet.rollback({ to: 'run-2', by: 'jane', reason: 'too fast' });
    await fleet.apply([rule(9), gateway(), route()], { owners });
    const [, fourth, third, second] = (await history()).runs;
    const told = { state: 'rolled-back', endedBy: 'jane', reason: 'too fast' };
    expect([fourth, third]).toMatchObject([told, told]);
    expect(third?.endedAt).toBe(fourth?.endedAt);
    expect((third?.endedAt ?? '') > before).toBe(true);
    expect(second).toMatchObject({ state: 'applied' });
    expect(second).not.toHaveProperty('endedBy');
  });

  test('of a run that one cluster has taken back itself, the one who has finished it is named', async () => {
    await fleet.apply([rule(1)]);
    const [, b] = fleet.clusters;
    b.fault = (request, server) =>
      request.endsWith('DestinationRule default/web') &&
      server.journal.includes('apply DestinationRule default/web')
        ? new ClusterError('busy', 'b is overloaded')
        : undefined;
    expect((await fleet.apply([rule(2)])).outcome).toBe('incomplete');
    b.fault = () => undefined;
    await fleet.rollback({ by: 'jane', reason: 'b is back' });
    const [run] = (await history()).runs;
    expect(run).toMatchObject({ state: 'rolled-back', endedBy: 'jane', reason: 'b is back' });
    const read = await runsKept(b, environment);
    expect(run?.endedAt).toBe(read.runs[0]?.header['endedAt']);
  });

  test('what somebody else has changed since is left, and named', async () => {
    await fourRuns();
    const [a] = fleet.clusters;
    const live = a.find(web);
    a.put({ ...(live as object), spec: { host: 'somewhere' } } as never, 'kubectl-edit');
    const result = await fleet.rollback({ to: 'run-1' });
    expect(result).toMatchObject({ outcome: 'incomplete', summary: { left: 1 } });
    expect(result.message).toMatch(/Not put back in cluster a: DestinationRule default\/web\./);
    expect(a.find(web)?.['spec']).toEqual({ host: 'somewhere' });
  });

  test('one that dies goes on to the same run, in every cluster', async () => {
    const all = await fourRuns();
    const [a, b] = fleet.clusters;
    a.fault = b.fault = (request) =>
      request.includes('DestinationRule') && !request.startsWith('get')
        ? new ClusterError('unreachable', 'gone')
        : undefined;
    expect((await fleet.rollback({ to: 'run-2' })).outcome).toBe('incomplete');
    a.fault = b.fault = () => undefined;
    const other = await fleet.rollback({ to: 'run-1' });
    expect(other.message).toContain('a rollback to run-2 has not ended');
    expect((await fleet.apply([rule(5)], { owners })).outcome).toBe('refused');
    expect(await states()).toContain('run-4 rolling-back');
    const again = await fleet.rollback();
    expect(again).toMatchObject({
      outcome: 'rolled-back',
      message: 'Every cluster is as the run run-2 left it.',
    });
    expect(contents()).toEqual(all[1]);
    expect(await states()).toEqual([
      'run-4 rolled-back',
      'run-3 rolled-back',
      'run-2 applied',
      'run-1 applied',
    ]);
  });

  test('a run that is not there, has not ended or was taken back is no place to go back to', async () => {
    await expect(fleet.rollback({ to: 'run-1' })).rejects.toThrow(/there is no run at all/);
    await fourRuns();
    await expect(fleet.rollback({ to: 'run-' })).rejects.toThrow(
      /keeps a run "run-"; did you mean "run-/,
    );
    await fleet.rollback({ lastApply: true });
    await expect(fleet.rollback({ to: 'run-4' })).rejects.toThrow(/has been taken back itself/);
    const [, b] = fleet.clusters;
    b.fault = (request) =>
      request === 'apply DestinationRule default/web'
        ? new ClusterError('busy', 'dead')
        : undefined;
    await fleet.apply([rule(7), gateway()], { owners, onFailure: 'stop' });
    b.fault = () => undefined;
    await expect(fleet.rollback({ to: 'run-5' })).rejects.toThrow(/has not ended/);
    // What has not ended is taken back with the others.
    expect((await fleet.rollback({ to: 'run-1' })).message).toBe(
      'Every cluster is as the run run-1 left it.',
    );
    expect(fleet.shares()).toEqual([1, 1]);
  });

  test('what the last run has not come to is taken back as well', async () => {
    const all = await fourRuns();
    const [a, b] = fleet.clusters;
    // The third had deleted the route; who makes it again, and who changes the rule, dies first.
    await fleet.rollback({ lastApply: true });
    b.fault = (request) =>
      /^apply .* default\/web$/.test(request) ? new ClusterError('busy', 'dead') : undefined;
    const dead = await fleet.apply([rule(7), gateway(), route()], {
      ...{ owners, onFailure: 'stop', strategy: 'parallel' },
    });
    expect(dead.outcome).toBe('stopped');
    b.fault = () => undefined;
    expect(b.find(webRoute)).toBeUndefined();
    expect((await fleet.rollback({ to: 'run-2' })).message).toBe(
      'Every cluster is as the run run-2 left it.',
    );
    expect(contents()).toEqual(all[1]);
    expect(a.find(webRoute)).toBeDefined();
  });

  test('a run that was kept is taken back as well', async () => {
    await fleet.apply([rule(1)]);
    const [, b] = fleet.clusters;
    b.fault = (request) =>
      request === 'apply DestinationRule default/web'
        ? new ClusterError('busy', 'dead')
        : undefined;
    await fleet.apply([rule(2)], { onFailure: 'stop' });
    b.fault = () => undefined;
    await keepRun({
      ...{ clusters: fleet.clusters, environment, fieldManager: 'mesh-failover' },
      ...{ run: 'k', by: 'x', reason: 'so be it' },
    });
    await fleet.apply([rule(3)]);
    expect((await history()).runs[1]).toMatchObject({ state: 'kept', reason: 'so be it' });
    expect((await fleet.rollback({ to: 'run-1' })).outcome).toBe('rolled-back');
    expect(fleet.shares()).toEqual([1, 1]);
  });
});

describe('clusters that have not had every run', () => {
  test('one that was left out of a run goes back to what it was at that time', async () => {
    const [, b] = fleet.clusters;
    await fleet.apply([rule(1)]);
    await fleet.apply([rule(2)], {
      clusters: [b],
      missing: { clusters: ['a'], reason: 'a is down' },
    });
    await fleet.apply([rule(3)]);
    expect(fleet.shares()).toEqual([3, 3]);
    const result = await fleet.rollback({ to: 'run-2' });
    expect(result.outcome).toBe('rolled-back');
    expect(fleet.shares()).toEqual([1, 2]);
    expect((await history()).runs[1]?.clusters.map(({ cluster }) => cluster)).toEqual(['b']);
    expect((await fleet.rollback({ to: 'run-1' })).outcome).toBe('rolled-back');
    expect(fleet.shares()).toEqual([1, 1]);
  });

  test('one that does not answer is named, and goes back when it answers again', async () => {
    await fourRuns();
    const [, b] = fleet.clusters;
    b.fault = () => new ClusterError('unreachable', 'cluster b: no answer');
    const { clusters, runs } = await history();
    expect(clusters[1]).toMatchObject({ reachable: false, kept: 0, problem: 'unreachable' });
    expect(runs).toHaveLength(4);
    expect(historyText(await history(), false)).toContain('not read cluster b: no answer');
    const result = await fleet.rollback({ to: 'run-1' });
    expect(result).toMatchObject({ outcome: 'incomplete' });
    expect(result.message).toContain('no answer');
    b.fault = () => undefined;
    expect(fleet.shares()).toEqual([1, 3]);
    const again = await fleet.rollback({ to: 'run-1' });
    expect(again).toMatchObject({ outcome: 'rolled-back' });
    expect(fleet.shares()).toEqual([1, 1]);
  });
});

describe('the bound', () => {
  test('of runs: the oldest are dropped, which is said, and there is no way back to them', async () => {
    const limits = { runs: 2, bytes: 1_000_000 };
    for (let share = 1; share <= 6; share++) await fleet.apply([rule(share)], { history: limits });
    const { clusters, runs } = await history();
    expect(runs.map(({ run }) => run)).toEqual(['run-6', 'run-5', 'run-4']);
    expect(clusters[0]).toMatchObject({
      kept: 3,
      dropped: { count: 3, newest: 'run-3', why: 'more than 2 runs' },
    });
    expect(historyText(await history(), false)).toContain(
      'Cluster a does not keep 3 older runs any more, the last of them run-3 (more than 2 runs)',
    );
    await expect(fleet.rollback({ to: 'run-3' })).rejects.toThrow(/keeps a run "run-3"/);
    expect((await fleet.rollback({ to: 'run-4' })).outcome).toBe('rolled-back');
    expect(fleet.shares()).toEqual([4, 4]);
  });

  test('of bytes: nothing is left over of what is dropped', async () => {
    const tight = { runs: 10, bytes: 2_500 };
    const records = () =>
      [...fleet.clusters[0].objects.values()].filter(({ metadata: { name } }) =>
        name.includes('.past-'),
      );
    for (let share = 1; share <= 8; share++) await fleet.apply([rule(share)], { history: tight });
    const { clusters, runs } = await history();
    expect(runs.length).toBeGreaterThan(1);
    expect(runs.length).toBeLessThan(8);
    expect(clusters[0]?.dropped).toMatchObject({
      count: 8 - runs.length,
      why: 'more than 2500 bytes',
    });
    // A head and a body each.
    expect(records()).toHaveLength(2 * (runs.length - 1));
    for (let share = 1; share <= 3; share++) {
      await fleet.apply([rule(share)], { history: { runs: 10, bytes: 1 } });
    }
    expect(records()).toEqual([]);
    expect(await states()).toEqual(['run-11 applied']);
  });

  test('a cluster that lacks a run on the way keeps the others from going back', async () => {
    const [, b] = fleet.clusters;
    for (let share = 1; share <= 4; share++) await fleet.apply([rule(share)]);
    for (const [key, { metadata }] of b.objects) {
      if (metadata.name.includes('.past-000002')) b.objects.delete(key);
    }
    const result = await fleet.rollback({ to: 'run-1' });
    expect(result).toMatchObject({ outcome: 'incomplete' });
    expect(result.message).toContain('Cluster b does not keep every run after run-1 any more');
    expect(fleet.shares()).toEqual([4, 4]);
  });

  test('a history that cannot be written keeps nobody from deploying', async () => {
    await fleet.apply([rule(1)]);
    const [a] = fleet.clusters;
    a.fault = (request) =>
      request.includes('.past-') ? new ClusterError('forbidden', 'exceeded quota') : undefined;
    expect((await fleet.apply([rule(2)])).outcome).toBe('applied');
    a.fault = () => undefined;
    expect((await history()).clusters[0]).toMatchObject({
      kept: 1,
      dropped: { count: 1, newest: 'run-1', why: 'exceeded quota' },
    });
    await fleet.apply([rule(3)]);
    await expect(fleet.rollback({ to: 'run-0' })).rejects.toThrow(/keeps a run/);
    expect((await fleet.rollback({ to: 'run-2' })).outcome).toBe('rolled-back');
  });
});
