import { resolve } from 'node:path';
import type { ClusterConfig, Config } from '../config/config.js';
import { declaredClusters } from '../config/declared-clusters.js';
import { strategies } from '../deploy/apply-options.js';
import { lockWaitSeconds } from '../deploy/lock.js';
import { UserError } from '../foundation/errors.js';
import { commitOf, repositoriesOf } from '../sources/repositories.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import type { ApplyChoices } from '../work/apply.js';
import type { PlanChoices } from '../work/plan.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import {
  environmentHelp,
  environmentOptions,
  oneOf,
  renderHelp,
  textOption,
} from './common-options.js';
import { sharedSettings } from '../work/options.js';
import type { Io } from './io.js';
import { optionHelp, parsedOptions } from './shared-options.js';

/** Which clusters a command works on. */
export const clustersOption = {
  clusters: { type: 'string', multiple: true },
} satisfies Command['options'];

export const clustersHelp: OptionHelp[] = [
  { term: '--clusters NAME,…', text: 'only these clusters of the configuration' },
];

/** Options of the commands that change clusters. */
export const clusterOptions = {
  ...clustersOption,
  ...parsedOptions(sharedSettings.lockTimeout),
} satisfies Command['options'];

export const clusterHelp: OptionHelp[] = [
  ...clustersHelp,
  ...optionHelp(sharedSettings.lockTimeout),
];

const {
  prune,
  pruneLimit,
  forceConflicts,
  takeOver,
  createNamespaces,
  acceptChanges,
  strategy: strategySetting,
} = sharedSettings;

/** What a plan file settles, so that an apply of it must not. */
export const settledOptions = [
  prune,
  pruneLimit,
  forceConflicts,
  takeOver,
  createNamespaces,
  acceptChanges,
] as const;

/** Options of the commands that write manifests, or say what would be written. */
export const writeOptions = {
  ...clusterOptions,
  ...environmentOptions,
  render: { type: 'string' },
  'allow-missing': { type: 'string', multiple: true },
  reason: { type: 'string' },
  ...parsedOptions(...settledOptions),
} satisfies Command['options'];

export const writeHelp: OptionHelp[] = [
  ...clusterHelp,
  ...environmentHelp,
  {
    term: '--allow-missing NAME,…',
    text: 'go on without these; they are brought up to date by the next apply (with --reason)',
  },
  { term: '--reason TEXT', text: 'why clusters are left out; kept in those that are not' },
  ...optionHelp(...settledOptions),
  renderHelp,
];

/** Which clusters take part, and which are left out on purpose. */
export interface ChosenClusters {
  chosen: ClusterConfig[];
  /** The others of the configuration. */
  rest: ClusterConfig[];
  missing: { clusters: string[]; reason: string } | undefined;
}

/** @throws UserError for names that there are not, and for clusters that are left out by accident */
export function chooseClusters(
  config: Config,
  values: OptionValues,
  { mayLeaveOut }: { mayLeaveOut: boolean },
): ChosenClusters {
  const all = declaredClusters(config);
  const named = names(values, 'clusters', all);
  const missing = names(values, 'allow-missing', all);
  const reason = textOption(values, 'reason');
  const both = named.find((name) => missing.includes(name));
  if (both !== undefined) {
    throw new UserError(`${both} stands in both --clusters and --allow-missing`);
  }
  if (missing.length > 0 && !reason?.trim()) {
    throw new UserError('--allow-missing needs --reason TEXT: it is kept for who asks later');
  }
  const chosen = all.filter(({ name }) =>
    named.length > 0 ? named.includes(name) : !missing.includes(name),
  );
  const left = all.filter((one) => !chosen.includes(one) && !missing.includes(one.name));
  if (left.length > 0 && !mayLeaveOut) {
    const list = left.map(({ name }) => name).join(',');
    throw new UserError(
      `--clusters leaves out ${list}, so that the clusters would differ. If ${list} cannot be reached: ` +
        `--allow-missing ${list} --reason TEXT`,
    );
  }
  if (chosen.length === 0) throw new UserError('no cluster is left to work on');
  return {
    chosen,
    rest: all.filter((one) => !chosen.includes(one)),
    missing: missing.length > 0 && reason ? { clusters: missing, reason } : undefined,
  };
}

/** What the options say about a deployment. */
export function deployChoices(
  config: Config,
  values: OptionValues,
): Pick<PlanChoices, 'force' | 'takeOver' | 'createNamespaces' | 'acceptChanges' | 'prune'> {
  const limit = numberOption(values, pruneLimit.option) ?? config.deploy.pruneLimit;
  return {
    force: values[forceConflicts.option] === true,
    takeOver: values[takeOver.option] === true,
    createNamespaces: values[createNamespaces.option] === true,
    acceptChanges: values[acceptChanges.option] === true,
    ...(values[prune.option] === true && { prune: { limit } }),
  };
}

/** What the options say about how it is applied. */
export function applyChoices(values: OptionValues, { cwd, env }: Io): ApplyChoices {
  const folder = textOption(values, 'state-dir');
  const seconds = numberOption(values, 'verify-timeout');
  const strategy = textOption(values, strategySetting.option);
  const onFailure = values['on-failure'] ?? 'rollback';
  return {
    env,
    repositories: repositoriesOf(cwd),
    commit: commitOf(cwd, env),
    ...(folder !== undefined && { stateFolder: resolve(cwd, folder) }),
    ...(seconds !== undefined && { verifyTimeoutMs: seconds * 1000 }),
    ...(strategy !== undefined && {
      strategy: oneOf('--strategy', strategy, strategies),
    }),
    onFailure: oneOf('--on-failure', onFailure, ['rollback', 'stop']),
    lockWaitSeconds: numberOption(values, 'lock-timeout') ?? lockWaitSeconds,
  };
}

/** @throws UserError for what is no whole number from 0 on */
export function numberOption(values: OptionValues, name: string): number | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UserError(`--${name} takes a whole number, not "${text}"`);
}

function names(values: OptionValues, option: string, clusters: readonly ClusterConfig[]): string[] {
  const given = [values[option] ?? []].flat().flatMap((text) => String(text).split(','));
  const known = clusters.map(({ name }) => name);
  return given
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      if (known.includes(name)) return name;
      const near = didYouMean(name, known);
      throw new UserError(
        `--${option}: no cluster is called "${name}"${near ? `; did you mean "${near}"?` : `; there are ${known.join(', ')}`}`,
      );
    });
}
