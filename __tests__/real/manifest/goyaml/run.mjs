/**
 * Compares our reading of YAML with Go's, on generated texts, on changed real files and on all YAML of Go's module cache.
 *
 *     npm run goyaml                                 100,000 texts from seed 1, and all files
 *     npm run goyaml -- --cases 5000 --seed 7 --no-files
 *
 * Every text follows from its seed and number. Exits with 1 if anything differs.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as reader from '../../../../build/src/manifest/yaml/index.js';
import { seededRandom } from '../../../../build/src/traffic/random.js';
import { Draw } from '../../../fuzz/draw.mjs';
import { ensureParts } from '../../bench/build.mjs';
import { differences } from './compare.mjs';
import { generate, mutate } from './generate.mjs';
import { GoJudge } from './judge.mjs';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    'no-files': { type: 'boolean', default: false },
    shown: { type: 'string', default: '20' },
  },
});
const seed = Number(values.seed);
const shown = Number(values.shown);

/** Files that are larger hold nothing that smaller ones don't. */
const LARGEST = 8 * 1024 * 1024;

const { 'yaml-judge': program } = await ensureParts(['yaml-judge']);
const judge = new GoJudge(program);
let failures = 0;
let compared = 0;
let accepted = 0;

/** @param {string} name @param {string} text */
async function compare(name, text) {
  const answer = await judge.ask(text);
  compared += 1;
  if (answer.whole.error === undefined) accepted += 1;
  const found = differences(text, answer, reader);
  if (found.length === 0) return;
  failures += 1;
  if (failures <= shown)
    console.log(`\n${name}\n${JSON.stringify(text.slice(0, 2000))}\n  ${found.join('\n  ')}`);
}

/** Many at a time: Go answers while we read. @param {Iterable<[string, string]>} texts */
async function compareAll(texts) {
  let batch = [];
  for (const [name, text] of texts) {
    batch.push(compare(name, text));
    if (batch.length < 200) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
}

/** @param {string} folder @returns {Generator<string>} */
function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name)) yield path;
  }
}

/** @param {readonly string[]} files @returns {Generator<[string, string]>} */
function* contents(files) {
  for (const file of files) {
    if (statSync(file).size > LARGEST) continue;
    const bytes = readFileSync(file);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    // What is no UTF-8, or holds NUL, never comes as far as the reader.
    if (Buffer.from(text).equals(bytes) && !text.includes('\0')) yield [file, text];
  }
}

const cache = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
const modules = ['istio.io', 'k8s.io', 'sigs.k8s.io'].map((name) => join(cache, name));
const files = modules.flatMap((folder) => {
  try {
    return [...filesBelow(folder)];
  } catch {
    return [];
  }
});
if (!values['no-files']) {
  await compareAll(contents(files));
  console.log(`${compared} files, ${failures} differ`);
}

/** @returns {Generator<[string, string]>} */
function* generated() {
  const seeds = [
    ...contents(
      files
        .filter((file) => /\.ya?ml$/.test(file) && statSync(file).size < 50_000)
        .filter((_, index) => index % 7 === 0),
    ),
  ];
  for (let number = 0; number < Number(values.cases); number += 1) {
    const draw = new Draw(seededRandom(Math.imul(seed, 1_000_003) + Math.imul(number, 7_919)));
    const isReal = seeds.length > 0 && draw.chance(0.25);
    const text = isReal ? mutate(draw, draw.pick(seeds)[1]) : generate(draw);
    yield [`seed ${seed}, case ${number}`, text];
  }
}

const inFiles = compared;
const acceptedFiles = accepted;
await compareAll(generated());
judge.stop();
console.log(
  `${compared - inFiles} generated texts (Go reads ${accepted - acceptedFiles} of them as one document), ${failures} differ in all`,
);
process.exitCode = failures > 0 ? 1 : 0;
