import { lstat, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { awayByLink, leadsAway } from '../../files/leads-away.js';
import { makeFolder } from '../../files/make-folder.js';
import { configNames } from '../../sources/load-config.js';
import { git, GitFailure, lineOf } from '../../sources/git/git.js';
import { inspect } from '../../work/inspect.js';
import { UserError } from '../../foundation/errors.js';
import { safeText } from '../../foundation/safe-text.js';
import type { Command } from '../command.js';
import { ExitCode } from '../exit-code.js';
import { configText, isPlaceholder } from '../init/config-text.js';
import {
  checkWorkflow,
  deployWorkflow,
  rollbackWorkflow,
  workflowFor,
} from '../init/workflow-templates.js';
import type { Io } from '../io.js';

/** In bytes. */
const longestPlaceholder = 64 * 1024;

export const initCommand: Command = {
  formats: ['text'],
  options: { 'no-workflows': { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  help: [
    { term: '--no-workflows', text: 'only the configuration' },
    { term: '--dry-run', text: 'show the files, and write none' },
  ],
  examples: ['mesh-failover init', 'mesh-failover init --dry-run'],
  async run(values, _operands, io) {
    const { root, prefix, branch } = await repositoryOf(io);
    const project = await inspect({ cwd: io.cwd, paths: ['.'], allowEmpty: true });
    const config = (await present(io.cwd, configNames)) ?? 'mesh-failover.yaml';
    const folder = join(root, '.github/workflows');
    const files = [
      { path: join(io.cwd, config), text: configText(project) },
      ...(values['no-workflows'] === true
        ? []
        : [
            {
              path: join(folder, 'failover.yml'),
              text: workflowFor(checkWorkflow, branch, prefix),
            },
            {
              path: join(folder, 'deploy-failover.yml'),
              text: workflowFor(deployWorkflow, branch, prefix),
            },
            {
              path: join(folder, 'rollback-failover.yml'),
              text: workflowFor(rollbackWorkflow, branch, prefix),
            },
          ]),
    ];
    for (const { path, text } of files) {
      const name = safeText(relative(io.cwd, path).replaceAll('\\', '/'));
      if (values['dry-run'] === true) io.stdout.write(`# ${name}\n${text}\n`);
      else io.stdout.write(`${(await writeNew(path, text, root)) ? 'wrote' : 'kept '} ${name}\n`);
    }
    if (values['quiet'] !== true && values['dry-run'] !== true) {
      io.stderr.write(
        project.hasIstio
          ? '\nNow: mesh-failover check\nTo deploy: set the context of each cluster, then mesh-failover plan\n'
          : '\nThere is no manifest of Istio here yet. When there is, run mesh-failover init again.\n',
      );
    }
    return ExitCode.fine;
  },
};

/** The folder of the repository, the way from there to the working folder, and the branch that is deployed. */
async function repositoryOf({
  cwd,
  env,
}: Io): Promise<{ root: string; prefix: string; branch: string }> {
  const run = (...args: string[]) =>
    git(cwd, env, args)
      .then(lineOf)
      .catch((error: unknown) => {
        // Whoever has no git, or no repository yet, gets the files all the same.
        if (error instanceof GitFailure || error instanceof UserError) return undefined;
        throw error;
      });
  const prefix = ((await run('rev-parse', '--show-prefix')) ?? '').replace(/\/$/, '');
  const root = resolve(cwd, prefix.replace(/[^/]+/g, '..'));
  const remote = await run('rev-parse', '--abbrev-ref', 'origin/HEAD');
  return { root, prefix, branch: remote?.replace(/^origin\//, '') ?? 'main' };
}

async function present(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if (await isThere(join(folder, name))) return name;
  return undefined;
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** What was written when there was no manifest yet says that init is to be run again. */
async function replacesPlaceholder(path: string, text: string): Promise<boolean> {
  const stats = await lstat(path);
  if (!stats.isFile() || stats.size > longestPlaceholder) return false;
  if (!isPlaceholder(await readFile(path, 'utf8')) || isPlaceholder(text)) return false;
  await writeFile(path, text);
  return true;
}

/**
 * False where there is something already: that is never overwritten.
 *
 * @param root The folder that all of it is in.
 */
async function writeNew(path: string, text: string, root: string): Promise<boolean> {
  if (leadsAway(path, root)) throw new UserError(`${path}: ${awayByLink}`);
  try {
    await makeFolder(dirname(path));
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return replacesPlaceholder(path, text);
    // Half a file would be taken for the user's own the next time.
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO') await rm(path, { force: true });
    throw new UserError(`${path}: cannot be written (${code ?? 'unknown error'})`);
  }
}
