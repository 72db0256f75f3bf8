import type { Cluster } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import type { DeployObject } from './deploy-object.js';
import { deployOptionTerms, type DeployTerms } from './deploy-terms.js';
import type { Predicted } from './deployed-table.js';
import type { DeployEnvironment } from './environment.js';
import type { EvacuationForecast } from './evacuation-forecast.js';
import type { CheckedCluster } from './gate.js';
import type { Gate } from './gates.js';
import { lockWaitSeconds } from './lock.js';
import type { RunBehaviour } from './run-behaviour.js';
import { historyLimits, type HistoryLimits } from './run-history.js';
import type { UnsentObject } from './unsent-object.js';
import type { Progress } from './progress.js';
import type { EvacuationOrder } from './under-evacuation.js';
import { deletionWaitMs } from './terminating.js';
import type { AskedClusters } from './unfinished-run.js';
import type { VerifySettings } from './verify-settings.js';

/** Owns the fields that we set. */
export const defaultFieldManager = 'mesh-failover';

/**
 * `one-cluster-first`: one is written and verified before the others are touched; `parallel`: all at the same time. Clusters that
 * an earlier deployment left out always come first.
 */
export const strategies = ['one-cluster-first', 'parallel'] as const;
export type Strategy = (typeof strategies)[number];

export interface ApplyInput extends AskedClusters {
  objects: readonly DeployObject[];
  /** What of the manifests is not sent, for the result. Default: nothing. */
  notSent?: readonly UnsentObject[];
  /** In the order of the configuration, each named as there. */
  clusters: readonly Cluster[];
  /** Clusters of the configuration that are left out, and why; they are remembered as debts. */
  missing?: { clusters: readonly string[]; reason: string };
  environment: DeployEnvironment;
  /** What predictions are made from; undefined: there are none. */
  predicted?: Predicted;
  /** What the configuration says about Istio; another version is a warning. */
  istio?: Pick<Config, 'profile' | 'rootNamespace'>;
  /** Who or what runs this: a person on a machine, or the address of a workflow run. */
  by: string;
  /** Names this run; unique. */
  run: string;
  /** Who this is, for whom the environment belongs to: any of these names. Default: not known. */
  owners?: readonly string[];
  /** Takes the environment, and objects, from whom they belong to. */
  takeOver?: boolean;
  /** Where the state before is kept on disk. */
  stateFolder: string;
  /** Only the checks; the result says what would be done. */
  dryRun?: boolean;
  fieldManager?: string;
  /** Takes fields over from other managers. */
  force?: boolean;
  /** Deletes members of the set that no manifest states, but no more than the limit. */
  prune?: { limit: number };
  createNamespaces?: boolean;
  /** Goes on where the clusters will behave worse than the manifests say. */
  acceptChanges?: boolean;
  strategy?: Strategy;
  onFailure?: 'rollback' | 'stop';
  /** How long a control plane may take to report; 0: it is not waited for. */
  verifyTimeoutMs?: number;
  /** How it is verified beside the status of objects. Default: not. */
  verify?: VerifySettings;
  /** What must hold before the next wave of clusters is written. Default: nothing. */
  gates?: readonly Gate[];
  lockWaitSeconds?: number;
  /** How long objects that are deleted may wait for their finalizers. Default: 20 s. */
  deletionWaitMs?: number;
  /** Further reasons to refuse, from what the checks found: a plan that the clusters have left behind. */
  refuse?: (checked: readonly CheckedCluster[]) => string[];
  /** Gets what the checks found, before anything is written. */
  onChecked?: (checked: readonly CheckedCluster[]) => void;
  /** The commit that the objects are from, for the history. */
  commit?: string;
  /** What the run makes of the evacuation in force: then only what that concerns is written. Default: it holds until it expires. */
  evacuation?: EvacuationOrder;
  /** Gets what callers will notice of the evacuation, before anything is written. */
  onForecast?: (forecast: EvacuationForecast) => void;
  /** When evacuations count as expired. Default: now. */
  now?: Date;
  /** What it changes for callers, where that was predicted before; default: it is predicted. */
  behaviour?: RunBehaviour;
  /** How much of its history a cluster keeps. Default: `historyLimits`. */
  history?: HistoryLimits;
  /** Ends the run and rolls it back. */
  signal?: AbortSignal;
  progress?: Progress;
  /** What settings are called in messages. Default: those of the command line. */
  terms?: DeployTerms;
}

export function withDefaults(input: ApplyInput) {
  return {
    ...input,
    dryRun: input.dryRun ?? false,
    fieldManager: input.fieldManager ?? defaultFieldManager,
    force: input.force ?? false,
    owners: input.owners ?? [],
    takeOver: input.takeOver ?? false,
    createNamespaces: input.createNamespaces ?? false,
    acceptChanges: input.acceptChanges ?? false,
    notSent: input.notSent ?? [],
    strategy: input.strategy ?? 'one-cluster-first',
    onFailure: input.onFailure ?? ('rollback' as const),
    verifyTimeoutMs: input.verifyTimeoutMs ?? 60000,
    gates: input.gates ?? [],
    verify: input.verify ?? { istiod: undefined, probes: new Map() },
    deletionWaitMs: input.deletionWaitMs ?? deletionWaitMs,
    lockWaitSeconds: input.lockWaitSeconds ?? lockWaitSeconds,
    signal: input.signal ?? new AbortController().signal,
    progress: input.progress ?? (() => {}),
    terms: input.terms ?? deployOptionTerms,
    history: input.history ?? historyLimits,
  };
}

export type ApplyOptions = ReturnType<typeof withDefaults>;
