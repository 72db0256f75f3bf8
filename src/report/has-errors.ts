import type { Outcome } from '../traffic/result.js';

/** Smaller shares of errors are rounding. */
const noticeable = 0.0005;

/** Whether requests fail, or may fail, in this case. */
export function hasErrors({ errors, errorsMax }: Pick<Outcome, 'errors' | 'errorsMax'>): boolean {
  return (errorsMax ?? errors ?? 0) > noticeable;
}
