/**
 * Puts mutated manifests through everything that `check` does, and demands that nothing crashes, hangs or grows without bound.
 *
 *     npm run fuzz                                  100,000 cases from seed 1
 *     npm run fuzz -- --cases 5000 --seed 7
 *     npm run fuzz -- --seed 7 --case 4711          this one alone, with the files that it is made of
 *
 * Every case follows from its seed and number. Child processes work through them, so that one that hangs or runs out of
 * memory can be killed and named.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { exercise } from './exercise.mjs';
import { familyProblems, someAlone } from './families.mjs';
import { growthProblems } from './growth.mjs';
import { makeCase } from './make-case.mjs';

/** A case takes milliseconds; one that has not ended after this many seconds never will. */
const HANGS_AFTER = 60;

/** MiB that a child's heap may take. What grows with each case, as a cache that is never emptied, does not fit. */
const MOST_MEMORY = 320;

/** MiB that may lie in memory at the end beyond what did after the first cases. */
const MOST_GROWTH = 48;

const MOST_SHOWN = 20;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(Math.max(1, availableParallelism())) },
    case: { type: 'string' },
  },
});
const seed = Number(values.seed);

if (values.case === undefined) await runAll(Number(values.cases), Number(values.jobs));
else await runOne(Number(values.case));

/** @param {number} number */
async function runOne(number) {
  const made = await makeCase(seed, number);
  for (const { file, bytes } of made.files) {
    console.log(`----- ${file} (${bytes.length} bytes)`);
    console.log(bytes.length > 20_000 ? `${bytes.subarray(0, 20_000)} …` : String(bytes));
  }
  console.log(`----- from ${made.origin}, by ${made.mutations.join(', ')}`);
  await exercise(made);
  console.log('fine');
}

/**
 * @typedef {object} Report what a child says about its cases
 * @property {number} cases
 * @property {string[]} failures
 * @property {{ number: number, seconds: number }} slowest
 * @property {number} growth in MiB
 * @property {Record<string, number>} counts
 */

/**
 * @param {number} cases
 * @param {number} jobs
 */
async function runAll(cases, jobs) {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-fuzz-'));
  try {
    const reports = await Promise.all(
      Array.from({ length: jobs }, (_, job) => runJob(join(folder, String(job)), job, jobs, cases)),
    );
    reports[0]?.failures.unshift(
      ...growthProblems(),
      ...(await familyProblems(someAlone(seed, cases))),
    );
    summarize(reports, (performance.now() - started) / 1000);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Every case whose number leaves the rest `job`; starts a new child behind each case that took one down.
 *
 * @param {string} file where the child writes the number of the case that it is at
 * @param {number} job
 * @param {number} jobs
 * @param {number} cases
 * @returns {Promise<Report>}
 */
async function runJob(file, job, jobs, cases) {
  /** @type {Report} */
  const all = { cases: 0, failures: [], slowest: { number: 0, seconds: 0 }, growth: 0, counts: {} };
  let next = job;
  while (next < cases) {
    const { reason, report } = await runChild(file, next, jobs, cases);
    if (report) add(all, report);
    if (reason === undefined) break;
    const at = Number(readFileSync(file, 'utf8'));
    all.failures.push(`seed ${seed}, case ${at}: ${reason}`);
    if (all.failures.length > MOST_SHOWN) break;
    next = at + jobs;
  }
  return all;
}

/**
 * @param {string} file
 * @param {number} from
 * @param {number} step
 * @param {number} cases
 * @returns {Promise<{ reason?: string, report?: Report }>} the reason, if it did not come to its end
 */
function runChild(file, from, step, cases) {
  writeFileSync(file, String(from).padStart(12));
  const child = fork(fileURLToPath(new URL('./work.mjs', import.meta.url)), {
    execArgv: ['--expose-gc', `--max-old-space-size=${MOST_MEMORY}`],
    env: {
      ...process.env,
      MESH_FAILOVER_FUZZ: JSON.stringify({ file, seed, from, step, cases }),
    },
  });
  return new Promise((resolve) => {
    /** @type {Report | undefined} */
    let report;
    let hangs = false;
    let last = '';
    let quiet = 0;
    const watch = setInterval(() => {
      const now = readFileSync(file, 'utf8');
      quiet = now === last ? quiet + 1 : 0;
      last = now;
      if (quiet < HANGS_AFTER) return;
      hangs = true;
      child.kill('SIGKILL');
    }, 1000);
    child.on('message', (message) => (report = /** @type {Report} */ (message)));
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      if (code === 0 && report) return resolve({ report });
      const reason = hangs
        ? `did not end within ${HANGS_AFTER} seconds`
        : `the process ended with ${signal ?? code}: out of memory?`;
      resolve({ reason });
    });
  });
}

/**
 * @param {Report} all
 * @param {Report} one
 */
function add(all, one) {
  all.cases += one.cases;
  all.failures.push(...one.failures);
  all.growth = Math.max(all.growth, one.growth);
  if (one.slowest.seconds > all.slowest.seconds) all.slowest = one.slowest;
  for (const [name, count] of Object.entries(one.counts)) {
    all.counts[name] = (all.counts[name] ?? 0) + count;
  }
}

/**
 * @param {Report[]} reports
 * @param {number} seconds
 */
function summarize(reports, seconds) {
  /** @type {Report} */
  const all = { cases: 0, failures: [], slowest: { number: 0, seconds: 0 }, growth: 0, counts: {} };
  for (const report of reports) add(all, report);
  if (all.growth > MOST_GROWTH) {
    all.failures.push(`memory grew by ${all.growth} MiB; ${MOST_GROWTH} are allowed`);
  }
  for (const failure of all.failures.slice(0, MOST_SHOWN)) console.error(failure);
  const counts = Object.entries(all.counts).map(([name, count]) => `${count} ${name}`);
  console.log(
    `fuzz: ${all.cases} cases from seed ${seed} in ${Math.round(seconds)} s (${counts.join(', ')}); ` +
      `slowest: case ${all.slowest.number} with ${all.slowest.seconds.toFixed(1)} s of CPU; ` +
      `memory grew by ${all.growth} MiB; ${all.failures.length} failures`,
  );
  if (all.failures.length) {
    console.error(`One alone: npm run fuzz -- --seed ${seed} --case NUMBER`);
    process.exitCode = 1;
  }
}
