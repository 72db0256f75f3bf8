/**
 * Our verdict against the cluster's, on thousands of objects made from a seed. An object is refused if istiod refuses it
 * or the API server does. Other runs: MESH_FAILOVER_PARITY_SEED and MESH_FAILOVER_PARITY_CASES.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';
import {
  validate,
  validatedKinds,
  validateTypeMeta,
  type ValidatedKind,
} from '../../../src/admission/validate.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import { pathOfPart } from '../bench/build.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { describeReal } from '../describe-real.js';
import { buildJudge, folderOfIstio } from './build-judge.js';
import { keptSeed, keptVerdicts, type Verdict } from '../../admission/kept-verdicts.js';
import { makeCase } from './cases.js';
import { ApiServerJudge, IstiodJudge } from './judges.js';

const seed = Number(process.env['MESH_FAILOVER_PARITY_SEED'] ?? 1);
const count = Number(process.env['MESH_FAILOVER_PARITY_CASES'] ?? 4000);
const concurrency = 8;

/** How often istiod may look at an object whose verdict it draws by lot, before we call it accepted. */
const draws = 100;

/** Enough to see what is wrong. */
const mostShown = 5;

describeReal('admission', ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'istioctl'], () => {
  const bench = new Bench();
  let istiod: IstiodJudge;
  let apiServer: ApiServerJudge;

  beforeAll(async () => {
    istiod = new IstiodJudge(await buildJudge());
    const cluster = await startApiServer(bench, { name: 'a', etcd: await startEtcd(bench) });
    await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod' } });
    apiServer = new ApiServerJudge(cluster.url, cluster.entry().token, cluster.ca, concurrency);
  }, 900_000);

  afterAll(async () => {
    istiod?.stop();
    apiServer?.stop();
    await bench.stop();
  });

  /** What is wrong with our verdict; undefined if it agrees. */
  async function disagreement(
    kind: ValidatedKind,
    object: Record<string, unknown>,
  ): Promise<{ text: string | undefined; isRefused: boolean; verdict: Verdict }> {
    const ours = [...validateTypeMeta(object), ...validate(kind, object)];
    const errors = ours.filter(({ severity }) => severity === 'error');
    const [byIstiod, byApiServer] = await Promise.all([
      istiod.judge(object),
      apiServer.judge(object),
    ]);
    let isRefused = byIstiod.error !== '' || byApiServer.error !== '';
    const isByLot = errors.every(({ topic }) => byLot.includes(topic));
    if (!isRefused && errors.length > 0 && isByLot) isRefused = await isEverRefused(object);
    const warns = ours.some(({ severity }) => severity === 'warning');
    const agrees =
      isRefused === errors.length > 0 && (isRefused || warns === (byIstiod.warning !== ''));
    const verdict = isRefused ? 'r' : byIstiod.warning === '' ? 'a' : 'w';
    if (agrees) return { text: undefined, isRefused, verdict };
    const said = ours.map(
      ({ severity, path, message }) => `${severity} ${path.join('.')}: ${message}`,
    );
    const text = stringify({ istiod: byIstiod, apiServer: byApiServer.error, ours: said, object });
    return { text, isRefused, verdict };
  }

  async function isEverRefused(object: Record<string, unknown>): Promise<boolean> {
    for (let draw = 0; draw < draws; draw++) {
      if ((await istiod.judge(object)).error !== '') return true;
    }
    return false;
  }

  test(`agrees with the cluster on ${count} objects from seed ${seed}`, async () => {
    const disagreements: string[] = [];
    let next = 0;
    let refused = 0;
    const verdicts: Verdict[] = [];
    const work = async () => {
      while (next < count) {
        const { kind, object, index } = makeCase(seed, next++);
        const { text, isRefused, verdict } = await disagreement(kind, object);
        verdicts[index] = verdict;
        if (text !== undefined) disagreements.push(`# seed ${seed}, case ${index}\n${text}`);
        if (isRefused) refused++;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    process.stderr.write(`parity: ${count} cases, ${refused} refused by the cluster, `);
    process.stderr.write(`${disagreements.length} disagreements\n`);
    expect(disagreements.slice(0, mostShown).join('\n---\n')).toBe('');
    // The unit tests hold our verdicts against these.
    const kept = keptVerdicts();
    if (seed === keptSeed) expect(verdicts.slice(0, kept.length)).toEqual(kept.slice(0, count));
    // A generator that makes only nonsense, or only what is fine, would prove nothing.
    expect(refused / count).toBeGreaterThan(0.3);
    expect(refused / count).toBeLessThan(0.9);
  }, 600_000);

  test("the judge says what istioctl says, on the generator's first objects", async () => {
    const run = promisify(execFile);
    for (let index = 0; index < 40; index++) {
      const { object } = makeCase(seed, index);
      const file = await bench.write('object.json', JSON.stringify(object));
      const said = await run(pathOfPart('istioctl'), ['validate', '-f', file]).then(
        () => 'accepted',
        () => 'refused',
      );
      const { error } = await istiod.judge(object);
      expect({ index, said }).toEqual({ index, said: error === '' ? 'accepted' : 'refused' });
    }
  }, 120_000);

  test("agrees with the cluster on the manifests in Istio's own source", async () => {
    const objects = manifestsOf(await folderOfIstio());
    expect(objects.length).toBeGreaterThan(300);
    let refused = 0;
    for (const { file, object } of objects) {
      // There are no namespaces but two, and only the name of one matters.
      const metadata = { ...(object['metadata'] as object), namespace: 'default' };
      const kind = object['kind'] as ValidatedKind;
      const { text, isRefused } = await disagreement(kind, { ...object, metadata });
      expect({ file, text }).toEqual({ file, text: undefined });
      if (isRefused) refused++;
    }
    process.stderr.write(`parity: ${objects.length} of Istio's manifests, ${refused} refused\n`);
  }, 120_000);
});

/** What istiod refuses or takes as the order of a Go map falls out. See docs/admission-parity.md. */
const byLot = ['overlapping-to-keys', 'headers'];

function manifestsOf(folder: string): { file: string; object: Record<string, unknown> }[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
    .filter(({ text }) => text.includes('networking.istio.io/'))
    .flatMap(({ file, text }) =>
      parseAllDocuments(text, { version: '1.1', logLevel: 'silent' })
        // Templates of Helm are no YAML.
        .filter((document) => document.errors.length === 0)
        .map((document) => ({ file, object: document.toJS() as Record<string, unknown> })),
    )
    .filter(({ object }) => isValidated(object));
}

function isValidated(object: unknown): boolean {
  if (typeof object !== 'object' || object === null) return false;
  const { apiVersion, kind } = object as Record<string, unknown>;
  const isOurs = typeof apiVersion === 'string' && apiVersion.startsWith('networking.istio.io/');
  return isOurs && validatedKinds.includes(kind as ValidatedKind);
}
