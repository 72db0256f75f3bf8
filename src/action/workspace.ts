import { realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { ClusterConfig } from '../config/config.js';
import type { Finding } from '../foundation/finding.js';
import { UserError } from '../foundation/errors.js';
import { globBase } from '../sources/find-files.js';
import { isPathWithin } from '../sources/walk.js';

/** Where the job has its files, and where in it the manifests are. */
export interface Workspace {
  /** Absolute. */
  root: string;
  /** The working folder, absolute. */
  cwd: string;
  /** From `root` to `cwd`, with `/`; empty where they are the same. */
  prefix: string;
}

/** @throws UserError where the working directory is not there, or not in the workspace. */
export function workspaceOf(env: NodeJS.ProcessEnv, workingDirectory: string): Workspace {
  const root = realPath(env['GITHUB_WORKSPACE'] || process.cwd());
  if (root === undefined) throw new UserError('GITHUB_WORKSPACE names no folder');
  const cwd = realPath(resolve(root, workingDirectory));
  if (cwd === undefined) {
    throw new UserError(
      `working-directory: there is no ${workingDirectory} in the workspace; is there an actions/checkout before this step?`,
    );
  }
  if (!isPathWithin(cwd, root)) {
    throw new UserError(`working-directory: ${workingDirectory} leads out of the workspace`);
  }
  return { root, cwd, prefix: relative(root, cwd).split(sep).join('/') };
}

/**
 * Refuses what leads out of the workspace, by `..`, by an absolute path or by a link: the machine's other files are not what a
 * workflow checks, and its temp folder may hold those of other jobs.
 *
 * @param inputs Paths and globs by the input that names them; they count from the working folder.
 * @throws UserError that names the input.
 */
export function refuseOutside(
  inputs: readonly { input: string; path: string }[],
  { root, cwd }: Workspace,
): void {
  for (const { input, path } of inputs) {
    // What looks like a glob can be the name of a file, too.
    for (const each of [resolve(cwd, path), resolve(cwd, globBase(path))]) {
      if (isPathWithin(each, root) && isPathWithin(realPathOfExisting(each), root)) continue;
      throw new UserError(`input ${input}: ${path} leads out of the workspace`);
    }
  }
}

/** The real path of the part that exists; the rest follows as it is written. */
function realPathOfExisting(path: string): string {
  const parent = dirname(path);
  return (
    realPath(path) ?? (parent === path ? path : join(realPathOfExisting(parent), basename(path)))
  );
}

/** A finding with the names of its files relative to the workspace, as annotations need them. */
export function inWorkspace(finding: Finding, workspace: Workspace): Finding {
  const name = (file: string) => toWorkspace(file, workspace);
  const { file, related, fix } = finding;
  return {
    ...finding,
    file: name(file),
    related: related.map((place) => ({ ...place, file: name(place.file) })),
    ...(fix && {
      fix: { ...fix, edits: fix.edits.map((edit) => ({ ...edit, file: name(edit.file) })) },
    }),
  };
}

/** The name in the workspace of a file of the working directory. */
export function toWorkspace(file: string, { prefix }: Workspace): string {
  return posix.join(prefix, file);
}

/** The name that a file of the workspace has in the working directory. */
export function fromWorkspace(file: string, { prefix }: Workspace): string {
  return prefix === '' ? file : posix.relative(prefix, file);
}

/**
 * Refuses a kubeconfig in the workspace: whoever may change the repository could put one there, and with it choose the
 * cluster and a program to run.
 *
 * @throws UserError
 */
export function refuseWorkspaceKubeconfigs(
  clusters: readonly ClusterConfig[],
  env: NodeJS.ProcessEnv,
  { root }: Workspace,
): void {
  const files = [
    ...clusters.flatMap(({ kubeconfig }) => kubeconfig ?? []),
    ...(env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== ''),
  ];
  const inside = files.find((file) => {
    const path = resolve(file);
    return isPathWithin(path, root) || isPathWithin(realPath(path) ?? path, root);
  });
  if (inside === undefined) return;
  throw new UserError(
    `the kubeconfig ${inside} is in the workspace, where a change to the repository could replace it; ` +
      'move it to RUNNER_TEMP and set KUBECONFIG, or give its content as the input kubeconfig',
  );
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
