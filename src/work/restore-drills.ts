import type { Config } from '../config/config.js';
import type { OtherCluster } from '../deploy/unfinished-run.js';
import type { DrillTerms } from '../drill/drill-terms.js';
import type { OutageHook } from '../drill/outage-hook.js';
import { restoreDrillOrSay, type RestoredCluster } from '../drill/restore-drill.js';

export interface RestoreChoices {
  /** Lets endpoints work again that a program made fail; undefined: nothing can. */
  hook: OutageHook | undefined;
  terms: DrillTerms;
  /** Ends it after the cluster it is at: one that is half restored would help nobody. */
  signal: AbortSignal;
  /** Gets what is waited for. */
  tell: (message: string) => void;
  /** Gets each cluster when it is done. */
  onRestored: (restored: RestoredCluster) => void;
}

/**
 * Undoes in every cluster what a drill that died has left there. A cluster that cannot be restored, or has no credentials, does not keep
 * the others from it.
 *
 * @returns What became of each cluster, in their order.
 */
export async function restoreDrills(
  { deploy, clusters: declared = [] }: Config,
  clusters: readonly OtherCluster[],
  { hook, terms, signal, tell, onRestored }: RestoreChoices,
): Promise<RestoredCluster[]> {
  const environment = { name: deploy.environment, namespace: deploy.namespace };
  const all: RestoredCluster[] = [];
  for (const cluster of clusters) {
    const { name } = cluster;
    const untouched = { cluster: name, record: undefined, undone: [] };
    const context = declared.find((one) => one.name === name)?.context;
    const restored = signal.aborted
      ? { ...untouched, problem: 'not looked at: it was interrupted before' }
      : 'unusable' in cluster
        ? { ...untouched, problem: cluster.unusable }
        : await restoreDrillOrSay({ cluster, context, terms }, environment, hook, tell);
    onRestored(restored);
    all.push(restored);
  }
  return all;
}
