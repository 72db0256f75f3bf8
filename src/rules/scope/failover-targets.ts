import type { Mesh } from '../../mesh/mesh.js';
import type { SharedTarget, TargetPolicy } from '../../mesh/targets.js';
import { targetMode, type TargetMode } from '../../traffic/target-mode.js';
import { oncePerMesh } from './once-per-mesh.js';

/** A target that can fail over, because its host runs in two or more regions. */
export interface FailoverTarget extends TargetPolicy {
  target: SharedTarget;
  mode: TargetMode;
}

/**
 * What the invariants are about: every host, port and subset that is routed or declared and has endpoints
 * in two or more regions, for the clients that have it, with each policy that may apply to it.
 */
export const failoverTargets = oncePerMesh((mesh: Mesh): FailoverTarget[] =>
  multiRegionTargets(mesh).flatMap((target) =>
    target.policies.map(({ merged, policy }) => ({
      target,
      merged,
      policy,
      mode: targetMode(mesh, target.host, policy.value),
    })),
  ),
);

/** Targets whose host runs in two or more regions, with a DestinationRule or without. */
export function multiRegionTargets(mesh: Mesh): SharedTarget[] {
  return mesh.sharedTargets().filter(({ regions }) => regions.length > 1);
}
