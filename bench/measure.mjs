// @ts-check
/** Whole processes, from their start to their exit, measured from outside. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Command
 * @property {string} program
 * @property {string[]} args
 * @property {string} cwd
 * @property {number[]} exits the exit codes that mean that the work was done
 */

/**
 * @typedef {object} Figure
 * @property {number} seconds of wall time
 * @property {number | undefined} mebibytes at the peak; undefined where there is no /proc
 */

/**
 * Runs a command once. What it prints is read and thrown away.
 *
 * @param {Command} command
 * @returns {Promise<Figure>}
 */
export function measure({ program, args, cwd, exits }) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stdout.resume();
    child.stderr.on('data', (text) => {
      if (errors.length < 2000) errors += String(text);
    });
    let peak = 0;
    // The mark only rises, so what the last look before the end saw is close to the peak.
    const timer = setInterval(() => {
      peak = Math.max(peak, highWaterMark(child.pid));
    }, 10);
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(timer);
      if (!exits.includes(code ?? -1)) {
        fail(new Error(`${program} ${args.join(' ')}: exit ${code}\n${errors}`));
        return;
      }
      done({
        seconds: (performance.now() - start) / 1000,
        mebibytes: peak === 0 ? undefined : peak / 1024,
      });
    });
  });
}

/**
 * @param {number | undefined} pid
 * @returns {number} KiB; 0 where it cannot be read
 */
function highWaterMark(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * Runs two commands in turn, so that a machine that slows down slows both. The ratio is the median of the pairs'.
 *
 * @param {number} runs
 * @param {() => Promise<Figure>} first
 * @param {() => Promise<Figure>} second
 */
export async function pairs(runs, first, second) {
  const a = [];
  const b = [];
  for (let run = 0; run < runs; run++) {
    a.push(await first());
    b.push(await second());
  }
  return {
    first: median(a.map(({ seconds }) => seconds)),
    second: median(b.map(({ seconds }) => seconds)),
    firstMemory: median(a.map(({ mebibytes = NaN }) => mebibytes)),
    secondMemory: median(b.map(({ mebibytes = NaN }) => mebibytes)),
    ratio: median(a.map(({ seconds }, run) => seconds / (b[run]?.seconds ?? NaN))),
  };
}
