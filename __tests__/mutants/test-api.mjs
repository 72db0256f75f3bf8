// @ts-check
/** What the unit tests use of Jest, so that thousands of runs of single tests take place in one process. */
import { expect as plainExpect } from 'expect';

/** @typedef {() => unknown} Step */

/**
 * @typedef {object} Suite a file, or a `describe` of it
 * @property {Suite | undefined} parent
 * @property {Step[]} beforeAll
 * @property {Step[]} beforeEach
 * @property {Step[]} afterEach
 * @property {Step[]} afterAll
 *
 * @typedef {object} Test
 * @property {Suite} suite
 * @property {string} title
 * @property {Step} run
 */

export const expect = plainExpect;

/** @type {{ suite: Suite, tests: Test[] }} */
let current = { suite: newSuite(undefined), tests: [] };

/** @param {Suite | undefined} parent */
function newSuite(parent) {
  return { parent, beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
}

/**
 * @param {() => Promise<unknown>} load of a test file
 * @returns {Promise<Test[]>} the tests of the file
 */
export async function collect(load) {
  current = { suite: newSuite(undefined), tests: [] };
  await load();
  return current.tests;
}

/**
 * The titles are those of Jest but for what `%s` and `$key` insert: here they only have to tell one row from another.
 *
 * @param {(title: string, run: (...row: unknown[]) => unknown) => void} one
 */
function each(one) {
  return (/** @type {unknown} */ table, /** @type {unknown[]} */ ...cells) => {
    const rows = isTemplate(table) ? rowsOf(table, cells) : /** @type {unknown[]} */ (table);
    return (/** @type {string} */ title, /** @type {(...row: unknown[]) => unknown} */ run) => {
      rows.forEach((row, index) => {
        const values = Array.isArray(row) ? row : [row];
        one(`${title} [${index}]`, () => run(...values));
      });
    };
  };
}

/** @param {unknown} table */
function isTemplate(table) {
  return Array.isArray(table) && 'raw' in table;
}

/**
 * @param {unknown} table with the names in its first line
 * @param {unknown[]} cells
 */
function rowsOf(table, cells) {
  const [head = ''] = /** @type {string[]} */ (table);
  const names = head.split('|').map((name) => name.trim());
  return Array.from({ length: cells.length / names.length }, (_, row) =>
    Object.fromEntries(names.map((name, column) => [name, cells[row * names.length + column]])),
  );
}

/** @param {string} title @param {() => unknown} run */
function addTest(title, run) {
  current.tests.push({ suite: current.suite, title, run });
}

/** @param {string} _title @param {() => unknown} define */
function addSuite(_title, define) {
  const outer = current.suite;
  current.suite = newSuite(outer);
  define();
  current.suite = outer;
}

const skip = Object.assign(() => undefined, { each: () => () => undefined });
export const test = Object.assign(addTest, { each: each(addTest), skip });
export const it = test;
export const describe = Object.assign(addSuite, { each: each(addSuite), skip });

/** @param {'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll'} name */
const step = (name) => (/** @type {Step} */ run) => void current.suite[name].push(run);
export const beforeAll = step('beforeAll');
export const beforeEach = step('beforeEach');
export const afterEach = step('afterEach');
export const afterAll = step('afterAll');

/** A test that needs it fails without a mutant too, and is left out. */
export const jest = undefined;

/** @param {Suite | undefined} suite @returns {Suite[]} from the file inwards */
const outward = (suite) => (suite ? [...outward(suite.parent), suite] : []);

/**
 * Runs tests of one file in their order, with what is before and after them, until one fails.
 *
 * @param {readonly Test[]} tests
 * @param {(event: 'before', suite: Suite) => void} onSuite
 * @param {(test: Test, run: () => Promise<void>) => Promise<void>} around
 */
export async function runTests(tests, onSuite, around) {
  /** @type {Suite[]} */
  const begun = [];
  /** @type {{ error: unknown } | undefined} */
  let failure;
  try {
    for (const own of tests) {
      const suites = outward(own.suite);
      for (const suite of suites) {
        if (begun.includes(suite)) continue;
        begun.push(suite);
        onSuite('before', suite);
        for (const run of suite.beforeAll) await run();
      }
      await around(own, async () => {
        try {
          for (const suite of suites) for (const run of suite.beforeEach) await run();
          await own.run();
        } finally {
          for (const suite of suites.toReversed()) for (const run of suite.afterEach) await run();
        }
      });
    }
  } catch (error) {
    failure = { error };
  }
  for (const suite of begun.toReversed()) {
    for (const run of suite.afterAll) {
      try {
        await run();
      } catch (error) {
        failure ??= { error };
      }
    }
  }
  if (failure) throw failure.error;
}
