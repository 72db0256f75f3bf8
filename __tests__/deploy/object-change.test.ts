import { expect, test } from '@jest/globals';
import type { KubernetesObject, ManagedFields } from '../../src/cluster/cluster.js';
import { objectChange } from '../../src/deploy/object-change.js';

const mine: ManagedFields = { manager: 'mesh-failover', operation: 'Apply', fieldsV1: { a: {} } };
const theirs: ManagedFields = { manager: 'kubectl', operation: 'Update', fieldsV1: { b: {} } };

function object(spec: unknown, managedFields: ManagedFields[], version = '1'): KubernetesObject {
  const metadata = { name: 'x', resourceVersion: version, generation: 1, managedFields };
  return { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata, spec };
}

test('versions, times and the order of managers are no change', () => {
  const before = object({ a: 1, b: 2 }, [{ ...mine, time: 'then' }, theirs]);
  const after = object({ b: 2, a: 1 }, [theirs, { ...mine, time: 'now' }], '2');
  expect(objectChange(before, after)).toBe('none');
});

test('a new manager is a change of ownership', () => {
  expect(objectChange(object({}, [theirs]), object({}, [theirs, mine]))).toBe('ownership');
});

test('anything else is a change of content', () => {
  expect(objectChange(object({ a: 1 }, [mine]), object({ a: 2 }, [mine]))).toBe('content');
});
