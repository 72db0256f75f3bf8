/**
 * What a real istiod sends to gateways and sidecars for connections (the filter chains of their listeners) against what the model holds,
 * for generated meshes with TLS and TCP routes. MESH_FAILOVER_SEED, MESH_FAILOVER_MESHES and MESH_FAILOVER_CASE choose others.
 */
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Config } from '../../../src/config/config.js';
import { defaultConfig } from '../../../src/config/parse-config.js';
import type { Document } from '../../../src/manifest/document.js';
import { parseManifest } from '../../../src/manifest/parse.js';
import { buildMesh } from '../../../src/mesh/build-mesh.js';
import type { Mesh } from '../../../src/mesh/mesh.js';
import { placeByPaths } from '../../../src/mesh/placed-document.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { startIstiod, type Istiod } from '../bench/istiod.mjs';
import { describeReal } from '../describe-real.js';
import { createAll } from './cases/create.js';
import { seedOf } from './cases/draw.js';
import { chainsAtGateway, chainsAtSidecar, chainsSent, LDS, type Chains } from './stream/chains.js';
import { generateStreamMesh, type StreamMesh } from './stream/generate.js';
import { AdsClient, type ProxyNode } from './xds/ads-client.js';

const SEED = seedOf('MESH_FAILOVER_SEED', 1);
const COUNT = seedOf('MESH_FAILOVER_MESHES', 80);
const PATIENCE_MS = 60_000;

describeReal(
  'what istiod sends for connections',
  [
    ...(['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'gateway-api-crds'] as const),
    'pilot-discovery' as const,
  ],
  () => {
    const bench = new Bench();
    const only = process.env['MESH_FAILOVER_CASE'];
    const meshes = Array.from({ length: COUNT }, (_, index) =>
      generateStreamMesh(SEED, index, [20_000, 20_001, 20_002]),
    ).filter(({ index }) => only === undefined || index === Number(only));
    let istiod: Istiod;

    beforeAll(async () => {
      const etcd = await startEtcd(bench);
      const cluster = await startApiServer(bench, { name: 'a', etcd, gatewayApiCrds: true });
      const names = ['istio-system', ...meshes.map(({ namespace }) => namespace)];
      await createAll(
        cluster,
        names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      );
      const objects = meshes.flatMap((mesh) => mesh.objects);
      const times = await createAll(cluster, objects);
      objects.forEach(({ metadata }, index) => (metadata.creationTimestamp = times[index]!));
      istiod = await startIstiod(bench, {
        cluster,
        env: { PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER: 'false' },
      });
    }, 240_000);

    afterAll(() => bench.stop(), 30_000);

    test(`is what the model holds (${COUNT} meshes of seed ${SEED})`, async () => {
      const client = new AdsClient(istiod.xdsPort);
      const failures: string[] = [];
      let chains = 0;
      try {
        // What istiod makes of the Gateway API's objects arrives by and by.
        const end = Date.now() + PATIENCE_MS;
        for (const mesh of meshes) {
          const model = meshOf(mesh);
          for (;;) {
            const [found, count] = await compare(client, mesh, model);
            if (found.length > 0 && Date.now() < end) {
              await setTimeout(1_000);
              continue;
            }
            failures.push(...found);
            chains += count;
            break;
          }
        }
      } finally {
        client.close();
      }
      const more = failures.length > 3 ? `\n\n… and ${failures.length - 3} more` : '';
      expect(failures.slice(0, 3).join('\n\n') + more).toBe('');
      expect(chains).toBeGreaterThan(4 * meshes.length);
    }, 280_000);
  },
);

/** What differs, and how many chains istiod sends. */
async function compare(
  client: AdsClient,
  mesh: StreamMesh,
  model: Mesh,
): Promise<[string[], number]> {
  const [gateway, sidecar] = model.topology.clients;
  const pairs: [string, Chains, Chains][] = [
    [
      'gateway',
      chainsAtGateway(model, gateway!, mesh.ports),
      chainsSent(await client.fetch(nodeOf(mesh, 'router'), LDS)),
    ],
    [
      'sidecar',
      chainsAtSidecar(model, sidecar!),
      ofMesh(mesh, chainsSent(await client.fetch(nodeOf(mesh, 'sidecar'), LDS))),
    ],
  ];
  const failures = pairs.flatMap(([name, held, sent]) => {
    const keys = new Set([...Object.keys(held), ...Object.keys(sent)]);
    const different = [...keys].filter(
      (key) => JSON.stringify(held[key]) !== JSON.stringify(sent[key]),
    );
    if (different.length === 0) return [];
    const texts = different.flatMap((key) => [
      key,
      ...(held[key] ?? []).map((one) => `- ${one}`),
      ...(sent[key] ?? []).map((one) => `+ ${one}`),
    ]);
    const objects = mesh.objects.map((one) => JSON.stringify(one));
    return [[`${name} of mesh ${mesh.index} of seed ${SEED}`, ...texts, ...objects].join('\n')];
  });
  return [failures, pairs.reduce((sum, [, , sent]) => sum + Object.values(sent).flat().length, 0)];
}

/** Without the listeners of the control plane's own namespace and of the API server. */
function ofMesh({ namespace }: StreamMesh, chains: Chains): Chains {
  return Object.fromEntries(
    Object.entries(chains).filter(([, texts]) =>
      texts.some((text) => text.includes(namespace) || text.includes('nowhere.test')),
    ),
  );
}

function nodeOf({ namespace, edge, caller }: StreamMesh, kind: 'router' | 'sidecar'): ProxyNode {
  return {
    ...{ kind, name: kind, namespace, cluster: 'a', network: undefined },
    ...{ locality: 'europe-west1', labels: kind === 'router' ? edge : caller },
  };
}

function meshOf(mesh: StreamMesh): Mesh {
  const { namespace, edge, caller } = mesh;
  const documents = mesh.objects.flatMap((manifest, index) => {
    const text = JSON.stringify(manifest);
    return parseManifest({ file: `${index}.yaml`, text, named: true }).documents;
  });
  const at = { cluster: 'a', locality: 'europe-west1', namespace };
  const config: Config = {
    ...defaultConfig,
    // What the manifests lack is missing.
    document: {} as Document,
    clusters: [{ name: 'a', locality: 'europe-west1' }],
    clients: [
      { ...at, name: 'edge', labels: edge },
      { ...at, name: 'caller', kind: 'sidecar', labels: caller },
    ],
  };
  return buildMesh(config, placeByPaths(config, documents));
}
