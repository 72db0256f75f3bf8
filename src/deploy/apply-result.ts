import type { ClusterProblem, FieldConflict } from '../cluster/cluster-error.js';

/**
 * What became of an apply. This object as it is, is the output of `apply --format json`:
 *
 * ```
 * {version: 1, dryRun, outcome: "applied"|"checked"|"refused"|"stopped", message, warnings: [text],
 *  clusters: [{cluster, reachable, server, serverVersion?, problem?, message?,
 *    objects: [{kind, namespace, name, file, line, column, result: "created"|"configured"|"unchanged"|"failed"|"skipped",
 *      problem?, message?, conflicts?: [{manager, field}], warnings?: [text]}]}],
 *  summary: {created, configured, unchanged, failed, skipped}}
 * ```
 */
export interface ApplyResult {
  version: 1;
  /** True: nothing was written, the results say what would be. */
  dryRun: boolean;
  /**
   * `applied`: everything was written; `checked`: the dry run found nothing in the way; `refused`: the checks before the first
   * write failed, nothing was changed in any cluster; `stopped`: a write failed, what came before it is written.
   */
  outcome: 'applied' | 'checked' | 'refused' | 'stopped';
  /** The outcome for people: what was changed where, and what was not. */
  message: string;
  warnings: string[];
  /** In the order of the configuration. */
  clusters: ClusterResult[];
  summary: Record<ObjectOutcome, number>;
}

export interface ClusterResult {
  cluster: string;
  /** The API server answered. */
  reachable: boolean;
  server: string;
  serverVersion?: string;
  /** What is wrong with the cluster as a whole. */
  problem?: ClusterProblem;
  message?: string;
  /** In the order of writing. */
  objects: ObjectResult[];
}

/** `skipped`: not attempted. In a dry run: what would happen. */
export type ObjectOutcome = 'created' | 'configured' | 'unchanged' | 'failed' | 'skipped';

export interface ObjectResult {
  kind: string;
  namespace: string;
  name: string;
  /** Where the manifest is, relative to the working folder; line and column count from 1. */
  file: string;
  line: number;
  column: number;
  result: ObjectOutcome;
  problem?: ClusterProblem;
  message?: string;
  /** The fields that others own, if that is why it failed. */
  conflicts?: FieldConflict[];
  /** What the API server warns about. */
  warnings?: string[];
}

export function hasFailed({ outcome }: ApplyResult): boolean {
  return outcome === 'refused' || outcome === 'stopped';
}
