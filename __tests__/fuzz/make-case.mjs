/** A case: files that belong together, one of them mutated. The same seed and number always give the same case. */
import { formatNames } from '../../build/src/report/formats.js';
import { seededRandom } from '../../build/src/traffic/random.js';
import { byteMutations } from './byte-mutations.mjs';
import { Draw } from './draw.mjs';
import { readSeeds } from './seeds.mjs';
import { heavyMutations, textMutations } from './text-mutations.mjs';
import { mutateValues } from './value-mutations.mjs';

/**
 * @typedef {object} Case
 * @property {string} origin
 * @property {{ file: string, bytes: Buffer }[]} files
 * @property {import('../../src/config/config.js').Config | undefined} config
 * @property {'recommended' | 'strict'} preset
 * @property {string[]} mutations
 * @property {boolean} asCommand through the command line, with files on the disk
 * @property {import('../../src/report/formats.js').FormatName} format
 */

/** What the command line adds is the same for most cases, and takes several times as long. */
const AS_COMMAND = 0.01;

/** The share of mutations that make a file large or deep. */
const HEAVY = 0.06;

/** @type {ReturnType<typeof readSeeds> | undefined} */
let seeds;

/**
 * @param {number} seed
 * @param {number} number
 * @returns {Promise<Case>}
 */
export async function makeCase(seed, number) {
  seeds ??= readSeeds();
  const known = await seeds;
  const draw = new Draw(seededRandom(Math.imul(seed, 1_000_003) + Math.imul(number, 7_919)));
  const { name, files, config } = draw.pick(known);
  const asCommand = draw.chance(AS_COMMAND);
  const isConfig = (/** @type {string} */ file) => /^mesh-failover\.(ya?ml|json)$/.test(file);
  // In process, the configuration is the one of the seed, as it was loaded from there.
  const candidates = files.filter(({ file }) => asCommand || !isConfig(file));
  const chosen = draw.pick(candidates);
  const other = () => draw.pick(draw.pick(known).files).text;
  const { bytes, mutations } = mutate(draw, chosen.text, other);
  return {
    origin: `${name}, ${chosen.file}`,
    files: candidates.map(({ file, text }) => ({
      file,
      bytes: file === chosen.file ? bytes : Buffer.from(text),
    })),
    config,
    preset: draw.chance(0.5) ? 'strict' : 'recommended',
    mutations,
    asCommand,
    format: draw.pick(formatNames),
  };
}

/**
 * @param {Draw} draw
 * @param {string} original
 * @param {() => string} other the text of another file
 */
function mutate(draw, original, other) {
  let text = original;
  /** @type {string[]} */
  const mutations = [];
  if (draw.chance(0.4)) {
    text = mutateValues(draw, text);
    mutations.push('values');
  }
  const times = mutations.length ? draw.pick([0, 0, 1]) : draw.pick([1, 1, 1, 2, 2, 3, 5]);
  for (let time = 0; time < times; time++) {
    const [name, change] = draw.pick(draw.chance(HEAVY) ? heavyMutations : textMutations);
    text = change(text, draw, other);
    mutations.push(name);
  }
  let bytes = Buffer.from(text);
  if (draw.chance(0.1)) {
    const [name, change] = draw.pick(byteMutations);
    bytes = change(bytes, draw);
    mutations.push(name);
  }
  return { bytes, mutations };
}
