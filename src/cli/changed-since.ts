import { isAbsolute, relative } from 'node:path';
import { finish } from '../lint/finish.js';
import type { Finding, LintResult } from '../lint/finding.js';
import { withBaseTree } from '../lint/base/base-tree.js';
import { knownFindings, newFindings } from '../lint/base/new-findings.js';
import { inspect, type InspectOptions, type Inspection } from '../lint/inspect.js';
import { UserError } from '../manifest/errors.js';
import { findFiles } from '../manifest/find-files.js';
import { safeLines } from '../report/safe-text.js';
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

/** Leaves out what was found before; gives it back as it is where nobody asked. */
export type ChangeFilter = (
  findings: readonly Finding[],
  looked: Pick<Inspection, 'manifests'>,
) => Finding[];

/**
 * Looks at the files as they were before the change.
 *
 * @param findingsOf What the command reports of an inspection.
 * @throws UserError where git does not know the commit.
 */
export async function changeFilter(
  values: OptionValues,
  paths: string[],
  io: Io,
  findingsOf: (inspection: Inspection) => readonly Finding[],
): Promise<ChangeFilter | undefined> {
  const ref = textOption(values, 'changed-since');
  if (ref === undefined) return undefined;
  if (paths.includes('-')) {
    throw new UserError('--changed-since cannot look at standard input; name a file or a folder');
  }
  const all = inspectOptions(values, paths, io);
  // An absolute path would lead to the files as they are now.
  const below = (path: string) => (isAbsolute(path) ? relative(io.cwd, path) || '.' : path);
  const configFile = all.configFile === undefined ? undefined : below(all.configFile);
  const options = { ...all, configFile, paths: paths.map(below) };
  const named = [...options.paths, ...(configFile === undefined ? [] : [configFile])];
  const known = await withBaseTree({ cwd: io.cwd, env: io.env, ref, named }, async (cwd) => {
    const before = await inspectBefore({ ...options, cwd }, ref, io);
    return before ? knownFindings(findingsOf(before), (file) => before.manifests.text(file)) : [];
  });
  return (findings, { manifests }) => newFindings(findings, known, (file) => manifests.text(file));
}

/** A result with only what the change causes; the rest is counted. */
export function onlyNew(
  lint: LintResult,
  looked: Pick<Inspection, 'manifests'>,
  filter: ChangeFilter | undefined,
): LintResult {
  if (!filter) return lint;
  const findings = filter(lint.findings, looked);
  const unchanged = lint.findings.length - findings.length;
  return finish({ version: 1, findings, summary: { ...lint.summary, unchanged } });
}

/** A path that was not there yet held nothing; a configuration that was wrong says nothing. */
async function inspectBefore(
  options: InspectOptions,
  ref: string,
  io: Io,
): Promise<Inspection | undefined> {
  const paths: string[] = [];
  for (const path of options.paths) {
    const isThere = await findFiles([path], options.cwd).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        return false;
      },
    );
    if (isThere) paths.push(path);
  }
  if (options.paths.length > 0 && paths.length === 0) return undefined;
  try {
    return await inspect({ ...options, paths, allowEmpty: true });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const reason = safeLines(error.message);
    io.stderr.write(
      `mesh-failover: the files cannot be judged as they were at ${ref}, so everything is new: ${reason}\n`,
    );
    return undefined;
  }
}
