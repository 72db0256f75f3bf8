import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What a file is made of: text, or bytes. */
export type FilePiece = string | Uint8Array;

/**
 * Writes a file as a whole or not at all: beside its place first, and then under its name. A disk that is full, or a process that
 * is killed, leaves what was there before. What is no regular file, such as a pipe or `/dev/stdout`, is written to as it is, and so
 * is a file in a folder that takes no new ones.
 *
 * @param path Absolute.
 * @param pieces The content; a piece is made when those before it are written.
 * @param options `mode`: of a new file; one that is there keeps its own. `follow`: whether a symbolic link is followed (default), or
 *   replaced.
 * @throws NodeJS.ErrnoException where it cannot be written; whatever the pieces throw.
 */
export async function replaceFile(
  path: string,
  pieces: Iterable<FilePiece>,
  { mode, follow = true }: { mode?: number; follow?: boolean } = {},
): Promise<void> {
  const before = await stat(path).catch(() => undefined);
  if (before && !before.isFile()) return writeFile(path, pieces);
  const target = before && follow ? await realpath(path) : path;
  const beside = join(
    dirname(target),
    `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  const own = before ? before.mode & 0o777 : mode;
  const file = await open(beside, 'wx', own).catch((error: unknown) => {
    if (before && isRefused(error)) return undefined;
    throw at(error, path);
  });
  if (!file) return writeFile(path, pieces);
  try {
    try {
      for (const piece of pieces) await file.writeFile(piece);
      if (own !== undefined) await file.chmod(own);
      // Without this a machine that loses its power may keep the name and lose the content.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function isRefused(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
}

/** The name that the caller knows, in place of ours. */
function at(error: unknown, path: string): unknown {
  const { code, syscall = 'open' } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, syscall, path });
}
