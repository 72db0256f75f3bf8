// @ts-check
/**
 * Makes each list of a mesh long, alone and two at a time, up to a megabyte of text, and holds `check` to its budget of time and
 * memory: it ends, with a result or with an error that says what is too much.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { grown, lists } from './grown.mjs';

const MOST_BYTES = 1_000_000;
/** Cases of a run that takes every list. */
const LONG_RUN = 50_000;
const LENGTHS = [10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10];

/** Of CPU, on a slow machine that does other work beside it: what is quadratic takes minutes. */
export const MOST_SECONDS = 40;
/** MiB of resident memory. */
export const MOST_MEMORY = 500;

/**
 * @typedef {object} Family
 * @property {string} name
 * @property {Partial<Record<import('./grown.mjs').List, number>>} counts
 */

/** @returns {Family[]} each list alone, as long as a megabyte allows */
export function alone() {
  return lists.map((list) => familyOf([list]));
}

/**
 * @param {number} seed
 * @param {number} cases
 * @returns {Family[]} every list alone in a long run; in a sample every third, others with each seed
 */
export function someAlone(seed, cases) {
  const all = alone();
  return cases >= LONG_RUN ? all : all.filter((_, index) => (index + seed) % 3 === 0);
}

/**
 * @param {(first: string, second: string) => boolean} [isMeant]
 * @returns {Family[]} pairs
 */
export function pairs(isMeant = () => true) {
  return lists.flatMap((first, index) =>
    lists
      .slice(index + 1)
      .filter((second) => isMeant(first, second))
      .map((second) => familyOf([first, second])),
  );
}

/** @param {import('./grown.mjs').List[]} grownLists */
export function familyOf(grownLists) {
  const counts = (/** @type {number} */ length) =>
    Object.fromEntries(grownLists.map((list) => [list, length]));
  const fits = (/** @type {number} */ length) => {
    // Nothing is shorter than this for each of a product.
    if (10 * length ** grownLists.length > MOST_BYTES * 4) return false;
    const { manifest, config } = grown(counts(length));
    return manifest.length + config.length <= MOST_BYTES;
  };
  const length = LENGTHS.find(fits) ?? 5;
  return { name: `${length} ${grownLists.join(' x ')}`, counts: counts(length) };
}

/**
 * @param {Family} family
 * @returns {Promise<{ name: string, seconds: number, memory: number, end: string }>}
 */
export function measure({ name, counts }) {
  const child = fork(fileURLToPath(new URL('./family.mjs', import.meta.url)), [
    JSON.stringify(counts),
  ]);
  return new Promise((resolve) => {
    /** @type {{ seconds: number, memory: number, end: string }} */
    let result = { seconds: Infinity, memory: Infinity, end: 'killed' };
    const watch = setTimeout(() => child.kill('SIGKILL'), 5 * MOST_SECONDS * 1000);
    child.on('message', (message) => (result = /** @type {typeof result} */ (message)));
    child.on('exit', () => {
      clearTimeout(watch);
      resolve({ name, ...result });
    });
  });
}

/**
 * @param {Family[]} families
 * @param {(text: string) => void} say
 * @returns {Promise<string[]>} a line for each that took too much
 */
export async function familyProblems(families, say = () => undefined) {
  const problems = [];
  for (const family of families) {
    const { name, seconds, memory, end } = await measure(family);
    say(`${name}: ${seconds.toFixed(1)} s, ${memory} MiB, ${end}`);
    if (seconds > MOST_SECONDS)
      problems.push(
        `${name}: ${seconds.toFixed(1)} s of CPU (${end}); ${MOST_SECONDS} are allowed`,
      );
    if (memory > MOST_MEMORY)
      problems.push(`${name}: ${memory} MiB (${end}); ${MOST_MEMORY} are allowed`);
    if (end.startsWith('failed')) problems.push(`${name}: ${end}`);
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const isMeant = (/** @type {string[]} */ ...own) => names.every((name) => own.includes(name));
  const chosen = names.length ? pairs(isMeant) : [...alone(), ...pairs()];
  const problems = await familyProblems(chosen, console.log);
  for (const problem of problems) console.error(problem);
  if (problems.length) process.exitCode = 1;
}
