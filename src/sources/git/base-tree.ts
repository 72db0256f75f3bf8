import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
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
}

/**
 * Writes the manifests of an earlier commit to a folder of their own for as long as `use` takes. Only regular files are
 * written, by name those that may be manifests or configuration.
 *
 * @param use Gets the folder that stands for the working folder.
 */
export async function withBaseTree<T>(
  { cwd, env, commit, named }: BaseTreeOptions,
  use: (cwd: string) => Promise<T>,
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
  try {
    const listing = await run(['ls-tree', '-r', '-z', '--full-tree', commit]);
    const blobs = blobsIn(listing.toString(), (path) => mayMatter(path) || wanted.has(path));
    const input = blobs.map(({ id }) => `${id}\n`).join('');
    const contents = contentsIn(blobs.length ? await run(['cat-file', '--batch'], input) : null);
    const base = join(folder, prefix);
    await mkdir(base, { recursive: true });
    for (const { path } of blobs) {
      const content = contents.next().value;
      if (!content) continue;
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content, { flag: 'wx' });
    }
    return await use(base);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Blob {
  id: string;
  path: string;
}

/** The regular files of a listing; no name of them leads out of the folder. */
function blobsIn(listing: string, isWanted: (path: string) => boolean): Blob[] {
  return listing.split('\0').flatMap((entry) => {
    const [, id, path] = /^100\d{3} blob ([0-9a-f]+)\t([^]+)$/.exec(entry) ?? [];
    if (id === undefined || path === undefined || !isWanted(path)) return [];
    const isSafe = path.split('/').every((part) => !['', '.', '..'].includes(part));
    return isSafe && !path.includes('\\') ? [{ id, path }] : [];
  });
}

function mayMatter(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) || /(?:^|\/)\.gitignore$/.test(path);
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
