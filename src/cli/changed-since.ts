import { UserError } from '../foundation/errors.js';
import { safeLines } from '../foundation/safe-text.js';
import type { ComparedBase } from '../work/check.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { textOption } from './common-options.js';
import type { Io } from './io.js';

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
 * What the option compares with; undefined where it is not given.
 *
 * @throws UserError for standard input, of which there is no earlier state. Where git does not know the commit, the check throws.
 */
export function comparedBase(
  values: OptionValues,
  paths: readonly string[],
  { env, stderr }: Io,
): ComparedBase | undefined {
  const ref = textOption(values, 'changed-since');
  if (ref === undefined) return undefined;
  if (paths.includes('-')) {
    throw new UserError('--changed-since cannot look at standard input; name a file or a folder');
  }
  return {
    ref,
    env,
    onMissing: ({ message }) => {
      throw new UserError(`--changed-since: ${message}`);
    },
    onNotice: (notice) => stderr.write(`mesh-failover: ${safeLines(notice)}\n`),
    onProblem: (problem) => {
      stderr.write(
        `mesh-failover: the files cannot be judged as they were at ${ref}, so everything is new: ${safeLines(problem)}\n`,
      );
    },
  };
}
