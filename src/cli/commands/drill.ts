import { ClusterError } from '../../cluster/cluster-error.js';
import { commandLineTerms } from '../../drill/drill-terms.js';
import { commandHook, type OutageHook } from '../../drill/outage-hook.js';
import { safeLines } from '../../foundation/safe-text.js';
import { drillFormatNames, drillFormats } from '../../report/drill-formats.js';
import { drillSteps } from '../../report/drill-steps.js';
import { drillStepsText } from '../../report/drill-steps-text.js';
import { connectAll } from '../../work/connect-clusters.js';
import { drillClusters, orderDrill } from '../../work/drill.js';
import { sharedSettings } from '../../work/options.js';
import { accessOf } from '../clusters.js';
import type { Command, OptionValues } from '../command.js';
import { environmentHelp, environmentOptions, hasColor, textOption } from '../common-options.js';
import { showDrill } from '../drill-display.js';
import { ExitCode } from '../exit-code.js';
import { interruption, type Interruption } from '../interruption.js';
import type { Io } from '../io.js';
import { inspectOne } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';
import { optionHelp, parsedOptions } from '../shared-options.js';
import { restoreFromCli } from '../restore-clusters.js';

const { confirm, drillDryRun, scenarios, outageHook, controllersPaused, despitePrediction } =
  sharedSettings;
const settings = [
  confirm,
  drillDryRun,
  scenarios,
  outageHook,
  controllersPaused,
  despitePrediction,
];

export const drillCommand: Command = {
  formats: drillFormatNames,
  options: {
    ...parsedOptions(...settings),
    ...environmentOptions,
    restore: { type: 'boolean' },
    host: { type: 'string' },
  },
  help: [
    ...optionHelp(...settings),
    ...environmentHelp,
    { term: '--host HOST', text: 'the destination host (default: drill.host, or the only one)' },
    { term: '--restore', text: 'undo what a drill that died has left behind' },
  ],
  examples: [
    'mesh-failover drill --dry-run mesh/',
    'mesh-failover drill --confirm staging --format markdown=drill.md mesh/',
    'mesh-failover drill --restore',
  ],
  async run(values, operands, io) {
    const outputs = outputsOf(values, drillFormatNames);
    const hook = hookOf(values, io);
    if (values['restore'] === true) return restoreFromCli(values, io, hook);
    const project = await inspectOne(values, operands, io);
    const named = values[scenarios.option];
    const dryRun = values[drillDryRun.option] === true;
    const order = orderDrill(project.config, {
      scenarios: Array.isArray(named) ? named.map(String) : undefined,
      dryRun,
      confirmed: textOption(values, confirm.option),
      terms: commandLineTerms,
    });
    const clusters = await connectAll(order.settings.clusters, accessOf(io));
    const display = showDrill(io, {
      color: values['no-color'] !== true && !io.env['NO_COLOR'],
      quiet: values['quiet'] === true,
    });
    const checked = { project, lint: project.check().lint };
    let interrupted: Interruption | undefined;
    const begin = () => {
      interrupted = interruption(
        io,
        'interrupted; restoring what was changed',
        'still restoring what was changed; please wait',
      );
      return interrupted.signal;
    };
    try {
      const { prepared, problems, result } = await drillClusters(checked, order, clusters, {
        host: textOption(values, 'host'),
        controllersPaused: values[controllersPaused.option] === true,
        despitePrediction: values[despitePrediction.option] === true,
        terms: commandLineTerms,
        // The steps of a dry run begin with what was looked at.
        tell: dryRun ? () => {} : display.tell,
        hook,
        begin,
      });
      display.end();
      if (dryRun) {
        const text = drillStepsText(drillSteps(prepared), hasColor(values, io));
        await writeOutput({ format: 'text', file: undefined }, text, io);
        return problems.length > 0 ? ExitCode.failed : ExitCode.fine;
      }
      if (!result) {
        io.stderr.write('mesh-failover: the drill was not started, and nothing was changed\n');
        return ExitCode.failed;
      }
      for (const output of outputs) {
        const color = output.file === undefined && hasColor(values, io);
        await writeOutput(output, drillFormats[output.format](result, color), io);
      }
      return result.verdict === 'passed' ? ExitCode.fine : ExitCode.failed;
    } catch (error) {
      display.end();
      if (!(error instanceof ClusterError)) throw error;
      io.stderr.write(`mesh-failover: ${safeLines(error.message)}\n`);
      return ExitCode.failed;
    } finally {
      interrupted?.end();
    }
  },
};

function hookOf(values: OptionValues, { cwd, env }: Io): OutageHook | undefined {
  const command = textOption(values, outageHook.option);
  return command === undefined ? undefined : commandHook(command, { cwd, env });
}
