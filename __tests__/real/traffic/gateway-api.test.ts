/**
 * Meshes of the Gateway API on a real API server with its CRDs: single requests through a real Envoy that a real istiod configures, against
 * `follow`. MESH_FAILOVER_SEED, MESH_FAILOVER_MESHES and MESH_FAILOVER_CASE choose others.
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
import { createAccepted, createAll } from './cases/create.js';
import { seedOf } from './cases/draw.js';
import {
  GATEWAYS,
  gatewayService,
  generateGatewayApiMesh,
  POD_LABELS,
  SHARED_SERVICE,
  type GatewayApiMesh,
} from './gateway-api/generate.js';
import { BACKEND, type RawRequest } from './request/generate.js';
import { sendRaw, type RawAnswer } from './request/send.js';

const SEED = seedOf('MESH_FAILOVER_SEED', 1);
const COUNT = seedOf('MESH_FAILOVER_MESHES', 40);
const REQUESTS = 20;
/** Of a route with weights, so that each destination has its turn. */
const REPEATS = 6;
/** Milliseconds until the configuration has to be there. */
const PATIENCE = 150_000;

describeReal(
  'what becomes of a request at a gateway of the Gateway API',
  [
    ...(['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'gateway-api-crds'] as const),
    ...(['pilot-discovery', 'envoy'] as const),
  ],
  () => {
    const bench = new Bench();
    const only = process.env['MESH_FAILOVER_CASE'];
    const meshes: GatewayApiMesh[] = [];
    let shared: Manifest;

    beforeAll(async () => {
      for (let index = 0; index < COUNT; index += 1) {
        const ports = [await freePort(), await freePort()] as const;
        if (only !== undefined && index !== Number(only)) continue;
        meshes.push(generateGatewayApiMesh(SEED, index, ports, REQUESTS));
      }
      const used = meshes.flatMap(({ requests }) => requests.map(({ port }) => port));
      shared = gatewayService(SHARED_SERVICE, [...new Set(used)]);
      const etcd = await startEtcd(bench);
      const cluster = await startApiServer(bench, { name: 'a', etcd, gatewayApiCrds: true });
      const names = ['istio-system', GATEWAYS];
      await createAll(
        cluster,
        names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      );
      const isNamespace = ({ kind }: Manifest) => kind === 'Namespace';
      const objects = [shared, ...meshes.flatMap(({ manifests }) => manifests)];
      await createAll(cluster, objects.filter(isNamespace));
      const rest = objects.filter((one) => !isNamespace(one));
      const times = await createAccepted(cluster, rest);
      const refused = new Set<Manifest>();
      rest.forEach((one, index) => {
        const time = times[index];
        if (time === undefined) refused.add(one);
        else one.metadata.creationTimestamp = time;
      });
      for (const mesh of meshes) {
        mesh.manifests = mesh.manifests.filter((one) => !refused.has(one));
      }
      const isWhole = ({ manifests }: GatewayApiMesh) =>
        manifests.some(({ kind }) => kind === 'Gateway');
      meshes.splice(0, meshes.length, ...meshes.filter(isWhole));
      // Some of what is drawn breaks rules of the API; nearly all must not.
      expect(refused.size).toBeLessThan(rest.length / 20);
      await startBackend(bench, { address: BACKEND, port: 8080, locality: 'europe-west1/a' });
      const istiod = await startIstiod(bench, {
        cluster,
        env: { PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER: 'false' },
      });
      await startEnvoyGateway(bench, {
        ...{ name: 'edge', clusterId: 'a', xdsPort: istiod.xdsPort, locality: 'europe-west1/a' },
        ...{ namespace: GATEWAYS, labels: POD_LABELS },
      });
      const probe = { method: 'GET', host: 'nowhere.invalid', path: '/', headers: {} };
      // Some mesh has a listener.
      await pollUntil('a gateway answers', async () => {
        const answers = await Promise.all(
          meshes.slice(0, 20).map(({ requests }) => sendRaw(requests[0]!.port, probe)),
        );
        return answers.some(({ status }) => status > 0);
      });
    }, 300_000);

    afterAll(() => bench.stop(), 30_000);

    test(`is what follow says, for ${COUNT} meshes of seed ${SEED}`, async () => {
      const counts: Record<string, number> = {};
      const reasons = new Set<string>();
      let open = meshes.flatMap((mesh) =>
        followedOf(mesh, shared).map((one, number) => ({ mesh, number, ...one })),
      );
      for (const { followed } of open) {
        counts[followed.outcome] = (counts[followed.outcome] ?? 0) + 1;
        if (followed.outcome === 'undefined') reasons.add(followed.reason ?? '');
      }
      process.stderr.write(`${JSON.stringify(counts)}\n`);
      open = open.filter(({ followed }) => followed.outcome !== 'undefined');
      // What istiod makes of hundreds of Gateways arrives by and by: what differs has its turn again.
      const end = Date.now() + PATIENCE;
      const failures = new Map<number, string>();
      for (;;) {
        failures.clear();
        const left: typeof open = [];
        for (const one of open) {
          const report = await differs(one);
          if (report === undefined) continue;
          left.push(one);
          if (!failures.has(one.mesh.index)) failures.set(one.mesh.index, report);
        }
        if (left.length === 0 || Date.now() > end) break;
        open = left;
        await new Promise((resolve) => setTimeout(resolve, 3_000));
      }
      const more = failures.size > 5 ? `\n\n… and ${failures.size - 5} more` : '';
      expect([...failures.values()].slice(0, 5).join('\n\n') + more).toBe('');
      expect([...reasons]).toEqual([]);
      expect(counts['forwarded']).toBeGreaterThan(meshes.length);
    }, 600_000);
  },
);

/** It has no labels but that of its name. */
const namespaceOfGateways = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: GATEWAYS } };

