import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from './cluster-error.js';
import { interruptible } from './interruptible.js';
import { objectKeyOf, type Cluster, type KubernetesObject, type ObjectKey } from './cluster.js';

/** Where a lock is kept, and who wants it. */
export interface LeaseRequest {
  namespace: string;
  name: string;
  /** Shown to those who find the lock taken: a run and where it runs. */
  holder: string;
  fieldManager: string;
  /** Without a renewal for this long the lock counts as abandoned. Default: 30. */
  durationSeconds?: number;
  /** How long to wait for a lock that somebody holds. Default: 0. */
  waitSeconds?: number | undefined;
  /** Ends the wait. */
  signal?: AbortSignal | undefined;
  /** Called once where the lock has to be waited for, with who holds it. */
  onWait?: ((holder: string) => void) | undefined;
}

/** A lock that is ours until released, or lost because it could not be renewed. */
export interface HeldLease {
  /** Of the Lease: the same where two names lead to one cluster. */
  readonly uid: string | undefined;
  isHeld(): boolean;
  /** Asks the API server, which renews it, whether it is still ours. */
  confirm(): Promise<boolean>;
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

const pollMs = 1_000;
const defaultSeconds = 30;

/**
 * Takes a lock in a cluster: a Lease, as leader election uses them (coordination.k8s.io/v1). Renews it until it is released. As in
 * leader election a holder is dead when its record has not changed for the record's duration, by the time that passes here: the
 * times in it come from another machine's clock, and mean nothing.
 * https://pkg.go.dev/k8s.io/client-go/tools/leaderelection
 *
 * @throws ClusterError `locked`, with the holder, where somebody else has it and keeps it
 */
export async function acquireLease(cluster: Cluster, request: LeaseRequest): Promise<HeldLease> {
  const { holder, waitSeconds = 0, signal, onWait } = request;
  const asked = signal ? interruptible(cluster, signal).cluster : cluster;
  const key = keyOf(request);
  const deadline = performance.now() + waitSeconds * 1000;
  let seen = { record: '', since: 0 };
  let isWaiting = false;
  for (;;) {
    const before = await asked.get(key);
    const now = performance.now();
    const record = before ? JSON.stringify([before.metadata.uid, before['spec']]) : '';
    if (record !== seen.record) seen = { record, since: now };
    const other = before && otherHolder(before, holder);
    if (!before || other === undefined || isDead(before, now - seen.since)) {
      const lease = await take(asked, key, before, request);
      if (lease) return new RenewedLease(cluster, lease, request, now);
    } else {
      if (now >= deadline) {
        throw new ClusterError('locked', lockedMessage(cluster.name, key, before));
      }
      if (!isWaiting) onWait?.(other);
      isWaiting = true;
    }
    await sleep(pollMs, undefined, signal && { signal }).catch(() => {
      throw new ClusterError(
        'locked',
        `cluster ${cluster.name}: interrupted while waiting for the lock`,
      );
    });
  }
}

/** Who holds a lock, dead or alive; undefined: nobody. */
export async function leaseHolder(
  cluster: Cluster,
  request: Pick<LeaseRequest, 'namespace' | 'name'>,
): Promise<string | undefined> {
  const lease = await cluster.get(keyOf(request));
  return lease && otherHolder(lease, '');
}

function keyOf({ namespace, name }: Pick<LeaseRequest, 'namespace' | 'name'>): ObjectKey {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name };
}

/** Undefined: the lock is released, or ours. */
function otherHolder(lease: KubernetesObject, holder: string): string | undefined {
  const { holderIdentity } = specOf(lease);
  return holderIdentity && holderIdentity !== holder ? holderIdentity : undefined;
}

/**
 * Whether a holder has given no sign of life for its whole duration.
 *
 * @param unchangedMs How long we have seen its record as it is.
 */
function isDead(lease: KubernetesObject, unchangedMs: number): boolean {
  const { leaseDurationSeconds = 0 } = specOf(lease);
  return unchangedMs > leaseDurationSeconds * 1000;
}

/** Undefined: somebody else was faster. */
async function take(
  cluster: Cluster,
  key: ObjectKey,
  before: KubernetesObject | undefined,
  { holder, fieldManager, durationSeconds = defaultSeconds }: LeaseRequest,
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
  /** When the last renewal that is certain was sent; others count from when they have seen it, which is later. */
  #renewed: number;
  /** When the first renewal was sent that has no answer; it may have been taken all the same. */
  #unanswered: number | undefined;
  #isLost = false;
  #renewal: Promise<void> | undefined;
  readonly #durationMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #cluster: Cluster;
  readonly #request: LeaseRequest;

  constructor(cluster: Cluster, lease: KubernetesObject, request: LeaseRequest, sentAt: number) {
    this.#renewed = sentAt;
    this.#cluster = cluster;
    this.#request = request;
    this.#lease = lease;
    this.uid = lease.metadata.uid;
    this.#durationMs = (request.durationSeconds ?? defaultSeconds) * 1000;
    this.#timer = setInterval(() => {
      this.#renewal ??= this.#renew();
    }, this.#durationMs / 4);
    this.#timer.unref();
  }

  isHeld(): boolean {
    return !this.#isLost && performance.now() < this.#renewed + this.#durationMs;
  }

  async confirm(): Promise<boolean> {
    await this.#renewal;
    if (!this.#isLost) await (this.#renewal ??= this.#renew());
    return this.isHeld();
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
    const started = performance.now();
    try {
      this.#lease = await this.#replace({ ...specOf(this.#lease), renewTime: microTime() });
      this.#renewed = started;
      this.#unanswered = undefined;
    } catch (error) {
      this.#unanswered ??= started;
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
    const isRenewed = specOf(lease).renewTime !== specOf(this.#lease).renewTime;
    if (isRenewed && this.#unanswered !== undefined) this.#renewed = this.#unanswered;
    this.#unanswered = undefined;
    this.#lease = lease;
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
    `(Lease ${namespace ?? ''}/${name}). If that run is dead, its lock ends once it has not changed for ${leaseDurationSeconds} s while ` +
    'another run waits for it'
  );
}

function specOf(lease: KubernetesObject): LeaseSpec {
  return lease['spec'] ?? {};
}

/** Six digits after the second, which is what a Lease wants. */
function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
