import { changeBetween } from '../../project/change.js';
import { baselineHelp, baselineOptions, baselineStep } from '../baseline-options.js';
import { changeHelp, changeOptions, inspectionBefore, onlyNew } from '../changed-since.js';
import { isFailure } from '../../lint/is-failure.js';
import type { Command } from '../command.js';
import { failLevel, judgeHelp, judgeOptions } from '../common-options.js';
import { formatNames } from '../../report/formats.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf } from '../output.js';
import { inspectFor, report } from '../judge.js';
import { scenarioHelp, scenarioOptions, scenarioOptionsOf } from '../scenario-options.js';

export const check: Command = {
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
    const earlier = await inspectionBefore(values, operands, io);
    const inspection = await inspectFor(values, operands, io);
    const checked = inspection.check(scenarios);
    const kept = await baseline.conclude(checked.lint, inspection, []);
    const before = earlier?.before;
    const change =
      earlier &&
      changeBetween(before && { ...before.check(scenarios), project: before }, {
        ...checked,
        lint: kept,
        project: inspection,
      });
    const results = {
      lint: change ? onlyNew(kept, change.findings) : kept,
      predictions: checked.table,
      ...(change ? { behaviour: change.behaviour } : {}),
    };
    const seconds = (performance.now() - start) / 1000;
    await report(outputs, values, io, inspection, results, seconds, values['all'] === true);
    return isFailure(results.lint.findings, level) ? ExitCode.failed : ExitCode.fine;
  },
};
