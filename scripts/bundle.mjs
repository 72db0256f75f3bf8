// @ts-check
/**
 * Bundles the compiled program and library (`npm run compile`) into dist/, which runs without node_modules.
 *
 *     node scripts/bundle.mjs           # writes dist/
 *     node scripts/bundle.mjs --check   # writes nothing; exit 1 if dist/ is not what would be written
 *
 * The same sources give the same bytes on every machine and in every folder, so that CI can compare.
 * For trying it out: `--from FOLDER` takes another compiled program than build/, `--out FOLDER` writes elsewhere than dist/.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'acorn';
import { minify } from 'terser';
import { libraryFiles } from './library-bundle.mjs';
import { marks, moduleTable, withMarks, withoutMarks } from './module-marks.mjs';
import { inPlainFolder } from './plain-folder.mjs';

/**
 * @typedef {object} Bundle
 * @property {string} source compiled file, below the build folder
 * @property {string} folder in dist
 * @property {string} file in that folder
 * @property {boolean} [isProgram] started by name
 */

/**
 * The Kubernetes client is a bundle of its own: big, needed by few commands, and the same bytes while its version is the
 * same, so that a clone doesn't grow by its size with every release.
 *
 * @type {Bundle[]}
 */
const bundles = [
  { source: 'src/cli/main.js', folder: 'cli', file: 'index.js', isProgram: true },
  { source: 'src/action/main.js', folder: 'action', file: 'index.js' },
  { source: 'src/cluster/kubernetes.js', folder: 'cluster', file: 'kubernetes.js' },
];

/** The bundler's own file: its loaders are part of what it numbers modules by, so that it lies in the plain folder, too. */
const bundler = 'node_modules/@vercel/ncc/dist/ncc/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    from: { type: 'string', default: join(root, 'build') },
    out: { type: 'string', default: join(root, 'dist') },
  },
});
const from = resolve(options.from);
const out = resolve(options.out);
if (options.check) await check();
else await writeAll(out);

/** @param {string} folder */
async function writeAll(folder) {
  await inPlainFolder(root, from, ['@vercel/ncc'], async (plain) => {
    // The bundler names modules relative to the working folder.
    process.chdir(plain);
    try {
      for (const bundle of bundles) await writeBundle(bundle, join(folder, bundle.folder), plain);
    } finally {
      process.chdir(root);
    }
  });
  const library = new Map(
    [...(await libraryFiles(root, compiled('src/index.js')))].map(([name, content]) => [
      name,
      { content },
    ]),
  );
  assertNoMachinePaths(library);
  for (const [name, { content }] of library) await writeFile(join(folder, name), content);
}

/**
 * @param {Bundle} bundle
 * @param {string} target
 * @param {string} plain where the compiled program is, in build/
 */
async function writeBundle(bundle, target, plain) {
  await rm(target, { recursive: true, force: true });
  for (const [name, { content, mode }] of await filesOf(bundle, plain)) {
    const file = join(target, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, mode);
  }
}

/**
 * @param {string} source below the build folder
 * @param {string} [folder] the build folder
 * @returns {string} its path
 */
function compiled(source, folder = from) {
  const entry = join(folder, source);
  if (!existsSync(entry)) throw new Error(`${entry} is missing: npm run compile`);
  return entry;
}

/**
 * @param {Bundle} bundle
 * @param {string} plain
 * @returns {Promise<Map<string, { content: string | Uint8Array, mode: number }>>}
 */
async function filesOf({ source, file, isProgram = false }, plain) {
  const { default: ncc } = await import(pathToFileURL(join(plain, bundler)).href);
  const { code, assets, stats } = await ncc(compiled(source, join(plain, 'build')), {
    cache: false,
    license: 'licenses.txt',
    quiet: true,
    sourceMap: false,
    target: 'es2022',
  });
  const files = new Map();
  const names = namesOf(stats);
  /** @type {Map<string, [number, string][]>} */
  const parts = new Map();
  // Nothing of the Action's is kept between its runs, and of the client's modules not all are asked for.
  const prepared = async (/** @type {string} */ name, /** @type {string} */ text, head = '') => {
    const small = await minified(withMarks(text, names));
    const marked = withoutMarks(head + (isProgram ? compiledAtOnce(small) : small));
    parts.set(name, marked.parts);
    return marked.code;
  };
  files.set(file, {
    content: await prepared(file, code, isProgram ? '#!/usr/bin/env node\n' : ''),
    mode: isProgram ? 0o755 : 0o644,
  });
  // Among them the licences, and a package.json that makes the folder ESM wherever it is copied to.
  for (const [name, { source }] of Object.entries(assets)) {
    const content = name.endsWith('.js') ? await prepared(name, source.toString()) : source;
    files.set(name, { content, mode: 0o644 });
  }
  files.set('modules.json', { content: moduleTable(parts), mode: 0o644 });
  assertNoMachinePaths(files, plain);
  return files;
}

