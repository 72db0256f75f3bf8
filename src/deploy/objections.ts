import { unlessAccepted, type Objections } from './accepted.js';
import type { CheckedCluster } from './gate.js';
import { missingNeeds, type NeedOptions } from './missing-needs.js';

export interface ObjectionOptions extends NeedOptions {
  /** Goes on where the clusters will behave worse than the manifests say. */
  acceptChanges: boolean;
}

/** What speaks against a deployment beyond what the API servers refuse: afterwards requests would fail that should not. */
export async function objectionsTo(
  checked: readonly CheckedCluster[],
  options: ObjectionOptions,
): Promise<Objections> {
  const { missing, unknown } = await missingNeeds(checked, options);
  const { refusals, warnings } = unlessAccepted(missing, options.acceptChanges);
  return { refusals, warnings: [...unknown, ...warnings] };
}
