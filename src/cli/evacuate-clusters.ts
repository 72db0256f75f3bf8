import { hasEvacuationFailed } from '../deploy/evacuation-result.js';
import { UserError } from '../foundation/errors.js';
import { safeText } from '../foundation/safe-text.js';
import { evacuationResultText } from '../report/evacuation-text.js';
import { toJson } from '../report/json.js';
import { evacuateClusters, regionsOf, type EvacuationWish } from '../work/evacuate.js';
import { evacuationSteps, lastsMs, pauseMs } from '../work/evacuation-steps.js';
import { sharedSettings } from '../work/options.js';
import type { Config } from '../config/config.js';
import { askedClusters } from './clusters.js';
import type { OptionValues } from './command.js';
import { hasColor, oneOf, textOption } from './common-options.js';
import { applyChoices, chooseClusters, numberOption } from './deploy-options.js';
import { tellProgress } from './deploy-progress.js';
import { ExitCode } from './exit-code.js';
import { interruption } from './interruption.js';
import type { Io } from './io.js';
import { configFor, inspectToSend } from './judge.js';
import { outputsOf, writeOutput } from './output.js';

const {
  applyDryRun,
  evacuationFor,
  evacuationPause,
  evacuationSteps: stepsSetting,
} = sharedSettings;
const { restore, expired } = sharedSettings;

/** Whether the options ask for the clusters, and not for a patch. */
export function isForClusters(values: OptionValues): boolean {
  return values[evacuationFor.option] !== undefined || values[restore.option] === true;
}

/** Takes a region out in the clusters, or restores it; the result is the exit code. */
export async function evacuateInClusters(
  values: OptionValues,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const outputs = outputsOf(values, ['text', 'json'] as const);
  const config = configFor(values, io);
  const { region, paths } = regionAndPaths(values, operands, config);
  const wish = wishOf(values, region);
  const { option, choices } = applyDryRun;
  const dryRun = oneOf(`--${option}`, values[option] ?? 'none', choices) === 'server';
  const project = await inspectToSend(values, paths, io);
  const { chosen, rest, missing } = chooseClusters(project.config, values, { mayLeaveOut: false });
  const { onFailure: _, ...chosenBy } = applyChoices(values, io);
  const asked = await askedClusters(chosen, rest, io);
  const interrupted = interruption(
    io,
    'interrupted; the step that is under way is taken back',
    'the step that is under way is being taken back, which takes a few seconds',
  );
  try {
    const result = await evacuateClusters({ project, config: project.config }, asked, wish, {
      ...chosenBy,
      ...(missing && { missing }),
      ...{ dryRun, signal: interrupted.signal, progress: tellProgress(values, io) },
      takeOver: values['take-over'] === true,
      acceptChanges: values['accept-changes'] === true,
      now: io.now?.() ?? new Date(),
      onPause: ({ percent }) => {
        if (values['quiet'] === true) return;
        const seconds = wish.pauseMs / 1000;
        io.stderr.write(safeText(`${percent} %: the next step follows in ${seconds} s`) + '\n');
      },
    });
    for (const output of outputs) {
      const color = output.file === undefined && hasColor(values, io);
      const text =
        output.format === 'json' ? `${toJson(result)}\n` : evacuationResultText(result, color);
      await writeOutput(output, text, io);
    }
    return hasEvacuationFailed(result) ? ExitCode.failed : ExitCode.fine;
  } finally {
    interrupted.end();
  }
}

/** With `--restore` the region may be left out: there is one at most. */
function regionAndPaths(
  values: OptionValues,
  operands: readonly string[],
  config: Config,
): { region: string | undefined; paths: string[] } {
  const [first, ...others] = operands;
  const isRegion = first !== undefined && regionsOf(config).includes(first);
  if (values[restore.option] !== true) {
    if (first === undefined) throw new UserError('evacuate needs the name of a region');
    return { region: first, paths: others };
  }
  return isRegion ? { region: first, paths: others } : { region: undefined, paths: [...operands] };
}

function wishOf(values: OptionValues, region: string | undefined): EvacuationWish {
  const lasts = textOption(values, evacuationFor.option);
  const restores = values[restore.option] === true;
  const keep = numberOption(values, 'keep');
  if (values['out'] !== undefined || values['reverse-out'] !== undefined) {
    throw new UserError(
      '--out and --reverse-out are for a patch of the manifests: leave --for and --restore out',
    );
  }
  if (restores && (lasts !== undefined || keep !== undefined)) {
    throw new UserError('--restore ends an evacuation: leave --for and --keep out');
  }
  if (!restores && values[expired.option] === true) {
    throw new UserError('--expired goes with --restore');
  }
  if (keep !== undefined && keep > 99) throw new UserError('--keep takes a percentage below 100');
  const steps = textOption(values, stepsSetting.option);
  return {
    region,
    ...(lasts !== undefined && { lastsMs: lastsMs(lasts, '--for') }),
    steps: evacuationSteps({ steps, keep }, { restores, name: '--steps' }),
    pauseMs: pauseMs(textOption(values, evacuationPause.option), '--pause'),
    onlyExpired: values[expired.option] === true,
  };
}
