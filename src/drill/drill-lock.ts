import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Cluster } from '../cluster/cluster.js';
import { lock, type Lock, type LockOptions } from '../deploy/lock.js';
import { drillFieldManager } from './field-change.js';

/** Seconds; short, so that what a dead drill has left can be restored soon. */
export const lockSeconds = 15;

/** In containers the names of machines and the numbers of processes repeat themselves. */
const run = randomUUID();

/** Who drills, for locks and records. */
export function drillHolder(): string {
  return `mesh-failover drill on ${hostname()}, process ${process.pid}, run ${run}`;
}

/** The lock of the environment, which keeps deployments out as well. */
export function lockDrill(
  clusters: readonly Cluster[],
  options: Pick<LockOptions, 'environment' | 'holder' | 'waitSeconds'>,
): Promise<Lock> {
  const durationSeconds = lockSeconds;
  return lock(clusters, { ...options, durationSeconds, fieldManager: drillFieldManager });
}
