import { info } from '@actions/core';
import type { Config } from '../config/config.js';
import type { RestoredCluster } from '../drill/restore-drill.js';
import { safeLines } from '../foundation/safe-text.js';
import { restoredText } from '../report/restored-text.js';
import { restoreDrills } from '../work/restore-drills.js';
import { cancellation } from './cancellation.js';
import { hookOf } from './drill-clusters.js';
import { drillInputTerms as terms } from './drill-input-terms.js';
import { inGroup } from './in-group.js';
import type { Inputs } from './inputs.js';
import { withClusters, type ClusterAccess } from './with-clusters.js';

/**
 * Undoes in every cluster of the configuration what a drill that was killed has left there. A workflow that is cancelled ends it
 * after the cluster it is at.
 *
 * @returns What became of each cluster.
 */
export function restoreFromAction(
  config: Config,
  inputs: Pick<Inputs, 'outageHook'>,
  access: ClusterAccess,
): Promise<RestoredCluster[]> {
  const { signal, begin, cancel } = cancellation();
  return inGroup('Restoring what a drill has left', () =>
    withClusters(
      config,
      access,
      (clusters, env) => {
        begin();
        return restoreDrills(config, clusters, {
          ...{ terms, signal },
          hook: hookOf(inputs, access, env),
          tell: (message) => info(safeLines(message)),
          onRestored: (restored) => info(restoredText(restored).trimEnd()),
        });
      },
      cancel,
    ),
  );
}
