// @ts-check
/**
 * What an editor or `check --watch` does all day: edits one file after the other, and checks after each. The heap that is left after a
 * garbage collection stays flat, however many edits there are.
 *
 *     npm run long:edits                       10,000 edits from seed 1
 *     npm run long:edits -- --edits 300        as in CI
 */
import { parseArgs } from 'node:util';
import { Project } from '../../build/src/project/project.js';
import { grown } from '../fuzz/grown.mjs';

const { values } = parseArgs({
  options: { edits: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const edits = Number(values.edits);

/** By then everything is loaded, and what is kept on purpose is. */
const WARM = Math.min(100, Math.floor(edits / 3));

/** MiB that the heap may be larger at the end: what is quiet noise of the engine, and no leak of edits. */
const MOST_GROWTH = 16;

const gc = /** @type {{ gc?: () => void }} */ (globalThis).gc;
if (!gc) throw new Error('run it with --expose-gc');

let state = Number(values.seed);
const draw = (/** @type {number} */ below) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return Math.floor((state / 0x80000000) * below);
};

const { manifest, config } = grown({ services: 6, destinationRules: 6, virtualServices: 6 });
const parts = manifest.split(/^---\n/m).filter(Boolean);
const files = Object.fromEntries(parts.map((text, index) => [`mesh/${index}.yaml`, text]));
const names = Object.keys(files);
let project = Project.of({ files, config, now: new Date('2026-11-01') });

/** @type {number[]} */
const heaps = [];
let findings = 0;
const start = process.cpuUsage();
for (let edit = 1; edit <= edits; edit++) {
  const name = names[draw(names.length)] ?? '';
  const text = files[name] ?? '';
  const kind = draw(6);
  const other =
    kind === 0
      ? undefined
      : kind === 1
        ? text.slice(0, draw(text.length))
        : kind === 2
          ? text.replace('maxEjectionPercent: 100', `maxEjectionPercent: ${draw(100)}`)
          : kind === 3
            ? `${text}# ${'x'.repeat(draw(2000))}${edit}\n`
            : kind === 4
              ? text.replaceAll('shop-0', `shop-${edit}`)
              : text;
  project = project.withFiles(new Map([[name, other]]));
  findings += (edit % 5 === 0 ? project.check().lint : project.lint()).findings.length;
  // Never further away from the beginning than a few files.
  if (draw(4) === 0) project = project.withFiles(new Map(Object.entries(files)));
  if (edit === WARM || edit % Math.max(1, Math.floor(edits / 10)) === 0) {
    gc();
    heaps.push(Math.round(process.memoryUsage().heapUsed / 1024 / 102.4) / 10);
    if (heaps.length > 1) console.log(`${edit} edits: ${heaps.at(-1)} MiB`);
  }
}
const { user, system } = process.cpuUsage(start);
const [first = 0] = heaps;
const growth = Math.round(((heaps.at(-1) ?? 0) - first) * 10) / 10;
console.log(
  `edits: ${edits} from seed ${values.seed}, ${findings} findings, ${((user + system) / 1e6).toFixed(0)} s of CPU; ` +
    `the heap is ${first} MiB after ${WARM} edits and ${heaps.at(-1)} MiB at the end (${growth} more)`,
);
if (growth > MOST_GROWTH || findings === 0) process.exitCode = 1;
