import type { Config } from '../config/config.js';
import { loadConfig } from '../sources/load-config.js';
import type { Project } from '../project/project.js';
import { inspect, type InspectOptions } from '../work/inspect.js';
import { basisOf } from '../report/basis.js';
import { sharedSettings } from '../work/options.js';
import { rules } from '../rules/index.js';
import { formats, type FormatName } from '../report/formats.js';
import type { Results } from '../report/report.js';
import type { OptionValues } from './command.js';
import { hasColor, listOption, presetOption, renderOption, textOption } from './common-options.js';
import type { Io } from './io.js';
import { writeOutput, type Output } from './output.js';

/** What the options and operands ask to look at. */
export function inspectOptions(values: OptionValues, paths: string[], io: Io): InspectOptions {
  return {
    cwd: io.cwd,
    configFile: textOption(values, sharedSettings.config.option),
    paths,
    stdin: io.stdin,
    env: io.env,
    allowEmpty: values[sharedSettings.allowEmpty.option] === true,
    preset: presetOption(values),
    namespace: textOption(values, 'namespace'),
    exclude: listOption(values, 'exclude'),
    render: renderOption(values),
    now: io.now?.(),
  };
}

/** Reads the configuration alone. */
export function configFor(values: OptionValues, { cwd }: Io): Config {
  const file = textOption(values, sharedSettings.config.option);
  return loadConfig({ cwd, rules, ...(file !== undefined && { file }) });
}

/** Reads what the options and operands name; rules run, and tables are predicted, when they are asked for. */
export function inspectFor(values: OptionValues, paths: string[], io: Io): Promise<Project> {
  return inspect(inspectOptions(values, paths, io));
}

/**
 * The same for the environment that `--environment` names.
 *
 * @throws UserError where it is not there.
 */
export async function inspectChosen(
  values: OptionValues,
  paths: string[],
  io: Io,
): Promise<Project> {
  const project = await inspectFor(values, paths, io);
  const environment = textOption(values, 'environment');
  return environment === undefined ? project : project.withEnvironment(environment);
}

/**
 * The same for a command that works on one environment.
 *
 * @throws UserError where there are several and none is named.
 */
export async function inspectOne(values: OptionValues, paths: string[], io: Io): Promise<Project> {
  const project = await inspectChosen(values, paths, io);
  project.assertOneEnvironment();
  return project;
}

/** The same for a command that sends it to clusters: objects of every kind are read. */
export async function inspectToSend(
  values: OptionValues,
  paths: string[],
  io: Io,
): Promise<Project> {
  const options = inspectOptions(values, paths, io);
  const environment = textOption(values, 'environment');
  const all = await inspect({ ...options, isForClusters: true });
  const project = environment === undefined ? all : all.withEnvironment(environment);
  project.assertOneEnvironment();
  return project;
}

/** Writes the results to every output. */
export async function report(
  outputs: readonly Output<FormatName>[],
  values: OptionValues,
  io: Io,
  project: Project,
  results: Omit<Results, 'basis' | 'text'>,
  seconds: number,
  allRows = true,
): Promise<void> {
  const basis = basisOf(project, io.now?.() ?? new Date());
  const text = (file: string) => project.manifests.text(file);
  await writeResults(outputs, values, io, { ...results, basis, text }, seconds, allRows);
}

/** Writes results that come with what they rest on. */
export async function writeResults(
  outputs: readonly Output<FormatName>[],
  values: OptionValues,
  io: Io,
  all: Results,
  seconds: number,
  allRows = true,
): Promise<void> {
  for (const output of outputs) {
    const color = output.file === undefined && hasColor(values, io);
    const quiet = values['quiet'] === true;
    const width = output.file === undefined ? widthOf(io) : undefined;
    const options = { color, quiet, seconds, allRows, ...(width === undefined ? {} : { width }) };
    const pieces = formats[output.format](all, options);
    await writeOutput(output, pieces, io);
  }
}

/** Fewer characters on a line would help nobody. */
const narrowest = 40;

/** Of a terminal; undefined where the output goes elsewhere. */
export function widthOf({ stdout }: Io): number | undefined {
  if (stdout.isTTY !== true || !stdout.columns) return undefined;
  return Math.max(narrowest, stdout.columns);
}
