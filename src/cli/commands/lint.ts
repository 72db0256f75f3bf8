import type { Command } from '../command.js';
import { failLevel, judgeHelp, judgeOptions } from '../common-options.js';
import { formatNames } from '../../report/formats.js';
import { ExitCode } from '../exit-code.js';
import { outputsOf } from '../output.js';
import { inspectFor, isFailure, report } from '../judge.js';

export const lint: Command = {
  name: 'lint',
  operands: '[PATH…]',
  summary: 'find what breaks the failover, without the prediction',
  options: judgeOptions,
  help: judgeHelp,
  examples: [
    'mesh-failover lint mesh/',
    'mesh-failover lint --format text --format json=lint.json',
  ],
  async run(values, operands, io) {
    const start = performance.now();
    const outputs = outputsOf(values, formatNames);
    const level = failLevel(values);
    const inspection = await inspectFor(values, operands, io);
    const seconds = (performance.now() - start) / 1000;
    const results = { lint: inspection.result, predictions: undefined };
    await report(outputs, values, io, inspection, results, seconds);
    return isFailure(inspection.result.findings, level) ? ExitCode.failed : ExitCode.fine;
  },
};
