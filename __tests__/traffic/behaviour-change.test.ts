import { describe, expect, test } from '@jest/globals';
import { behaviourChanges } from '../../src/traffic/behaviour-change.js';
import type { Prediction } from '../../src/traffic/result.js';
import { predictedRow as row } from './predicted-row.js';

const kinds = (before: Prediction[], after: Prediction[]) =>
  behaviourChanges(before, after).changes.map(({ kind }) => kind);

const shares = (europe: number, us: number) => [
  { locality: 'europe', share: europe },
  { locality: 'us', share: us },
];

test('what is as it was is counted', () => {
  const before = [row(), row({ scenario: 'failing:us' })];
  const after = [row({ errors: 0.0002 }), row({ scenario: 'failing:us', reason: 'put otherwise' })];
  expect(behaviourChanges(before, after)).toEqual({ changes: [], unchanged: 2 });
});

describe('a case', () => {
  test.each<[string, Partial<Prediction>, Partial<Prediction>, string]>([
    ['with more errors is worse', {}, { errors: 0.5 }, 'worse'],
    ['with fewer errors is better', { errors: 0.5 }, { errors: 0.1 }, 'better'],
    ['that may fail now is worse', {}, { errors: 0, errorsMin: 0, errorsMax: 0.5 }, 'worse'],
    [
      'whose worst got less is better, whatever its mean',
      { errors: 0.1, errorsMin: 0, errorsMax: 0.9 },
      { errors: 0.2, errorsMin: 0.2, errorsMax: 0.2 },
      'better',
    ],
    ['with other shares is another', {}, { split: shares(1, 0) }, 'other'],
    ['with a place that is gone is another', {}, { split: shares(0.5, 0).slice(0, 1) }, 'other'],
    ['with another weight is another', {}, { weight: 0.5 }, 'other'],
    ['with a fault beside it is another', {}, { notes: ['10 % are aborted'] }, 'other'],
    ['that nobody can tell any more is another', {}, { errors: null, split: [] }, 'other'],
  ])('%s', (_, before, after, kind) => {
    expect(kinds([row(before)], [row(after)])).toEqual([kind]);
  });

  test('that was undefined and is so still is the same', () => {
    const vague = { errors: null, unanswered: null, split: [] };
    expect(kinds([row(vague)], [row(vague)])).toEqual([]);
  });
});

test('cases come and go', () => {
  const { changes, unchanged } = behaviourChanges(
    [row(), row({ scenario: 'failing:us' })],
    [row({ scenario: 'failing:asia' }), row()],
  );
  expect(unchanged).toBe(1);
  expect(changes).toEqual([
    { kind: 'added', before: undefined, after: row({ scenario: 'failing:asia' }) },
    { kind: 'removed', before: row({ scenario: 'failing:us' }), after: undefined },
  ]);
});

test('a renamed route is the same case, and no case is compared twice', () => {
  const renamed = row({ route: 'default/new#0', errors: 0.5 });
  expect(kinds([row()], [renamed])).toEqual(['worse']);
  expect(kinds([row()], [row(), renamed])).toEqual(['added']);
});

describe('a host to which nothing leads', () => {
  const unrouted = row({ publicHost: null, route: null, port: null, errors: 0.5 });

  test('is no case of its own where the other table has a route to it', () => {
    expect(kinds([row()], [unrouted])).toEqual(['removed']);
    expect(kinds([unrouted], [row()])).toEqual(['added']);
    expect(behaviourChanges([unrouted], [row()]).unchanged).toBe(0);
  });

  test('is compared where nothing leads to it in either, and with every other host', () => {
    expect(kinds([unrouted], [{ ...unrouted, errors: 0 }])).toEqual(['better']);
    expect(kinds([unrouted], [row({ host: 'other' })])).toEqual(['added', 'removed']);
    expect(kinds([unrouted], [row({ client: 'other' })])).toEqual(['added', 'removed']);
  });

  test('is called by a sidecar also without a route', () => {
    const direct = row({ publicHost: null, route: null, clientKind: 'sidecar' });
    expect(kinds([row({ clientKind: 'sidecar' })], [direct])).toEqual(['added', 'removed']);
  });
});
