import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { answered, interruptible } from '../../src/cluster/interruptible.js';
import type { KubernetesObject } from '../../src/cluster/cluster.js';
import { MemoryCluster } from '../deploy/memory-cluster.js';

const key = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'x', name: 'y' };

/** A cluster that answers when it is told to. */
class SlowCluster extends MemoryCluster {
  aborted = 0;
  answer: () => void = () => undefined;

  override get(): Promise<KubernetesObject | undefined> {
    this.journal.push('get');
    return new Promise((resolve) => {
      this.answer = () => {
        resolve(undefined);
      };
    });
  }

  override abortRequests = (): void => {
    this.aborted += 1;
  };
}

describe('a cluster that a signal interrupts', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const start = () => {
    const controller = new AbortController();
    const slow = new SlowCluster('b');
    const { cluster, isCut } = interruptible(slow, controller.signal);
    return { controller, slow, cluster, isCut };
  };

  test('ends what is under way when it does not answer soon', async () => {
    const { controller, slow, cluster, isCut } = start();
    const read = cluster.get(key);
    controller.abort();
    jest.advanceTimersByTime(499);
    expect(slow.aborted).toBe(0);
    jest.advanceTimersByTime(1);
    await expect(read).rejects.toMatchObject({
      problem: 'unreachable',
      message: 'cluster b: interrupted before it answered',
    });
    expect([slow.aborted, isCut()]).toEqual([1, true]);
  });

  test('waits for an answer that is about to come, and leaves requests of others alone', async () => {
    const { controller, slow, cluster, isCut } = start();
    const read = cluster.get(key);
    controller.abort();
    slow.answer();
    await expect(read).resolves.toBeUndefined();
    // The undo asks the cluster itself.
    void slow.get();
    jest.advanceTimersByTime(1000);
    expect([slow.aborted, isCut()]).toEqual([0, false]);
  });

  test('is asked nothing any more', async () => {
    const { controller, slow, cluster } = start();
    controller.abort();
    await expect(cluster.get(key)).rejects.toMatchObject({ problem: 'unreachable' });
    expect(slow.journal).toEqual([]);
  });
});

describe('a cluster that may hang', () => {
  test('is given up after a while', async () => {
    jest.useFakeTimers();
    const slow = new SlowCluster('b');
    const read = answered(slow, slow.get(), 4000);
    jest.advanceTimersByTime(4000);
    await expect(read).rejects.toThrow('cluster b has not answered within 4 s');
    expect(slow.aborted).toBe(1);
    jest.useRealTimers();
  });

  test('gives its answer', async () => {
    await expect(answered(new MemoryCluster('a'), Promise.resolve(7))).resolves.toBe(7);
  });
});
