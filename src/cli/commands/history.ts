import { configOfEnvironment } from '../../config/config-of-environment.js';
import { UserError } from '../../foundation/errors.js';
import { historyText } from '../../report/history-text.js';
import { toJson } from '../../report/json.js';
import { historyOf } from '../../work/history.js';
import { askedClusters } from '../clusters.js';
import type { Command } from '../command.js';
import { environmentHelp, environmentOptions, hasColor, textOption } from '../common-options.js';
import { chooseClusters, clustersHelp, clustersOption } from '../deploy-options.js';
import { ExitCode } from '../exit-code.js';
import { configFor } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['text', 'json'] as const;

export const historyCommand: Command = {
  formats,
  options: { ...clustersOption, ...environmentOptions },
  help: [...clustersHelp, ...environmentHelp],
  examples: ['mesh-failover history', 'mesh-failover history --format json'],
  async run(values, operands, io) {
    const outputs = outputsOf(values, formats);
    if (operands.length > 0) throw new UserError('history takes no operands');
    const config = configOfEnvironment(configFor(values, io), textOption(values, 'environment'));
    const { chosen } = chooseClusters(config, values, { mayLeaveOut: true });
    const { clusters } = await askedClusters(chosen, [], io);
    const result = await historyOf(config, clusters);
    for (const output of outputs) {
      const color = output.file === undefined && hasColor(values, io);
      const text = output.format === 'json' ? `${toJson(result)}\n` : historyText(result, color);
      await writeOutput(output, text, io);
    }
    const isWhole = result.clusters.every(({ problem }) => problem === undefined);
    return isWhole ? ExitCode.fine : ExitCode.failed;
  },
};
