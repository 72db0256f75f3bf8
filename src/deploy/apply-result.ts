import type { ClusterProblem, FieldConflict } from '../cluster/cluster-error.js';
import type { Debt } from './debts.js';
import type { Evacuation } from './evacuation.js';
import type { GateResult } from './gate-result.js';
import type { UnsentObject } from './unsent-object.js';
import type { RestoreOutcome } from './restore.js';
import type { Verified } from './verified.js';

/**
 * What became of an apply. This object as it is, is the output of `apply --format json`:
 *
 * ```
 * {version: 1, dryRun, outcome: "applied"|"checked"|"refused"|"stopped"|"rolled-back"|"incomplete", message, run?, stateFile?,
 *  warnings: [text], evacuation?: {region, others, share, by, run, since, until}, notSent: [{kind, group, namespace, name, file, line}], gates?: [{gate, after: [cluster], outcome: "held"|"failed", text}], debts: [{cluster, since, by, run, reason}],
 *  clusters: [{cluster, reachable, server, serverVersion?, problem?, message?, verification?,
 *    verified?: {by: ["status"|"istiod"|"probe"], text, proxies?: {gateways: {total, current}, others: {total, current}}},
 *    objects: [{kind, namespace, name, file?, line?, column?, result: "created"|"configured"|"unchanged"|"pruned"|"unstated"|"terminating"|"failed"|"skipped",
 *      problem?, message?, conflicts?: [{manager, field}], warnings?: [text], rolledBack?: {outcome, message?}}]}],
 *  summary: {created, configured, unchanged, pruned, unstated, terminating, failed, skipped}}
 * ```
 */
export interface ApplyResult {
  version: 1;
  /** True: nothing was written, the results say what would be. */
  dryRun: boolean;
  /**
   * `applied`: everything was written; `checked`: the dry run found nothing in the way; `refused`: the checks before the first
   * write failed, nothing was changed in any cluster; `rolled-back`: a write failed, and every cluster is as it was before;
   * `incomplete`: a write failed, and not everything could be put back; `stopped`: a write failed, what came before it is written.
   */
  outcome: 'applied' | 'checked' | 'refused' | 'stopped' | 'rolled-back' | 'incomplete';
  /** The outcome for people: what was changed where, and what was not. */
  message: string;
  /** Names the run in the clusters' records; undefined: there was nothing to write. */
  run?: string;
  /** Where the state before is kept on disk, while it may still be needed. */
  stateFile?: string;
  /** What may mislead; no failure. */
  warnings: string[];
  /** The region that is taken out of the split in the clusters, which the objects that are sent keep so; absent: none is. */
  evacuation?: Evacuation;
  /** What is in the manifests and of a kind that is not sent: the clusters must have it from elsewhere. */
  notSent: UnsentObject[];
  /** What was asked before the next clusters were written, in its order; absent: nothing was. */
  gates?: GateResult[];
  /** Clusters that were left out of deployments and have not been brought up to date yet. */
  debts: Debt[];
  /** In the order of the configuration. */
  clusters: ClusterResult[];
  /** How many objects have each result, over all clusters. */
  summary: Record<ObjectOutcome, number>;
}

export interface ClusterResult {
  /** Its name in the configuration. */
  cluster: string;
  /** The API server answered. */
  reachable: boolean;
  /** The address of the API server, without credentials. */
  server: string;
  /** The version of Kubernetes. */
  serverVersion?: string;
  /** What is wrong with the cluster as a whole. */
  problem?: ClusterProblem;
  /** The problem in one sentence. */
  message?: string;
  /** Whether its control plane has said that it has what was written. */
  verification?: 'reported' | 'not-reported';
  /** Who has confirmed that what was written is in effect, and what was seen; absent: nothing was written, or nobody was to be asked. */
  verified?: Verified;
  /** In the order of the manifests' kinds; what no manifest states comes last. */
  objects: ObjectResult[];
}

/**
 * `unstated`: it was applied once and is in no manifest any more, and it stays; `terminating`: deleted, but finalizers still
 * hold it; `skipped`: not attempted. In a dry run: what would happen.
 */
export type ObjectOutcome =
  | 'created'
  | 'configured'
  | 'unchanged'
  | 'pruned'
  | 'unstated'
  | 'terminating'
  | 'failed'
  | 'skipped';

export interface ObjectResult {
  /** As in the manifest. */
  kind: string;
  /** In which it is. */
  namespace: string;
  /** As in the manifest. */
  name: string;
  /** Where the manifest is, relative to the working folder; line and column count from 1. What no manifest states has none. */
  file?: string;
  /**
   * Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  line?: number;
  /**
   * Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  column?: number;
  /** What was done. */
  result: ObjectOutcome;
  /** Why it failed. */
  problem?: ClusterProblem;
  /** The problem in one sentence. */
  message?: string;
  /** The fields that others own, if that is why it failed. */
  conflicts?: FieldConflict[];
  /** What the API server warns about. */
  warnings?: string[];
  /** What became of it when the run was rolled back. */
  rolledBack?: { outcome: RestoreOutcome; message?: string };
}

export function hasFailed({ outcome }: ApplyResult): boolean {
  return outcome !== 'applied' && outcome !== 'checked';
}
