import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config, KnownRule } from '../config/config.js';
import { defaultConfig, parseConfig } from '../config/parse-config.js';
import { UserError } from '../foundation/errors.js';
import { displayName } from './find-files.js';
import { readTextFile } from './read-file.js';
import { toKubeconfigPath, toWorkingPath, type Folders } from './config-paths.js';

/** What to load. */
export interface LoadOptions {
  /** The working folder, absolute. */
  cwd: string;
  /** The configuration file, relative to `cwd`; default: the nearest one from `cwd` up to the repository's root. */
  file?: string;
  /** The rules that there are. */
  rules: readonly KnownRule[];
}

/** The names of a configuration file; a folder may have one of them. */
export const configNames = ['mesh-failover.yaml', 'mesh-failover.yml', 'mesh-failover.json'];

/**
 * Loads the configuration, or the defaults if there is no file. Paths in it count from its folder and become relative to
 * `cwd`, `kubeconfig` absolute.
 *
 * @throws UserError with every problem, each as `file:line:column: what is wrong; what to do`
 */
export function loadConfig({ cwd, file, rules }: LoadOptions): Config {
  const path = configPath({ cwd, file });
  if (path === undefined) return { ...defaultConfig };
  const name = displayName(path, cwd);
  const read = readTextFile(path);
  if ('problem' in read) throw new UserError(`${name}: ${read.problem}`);
  const folders: Folders = { cwd, config: dirname(path) };
  return parseConfig({ file: name, text: read.text }, rules, {
    toWorkingPath: (written) => toWorkingPath(written, folders),
    toKubeconfigPath: (written) => toKubeconfigPath(written, folders),
    textOf: (inside) => readTextFile(resolve(cwd, inside)),
  });
}

/**
 * The path of the configuration, absolute; undefined where there is none.
 *
 * @throws UserError where the named one is not there, or a folder has two.
 */
export function configPath({
  cwd,
  file,
}: {
  cwd: string;
  file?: string | undefined;
}): string | undefined {
  return file === undefined ? nearestConfig(cwd) : namedConfig(cwd, file);
}

function namedConfig(cwd: string, file: string): string {
  const path = resolve(cwd, file);
  if (exists(path)) return path;
  throw new UserError(`${file}: no such configuration file; check the path`);
}

/** The configuration of the folder, or of the nearest one above it within its repository. */
function nearestConfig(cwd: string): string | undefined {
  for (const folder of foldersUpwards(cwd)) {
    const present = configNames.filter((name) => exists(join(folder, name)));
    const [only, second] = present;
    if (second !== undefined) {
      const where = folder === cwd ? 'here' : `in ${displayName(folder, cwd)}`;
      throw new UserError(
        `${present.join(' and ')} are both ${where}; remove one, or name the one to use (config)`,
      );
    }
    if (only !== undefined) return join(folder, only);
  }
  return undefined;
}

/** The root of the repository that a folder is in; without a repository the folder itself. */
export function repositoryRoot(folder: string): string {
  return foldersUpwards(folder).at(-1) ?? folder;
}

/** A folder and those above it, up to the root of its repository; without a repository the folder alone. */
function foldersUpwards(cwd: string): string[] {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(folder);
    if (exists(join(folder, '.git'))) return folders;
    if (dirname(folder) === folder) return [cwd];
  }
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
