import { describe, expect, test } from '@jest/globals';
import { checkHealth, checkSurvivors } from '../../src/drill/check-health.js';
import type { ClusterState } from '../../src/drill/look-at-cluster.js';
import { MemoryCluster } from '../deploy/memory-cluster.js';

/** A cluster in which one Deployment is asked for so many replicas; each has an endpoint, but only some are ready. */
function state(name: string, ready: number, replicas: number) {
  const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
  const object = { ...key, metadata: { name: 'web' } };
  const endpoints = Array.from({ length: replicas }, (_, index) => {
    return {
      address: `10.0.0.${index}`,
      ready: index < ready,
      node: undefined,
      pod: 'web',
    };
  });
  const workloads = [{ key, object, replicas, ready, labels: {} }];
  return { cluster: new MemoryCluster(name), workloads, endpoints, ready };
}

describe('health before a drill', () => {
  test('all are ready', () => {
    expect(checkHealth(state('a', 1, 1))).toEqual([{ outcome: 'ok', message: '1 endpoint ready' }]);
  });

  test.each([
    [1, 2, '1 of 2 replicas of Deployment default/web is not Ready: wait for it'],
    [1, 3, '2 of 3 replicas of Deployment default/web are not Ready: wait for them'],
  ])('%i of %i', (ready, replicas, text) => {
    expect(checkHealth(state('a', ready, replicas))).toEqual([
      { outcome: 'problem', message: `not healthy before the drill: ${text}` },
    ]);
  });

  test('none', () => {
    const [check] = checkHealth(state('a', 0, 1));
    expect(check?.message).toBe(
      'no endpoint is ready, so there is nothing to fail over from or to; ' +
        '1 of 1 replica of Deployment default/web is not Ready: wait for it',
    );
  });

  test('an endpoint that no workload lacks', () => {
    const own = { ...state('a', 1, 2), workloads: [] };
    expect(checkHealth(own)[0]?.message).toBe(
      'not healthy before the drill: 1 of 2 endpoints is not ready',
    );
  });
});

describe('what is left without a cluster', () => {
  const survivors = (states: Survivor[], count?: number) =>
    checkSurvivors(states, states[0]!, count, { survivors: 0.5 });
  type Survivor = Pick<ClusterState, 'cluster' | 'workloads' | 'ready'>;

  test('enough', () => {
    expect(survivors([state('a', 2, 2), state('b', 2, 2)])).toEqual({
      outcome: 'ok',
      message: 'without a, 2 endpoints of 4 are left (50 %)',
    });
    expect(survivors([state('a', 2, 2), state('b', 2, 2)], 1).message).toBe(
      'without 1 endpoint of a, 3 endpoints of 4 are left (75 %)',
    );
  });

  test('too few, since a replica is not ready yet', () => {
    expect(survivors([state('a', 2, 2), state('b', 1, 2)])).toEqual({
      outcome: 'problem',
      message:
        'without a, 1 endpoint of 3 is left (33.3 %), fewer than drill.survivors asks for (50 %): ' +
        'in cluster b 1 of 2 replicas of Deployment default/web is not Ready: wait for it',
    });
  });

  test('too few, though all are ready', () => {
    expect(survivors([state('a', 2, 2), state('b', 1, 1)]).message).toMatch(
      /1 endpoint of 3 is left .*: scale the others up first, or lower it$/,
    );
  });
});
