import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { distribution, type Distribution, type Proxies } from './distribution.js';
import {
  findIstiods,
  isIstio,
  missingIn,
  proxiesOf,
  type Istiods,
  type WantedVersions,
} from './istiod-view.js';
import { proxiesText, type Verified } from './verified.js';

const pollMs = 500;

/** istiod gathers changes for 100 ms after the last one, … */
const quietMs = 1_000;

/** … and for 10 s at most (PILOT_DEBOUNCE_MAX). */
const longestQuietMs = 11_000;

/** Where an istiod has not got the objects by then, something keeps them from it, such as its discovery selectors. */
const arrivalMs = 20_000;

/** What istiod said before the writes, or why nobody can ask it. */
export type Before = { istiods: Istiods; proxies: Proxies } | { reason: string };

/** Asks before the writes, so that afterwards it shows what they have changed. */
export async function lookBefore(cluster: Cluster, namespace: string): Promise<Before> {
  try {
    const istiods = await findIstiods(cluster, namespace);
    return { istiods, proxies: await proxiesOf(istiods) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/**
 * Waits until every istiod of the cluster has what was written, and the proxies have accepted what they were sent.
 *
 * @returns what was seen; without `istiod` in `by` where istiod could not be asked to the end
 * @throws ClusterError `verification` where a proxy refuses what it was sent, or one that was up to date has not accepted it in time
 */
export async function verifyByIstiod(
  { istiods, proxies: before }: Exclude<Before, { reason: string }>,
  wanted: WantedVersions,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<Verified> {
  const { name } = istiods.cluster;
  const started = Date.now();
  const count = [...wanted.present, ...wanted.absent].filter(isIstio).length;
  if (count === 0) return unknown('of what was written, istiod has no list');
  let arrived: number | undefined;
  for (;;) {
    let seen: Distribution | undefined;
    try {
      if (arrived === undefined) {
        const missing = await missingIn(istiods, wanted);
        if (missing === undefined) arrived = Date.now();
        else if (Date.now() - started >= Math.min(arrivalMs, timeoutMs)) return unknown(missing);
      }
      if (arrived !== undefined) seen = distribution(before, await proxiesOf(istiods));
    } catch (error) {
      return unknown(reasonOf(error));
    }
    if (seen && arrived !== undefined) {
      const [refusing] = seen.refusing;
      if (refusing) {
        throw failure(name, `${refusing.id} refuses what istiod has sent it: ${refusing.error}`);
      }
      const quiet = Date.now() - arrived;
      const isSoon = seen.served > 0 && seen.behindBefore.length === 0;
      const isQuiet = quiet >= (isSoon ? quietMs : longestQuietMs);
      const { gateways, others } = seen.counts;
      const isAlone = gateways.total + others.total === 0;
      if (isAlone || (isQuiet && seen.behind.length === 0)) return known(count, seen);
      if (Date.now() - started >= timeoutMs) {
        const [late] = seen.behind;
        if (late === undefined) {
          const text = `nobody can say within ${timeoutMs / 1000} s whether istiod has sent it to its proxies`;
          return unknown(text);
        }
        throw failure(
          name,
          `${late} has not accepted what istiod has sent it within ${timeoutMs / 1000} s; ${proxiesText(seen.counts)} have`,
        );
      }
    }
    await sleep(pollMs, undefined, { signal }).catch(() => {
      throw failure(name, 'interrupted');
    });
  }
}

function known(count: number, { counts, served, behindBefore }: Distribution): Verified {
  const total = counts.gateways.total + counts.others.total;
  const objects = `istiod has ${count === 1 ? 'the object' : `the ${count} objects`} as written`;
  if (total === 0) {
    return { by: ['istiod'], proxies: counts, text: `${objects}; no proxy is connected to it` };
  }
  const [late, ...more] = behindBefore;
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  const text = [
    `${objects}, and ${proxiesText(counts)} ${total === 1 ? 'has' : 'have'} accepted all that it has sent`,
    servedText(served, total),
    ...(late === undefined ? [] : [`not up to date, now or before: ${late}${others}`]),
  ].join('; ');
  return { by: late === undefined ? ['istiod'] : [], proxies: counts, text };
}

function servedText(served: number, total: number): string {
  if (served === 0) return 'nothing of it is for them';
  return served === total ? 'all were sent a change' : `${served} of them were sent a change`;
}

function unknown(reason: string): Verified {
  return { by: [], text: reason };
}

function failure(cluster: string, text: string): ClusterError {
  return new ClusterError('verification', `cluster ${cluster}: ${text}`);
}

function reasonOf(error: unknown): string {
  if (error instanceof ClusterError) return error.message;
  throw error;
}
