import type { ClusterSettings } from './control-plane/assignment.js';
import { Envoy } from './proxy/envoy.js';
import type { HostSet } from './proxy/host-set.js';
import type { RetrySettings } from './proxy/retry.js';
import { seededRandom } from './random.js';

/** The average of one run over time. */
export interface LongRun {
  /** Requests by the locality that gave the last answer, 0 to 1; with `unanswered` they sum to 1. */
  shares: Map<string, number>;
  unanswered: number;
  errors: number;
}

const runs = 4;
/** Seconds that count, and seconds before them in which ejections settle. */
const measuredSeconds = 240;
const settlingSeconds = 60;
const maxRequests = 60_000;
const defaultRps = 50;

/** Several runs over minutes, each from another seed, with nothing changing but what chance brings. */
export function longRuns(
  set: HostSet,
  settings: ClusterSettings,
  retry: RetrySettings,
  { rps = defaultRps, seed = 0 }: { rps?: number | undefined; seed?: number | undefined },
): LongRun[] {
  return Array.from({ length: runs }, (_, index) =>
    longRun(set, settings, retry, rps, seed * runs + index),
  );
}

function longRun(
  set: HostSet,
  settings: ClusterSettings,
  retry: RetrySettings,
  rps: number,
  seed: number,
): LongRun {
  const envoy = new Envoy(retry, seededRandom(seed));
  envoy.configure(0, set, settings);
  const total = Math.min(maxRequests, Math.ceil((settlingSeconds + measuredSeconds) * rps));
  const settling = Math.floor((total * settlingSeconds) / (settlingSeconds + measuredSeconds));
  const counts = new Map<string, number>();
  let unanswered = 0;
  let errors = 0;
  for (let index = 0; index < total; index++) {
    const { locality, isError } = envoy.request((index * 1000) / rps);
    if (index < settling) continue;
    if (isError) errors++;
    if (locality === undefined) unanswered++;
    else counts.set(locality, (counts.get(locality) ?? 0) + 1);
  }
  const counted = total - settling;
  return {
    shares: new Map([...counts].map(([locality, count]) => [locality, count / counted])),
    unanswered: unanswered / counted,
    errors: errors / counted,
  };
}
