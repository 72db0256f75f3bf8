import type { Prediction } from '../traffic/result.js';

/** Smaller shares of errors are rounding. */
const NOTICEABLE = 0.0005;

/** Whether requests fail, or may fail, in this case. */
export function hasErrors({ errors, errorsMax }: Prediction): boolean {
  return (errorsMax ?? errors ?? 0) > NOTICEABLE;
}
