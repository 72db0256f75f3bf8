/** The order of things. That the API server really answers so is tested in __tests__/real/deploy. */
import { describe, expect, test } from '@jest/globals';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import { apply } from '../../src/deploy/apply.js';
import { hasFailed } from '../../src/deploy/apply-result.js';
import type { DeployObject } from '../../src/deploy/deploy-object.js';
import type { ProgressEvent } from '../../src/deploy/progress.js';
import { UserError } from '../../src/manifest/errors.js';
import { MemoryCluster } from './memory-cluster.js';

const objects = ['VirtualService', 'Service', 'DestinationRule', 'Gateway'].map((kind) =>
  objectOf(kind),
);

const twoClusters = (fault?: (request: string) => ClusterError | undefined) => {
  const journal: string[] = [];
  const clusters = ['a', 'b'].map((name) => new MemoryCluster(name, journal, fault));
  return { journal, clusters };
};

describe('apply', () => {
  test('everything is checked everywhere before the first write; then cluster by cluster', async () => {
    const { journal, clusters } = twoClusters();
    const result = await apply({ objects, clusters });
    const firstWrite = journal.findIndex((request) => request.includes(' apply '));
    expect(
      journal.slice(0, firstWrite).filter((request) => request.includes('dry-run')),
    ).toHaveLength(6);
    expect(journal.slice(firstWrite)).toEqual([
      'a apply Gateway',
      'a apply DestinationRule',
      'a apply VirtualService',
      'b apply Gateway',
      'b apply DestinationRule',
      'b apply VirtualService',
    ]);
    expect(result).toMatchObject({ version: 1, dryRun: false, outcome: 'applied' });
    expect(result.summary.created).toBe(6);
    expect(hasFailed(result)).toBe(false);
  });

  test('what is unchanged is not written', async () => {
    const { journal, clusters } = twoClusters();
    await apply({ objects, clusters });
    journal.length = 0;
    const result = await apply({ objects, clusters });
    expect(result.summary.unchanged).toBe(6);
    expect(journal.filter((request) => request.includes(' apply '))).toEqual([]);
  });

  test('one refusal: no write at all', async () => {
    const { journal, clusters } = twoClusters((request) =>
      request === 'b dry-run DestinationRule' ? new ClusterError('invalid', 'no') : undefined,
    );
    const result = await apply({ objects, clusters });
    expect(journal.filter((request) => request.includes(' apply '))).toEqual([]);
    expect(result).toMatchObject({
      outcome: 'refused',
      message: 'Nothing was changed in any cluster. Cluster b would refuse 1 of 3 objects.',
      summary: { failed: 1, skipped: 5 },
    });
    expect(hasFailed(result)).toBe(true);
  });

  test('a dry run shows what would happen to the rest', async () => {
    const { clusters } = twoClusters((request) =>
      request === 'b dry-run DestinationRule' ? new ClusterError('invalid', 'no') : undefined,
    );
    const result = await apply({ objects, clusters, dryRun: true });
    expect(result).toMatchObject({ outcome: 'refused', summary: { failed: 1, created: 5 } });
  });

  test('a cluster that fails as a whole is not asked for every object', async () => {
    const { journal, clusters } = twoClusters((request) =>
      request.startsWith('b') ? new ClusterError('unreachable', 'b is away') : undefined,
    );
    const result = await apply({ objects, clusters });
    expect(journal.filter((request) => request.startsWith('b'))).toEqual(['b version']);
    expect(result.message).toBe('Nothing was changed in any cluster. B is away.');
    expect(result.clusters[1]).toMatchObject({ reachable: false, problem: 'unreachable' });
    expect(result.clusters[1]?.objects.map(({ result: each }) => each)).toEqual([
      'failed',
      'failed',
      'failed',
    ]);
  });

  test('a write that fails stops everything, and says what is written', async () => {
    const { journal, clusters } = twoClusters((request) =>
      request === 'a apply DestinationRule' ? new ClusterError('unreachable', 'gone.') : undefined,
    );
    const result = await apply({ objects, clusters });
    expect(journal.slice(-2)).toEqual(['a apply Gateway', 'a apply DestinationRule']);
    expect(result.outcome).toBe('stopped');
    expect(result.summary).toMatchObject({ created: 1, failed: 1, skipped: 4 });
    expect(result.message).toBe(
      'Stopped at DestinationRule default/x in cluster a: gone. The answer is missing: ' +
        'this object may or may not have been written. ' +
        'Changed in cluster a: Gateway default/x (created). Changed in cluster b: nothing. ' +
        'Nothing was rolled back; apply again once the cause is mended.',
    );
  });

  test('our own bug in the middle of the writes still tells what is written', async () => {
    const { clusters } = twoClusters((request) => {
      if (request === 'b apply Gateway') throw new TypeError('oops');
      return undefined;
    });
    const result = await apply({ objects, clusters });
    expect(result).toMatchObject({ outcome: 'stopped', summary: { created: 3, failed: 1 } });
  });

  test('two manifests for one object', async () => {
    const { clusters } = twoClusters();
    const again = { ...objectOf('Gateway'), file: 'other.yaml' };
    const forB = { ...objectOf('DestinationRule'), cluster: 'b' };
    const forA = { ...objectOf('DestinationRule'), cluster: 'a' };
    const fine = await apply({ objects: [forA, forB], clusters, dryRun: true });
    expect(fine.outcome).toBe('checked');
    const result = await apply({ objects: [...objects, again], clusters });
    expect(result.outcome).toBe('refused');
    expect(result.clusters[0]?.objects[1]?.message).toContain(
      'is declared in Gateway.yaml:3 already',
    );
  });

  test('an object without a name', async () => {
    const { clusters } = twoClusters();
    const result = await apply({ objects: [{ ...objectOf('Gateway'), name: '' }], clusters });
    expect(result.clusters[0]?.objects[0]?.message).toBe('it has no metadata.name');
  });

  test('progress', async () => {
    const { clusters } = twoClusters();
    const events: ProgressEvent[] = [];
    await apply({
      objects: [objectOf('Gateway')],
      clusters: clusters.slice(0, 1),
      progress: (event) => events.push(event),
    });
    expect(events).toMatchObject([
      { step: 'reached', cluster: 'a', serverVersion: 'v1.36.0' },
      { step: 'checked', cluster: 'a', done: 1, total: 1 },
      { step: 'written', cluster: 'a', result: 'created' },
    ]);
  });

  test('clusters that cannot be told apart', async () => {
    await expect(apply({ objects, clusters: [] })).rejects.toThrow(UserError);
    const twins = [new MemoryCluster('a'), new MemoryCluster('a')];
    await expect(apply({ objects, clusters: twins })).rejects.toThrow(
      'two clusters have the name a',
    );
    const { clusters } = twoClusters();
    for (const cluster of clusters) cluster.identity = 'one';
    const { warnings } = await apply({ objects, clusters });
    expect(warnings).toEqual([expect.stringContaining('a, b are the same API server')]);
  });
});

function objectOf(kind: string): DeployObject {
  const value = { apiVersion: 'networking.istio.io/v1', kind, metadata: { name: 'x' }, spec: {} };
  const place = { file: `${kind}.yaml`, line: 3, column: 1 };
  return { value, kind, namespace: 'default', name: 'x', ...place };
}
