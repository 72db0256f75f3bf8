/** What is taken for unchanged without asking is what the API server would leave unchanged. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { objectKeyOf, type Cluster, type KubernetesObject } from '../../../src/cluster/cluster.js';
import { isApplied } from '../../../src/deploy/field-set.js';
import { objectChange } from '../../../src/deploy/object-change.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { describeReal } from '../describe-real.js';
import { connectTo, deployParts } from './two-servers.js';

const fieldManager = 'mesh-failover';

const outlierDetection = fc.record(
  {
    consecutive5xxErrors: fc.integer({ min: 0, max: 3 }),
    interval: fc.constantFrom('1s', '10s'),
    maxEjectionPercent: fc.integer({ min: 0, max: 2 }),
  },
  { requiredKeys: [] },
);

const spec = fc.record(
  {
    host: fc.constantFrom('web', 'shop'),
    trafficPolicy: fc.record({ outlierDetection }, { requiredKeys: [] }),
    subsets: fc.array(fc.record({ name: fc.constantFrom('v1', 'v2') }), { maxLength: 2 }),
    exportTo: fc.array(fc.constantFrom('*', '.'), { maxLength: 2 }),
  },
  { requiredKeys: ['host'] },
);

const labels = fc.dictionary(fc.constantFrom('a', 'b/c'), fc.constantFrom('x', 'y'));

describeReal('unchanged', deployParts, () => {
  const bench = new Bench();
  let cluster: Cluster;

  beforeAll(async () => {
    const etcd = await startEtcd(bench);
    cluster = await connectTo(await startApiServer(bench, { name: 'a', etcd }));
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  function rule(name: string, content: object, own: Record<string, string>): KubernetesObject {
    return {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name, namespace: 'default', ...(Object.keys(own).length > 0 && { labels: own }) },
      spec: content,
    };
  }

  test('of generated pairs', async () => {
    let count = 0;
    let unchanged = 0;
    const pair = fc.oneof(
      fc.tuple(spec, labels, spec, labels),
      fc.tuple(spec, labels).map(([s, l]): [object, typeof l, object, typeof l] => [s, l, s, l]),
    );
    await fc.assert(
      fc.asyncProperty(pair, fc.boolean(), async ([first, own, second, later], isShared) => {
        const name = `rule-${++count}`;
        const { object } = await cluster.serverSideApply(rule(name, first, own), { fieldManager });
        if (isShared) {
          await cluster.patch(
            objectKeyOf(object),
            { metadata: { annotations: { note: 'theirs' } } },
            { fieldManager: 'somebody' },
          );
        }
        const live = (await cluster.get(objectKeyOf(object))) as KubernetesObject;
        const wanted = rule(name, second, later);
        const dryRun = { fieldManager, dryRun: true };
        // The API server itself fails on some that make a mapping empty; it has not found them unchanged then.
        const change = await cluster.serverSideApply(wanted, dryRun).then(
          ({ object: after }) => objectChange(live, after),
          (error: unknown) => String(error),
        );
        if (isApplied(live, wanted, fieldManager)) {
          unchanged++;
          expect(change).toBe('none');
        }
      }),
      { numRuns: 150, seed: 7 },
    );
    // The shortcut must be taken, or it is of no use.
    expect(unchanged).toBeGreaterThan(40);
  }, 120_000);
});
