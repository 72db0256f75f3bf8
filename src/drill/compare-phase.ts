import { parseLocality } from '../mesh/locality.js';
import { isLocalityWithin } from '../traffic/outage.js';
import { percent } from '../foundation/percent.js';
import { probabilityOfAtLeast, probabilityOfAtMost } from './binomial.js';
import type { DrillPrediction } from './drill-result.js';

/** What one client met in some seconds. */
export interface Tally {
  /** That were sent and have ended. */
  requests: number;
  /** Where the gateway was asked what it has sent: how many requests that are, those of others among them. */
  counted?: number;
  /** By the locality that answered, failed answers among them; of `counted`, or else of `requests`. */
  answered: ReadonlyMap<string, number>;
  /** Requests that failed and that nobody's answer can be told of. */
  failedUnattributed: number;
  /** All that failed. */
  errors: number;
  /** Of these, the ones that a limit of a proxy answered, as far as their answers say so. */
  overflowed: number;
}

export interface Tolerances {
  /** Of the share of a locality, 0 to 1. */
  tolerance: number;
  /** Of the share of errors. */
  errorTolerance: number;
  /** Below this probability it is no chance. */
  significance: number;
}

export interface Comparison {
  agrees: boolean | undefined;
  /** Why it does not agree, or why nothing can be said. */
  reason?: string;
  /** The smallest of all shares. */
  pValue?: number;
}

/** With fewer requests next to nothing would be held against the prediction. */
const fewestRequests = 20;

/**
 * Holds measured numbers to the predicted ones: for the share of each locality and for the errors the exact binomial
 * probability of a number as far off as the measured one, or further, if the true share lay anywhere within the tolerance around the
 * prediction (or around its range). The significance is divided by the number of these tests (Bonferroni), so that all of
 * them together blame chance as seldom as one. Proxies that take hosts in turn spread more evenly than chance, so it errs towards
 * agreement.
 */
export function comparePhase(
  measured: Tally,
  predicted: DrillPrediction,
  tolerances: Tolerances,
): Comparison {
  if (measured.requests < fewestRequests) {
    const few = `only ${measured.requests} requests, too few to hold against the prediction`;
    return { agrees: undefined, reason: few };
  }
  const tests = [
    ...localityTests(measured, predicted, tolerances.tolerance),
    errorTest(measured, predicted, tolerances.errorTolerance),
    ...overflowTests(measured, predicted, tolerances.errorTolerance),
  ];
  const limit = tolerances.significance / tests.length;
  const pValue = Math.min(...tests.map((test) => test.pValue));
  const failed = tests.filter((test) => test.pValue < limit);
  if (failed.length === 0) return { agrees: true, pValue };
  return { agrees: false, pValue, reason: failed.map(({ text }) => text).join(', ') };
}

interface ShareTest {
  pValue: number;
  text: string;
}

function localityTests(
  { requests, counted, answered, failedUnattributed }: Tally,
  { split }: DrillPrediction,
  tolerance: number,
): ShareTest[] {
  // The gateway counts what it has sent: requests without any endpoint are not among them.
  const sent = split.reduce((sum, { share }) => sum + share, 0);
  const scale = counted === undefined || sent === 0 ? 1 : 1 / sent;
  const total = counted ?? requests;
  if (total === 0) return [];
  const counts = new Map(split.map(({ locality }) => [locality, 0]));
  for (const [locality, count] of answered) {
    const place = predictedPlace(locality, split) ?? locality;
    counts.set(place, (counts.get(place) ?? 0) + count);
  }
  return [...counts].map(([locality, count]) => {
    const expected = split.find((other) => other.locality === locality) ?? nothing;
    const min = scale * (expected.min ?? expected.share);
    const max = scale * (expected.max ?? expected.share);
    // A failed answer that does not say where it comes from may come from anywhere.
    const most = counted === undefined ? Math.min(total, count + failedUnattributed) : count;
    const pValue = rangePValue(
      { least: count, most, total },
      { low: min - tolerance, high: max + tolerance },
    );
    const text = `${locality} answered ${percent(count / total)} of the requests, not ${rangeText(min, max)}`;
    return { pValue, text };
  });
}

const nothing: DrillPrediction['split'][number] = { locality: '', share: 0 };

/** The predicted locality that a measured one is, or is a part of. */
function predictedPlace(locality: string, split: DrillPrediction['split']): string | undefined {
  const own = parseLocality(locality);
  return split.find((other) => isLocalityWithin(own, parseLocality(other.locality)))?.locality;
}

function errorTest(
  { requests, errors }: Tally,
  { errors: expected, errorsMin = expected, errorsMax = expected }: DrillPrediction,
  tolerance: number,
): ShareTest {
  const pValue = rangePValue(
    { least: errors, most: errors, total: requests },
    { low: errorsMin - tolerance, high: errorsMax + tolerance },
  );
  const text = `${percent(errors / requests)} of the requests failed, not ${rangeText(errorsMin, errorsMax)}`;
  return { pValue, text };
}

/** More than what is predicted for the declared load counts; less may be due to a load that is not there. */
function overflowTests(
  { requests, overflowed }: Tally,
  { overflow }: DrillPrediction,
  tolerance: number,
): ShareTest[] {
  if (overflow === undefined || overflowed === 0) return [];
  const pValue = rangePValue(
    { least: overflowed, most: overflowed, total: requests },
    { low: 0, high: overflow + tolerance },
  );
  const text = `a limit of a proxy answered ${percent(overflowed / requests)} of the requests with 503, not at most ${percent(overflow)}`;
  return [{ pValue, text }];
}

/** 1 where the measured share lies in the range; else the probability from the nearer end. */
function rangePValue(
  { least, most, total }: { least: number; most: number; total: number },
  { low, high }: { low: number; high: number },
): number {
  if (most / total < low) return probabilityOfAtMost(most, total, Math.min(1, low));
  if (least / total > high) return probabilityOfAtLeast(least, total, Math.max(0, high));
  return 1;
}

function rangeText(min: number, max: number): string {
  return max - min < 1e-9 ? percent(min) : `${percent(min)} to ${percent(max)}`;
}
