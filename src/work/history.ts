import type { Cluster } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import { readHistory, type HistoryResult } from '../deploy/history.js';
import { deployEnvironment } from '../deploy/settings.js';

/** Who applied what to these clusters, as far as they keep it. */
export function historyOf(
  { deploy }: Config,
  clusters: readonly Cluster[],
): Promise<HistoryResult> {
  return readHistory({ clusters, environment: deployEnvironment(deploy) });
}
