// @ts-check
/**
 * Every pair of lists of a mesh: first short, at two lengths, which says how the time grows and what a megabyte of it will take; then
 * those that will take longest, at a megabyte or just below what is refused. What has been swept is kept in build/sweep.json, and the next run goes on from there.
 *
 *     npm run sweep                              as many pairs as fit into 15 minutes, then the slowest of all so far
 *     npm run sweep -- --minutes 60 --whole 60   more of both
 *     npm run sweep -- --afresh                  from the first pair
 */
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { familyOf, measure, MOST_MEMORY, MOST_SECONDS } from './families.mjs';
import { lists } from './grown.mjs';

/** @typedef {import('./grown.mjs').List} List */
/** @typedef {{ first: { seconds: number, bytes: number }, second: { seconds: number, bytes: number }, failed?: string }} Short */

const MEGABYTE = 1_000_000;
/** A short pair takes a fraction of a second. */
const HANGS_AFTER = 60;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '15' },
    whole: { type: 'string', default: '20' },
    afresh: { type: 'boolean', default: false },
  },
});
const kept = 'build/sweep.json';
/** @type {Record<string, Short>} */
const swept = existsSync(kept) && !values.afresh ? JSON.parse(readFileSync(kept, 'utf8')) : {};
const pairs = lists.flatMap((first, index) =>
  lists.slice(index + 1).map((second) => /** @type {[List, List]} */ ([first, second])),
);
const end = performance.now() + Number(values.minutes) * 60_000;
const problems = await sweep();
mkdirSync('build', { recursive: true });
writeFileSync(kept, JSON.stringify(swept));
const done = pairs.filter((pair) => swept[pair.join(' ')]);
console.log(`${done.length} of ${pairs.length} pairs were tried short`);

const longest = done
  .map((pair) => ({ pair, rank: rankOf(swept[pair.join(' ')]) }))
  .sort((a, b) => b.rank - a.rank)
  .slice(0, Number(values.whole));
/** @type {{ seconds: number, line: string }[]} */
const lines = [];
for (const { pair } of longest) {
  for (const { name, seconds, memory, end: result } of await measuredAround(pair)) {
    const line = `${name}: ${seconds.toFixed(1)} s, ${memory} MiB, ${result}`;
    console.log(line);
    lines.push({ seconds, line });
    if (seconds > MOST_SECONDS || memory > MOST_MEMORY || result.startsWith('failed'))
      problems.push(line);
  }
}
console.log('\nthe slowest:');
for (const { line } of lines.sort((a, b) => b.seconds - a.seconds).slice(0, 10)) console.log(line);
for (const problem of problems) console.error(`too much: ${problem}`);
console.log(`sweep: ${done.length} pairs, ${problems.length} over the budget`);
if (problems.length) process.exitCode = 1;

/**
 * Seconds for a megabyte, but no more than ten times what was measured: a product soon meets its budget.
 *
 * @param {Short | undefined} short
 */
function rankOf(short) {
  return short ? short.second.seconds * Math.min(10, MEGABYTE / short.second.bytes) : 0;
}

/**
 * As long as a megabyte allows, and where that is refused as long as it just is not: there it takes longest.
 *
 * @param {[List, List]} pair
 */
async function measuredAround(pair) {
  const run = (/** @type {number} */ length) =>
    measure({
      name: `${length} ${pair.join(' x ')}`,
      counts: Object.fromEntries(pair.map((list) => [list, length])),
    });
  let most = Math.max(...Object.values(familyOf(pair).counts));
  const all = [await run(most)];
  if (!all[0]?.end.startsWith('refused')) return all;
  let least = 0;
  for (let step = 0; step < 8 && most - least > most / 8; step++) {
    const length = least > 0 ? Math.round((least + most) / 2) : Math.round(most / 2);
    const result = await run(length);
    all.push(result);
    if (result.end.startsWith('refused')) most = length;
    else least = length;
  }
  return all.sort((a, b) => b.seconds - a.seconds).slice(0, 1);
}

/** @returns {Promise<string[]>} the pairs that fail or hang, short as they are */
async function sweep() {
  /** @type {string[]} */
  const all = [];
  const rest = pairs.filter((pair) => !swept[pair.join(' ')]);
  while (rest.length > 0 && performance.now() < end) all.push(...(await sweepSome(rest)));
  return all;
}

/**
 * In one process, which knows how to run fast, until one hangs.
 *
 * @param {[List, List][]} rest loses what is done
 * @returns {Promise<string[]>}
 */
function sweepSome(rest) {
  const child = fork(fileURLToPath(new URL('./sweep-short.mjs', import.meta.url)));
  return new Promise((resolve) => {
    /** @type {string[]} */
    const wrong = [];
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const next = () => {
      clearTimeout(timer);
      const [pair] = rest;
      if (!pair || performance.now() > end) return void child.kill('SIGKILL');
      timer = setTimeout(() => child.kill('SIGKILL'), HANGS_AFTER * 1000);
      child.send(pair);
    };
    child.on('message', (message) => {
      const short = /** @type {Short} */ (message);
      const name = rest.shift()?.join(' ') ?? '';
      swept[name] = short;
      if (short.failed !== undefined) wrong.push(`${name}: ${short.failed}`);
      next();
    });
    child.on('exit', () => {
      clearTimeout(timer);
      const isHanging = rest[0] && performance.now() < end;
      if (isHanging) {
        const name = rest.shift()?.join(' ') ?? '';
        swept[name] = {
          first: { seconds: HANGS_AFTER, bytes: 1 },
          second: { seconds: HANGS_AFTER, bytes: MEGABYTE },
        };
        wrong.push(`${name}: does not end within ${HANGS_AFTER} s, short as it is`);
      }
      resolve(wrong);
    });
    next();
  });
}
