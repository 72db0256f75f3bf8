import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../src/cluster/cluster.js';
import { fieldChanges } from '../../src/deploy/field-changes.js';
import { isApplied, union, withoutUnstated } from '../../src/deploy/field-set.js';

const fieldsV1 = { 'f:spec': { 'f:host': {}, 'f:trafficPolicy': { 'f:tls': { 'f:mode': {} } } } };

function object(spec: object, metadata: object = {}): KubernetesObject {
  const managedFields = [
    {
      manager: 'mesh-failover',
      operation: 'Apply',
      apiVersion: 'networking.istio.io/v1',
      time: '2026-11-21T10:00:00Z',
      fieldsV1,
    },
  ];
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'web', namespace: 'default', managedFields, ...metadata },
    spec,
  };
}

const live = object({ host: 'web', trafficPolicy: { tls: { mode: 'SIMPLE' } }, exportTo: ['*'] });

describe('fieldChanges', () => {
  test('names every field, with what it was and who wrote it', () => {
    const after = object({ host: 'web', trafficPolicy: { tls: { mode: 'MUTUAL' } }, exportTo: [] });
    expect(fieldChanges(live, after)).toEqual([
      {
        path: 'spec.trafficPolicy.tls.mode',
        before: 'SIMPLE',
        after: 'MUTUAL',
        writers: [{ manager: 'mesh-failover', time: '2026-11-21T10:00:00Z' }],
      },
      { path: 'spec.exportTo[0]', before: '*' },
    ]);
  });

  test('writes keys that are no words as they must be written', () => {
    const after = object(live['spec'] as object, { labels: { 'a/b': 'c', __proto__: 'x' } });
    expect(fieldChanges(live, after)).toEqual([
      { path: 'metadata', after: { labels: { 'a/b': 'c' } } },
    ]);
    const labelled = object(live['spec'] as object, { labels: { 'a/b': 'd' } });
    expect(fieldChanges(labelled, after)).toEqual([
      { path: 'metadata.labels["a/b"]', before: 'd', after: 'c' },
    ]);
  });

  test('leaves aside what only the API server sets', () => {
    expect(fieldChanges(live, { ...live, status: { conditions: [] } })).toEqual([]);
    expect(fieldChanges(live, object(live['spec'] as object, { uid: 'x', generation: 3 }))).toEqual(
      [],
    );
  });
});

describe('isApplied', () => {
  const wanted = (spec: object) => {
    const { managedFields: _, ...metadata } = live.metadata;
    return { ...live, metadata, spec };
  };
  const same = { host: 'web', trafficPolicy: { tls: { mode: 'SIMPLE' } } };

  test('is true where the manager owns just these fields with these values', () => {
    expect(isApplied(live, wanted(same), 'mesh-failover')).toBe(true);
  });

  test.each([
    ['another value', { host: 'other', trafficPolicy: { tls: { mode: 'SIMPLE' } } }],
    ['a field more', { ...same, exportTo: ['*'] }],
    ['a field less', { host: 'web' }],
    ['null', { ...same, host: null }],
  ])('is not certain with %s', (_, spec) => {
    expect(isApplied(live, wanted(spec), 'mesh-failover')).toBe(false);
  });

  test('is not certain for another manager, another version, or members of lists', () => {
    expect(isApplied(live, wanted(same), 'kubectl')).toBe(false);
    const old = { ...wanted(same), apiVersion: 'networking.istio.io/v1beta1' };
    expect(isApplied(live, old, 'mesh-failover')).toBe(false);
    const [entry] = live.metadata.managedFields ?? [];
    const members = { 'f:spec': { 'f:list': { 'v:"a"': {} } } };
    const managedFields = [{ ...entry, fieldsV1: members }] as never;
    const listed = object({ list: ['a'] }, { managedFields });
    expect(isApplied(listed, wanted({ list: ['a'] }), 'mesh-failover')).toBe(false);
  });
});

test('union has the fields of both', () => {
  expect(union({ 'f:a': { 'f:b': {} } }, { 'f:a': { 'f:c': {} }, 'f:d': {} })).toEqual({
    'f:a': { 'f:b': {}, 'f:c': {} },
    'f:d': {},
  });
});

test('withoutUnstated takes away what is owned and not stated, with the mappings that become empty', () => {
  const value = { spec: { host: 'web', tls: { mode: 'SIMPLE' }, exportTo: ['*'], other: 1 } };
  const fields = { 'f:spec': { 'f:host': {}, 'f:tls': { 'f:mode': {} }, 'f:exportTo': {} } };
  expect(withoutUnstated(value, fields, { spec: { host: 'web' } })).toEqual({
    spec: { host: 'web', other: 1 },
  });
});
