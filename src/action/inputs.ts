import { getInput } from '@actions/core';
import type { Severity } from '../foundation/severity.js';
import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { sharedSettings, type Setting } from '../work/options.js';
import type { ModeInput } from './decide-mode.js';
import { ownInputs, type CommentInput } from './own-inputs.js';

/** The inputs of action.yml. */
export interface Inputs {
  mode: ModeInput;
  /** Empty: the paths of the configuration. */
  paths: string[];
  /** Relative to the working directory; undefined: looked for there. */
  config: string | undefined;
  /** Relative to the workspace. */
  workingDirectory: string;
  failOn: Severity;
  allowEmpty: boolean;
  /** Kustomizations and charts may be rendered. */
  render: boolean;
  /** Report only what the change brings. */
  onlyChanged: boolean;
  /** A pull request of this repository may read the clusters, in mode `auto`. */
  planPullRequests: boolean;
  /** The environment that is planned, applied or drilled; undefined: the only one. */
  environment: string | undefined;
  dryRun: boolean;
  summary: boolean;
  /** Keep a deployment record under this name; undefined: none. */
  deploymentEnvironment: string | undefined;
  /** Where that environment can be seen, for its record; undefined: nowhere. */
  environmentUrl: string | undefined;
  comment: CommentInput;
  /** The environment that may be drilled; undefined: none was confirmed. */
  confirm: string | undefined;
  /** Names of outages to drill; undefined: those of the configuration. */
  scenarios: string[] | undefined;
  /** A command that makes endpoints fail and mend; undefined: none. */
  outageHook: string | undefined;
  /** Whoever would undo an outage is paused. */
  controllersPaused: boolean;
  /** Outages in which requests fail by prediction are made nevertheless. */
  despitePrediction: boolean;
}

/** @throws UserError for a value that an input does not take. */
export function readInputs(): Inputs {
  const deploymentEnvironment = text(ownInputs.deploymentEnvironment);
  return {
    mode: choice(ownInputs.mode),
    paths: pathsOf(getInput(ownInputs.paths.input)),
    config: text(sharedSettings.config),
    workingDirectory: text(ownInputs.workingDirectory) ?? ownInputs.workingDirectory.otherwise,
    failOn: choice(sharedSettings.failOn),
    allowEmpty: flag(sharedSettings.allowEmpty),
    render: flag(ownInputs.render),
    planPullRequests: flag(ownInputs.planPullRequests),
    environment: text(sharedSettings.environment),
    dryRun: flag(sharedSettings.drillDryRun),
    deploymentEnvironment,
    environmentUrl: environmentUrlOf(text(ownInputs.environmentUrl), deploymentEnvironment),
    onlyChanged: flag(ownInputs.onlyChanged),
    summary: flag(ownInputs.summary),
    comment: choice(ownInputs.comment),
    confirm: text(sharedSettings.confirm),
    scenarios: list(sharedSettings.scenarios),
    outageHook: text(sharedSettings.outageHook),
    controllersPaused: flag(sharedSettings.controllersPaused),
    despitePrediction: flag(sharedSettings.despitePrediction),
  };
}

/**
 * One path per line, or several in a line; in lines of their own paths may hold spaces. A bare `.`, the default,
 * stands for the paths of the configuration.
 */
function pathsOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const paths = (lines.length > 1 ? lines : text.split(/\s+/)).filter((path) => path !== '');
  if (paths.includes('-')) throw new UserError('input paths: an action has no standard input');
  return paths.length === 1 && paths[0] === '.' ? [] : paths;
}

function environmentUrlOf(
  text: string | undefined,
  environment: string | undefined,
): string | undefined {
  if (text === undefined) return undefined;
  if (environment === undefined) {
    throw new UserError(
      'input environment-url belongs to a deployment record: name it with deployment-environment',
    );
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url.href;
  throw new UserError(
    'input environment-url takes an address of http or https without a password, such as https://shop.example',
  );
}

/** A setting that is an input. */
type Input<T extends string = string> = Setting<T> & { input: string };

function text({ input }: Input): string | undefined {
  return getInput(input) || undefined;
}

function list({ input }: Input): string[] | undefined {
  const values = getInput(input)
    .split(/\s+/)
    .filter((value) => value !== '');
  return values.length > 0 ? values : undefined;
}

function choice<T extends string>({
  input,
  choices,
}: Input<T> & { choices: readonly [T, ...T[]] }): T {
  const value = getInput(input);
  if (value === '') return choices[0];
  const found = choices.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const near = didYouMean(value, choices);
  throw new UserError(
    `input ${input} takes ${choices.join(', ')}, not "${value}"${near ? `; did you mean "${near}"?` : ''}`,
  );
}

function flag({ input, otherwise }: Input): boolean {
  const value = getInput(input) || otherwise || 'false';
  if (/^(true|True|TRUE)$/.test(value)) return true;
  if (/^(false|False|FALSE)$/.test(value)) return false;
  throw new UserError(`input ${input} takes true or false, not "${value}"`);
}
