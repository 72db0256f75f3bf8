import { endGroup, info, startGroup } from '@actions/core';
import type { Cluster } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import { restoreDrillOrSay, type RestoredCluster } from '../drill/restore-drill.js';
import { restoredText } from '../report/restored-text.js';
import { safeLines } from '../foundation/safe-text.js';
import { hookOf } from './drill-clusters.js';
import { drillInputTerms } from './drill-input-terms.js';
import type { Inputs } from './inputs.js';
import { withClusters, type ClusterAccess } from './with-clusters.js';

/**
 * Undoes in every cluster of the configuration what a drill that was killed has left there. A cluster that cannot be restored
 * does not keep the others from it, and a workflow that is cancelled ends it after the cluster it is at.
 *
 * @returns What became of each cluster.
 */
export async function restoreClusters(
  config: Config,
  inputs: Pick<Inputs, 'outageHook'>,
  access: ClusterAccess,
): Promise<RestoredCluster[]> {
  const { environment: name, namespace } = config.deploy;
  let [hasBegun, isCancelled] = [false, false];
  const cancel = () => {
    isCancelled = true;
    return hasBegun;
  };
  const work = async (clusters: Cluster[], env: NodeJS.ProcessEnv) => {
    const hook = hookOf(inputs, access, env);
    const restored: RestoredCluster[] = [];
    hasBegun = true;
    for (const [index, cluster] of clusters.entries()) {
      if (isCancelled) {
        const problem = 'not looked at: the workflow was cancelled';
        restored.push({ cluster: cluster.name, record: undefined, undone: [], problem });
        continue;
      }
      const context = config.clusters?.[index]?.context;
      const place = { cluster, context, terms: drillInputTerms };
      const tell = (message: string) => info(safeLines(message));
      const own = await restoreDrillOrSay(place, { name, namespace }, hook, tell);
      info(restoredText(own).trimEnd());
      restored.push(own);
    }
    return restored;
  };
  startGroup('Restoring what a drill has left');
  try {
    return await withClusters(config, access, work, cancel);
  } finally {
    endGroup();
  }
}
