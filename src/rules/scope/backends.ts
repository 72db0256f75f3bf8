import type { Target } from '../../mesh/target.js';

/** Whether a backend is invalid because nothing lets the route name it. */
export function withoutGrant({ destination }: Target): boolean {
  return destination?.invalid?.startsWith('no ReferenceGrant') === true;
}
