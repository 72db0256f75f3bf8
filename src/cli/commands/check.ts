import type { Inspection } from '../../lint/inspect.js';
import { baselineHelp, baselineOptions, baselineStep } from '../baseline-options.js';
import { changeFilter, changeHelp, changeOptions, onlyNew } from '../changed-since.js';
import { isFailure } from '../../lint/is-failure.js';
import type { Command } from '../command.js';
import { failLevel, judgeHelp, judgeOptions } from '../common-options.js';
import { formatNames } from '../../report/formats.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf } from '../output.js';
import { checkTable, inspectFor, report } from '../judge.js';
import { scenarioHelp, scenarioOptions, scenarioOptionsOf } from '../scenario-options.js';

export const check: Command = {
  name: 'check',
  operands: '[PATH…]',
  summary: 'find what breaks the failover, and predict the traffic in every outage',
  options: { ...judgeOptions, ...baselineOptions, ...changeOptions, ...scenarioOptions },
  help: [...judgeHelp, ...baselineHelp, ...changeHelp, ...scenarioHelp],
  examples: ['mesh-failover check .', 'kustomize build overlays/prod | mesh-failover check -'],
  async run(values, operands, io) {
    const start = performance.now();
    const outputs = outputsOf(values, formatNames);
    const level = failLevel(values);
    const scenarios = scenarioOptionsOf(values);
    const baseline = await baselineStep(values, io);
    const findingsOf = (one: Inspection) => checkTable(one, scenarios).lint.findings;
    const filter = await changeFilter(values, operands, io, findingsOf);
    const inspection = await inspectFor(values, operands, io);
    const { rows, lint: all } = checkTable(inspection, scenarios);
    const lint = onlyNew(await baseline.conclude(all, inspection, []), inspection, filter);
    const predictions = rows.map(({ prediction }) => prediction);
    const seconds = (performance.now() - start) / 1000;
    await report(outputs, values, io, inspection, { lint, predictions }, seconds);
    return isFailure(lint.findings, level) ? ExitCode.failed : ExitCode.fine;
  },
};