/**
 * The files of modules by the numbers that the bundler gives them.
 *
 * @param {{ toJson: (options: object) => { modules?: { id: string | number, name?: string }[] } }} stats
 * @returns {Map<string, string>}
 */
function namesOf(stats) {
  const { modules = [] } = stats.toJson({
    all: false,
    modules: true,
    ids: true,
    modulesSpace: Infinity,
  });
  return new Map(modules.map(({ id, name = '' }) => [String(id), name]));
}

/**
 * Without comments and long names: half the bytes to read and compile at each start. The bundler's own setting leaves
 * out the files that are loaded later.
 *
 * @param {string} code
 */
async function minified(code) {
  const result = await minify(code, {
    module: true,
    compress: false,
    keep_classnames: true,
    keep_fnames: true,
    format: { comments: marks },
  });
  if (result.code === undefined) throw new Error('the bundle could not be minified');
  return `${result.code}\n`;
}

/**
 * Puts parentheses around the functions that hold a module each, as the bundler had them: V8 compiles those with the file, so that they
 * are in what Node keeps of it between runs. Left for later, each is compiled anew at every start.
 *
 * @param {string} code
 */
function compiledAtOnce(code) {
  const modules = parse(code, { ecmaVersion: 'latest', sourceType: 'module' })
    .body.map((node) => (node.type === 'ExportNamedDeclaration' ? node.declaration : node))
    .flatMap((node) => (node?.type === 'VariableDeclaration' ? node.declarations : []))
    .flatMap(({ init }) => (init?.type === 'ObjectExpression' ? init.properties : []))
    .filter((property) => property.type === 'Property')
    // A method, `7(module) { … }`, has no parentheses that could mean this.
    .flatMap(({ method, value }) => (method ? [] : [value]))
    .filter(({ type }) => type === 'ArrowFunctionExpression' || type === 'FunctionExpression');
  let wrapped = '';
  let from = 0;
  for (const { start, end } of modules) {
    wrapped += `${code.slice(from, start)}(${code.slice(start, end)})`;
    from = end;
  }
  return wrapped + code.slice(from);
}

/**
 * A path of this machine in a bundle would differ on the next one, and would not exist there.
 *
 * @param {Map<string, { content: string | Uint8Array }>} files
 * @param {string} [plain] the folder that they were bundled in
 */
function assertNoMachinePaths(files, plain) {
  for (const [name, { content }] of files) {
    const text = content.toString();
    for (const folder of [root, `${from}/`, ...(plain === undefined ? [] : [plain])]) {
      const at = text.indexOf(folder);
      if (at !== -1) {
        const around = text.slice(Math.max(0, at - 80), at + 80);
        throw new Error(`${name} holds a path of this machine: ${around}`);
      }
    }
  }
}

async function check() {
  const fresh = await mkdtemp(join(tmpdir(), 'mesh-failover-dist-'));
  try {
    await writeAll(fresh);
    const differing = await differences(fresh, out);
    if (differing.length === 0) return;
    for (const line of differing) console.error(line);
    console.error('dist/ is not what the sources give: npm run build and commit it.');
    process.exitCode = 1;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/**
 * @param {string} wanted
 * @param {string} actual
 */
async function differences(wanted, actual) {
  const [there, here] = [await listOf(wanted), await listOf(actual)];
  const lines = [];
  for (const file of [...new Set([...there, ...here])].sort()) {
    if (!here.includes(file)) lines.push(`dist/${file} is missing`);
    else if (!there.includes(file)) lines.push(`dist/${file} is left over`);
    else if (!(await isSame(join(wanted, file), join(actual, file)))) {
      lines.push(`dist/${file} differs`);
    }
  }
  return lines;
}

/**
 * @param {string} a
 * @param {string} b
 */
async function isSame(a, b) {
  const isExecutable = async (/** @type {string} */ file) =>
    ((await stat(file)).mode & 0o100) !== 0;
  if ((await isExecutable(a)) !== (await isExecutable(b))) return false;
  return (await readFile(a)).equals(await readFile(b));
}

/** @param {string} folder */
async function listOf(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((file) => file.replaceAll('\\', '/'));
}
