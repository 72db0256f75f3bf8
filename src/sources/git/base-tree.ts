import { isUtf8 } from 'node:buffer';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { errorCode } from '../file-problem.js';
import { git, lineOf } from './git.js';

/** What to take out of the repository. */
export interface BaseTreeOptions {
  /** The working folder, absolute. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Its full id. */
  commit: string;
  /** Files that are needed whatever they are called, such as those named on the command line. */
  named: readonly string[];
  /** Whatever kustomizations and charts may read is needed, too. */
  isRendered?: boolean;
}

/** What `use` gets of an earlier commit. */
export interface BaseTree {
  /** The folder that stands for the working folder. */
  cwd: string;
  /** The folder that stands for the root of the repository. */
  root: string;
  /** Files that cannot be written here, because of their names. */
  skipped: number;
}

/**
 * Writes the manifests of an earlier commit to a folder of their own for as long as `use` takes. Only regular files are
 * written, by name those that may be manifests or configuration. Without `.gitignore` files: git tracks each of them. A file
 * whose name is not UTF-8, or too long for this machine, is left out and counted.
 */
export async function withBaseTree<T>(
  { cwd, env, commit, named, isRendered = false }: BaseTreeOptions,
  use: (tree: BaseTree) => Promise<T>,
): Promise<T> {
  const run = (args: readonly string[], input?: string) => git(cwd, env, args, input);
  const top = lineOf(await run(['rev-parse', '--show-toplevel']));
  const prefix = lineOf(await run(['rev-parse', '--show-prefix']));
  const wanted = new Set(
    named.map((path) =>
      relative(top, resolve(top, prefix, path))
        .split(sep)
        .join('/'),
    ),
  );
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'mesh-failover-base-')));
  const removal = removedOnExit(folder);
  try {
    const listing = await run(['ls-tree', '-r', '-z', '--full-tree', commit]);
    const isInput = isRendered ? inputMatcher(listing.toString()) : () => false;
    const { blobs, unnamed } = blobsIn(
      listing,
      (path) => mayMatter(path) || wanted.has(path) || isInput(path),
    );
    let skipped = unnamed;
    const input = blobs.map(({ id }) => `${id}\n`).join('');
    const contents = contentsIn(blobs.length ? await run(['cat-file', '--batch'], input) : null);
    const base = join(folder, prefix);
    await mkdir(base, { recursive: true });
    for (const { path } of blobs) {
      const content = contents.next().value;
      if (!content) continue;
      if (!(await isWritten(join(folder, path), content))) skipped += 1;
    }
    return await use({ cwd: base, root: folder, skipped });
  } finally {
    await rm(folder, { recursive: true, force: true });
    removal.end();
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Removes a folder when the process exits; where nothing else waits for a signal, the signal ends the process as it would have. */
function removedOnExit(folder: string): { end(): void } {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const onSignal = (signal: NodeJS.Signals) => {
    remove();
    if (process.listenerCount(signal) > 1) return;
    end();
    process.kill(process.pid, signal);
  };
  const end = () => {
    process.off('exit', remove);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', remove);
  for (const signal of signals) process.on(signal, onSignal);
  return { end };
}

interface Blob {
  id: string;
  path: string;
}

/** What a name can be too much for: its length, or that another one is the same here. */
const namesRefused = new Set(['ENAMETOOLONG', 'EEXIST', 'ENOTDIR', 'EISDIR', 'EILSEQ', 'EINVAL']);

async function isWritten(path: string, content: Buffer): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (namesRefused.has(errorCode(error) ?? '')) return false;
    throw error;
  }
}

/** The regular files of a listing; no name of them leads out of the folder. `unnamed`: those whose names are not UTF-8. */
function blobsIn(
  listing: Buffer,
  isWanted: (path: string) => boolean,
): { blobs: Blob[]; unnamed: number } {
  const blobs: Blob[] = [];
  let unnamed = 0;
  for (let at = 0; at < listing.length;) {
    const end = listing.indexOf(0, at);
    const bytes = listing.subarray(at, end === -1 ? listing.length : end);
    at += bytes.length + 1;
    const [, id, path] = /^100\d{3} blob ([0-9a-f]+)\t([^]+)$/.exec(bytes.toString()) ?? [];
    if (id === undefined || path === undefined || !isWanted(path)) continue;
    if (!isUtf8(bytes)) {
      unnamed += 1;
      continue;
    }
    const isSafe = path.split('/').every((part) => !['', '.', '..'].includes(part));
    if (isSafe && !path.includes('\\')) blobs.push({ id, path });
  }
  return { blobs, unnamed };
}

/** Whether a file is in or below the folder of a kustomization or chart: what these read is nowhere else. */
function inputMatcher(listing: string): (path: string) => boolean {
  const folders = new Set<string>();
  for (const entry of listing.split('\0')) {
    const path = entry.slice(entry.indexOf('\t') + 1);
    const found = /^(?:(.*)\/)?(?:kustomization\.ya?ml|Kustomization|Chart\.yaml)$/.exec(path);
    if (found) folders.add(found[1] ?? '');
  }
  return (path) => {
    const parts = path.split('/');
    return parts.some((_, index) => folders.has(parts.slice(0, index).join('/')));
  };
}

function mayMatter(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path);
}

/** The contents that `cat-file --batch` writes one behind the other; undefined for one that is not there. */
function* contentsIn(output: Buffer | null): Generator<Buffer | undefined, undefined> {
  let at = 0;
  while (output && at < output.length) {
    const end = output.indexOf('\n', at);
    const size = / blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1];
    at = end + 1;
    if (size === undefined) {
      yield undefined;
      continue;
    }
    yield output.subarray(at, at + Number(size));
    at += Number(size) + 1;
  }
}
