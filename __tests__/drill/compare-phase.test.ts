import { describe, expect, test } from '@jest/globals';
import { comparePhase, type Tally } from '../../src/drill/compare-phase.js';
import type { DrillPrediction } from '../../src/drill/drill-result.js';

const tolerances = { tolerance: 0.05, errorTolerance: 0.01, significance: 0.001 };
const evenly: DrillPrediction = {
  split: [
    { locality: 'europe-west1', share: 0.5 },
    { locality: 'us-central1', share: 0.5 },
  ],
  errors: 0,
  determined: true,
};

function tally(answered: Record<string, number>, errors = 0, unattributed = 0): Tally {
  const counts = Object.values(answered).reduce((sum, count) => sum + count, 0);
  return {
    requests: counts + unattributed,
    answered: new Map(Object.entries(answered)),
    errors,
    failedUnattributed: Math.min(errors, unattributed),
    overflowed: 0,
  };
}

const compare = (measured: Tally, predicted = evenly) =>
  comparePhase(measured, predicted, tolerances);

describe('a measured phase against the prediction', () => {
  test('agrees within the tolerance, and within what chance does', () => {
    expect(compare(tally({ 'europe-west1': 110, 'us-central1': 90 })).agrees).toBe(true);
    // 57 of 100: outside of the tolerance, but chance does that.
    expect(compare(tally({ 'europe-west1': 57, 'us-central1': 43 })).agrees).toBe(true);
  });

  test('the more requests, the less chance explains', () => {
    const measured = compare(tally({ 'europe-west1': 5700, 'us-central1': 4300 }));
    expect(measured.agrees).toBe(false);
    expect(measured.pValue).toBeLessThan(0.001);
    expect(measured.reason).toBe(
      'europe-west1 answered 57 % of the requests, not 50 %, us-central1 answered 43 % of the requests, not 50 %',
    );
  });

  test('a zone counts for its region, another region against it', () => {
    expect(compare(tally({ 'europe-west1/b': 100, 'us-central1': 100 })).agrees).toBe(true);
    const misspelt = compare(tally({ 'europe-west1': 100, 'us-centrall': 100 }));
    expect(misspelt.agrees).toBe(false);
    expect(misspelt.reason).toContain('us-centrall answered 50 % of the requests, not 0 %');
  });

  test('failures are held against the predicted ones', () => {
    const failing = { 'europe-west1': 100, 'us-central1': 100 };
    expect(compare(tally(failing, 100)).reason).toBe('50 % of the requests failed, not 0 %');
    expect(compare(tally(failing, 100), { ...evenly, errors: 0.5 }).agrees).toBe(true);
    expect(compare(tally(failing, 0), { ...evenly, errors: 0.5 }).agrees).toBe(false);
    expect(compare(tally(failing, 1)).agrees).toBe(true);
  });

  test('a failed answer that says nothing may come from anywhere', () => {
    const predicted = { ...evenly, errors: 0.5 };
    expect(compare(tally({ 'us-central1': 100 }, 100, 100), predicted).agrees).toBe(true);
    expect(compare(tally({ 'us-central1': 100 }, 0, 100)).agrees).toBe(false);
  });

  test('a range holds everything in it', () => {
    const [a, b] = evenly.split as [{ locality: string; share: number }, (typeof evenly.split)[0]];
    const range: DrillPrediction = {
      split: [
        { ...a, min: 0, max: 1 },
        { ...b, min: 0, max: 1 },
      ],
      errors: 0.25,
      errorsMin: 0,
      errorsMax: 0.5,
      determined: false,
    };
    expect(compare(tally({ 'europe-west1': 400 }, 100), range).agrees).toBe(true);
    expect(compare(tally({ 'europe-west1': 400 }, 300), range).reason).toBe(
      '75 % of the requests failed, not 0 % to 50 %',
    );
  });

  test('what the gateway has counted is about those that it has sent on', () => {
    const half: DrillPrediction = {
      split: [{ locality: 'europe-west1', share: 0.5 }],
      errors: 0.5,
      determined: true,
    };
    const answered = new Map([['europe-west1', 1000]]);
    const measured = {
      requests: 200,
      counted: 1000,
      answered,
      errors: 100,
      failedUnattributed: 100,
      overflowed: 0,
    };
    expect(compare(measured, half).agrees).toBe(true);
  });

  test('what limits answer: less than predicted may be a load that is not there, more is none', () => {
    const loaded: DrillPrediction = {
      split: [{ locality: 'us-central1', share: 0.85, min: 0.85, max: 1 }],
      errors: 0.15,
      errorsMin: 0,
      errorsMax: 0.15,
      overflow: 0.15,
      determined: false,
    };
    const overflowing = (count: number): Tally => ({
      ...tally({ 'us-central1': 1000 - count }, count, count),
      overflowed: count,
    });
    expect(compare(overflowing(0), loaded).agrees).toBe(true);
    expect(compare(overflowing(150), loaded).agrees).toBe(true);
    const more = compare(overflowing(400), loaded);
    expect(more.agrees).toBe(false);
    expect(more.reason).toContain(
      'a limit of a proxy answered 40 % of the requests with 503, not at most 15 %',
    );
    // Where no times are declared, the failures alone count.
    const { overflow: _, ...unknown } = loaded;
    expect(compare(overflowing(150), unknown).agrees).toBe(true);
  });

  test('too few requests say nothing', () => {
    expect(compare(tally({ 'europe-west1': 9 }))).toEqual({
      agrees: undefined,
      reason: 'only 9 requests, too few to hold against the prediction',
    });
  });
});
