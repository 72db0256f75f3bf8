/**
 * What a gateway's dump, made before an outage, says about the outage: the same as the manifests say, and what is measured. As in `split.test.ts`,
 * a case that misses its 99.9 % interval is measured again, four times as long. MESH_FAILOVER_SEED, MESH_FAILOVER_DUMPS and MESH_FAILOVER_CASE choose
 * others.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../bench/free-port.mjs';
import { describeReal } from '../describe-real.js';
import { seedOf } from './cases/draw.js';
import { asStream, generateSplitCase, type SplitCase } from './split/split-case.js';
import { SplitMesh } from './split/split-mesh.js';
import { predictionOf } from './split/split-model.js';
import { missesOf, splitReport } from './split/split-report.js';
import { dumpedTarget, predictionOfDump } from './proxy/dumped.js';
import { disagreement } from './proxy/agreement.js';

const SEED = seedOf('MESH_FAILOVER_SEED', 11);
const COUNT = seedOf('MESH_FAILOVER_DUMPS', 9);
const REQUESTS = 2_000;
/** Enough for every failing host to be found out, even one with few requests. */
const WARM_UP = 600;
/** Envoy holds back health updates for a second. */
const MERGE_WINDOW_MS = 1_100;
const AT_A_TIME = 24;
/** One of so many is a TCP route. */
const STREAM_EVERY = 6;

describeReal(
  'what a dump says of outages to come',
  {
    parts: ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery', 'envoy'],
    networkNamespace: true,
  },
  () => {
    let mesh: SplitMesh;
    const only = process.env['MESH_FAILOVER_CASE'];
    const cases: SplitCase[] = [];

    beforeAll(async () => {
      for (let index = 0; index < COUNT; index++) {
        const one = generateSplitCase(SEED, index);
        // A proxy does not hold what its control plane does with endpoints that are not ready.
        if (one.outages.some(({ kind }) => kind === 'unready')) continue;
        if (only !== undefined && index !== Number(only)) continue;
        cases.push(index % STREAM_EVERY === 0 ? asStream(one, await freePort()) : one);
      }
      mesh = await SplitMesh.start(cases.map((one) => ({ ...one, outages: [] })));
    }, 180_000);

    afterAll(() => mesh?.stop(), 30_000);

    test(`is what the manifests say and what is measured, for cases of seed ${SEED}`, async () => {
      const targets = await dumpedTargets(mesh, cases);
      await mesh.fail(cases);
      await sleep(3_000);
      const failures: string[] = [];
      for (let first = 0; first < cases.length; first += AT_A_TIME) {
        const batch = cases.slice(first, first + AT_A_TIME);
        const checked = batch.map((one) => check(mesh, one, targets.get(one)!));
        failures.push(...(await Promise.all(checked)).flat());
      }
      const more = failures.length > 3 ? `\n\n… and ${failures.length - 3} more` : '';
      expect(failures.slice(0, 3).join('\n\n') + more).toBe('');
    }, 480_000);
  },
);

async function dumpedTargets(mesh: SplitMesh, cases: readonly SplitCase[]) {
  const dumps = new Map<number, Awaited<ReturnType<SplitMesh['dump']>>>();
  for (const { edge } of cases) if (!dumps.has(edge)) dumps.set(edge, await mesh.dump(edge));
  return new Map(cases.map((one) => [one, dumpedTarget(dumps.get(one.edge)!, one.host)]));
}

/** Empty if the dump says what the manifests say, and the measurement agrees with it. */
async function check(
  mesh: SplitMesh,
  one: SplitCase,
  target: ReturnType<typeof dumpedTarget>,
): Promise<string[]> {
  const prediction = predictionOfDump(target, one);
  const differs = disagreement(prediction, predictionOf(one));
  const client = mesh.client(one);
  try {
    for (let round = 0; round < 2; round++) {
      await client.send(WARM_UP);
      await sleep(MERGE_WINDOW_MS);
    }
    const report = (misses: string[], measured: Awaited<ReturnType<typeof client.send>>) =>
      splitReport(SEED, one, prediction, measured, misses).replace(
        'traffic/split',
        'traffic/proxy-split',
      );
    const first = await client.send(REQUESTS);
    if (differs.length > 0) return [report(differs, first)];
    if (missesOf(one, prediction, first).length === 0) return [];
    const measured = await client.send(4 * REQUESTS);
    const misses = missesOf(one, prediction, measured);
    return misses.length > 0 ? [report(misses, measured)] : [];
  } finally {
    client.close();
  }
}
