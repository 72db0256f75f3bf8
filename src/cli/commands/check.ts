import { baselineHelp, baselineOptions, baselineStep } from '../baseline-options.js';
import { changeHelp, changeOptions, comparedBase } from '../changed-since.js';
import { UserError } from '../../foundation/errors.js';
import { isFailure } from '../../lint/is-failure.js';
import { checkSources } from '../../work/check.js';
import type { Command, OptionValues } from '../command.js';
import { failLevel, judgeHelp, judgeOptions } from '../common-options.js';
import { formatNames } from '../../report/formats.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf, type Output } from '../output.js';
import { inspectOptions, report } from '../judge.js';
import { scenarioHelp, scenarioOptions, scenarioOptionsOf } from '../scenario-options.js';

export const checkCommand: Command = {
  formats: formatNames,
  options: {
    ...judgeOptions,
    ...baselineOptions,
    ...changeOptions,
    ...scenarioOptions,
    all: { type: 'boolean' },
    watch: { type: 'boolean' },
  },
  help: [
    ...judgeHelp,
    ...baselineHelp,
    ...changeHelp,
    ...scenarioHelp,
    { term: '--all', text: 'every row of every table, not only those that say something' },
    {
      term: '--watch',
      text: 'check again whenever a file has changed, and say what has changed with it',
    },
  ],
  examples: ['mesh-failover check .', 'kustomize build overlays/prod | mesh-failover check -'],
  async run(values, operands, io) {
    const start = performance.now();
    const outputs = outputsOf(values, formatNames);
    const level = failLevel(values);
    const scenarios = scenarioOptionsOf(values);
    if (values['watch'] === true) {
      assertWatchable(values, operands, outputs);
      const { watchCheck } = await import('../watch.js');
      return watchCheck(values, operands, io, outputs, scenarios);
    }
    const baseline = baselineStep(values, io);
    const { project, checked, lint, change } = await checkSources(
      inspectOptions(values, operands, io),
      {
        base: comparedBase(values, operands, io),
        onlyNew: true,
        scenarios,
        setAside: (found, looked) => baseline.conclude(found, looked, []),
      },
    );
    const results = {
      lint,
      predictions: checked.table,
      ...(change ? { behaviour: change.behaviour, silenced: change.silenced } : {}),
    };
    const seconds = (performance.now() - start) / 1000;
    await report(outputs, values, io, project, results, seconds, values['all'] === true);
    return isFailure(lint.findings, level) ? ExitCode.failed : ExitCode.fine;
  },
};

/** @throws UserError for what cannot be repeated, or would hide what has changed. */
function assertWatchable(
  values: OptionValues,
  operands: readonly string[],
  outputs: readonly Output<string>[],
): void {
  const unfit = ['baseline', 'write-baseline', 'changed-since'].find((name) => name in values);
  if (unfit !== undefined) throw new UserError(`--watch: not together with --${unfit}`);
  if (operands.includes('-')) throw new UserError('--watch: standard input does not change');
  const isText = outputs.some(({ format, file }) => format === 'text' && file === undefined);
  if (!isText) throw new UserError('--watch: standard output has text; give other formats a file');
}
