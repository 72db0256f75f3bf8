import type { Command } from '../command.js';
import { failLevel, judgeHelp, judgeOptions } from '../common-options.js';
import { formatNames } from '../../report/formats.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf } from '../output.js';
import { checkTable, inspectFor, isFailure, report } from '../judge.js';
import { scenarioHelp, scenarioOptions, scenarioOptionsOf } from '../scenario-options.js';

export const check: Command = {
  name: 'check',
  operands: '[PATH…]',
  summary: 'find what breaks the failover, and predict the traffic in every outage',
  options: { ...judgeOptions, ...scenarioOptions },
  help: [...judgeHelp, ...scenarioHelp],
  examples: ['mesh-failover check .', 'kustomize build overlays/prod | mesh-failover check -'],
  async run(values, operands, io) {
    const start = performance.now();
    const outputs = outputsOf(values, formatNames);
    const level = failLevel(values);
    const scenarios = scenarioOptionsOf(values);
    const inspection = await inspectFor(values, operands, io);
    const { rows, lint } = checkTable(inspection, scenarios);
    const predictions = rows.map(({ prediction }) => prediction);
    const seconds = (performance.now() - start) / 1000;
    await report(outputs, values, io, inspection, { lint, predictions }, seconds);
    return isFailure(lint.findings, level) ? ExitCode.failed : ExitCode.fine;
  },
};
