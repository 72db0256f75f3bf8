// @ts-check
/**
 * How long a second `lint` of a project takes after one file of many has changed, in relation to the first one in the same process:
 *
 *     node bench/incremental.mjs LIBRARY SERVICES
 *
 * Prints JSON with milliseconds of CPU time, and the median of the later ones by the first: `{first, again: [number…], ratio}`. On a
 * busy machine the clock says little. Each change is to another file, and brings a finding.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { istioFile, istioFiles } from './trees.mjs';

const [library = '', services = '5000'] = process.argv.slice(2);
const count = Number(services);
/** @type {{ Project: typeof import('../src/library/project.js').Project }} */
const { Project } = await import(pathToFileURL(resolve(library)).href);
const files = istioFiles(count);

let project = Project.of({ files: {} });
const first = timed(() => {
  project = Project.of({ files: new Map(files) });
  project.lint();
});
const again = Array.from({ length: 15 }, (_, round) => {
  const [file, text] = istioFile((round * 997) % count);
  const changed = text.replace('maxEjectionPercent: 100', `maxEjectionPercent: ${10 + round}`);
  return timed(() => {
    project = project.withFile(file, changed);
    project.lint();
  });
});
const sorted = again.toSorted((a, b) => a - b);
const ratio = (sorted[again.length >> 1] ?? 0) / first;
console.log(JSON.stringify({ first, again, ratio }));

/** @param {() => void} work */
function timed(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
