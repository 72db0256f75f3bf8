import { resolve } from 'node:path';
import type { ClusterConfig, Config } from '../config/config.js';
import { declaredClusters } from '../config/declared-clusters.js';
import { lockWaitSeconds } from '../deploy/lock.js';
import { UserError } from '../foundation/errors.js';
import { repositoriesOf } from '../sources/repositories.js';
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
import type { Io } from './io.js';

/** Options of the commands that work on clusters. */
export const clusterOptions = {
  clusters: { type: 'string', multiple: true },
  'lock-timeout': { type: 'string' },
} satisfies Command['options'];

export const clusterHelp: OptionHelp[] = [
  { term: '--clusters NAME,…', text: 'only these clusters of the configuration' },
  {
    term: '--lock-timeout SECONDS',
    text: 'how long to wait for another run to end (default: 90)',
  },
];

/** Options of the commands that write manifests, or say what would be written. */
export const writeOptions = {
  ...clusterOptions,
  ...environmentOptions,
  render: { type: 'string' },
  'allow-missing': { type: 'string', multiple: true },
  reason: { type: 'string' },
  'force-conflicts': { type: 'boolean' },
  'take-over': { type: 'boolean' },
  prune: { type: 'boolean' },
  'prune-limit': { type: 'string' },
  'create-namespaces': { type: 'boolean' },
  'accept-changes': { type: 'boolean' },
} satisfies Command['options'];

export const writeHelp: OptionHelp[] = [
  ...clusterHelp,
  ...environmentHelp,
  {
    term: '--allow-missing NAME,…',
    text: 'go on without these; they are brought up to date by the next apply (with --reason)',
  },
  { term: '--reason TEXT', text: 'why clusters are left out; kept in those that are not' },
  {
    term: '--force-conflicts',
    text: 'take over fields that another field manager owns',
  },
  {
    term: '--take-over',
    text: 'take objects from another environment, and the environment from another repository',
  },
  {
    term: '--prune',
    text: 'delete what was applied before and has no manifest any more',
  },
  {
    term: '--prune-limit N',
    text: 'refuse to delete more than N objects in a cluster (default: 10)',
  },
  { term: '--create-namespaces', text: 'create namespaces that are missing' },
  {
    term: '--accept-changes',
    text: 'go on where requests would fail that do not by the manifests',
  },
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
  const limit = numberOption(values, 'prune-limit') ?? config.deploy.pruneLimit;
  return {
    force: values['force-conflicts'] === true,
    takeOver: values['take-over'] === true,
    createNamespaces: values['create-namespaces'] === true,
    acceptChanges: values['accept-changes'] === true,
    ...(values['prune'] === true && { prune: { limit } }),
  };
}

/** What the options say about how it is applied. */
export function applyChoices(values: OptionValues, { cwd, env }: Io): ApplyChoices {
  const folder = textOption(values, 'state-dir');
  const seconds = numberOption(values, 'verify-timeout');
  const strategy = textOption(values, 'strategy');
  const onFailure = values['on-failure'] ?? 'rollback';
  return {
    env,
    repositories: repositoriesOf(cwd),
    ...(folder !== undefined && { stateFolder: resolve(cwd, folder) }),
    ...(seconds !== undefined && { verifyTimeoutMs: seconds * 1000 }),
    ...(strategy !== undefined && {
      strategy: oneOf('--strategy', strategy, ['one-cluster-first', 'parallel']),
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
