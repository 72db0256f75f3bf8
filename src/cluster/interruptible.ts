import { setMaxListeners } from 'node:events';
import { ClusterError } from './cluster-error.js';
import type { Cluster } from './cluster.js';

/**
 * How long a request that is under way may still take after the signal. A cluster that works answers within it, so that it is
 * known what became of a write.
 */
const graceMs = 500;

/** How long a cluster may take to answer before it counts as hanging, where a person or a runner waits for the end. */
const patienceMs = 4_000;

/** A cluster whose requests a signal ends. */
export interface Interruptible {
  cluster: Cluster;
  /** The same for other work that asks the cluster. */
  during: (work: () => Promise<unknown>) => Promise<unknown>;
  /** Whether a request was ended before its answer came, so that it is not known what became of it. */
  isCut(): boolean;
}

/** The same cluster, but once the signal is aborted no request begins any more, and those that are under way end soon. */
export function interruptible(original: Cluster, signal: AbortSignal): Interruptible {
  const underWay = new Set<(error: ClusterError) => void>();
  let isCut = false;
  const interrupted = () =>
    new ClusterError('unreachable', `cluster ${original.name}: interrupted before it answered`);
  const cut = () => {
    if (underWay.size === 0) return;
    isCut = true;
    original.abortRequests();
    for (const reject of underWay) reject(interrupted());
  };
  // One for each cluster, and for each step of the way.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', () => setTimeout(cut, graceMs), { once: true });
  const raced = (work: () => unknown) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(interrupted());
        return;
      }
      underWay.add(reject);
      Promise.resolve(work())
        .then(resolve, reject)
        .finally(() => underWay.delete(reject));
    });
  const cluster = new Proxy(original, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => raced(() => Reflect.apply(value, target, args) as unknown);
    },
  });
  return { cluster, during: raced, isCut: () => isCut };
}

/**
 * What a cluster answers, unless it hangs.
 *
 * @throws ClusterError `unreachable` where it does; then its other requests are ended, too
 */
export async function answered<T>(
  cluster: Cluster,
  answer: Promise<T>,
  limitMs = patienceMs,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      cluster.abortRequests();
      reject(
        new ClusterError(
          'unreachable',
          `cluster ${cluster.name} has not answered within ${limitMs / 1000} s`,
        ),
      );
    }, limitMs);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}
