import { isAbsolute, relative } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { plural } from '../foundation/plural.js';
import { findFiles } from '../sources/find-files.js';
import type { Project } from '../project/project.js';
import { inspect, type InspectOptions } from './inspect.js';
import { baseCommit, namedCommit } from '../sources/git/base-commit.js';
import { repositoriesOf } from '../sources/repositories.js';
import { withBaseTree } from '../sources/git/base-tree.js';

/** The files as they were at an earlier commit. */
export interface Base {
  /** The commit's full id. */
  commit: string;
  /** Undefined where none of the paths was there, or what was there cannot be checked. */
  project: Project | undefined;
  /** Why it cannot be checked; undefined where it can. */
  problem: string | undefined;
  /** Why some of it is not compared; undefined where all of it is. */
  notice: string | undefined;
}

export interface BaseOptions {
  /** A commit, branch or tag. */
  ref: string;
  env: NodeJS.ProcessEnv;
  /** Whether `ref` itself is meant, and not the commit where the current one left it. */
  isTip?: boolean;
}

/**
 * Looks at the files as they were where the current commit left `ref`, or as they are there.
 *
 * @throws UserError where git, the repository or the commit is missing, and says what to do.
 */
export async function inspectBase(
  all: InspectOptions,
  { ref, env, isTip = false }: BaseOptions,
): Promise<Base> {
  // An absolute path would lead to the files as they are now.
  const below = (path: string) => (isAbsolute(path) ? relative(all.cwd, path) || '.' : path);
  const configFile = all.configFile === undefined ? undefined : below(all.configFile);
  const repositories = all.repositories ?? repositoriesOf(all.cwd);
  const options = { ...all, configFile, repositories, paths: all.paths.map(below) };
  const named = [...options.paths, ...(configFile === undefined ? [] : [configFile])];
  const commit = await (isTip ? namedCommit : baseCommit)(all.cwd, env, ref);
  const tree = { cwd: all.cwd, env, commit, named, isRendered: all.render !== 'off' };
  return withBaseTree(tree, async ({ cwd, root, skipped }) => {
    const before = await inspectIn({ ...options, cwd, root });
    const notice =
      skipped === 0
        ? undefined
        : `${plural(skipped, 'file')} of the base commit ${skipped === 1 ? 'is' : 'are'} not compared, because ` +
          `${skipped === 1 ? 'its name is' : 'their names are'} not UTF-8 or too long.`;
    return { ...before, commit, notice };
  });
}

/** A path that was not there yet held nothing; a configuration that was wrong says nothing. */
async function inspectIn(options: InspectOptions): Promise<Omit<Base, 'commit' | 'notice'>> {
  const paths = options.paths.filter((path) => isFound(path, options.cwd));
  if (options.paths.length > 0 && paths.length === 0) {
    return { project: undefined, problem: undefined };
  }
  try {
    const project = await inspect({ ...options, paths, allowEmpty: true });
    return { project, problem: undefined };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { project: undefined, problem: error.message };
  }
}

/** Whether a path or glob leads to something. */
export function isFound(path: string, cwd: string): boolean {
  try {
    findFiles([path], cwd);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return false;
  }
}
