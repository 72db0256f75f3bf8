import { execFile } from 'node:child_process';
import { UserError } from '../../foundation/errors.js';
import { findProgram } from '../../programs/find-program.js';

/** More than this of one answer would be no repository of manifests. */
const largestAnswer = 1024 * 1024 * 1024;

/** A call of git that ended with an error; the message is git's own. */
export class GitFailure extends Error {
  override name = 'GitFailure';
}

/**
 * Only what is here is read: nothing is fetched, nothing that a repository names is started, and a repository inside the
 * files under review is not taken for the one they are in. Whose folder it is says nothing: in a container job it is
 * another user's.
 */
const guards = [
  'safe.directory=*',
  'safe.bareRepository=explicit',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
  'protocol.allow=never',
  'diff.submodule=short',
  'submodule.recurse=false',
  'core.pager=cat',
].flatMap((setting) => ['-c', setting]);

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
    env: {
      ...env,
      LC_ALL: 'C',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_LAZY_FETCH: '1',
      // Beyond what a repository's configuration says about single protocols.
      GIT_ALLOW_PROTOCOL: 'none',
    },
    encoding: 'buffer' as const,
    maxBuffer: largestAnswer,
  };
  const program = findProgram('git', { env });
  if (program === undefined) {
    return Promise.reject(new UserError('this needs git, and there is none in PATH'));
  }
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...guards, ...args], options, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else {
        const [first = ''] = stderr.toString().trim().split('\n');
        reject(new GitFailure(first.replace(/^fatal: /, '') || error.message));
      }
    });
    // Git may end before it has read everything; what is wrong is then told by how it ends.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** The one line that git answers. */
export function lineOf(output: Buffer): string {
  return output.toString().replace(/\n$/, '');
}

/** For `catch`: undefined where git refuses; other errors go on. */
export function refused(error: unknown): undefined {
  if (!(error instanceof GitFailure)) throw error;
}
