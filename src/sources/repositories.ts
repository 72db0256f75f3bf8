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

/**
 * The commit that is checked out in a clone, else the one that the workflow is for; undefined: neither is known. Read as text, as
 * above; whether files differ from it is not looked at.
 */
export function commitOf(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return headOf(folder) ?? asCommit(env['GITHUB_SHA'] ?? env['CI_COMMIT_SHA']);
}

function headOf(folder: string): string | undefined {
  const root = rootOf(folder);
  if (root === undefined) return undefined;
  const own = ownGitFolder(join(root, '.git'));
  const head = readText(join(own, 'HEAD'))?.trim() ?? '';
  const ref = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
  if (ref === undefined) return asCommit(head);
  if (ref.includes('..')) return undefined;
  const shared = gitFolder(join(root, '.git'));
  return asCommit(readText(join(shared, ref))?.trim()) ?? packedRef(shared, ref);
}

function packedRef(folder: string, ref: string): string | undefined {
  const lines = (readText(join(folder, 'packed-refs')) ?? '').split('\n');
  return asCommit(lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0]);
}

function asCommit(text: string | undefined): string | undefined {
  return text !== undefined && /^[\da-f]{40}(?:[\da-f]{24})?$/.test(text) ? text : undefined;
}

function rootOf(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (isThere(join(current, '.git'))) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** Of a work tree or submodule, `.git` is a file that says where the folder is. */
function ownGitFolder(path: string): string {
  const pointer = /^gitdir: (.+)$/m.exec(readText(path) ?? '')?.[1];
  return pointer === undefined ? path : resolve(dirname(path), pointer.trim());
}

/** Where several work trees share one repository, what they share. */
function gitFolder(path: string): string {
  const own = ownGitFolder(path);
  if (own === path) return path;
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
