/** Rows that are not what their scenario expects. */
import { describe, expect, test } from '@jest/globals';
import type { Expectation } from '../../src/config/config.js';
import { brokenExpectations } from '../../src/traffic/expectations.js';
import type { TableRow } from '../../src/traffic/table.js';
import { predictedRow } from './predicted-row.js';

type Row = Parameters<typeof predictedRow>[0];

/** What is said of rows, which share their subject and outcome with a prediction. */
function problems(expected: Expectation | undefined, ...rows: Row[]): string[] {
  const all = rows.map((more) => {
    const prediction = predictedRow(more);
    const row: Partial<TableRow> = { subject: prediction, outcome: prediction, prediction };
    return row as TableRow;
  });
  const configured = expected ? { name: 'x', outages: [], expect: expected } : undefined;
  return [...brokenExpectations({ name: 'x', configured }, all)].map(
    ({ message, row, scenario }) => {
      expect(scenario).toBe('x');
      expect(row === undefined || all.includes(row)).toBe(true);
      return message;
    },
  );
}

const HOST = 'hello.default.svc.cluster.local';
const split = (europe: number, us: number, range = 0): Row => ({
  split: [
    { locality: 'europe/a', share: europe / 2 },
    {
      locality: 'europe/b',
      share: europe / 2,
      ...(range && { min: europe / 2 - range, max: europe / 2 + range }),
    },
    { locality: 'us', share: us },
  ],
});

describe('a split', () => {
  test.each<[Expectation, Row, string[]]>([
    [{ split: { europe: 0.6 } }, split(0.6, 0.4), []],
    [{ split: { europe: 0.6, us: 0.4 } }, split(0.6, 0.4), []],
    [{ split: { 'europe/a': 0.3 } }, split(0.6, 0.4), []],
    // A hundredth is allowed, if nothing else is said.
    [{ split: { europe: 0.6 } }, split(0.61, 0.39), []],
    [{ split: { europe: 0.6 } }, split(0.59, 0.41), []],
    [{ split: { europe: 0.6 } }, split(0.62, 0.38), ['europe gets 62 % of the requests, not 60 %']],
    [{ split: { europe: 0.6 } }, split(0.58, 0.42), ['europe gets 58 % of the requests, not 60 %']],
    [{ split: { europe: 0.6 }, tolerance: 0.02 }, split(0.62, 0.38), []],
    [
      { split: { europe: 0.6, us: 0.5 }, tolerance: 0 },
      split(0.5, 0.5),
      ['europe gets 50 % of the requests, not 60 %'],
    ],
    [{ split: { asia: 0 } }, split(0.5, 0.5), []],
    [{ split: { asia: 0.1 } }, split(0.5, 0.5), ['asia gets 0 % of the requests, not 10 %']],
    // The whole range must be allowed.
    [{ split: { europe: 0.6 }, tolerance: 0.05 }, split(0.6, 0.4, 0.05), []],
    [
      { split: { europe: 0.6 }, tolerance: 0.04 },
      split(0.6, 0.4, 0.05),
      ['europe gets 55 % to 65 % of the requests, not 60 %'],
    ],
    [
      { split: { europe: 0.64 }, tolerance: 0.05 },
      split(0.6, 0.4, 0.05),
      ['europe gets 55 % to 65 % of the requests, not 64 %'],
    ],
    [
      { split: { europe: 0.56 }, tolerance: 0.05 },
      split(0.6, 0.4, 0.05),
      ['europe gets 55 % to 65 % of the requests, not 56 %'],
    ],
  ])('%j of %j', (expected, row, messages) => {
    expect(problems(expected, row)).toEqual(
      messages.map((message) => `${HOST} for europe: ${message}`),
    );
  });
});

describe('errors', () => {
  test.each<[number, Row, string[]]>([
    [0.1, { errors: 0.1 }, []],
    [0, { errors: 0 }, []],
    [0.1, { errors: 0.11 }, ['11 % of the requests fail, more than 10 %']],
    [
      0.1,
      { errors: 0.05, errorsMin: 0, errorsMax: 0.2 },
      ['20 % of the requests fail, more than 10 %'],
    ],
    [0.1, { errors: 0.05, errorsMin: 0, errorsMax: 0.1 }, []],
  ])('at most %d of %j', (maxErrors, row, messages) => {
    expect(problems({ maxErrors }, row)).toEqual(
      messages.map((message) => `${HOST} for europe: ${message}`),
    );
  });

  test('and a split are two problems, each of its own', () => {
    expect(
      problems({ maxErrors: 0, split: { us: 1 } }, { ...split(1, 0), errors: 1 }),
    ).toHaveLength(2);
  });
});

test('what has no numbers meets no expectation', () => {
  const unknown = { errors: null, unanswered: null, split: [] };
  expect(problems({ maxErrors: 1 }, { ...unknown, reason: 'why' })).toEqual([
    `${HOST} for europe: the result is undefined: why`,
  ]);
  expect(problems({ maxErrors: 1 }, unknown)).toEqual([
    `${HOST} for europe: the result is undefined: `,
  ]);
});

describe('which rows are meant', () => {
  const bad = { errors: 1 };
  const rows: Row[] = [bad, { ...bad, client: 'us' }, { ...bad, host: 'other' }];
  test.each<[Partial<Expectation>, string[]]>([
    [{}, [`${HOST} for europe`, `${HOST} for us`, 'other for europe']],
    [{ hosts: ['other'] }, ['other for europe']],
    [{ clients: ['us'] }, [`${HOST} for us`]],
    [{ clients: ['us', 'europe'], hosts: [HOST] }, [`${HOST} for europe`, `${HOST} for us`]],
  ])('%j', (expected, subjects) => {
    const found = problems({ maxErrors: 0, ...expected }, ...rows);
    expect(found.map((message) => message.split(':')[0])).toEqual(subjects);
  });

  test('none is a problem of its own, unless there is no row at all', () => {
    const none = ['no routed host and client is meant by it'];
    expect(problems({ maxErrors: 0, hosts: ['other'], clients: ['us'] }, ...rows)).toEqual(none);
    expect(problems({ maxErrors: 0, clients: [] }, ...rows)).toEqual(none);
    expect(problems({ maxErrors: 0, hosts: ['other'] })).toEqual([]);
    expect(problems(undefined, ...rows)).toEqual([]);
  });
});
