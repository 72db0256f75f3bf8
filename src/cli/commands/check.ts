import { baselineHelp, baselineOptions, baselineStep } from '../baseline-options.js';
import { changeHelp, changeOptions, comparedBase } from '../changed-since.js';
import { isFailure } from '../../lint/is-failure.js';
import { checkSources } from '../../work/check.js';
import type { Command } from '../command.js';
import { failLevel, judgeHelp, judgeOptions } from '../common-options.js';
import { formatNames } from '../../report/formats.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf } from '../output.js';
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
  },
  help: [
    ...judgeHelp,
    ...baselineHelp,
    ...changeHelp,
    ...scenarioHelp,
    { term: '--all', text: 'every row of every table, not only those that say something' },
  ],
  examples: ['mesh-failover check .', 'kustomize build overlays/prod | mesh-failover check -'],
  async run(values, operands, io) {
    const start = performance.now();
    const outputs = outputsOf(values, formatNames);
    const level = failLevel(values);
    const scenarios = scenarioOptionsOf(values);
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
