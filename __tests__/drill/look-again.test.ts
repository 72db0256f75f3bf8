import { beforeEach, describe, expect, test } from '@jest/globals';
import { writeDrillRecord } from '../../src/drill/drill-record.js';
import { commandLineTerms as terms } from '../../src/drill/drill-terms.js';
import { lookAgain } from '../../src/drill/look-again.js';
import { MemoryCluster } from '../deploy/memory-cluster.js';

const environment = { name: 'production', namespace: 'state' };
const metadata = { namespace: 'default', name: 'web' };
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata,
  spec: { selector: { app: 'web' } },
};

describe('before an outage', () => {
  let cluster: MemoryCluster;
  let isHeld: boolean;

  beforeEach(async () => {
    cluster = new MemoryCluster('a', [], () => undefined);
    isHeld = true;
    await cluster.create(service);
    await cluster.create({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'web' } },
      endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true } }],
    });
  });

  const look = (ready: number) =>
    lookAgain([{ cluster, service, ready }], {
      environment,
      terms,
      seconds: 0,
      isHeld: () => isHeld,
      signal: new AbortController().signal,
    });

  test('all is well', async () => {
    await expect(look(1)).resolves.toBeUndefined();
  });

  test('an endpoint has gone', async () => {
    await expect(look(2)).rejects.toThrow('cluster a has 1 ready endpoint, not the 2 of before');
  });

  test('another drill has left changes', async () => {
    const record = { scenario: 'cordoned:a', startedAt: '', holder: 'somebody', changes: [] };
    await writeDrillRecord(cluster, environment, record, undefined);
    await expect(look(1)).rejects.toThrow('holds changes of a drill (cordoned:a, of somebody)');
  });

  test('the lock is lost', async () => {
    isHeld = false;
    await expect(look(1)).rejects.toThrow('the lock in a cluster was lost');
  });
});
