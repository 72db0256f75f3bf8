/**
 * Runs the other tools over every rule's fixtures and writes docs/comparison.md.
 *
 *     node __tests__/real/bench/build.mjs kiali-checks    # minutes, once
 *     node __tests__/real/comparison/compare.mjs          # writes
 *     node __tests__/real/comparison/compare.mjs --check  # fails where what is there says something else; of Kiali, what was kept
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { fixtureCases, fixtureRules } from '../../../scripts/rule-fixtures.mjs';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { comparisonPage } from './comparison-page.mjs';
import { findingsIn, gatewayApiCases } from './gateway-api.mjs';
import { AskedKiali, KeptKiali } from './kiali.mjs';
import { peerNames, peers } from './peers.mjs';
import { HeldObjects, makeCertificate, surroundingsOf } from './surroundings.mjs';

export const page = fileURLToPath(new URL('../../../docs/comparison.md', import.meta.url));

/** Rules about our own comments and configuration; nobody else can know of them. */
const ourOwn = ['expectation-failed', 'valid-ignore'];

/** istiod draws the verdict of these by lot (docs/admission-parity.md); who refuses it at least once has found it. */
const byLot = { rule: 'overlapping-to-keys', draws: 20 };

/**
 * What the tools say of one case.
 *
 * @typedef {object} Outcome
 * @property {string} rule
 * @property {'good' | 'bad'} verdict
 * @property {Record<typeof peerNames[number], string[]>} said
 */

/**
 * @param {{ codesOf: import('./peers.mjs').Peer }} [kiali]
 * @returns {Promise<string>} the text of docs/comparison.md
 */
export async function compare(kiali = new KeptKiali()) {
  const bench = new Bench();
  /** @type {HeldObjects | undefined} */
  let held;
  try {
    const cluster = await startApiServer(bench, { name: 'peers', etcd: await startEtcd(bench) });
    held = new HeldObjects(cluster);
    const all = peers(cluster.kubeconfig, held, kiali);
    const tls = makeCertificate();
    /** @type {Outcome[]} */
    const outcomes = [];
    for (const one of fixtureRules().flatMap(fixtureCases)) {
      if (!ourOwn.includes(one.rule)) outcomes.push(await outcomeOf(one, all, tls));
    }
    const ofGatewayApi = [];
    for (const one of gatewayApiCases) ofGatewayApi.push(await gatewayApiOutcome(one, all, tls));
    return await comparisonPage(outcomes, ofGatewayApi);
  } finally {
    held?.stop();
    await bench.stop();
  }
}

/**
 * What the tools, and mesh-failover, say of a case of the Gateway API.
 *
 * @typedef {object} GatewayApiOutcome
 * @property {string} name
 * @property {Outcome['said']} said
 * @property {string[]} ours
 */

/**
 * @param {{ name: string, text: string }} one
 * @param {ReturnType<typeof peers>} all
 * @param {ReturnType<typeof makeCertificate>} tls
 * @returns {Promise<GatewayApiOutcome>}
 */
async function gatewayApiOutcome({ name, text }, all, tls) {
  const files = [{ file: 'manifests.yaml', text }];
  const { said } = await outcomeOf({ rule: '', verdict: 'bad', files }, all, tls);
  const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-compare-'));
  try {
    const file = join(folder, 'manifests.yaml');
    writeFileSync(file, text);
    return { name, said, ours: await findingsIn(file) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {Pick<import('../../../scripts/rule-fixtures.mjs').FixtureCase, 'rule' | 'verdict'> & { files: { file: string, text: string }[] }} one
 * @param {ReturnType<typeof peers>} all
 * @param {ReturnType<typeof makeCertificate>} tls
 * @returns {Promise<Outcome>}
 */
async function outcomeOf({ rule, verdict, files }, all, tls) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-compare-'));
  try {
    const clusters = clustersOf(folder, files, tls);
    const times = rule === byLot.rule ? byLot.draws : 1;
    const said = /** @type {Outcome['said']} */ ({});
    for (const name of peerNames) {
      const messages = [];
      for (let time = 0; time < times; time++) {
        for (const cluster of clusters) messages.push(...(await all[name](cluster)));
      }
      said[name] = [...new Set(messages)].sort();
    }
    return { rule, verdict, said };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Writes the files, and tells which of them a cluster gets: those of its own folder, and those that are for all.
 *
 * @param {string} folder
 * @param {{ file: string, text: string }[]} files
 * @param {ReturnType<typeof makeCertificate>} tls
 * @returns {import('./peers.mjs').ClusterFiles[]}
 */
function clustersOf(folder, files, tls) {
  for (const { file, text } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const configText = files.find(({ file }) => file === 'mesh-failover.yaml')?.text ?? '{}';
  /** @type {{ meshConfig?: string, clusters?: { paths?: string[] }[] }} */
  const { meshConfig, clusters = [] } = parse(configText);
  const manifests = files.filter(
    ({ file }) => file !== 'mesh-failover.yaml' && file !== meshConfig,
  );
  const folders = clusters.flatMap(({ paths }) => (paths ? [paths] : []));
  const isIn = (/** @type {string} */ file, /** @type {string[]} */ paths) =>
    paths.some((path) => file.startsWith(`${path}/`));
  const sets = folders.map((own) =>
    manifests.filter(({ file }) => isIn(file, own) || !folders.some((paths) => isIn(file, paths))),
  );
  return (sets.length ? sets : [manifests]).map((set) => ({
    files: set.map(({ file }) => join(folder, file)),
    surroundings: surroundingsOf(
      set.map(({ text }) => text),
      tls,
    ),
    meshConfig: meshConfig === undefined ? undefined : join(folder, meshConfig),
  }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const isCheck = process.argv.includes('--check');
  const kiali = isCheck ? new KeptKiali() : new AskedKiali();
  const text = await compare(kiali);
  if (isCheck) {
    if (readFileSync(page, 'utf8') !== text) {
      console.error('docs/comparison.md is out of date; run this without --check');
      process.exitCode = 1;
    }
  } else {
    if (kiali instanceof AskedKiali) await kiali.keep();
    writeFileSync(page, text);
  }
}
