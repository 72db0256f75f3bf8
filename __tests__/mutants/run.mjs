// @ts-check
/**
 * Changes the sources in small ways, one at a time, and looks whether a test notices. A change that no test notices is a survivor: a
 * test is missing, or the change makes no difference.
 *
 *     npm run mutants                                        60 mutants of each folder, from seed 1
 *     npm run mutants -- --folders traffic --sample 200      more of one
 *     npm run mutants -- --own --sample 10                   with the tests of the folder alone, as in CI
 *     npm run mutants -- --least 80                          fails below that score
 *
 * A mutant is killed by a failing test, by one that does not end in time, or by the type check. Which tests run a function is found
 * out first; a mutant gets the tests of its folder that run its function, and of the others the fastest ones.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutationsOf } from './mutations.mjs';
import { isRefusedByTypes } from './refused-by-types.mjs';

/** @typedef {import('./mutations.mjs').Mutation & { file: string }} Mutant */
/** @typedef {{ test: string, seconds: number, ran: Set<string> }} Covered */

/** Test files beside those of the folder that a mutant gets. */
const MOST_OTHERS = 20;
/** A run takes this many times what its tests take without a mutant, and this many seconds more, at most. */
const TIMES = 6;
const SPARE_SECONDS = 20;

const { values } = parseArgs({
  options: {
    folders: { type: 'string', default: 'admission,traffic,deploy,sources' },
    sample: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    own: { type: 'boolean', default: false },
    least: { type: 'string', default: '0' },
  },
});
const root = process.cwd();
const folders = values.folders.split(',');
const work = join(root, 'build/mutants');
mkdirSync(work, { recursive: true });

const started = performance.now();
const covered = await coverage();
/** @type {Mutant[]} */
const survivors = [];
let [killed, unseen, all] = [0, 0, 0];
for (const folder of folders) {
  const mutants = sampleOf(folder, Number(values.sample));
  const found = { killed: 0, survived: 0, unseen: 0 };
  for (const mutant of mutants) {
    const end = await fateOf(mutant, folder);
    found[end]++;
    if (end !== 'killed') {
      survivors.push(mutant);
      console.log(`  ${end}: ${titleOf(mutant)}`);
    }
  }
  const score = Math.round((100 * found.killed) / mutants.length);
  console.log(
    `${folder}: ${score} % of ${mutants.length} mutants killed (${found.survived} survived, ${found.unseen} run by no test)`,
  );
  killed += found.killed;
  unseen += found.unseen;
  all += mutants.length;
  if (score < Number(values.least)) process.exitCode = 1;
}
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(
  `mutants: ${Math.round((100 * killed) / all)} % of ${all} killed, ${survivors.length} not, ${unseen} of these run by no test; seed ${values.seed}, ${minutes} minutes`,
);

/**
 * What people write: a generated file is tested by its generator.
 *
 * @param {string} folder
 */
function filesIn(folder) {
  return readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('src', folder, name))
    .filter((file) => !/^\/\/ (?:@ts-nocheck|Generated)/.test(readFileSync(file, 'utf8')))
    .sort();
}

/**
 * @param {string} folder
 * @param {number} size
 * @returns {Mutant[]}
 */
function sampleOf(folder, size) {
  const mutants = filesIn(folder).flatMap((file) =>
    mutationsOf(file, readFileSync(file, 'utf8')).map((mutation) => ({ ...mutation, file })),
  );
  const random = randomFrom(`${values.seed} ${folder}`);
  const chosen = mutants.map((mutant) => ({ mutant, rank: random() }));
  return chosen
    .sort((a, b) => a.rank - b.rank)
    .slice(0, size)
    .map(({ mutant }) => mutant);
}

/** @param {string} seed */
function randomFrom(seed) {
  let state = [...seed].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193),
    0x811c9dc5,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @returns {Promise<Covered[]>} what each test file runs of the folders */
async function coverage() {
  const file = join(work, 'coverage.jsonl');
  rmSync(file, { force: true });
  const tests = testFiles();
  const end = await jest(tests, { folders }, 3600, { MESH_FAILOVER_COVERAGE: file });
  if (end !== 'passed') throw new Error(`the tests fail without a mutant: ${end}`);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  console.log(`${lines.length} test files run something of ${folders.join(', ')}`);
  return lines.map((line) => {
    const { test, seconds, ran } = JSON.parse(line);
    return { test, seconds, ran: new Set(ran) };
  });
}

/** Unit tests of the sources: not those of what is bundled from them, which no mutant reaches. */
function testFiles() {
  const areas = values.own
    ? folders
    : readdirSync('__tests__', { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .filter(
          (name) => !['real', 'action', 'bench', 'library', 'render', 'security'].includes(name),
        );
  return areas
    .filter((area) => existsSync(join('__tests__', area)))
    .flatMap((area) =>
      readdirSync(join('__tests__', area), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => join(root, '__tests__', area, name)),
    )
    .filter((file) => !/built\.js|run-dist\.js/.test(readFileSync(file, 'utf8')));
}

/**
 * @param {Mutant} mutant
 * @param {string} folder
 * @returns {Promise<'killed' | 'survived' | 'unseen'>}
 */
async function fateOf(mutant, folder) {
  const key = `${mutant.file}:${mutant.within}`;
  const running = covered.filter(({ ran }) => ran.has(key)).sort((a, b) => a.seconds - b.seconds);
  const isOwn = (/** @type {Covered} */ { test }) =>
    test.startsWith(join(root, '__tests__', folder));
  const tests = [
    ...running.filter(isOwn),
    ...running.filter((test) => !isOwn(test)).slice(0, MOST_OTHERS),
  ];
  if (tests.length > 0) {
    const usual = tests.reduce((sum, { seconds }) => sum + seconds, 0);
    const end = await jest(
      tests.map(({ test }) => test),
      { mutant },
      TIMES * usual + SPARE_SECONDS,
    );
    if (end !== 'passed') return 'killed';
  }
  if (isRefusedByTypes(mutant)) return 'killed';
  return tests.length > 0 ? 'survived' : 'unseen';
}

/**
 * @param {string[]} tests
 * @param {object} change
 * @param {number} seconds
 * @param {Record<string, string>} [env]
 * @returns {Promise<'passed' | 'failed' | 'too slow'>}
 */
function jest(tests, change, seconds, env = {}) {
  const args = [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    ...[
      '--config',
      '__tests__/mutants/jest.config.mjs',
      '--silent',
      '--runInBand',
      '--reporters',
      join(root, '__tests__/mutants/no-reporter.mjs'),
    ],
    ...(env['MESH_FAILOVER_COVERAGE'] === undefined ? ['--bail=1'] : []),
    '--runTestsByPath',
    ...tests,
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'ignore'],
    detached: true,
    env: {
      ...process.env,
      ...env,
      MESH_FAILOVER_MUTANT: JSON.stringify(change),
      MESH_FAILOVER_ORDER: JSON.stringify(tests),
    },
  });
  return new Promise((resolve) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, seconds * 1000);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(late ? 'too slow' : code === 0 ? 'passed' : 'failed');
    });
  });
}

/** @param {Mutant} mutant */
function titleOf({ file, line, start, end, text, kind }) {
  const was = readFileSync(file, 'utf8').slice(start, end).replace(/\s+/g, ' ');
  const short = was.length > 70 ? `${was.slice(0, 70)} …` : was;
  return `${file}:${line} (${kind}) ${short} -> ${text}`;
}
