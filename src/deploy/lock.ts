import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { acquireLease, type HeldLease } from '../cluster/lease.js';
import type { DeployEnvironment } from './environment.js';
import { sameText } from './same-server.js';

export interface LockOptions {
  environment: DeployEnvironment;
  /** Shown to those who find it taken. */
  holder: string;
  fieldManager: string;
  waitSeconds: number;
  /** Without a sign of life for this long the lock counts as abandoned. Default: 60. */
  durationSeconds?: number;
}

/** The lock of an environment: a Lease in each of its clusters. */
export interface Lock {
  isHeld(): boolean;
  release(): Promise<void>;
}

/**
 * Takes the lock in every cluster, in the order of their names, so that two runs never wait for each other.
 *
 * @throws ClusterError `locked` where another run has it, `unexpected` where two names mean one cluster; then none is kept
 */
export async function lock(clusters: readonly Cluster[], options: LockOptions): Promise<Lock> {
  const { environment, holder, fieldManager, waitSeconds, durationSeconds } = options;
  const leases: HeldLease[] = [];
  const release = async () => {
    await Promise.all(leases.map((lease) => lease.release()));
  };
  const held = new Map<string, Cluster>();
  try {
    for (const cluster of clusters.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      await ensureNamespace(cluster, environment.namespace, fieldManager);
      const { namespace, name } = environment;
      const lease = { namespace, name: `mesh-failover-${name}`, holder, fieldManager, waitSeconds };
      const lasting = durationSeconds === undefined ? lease : { ...lease, durationSeconds };
      const taken = await acquireLease(cluster, lasting);
      leases.push(taken);
      if (taken.uid === undefined) continue;
      const same = held.get(taken.uid);
      if (same) throw new ClusterError('unexpected', sameText([same, cluster]));
      held.set(taken.uid, cluster);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { isHeld: () => leases.every((lease) => lease.isHeld()), release };
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
