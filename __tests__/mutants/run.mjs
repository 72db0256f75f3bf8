// @ts-check
/**
 * Changes the sources in small ways, one at a time, and looks whether a test notices. A change that no test notices is a survivor: a
 * test is missing, or the change makes no difference.
 *
 *     npm run mutants                                              150 mutants of each folder, from seed 1
 *     npm run mutants -- --folders traffic --sample all            every one of a folder
 *     npm run mutants -- --own --sample 30                         with the tests of the folders alone, as in CI
 *     npm run mutants -- --own --beside project,lint               and of these
 *     npm run mutants -- --least 80                                fails below that score
 *
 * A mutant is killed by a failing test, or by one that does not end in time. What the type check refuses does not count. All mutants
 * are in the sources at once, each behind a switch, so that one process tries one after the other; which tests meet a mutant is found
 * out first. A survivor, and what runs while a module is loaded, is tried in a process of its own, which has nothing in memory yet.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { listMutants } from './list.mjs';
import { Plans } from './plans.mjs';
import { Process } from './process.mjs';
import { isRefusedByTypes } from './refused-by-types.mjs';
import { chosenFrom, intervalOf } from './sample.mjs';

/** @typedef {import('./list.mjs').Mutant} Mutant */
/** @typedef {'killed' | 'survived' | 'met by no test' | 'refused by the type check'} Fate */

/** Ran in processes of their own, or read what is built: no mutant reaches them. */
const APART = ['real', 'action', 'bench', 'library', 'render', 'security'];

const { values } = parseArgs({
  options: {
    folders: { type: 'string', default: 'admission,traffic,deploy,sources' },
    sample: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    own: { type: 'boolean', default: false },
    beside: { type: 'string', default: '' },
    least: { type: 'string', default: '0' },
    killed: { type: 'boolean', default: false },
  },
});
const root = process.cwd();
const folders = values.folders.split(',');
const work = join(root, 'build/mutants');
mkdirSync(work, { recursive: true });
// Outside of every repository.
const temp = mkdtempSync(join(tmpdir(), 'mesh-failover-mutants-'));

const started = performance.now();
const mutants = listMutants(folders);
const settings = { folders, count: mutants.length, kept: join(work, `kept-${process.pid}`) };
const environment = { ...process.env, TMPDIR: temp };
const plans = new Plans(mutants, await coverage());
/** @type {Record<Fate, number>} */
const total = { killed: 0, survived: 0, 'met by no test': 0, 'refused by the type check': 0 };
try {
  for (const folder of folders) await runFolder(folder);
} finally {
  rmSync(temp, { recursive: true, force: true });
  rmSync(settings.kept, { recursive: true, force: true });
}
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(`mutants: ${scoreOf(total)}; seed ${values.seed}, ${minutes} minutes`);

/** @param {string} folder */
async function runFolder(folder) {
  const all = mutants.filter(({ file }) => file.startsWith(`src/${folder}/`));
  const sample =
    values.sample === 'all'
      ? all
      : chosenFrom(all, Number(values.sample), `${values.seed} ${folder}`);
  /** @type {Record<Fate, number>} */
  const found = { killed: 0, survived: 0, 'met by no test': 0, 'refused by the type check': 0 };
  const queue = [...sample];
  await Promise.all(
    Array.from({ length: Number(values.jobs) }, async () => {
      const warm = new Process({ ...settings }, environment);
      for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
        if (queue.length % 50 === 0) console.log(`  ${queue.length} of ${folder} are left`);
        const { fate, killer } = await fateOf(mutant, warm);
        found[fate]++;
        if (fate === 'survived' || fate === 'met by no test' || values.killed)
          console.log(`  ${fate}: ${titleOf(mutant)}${killer ? ` by ${killer}` : ''}`);
      }
      await warm.end();
    }),
  );
  for (const [fate, count] of Object.entries(found)) total[/** @type {Fate} */ (fate)] += count;
  console.log(`${folder}: ${scoreOf(found)}, of ${all.length}`);
  if (shareOf(found) < Number(values.least) / 100) process.exitCode = 1;
}

