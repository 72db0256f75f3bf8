import { expect, test } from '@jest/globals';
import { evacuationWish, type EvacuationInputs } from '../../src/action/evacuation-inputs.js';
import { evacuationSteps, pauseMs } from '../../src/work/evacuation-steps.js';

const steps = (text: string | undefined, restores = false, keep?: number) =>
  evacuationSteps({ steps: text, keep }, { restores, name: '--steps' });

test('one step, a number of steps, or percentages', () => {
  expect(steps(undefined)).toEqual([0]);
  expect(steps(undefined, false, 20)).toEqual([20]);
  expect(steps(undefined, true)).toEqual([100]);
  expect(steps('3')).toEqual([67, 33, 0]);
  expect(steps('2', false, 50)).toEqual([75, 50]);
  expect(steps('4', true)).toEqual([25, 50, 75, 100]);
  expect(steps(' 50, 25,0')).toEqual([50, 25, 0]);
  expect(steps('50,20', false, 20)).toEqual([50, 20]);
  expect(steps('50,100', true)).toEqual([50, 100]);
});

test.each([
  ['0,50', false],
  ['50,50,0', false],
  ['100,0', false],
  ['50,25', false],
  ['50', false],
  ['0', false],
  ['11', false],
  ['a', false],
  ['', false],
  ['50,,0', false],
  ['1.5,0', false],
  ['11,10,9,8,7,6,5,4,3,2,1,0', false],
  ['100,50', true],
  ['0,50', true],
])('no steps: %j', (text, restores) => {
  expect(() => steps(text, restores)).toThrow(/--steps takes a number of steps/);
});

test('how long a step is looked at', () => {
  expect([undefined, '0', '0s', '90s', '2m'].map((text) => pauseMs(text, 'x'))).toEqual([
    ...[60_000, 0, 0, 90_000, 120_000],
  ]);
  expect(() => pauseMs('8000h', '--pause')).toThrow(/--pause takes a time/);
});

const none: EvacuationInputs = {
  ...{ region: undefined, lasts: undefined, steps: undefined, pause: undefined },
  ...{ restore: false, expired: false },
};

test('the inputs of a step of the Action', () => {
  const out = { ...none, region: 'europe-west1', lasts: '2h', steps: '50,0', pause: '5m' };
  expect(evacuationWish(out)).toEqual({
    ...{ region: 'europe-west1', lastsMs: 7_200_000, steps: [50, 0], pauseMs: 300_000 },
    onlyExpired: false,
  });
  expect(evacuationWish({ ...none, restore: true, expired: true })).toEqual({
    ...{ region: undefined, steps: [100], pauseMs: 60_000, onlyExpired: true },
  });
  const wrong: [Partial<EvacuationInputs>, RegExp][] = [
    [{}, /needs region and for/],
    [{ region: 'x' }, /needs region and for/],
    [{ restore: true, lasts: '2h' }, /leave the input for out/],
    [{ region: 'x', lasts: '2h', expired: true }, /expired goes with restore/],
    [{ region: 'x', lasts: 'long' }, /input for takes a time/],
  ];
  for (const [inputs, message] of wrong) {
    expect(() => evacuationWish({ ...none, ...inputs })).toThrow(message);
  }
});
