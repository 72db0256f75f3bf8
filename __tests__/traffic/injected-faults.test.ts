import { describe, expect, test } from '@jest/globals';
import { withAbort, withoutAbort } from '../../src/traffic/injected-faults.js';
import type { DefinedResult } from '../../src/traffic/predict.js';

const result: DefinedResult = {
  ...{ undefined: false, unanswered: 0.1, errors: 0.2, determined: true, steps: [] },
  split: [
    { locality: 'a', share: 0.6 },
    { locality: 'b', share: 0.3 },
  ],
};
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, own: unknown) =>
      typeof own === 'number' ? Math.round(own * 1e9) / 1e9 : own,
    ),
  );

describe('requests that are aborted', () => {
  test('fail beside those of the endpoints, which get fewer', () => {
    const abort = { share: 0.2, status: '503', isFailure: true };
    expect(rounded(withAbort(result, abort))).toEqual({
      ...{ undefined: false, unanswered: 0.28, errors: 0.36, determined: true, steps: [] },
      split: [
        { locality: 'a', share: 0.48 },
        { locality: 'b', share: 0.24 },
      ],
    });
    const ranged: DefinedResult = {
      ...{ ...result, determined: false, errorsMin: 0, errorsMax: 1 },
      split: [{ locality: 'a', share: 0.5, min: 0.25, max: 1 }],
    };
    expect(rounded(withAbort(ranged, abort))).toMatchObject({
      ...{ errorsMin: 0.2, errorsMax: 1 },
      split: [{ locality: 'a', share: 0.4, min: 0.2, max: 0.8 }],
    });
  });

  test('that do not count as failed change nothing', () => {
    expect(withAbort(result, { share: 0.2, status: '200', isFailure: false })).toBe(result);
  });

  test.each([
    [0.36, 20, 503, 0.2],
    [0.2, 20, 503, 0],
    [0.1, 20, 503, 0],
    [1, 100, 503, 0],
    [0.36, 20, 200, 0.36],
    [0.36, 0, 503, 0.36],
  ])("of %d errors with %d %% of %d, %d are the endpoints'", (errors, value, httpStatus, own) => {
    const http = { fault: { abort: { httpStatus, percentage: { value } } } };
    expect(withoutAbort(errors, { http })).toBeCloseTo(own, 12);
  });

  test('are none without a route', () => {
    expect(withoutAbort(0.5, undefined)).toBe(0.5);
  });
});
