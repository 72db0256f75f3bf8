// @ts-check
/**
 * Bundles the sources as they are for the end-to-end tests, and prints the folder. It is laid out like dist/, and made again only
 * when something has changed that goes into it: a hash of that is its name. Takes a second; dist/ itself takes more than a minute.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { libraryBundle } from './library-bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'build', 'tests');
const inputs = [
  'package.json',
  'package-lock.json',
  'scripts/build-for-tests.mjs',
  'scripts/library-bundle.mjs',
  ...filesBelow('src'),
  ...filesBelow('schemas'),
];
const hash = createHash('sha256');
for (const file of inputs) {
  const bytes = readFileSync(join(root, file));
  hash.update(`${file}\0${bytes.length}\0`).update(bytes);
}
const name = hash.digest('hex').slice(0, 16);
const wanted = join(folder, name);

if (!existsSync(wanted)) await make();
console.log(wanted);

/** Workers of Jest may do the same at the same time: the first one puts the folder in its place. */
async function make() {
  const made = join(folder, `${name}.${process.pid}`);
  mkdirSync(made, { recursive: true });
  try {
    await bundle('src/cli/main.ts', join(made, 'cli'), 'index');
    await bundle('src/action/main.ts', join(made, 'action'), 'index');
    await bundle('src/cluster/kubernetes.ts', join(made, 'cluster'), 'kubernetes');
    const { code } = await libraryBundle(root, join(root, 'src/index.ts'));
    writeFileSync(join(made, 'browser.js'), code);
    for (const old of readdirSync(folder)) {
      if (/^[0-9a-f]{16}$/.test(old) && old !== name)
        rmSync(join(folder, old), { recursive: true, force: true });
    }
    try {
      renameSync(made, wanted);
    } catch (error) {
      if (!existsSync(wanted)) throw error;
    }
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/**
 * @param {string} source
 * @param {string} outdir
 * @param {string} file without its ending
 */
async function bundle(source, outdir, file) {
  await build({
    absWorkingDir: root,
    entryPoints: { [file]: source },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['../cluster/kubernetes.js'],
    // Some dependencies are CommonJS, and ask for what Node has.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    logLevel: 'error',
  });
  writeFileSync(join(outdir, 'package.json'), '{"type": "module"}\n');
}

/**
 * @param {string} below
 * @returns {string[]} in a fixed order
 */
function filesBelow(below) {
  return readdirSync(join(root, below), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}
