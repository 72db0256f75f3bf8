import { ClusterError } from '../../cluster/cluster-error.js';
import { commandLineTerms } from '../../drill/drill-terms.js';
import { commandHook, type OutageHook } from '../../drill/outage-hook.js';
import { safeLines } from '../../foundation/safe-text.js';
import { drillFormatNames, drillFormats } from '../../report/drill-formats.js';
import { drillSteps } from '../../report/drill-steps.js';
import { drillStepsText } from '../../report/drill-steps-text.js';
import { connectAll } from '../../work/connect-clusters.js';
import { drillClusters, orderDrill } from '../../work/drill.js';
import { accessOf } from '../clusters.js';
import type { Command, OptionValues } from '../command.js';
import { hasColor, textOption } from '../common-options.js';
import { showDrill } from '../drill-display.js';
import { ExitCode } from '../exit-code.js';
import { interruption, type Interruption } from '../interruption.js';
import type { Io } from '../io.js';
import { inspectFor } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';
import { restoreFromCli } from '../restore-clusters.js';

export const drill: Command = {
  formats: drillFormatNames,
  options: {
    confirm: { type: 'string' },
    'dry-run': { type: 'boolean' },
    restore: { type: 'boolean' },
    scenario: { type: 'string', multiple: true },
    host: { type: 'string' },
    'outage-hook': { type: 'string' },
    'controllers-paused': { type: 'boolean' },
    'despite-prediction': { type: 'boolean' },
  },
  help: [
    {
      term: '--confirm ENVIRONMENT',
      text: 'do it, in the environment of that name (deploy.environment)',
    },
    { term: '--dry-run', text: 'look at everything, print the steps, and change nothing' },
    { term: '--restore', text: 'undo what a drill that died has left behind' },
    {
      term: '--scenario NAME',
      text: 'KIND:PLACE of scaled-to-zero, cordoned, unready, failing; repeatable (default: drill.scenarios)',
    },
    { term: '--host HOST', text: 'the destination host (default: drill.host, or the only one)' },
    {
      term: '--outage-hook COMMAND',
      text: 'for unready and failing: a command that makes endpoints fail or mend (MESH_FAILOVER_ACTION)',
    },
    {
      term: '--controllers-paused',
      text: 'GitOps and other controllers that would undo the outage are paused',
    },
    {
      term: '--despite-prediction',
      text: 'make outages in which requests will fail by prediction',
    },
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
    const project = await inspectFor(values, operands, io);
    const named = values['scenario'];
    const dryRun = values['dry-run'] === true;
    const order = orderDrill(project.config, {
      scenarios: Array.isArray(named) ? named.map(String) : undefined,
      dryRun,
      confirmed: textOption(values, 'confirm'),
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
        controllersPaused: values['controllers-paused'] === true,
        despitePrediction: values['despite-prediction'] === true,
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
  const command = textOption(values, 'outage-hook');
  return command === undefined ? undefined : commandHook(command, { cwd, env });
}
