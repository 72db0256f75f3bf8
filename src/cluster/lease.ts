import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from './cluster-error.js';
import { objectKeyOf, type Cluster, type KubernetesObject, type ObjectKey } from './cluster.js';

/** Where a lock is kept, and who wants it. */
export interface LeaseRequest {
  namespace: string;
  name: string;
  /** Shown to those who find the lock taken: a run and where it runs. */
  holder: string;
  fieldManager: string;
  /** Without a renewal for this long the lock counts as abandoned. Default: 60. */
  durationSeconds?: number;
  /** How long to wait for a lock that somebody holds. Default: 0. */
  waitSeconds?: number;
}

/** A lock that is ours until released, or lost because it could not be renewed. */
export interface HeldLease {
  /** Of the Lease: the same where two names lead to one cluster. */
  readonly uid: string | undefined;
  isHeld(): boolean;
  /** Never fails: what cannot be released ends by itself. */
  release(): Promise<void>;
}

interface LeaseSpec {
  holderIdentity?: string | null;
  leaseDurationSeconds?: number;
  acquireTime?: string | null;
  renewTime?: string | null;
  leaseTransitions?: number;
}

/** Clocks of different machines may differ by this much. */
const skewMs = 30_000;
const pollMs = 1_000;

/**
 * Takes a lock in a cluster: a Lease, as leader election uses them (coordination.k8s.io/v1). Renews it until it is released.
 *
 * @throws ClusterError `locked`, with the holder, where somebody else has it and keeps it
 */
export async function acquireLease(cluster: Cluster, request: LeaseRequest): Promise<HeldLease> {
  const { namespace, name, holder, waitSeconds = 0 } = request;
  const key: ObjectKey = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name };
  const deadline = Date.now() + waitSeconds * 1000;
  let seen = { version: '', since: 0 };
  for (;;) {
    const before = await cluster.get(key);
    const version = before?.metadata.resourceVersion ?? '';
    if (version !== seen.version) seen = { version, since: Date.now() };
    if (!before || isFree(before, holder, seen.since)) {
      const lease = await take(cluster, key, before, request);
      if (lease) return new RenewedLease(cluster, lease, request);
    } else if (Date.now() >= deadline) {
      throw new ClusterError('locked', lockedMessage(cluster.name, key, before));
    }
    await sleep(pollMs);
  }
}

/** Released, ours, or not renewed for its whole duration: by the clocks, or as we have seen ourselves. */
function isFree(lease: KubernetesObject, holder: string, seenSince: number): boolean {
  const { holderIdentity, leaseDurationSeconds = 0, renewTime } = specOf(lease);
  if (!holderIdentity || holderIdentity === holder) return true;
  const duration = leaseDurationSeconds * 1000;
  const renewed = Date.parse(renewTime ?? '') || 0;
  return Date.now() > renewed + duration + skewMs || Date.now() > seenSince + duration;
}

/** Undefined: somebody else was faster. */
async function take(
  cluster: Cluster,
  key: ObjectKey,
  before: KubernetesObject | undefined,
  { holder, fieldManager, durationSeconds = 60 }: LeaseRequest,
): Promise<KubernetesObject | undefined> {
  const { apiVersion, kind, ...metadata } = key;
  const now = microTime();
  const spec: LeaseSpec = {
    holderIdentity: holder,
    leaseDurationSeconds: durationSeconds,
    acquireTime: now,
    renewTime: now,
    leaseTransitions: (before ? (specOf(before).leaseTransitions ?? 0) : -1) + 1,
  };
  try {
    return before
      ? await cluster.replace({ ...before, spec }, { fieldManager })
      : await cluster.create({ apiVersion, kind, metadata, spec }, { fieldManager });
  } catch (error) {
    if (error instanceof ClusterError && ['changed', 'exists'].includes(error.problem)) {
      return undefined;
    }
    throw error;
  }
}

class RenewedLease implements HeldLease {
  readonly uid: string | undefined;
  #lease: KubernetesObject;
  #renewed = Date.now();
  #isLost = false;
  #renewal: Promise<void> | undefined;
  readonly #durationMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #cluster: Cluster;
  readonly #request: LeaseRequest;

  constructor(cluster: Cluster, lease: KubernetesObject, request: LeaseRequest) {
    this.#cluster = cluster;
    this.#request = request;
    this.#lease = lease;
    this.uid = lease.metadata.uid;
    this.#durationMs = (request.durationSeconds ?? 60) * 1000;
    this.#timer = setInterval(() => {
      this.#renewal ??= this.#renew();
    }, this.#durationMs / 4);
    this.#timer.unref();
  }

  isHeld(): boolean {
    return !this.#isLost && Date.now() < this.#renewed + this.#durationMs;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
    if (this.#isLost) return;
    this.#isLost = true;
    const spec: LeaseSpec = { ...specOf(this.#lease), holderIdentity: '', renewTime: microTime() };
    await this.#replace(spec).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    const started = Date.now();
    try {
      this.#lease = await this.#replace({ ...specOf(this.#lease), renewTime: microTime() });
      this.#renewed = started;
    } catch (error) {
      // Anything else may pass before the duration is over.
      if (error instanceof ClusterError && error.problem === 'changed') await this.#reread();
    } finally {
      this.#renewal = undefined;
    }
  }

  /** A renewal whose answer was lost looks as if somebody else had changed the lock. */
  async #reread(): Promise<void> {
    const lease = await this.#cluster.get(objectKeyOf(this.#lease)).catch(() => this.#lease);
    if (!lease || specOf(lease).holderIdentity !== this.#request.holder) {
      this.#isLost = true;
      return;
    }
    this.#lease = lease;
    this.#renewed = Math.max(this.#renewed, Date.parse(specOf(lease).renewTime ?? '') || 0);
  }

  #replace(spec: LeaseSpec): Promise<KubernetesObject> {
    const { fieldManager } = this.#request;
    return this.#cluster.replace({ ...this.#lease, spec }, { fieldManager });
  }
}

function lockedMessage(cluster: string, { namespace, name }: ObjectKey, lease: KubernetesObject) {
  const { holderIdentity, acquireTime, leaseDurationSeconds = 0 } = specOf(lease);
  return (
    `cluster ${cluster} is locked by ${holderIdentity ?? ''} since ${acquireTime?.slice(0, 19) ?? ''}Z ` +
    `(Lease ${namespace ?? ''}/${name}). If that run is dead, the lock ends ${leaseDurationSeconds} s after its last sign of life`
  );
}

function specOf(lease: KubernetesObject): LeaseSpec {
  return lease['spec'] ?? {};
}

/** Six digits after the second, which is what a Lease wants. */
function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
