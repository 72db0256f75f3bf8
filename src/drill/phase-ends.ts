import { parseLocality } from '../mesh/locality.js';
import { isLocalityWithin } from '../traffic/outage.js';
import { comparePhase, type Tally, type Tolerances } from './compare-phase.js';
import type { DrillPrediction } from './drill-result.js';
import type { Recorder } from './recorder.js';

/** Moments are milliseconds since the drill's start. */
export interface Watched {
  recorder: Recorder;
  /** Of the client's requests per second. */
  rate: number;
  tolerances: Tolerances;
}

/** Whether a locality is the one that is out, or a part of it. */
function isAt(place: string): (locality: string) => boolean {
  const area = parseLocality(place);
  return (locality) => isLocalityWithin(parseLocality(locality), area);
}

/**
 * Whether traffic has moved away from a place: for some seconds no client had a failed request, or an answer from there, beyond
 * the tolerance for errors.
 *
 * @param place Undefined: some endpoints there stay, so that only failures count.
 * @param since The outage's begin.
 * @param now Until here every request has ended.
 * @returns Milliseconds from the outage until the last request that failed or went there; undefined: not yet.
 */
export function failoverTime(
  { recorder, rate, tolerances }: Watched,
  place: string | undefined,
  { since, now }: { since: number; now: number },
): number | undefined {
  const begin = now - failoverWindowMs(rate);
  if (begin < since) return undefined;
  const isOut = place === undefined ? () => false : isAt(place);
  const isQuiet = recorder.clients.every((_, client) => {
    const { requests, counted, answered, errors } = recorder.tally(client, begin, now);
    const there = [...answered].reduce((sum, [name, count]) => sum + (isOut(name) ? count : 0), 0);
    const most = tolerances.errorTolerance;
    return requests > 0 && errors <= requests * most && there <= (counted ?? requests) * most;
  });
  if (!isQuiet) return undefined;
  const last = recorder.last(
    ({ failed, locality }) => failed || (locality !== undefined && isOut(locality)),
    { from: since, until: begin },
  );
  return last === undefined ? 0 : last - since;
}

/**
 * Whether traffic is back: for some seconds every client has met the split that is expected then.
 *
 * @param since The restoring.
 * @returns Milliseconds from the restoring until the begin of these seconds; undefined: not yet.
 */
export function failbackTime(
  { recorder, rate, tolerances }: Watched,
  expected: readonly (DrillPrediction | undefined)[],
  { since, now }: { since: number; now: number },
): number | undefined {
  const begin = now - failbackWindowMs(rate);
  if (begin < since) return undefined;
  const isBack = recorder.clients.every((_, client) => {
    const tally = recorder.tally(client, begin, now);
    const prediction = expected[client];
    return prediction !== undefined && comparePhase(tally, prediction, tolerances).agrees === true;
  });
  return isBack ? begin - since : undefined;
}

/** What was measured before the outage, for where nothing is predicted: it should come back. */
export function asPrediction({
  requests,
  counted,
  answered,
  errors,
}: Tally): DrillPrediction | undefined {
  if (requests === 0) return undefined;
  const split = [...answered].map(([locality, count]) => ({
    locality,
    share: count / (counted ?? requests),
  }));
  return { split, errors: errors / requests, determined: true };
}

/** Three seconds, or long enough for five requests. */
export function failoverWindowMs(rate: number): number {
  return Math.max(3000, (5 / rate) * 1000);
}

/** Five seconds, or long enough for the requests that a comparison needs. */
export function failbackWindowMs(rate: number): number {
  return Math.max(5000, (25 / rate) * 1000);
}
