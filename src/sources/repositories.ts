import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isThere } from './names.js';

/** Bytes of git's own files that are read. */
const largest = 1024 * 1024;

/**
 * The addresses of the remote repositories that a folder is a clone of, as its `.git/config` has them; none where there is no
 * repository. Read as text: no program runs, and nothing that the file names is followed.
 */
export function repositoriesOf(folder: string): string[] {
  const root = rootOf(folder);
  if (root === undefined) return [];
  const text = readText(join(gitFolder(join(root, '.git')), 'config')) ?? '';
  const urls: string[] = [];
  let isRemote = false;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed.startsWith('[')) isRemote = /^\[remote[\s.]/i.test(trimmed);
    const url = isRemote ? /^url\s*=\s*"?([^"\s]+)/i.exec(trimmed)?.[1] : undefined;
    if (url !== undefined) urls.push(url);
  }
  return urls;
}

function rootOf(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (isThere(join(current, '.git'))) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** Of a work tree or submodule, `.git` is a file that says where the folder is. */
function gitFolder(path: string): string {
  const pointer = /^gitdir: (.+)$/m.exec(readText(path) ?? '')?.[1];
  if (pointer === undefined) return path;
  const own = resolve(dirname(path), pointer.trim());
  const shared = readText(join(own, 'commondir'))?.trim();
  return shared === undefined ? own : resolve(own, shared);
}

function readText(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= largest ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
