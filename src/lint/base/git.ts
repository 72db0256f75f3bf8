import { execFile } from 'node:child_process';
import { UserError } from '../../manifest/errors.js';

/** More than this of one answer would be no repository of manifests. */
const LARGEST_ANSWER = 1024 * 1024 * 1024;

/** A call of git that ended with an error; the message is git's own. */
export class GitFailure extends Error {
  override name = 'GitFailure';
}

/**
 * Runs git in a folder, without a shell; the result is what it writes.
 *
 * @throws GitFailure where git refuses; UserError where there is no git.
 */
export function git(
  cwd: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  input = '',
): Promise<Buffer> {
  const options = {
    cwd,
    // Messages in one language, and nobody is asked for a password.
    env: { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
    encoding: 'buffer' as const,
    maxBuffer: LARGEST_ANSWER,
  };
  return new Promise((resolve, reject) => {
    const child = execFile('git', args, options, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else if (error.code === 'ENOENT') {
        reject(new UserError('--changed-since needs git, and there is none in PATH'));
      } else {
        const [first = ''] = stderr.toString().trim().split('\n');
        reject(new GitFailure(first.replace(/^fatal: /, '') || error.message));
      }
    });
    // Git may end before it has read everything; what is wrong is then told by how it ends.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
