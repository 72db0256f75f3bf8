import { isRecord } from './field-set.js';

/** JSON whose keys are in order, so that equal values are equal texts; empty for undefined. */
export function sortedJson(value: unknown): string {
  if (value === undefined) return '';
  return JSON.stringify(value, (_, each: unknown) =>
    isRecord(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
