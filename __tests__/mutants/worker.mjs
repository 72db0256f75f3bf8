// @ts-check
/**
 * A process that has the sources, all their mutants and the tests in memory. It either runs every test without a mutant and writes
 * down which one meets which mutant, or it is given one mutant after the other with the tests to run.
 */
import { writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { collect, runTests } from './test-api.mjs';

/**
 * @typedef {{ file: string, tests: number[] }[]} Plan the places of the tests in their files
 *
 * @typedef {object} TestCoverage
 * @property {string} file
 * @property {number} place
 * @property {number} seconds
 * @property {number} calls how many switches it passes
 * @property {number[]} met numbers of mutants
 *
 * @typedef {object} Coverage
 * @property {TestCoverage[]} tests
 * @property {{ file: string, seconds: number, met: number[] }[]} files what runs while they are loaded
 * @property {string[]} failing what fails without a mutant
 */

const settings = JSON.parse(process.env['MESH_FAILOVER_MUTANTS'] ?? '{}');
register('./hooks.mjs', import.meta.url, {
  data: { folders: settings.folders, kept: settings.kept },
});

/** The mutant that is on; -1: none. */
let now = settings.mutant ?? -1;
let calls = 0;
let mostCalls = Infinity;
const met = new Uint8Array(settings.count);

/** @type {(number: number) => boolean} */
const isOn = (number) => {
  calls++;
  // Again at each call, as what goes on for ever may catch it.
  if (calls > mostCalls) throw new Error('this takes too long');
  met[number] = 1;
  return number === now;
};
Object.assign(globalThis, { __m: isOn });
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);

/** @returns {number[]} what has been met since the last call */
function taken() {
  /** @type {number[]} */
  const all = [];
  for (let at = met.indexOf(1); at >= 0; at = met.indexOf(1, at + 1)) all.push(at);
  met.fill(0);
  return all;
}

/** @type {Map<string, Promise<import('./test-api.mjs').Test[]>>} */
const loaded = new Map();

/** @param {string} file */
function testsOf(file) {
  const known = loaded.get(file) ?? collect(() => import(pathToFileURL(file).href));
  loaded.set(file, known);
  return known;
}

/** @param {string[]} files */
async function coverage(files) {
  /** @type {Coverage} */
  const all = { tests: [], files: [], failing: [] };
  for (const file of files) {
    const start = performance.now();
    try {
      const tests = await testsOf(file);
      all.files.push({ file, seconds: (performance.now() - start) / 1000, met: taken() });
      await cover(file, tests, all);
    } catch (error) {
      all.failing.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      all.tests = all.tests.filter((test) => test.file !== file);
    }
  }
  return all;
}

/**
 * @param {string} file
 * @param {import('./test-api.mjs').Test[]} tests
 * @param {Coverage} all
 */
async function cover(file, tests, all) {
  /** @type {Map<import('./test-api.mjs').Suite, Set<number>>} what `beforeAll` meets */
  const before = new Map();
  /** @type {import('./test-api.mjs').Suite | undefined} */
  let last;
  const settle = () => {
    const own = taken();
    if (last) before.set(last, new Set(own));
    last = undefined;
  };
  await runTests(
    tests,
    (_, suite) => {
      settle();
      last = suite;
    },
    async (test, run) => {
      settle();
      const [start, first] = [performance.now(), calls];
      try {
        await run();
      } catch (error) {
        taken();
        all.failing.push(
          `${file}: ${test.title}: ${error instanceof Error ? error.message : String(error)}`,
        );
        return;
      }
      const seconds = (performance.now() - start) / 1000;
      const own = new Set(taken());
      for (let suite = /** @type {typeof last} */ (test.suite); suite; suite = suite.parent) {
        for (const number of before.get(suite) ?? []) own.add(number);
      }
      const place = tests.indexOf(test);
      all.tests.push({ file, place, seconds, calls: calls - first, met: [...own] });
    },
  );
  taken();
}

/**
 * @param {number} mutant
 * @param {Plan} plan
 * @param {number} most calls of switches
 * @returns {Promise<string | undefined>} what noticed it
 */
async function killerOf(mutant, plan, most) {
  for (const { file, tests } of plan) {
    try {
      const all = await testsOf(file);
      now = mutant;
      calls = 0;
      mostCalls = most;
      const own = all.filter((_, place) => tests.includes(place));
      await runTests(
        own,
        () => undefined,
        (_, run) => run(),
      );
    } catch (error) {
      return `${file}: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`;
    } finally {
      now = settings.mutant ?? -1;
      mostCalls = Infinity;
    }
  }
  return undefined;
}

if (settings.coverage !== undefined) {
  writeFileSync(settings.coverage, JSON.stringify(await coverage(settings.files)));
  process.exit(0);
}
process.on('message', async (message) => {
  const { mutant, plan, most } = /** @type {{ mutant: number, plan: Plan, most: number }} */ (
    message
  );
  const killer = await killerOf(mutant, plan, most);
  process.send?.({ killer: killer ?? null });
});
process.send?.({ ready: true });
