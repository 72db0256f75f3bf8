import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster, KubernetesObject } from '../cluster/cluster.js';
import type { GateResult } from './gate-result.js';
import type { Lock } from './lock.js';
import type { Progress } from './progress.js';
import { assertStanding } from './verify.js';

/** What must hold between two waves of clusters. */
export interface Gate {
  /** Such as `soak 2m`. */
  title: string;
  /**
   * Waits until it holds, and says what was seen.
   *
   * @throws ClusterError `verification` where it does not hold in time; then everything is rolled back
   */
  hold(surroundings: GateSurroundings): Promise<string>;
}

export interface GateSurroundings {
  /** The clusters that have been written, with what was. */
  written: readonly { cluster: Cluster; live: readonly KubernetesObject[] }[];
  /** The lock that the run holds in all clusters, for work that needs one. */
  lock: Pick<Lock, 'isHeld'>;
  /** Gets what is seen on the way. */
  tell: (text: string) => void;
  /** Aborted where the run shall end. */
  signal: AbortSignal;
}

/** Nothing but time: what was written must still be there at its end. */
export function soakGate(text: string, ms: number): Gate {
  return {
    title: `soak ${text}`,
    async hold({ written, signal }) {
      await sleep(ms, undefined, { signal }).catch(() => {
        throw interrupted();
      });
      for (const { cluster, live } of written) await assertStanding(cluster, live);
      return `after ${text} what was written is still there`;
    },
  };
}

/**
 * Holds the gates, one after the other; the first that does not hold is the last.
 *
 * @returns their results, and the error of the one that does not hold
 */
export async function holdGates(
  gates: readonly Gate[],
  { written, lock, signal }: Omit<GateSurroundings, 'tell'>,
  progress: Progress,
): Promise<{ results: GateResult[]; error?: ClusterError }> {
  const results: GateResult[] = [];
  const after = written.map(({ cluster }) => cluster.name);
  for (const { title: gate, hold } of gates) {
    progress({ step: 'gate', cluster: after.join(', '), gate });
    try {
      const tell = (text: string) => {
        progress({ step: 'gate-seen', cluster: after.join(', '), gate, text });
      };
      const text = await hold({ written, lock, signal, tell });
      results.push({ gate, after, outcome: 'held', text });
      progress({ step: 'gate-held', cluster: after.join(', '), gate, text });
    } catch (failure) {
      const error = asGateError(gate, failure);
      results.push({ gate, after, outcome: 'failed', text: error.message });
      return { results, error };
    }
  }
  return { results };
}

/** An internal error must not keep the clusters from being restored. */
function asGateError(gate: string, failure: unknown): ClusterError {
  const text = failure instanceof Error ? failure.message : String(failure);
  return new ClusterError('verification', `the gate ${gate} does not hold: ${text}`);
}

export function interrupted(): ClusterError {
  return new ClusterError('verification', 'interrupted');
}
