import { describe, expect, test } from '@jest/globals';
import { stayLabel } from '../../src/drill/field-change.js';
import type { ClusterState } from '../../src/drill/look-at-cluster.js';
import { plannedChanges, withCount } from '../../src/drill/planned-changes.js';
import { plannedScenarios } from '../../src/drill/planned-scenario.js';

const clusters = [{ name: 'a', locality: 'europe-west1', ingress: { url: 'http://a' } }];
const planned = (kind: string) => plannedScenarios([`${kind}:a`], clusters)[0]!;
const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'n', name: 'web' };
const workload = { key, object: { ...key, metadata: key }, ready: 2, labels: {} };
const state = {
  service: { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'n', name: 'web' } },
  workloads: [
    { ...workload, replicas: 2 },
    { ...workload, key: { ...key, name: 'idle' }, replicas: 0 },
  ],
  pods: [
    { name: 'one', labels: { version: 'v1' } },
    { name: 'two', labels: { version: 'v2' } },
  ],
} as unknown as ClusterState;

describe('what an outage changes', () => {
  test('scaling: every workload that has replicas', () => {
    expect(plannedChanges(planned('scaled-to-zero'), state, { cordonLabels: {} })).toEqual([
      { object: key, subresource: 'scale', path: ['spec', 'replicas'], before: 2, during: 0 },
    ]);
  });

  test('cordoning all: the Service alone', () => {
    const own = { cordonLabels: {} };
    const changes = plannedChanges(planned('cordoned'), state, own);
    expect(changes.map(({ object, path }) => [object.kind, path.at(-1)])).toEqual([
      ['Service', stayLabel],
    ]);
    expect(withCount(planned('cordoned'), state, own)).toEqual(planned('cordoned'));
  });

  test('cordoning by label: first those that stay are marked', () => {
    const own = { cordonLabels: { version: 'v1' } };
    const changes = plannedChanges(planned('cordoned'), state, own);
    expect(changes.map(({ object }) => `${object.kind} ${object.name}`)).toEqual([
      'Pod two',
      'Service web',
    ]);
    expect(withCount(planned('cordoned'), state, own)).toMatchObject({
      outage: { kind: 'scaled-to-zero', cluster: 'a', count: 1 },
      isPartial: true,
    });
  });

  test('what a hook does is no change of the cluster', () => {
    expect(plannedChanges(planned('failing'), state, { cordonLabels: {} })).toEqual([]);
    expect(plannedChanges(planned('unready'), state, { cordonLabels: {} })).toEqual([]);
  });
});
