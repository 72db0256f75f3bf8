/** Every kind of Istio, and what deploy.kinds names, to two real API servers. */
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { apply } from '../../../src/deploy/apply.js';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import { deployObjects, unsentObjects } from '../../../src/work/objects-of.js';
import { rollback } from '../../../src/deploy/rollback.js';
import { inspect } from '../../../src/work/inspect.js';
import { Bench } from '../bench/bench.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import { ExampleCopy } from './example-copy.js';
import { deployment, deployParts, startTwoServers, type TwoServers } from './two-servers.js';

const more = `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: outside, namespace: shop }
spec:
  hosts: [api.example.com]
  location: MESH_EXTERNAL
  ports: [{ name: http, number: 80, protocol: HTTP }]
  resolution: DNS
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: PERMISSIVE } }
---
apiVersion: example.com/v1
kind: Ox
metadata: { name: big, namespace: shop }
spec: { weight: 500 }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop]
  http:
    - match: [{ uri: { prefix: /outside } }]
      route: [{ destination: { host: api.example.com, port: { number: 80 } } }]
    - route: [{ destination: { host: shop, port: { number: 80 } } }]
`;

/** Its plural is no rule's. */
const crd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'oxen.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Ox', plural: 'oxen', singular: 'ox' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    ],
  },
};

describeReal('kinds', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;
  let example: ExampleCopy;

  beforeAll(async () => {
    two = await startTwoServers(bench);
    for (const server of two.servers) {
      await server.apply(crd);
      await pollUntil('oxen are served', async () => {
        const { status } = await server.get('/apis/example.com/v1/oxen');
        if (status !== 200) throw new Error(`status ${status}`);
        return true;
      });
    }
    example = new ExampleCopy(bench.path('hello-world'));
    writeFileSync(`${example.folder}/more.yaml`, more);
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  async function applied(kinds: string[], prune = false): Promise<ApplyResult> {
    const project = await inspect({ cwd: example.folder, paths: ['.'], isForClusters: true });
    const config = { deploy: { ...project.config.deploy, kinds } };
    return apply({
      ...deployment(bench, 'kinds'),
      objects: deployObjects(project, config),
      notSent: unsentObjects(project, config),
      clusters: two.clusters,
      ...(prune && { prune: { limit: 10 } }),
    });
  }

  const all = ['Service', 'Namespace', 'Ox.example.com'];
  const there = async (path: string) => {
    const answers = await Promise.all(two.servers.map((server) => server.get(path)));
    return answers.map(({ status }) => status);
  };

  test('what is not sent is named, and a route that needs it is not written', async () => {
    const result = await applied(['Namespace']);
    expect(result.notSent.map(({ kind }) => kind)).toEqual(['Service', 'Ox']);
    expect(result.outcome).toBe('refused');
    expect(result.message).toMatch(
      /VirtualService shop\/shop needs Service shop\/shop, which is neither sent nor in any cluster \(it is in more\.yaml:\d+; deploy\.kinds: \[Service\] sends it\)/,
    );
    expect(await there('/api/v1/namespaces/shop')).toEqual([404, 404]);
  }, 60_000);

  test('everything is sent, taken back, sent again and pruned', async () => {
    const path = '/apis/example.com/v1/namespaces/shop/oxen/big';
    const first = await applied(all);
    expect(first).toMatchObject({ outcome: 'applied', summary: { created: 18 }, notSent: [] });
    expect(first.clusters[0]?.objects.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'Ox',
      ...['Service', 'ServiceEntry', 'PeerAuthentication', 'DestinationRule', 'Gateway'],
      ...['VirtualService', 'VirtualService'],
    ]);
    expect(await there(path)).toEqual([200, 200]);
    expect(await applied(all)).toMatchObject({ outcome: 'applied', summary: { unchanged: 18 } });

    const { environment, by, run } = deployment(bench, 'kinds');
    const fieldManager = 'mesh-failover';
    const back = await rollback({
      ...{ environment, by, run, fieldManager, clusters: two.clusters, lastApply: true },
    });
    expect(back.outcome).toBe('rolled-back');
    expect(await there(path)).toEqual([404, 404]);
    // Somebody else may have put something into it.
    expect(await there('/api/v1/namespaces/shop')).toEqual([200, 200]);

    expect(await applied(all)).toMatchObject({ outcome: 'applied' });
    rmSync(`${example.folder}/more.yaml`);
    expect(await applied([], true)).toMatchObject({ outcome: 'applied', summary: { pruned: 10 } });
    expect(await there(path)).toEqual([404, 404]);
    expect(await there('/api/v1/namespaces/shop')).toEqual([200, 200]);
  }, 60_000);
});
