import { lstatSync } from 'node:fs';
import { relative, sep } from 'node:path';

/** The name of a path seen from a folder, with `/`; empty for the folder itself. */
export function nameBelow(path: string, folder: string): string {
  // The usual case, some tens of times as fast.
  const below = path.startsWith(folder + sep)
    ? path.slice(folder.length + 1)
    : relative(folder, path);
  return sep === '/' ? below : below.split(sep).join('/');
}

/** Whether there is anything of this name; a link is there, whatever it leads to. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
