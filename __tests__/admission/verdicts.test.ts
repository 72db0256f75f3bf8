/** Our verdicts on thousands of objects are those of a cluster. */
import { expect, test } from '@jest/globals';
import { keptVerdicts, ourVerdict } from './kept-verdicts.js';

const kept = keptVerdicts();

test('there are thousands, of all three', () => {
  expect(kept.length).toBe(4000);
  for (const verdict of ['r', 'w', 'a']) {
    expect(kept.filter((one) => one === verdict).length).toBeGreaterThan(100);
  }
});

// In parts, so that one that fails ends soon.
test.each(Array.from({ length: 40 }, (_, part) => part))('part %i', (part) => {
  const all = Array.from({ length: 100 }, (_, own) => 100 * part + own);
  const wrong = all.filter((index) => ourVerdict(index) !== kept[index]);
  expect(wrong).toEqual([]);
});
