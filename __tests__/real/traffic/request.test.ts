/**
 * Single requests through a real Envoy that a real istiod configures, against `follow`: what becomes of each of them, the status, the
 * route that takes it and the destination are the same. MESH_FAILOVER_SEED, MESH_FAILOVER_MESHES and MESH_FAILOVER_CASE choose others.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Project, type FollowedRequest } from '../../../src/index.js';
import { startApiServer } from '../bench/api-server.mjs';
import { startBackend } from '../bench/backend.mjs';
import { Bench } from '../bench/bench.mjs';
import { startEnvoyGateway } from '../bench/envoy-gateway.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { freePort } from '../bench/free-port.mjs';
import { startIstiod } from '../bench/istiod.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import type { Manifest } from './cases/case.js';
import { createAll } from './cases/create.js';
import { seedOf } from './cases/draw.js';
import { BACKEND, generateMesh, type RawRequest, type RequestMesh } from './request/generate.js';
import { sendRaw, type RawAnswer } from './request/send.js';

const SEED = seedOf('MESH_FAILOVER_SEED', 1);
const COUNT = seedOf('MESH_FAILOVER_MESHES', 40);
const REQUESTS = 25;
/** Of a route with weights, so that each destination has its turn. */
const REPEATS = 4;

describeReal(
  'what becomes of a request',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery', 'envoy'],
  () => {
    const bench = new Bench();
    const only = process.env['MESH_FAILOVER_CASE'];
    const meshes = Array.from({ length: COUNT }, (_, index) =>
      generateMesh(SEED, index, REQUESTS),
    ).filter(({ index }) => only === undefined || index === Number(only));
    let port = 0;
    let gateways: Manifest[] = [];

    beforeAll(async () => {
      port = await freePort();
      gateways = [gateway('main', port, ['*']), gateway('other', port, ['*.test'])];
      const etcd = await startEtcd(bench);
      const cluster = await startApiServer(bench, { name: 'a', etcd });
      const names = ['istio-system', ...meshes.map(({ namespace }) => namespace)];
      await createAll(
        cluster,
        names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      );
      const objects = [...gateways, ...meshes.flatMap(({ manifests }) => manifests)];
      const times = await createAll(cluster, objects);
      objects.forEach(({ metadata }, index) => (metadata.creationTimestamp = times[index]!));
      await startBackend(bench, { address: BACKEND, port: 8080, locality: 'europe-west1/a' });
      const istiod = await startIstiod(bench, { cluster });
      const { admin } = await startEnvoyGateway(bench, {
        ...{ name: 'edge', clusterId: 'a', xdsPort: istiod.xdsPort, locality: 'europe-west1/a' },
      });
      await pollUntil('the gateway listens', async () =>
        (await admin('/config_dump')).includes(`http.${port}`),
      );
      const probe = { method: 'GET', host: 'nowhere.invalid', path: '/', headers: {} };
      await pollUntil(
        'the gateway answers',
        async () => (await sendRaw(port, probe)).status === 404,
      );
    }, 240_000);

    afterAll(() => bench.stop(), 30_000);

    test(`is what follow says, for ${COUNT} meshes of seed ${SEED}`, async () => {
      const failures: string[] = [];
      let undefinedCount = 0;
      for (const mesh of meshes) {
        for (const [index, { raw, followed }] of followedOf(mesh, gateways, port).entries()) {
          if (followed.outcome === 'undefined') {
            undefinedCount += 1;
            continue;
          }
          const repeats = followed.destinations.length > 1 ? REPEATS : 1;
          for (let round = 0; round < repeats; round += 1) {
            const answer = await sendRaw(port, raw);
            if (isAsSaid(followed, answer)) continue;
            failures.push(reportOf(mesh, index, raw, followed, answer));
            break;
          }
        }
      }
      const more = failures.length > 5 ? `\n\n… and ${failures.length - 5} more` : '';
      expect(failures.slice(0, 5).join('\n\n') + more).toBe('');
      expect(undefinedCount).toBe(0);
    }, 240_000);
  },
);

function gateway(name: string, port: number, hosts: string[]): Manifest {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: port, name: 'http', protocol: 'HTTP' }, hosts }],
    },
  };
}

function followedOf(mesh: RequestMesh, gateways: readonly Manifest[], port: number) {
  const objects = [...gateways, ...mesh.manifests];
  const project = Project.of({
    files: new Map(objects.map((one, index) => [`${index}.yaml`, JSON.stringify(one)])),
    config: JSON.stringify({
      version: 1,
      clusters: [{ name: 'a', locality: 'europe-west1/a' }],
      clients: [
        {
          name: 'edge',
          cluster: 'a',
          locality: 'europe-west1/a',
          labels: { istio: 'ingressgateway' },
        },
      ],
    }),
  });
  return mesh.requests.map((raw) => {
    const { method, host, path, headers } = raw;
    const url = `http://${host}:${port}${path}`;
    const [followed] = project.follow(
      { method, url, headers: { ...headers, Host: host } },
      { scenarios: ['healthy'] },
    ).requests;
    return { raw, followed: followed! };
  });
}

function isAsSaid(followed: FollowedRequest, answer: RawAnswer): boolean {
  const { outcome, status, route, destinations, errors } = followed;
  const isRoute = (route?.rule ?? '') === answer.route;
  switch (outcome) {
    case 'forwarded': {
      // Where Envoy has no cluster, no route sets a header.
      if (errors === 1) return answer.status === 503 && !answer.isFromBackend;
      const possible = destinations.map(
        ({ host, subset }) => `${host.split('.')[0]!}/${subset ?? ''}`,
      );
      return (
        isRoute &&
        answer.isFromBackend &&
        answer.status === 200 &&
        possible.includes(answer.destination)
      );
    }
    case 'direct-response':
    case 'redirect': {
      // A fault comes before the route's headers.
      const isOwn = isRoute || answer.route === '';
      return answer.status === status && !answer.isFromBackend && isOwn;
    }
    default:
      return answer.status === status && answer.route === '' && !answer.isFromBackend;
  }
}

function reportOf(
  { index, manifests }: RequestMesh,
  number: number,
  raw: RawRequest,
  { outcome, status, route, destinations, reason }: FollowedRequest,
  answer: RawAnswer,
): string {
  const services = manifests.filter(({ kind }) => kind === 'VirtualService');
  return [
    `mesh ${index} of seed ${SEED}, request ${number}: ${JSON.stringify(raw)}`,
    `said: ${JSON.stringify({ outcome, status, route, destinations, reason })}`,
    `is:   ${JSON.stringify(answer)}`,
    ...services.map((one) => JSON.stringify(one)),
    `MESH_FAILOVER_REAL=1 MESH_FAILOVER_SEED=${SEED} MESH_FAILOVER_CASE=${index} npm run test:real -- --testPathPatterns traffic/request`,
  ].join('\n');
}
