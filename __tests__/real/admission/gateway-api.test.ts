/**
 * Generated objects of the Gateway API against a real API server with the CRDs of the standard channel: what it takes, and nothing else,
 * has no error. MESH_FAILOVER_SEED and MESH_FAILOVER_CASES choose others.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { validateGatewayApi } from '../../../src/admission/gateway-api/validate.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { describeReal } from '../describe-real.js';
import { seedOf } from '../traffic/cases/draw.js';
import { ApiObjectGenerator } from './gateway-api/generate.js';
import { ApiServerJudge } from './judges.js';

const SEED = seedOf('MESH_FAILOVER_SEED', 1);
const COUNT = seedOf('MESH_FAILOVER_CASES', 4_000);
const CONCURRENCY = 16;

describeReal(
  'objects of the Gateway API',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'gateway-api-crds'],
  () => {
    const bench = new Bench();
    let judge: ApiServerJudge;

    beforeAll(async () => {
      const etcd = await startEtcd(bench);
      const cluster = await startApiServer(bench, { name: 'a', etcd, gatewayApiCrds: true });
      judge = new ApiServerJudge(cluster.url, cluster.entry().token ?? '', cluster.ca, CONCURRENCY);
    }, 240_000);

    afterAll(() => bench.stop(), 30_000);

    test(`are taken or refused alike, ${COUNT} of seed ${SEED}`, async () => {
      const failures: string[] = [];
      const counts = { taken: 0, refused: 0 };
      let next = 0;
      const worker = async () => {
        while (next < COUNT) {
          const index = next++;
          const object = new ApiObjectGenerator(SEED * 100_003 + index).object();
          const own = validateGatewayApi(object);
          const { error } = await judge.judge(object);
          counts[error === '' ? 'taken' : 'refused'] += 1;
          // Strict validation refuses unknown fields, which are warnings here.
          if ((own.length === 0) === (error === '')) continue;
          failures.push(
            [
              `object ${index}: ${JSON.stringify(object)}`,
              `API server: ${error || 'takes it'}`,
              `here: ${own.map(({ message }) => message).join('; ') || 'takes it'}`,
            ].join('\n'),
          );
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, worker));
      process.stderr.write(`${JSON.stringify(counts)}\n`);
      const more = failures.length > 8 ? `\n\n… and ${failures.length - 8} more` : '';
      expect(failures.slice(0, 8).join('\n\n') + more).toBe('');
      expect(counts.taken).toBeGreaterThan(COUNT / 20);
    }, 600_000);
  },
);
