import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import type { DeployEnvironment } from '../deploy/environment.js';
import { problem, type Check, type ClusterCheck } from './check.js';
import { checkAccess } from './check-access.js';
import { checkHealth, checkRegions } from './check-health.js';
import { checkRivals } from './check-rivals.js';
import { readDrillRecord } from './drill-record.js';
import type { DrillTerms } from './drill-terms.js';
import type { DrillChange } from './field-change.js';
import type { ClusterState } from './look-at-cluster.js';

export interface PreflightOptions {
  /** Whose locks and records these are. */
  environment: DeployEnvironment;
  /** The user says that nobody will undo the changes. */
  controllersPaused: boolean;
  terms: DrillTerms;
}

/** Whether what a drill does to a cluster is safe, and whether we may do it. Changes nothing. */
export async function preflightCluster(
  state: ClusterState,
  changes: readonly DrillChange[],
  options: PreflightOptions,
): Promise<Check[]> {
  const { cluster } = state;
  const { environment, terms } = options;
  const about = (checks: readonly ClusterCheck[]) =>
    checks.map((check) => ({ cluster: cluster.name, ...check }));
  return about([
    ...(await checkRecord(cluster, environment, terms)),
    ...(await checkAccess(cluster, changes, environment.namespace)),
    ...checkHealth(state),
    ...checkRegions(state),
    ...(await checkRivals(state, changes, options)),
  ]);
}

async function checkRecord(
  cluster: Cluster,
  environment: DeployEnvironment,
  { restore }: DrillTerms,
): Promise<ClusterCheck[]> {
  const record = await readDrillRecord(cluster, environment);
  if (!record) return [];
  const { scenario, startedAt, holder } = record;
  return [
    problem(
      `a drill (${scenario}, of ${holder}, ${startedAt}) has left changes here: undo them first with ${restore}`,
    ),
  ];
}

/** A cluster that cannot even be looked at. */
export function unreachable(cluster: string, error: unknown): Check {
  if (!(error instanceof ClusterError)) throw error;
  return { cluster, ...problem(error.message) };
}
