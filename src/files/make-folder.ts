import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. One level at a time: where the file system answers ENOENT for a name that
 * cannot be made, as `/proc` does, Node's `recursive: true` tries again for ever.
 *
 * @param path Absolute.
 * @param mode Of the folders that are made; default: what the process's umask leaves.
 * @throws NodeJS.ErrnoException of the first folder that cannot be made.
 */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  const missing: string[] = [];
  let next = path;
  while (!(await isFolder(next))) {
    const parent = dirname(next);
    if (parent === next) break;
    missing.unshift(next);
    next = parent;
  }
  for (const folder of missing) {
    try {
      await mkdir(folder, { mode });
    } catch (error) {
      // Somebody else was faster.
      if (!(await isFolder(folder))) throw error;
    }
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
