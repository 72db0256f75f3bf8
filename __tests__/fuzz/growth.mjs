// @ts-check
/**
 * How the time of `lint` grows with trees in which every object has to do with every other. Measured is the process's own CPU,
 * as a ratio: a tree with four times the objects takes about as long as four trees, compared in pairs it would take four times
 * as long.
 */
import { Project } from '../../build/src/project/project.js';
import { manyAlike } from './many-alike.mjs';

const FEW = 750;
const TIMES = 4;
const MOST_GROWTH = 2.5;
const MOST_RUNS = 5;

/** These are refused for their size, and end early. */
const REFUSED = ['ways', 'regions'];

const TODAY = new Date('2026-11-01');

/** @returns {string[]} a line for each tree whose time grows with the square of its size */
export function growthProblems() {
  const [few, many] = [manyAlike(FEW), manyAlike(TIMES * FEW)];
  return Object.keys(few).flatMap((name) => {
    if (REFUSED.includes(name)) return [];
    const key = /** @type {keyof typeof few} */ (name);
    // Compiled, and with memory of its own.
    secondsOf(few[key]);
    const ratios = [];
    for (let run = 0; run < MOST_RUNS; run++) {
      const apart = Array.from({ length: TIMES }, () => secondsOf(few[key]));
      const ratio = secondsOf(many[key]) / apart.reduce((sum, seconds) => sum + seconds);
      ratios.push(ratio);
      if (ratio < MOST_GROWTH) return [];
    }
    const least = Math.min(...ratios).toFixed(1);
    return [`${name}: ${TIMES} times the objects take ${least} times as long as they do apart`];
  });
}

/** @param {string} text */
function secondsOf(text) {
  const start = process.cpuUsage();
  Project.of({ files: { 'all.yaml': text }, now: TODAY }).lint();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
