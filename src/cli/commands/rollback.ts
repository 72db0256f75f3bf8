import { resolve } from 'node:path';
import { configOfEnvironment } from '../../config/config-of-environment.js';
import { readState } from '../../deploy/state-file.js';
import { UserError } from '../../foundation/errors.js';
import { toJson } from '../../report/json.js';
import { rollbackText } from '../../report/rollback-text.js';
import { repositoriesOf } from '../../sources/repositories.js';
import { sharedSettings } from '../../work/options.js';
import { rollBackClusters } from '../../work/rollback.js';
import { askedClusters } from '../clusters.js';
import type { Command, OptionValues } from '../command.js';
import { environmentHelp, environmentOptions, hasColor, textOption } from '../common-options.js';
import { chooseClusters, clusterHelp, clusterOptions, numberOption } from '../deploy-options.js';
import { tellProgress } from '../deploy-progress.js';
import { ExitCode } from '../exit-code.js';
import { configFor } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';
import { optionHelp, parsedOptions } from '../shared-options.js';

const own = sharedSettings;
const formats = ['text', 'json'] as const;

export const rollbackCommand: Command = {
  formats,
  options: {
    ...clusterOptions,
    ...environmentOptions,
    ...parsedOptions(own.to, own.lastApply, own.keep, own.reason, own.rollbackTakeOver),
    'same-run': { type: 'boolean' },
  },
  help: [
    ...optionHelp(own.to, own.lastApply),
    {
      term: '--same-run',
      text: 'only what jobs of this workflow run have applied, or you on this machine',
    },
    ...optionHelp(own.keep, own.reason, own.rollbackTakeOver),
    ...clusterHelp,
    ...environmentHelp,
  ],
  examples: [
    'mesh-failover rollback',
    'mesh-failover rollback --last-apply',
    'mesh-failover rollback --to 20261121-104500-1a2b3c',
    'mesh-failover rollback --keep --reason "see incident 12"',
  ],
  async run(values, operands, io) {
    const outputs = outputsOf(values, formats);
    const [file, ...others] = operands;
    if (others.length > 0) throw new UserError('rollback takes one state file at most');
    const ending = endingOf(values, file !== undefined);
    const config = configOfEnvironment(configFor(values, io), textOption(values, 'environment'));
    const { chosen, rest } = chooseClusters(config, values, { mayLeaveOut: true });
    const state = file === undefined ? undefined : readState(resolve(io.cwd, file), file);
    const result = await rollBackClusters(config, await askedClusters(chosen, rest, io), {
      env: io.env,
      now: io.now?.() ?? new Date(),
      repositories: repositoriesOf(io.cwd),
      state,
      ...ending,
      to: textOption(values, own.to.option),
      takeOver: values['take-over'] === true,
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

/** Whether what there is stays, and why. */
function endingOf(
  values: OptionValues,
  hasState: boolean,
): { keep: boolean; reason: string | undefined } {
  const reason = textOption(values, 'reason')?.trim();
  const isOther = hasState || values['last-apply'] === true || values['same-run'] === true;
  if (values['to'] !== undefined && (isOther || values['keep'] === true)) {
    throw new UserError(
      '--to takes back every run after the one it names: leave --last-apply, --same-run, --keep and the state file out',
    );
  }
  if (values['keep'] !== true) return { keep: false, reason };
  if (!reason) throw new UserError('--keep needs --reason TEXT: it is kept for who asks later');
  if (isOther) {
    throw new UserError(
      '--keep restores nothing: leave --last-apply, --same-run and the state file out',
    );
  }
  return { keep: true, reason };
}
