import { dirname, join } from 'node:path';
import { UserError } from '../../foundation/errors.js';
import { isThere } from '../names.js';
import type { TrackedFiles } from '../passed-over.js';
import { git, refused } from './git.js';

/**
 * The files that git tracks at or below some places. Where there is no git, no repository, or git refuses, none: then the patterns of
 * `.gitignore` decide alone.
 *
 * @param places Absolute.
 */
export async function trackedFiles(
  places: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<TrackedFiles> {
  const byRoot = new Map<string, Set<string>>();
  for (const place of places) {
    const root = repositoryOf(dirname(place));
    if (root === undefined) continue;
    const known = byRoot.get(root);
    if (known) known.add(place);
    else byRoot.set(root, new Set([place]));
  }
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const [root, own] of byRoot) {
    for (const name of await listed(root, env)) {
      const path = join(root, name);
      if (!isAmong(path, own, root)) continue;
      files.add(path);
      for (let folder = dirname(path); folder !== root && !folders.has(folder);) {
        folders.add(folder);
        folder = dirname(folder);
      }
    }
  }
  return { files, folders };
}

async function listed(root: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  try {
    const output = await git(root, env, ['ls-files', '-z', '--cached']).catch(refused);
    return output?.toString().split('\0').filter(Boolean) ?? [];
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function isAmong(path: string, places: ReadonlySet<string>, root: string): boolean {
  for (let above = path; above.length > root.length; above = dirname(above)) {
    if (places.has(above)) return true;
  }
  return false;
}

function repositoryOf(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (isThere(join(current, '.git'))) return current;
    if (dirname(current) === current) return undefined;
  }
}
