import { expect, test } from '@jest/globals';
import { niceStep, roundTicks, timeLabel, timeTicks } from '../../../src/report/drill/ticks.js';
import { count, moment, seconds, share } from '../../../src/report/drill/words.js';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('numbers as people write them, in one piece', () => {
  expect([0, 1.44, 119.6, 120, 3_605].map(seconds).map(plain)).toEqual([
    '0 s',
    '1.4 s',
    '119.6 s',
    '2 min',
    '60 min 5 s',
  ]);
  expect([count(12_000), count(1, 'request'), count(1_234_567, 'request')]).toEqual([
    '12,000',
    '1 request',
    '1,234,567 requests',
  ]);
  expect([share(1 / 3), share(0), share(0.2, 0, 0.5), share(0.0001)].map(plain)).toEqual([
    '33.3 %',
    '0 %',
    '0-50 %',
    '<0.1 %',
  ]);
  expect(seconds(10)).not.toContain(' ');
});

test('a moment, in UTC; what is none stays', () => {
  expect(moment('2026-11-21T10:48:00.000Z')).toBe('21 November 2026, 10:48 UTC');
  expect(moment('now')).toBe('now');
});

test('scales have few and round steps', () => {
  expect(timeTicks(77, 8)).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
  expect(timeTicks(1, 8)).toEqual([0, 1]);
  expect(niceStep(200_000, 1)).toBe(259_200);
  expect(roundTicks(54)).toEqual([0, 20, 40]);
  expect(roundTicks(1.08)).toHaveLength(3);
  expect([timeLabel(90, 100), timeLabel(900, 3_600), timeLabel(9_000, 36_000)]).toEqual([
    '90 s',
    '15 min',
    '2.5 h',
  ]);
});
