/** One process's share of the cases: see run.mjs. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { exercise } from './exercise.mjs';
import { makeCase } from './make-case.mjs';

/** Seconds of CPU that one case may take, many times what the slowest needs. */
const MOST_SECONDS = 10;

/** By then everything is loaded, and what is remembered on purpose is. */
const WARM = 1000;

const { file, seed, from, step, cases } = JSON.parse(process.env['MESH_FAILOVER_FUZZ'] ?? '{}');
const gc = /** @type {{ gc?: () => void }} */ (globalThis).gc ?? (() => undefined);
const progress = openSync(file, 'r+');
const report = {
  cases: 0,
  /** @type {string[]} */
  failures: [],
  slowest: { number: 0, seconds: 0 },
  growth: 0,
  /** @type {Record<string, number>} */
  counts: {},
};
let warmHeap = 0;

for (let number = from; number < cases; number += step) {
  writeSync(progress, String(number).padStart(12), 0);
  const start = process.cpuUsage();
  try {
    const kind = await exercise(await makeCase(seed, number));
    report.counts[kind] = (report.counts[kind] ?? 0) + 1;
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    report.failures.push(`seed ${seed}, case ${number}: ${said.slice(0, 2000)}`);
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  if (seconds > report.slowest.seconds) report.slowest = { number, seconds };
  if (seconds > MOST_SECONDS) {
    report.failures.push(`seed ${seed}, case ${number}: took ${seconds.toFixed(1)} s of CPU`);
  }
  report.cases++;
  if (report.cases === WARM) warmHeap = heapMebibytes();
}
if (report.cases > WARM) report.growth = Math.max(0, heapMebibytes() - warmHeap);
closeSync(progress);
process.send?.(report);
process.disconnect?.();

/** What is left of the heap once everything that nobody needs is gone. */
function heapMebibytes() {
  gc();
  return Math.round(process.memoryUsage().heapUsed / 1024 / 1024);
}
