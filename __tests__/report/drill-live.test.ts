import { describe, expect, test } from '@jest/globals';
import type { DrillSample } from '../../src/drill/drill-result.js';
import { drillLive, type LiveState } from '../../src/report/drill-live.js';
import { hostileTexts } from './hostile.js';

function sample(client: string, answered: Record<string, number>, errors = 0): DrillSample {
  const requests = Object.values(answered).reduce((total, count) => total + count, errors);
  return { ...{ at: 1, client, answered, failed: {}, errors }, timeouts: 0, requests, skipped: 0 };
}

const state: LiveState = {
  ...{ scenario: 'scaled-to-zero:europe-west1', phase: 'outage', lasts: 30, elapsed: 4.2 },
  samples: [
    sample('edge-a', { 'europe-west1': 10, 'us-central1': 20 }),
    sample('edge-a', { 'europe-west1': 0, 'us-central1': 60 }, 10),
    sample('edge-b', { 'us-central1': 50 }),
  ],
};
const plain = { color: false, columns: 80, rows: 24 };

test('the phases, the time left, and for each client bars of the last seconds', () => {
  expect(drillLive(state, plain)).toEqual([
    'europe-west1 scaled to zero',
    '  ✓ baseline  ▸ outage  · failover  · recovery  · steady  at most 26 s more',
    '  edge-a',
    `    europe-west1 ${'█'.repeat(4)}${'░'.repeat(36)} 11.1 %`,
    `    us-central1  ${'█'.repeat(36)}${'░'.repeat(4)} 88.9 %`,
    `    errors       ${'█'.repeat(4)}${'░'.repeat(36)} 10 %`,
    '  edge-b',
    `    us-central1 ${'█'.repeat(40)} 100 %`,
    `    errors      ${'░'.repeat(40)} 0 %`,
  ]);
  const steady = drillLive({ ...state, phase: 'steady', lasts: 20, elapsed: 25 }, plain);
  expect(steady[1]).toBe('  ✓ baseline  ✓ outage  ✓ failover  ✓ recovery  ▸ steady  0 s left');
});

test('before the first answer there are the phases alone', () => {
  expect(drillLive({ ...state, samples: [] }, plain)).toHaveLength(2);
  expect(drillLive({ ...state, samples: [sample('a', {})] }, plain)[3]).toMatch(
    /^ {4}errors ░+ 0 %$/,
  );
});

const samples = [...hostileTexts, '東京'.repeat(60), 'x'.repeat(300)].map((text) =>
  sample(text, { [text]: 3, [`other ${text}`]: 0 }, 1),
);

describe.each([
  [40, 5],
  [50, 10],
  [80, 24],
  [200, 300],
])('a terminal of %d columns and %d rows', (columns, rows) => {
  test('is neither wrapped nor scrolled, whatever the names', () => {
    for (const phase of ['baseline', 'recovery'] as const) {
      const lines = drillLive({ ...state, phase, samples }, { color: false, columns, rows });
      expect(lines.length).toBeLessThan(rows);
      for (const line of lines) {
        const cells = [...line].map((one) =>
          /[\u1100-\uffdc]/.test(one) && !/[▀-◿]/.test(one) ? 2 : 1,
        );
        expect(cells.reduce<number>((total, own) => total + own, 0)).toBeLessThanOrEqual(columns);
        // eslint-disable-next-line no-control-regex -- these are what it is about
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/);
      }
    }
  });
});

test('nothing where nothing fits', () => {
  expect(drillLive(state, { ...plain, columns: 30 })).toEqual([]);
});

test('clients without room are counted', () => {
  const lines = drillLive({ ...state, samples }, { ...plain, rows: 12 });
  expect(lines.at(-1)).toBe(`  ${samples.length - 2} more clients`);
});