/**
 * @param {Mutant} mutant
 * @param {Process} warm
 * @returns {Promise<{ fate: Fate, killer?: string }>}
 */
async function fateOf(mutant, warm) {
  const plan = plans.of(mutant);
  if (plan.tests > 0 && !plan.isAtLoad) {
    const killer = await warm.killerOf(mutant.number, plan);
    if (killer !== undefined) return { fate: 'killed', killer };
  }
  // What the warm process has worked out before is not worked out again with the mutant.
  const whole = plans.whole(mutant);
  if (whole.tests > 0) {
    const fresh = new Process({ ...settings, mutant: mutant.number }, environment);
    const killer = await fresh.killerOf(mutant.number, whole);
    await fresh.end();
    if (killer !== undefined) return { fate: 'killed', killer };
  }
  if (isRefusedByTypes(mutant)) return { fate: 'refused by the type check' };
  return { fate: whole.tests > 0 ? 'survived' : 'met by no test' };
}

/** @param {Record<Fate, number>} found */
function shareOf(found) {
  const all = found.killed + found.survived + found['met by no test'];
  return all === 0 ? 1 : found.killed / all;
}

/** @param {Record<Fate, number>} found */
function scoreOf(found) {
  const all = found.killed + found.survived + found['met by no test'];
  const percent = (/** @type {number} */ share) => (100 * share).toFixed(1);
  const [low, high] = intervalOf(found.killed, all);
  return (
    `${percent(shareOf(found))} % of ${all} mutants killed (95 %: ${percent(low)} to ${percent(high)} %; ` +
    `${found.survived} survived, ${found['met by no test']} met by no test; ` +
    `${found['refused by the type check']} more refused by the type check)`
  );
}

/** @returns {Promise<import('./worker.mjs').Coverage>} of this state of the sources and tests; kept for the next seed */
async function coverage() {
  const files = testFiles();
  const file = join(work, `coverage-${stateOf(files)}.json`);
  if (!existsSync(file)) {
    const child = new Process({ ...settings, coverage: file, files }, environment);
    await child.ended();
  }
  /** @type {import('./worker.mjs').Coverage} */
  const covered = JSON.parse(readFileSync(file, 'utf8'));
  for (const one of covered.failing) {
    const [line = ''] = relative(root, one).split('\n');
    console.log(`  left out, as it fails here without a mutant: ${line}`);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${covered.tests.length} tests of ${covered.files.length} files, ${seconds} s`);
  return covered;
}

/** @param {string[]} tests */
function stateOf(tests) {
  const hash = createHash('sha256').update(JSON.stringify([folders, tests]));
  for (const folder of ['src', '__tests__'])
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(?:ts|mjs)$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Unit tests of the sources: not those of what is bundled from them, which no mutant reaches. */
function testFiles() {
  const areas = values.own
    ? [...new Set([...folders, ...values.beside.split(',').filter(Boolean)])]
    : readdirSync('__tests__', { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .filter((name) => !APART.includes(name));
  return areas
    .filter((area) => existsSync(join('__tests__', area)))
    .flatMap((area) =>
      readdirSync(join('__tests__', area), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => join(root, '__tests__', area, name)),
    )
    .filter((file) => !/built\.js|run-dist\.js/.test(readFileSync(file, 'utf8')))
    .sort();
}

/** @param {Mutant} mutant */
function titleOf({ number, file, line, start, end, text, kind }) {
  const was = readFileSync(file, 'utf8').slice(start, end).replace(/\s+/g, ' ');
  const short = was.length > 70 ? `${was.slice(0, 70)} …` : was;
  return `#${number} ${file}:${line} (${kind}) ${short} -> ${text.slice(0, 70)}`;
}
