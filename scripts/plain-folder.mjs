// @ts-check
/**
 * A folder that looks the same wherever the repository lies. The bundler numbers modules and chunks by their paths, which are
 * others in a git worktree, or where node_modules is a link.
 */
import { cp, mkdtemp, readFile, readdir, realpath, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Copies the compiled program, and the packages that it needs, to a new folder for as long as the work lasts.
 *
 * @template T
 * @param {string} root of the repository
 * @param {string} from the compiled program; `build/` in the folder
 * @param {string[]} tools packages that the work itself needs there
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inPlainFolder(root, from, tools, work) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'mesh-failover-bundle-')));
  try {
    await cp(join(from, 'src'), join(folder, 'build/src'), { recursive: true });
    for (const more of ['package.json', 'schemas']) {
      if (existsSync(join(from, more)))
        await cp(join(from, more), join(folder, 'build', more), { recursive: true });
    }
    await cp(join(root, 'package.json'), join(folder, 'package.json'));
    const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
    const needed = [...(await importedPackages(join(from, 'src'))), ...tools];
    for (const key of closure(packages, needed)) {
      const source = await realpath(join(root, key));
      await cp(source, join(folder, key), {
        recursive: true,
        // Nested packages have keys of their own.
        filter: (file) => !file.slice(source.length).includes('/node_modules'),
      });
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The packages that the program itself imports.
 *
 * @param {string} source
 */
async function importedPackages(source) {
  const names = new Set();
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
    for (const [, name] of text.matchAll(
      /\b(?:from|import)[\s(]*['"]((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^'"]*)?['"]/g,
    )) {
      if (name !== undefined && !name.startsWith('.')) names.add(name);
    }
  }
  return names;
}

/**
 * The keys of these packages and of all that they depend on.
 *
 * @param {Record<string, { dependencies?: object, optionalDependencies?: object, peerDependencies?: object }>} packages of package-lock.json
 * @param {Iterable<string>} names
 */
function closure(packages, names) {
  /** @type {Set<string>} */
  const keys = new Set();
  /** @type {[from: string, name: string][]} */
  const open = [...names].map((name) => ['', name]);
  for (let next = open.pop(); next; next = open.pop()) {
    const key = keyOf(packages, ...next);
    // What is optional need not be there; modules of Node have names without a key.
    if (key === undefined || keys.has(key)) continue;
    keys.add(key);
    const { dependencies, optionalDependencies, peerDependencies } = packages[key] ?? {};
    for (const name of Object.keys({
      ...dependencies,
      ...optionalDependencies,
      ...peerDependencies,
    })) {
      open.push([key, name]);
    }
  }
  return [...keys].sort();
}

/**
 * Where Node finds a package that another one asks for.
 *
 * @param {object} packages
 * @param {string} from
 * @param {string} name
 */
function keyOf(packages, from, name) {
  for (let folder = from; ; folder = folder.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const key = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, key)) return key;
    if (folder === '') return undefined;
  }
}
