/** What is mutated: the rules' fixtures, the examples, and the sample manifests in Istio's source. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../build/src/sources/load-config.js';
import { rules } from '../../build/src/rules/index.js';
import { fixtureCases, fixtureRules } from '../../scripts/rule-fixtures.mjs';
import { missingParts, pathOfPart } from '../real/bench/build.mjs';

/**
 * @typedef {object} Seed files that belong together
 * @property {string} name
 * @property {{ file: string, text: string }[]} files
 * @property {import('../../src/config/config.js').Config} config
 */

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

/** @returns {Promise<Seed[]>} always in the same order */
export async function readSeeds() {
  const [missing] = missingParts(['istio-samples']);
  if (missing) {
    throw new Error(`Build what is missing: node __tests__/real/bench/build.mjs ${missing}`);
  }
  /** @type {Pick<Seed, 'name' | 'files'>[]} */
  const all = [
    ...fixtureRules()
      .flatMap(fixtureCases)
      .map(({ rule, verdict, name, files }) => {
        return { name: `${rule}/${verdict}/${name}`, files };
      }),
    ...readdirSync(examples)
      .sort()
      .map((name) => ({ name, files: manifestsIn(join(examples, name)) })),
    ...manifestsIn(pathOfPart('istio-samples'))
      .filter(({ text }) => text.includes('networking.istio.io'))
      .map(({ file, text }) => ({ name: file, files: [{ file, text }] })),
  ];
  const seeds = [];
  for (const seed of all) seeds.push({ ...seed, config: await configOf(seed.files) });
  return seeds;
}

/**
 * @param {string} folder
 * @returns {{ file: string, text: string }[]}
 */
function manifestsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ya?ml|json)$/.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

/** @param {Seed['files']} files */
async function configOf(files) {
  const cwd = mkdtempSync(join(tmpdir(), 'mesh-failover-fuzz-'));
  try {
    for (const { file, text } of files) {
      mkdirSync(dirname(join(cwd, file)), { recursive: true });
      writeFileSync(join(cwd, file), text);
    }
    return loadConfig({ cwd, rules });
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
