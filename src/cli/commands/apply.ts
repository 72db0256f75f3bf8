import { resolve } from 'node:path';
import type { Config } from '../../config/config.js';
import { hasFailed } from '../../deploy/apply-result.js';
import { isPlanFile, readPlan } from '../../deploy/plan-file.js';
import { UserError } from '../../foundation/errors.js';
import { applyText } from '../../report/apply-text.js';
import { toJson } from '../../report/json.js';
import { applyOrder, orderOfManifests, orderOfPlan, type ApplyOrder } from '../../work/apply.js';
import { sharedSettings } from '../../work/options.js';
import { askedClusters } from '../clusters.js';
import type { Command, OptionValues } from '../command.js';
import { hasColor, oneOf } from '../common-options.js';
import {
  applyChoices,
  chooseClusters,
  deployChoices,
  settledOptions,
  writeHelp,
  writeOptions,
  type ChosenClusters,
} from '../deploy-options.js';
import { tellProgress } from '../deploy-progress.js';
import { ExitCode } from '../exit-code.js';
import { interruption } from '../interruption.js';
import type { Io } from '../io.js';
import { configFor, inspectToSend, report } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';
import { optionHelp, parsedOptions } from '../shared-options.js';

const formats = ['text', 'json'] as const;

export const applyCommand: Command = {
  formats,
  options: {
    ...parsedOptions(sharedSettings.applyDryRun),
    ...writeOptions,
    gated: { type: 'boolean' },
    ...parsedOptions(sharedSettings.strategy),
    'on-failure': { type: 'string' },
    'verify-timeout': { type: 'string' },
    'state-dir': { type: 'string' },
  },
  help: [
    ...optionHelp(sharedSettings.applyDryRun),
    ...writeHelp,
    {
      term: '--gated',
      text: 'the clusters that --clusters leaves out are applied by other jobs, behind one gate',
    },
    ...optionHelp(sharedSettings.strategy),
    {
      term: '--on-failure DO',
      text: 'rollback (default): every cluster as it was before; stop: leave it as it is then',
    },
    {
      term: '--verify-timeout SECONDS',
      text: 'how long a control plane that reports may take (default: 60, managed 600)',
    },
    {
      term: '--state-dir DIR',
      text: 'where the state before is kept until the run has ended',
    },
  ],
  examples: [
    'mesh-failover apply --dry-run=server mesh/',
    'mesh-failover apply mesh/',
    'mesh-failover apply --clusters b --allow-missing a --reason "a is down" mesh/',
  ],
  async run(values, operands, io) {
    const outputs = outputsOf(values, formats);
    const { option, choices } = sharedSettings.applyDryRun;
    const dryRun = oneOf(`--${option}`, values[option] ?? 'none', choices) === 'server';
    const work =
      (await plannedWork(values, operands, io)) ?? (await checkedWork(values, operands, io));
    if (!work) return ExitCode.failed;
    const { order, config, chosen, rest, missing } = work;
    const chosenBy = applyChoices(values, io);
    const asked = await askedClusters(chosen, rest, io);
    const interrupted = interruption(
      io,
      'interrupted; the clusters are put back to what they were',
      'the clusters are being put back, which takes a few seconds',
    );
    try {
      const result = await applyOrder(order, config, asked, {
        ...chosenBy,
        ...(missing && { missing }),
        dryRun,
        signal: interrupted.signal,
        progress: tellProgress(values, io),
      });
      for (const output of outputs) {
        const color = output.file === undefined && hasColor(values, io);
        const text = output.format === 'json' ? `${toJson(result)}\n` : applyText(result, color);
        await writeOutput(output, text, io);
      }
      return hasFailed(result) ? ExitCode.failed : ExitCode.fine;
    } finally {
      interrupted.end();
    }
  },
};

interface Work extends ChosenClusters {
  order: ApplyOrder;
  config: Config;
}

/** What the manifests say; undefined: the check has found errors, and they are reported. */
async function checkedWork(
  values: OptionValues,
  operands: string[],
  io: Io,
): Promise<Work | undefined> {
  const inspection = await inspectToSend(values, operands, io);
  const { config } = inspection;
  const clusters = chooseClusters(config, values, { mayLeaveOut: values['gated'] === true });
  const settled = deployChoices(config, values);
  const { lint } = inspection.check();
  const order = orderOfManifests({ project: inspection, config, lint, failOn: 'error' }, settled);
  if (order) return { order, config, ...clusters };
  // Machine output is about the apply, and there was none: the findings are for people.
  const toStderr: Io = { ...io, stdout: io.stderr };
  const text = [{ format: 'text' as const, file: undefined }];
  await report(text, values, toStderr, inspection, { lint, predictions: undefined }, 0);
  io.stderr.write('\nThe check found errors: nothing was applied.\n');
  return undefined;
}

/** What a plan says; undefined: the operand is no plan. */
async function plannedWork(
  values: OptionValues,
  operands: string[],
  io: Io,
): Promise<Work | undefined> {
  const [name, ...others] = operands;
  if (name === undefined || !(await isPlanFile(resolve(io.cwd, name)))) return undefined;
  if (others.length > 0) throw new UserError('apply takes one plan, or manifests');
  const settled = settledOptions.find(({ option }) => values[option] !== undefined);
  if (settled) throw new UserError(`the plan says so or not: leave --${settled.option} out`);
  const plan = readPlan(resolve(io.cwd, name), name);
  const config = configFor(values, io);
  const order = orderOfPlan(plan, name, config);
  // All of them have been planned together, so that a job may take its own cluster alone.
  return { order, config, ...chooseClusters(config, values, { mayLeaveOut: true }) };
}
