import { finish } from '../lint/finish.js';
import type { Finding, LintResult } from '../foundation/finding.js';
import type { Project } from '../project/project.js';
import { UserError } from '../foundation/errors.js';
import { safeLines } from '../foundation/safe-text.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { textOption } from './common-options.js';
import type { Io } from './io.js';
import { inspectOptions } from './judge.js';

/** The option that leaves out what is no fault of a change. */
export const changeOptions = {
  'changed-since': { type: 'string' },
} satisfies Command['options'];

export const changeHelp: OptionHelp[] = [
  {
    term: '--changed-since REF',
    text: 'report only what was not found where the current commit left REF (git)',
  },
];

/**
 * The files as they were before the change; undefined where nobody asked, or where there was nothing to judge.
 *
 * @throws UserError where git does not know the commit.
 */
export async function inspectionBefore(
  values: OptionValues,
  paths: string[],
  io: Io,
): Promise<{ before: Project | undefined } | undefined> {
  const ref = textOption(values, 'changed-since');
  if (ref === undefined) return undefined;
  if (paths.includes('-')) {
    throw new UserError('--changed-since cannot look at standard input; name a file or a folder');
  }
  const options = inspectOptions(values, paths, io);
  // What starts git is loaded by those runs that need it.
  const { inspectBase } = await import('../work/inspect-base.js');
  const { project, problem, notice } = await inspectBase(options, { ref, env: io.env }).catch(
    ofOption,
  );
  if (notice !== undefined) io.stderr.write(`mesh-failover: ${notice}\n`);
  if (problem !== undefined) {
    io.stderr.write(
      `mesh-failover: the files cannot be judged as they were at ${ref}, so everything is new: ${safeLines(problem)}\n`,
    );
  }
  return { before: project };
}

function ofOption(error: unknown): never {
  if (!(error instanceof UserError)) throw error;
  throw new UserError(`--changed-since: ${error.message}`);
}

/** A result with only what the change brings; the rest is counted. */
export function onlyNew(lint: LintResult, findings: Finding[]): LintResult {
  const unchanged = lint.findings.length - findings.length;
  return finish({ version: 1, findings, summary: { ...lint.summary, unchanged } });
}
