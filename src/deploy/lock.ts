import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { interruptible } from '../cluster/interruptible.js';
import { acquireLease, leaseHolder, type HeldLease } from '../cluster/lease.js';
import type { DeployEnvironment } from './environment.js';
import type { Progress } from './progress.js';
import { sameText } from './same-server.js';

export interface LockOptions {
  environment: DeployEnvironment;
  /** Shown to those who find it taken. */
  holder: string;
  fieldManager: string;
  waitSeconds: number;
  /** Without a sign of life for this long the lock counts as abandoned. Default: 30. */
  durationSeconds?: number;
  /** Ends the wait. */
  signal?: AbortSignal | undefined;
  /** Gets who holds the lock where it has to be waited for. */
  progress?: Progress | undefined;
}

/** How long to wait for another run, unless said otherwise: long enough for the lock of one that is dead to end. */
export const lockWaitSeconds = 90;

/** The lock of an environment: a Lease in each of its clusters. */
export interface Lock {
  isHeld(): boolean;
  /** Whether another run held it, so that what was seen before may have changed. */
  readonly hasWaited: boolean;
  /** Asks a cluster whether the lock is still ours there. */
  confirm(cluster: Cluster): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Takes the lock in every cluster, in the order of their names, so that two runs never wait for each other.
 *
 * @throws ClusterError `locked` where another run has it, `unexpected` where two names mean one cluster; then none is kept
 */
export async function lock(clusters: readonly Cluster[], options: LockOptions): Promise<Lock> {
  const { environment, holder, fieldManager, waitSeconds, durationSeconds, signal } = options;
  const leases = new Map<string, HeldLease>();
  let hasWaited = false;
  const release = async () => {
    await Promise.all([...leases.values()].map((lease) => lease.release()));
  };
  const held = new Map<string, Cluster>();
  try {
    for (const cluster of clusters.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const asked = signal ? interruptible(cluster, signal).cluster : cluster;
      await ensureNamespace(asked, environment.namespace, fieldManager);
      const onWait = (other: string) => {
        hasWaited = true;
        options.progress?.({ step: 'waiting', cluster: cluster.name, holder: other });
      };
      const taken = await acquireLease(cluster, {
        ...leaseOf(environment),
        ...{ holder, fieldManager, waitSeconds, signal, onWait },
        ...(durationSeconds !== undefined && { durationSeconds }),
      });
      leases.set(cluster.name, taken);
      if (taken.uid === undefined) continue;
      const same = held.get(taken.uid);
      if (same) throw new ClusterError('unexpected', sameText([same, cluster]));
      held.set(taken.uid, cluster);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return {
    isHeld: () => [...leases.values()].every((lease) => lease.isHeld()),
    hasWaited,
    confirm: async ({ name }) => (await leases.get(name)?.confirm()) ?? false,
    release,
  };
}

/** Whether some run holds the lock of a cluster, dead or alive; undefined: we may not know. */
export async function isLocked(
  cluster: Cluster,
  environment: DeployEnvironment,
): Promise<boolean | undefined> {
  try {
    return (await leaseHolder(cluster, leaseOf(environment))) !== undefined;
  } catch (error) {
    if (error instanceof ClusterError && error.problem === 'forbidden') return undefined;
    throw error;
  }
}

function leaseOf({ namespace, name }: DeployEnvironment) {
  return { namespace, name: `mesh-failover-${name}` };
}

/** Creates a namespace where it is missing; true: it was. */
export async function ensureNamespace(
  cluster: Cluster,
  name: string,
  fieldManager: string,
): Promise<boolean> {
  const key = { apiVersion: 'v1', kind: 'Namespace', name };
  try {
    if (await cluster.get(key)) return false;
  } catch (error) {
    // Who may work in a namespace need not be allowed to look at it.
    if (error instanceof ClusterError && error.problem === 'forbidden') return false;
    throw error;
  }
  const { apiVersion, kind } = key;
  const labels = { 'app.kubernetes.io/managed-by': 'mesh-failover' };
  try {
    await cluster.create({ apiVersion, kind, metadata: { name, labels } }, { fieldManager });
    return true;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    if (error.problem === 'exists') return false;
    const hint = `Create it first: kubectl create namespace ${name}`;
    throw new ClusterError(error.problem, `${error.message}. ${hint}`);
  }
}
