import { getInput } from '@actions/core';
import type { Severity } from '../foundation/severity.js';
import { UserError } from '../foundation/errors.js';
import { sharedSettings } from '../work/options.js';
import type { ModeInput } from './decide-mode.js';
import { readDeployInputs, type DeployInputs } from './deploy-inputs.js';
import { choiceInput, flagInput, listInput, textInput } from './input-values.js';
import { ownInputs, type CommentInput } from './own-inputs.js';

/** The inputs of action.yml. */
export interface Inputs extends DeployInputs {
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
  const deploymentEnvironment = textInput(ownInputs.deploymentEnvironment);
  return {
    ...readDeployInputs(),
    mode: choiceInput(ownInputs.mode),
    paths: pathsOf(getInput(ownInputs.paths.input)),
    config: textInput(sharedSettings.config),
    workingDirectory: textInput(ownInputs.workingDirectory) ?? ownInputs.workingDirectory.otherwise,
    failOn: choiceInput(sharedSettings.failOn),
    allowEmpty: flagInput(sharedSettings.allowEmpty),
    render: flagInput(ownInputs.render),
    planPullRequests: flagInput(ownInputs.planPullRequests),
    environment: textInput(sharedSettings.environment),
    dryRun: flagInput(sharedSettings.drillDryRun),
    deploymentEnvironment,
    environmentUrl: environmentUrlOf(textInput(ownInputs.environmentUrl), deploymentEnvironment),
    onlyChanged: flagInput(ownInputs.onlyChanged),
    summary: flagInput(ownInputs.summary),
    comment: choiceInput(ownInputs.comment),
    confirm: textInput(sharedSettings.confirm),
    scenarios: listInput(sharedSettings.scenarios),
    outageHook: textInput(sharedSettings.outageHook),
    controllersPaused: flagInput(sharedSettings.controllersPaused),
    despitePrediction: flagInput(sharedSettings.despitePrediction),
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
