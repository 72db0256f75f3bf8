import { endGroup, info, startGroup } from '@actions/core';
import type { Cluster } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import { apply } from '../deploy/apply.js';
import type { ApplyResult } from '../deploy/apply-result.js';
import { deployObjects } from '../deploy/objects-of.js';
import { planCluster } from '../deploy/plan.js';
import type { PlanCluster } from '../deploy/plan-result.js';
import { deploySettings } from '../deploy/settings.js';
import type { Project } from '../project/project.js';
import { safeText } from '../foundation/safe-text.js';
import { progressLine } from './progress-line.js';
import { withClusters, type ClusterAccess } from './with-clusters.js';

export interface ApplyOptions extends ClusterAccess {
  dryRun: boolean;
  /** Gets what would change in each cluster, field by field, before anything is written. */
  onPlan: (plan: readonly PlanCluster[]) => void;
}

/**
 * Applies what was checked to every cluster of the configuration, or to none.
 *
 * @param config That of merged code.
 */
export async function applyToClusters(
  { mesh }: Project,
  config: Config,
  { dryRun, onPlan, ...access }: ApplyOptions,
): Promise<ApplyResult> {
  const controller = new AbortController();
  let hasBegun = false;
  const cancel = () => {
    controller.abort(new Error('the workflow was cancelled'));
    // What has been written is put back; before that there is nothing to put in order.
    return hasBegun;
  };
  const work = (clusters: Cluster[]) =>
    apply({
      ...deploySettings(config, access.env),
      objects: deployObjects(mesh),
      clusters,
      dryRun,
      onChecked: (checked) => onPlan(checked.map((each) => planCluster(each, false))),
      signal: controller.signal,
      progress: (event) => {
        if (event.step === 'captured') hasBegun = true;
        info(safeText(progressLine(event)));
      },
    });
  startGroup(dryRun ? 'Trying it on every cluster' : 'Applying to every cluster');
  try {
    return await withClusters(config, access, work, cancel);
  } finally {
    endGroup();
  }
}
