import { setTimeout as sleep } from 'node:timers/promises';
import { objectKeyOf, type Cluster, type KubernetesObject } from '../cluster/cluster.js';
import { firstFew } from '../foundation/first-few.js';

/** How long a deployment waits for objects that finalizers hold. */
export const deletionWaitMs = 20_000;

const pollMs = 500;

/** Whether an object is on its way out: it is there until its finalizers are done, and nothing brings it back. */
export function isTerminating({ metadata }: KubernetesObject): boolean {
  return metadata['deletionTimestamp'] !== undefined;
}

/** Who has to agree before an object goes. */
export function finalizersOf({ metadata }: KubernetesObject): string[] {
  const { finalizers } = metadata;
  return Array.isArray(finalizers) ? finalizers.map(String) : [];
}

/** `it is being deleted, and waits for the finalizers a, b`. */
export function terminatingText(object: KubernetesObject): string {
  const finalizers = finalizersOf(object);
  const names = finalizers.length > 0 ? `the finalizers ${firstFew(finalizers)}` : 'its deletion';
  return `it is being deleted, and waits for ${names}`;
}

/** Waits until an object is gone. Gives what is left of it when the time is over; undefined: nothing. */
export async function leftAfterDeletion(
  cluster: Cluster,
  object: KubernetesObject,
  { waitMs, signal }: { waitMs: number; signal?: AbortSignal | undefined },
): Promise<KubernetesObject | undefined> {
  const end = Date.now() + waitMs;
  for (;;) {
    const live = await cluster.get(objectKeyOf(object));
    if (live?.metadata.uid !== object.metadata.uid) return undefined;
    if (Date.now() >= end || signal?.aborted) return live;
    await sleep(pollMs, undefined, signal && { signal }).catch(() => undefined);
  }
}
