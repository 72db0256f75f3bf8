import { git, lineOf, refused } from './git.js';

/** The full id of a commit; undefined where this clone does not have it. */
export async function commitId(
  cwd: string,
  env: NodeJS.ProcessEnv,
  ref: string,
): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const found = await git(cwd, env, args).catch(refused);
  return found && lineOf(found);
}

/**
 * The files, of those named, that are in `commit` as they are in the current one, byte by byte.
 *
 * @param files Relative to the folder.
 */
export async function sameFiles(
  cwd: string,
  env: NodeJS.ProcessEnv,
  commit: string,
  files: readonly string[],
): Promise<Set<string>> {
  const blobs = async (ref: string) => {
    const input = files.map((file) => `${ref}:./${file}\n`).join('');
    const output = await git(cwd, env, ['cat-file', '--batch-check=%(objectname)'], input);
    return output.toString().split('\n');
  };
  // One line of input would become two.
  if (files.some((file) => /[\r\n]/.test(file))) return new Set();
  const [then, now] = [await blobs(commit), await blobs('HEAD')];
  return new Set(
    files.filter((_, index) => /^[0-9a-f]+$/.test(now[index] ?? '') && then[index] === now[index]),
  );
}
