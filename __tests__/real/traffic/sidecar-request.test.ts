/**
 * Single requests through a real Envoy with the routes and clusters that a real istiod gives a sidecar, against `follow`: what becomes of
 * each of them, the route that takes it and where the endpoint is. MESH_FAILOVER_SEED, MESH_FAILOVER_MESHES and MESH_FAILOVER_CASE choose
 * others.
 */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Project } from '../../../src/index.js';
import { startApiServer } from '../bench/api-server.mjs';
import { addressHeader } from '../bench/behaviour.mjs';
import { Bench } from '../bench/bench.mjs';
import { startEnvoySidecar } from '../bench/envoy-sidecar.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { startIstiod, type Istiod } from '../bench/istiod.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import { createAll } from './cases/create.js';
import { seedOf } from './cases/draw.js';
import { sendRaw } from './request/send.js';
import { generateSidecarMesh, type SidecarMesh } from './sidecar/generate.js';
import { isAsSaid, requestsOf } from './sidecar/requests.js';

const SEED = seedOf('MESH_FAILOVER_SEED', 5);
const COUNT = seedOf('MESH_FAILOVER_MESHES', 40);
const REQUESTS = 25;
/** The port of every endpoint. */
const PORT = 8080;

describeReal(
  'what becomes of a request of a sidecar',
  {
    parts: ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery', 'envoy'],
    // Every address of 127.0.0.0/8 has the port.
    networkNamespace: true,
  },
  () => {
    const bench = new Bench();
    const only = process.env['MESH_FAILOVER_CASE'];
    const meshes = Array.from({ length: COUNT }, (_, index) =>
      generateSidecarMesh(SEED, index),
    ).filter(({ index }) => only === undefined || index === Number(only));
    let istiod: Istiod;
    let backend: Server;

    beforeAll(async () => {
      const etcd = await startEtcd(bench);
      const cluster = await startApiServer(bench, { name: 'a', etcd });
      const names = ['istio-system', ...meshes.flatMap(({ namespaces }) => namespaces)];
      await createAll(
        cluster,
        names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      );
      const objects = meshes.flatMap((mesh) => mesh.objects.map(({ manifest }) => manifest));
      const times = await createAll(cluster, objects);
      objects.forEach(({ metadata }, index) => (metadata.creationTimestamp = times[index]!));
      istiod = await startIstiod(bench, { cluster });
      backend = createServer((request, response) => {
        response.setHeader(addressHeader, request.socket.localAddress ?? '');
        response.end();
      }).listen(PORT, '0.0.0.0');
    }, 240_000);

    afterAll(async () => {
      backend?.close();
      await bench.stop();
    }, 30_000);

    test(`is what follow says, for ${COUNT} meshes of seed ${SEED}`, async () => {
      const failures: string[] = [];
      let undefinedCount = 0;
      for (const mesh of meshes) {
        const { client, index } = mesh;
        const { listeners, process: part } = await startEnvoySidecar(bench, {
          ...{ ...client, name: `caller-${index}`, clusterId: 'a', xdsPort: istiod.xdsPort },
          ports: [80, 8080],
        });
        const nowhere = { method: 'GET', host: 'nowhere.invalid', path: '/', headers: {} };
        // Until it has routes Envoy answers 404 to everything.
        await pollUntil(
          'the sidecar has routes',
          async () => [502, 503].includes((await sendRaw(listeners.get(80)!, nowhere)).status),
          { process: part },
        );
        const project = projectOf(mesh);
        for (const request of requestsOf(mesh, REQUESTS)) {
          const { method, host, path, port, headers } = request;
          const [followed] = project.follow(
            { method, url: `http://${host}:${port}${path}`, headers: { ...headers, Host: host } },
            { scenarios: ['healthy'] },
          ).requests;
          // Ports for TCP, headless Services and several listeners are not followed.
          if (!followed || followed.outcome === 'undefined') {
            undefinedCount += 1;
            continue;
          }
          const answer = await sendRaw(listeners.get(port)!, request);
          if (isAsSaid(mesh, followed, answer)) continue;
          failures.push(
            [
              `mesh ${index} of seed ${SEED}: ${JSON.stringify(request)} of ${JSON.stringify(client)}`,
              `said: ${JSON.stringify({ ...followed, steps: undefined, request: undefined })}`,
              `is:   ${JSON.stringify(answer)}`,
              ...mesh.objects.map(({ manifest }) => JSON.stringify(manifest)),
            ].join('\n'),
          );
        }
        await part.stop();
      }
      const more = failures.length > 4 ? `\n\n… and ${failures.length - 4} more` : '';
      expect(failures.slice(0, 4).join('\n\n') + more).toBe('');
      expect(undefinedCount).toBeLessThan(0.3 * meshes.length * REQUESTS);
    }, 280_000);
  },
);

function projectOf({ objects, client }: SidecarMesh): Project {
  return Project.of({
    files: new Map(
      objects.map(({ manifest }, index) => [`${index}.yaml`, JSON.stringify(manifest)]),
    ),
    config: JSON.stringify({
      version: 1,
      clusters: [{ name: 'a', locality: 'europe-west1' }],
      clients: [{ name: 'caller', kind: 'sidecar', cluster: 'a', ...client }],
    }),
  });
}
