import { describe, expect, test } from '@jest/globals';
import { asPrediction, failbackTime, failoverTime } from '../../src/drill/phase-ends.js';
import { Recorder } from '../../src/drill/recorder.js';

const tolerances = { tolerance: 0.05, errorTolerance: 0.01, significance: 0.001 };
const rate = 20;
const home = 'europe-west1';
const away = 'us-central1';

/** Requests of one client from one second up to another, by turns from the places; `undefined` fails without an answer. */
function send(
  recorder: Recorder,
  [from, until]: [number, number],
  places: (string | undefined)[],
  failed = false,
) {
  for (let index = 0; index < (until - from) * rate; index++) {
    const locality = places[index % places.length];
    recorder.add({
      client: 0,
      at: from * 1000 + (index * 1000) / rate,
      took: 5,
      locality,
      failed: failed || locality === undefined,
      timeout: false,
      overflowed: false,
    });
  }
}

describe('when traffic has moved', () => {
  const watched = (recorder: Recorder) => ({ recorder, rate, tolerances });
  const at = (recorder: Recorder, now: number) =>
    failoverTime(watched(recorder), home, { since: 10_000, now: now * 1000 });

  test('at the last request that went there or failed, and not before it is sure', () => {
    const recorder = new Recorder(['a']);
    send(recorder, [0, 10], [home, away]);
    send(recorder, [10, 11], [home, away]);
    send(recorder, [11, 12], [undefined, away]);
    send(recorder, [12, 20], [away]);
    expect(at(recorder, 14.9)).toBeUndefined();
    expect(at(recorder, 15.1)).toBe(1900);
    expect(at(recorder, 20)).toBe(1900);
  });

  test('never, while requests fail or go there', () => {
    const recorder = new Recorder(['a']);
    send(recorder, [10, 40], [home, away], true);
    expect(at(recorder, 40)).toBeUndefined();
  });

  test('at once, where nothing went there', () => {
    const recorder = new Recorder(['a']);
    send(recorder, [10, 20], [away]);
    expect(at(recorder, 20)).toBe(0);
  });

  test('not without requests', () => {
    expect(at(new Recorder(['a']), 20)).toBeUndefined();
  });

  test('back with the first five seconds of the expected split', () => {
    const recorder = new Recorder(['a']);
    send(recorder, [0, 4], [away]);
    send(recorder, [4, 20], [home, away]);
    const shares = [
      { locality: home, share: 0.5 },
      { locality: away, share: 0.5 },
    ];
    const expected = [{ split: shares, errors: 0, determined: true }];
    const back = (now: number) =>
      failbackTime(watched(recorder), expected, { since: 0, now: now * 1000 });
    expect(back(5)).toBeUndefined();
    expect(back(9)).toBe(4000);
    expect(failbackTime(watched(recorder), [undefined], { since: 0, now: 9000 })).toBeUndefined();
  });

  test('what was measured before stands in for a prediction', () => {
    const recorder = new Recorder(['a']);
    send(recorder, [0, 10], [home, away]);
    expect(asPrediction(recorder.tally(0, 0, 10_000))).toEqual({
      split: [
        { locality: home, share: 0.5 },
        { locality: away, share: 0.5 },
      ],
      errors: 0,
      determined: true,
    });
  });
});

describe('the samples', () => {
  test('have every second of every client', () => {
    const recorder = new Recorder(['a', 'b']);
    send(recorder, [1, 2], [home, undefined]);
    recorder.skip(1, 1500);
    const samples = recorder.samples(0, 2);
    expect(samples.map(({ at, client }) => `${at} ${client}`)).toEqual([
      '0 a',
      '0 b',
      '1 a',
      '1 b',
    ]);
    expect({ ...samples[2], answered: { ...samples[2]?.answered } }).toEqual({
      at: 1,
      client: 'a',
      answered: { [home]: 10 },
      failed: {},
      errors: 10,
      timeouts: 0,
      requests: 20,
      skipped: 0,
    });
    expect(samples[3]?.skipped).toBe(1);
  });

  test('endless new names do not fill the memory', () => {
    const recorder = new Recorder(['a']);
    for (let index = 0; index < 1000; index++) send(recorder, [0, 0.05], [`place-${index}`]);
    expect(Object.keys(recorder.samples(0, 1)[0]?.answered ?? {})).toHaveLength(50);
    expect(recorder.tally(0, 0, 1000).requests).toBe(1000);
  });
});
