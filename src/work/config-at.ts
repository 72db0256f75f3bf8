import { isAbsolute, relative } from 'node:path';
import type { Config } from '../config/config.js';
import { rules } from '../rules/index.js';
import { loadConfig } from '../sources/load-config.js';
import { namedCommit } from '../sources/git/base-commit.js';
import { withBaseTree } from '../sources/git/base-tree.js';

/**
 * The configuration as it is at a commit, branch or tag.
 *
 * @param file The configuration file; undefined: the nearest one.
 * @throws UserError where git does not know the commit, or the configuration is wrong.
 */
export async function configAt({
  cwd,
  env,
  ref,
  file,
}: {
  cwd: string;
  env: NodeJS.ProcessEnv;
  ref: string;
  file: string | undefined;
}): Promise<Config> {
  const commit = await namedCommit(cwd, env, ref);
  const own = file === undefined || !isAbsolute(file) ? file : relative(cwd, file);
  const named = own === undefined ? [] : [own];
  return withBaseTree({ cwd, env, commit, named }, ({ cwd: base }) =>
    Promise.resolve(loadConfig({ cwd: base, rules, ...(own === undefined ? {} : { file: own }) })),
  );
}
