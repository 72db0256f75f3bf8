/**
 * What a real istiod sends to a sidecar (virtual hosts and their routes, clusters, endpoints with priorities and weights) against what
 * the model holds, for generated meshes with Sidecar resources and VirtualServices for the mesh. MESH_FAILOVER_SEED,
 * MESH_FAILOVER_MESHES and MESH_FAILOVER_CASE choose others.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { startIstiod } from '../bench/istiod.mjs';
import { describeReal } from '../describe-real.js';
import { createAll } from './cases/create.js';
import { seedOf } from './cases/draw.js';
import { generateSidecarMesh, PORTS, type SidecarMesh } from './sidecar/generate.js';
import { expectedOf, meshOf, type SidecarVariant } from './sidecar/model.js';
import { differencesOf, reportOf } from './sidecar/report.js';
import { fetchSent } from './sidecar/sent.js';
import { AdsClient } from './xds/ads-client.js';

const SEED = seedOf('MESH_FAILOVER_SEED', 1);
const COUNT = seedOf('MESH_FAILOVER_MESHES', 60);

const ROOT = 'mesh-root';

/** The Sidecar resource of the root namespace counts where the mesh configuration names that. */
const rootSidecar = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: { name: 'everywhere', namespace: ROOT },
  spec: { egress: [{ hosts: ['./*', '*/*.example.com'] }] },
};

const VARIANTS: SidecarVariant[] = [
  { name: 'defaults', config: {} },
  {
    name: 'root namespace and registry only',
    config: {
      rootNamespace: ROOT,
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      defaultHttpRetryPolicy: { attempts: 1 },
    },
  },
  {
    name: 'private by default',
    config: {
      defaultServiceExportTo: ['.'],
      defaultVirtualServiceExportTo: ['.'],
      defaultDestinationRuleExportTo: ['.'],
    },
  },
];

describeReal(
  'what istiod sends to sidecars',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery'],
  () => {
    const bench = new Bench();
    const only = process.env['MESH_FAILOVER_CASE'];
    const meshes = Array.from({ length: COUNT }, (_, index) =>
      generateSidecarMesh(SEED, index),
    ).filter(({ index }) => only === undefined || index === Number(only));
    let cluster: Cluster;

    beforeAll(async () => {
      const etcd = await startEtcd(bench);
      cluster = await startApiServer(bench, { name: 'a', etcd });
      const names = ['istio-system', ROOT, ...meshes.flatMap(({ namespaces }) => namespaces)];
      await createAll(
        cluster,
        names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      );
      await createAll(cluster, [rootSidecar]);
      for (const wave of [0, 1]) {
        // Creation times are whole seconds.
        if (wave > 0) await new Promise((resolve) => setTimeout(resolve, 1_100));
        const objects = meshes
          .flatMap((mesh) => mesh.objects)
          .filter((one) => one.wave === wave)
          .map(({ manifest }) => manifest);
        const times = await createAll(cluster, objects);
        objects.forEach(({ metadata }, index) => (metadata.creationTimestamp = times[index]!));
      }
    }, 240_000);

    afterAll(() => bench.stop(), 30_000);

    test.each(VARIANTS)(
      `is what the model holds: $name (${COUNT} meshes of seed ${SEED})`,
      async (variant) => {
        const own = meshes.filter(
          ({ index }) =>
            only !== undefined || VARIANTS[index % VARIANTS.length]!.name === variant.name,
        );
        const istiod = await startIstiod(bench, { cluster, meshConfig: variant.config });
        const client = new AdsClient(istiod.xdsPort);
        const failures: string[] = [];
        try {
          for (const mesh of own) {
            const sent = await fetchSent(client, nodeOf(mesh), mesh.tag, PORTS);
            const held = expectedOf(meshOf(mesh, variant, [rootSidecar]), mesh);
            const differences = differencesOf(held, sent);
            if (differences.length > 0) failures.push(reportOf(SEED, mesh, variant, differences));
          }
        } finally {
          client.close();
          await istiod.process.stop();
        }
        const more = failures.length > 3 ? `\n\n… and ${failures.length - 3} more` : '';
        expect(failures.slice(0, 3).join('\n\n') + more).toBe('');
      },
      280_000,
    );
  },
);

function nodeOf({ client }: SidecarMesh) {
  return { kind: 'sidecar' as const, name: 'caller', cluster: 'a', network: undefined, ...client };
}
