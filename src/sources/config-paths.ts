import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { displayName, globBase } from './find-files.js';
import { isPathWithin } from './walk.js';

/** The folders that paths in a configuration count from and must stay in; absolute. */
export interface Folders {
  cwd: string;
  /** The folder of the configuration file. */
  config: string;
}

/**
 * A path or glob of a configuration file, relative to the working folder; undefined if it leads
 * out of the working folder and out of the configuration's folder, be it by a link.
 */
export function toWorkingPath(path: string, folders: Folders): string | undefined {
  const target = resolve(folders.config, path);
  // What looks like a glob can be the name of a file, too.
  for (const checked of [target, resolve(folders.config, globBase(path))]) {
    const real = realpathOfExisting(checked);
    const roots = [realpathSync(folders.cwd), realpathSync(folders.config)];
    if (!roots.some((root) => isPathWithin(real, root))) return undefined;
  }
  const name = displayName(target, folders.cwd);
  // A bare - would be standard input.
  return name === '-' ? './-' : name;
}

/** A kubeconfig's path, absolute: `~/` is the home folder, others count from the configuration. */
export function toKubeconfigPath(path: string, folders: Folders): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(folders.config, path);
}

/** The real path of the part of a path that exists; the rest follows as it is written. */
function realpathOfExisting(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) return path;
    return join(realpathOfExisting(parent), path.slice(parent.length));
  }
}
