/**
 * What a real istiod sends to a sidecar where routes of the Gateway API name Services as their parents, beside VirtualServices for the
 * mesh, against what the model holds. MESH_FAILOVER_SEED, MESH_FAILOVER_MESHES and MESH_FAILOVER_CASE choose others.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { startIstiod } from '../bench/istiod.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import { createAccepted, createAll } from './cases/create.js';
import { seedOf } from './cases/draw.js';
import { PORTS, type SidecarMesh } from './sidecar/generate.js';
import { generateRoutedMesh } from './sidecar/mesh-routes.js';
import { expectedOf, meshOf, type SidecarVariant } from './sidecar/model.js';
import { differencesOf, reportOf } from './sidecar/report.js';
import { fetchSent, type Sent } from './sidecar/sent.js';
import { AdsClient } from './xds/ads-client.js';

const SEED = seedOf('MESH_FAILOVER_SEED', 1);
const COUNT = seedOf('MESH_FAILOVER_MESHES', 60);
const defaults: SidecarVariant = { name: 'defaults', config: {} };

describeReal(
  'routes of the Gateway API for Services',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'gateway-api-crds', 'pilot-discovery'],
  () => {
    const bench = new Bench();
    const only = process.env['MESH_FAILOVER_CASE'];
    const meshes = Array.from({ length: COUNT }, (_, index) =>
      generateRoutedMesh(SEED, index),
    ).filter(({ index }) => only === undefined || index === Number(only));
    let cluster: Cluster;

    beforeAll(async () => {
      const etcd = await startEtcd(bench);
      cluster = await startApiServer(bench, { name: 'a', etcd, gatewayApiCrds: true });
      const names = ['istio-system', ...meshes.flatMap(({ namespaces }) => namespaces)];
      await createAll(
        cluster,
        names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      );
      for (const wave of [0, 1]) {
        // Creation times are whole seconds.
        if (wave > 0) await new Promise((resolve) => setTimeout(resolve, 1_100));
        const objects = meshes.flatMap((mesh) => mesh.objects).filter((one) => one.wave === wave);
        const times = await createAccepted(
          cluster,
          objects.map(({ manifest }) => manifest),
        );
        objects.forEach(({ manifest: { metadata } }, index) => {
          metadata.creationTimestamp = times[index] ?? 'refused';
        });
      }
      for (const mesh of meshes) {
        mesh.objects = mesh.objects.filter(
          ({ manifest: { metadata } }) => metadata.creationTimestamp !== 'refused',
        );
      }
    }, 240_000);

    afterAll(() => bench.stop(), 30_000);

    test(`are what the model holds, in ${COUNT} meshes of seed ${SEED}`, async () => {
      const istiod = await startIstiod(bench, {
        cluster,
        env: { PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER: 'false' },
      });
      const client = new AdsClient(istiod.xdsPort);
      const counts = { routed: 0, wrong: 0 };
      const failures: string[] = [];
      const differ = async (mesh: SidecarMesh) => {
        const sent = await fetchSent(client, nodeOf(mesh), mesh.tag, PORTS);
        const held = expectedOf(meshOf(mesh, defaults), mesh);
        if (isRouted(held)) counts.routed += 1;
        return differencesOf(held, sent);
      };
      try {
        const [first] = meshes;
        if (first) {
          // Routes of the Gateway API arrive after all else.
          await pollUntil(
            'istiod has the routes',
            async () => (await differ(first)).length === 0,
          ).catch(() => undefined);
        }
        for (const mesh of meshes) {
          const differences = await differ(mesh);
          if (differences.length === 0) continue;
          counts.wrong += 1;
          failures.push(reportOf(SEED, mesh, defaults, differences));
        }
      } finally {
        client.close();
        await istiod.process.stop();
      }
      process.stderr.write(`${JSON.stringify(counts)}\n`);
      const more = failures.length > 3 ? `\n\n… and ${failures.length - 3} more` : '';
      expect(failures.slice(0, 3).join('\n\n') + more).toBe('');
      if (only === undefined) expect(counts.routed).toBeGreaterThan(COUNT / 5);
    }, 280_000);
  },
);

function isRouted({ ports }: Sent): boolean {
  return Object.values(ports).some(({ virtualHosts }) =>
    virtualHosts.some(({ routes }) => routes.some(({ name }) => name.includes('-route-'))),
  );
}

function nodeOf({ client }: SidecarMesh) {
  return { kind: 'sidecar' as const, name: 'caller', cluster: 'a', network: undefined, ...client };
}
