import { ClusterError } from '../../cluster/cluster-error.js';
import { UserError } from '../../foundation/errors.js';
import { drill as runDrill } from '../../drill/drill.js';
import { drillSettings, type DrillSettings } from '../../drill/drill-settings.js';
import { commandLineTerms } from '../../drill/drill-terms.js';
import { commandHook, type OutageHook } from '../../drill/outage-hook.js';
import { plannedScenarios } from '../../drill/planned-scenario.js';
import { drillSteps } from '../drill-steps.js';
import { prepareDrill } from '../../drill/prepare-drill.js';
import { drillFormatNames, drillFormats } from '../../report/drill-formats.js';
import { drillStepsText } from '../../report/drill-steps-text.js';
import { safeLines, safeText } from '../../foundation/safe-text.js';
import type { Command, OptionValues } from '../command.js';
import { hasColor, textOption } from '../common-options.js';
import { connectAll } from '../deploy-options.js';
import { showDrill } from '../drill-display.js';
import { interruption } from '../interruption.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { inspectFor } from '../judge.js';
import { outputsOf, writeOutput } from '../output.js';
import { restoreClusters } from '../restore-clusters.js';

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
    if (values['restore'] === true) return restoreClusters(values, io, hook);
    const inspection = await inspectFor(values, operands, io);
    const { config, manifests } = inspection;
    const settings = drillSettings(config);
    const named = values['scenario'];
    const wanted = Array.isArray(named) ? named.map(String) : config.drill.scenarios;
    const scenarios = plannedScenarios(wanted, settings.clusters);
    const isDry = values['dry-run'] === true;
    if (!isDry) checkConfirmed(textOption(values, 'confirm'), settings);

    const clusters = await connectAll(settings.clusters, io);
    const prepared = await prepareDrill({
      config,
      manifests,
      lint: inspection.check().lint,
      settings,
      scenarios,
      clusters,
      host: textOption(values, 'host'),
      environment: { name: config.deploy.environment, namespace: config.deploy.namespace },
      controllersPaused: values['controllers-paused'] === true,
      despitePrediction: values['despite-prediction'] === true,
      hasHook: hook !== undefined,
      terms: commandLineTerms,
    });
    const problems = prepared.checks.filter(({ outcome }) => outcome === 'problem');
    if (isDry) {
      const text = drillStepsText(drillSteps(prepared), hasColor(values, io));
      await writeOutput({ format: 'text', file: undefined }, text, io);
      return problems.length > 0 ? ExitCode.failed : ExitCode.fine;
    }
    const display = showDrill(io, {
      color: values['no-color'] !== true && !io.env['NO_COLOR'],
      quiet: values['quiet'] === true,
    });
    for (const check of prepared.checks) display.tell({ step: 'check', ...check });
    if (problems.length > 0) {
      io.stderr.write('mesh-failover: the drill was not started, and nothing was changed\n');
      return ExitCode.failed;
    }
    const interrupted = interruption(
      io,
      'interrupted; restoring what was changed',
      'still restoring what was changed; please wait',
    );
    try {
      const { signal } = interrupted;
      const result = await runDrill(prepared, { hook, signal, tell: display.tell });
      display.end();
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
      interrupted.end();
    }
  },
};

/** The flag has to name the environment, so that nobody drills another one than he thinks. */
function checkConfirmed(confirmed: string | undefined, { environment }: DrillSettings): void {
  if (confirmed === environment) return;
  const why =
    confirmed === undefined
      ? 'a drill takes real endpoints away'
      : `--confirm ${confirmed}: the configuration is about ${environment}`;
  throw new UserError(
    `${safeText(why)}; look at it with --dry-run, then confirm it with --confirm ${environment}`,
  );
}

function hookOf(values: OptionValues, { cwd, env }: Io): OutageHook | undefined {
  const command = textOption(values, 'outage-hook');
  return command === undefined ? undefined : commandHook(command, { cwd, env });
}
