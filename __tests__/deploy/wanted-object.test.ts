import { expect, test } from '@jest/globals';
import { wantedObject } from '../../src/deploy/wanted-object.js';

test('what only the API server sets is not sent; the namespace is', () => {
  const value = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: {
      name: 'x',
      labels: { app: 'x' },
      uid: '1',
      resourceVersion: '2',
      generation: 3,
      creationTimestamp: '2026-01-01T00:00:00Z',
      managedFields: [],
    },
    spec: { servers: [] },
    status: { conditions: [] },
  };
  const place = { file: 'x.yaml', line: 1, column: 1 };
  expect(
    wantedObject({ value, kind: 'Gateway', namespace: 'default', name: 'x', ...place }),
  ).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'x', namespace: 'default', labels: { app: 'x' } },
    spec: { servers: [] },
  });
});
