import { setTimeout as sleep } from 'node:timers/promises';
import { serviceWorkloads } from '../cluster/service-workloads.js';
import type { DeployEnvironment } from '../deploy/environment.js';
import { plural } from '../foundation/plural.js';
import { readDrillRecord } from './drill-record.js';
import type { DrillTerms } from './drill-terms.js';
import type { ClusterState } from './look-at-cluster.js';

const pollMs = 1000;

export interface LookAgainOptions {
  environment: DeployEnvironment;
  terms: DrillTerms;
  /** For so long endpoints may come back; 0: they have to be there. */
  seconds: number;
  /** Whether the lock is still ours. */
  isHeld(): boolean;
  signal: AbortSignal;
}

/**
 * Whether an outage may still be made: the lock is ours, no drill has left changes, and each cluster has as many ready endpoints as
 * when the drill was prepared.
 *
 * @throws Error that says why not
 */
export async function lookAgain(
  states: readonly Pick<ClusterState, 'cluster' | 'service' | 'ready'>[],
  { environment, terms, seconds, isHeld, signal }: LookAgainOptions,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  for (const { cluster, service, ready } of states) {
    const record = await readDrillRecord(cluster, environment);
    if (record) {
      throw new Error(
        `stopped: cluster ${cluster.name} holds changes of a drill (${record.scenario}, of ${record.holder}); undo them with ${terms.restore}`,
      );
    }
    const { name, namespace = 'default' } = service.metadata;
    for (;;) {
      signal.throwIfAborted();
      const { endpoints } = await serviceWorkloads(cluster, { namespace, name });
      const count = endpoints.filter((endpoint) => endpoint.ready).length;
      if (count >= ready) break;
      if (performance.now() >= deadline) {
        throw new Error(
          `stopped: cluster ${cluster.name} has ${plural(count, 'ready endpoint')}, not the ${ready} of before; no further outage is made`,
        );
      }
      await sleep(pollMs);
    }
  }
  if (!isHeld()) {
    throw new Error('stopped: the lock in a cluster was lost, so another run may be changing it');
  }
}
