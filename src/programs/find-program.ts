import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

export interface FindProgramOptions {
  /** Where PATH is looked up, and GITHUB_WORKSPACE. */
  env: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  /** Whether a path is a file that can be run; `file`: one that cannot. For tests of other platforms. */
  look?: (path: string) => 'program' | 'file' | undefined;
}

/**
 * The absolute path of a program that is installed: found in PATH alone, and there only in absolute folders outside of a workflow's
 * workspace. Windows would look in the current folder first, and other systems where PATH has an empty or relative entry: what a
 * pull request puts there is not to be run.
 *
 * @param name Without a folder, such as `git`.
 * @returns Undefined where there is none. A file that may not be executed is found if there is nothing better.
 */
export function findProgram(
  name: string,
  { env, platform = process.platform, look = lookAt }: FindProgramOptions,
): string | undefined {
  const isWindows = platform === 'win32';
  const { delimiter, isAbsolute, join, relative } = isWindows ? win32 : posix;
  const { GITHUB_WORKSPACE: workspace } = env;
  const isInWorkspace = (folder: string) => {
    if (!workspace) return false;
    const way = relative(workspace, folder);
    return way === '' || !(way === '..' || /^\.\.[/\\]/.test(way) || isAbsolute(way));
  };
  const folders = pathOf(env, isWindows)
    .split(delimiter)
    .map((entry) => (isWindows ? entry.replace(/^"(.*)"$/, '$1') : entry))
    .filter((entry) => isAbsolute(entry) && !isInWorkspace(entry));
  // Scripts (.cmd, .bat) are run by a shell only.
  const names =
    isWindows && !/\.(?:exe|com)$/i.test(name) ? [`${name}.com`, `${name}.exe`] : [name];
  const files = folders.flatMap((folder) => names.map((file) => join(folder, file)));
  return files.find((file) => look(file) === 'program') ?? files.find((file) => look(file));
}

/** Windows calls it Path, and a copy of its environment knows no other name for it. */
function pathOf(env: NodeJS.ProcessEnv, isWindows: boolean): string {
  if (!isWindows) return env['PATH'] ?? '/usr/bin:/bin';
  const key = Object.keys(env).find((other) => other.toUpperCase() === 'PATH');
  return (key === undefined ? undefined : env[key]) ?? '';
}

function lookAt(path: string): 'program' | 'file' | undefined {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  try {
    accessSync(path, constants.X_OK);
    return 'program';
  } catch {
    return 'file';
  }
}
