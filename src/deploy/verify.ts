import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from '../cluster/cluster-error.js';
import {
  objectKeyOf,
  objectTitle,
  type Cluster,
  type KubernetesObject,
} from '../cluster/cluster.js';
import { isRecord } from './field-set.js';
import { Snapshot } from './snapshot.js';

const pollMs = 1_000;

export interface VerifyOptions {
  /** Whether the control plane has reported about other objects before. Where it never did, nobody waits for it. */
  reports: boolean;
  /** How long a control plane may take to report that it has the objects. */
  timeoutMs: number;
  signal: AbortSignal;
}

/**
 * `reported`: the control plane says that it has every object; `not-reported`: it writes no status, so that all we know is that
 * the objects are as we wrote them.
 */
export type Verification = 'reported' | 'not-reported';

/**
 * Waits until the control plane has what was written: no condition of an object's status is False, and those that there are were
 * made for this generation.
 *
 * @param written The objects as the API server gave them back.
 * @throws ClusterError `changed` where somebody has undone a write; `verification` where the control plane refuses an object, or
 *   has not reported in time
 */
export async function verify(
  cluster: Cluster,
  written: readonly KubernetesObject[],
  { reports, timeoutMs, signal }: VerifyOptions,
): Promise<Verification> {
  const started = Date.now();
  for (;;) {
    const snapshot = await Snapshot.take(cluster, written);
    const live = written.map((object) => {
      const now = snapshot.get(object);
      const error = snapshot.errorOf(object);
      if (error) throw error;
      assertUntouched(cluster, object, now);
      return now;
    });
    const all = live.map(reportOf);
    const refusal = all.find(({ refused }) => refused !== undefined)?.refused;
    if (refusal !== undefined) {
      throw new ClusterError('verification', `cluster ${cluster.name}: ${refusal}`);
    }
    const passed = Date.now() - started;
    const isReporting = reports || all.some(({ hasConditions }) => hasConditions);
    if (!isReporting || all.length === 0) return 'not-reported';
    if (all.every(({ isCurrent }) => isCurrent)) return 'reported';
    if (passed >= timeoutMs) {
      throw new ClusterError(
        'verification',
        `cluster ${cluster.name}: the control plane has not reported within ${timeoutMs / 1000} s that it has what was written`,
      );
    }
    await sleep(pollMs, undefined, { signal }).catch(() => {
      throw new ClusterError('verification', `cluster ${cluster.name}: interrupted`);
    });
  }
}

/**
 * Looks once more whether nobody has undone the writes.
 *
 * @throws ClusterError `changed` where somebody has
 */
export async function assertStanding(
  cluster: Cluster,
  written: readonly KubernetesObject[],
): Promise<void> {
  const snapshot = await Snapshot.take(cluster, written);
  for (const object of written) {
    const error = snapshot.errorOf(object);
    if (error) throw error;
    assertUntouched(cluster, object, snapshot.get(object), 'since it was written');
  }
}

function assertUntouched(
  cluster: Cluster,
  written: KubernetesObject,
  now: KubernetesObject | undefined,
  when = 'right after it was written',
): asserts now {
  const { metadata } = written;
  if (now?.metadata.uid === metadata.uid && now?.metadata.generation === metadata.generation)
    return;
  throw new ClusterError(
    'changed',
    `somebody else has ${now ? 'changed' : 'deleted'} ${objectTitle(objectKeyOf(written))} in cluster ` +
      `${cluster.name} ${when}; is there a controller that keeps it otherwise?`,
  );
}

/** Whether a control plane has written something about an object. */
export function isReportedOn(object: KubernetesObject): boolean {
  return conditionsOf(object).conditions.length > 0;
}

function conditionsOf(object: KubernetesObject | undefined) {
  const status = isRecord(object?.['status']) ? object['status'] : {};
  const { conditions } = status;
  return { status, conditions: Array.isArray(conditions) ? conditions.filter(isRecord) : [] };
}

interface Report {
  hasConditions: boolean;
  isCurrent: boolean;
  refused?: string;
}

/** https://istio.io/latest/docs/reference/config/meta/v1beta1/istio-status/ */
function reportOf(object: KubernetesObject | undefined): Report {
  const { conditions, status } = conditionsOf(object);
  const generation = object?.metadata.generation ?? 0;
  const seen = Number(status['observedGeneration'] ?? generation);
  // Analysis warns of much that works all the same.
  const refused = conditions.find(
    (each) => each['status'] === 'False' && each['type'] !== 'PassedAnalysis',
  );
  const isCurrent = conditions.length > 0 && seen >= generation;
  return {
    hasConditions: conditions.length > 0,
    isCurrent,
    ...(refused && isCurrent && { refused: refusalText(object, refused) }),
  };
}

function refusalText(
  object: KubernetesObject | undefined,
  { type, message, reason }: Record<string, unknown>,
): string {
  const words = [message, reason].find((each) => typeof each === 'string') ?? '';
  return `the control plane reports ${String(type)} False for ${object ? objectTitle(objectKeyOf(object)) : ''}: ${words}`;
}
