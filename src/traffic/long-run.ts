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

const RUNS = 4;
/** Seconds that count, and seconds before them in which ejections settle. */
const MEASURED = 240;
const SETTLING = 60;
const MAX_REQUESTS = 60_000;
const DEFAULT_RPS = 50;

/** Several runs over minutes, each from another seed, with nothing changing but what chance brings. */
export function longRuns(
  set: HostSet,
  settings: ClusterSettings,
  retry: RetrySettings,
  { rps = DEFAULT_RPS, seed = 0 }: { rps?: number | undefined; seed?: number | undefined },
): LongRun[] {
  return Array.from({ length: RUNS }, (_, index) =>
    longRun(set, settings, retry, rps, seed * RUNS + index),
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
  const total = Math.min(MAX_REQUESTS, Math.ceil((SETTLING + MEASURED) * rps));
  const settling = Math.floor((total * SETTLING) / (SETTLING + MEASURED));
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
