// @ts-check
/** How Node loads TypeScript here: types removed, the mutants of the folders in it behind switches, and test-api.mjs in place of Jest. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { listMutants } from './list.mjs';
import { switched } from './switched.mjs';

const root = process.cwd();
const testApi = new URL('./test-api.mjs', import.meta.url).href;

/** Where what has been transformed is, for the other processes of the run. */
let kept = '';
/** @type {string[]} */
let folders = [];
/** @type {Map<string, import('./list.mjs').Mutant[]> | undefined} */
let known;

/** @param {{ folders: string[], kept: string }} data */
export function initialize(data) {
  ({ folders, kept } = data);
}

/** @param {string} file */
function mutantsOf(file) {
  if (!known) {
    known = new Map();
    for (const mutant of listMutants(folders)) {
      const all = known.get(mutant.file);
      if (all) all.push(mutant);
      else known.set(mutant.file, [mutant]);
    }
  }
  return known.get(file);
}

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: testApi, shortCircuit: true };
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.startsWith('file:')) {
    const url = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(url)) return { url: url.href, shortCircuit: true };
  }
  return next(specifier, context);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  const path = url.startsWith('file:') ? fileURLToPath(url.replace(/\?.*$/, '')) : '';
  if (!path.endsWith('.ts')) return next(url, context);
  const file = relative(root, path);
  const done = join(kept, `${file}.js`);
  if (!existsSync(done)) {
    mkdirSync(dirname(done), { recursive: true });
    writeFileSync(`${done}.${process.pid}`, await transformed(file, readFileSync(path, 'utf8')));
    renameSync(`${done}.${process.pid}`, done);
  }
  return { format: 'module', source: readFileSync(done, 'utf8'), shortCircuit: true };
}

/**
 * @param {string} file
 * @param {string} text
 */
async function transformed(file, text) {
  const isMutated = folders.some((folder) => file.startsWith(`src/${folder}/`));
  const mutants = isMutated ? mutantsOf(file) : undefined;
  const own = mutants ? switched(file, text, mutants, mutants[0]?.number ?? 0).text : text;
  const { code } = await transform(own, {
    loader: 'ts',
    format: 'esm',
    target: 'node20.19',
    sourcefile: file,
    // Imports stay as they are written.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  return code;
}
