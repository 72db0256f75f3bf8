import { getInput } from '@actions/core';
import type { Severity } from '../foundation/severity.js';
import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { modeInputs, type ModeInput } from './decide-mode.js';

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
  /** Report only what the change brings. */
  onlyChanged: boolean;
  /** A pull request of this repository may read the clusters, in mode `auto`. */
  planPullRequests: boolean;
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

export const commentInputs = ['auto', 'always', 'never'] as const;
export type CommentInput = (typeof commentInputs)[number];

/** @throws UserError for a value that an input does not take. */
export function readInputs(): Inputs {
  const deploymentEnvironment = getInput('deployment-environment') || undefined;
  return {
    mode: choice('mode', modeInputs),
    paths: pathsOf(getInput('paths')),
    config: getInput('config') || undefined,
    workingDirectory: getInput('working-directory') || '.',
    failOn: choice('fail-on', ['error', 'warning', 'notice']),
    allowEmpty: flag('allow-empty', false),
    planPullRequests: flag('plan-pull-requests', false),
    dryRun: flag('dry-run', false),
    deploymentEnvironment,
    environmentUrl: environmentUrlOf(getInput('environment-url'), deploymentEnvironment),
    onlyChanged: flag('only-changed', false),
    summary: flag('summary', true),
    comment: choice('comment', commentInputs),
    confirm: getInput('confirm') || undefined,
    scenarios: scenariosOf(getInput('scenarios')),
    outageHook: getInput('outage-hook') || undefined,
    controllersPaused: flag('controllers-paused', false),
    despitePrediction: flag('despite-prediction', false),
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

function scenariosOf(text: string): string[] | undefined {
  const names = text.split(/\s+/).filter((name) => name !== '');
  return names.length > 0 ? names : undefined;
}

function environmentUrlOf(text: string, environment: string | undefined): string | undefined {
  if (text === '') return undefined;
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

function choice<const T extends string>(name: string, choices: readonly [T, ...T[]]): T {
  const value = getInput(name);
  if (value === '') return choices[0];
  const found = choices.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const near = didYouMean(value, choices);
  throw new UserError(
    `input ${name} takes ${choices.join(', ')}, not "${value}"${near ? `; did you mean "${near}"?` : ''}`,
  );
}

function flag(name: string, otherwise: boolean): boolean {
  const value = getInput(name);
  if (value === '') return otherwise;
  if (/^(true|True|TRUE)$/.test(value)) return true;
  if (/^(false|False|FALSE)$/.test(value)) return false;
  throw new UserError(`input ${name} takes true or false, not "${value}"`);
}
