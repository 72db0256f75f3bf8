import { describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import type { ProgressEvent } from '../../src/deploy/progress.js';
import { markRun, rememberedRun, writeRun, type RunPhase } from '../../src/deploy/run-record.js';
import { unfinishedRefusal, type OtherCluster } from '../../src/deploy/unfinished-run.js';
import { deployProgress } from '../../src/report/deploy-progress.js';
import { connectUsable } from '../../src/work/connect-clusters.js';
import { MemoryCluster } from './memory-cluster.js';

const environment = { name: 'default', namespace: 'mesh-failover' };
const record = { version: 1 as const, run: 'run-1', startedAt: 'then', by: 'a test', objects: [] };

/** What is said where cluster b is on the way, or remembers nothing, and the others are these. */
async function ask(others: OtherCluster[], isOnTheWay = true) {
  const b = new MemoryCluster('b');
  if (isOnTheWay) await writeRun(b, environment, { ...record, cluster: 'b' }, 'x');
  const events: ProgressEvent[] = [];
  const refusal = await unfinishedRefusal({ clusters: [b], others }, environment, (event) =>
    events.push(event),
  );
  return { refusal, events };
}

describe('a cluster whose word might tell that a run has ended well', () => {
  const unusable = { name: 'a', unusable: 'no kubeconfig for cluster a' };
  const gone = new MemoryCluster('c', [], () => new ClusterError('unreachable', 'c is gone'));

  test('is named where it cannot be asked, with the reason', async () => {
    const { refusal, events } = await ask([gone, unusable, new MemoryCluster('d')]);
    expect(refusal).toBe(
      'an earlier run has not ended in cluster b: run-1, started then by a test. Whether the run had ended well, ' +
        'c, a could not be asked. Bring the clusters back to what they were before it: mesh-failover rollback',
    );
    expect(events).toEqual([
      { step: 'not-asked', cluster: 'c', message: 'c is gone' },
      { step: 'not-asked', cluster: 'a', message: 'no kubeconfig for cluster a' },
    ]);
  });

  test('nothing is said of it where no run looks unfinished', async () => {
    expect(await ask([gone, unusable], false)).toEqual({ refusal: undefined, events: [] });
  });

  test('nothing is said where all have answered', async () => {
    const { refusal, events } = await ask([new MemoryCluster('a')]);
    expect(refusal).not.toContain('could not be asked');
    expect(events).toEqual([]);
  });
});

describe('a run that one cluster was never told the end of', () => {
  const write = (cluster: MemoryCluster, run: string) =>
    writeRun(cluster, environment, { ...record, run, cluster: cluster.name }, 'x');
  const mark = (cluster: MemoryCluster, run: string, phase: RunPhase) =>
    markRun(cluster, environment, run, phase, 'x');
  const refusalOf = (a: MemoryCluster, b: MemoryCluster) =>
    unfinishedRefusal({ clusters: [a, b] }, environment);

  test('has ended well also when the cluster that knows it remembers later ones', async () => {
    const [a, b] = [new MemoryCluster('a'), new MemoryCluster('b')];
    await write(a, 'run-1');
    await write(b, 'run-1');
    await mark(b, 'run-1', 'applied');
    expect(await refusalOf(a, b)).toBeUndefined();
    // Neither of these ever gets to a.
    for (const run of ['run-2', 'run-3']) {
      await write(b, run);
      await mark(b, run, 'rolled-back');
      expect(await refusalOf(a, b)).toBeUndefined();
    }
  });

  test('has not, if it was taken back', async () => {
    const [a, b] = [new MemoryCluster('a'), new MemoryCluster('b')];
    await write(a, 'run-1');
    await write(b, 'run-1');
    await mark(b, 'run-1', 'rolled-back');
    await write(b, 'run-2');
    expect(await refusalOf(a, b)).toContain('an earlier run has not ended in cluster a: run-1');
  });

  test('only the last of very many are remembered', async () => {
    const b = new MemoryCluster('b');
    for (let run = 1; run <= 30; run++) {
      await write(b, `run-${run}`);
      await mark(b, `run-${run}`, 'applied');
    }
    const remembered = await rememberedRun(b, environment);
    expect(remembered?.endedBefore).toHaveLength(20);
    expect(remembered?.endedBefore.at(-1)).toBe('run-29');
  });
});

describe('a cluster without credentials', () => {
  test('is no obstacle, and it is said why it is not asked', async () => {
    const missing = { name: 'a', locality: 'x', kubeconfig: '/nowhere/kubeconfig' };
    const [other] = await connectUsable([missing], { env: {} });
    expect(other).toEqual({ name: 'a', unusable: expect.stringContaining('/nowhere/kubeconfig') });
    const { events } = await ask([other!]);
    const lines: string[] = [];
    events.forEach(deployProgress((line) => lines.push(line)));
    expect(lines).toEqual([
      expect.stringMatching(
        /^a: could not be asked whether the run before has ended well: .*\/nowhere\/kubeconfig.*$/,
      ),
    ]);
  });
});