interface Case {
  mesh: GatewayApiMesh;
  number: number;
  raw: GatewayApiMesh['requests'][number];
  followed: FollowedRequest;
}

/** What differs, in words; undefined: nothing. */
async function differs({ mesh, number, raw, followed }: Case): Promise<string | undefined> {
  const repeats = followed.destinations.length > 1 ? REPEATS : 1;
  for (let round = 0; round < repeats; round += 1) {
    const answer = await sendRaw(raw.port, raw);
    if (!isAsSaid(mesh, followed, answer)) return reportOf(mesh, number, raw, followed, answer);
  }
  return undefined;
}

function followedOf({ manifests, gateway, isNamed, requests }: GatewayApiMesh, shared: Manifest) {
  const client = isNamed ? { gateway } : { namespace: GATEWAYS, labels: POD_LABELS };
  const own = { cluster: 'a', locality: 'europe-west1/a' };
  const project = Project.of({
    files: new Map(
      [shared, namespaceOfGateways, ...manifests].map((one, index) => [
        `${index}.yaml`,
        JSON.stringify(one),
      ]),
    ),
    config: JSON.stringify({
      version: 1,
      clusters: [{ name: 'a', locality: 'europe-west1/a' }],
      clients: [{ name: 'edge', ...own, ...client }],
    }),
  });
  return requests.map((raw) => {
    const { method, host, path, headers, port } = raw;
    const url = `http://${host}:${port}${path}`;
    const [followed] = project.follow(
      { method, url, headers: { ...headers, Host: host } },
      { scenarios: ['healthy'] },
    ).requests;
    return { raw, followed: followed! };
  });
}

function isAsSaid(
  { manifests }: GatewayApiMesh,
  followed: FollowedRequest,
  answer: RawAnswer,
): boolean {
  const { outcome, status, route, destinations, errors } = followed;
  // A route without rules sets no header either.
  const isBare = manifests.some(
    ({ metadata: { name, namespace }, spec }) =>
      name === route?.name && namespace === route.namespace && !spec?.['rules'],
  );
  // A rule's own name is that of its header; else only the route's name is known.
  const isRoute = isBare
    ? answer.route === ''
    : answer.route.startsWith(`${route?.name ?? ''}-`) && isRule(route?.rule, answer);
  switch (outcome) {
    case 'forwarded': {
      // Where Envoy has no cluster, it answers 500.
      const isRefused = answer.status === 500 && !answer.isFromBackend;
      if (isRefused) return (errors ?? 0) > 0;
      if (errors === 1) return false;
      const possible = destinations.map(({ host }) => host.split('.')[0]!);
      return (
        isRoute &&
        answer.isFromBackend &&
        answer.status === 200 &&
        possible.includes(answer.destination)
      );
    }
    case 'direct-response':
    case 'redirect':
      return answer.status === status && !answer.isFromBackend && isRoute;
    default:
      return answer.status === (status ?? 0) && answer.route === '' && !answer.isFromBackend;
  }
}

function isRule(rule: string | undefined, { route }: RawAnswer): boolean {
  return rule === undefined || route === rule || route.endsWith(`-${rule}`);
}

function reportOf(
  { index, manifests, isNamed }: GatewayApiMesh,
  number: number,
  raw: RawRequest & { port: number },
  { outcome, status, route, destinations, reason, errors }: FollowedRequest,
  answer: RawAnswer,
): string {
  const shown = manifests.filter(({ kind }) => !['Service', 'WorkloadEntry'].includes(kind));
  return [
    `mesh ${index} of seed ${SEED}, request ${number}, named ${String(isNamed)}: ${JSON.stringify(raw)}`,
    `said: ${JSON.stringify({ outcome, status, route, destinations, reason, errors })}`,
    `is:   ${JSON.stringify(answer)}`,
    ...shown.map((one) => JSON.stringify(one)),
    `MESH_FAILOVER_REAL=1 MESH_FAILOVER_SEED=${SEED} MESH_FAILOVER_CASE=${index} npm run test:real -- --testPathPatterns traffic/gateway-api`,
  ].join('\n');
}
