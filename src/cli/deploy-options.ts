import { resolve } from 'node:path';
import { connect } from '../cluster/connect.js';
import type { Cluster } from '../cluster/cluster.js';
import type { ClusterConfig, Config } from '../config/config.js';
import { declaredClusters } from '../config/declared-clusters.js';
import type { ApplyInput } from '../deploy/apply.js';
import { deploySettings } from '../deploy/settings.js';
import type { OtherCluster } from '../deploy/unfinished-run.js';
import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { safeText } from '../foundation/safe-text.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { oneOf, textOption } from './common-options.js';
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
    text: 'how long to wait for another run to end (default: 60)',
  },
];

/** Options of the commands that write manifests, or say what would be written. */
export const writeOptions = {
  ...clusterOptions,
  'allow-missing': { type: 'string', multiple: true },
  reason: { type: 'string' },
  'force-conflicts': { type: 'boolean' },
  prune: { type: 'boolean' },
  'prune-limit': { type: 'string' },
  'create-namespaces': { type: 'boolean' },
} satisfies Command['options'];

export const writeHelp: OptionHelp[] = [
  ...clusterHelp,
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
    term: '--prune',
    text: 'delete what was applied before and has no manifest any more',
  },
  {
    term: '--prune-limit N',
    text: 'refuse to delete more than N objects in a cluster (default: 10)',
  },
  { term: '--create-namespaces', text: 'create namespaces that are missing' },
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

/** Makes clusters usable; nothing is sent yet. */
export async function connectAll(clusters: readonly ClusterConfig[], io: Io): Promise<Cluster[]> {
  const connected: Cluster[] = [];
  for (const cluster of clusters) connected.push(await connectTo(cluster, io));
  return connected;
}

/** The same for one. */
export function connectTo(cluster: ClusterConfig, { env, stderr }: Io): Promise<Cluster> {
  const warn = (text: string) => stderr.write(`warning: ${safeText(text)}\n`);
  return connect(cluster, { env, warn });
}

/** The same for clusters that are only to be asked: there need not be credentials for them. */
export async function connectOthers(
  clusters: readonly ClusterConfig[],
  io: Io,
): Promise<OtherCluster[]> {
  const others: OtherCluster[] = [];
  for (const cluster of clusters) {
    try {
      others.push(await connect(cluster, { env: io.env }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      others.push({ name: cluster.name, unusable: error.message });
    }
  }
  return others;
}

/** What the options and the configuration say about a deployment. */
export function applyOptions(
  config: Config,
  values: OptionValues,
  io: Io,
): Omit<ApplyInput, 'objects' | 'clusters' | 'others'> {
  const settings = deploySettings(config, io.env);
  const folder = textOption(values, 'state-dir');
  const limit = numberOption(values, 'prune-limit') ?? config.deploy.pruneLimit;
  const seconds = numberOption(values, 'verify-timeout');
  const strategies = ['one-cluster-first', 'parallel'] as const;
  return {
    ...settings,
    ...(folder !== undefined && { stateFolder: resolve(io.cwd, folder) }),
    ...(seconds !== undefined && { verifyTimeoutMs: seconds * 1000 }),
    ...(values['prune'] === true && { prune: { limit } }),
    force: values['force-conflicts'] === true,
    createNamespaces: values['create-namespaces'] === true,
    strategy: oneOf('--strategy', values['strategy'] ?? settings.strategy, strategies),
    onFailure: oneOf('--on-failure', values['on-failure'] ?? 'rollback', ['rollback', 'stop']),
    lockWaitSeconds: numberOption(values, 'lock-timeout') ?? 60,
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
