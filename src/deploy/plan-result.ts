import type { ClusterProblem, FieldConflict } from '../cluster/cluster-error.js';
import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import type { BehaviourChange } from '../traffic/behaviour-change.js';
import type { ClusterChange } from './cluster-changes.js';
import type { Debt } from './debts.js';
import type { Evacuation } from './evacuation.js';
import type { UnsentObject } from './unsent-object.js';
import type { OwnerChange } from './owner-changes.js';
import type { FieldChange } from './field-changes.js';

/**
 * What an apply would do, and what that changes for callers. This object, with the behaviour as `check` gives it, is the output of
 * `plan --format json` (docs/output.md).
 */
export interface PlanResult {
  version: 1;
  /** The name under which the clusters are deployed and locked together. */
  environment: string;
  /** Why an apply would be refused; empty: it would go through. */
  refusals: string[];
  /** What may mislead; no reason to refuse. */
  warnings: string[];
  /** The region that is taken out of the split in the clusters, which an apply keeps so and which is no drift; absent: none is. */
  evacuation?: Evacuation;
  /** What is in the manifests and of a kind that is not sent: the clusters must have it from elsewhere. */
  notSent: UnsentObject[];
  /** Clusters that deployments have left out, and that are not up to date yet. */
  debts: Debt[];
  /** In the order of the configuration. */
  clusters: PlanCluster[];
  /** The predicted table with what is in the clusters now, and with what would be; undefined where that is not known. */
  behaviour?: ExplainedChanges;
  /**
   * Cases whose prediction from what the clusters hold now is worse than that of the manifests, which is their `before`; missing
   * where there are none. The text says why.
   */
  drift?: { changes: BehaviourChange[]; text: string };
  /** How many objects have each action, over all clusters. */
  summary: Record<PlanAction, number>;
}

export interface PlanCluster {
  /** Its name in the configuration. */
  cluster: string;
  /** The API server answered. */
  reachable: boolean;
  /** The address of the API server, without credentials. */
  server: string;
  /** The version of Kubernetes. */
  serverVersion?: string;
  /** The version of the control plane. */
  istioVersion?: string;
  /** The last run that ended well there: what it was, by whom and when (ISO 8601). */
  applied?: { run: string; by: string; at: string };
  /** What is wrong with the cluster as a whole. */
  problem?: ClusterProblem;
  /** The problem in one sentence. */
  message?: string;
  /** In the order in which an apply writes them. */
  objects: PlanObject[];
}

/**
 * `adopt`: only who manages its fields changes; `unstated`: it was applied once and no manifest states it any more, `--prune`
 * would delete it; `conflict`: others own fields that would change; `refused`: the API server does not accept it, or it is not
 * known whether it would.
 */
export type PlanAction =
  'create' | 'change' | 'adopt' | 'unchanged' | 'prune' | 'unstated' | 'conflict' | 'refused';

export interface PlanObject {
  /** As in the manifest. */
  kind: string;
  /** In which it is. */
  namespace: string;
  /** As in the manifest. */
  name: string;
  /** Where the manifest is; what has none is only in the cluster. */
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
  /** What an apply would do. */
  action: PlanAction;
  /** Field by field, from the API server's dry run; of a new object nothing is listed. */
  fields: FieldChange[];
  /** Fields of others that become ours, alone or with them; missing: none. */
  owners?: OwnerChange[];
  /** The fields that the cluster has otherwise than the manifest says, after an apply; missing: none. */
  otherwise?: ClusterChange[];
  /** The GitOps controller that keeps the object. */
  owner?: string;
  /** The other environment that it belongs to: its name, repository, run, time, as far as they are known. */
  belongsTo?: string;
  /** Why it could not be applied. */
  problem?: ClusterProblem;
  /** The problem in one sentence. */
  message?: string;
  /** The fields that others own. */
  conflicts?: FieldConflict[];
  /** What the API server warns about. */
  warnings?: string[];
}

/** Whether an apply would change anything. */
export function hasChanges({ summary }: PlanResult): boolean {
  return summary.create + summary.change + summary.adopt + summary.prune > 0;
}

/** Whether the clusters are not what the manifests say. */
export function hasDrift(result: PlanResult): boolean {
  const { summary, debts, drift } = result;
  const { unstated, conflict, refused } = summary;
  return (
    hasChanges(result) ||
    unstated + conflict + refused > 0 ||
    debts.length > 0 ||
    drift !== undefined
  );
}
