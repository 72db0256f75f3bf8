import { fix } from '../project/fix.js';
import type { Finding } from '../foundation/finding.js';
import type { Project } from '../project/project.js';
import { inspect } from '../work/inspect.js';
import { writableIn, writeFixed } from '../work/write-fixed.js';
import { UserError } from '../foundation/errors.js';
import { plural } from '../foundation/plural.js';
import { unifiedDiff } from '../report/unified-diff.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import type { Io } from './io.js';
import { inspectOptions } from './judge.js';
import { writeOutput } from './output.js';

/** Options that mend what can be mended for certain. */
export const fixOptions = {
  fix: { type: 'boolean' },
  'fix-dry-run': { type: 'boolean' },
} satisfies Command['options'];

export const fixHelp: OptionHelp[] = [
  { term: '--fix', text: 'mend what can be mended for certain, then report what is left' },
  { term: '--fix-dry-run', text: 'write the same as a unified diff to standard output' },
];

type FixMode = 'write' | 'dry-run';

/** @throws UserError for options that exclude each other. */
export function fixOptionsOf(values: OptionValues): FixMode | undefined {
  const dryRun = values['fix-dry-run'] === true;
  if (values['fix'] !== true) return dryRun ? 'dry-run' : undefined;
  if (dryRun) throw new UserError('--fix writes and --fix-dry-run does not: give one of them');
  return 'write';
}

/**
 * Makes the fixes of the findings that are chosen, or shows them. What is to report: what is left, or in a dry run everything.
 */
export async function lintFixed(
  mode: FixMode,
  values: OptionValues,
  paths: string[],
  io: Io,
  choose: (project: Project) => readonly Finding[],
): Promise<Project> {
  if (paths.includes('-')) {
    throw new UserError('--fix cannot change standard input; name a file or a folder');
  }
  const before = await inspect(inspectOptions(values, paths, io));
  const { after, files, made } = fix(before, { choose, mayChange: writableIn(io.cwd) });
  if (mode === 'dry-run') {
    const diff = files.map((one) => unifiedDiff(one.file, one.before, one.after)).join('');
    await writeOutput({ format: 'diff', file: undefined }, diff, io);
    return before;
  }
  for (const file of files) await writeFixed(io.cwd, file);
  if (values['quiet'] !== true) {
    const what = plural(made, 'finding');
    const where = plural(files.length, 'file');
    io.stderr.write(`mesh-failover: fixed ${what} in ${where}\n`);
  }
  return after;
}
