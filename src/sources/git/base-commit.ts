import { UserError } from '../../foundation/errors.js';
import { git, GitFailure, lineOf, refused } from './git.js';

/**
 * The full id of the commit where the current one left `ref` (their merge base), or of `ref` itself where git knows none.
 *
 * @param ref A commit, branch or tag.
 * @throws UserError where there is no git, no repository or no such commit.
 */
export async function baseCommit(
  cwd: string,
  env: NodeJS.ProcessEnv,
  ref: string,
): Promise<string> {
  const id = await namedCommit(cwd, env, ref);
  const found = await git(cwd, env, ['merge-base', id, 'HEAD']).catch(refused);
  return found ? lineOf(found) : id;
}

/**
 * The full id of the commit that `ref` names.
 *
 * @throws As `baseCommit`.
 */
export async function namedCommit(
  cwd: string,
  env: NodeJS.ProcessEnv,
  ref: string,
): Promise<string> {
  // It would be an option of git's.
  if (!/^[^-\s][^\s]*$/.test(ref)) {
    throw new UserError(`a commit, branch or tag is needed, not "${ref}"`);
  }
  const run = (args: readonly string[]) => git(cwd, env, args).then(lineOf);
  const shallow = await run(['rev-parse', '--is-shallow-repository']).catch((error: unknown) => {
    if (!(error instanceof GitFailure)) throw error;
    throw new UserError(`this needs a git repository (${error.message})`);
  });
  const id = await run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]).catch(refused);
  if (id === undefined) {
    throw new UserError(
      `there is no commit "${ref}" here` +
        (shallow === 'true'
          ? '; this clone is shallow: fetch it too (git fetch --depth=1 origin COMMIT, or fetch-depth: 0 of actions/checkout)'
          : '; fetch it, or check the name'),
    );
  }
  return id;
}
