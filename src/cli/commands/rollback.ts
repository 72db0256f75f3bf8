import { resolve } from 'node:path';
import { readState } from '../../deploy/state-file.js';
import { UserError } from '../../foundation/errors.js';
import { toJson } from '../../report/json.js';
import { rollbackText } from '../../report/rollback-text.js';
import { rollBackClusters } from '../../work/rollback.js';
import { askedClusters } from '../clusters.js';
import type { Command } from '../command.js';
import { hasColor } from '../common-options.js';
import { chooseClusters, clusterHelp, clusterOptions, numberOption } from '../deploy-options.js';
import { tellProgress } from '../deploy-progress.js';
import { ExitCode } from '../exit-code.js';
import { configFor } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';

const formats = ['text', 'json'] as const;

export const rollbackCommand: Command = {
  formats,
  options: {
    ...clusterOptions,
    'last-apply': { type: 'boolean' },
    'same-run': { type: 'boolean' },
  },
  help: [
    { term: '--last-apply', text: 'also take back the last run, if it ended well' },
    {
      term: '--same-run',
      text: 'only what jobs of this workflow run have applied, or you on this machine',
    },
    ...clusterHelp,
  ],
  examples: ['mesh-failover rollback', 'mesh-failover rollback --last-apply'],
  async run(values, operands, io) {
    const outputs = outputsOf(values, formats);
    const [file, ...others] = operands;
    if (others.length > 0) throw new UserError('rollback takes one state file at most');
    const config = configFor(values, io);
    const { chosen, rest } = chooseClusters(config, values, { mayLeaveOut: true });
    const state = file === undefined ? undefined : readState(resolve(io.cwd, file), file);
    const result = await rollBackClusters(config, await askedClusters(chosen, rest, io), {
      env: io.env,
      now: io.now?.() ?? new Date(),
      state,
      lastApply: values['last-apply'] === true,
      ownOnly: values['same-run'] === true,
      lockWaitSeconds: numberOption(values, 'lock-timeout'),
      progress: tellProgress(values, io),
    });
    for (const output of outputs) {
      const color = output.file === undefined && hasColor(values, io);
      const text = output.format === 'json' ? `${toJson(result)}\n` : rollbackText(result, color);
      await writeOutput(output, text, io);
    }
    return result.outcome === 'incomplete' ? ExitCode.failed : ExitCode.fine;
  },
};
