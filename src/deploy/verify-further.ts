import type { Cluster } from '../cluster/cluster.js';
import { objectKeyOf } from '../cluster/cluster.js';
import { probe } from './probe.js';
import type { VerifySettings } from './verify-settings.js';
import type { Verification } from './verify.js';
import { verifyByIstiod, type Before } from './verify-by-istiod.js';
import type { Verified } from './verified.js';
import type { Written } from './write-cluster.js';

/** What is known after the status of the objects has been looked at. */
export interface SoFar {
  verification: Verification;
  /** What istiod said before the writes; undefined: it was not to be asked. */
  before: Before | undefined;
  written: readonly Written[];
}

/**
 * Asks whoever can say more: istiod, where the control plane writes no status, and the ingress gateway, where probes are
 * configured.
 *
 * @throws ClusterError `verification` where what is there is not what was written
 */
export async function verifyFurther(
  cluster: Cluster,
  soFar: SoFar,
  { verify, verifyTimeoutMs: timeoutMs }: { verify: VerifySettings; verifyTimeoutMs: number },
  signal: AbortSignal,
): Promise<Verified> {
  const limits = { timeoutMs, signal };
  const controlPlane = await byControlPlane(soFar, limits);
  const asked = verify.probes.get(cluster.name) ?? [];
  if (asked.length === 0) return controlPlane;
  const answers: string[] = [];
  for (const each of asked) answers.push(await probe(cluster.name, each, limits));
  const { by, text } = controlPlane;
  const known = by.length > 0 ? text : `its control plane was not asked: ${text}`;
  return { ...controlPlane, by: [...by, 'probe'], text: [...answers, known].join('; ') };
}

async function byControlPlane(
  { verification, before, written }: SoFar,
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<Verified> {
  if (verification === 'reported') {
    return { by: ['status'], text: 'its control plane reports that it has what was written' };
  }
  if (!before) return { by: [], text: 'its control plane writes no status' };
  if ('reason' in before) return { by: [], text: before.reason };
  const present = written.flatMap(({ live }) => live ?? []);
  const absent = written.flatMap(({ subject, result }) =>
    result === 'pruned' && !('wanted' in subject) ? [objectKeyOf(subject)] : [],
  );
  return verifyByIstiod(before, { present, absent }, limits);
}
