import { describe, expect, it } from '@jest/globals';
import { loadAvoiding, priorityLoad } from '../../src/traffic/proxy/priority-load.js';

const levels = (...counts: [healthy: number, hosts: number][]) =>
  counts.map(([healthy, hosts]) => ({ healthy, hosts }));

describe('priority load', () => {
  it.each([
    [levels([2, 4], [4, 4]), [70, 30]],
    [levels([1, 3], [4, 4]), [46, 54]],
    [levels([1, 4], [1, 4]), [50, 50]],
    [levels([1, 3], [1, 10], [1, 7]), [58, 17, 25]],
    [levels([5, 7], [7, 7]), [100, 0]],
    [levels([72, 100], [7, 7]), [100, 0]],
    [levels([71, 100], [7, 7]), [99, 1]],
    [levels([0, 4], [0, 4]), [100, 0]],
  ])('%j gives %j', (counts, load) => {
    expect(priorityLoad(counts, 0)).toEqual({ load, panic: counts.map(() => false) });
  });
  it('everything in panic: by all hosts', () => {
    expect(priorityLoad(levels([0, 4], [0, 2]), 50)).toEqual({
      load: [67, 33],
      panic: [true, true],
    });
  });
  it('no panic while all priorities together carry the load', () => {
    expect(priorityLoad(levels([1, 10], [4, 4]), 50).panic).toEqual([false, false]);
  });
  it('a priority in panic beside one that is not', () => {
    // 14 + 70 = 84: 14*100/84 = 16 and 83, the rest goes to the first.
    expect(priorityLoad(levels([1, 10], [2, 4]), 50)).toEqual({
      load: [17, 83],
      panic: [true, false],
    });
  });
  it('a retry avoids priorities', () => {
    expect(loadAvoiding(levels([4, 4], [1, 4], [1, 4]), new Set([0]))).toEqual([0, 50, 50]);
    expect(loadAvoiding(levels([4, 4], [0, 4]), new Set([0]))).toBeUndefined();
  });
});
