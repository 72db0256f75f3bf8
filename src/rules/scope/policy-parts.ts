import type { LocalityLbSetting, OutlierDetection } from '../../api/traffic-policy.js';
import { kept } from '../../foundation/kept.js';
import type { Path } from '../../foundation/range.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Place } from '../../mesh/resource.js';
import type { TargetPolicy, SharedTarget } from '../../mesh/target.js';
import { targetMode, type TargetMode } from '../../traffic/target-mode.js';
import { oncePerMesh } from './once-per-mesh.js';
import { policyTargets } from './policy-targets.js';

/** A part of a policy in force for a target, as a DestinationRule has it. */
interface Part<T> extends TargetPolicy {
  target: SharedTarget;
  mode: TargetMode;
  value: T;
  /** A place in it; nothing is said of the key, so that one that is missing points at its parent. */
  at(...path: Path): Place;
}

/** The locality settings of all DestinationRules, for each target and policy that has them. */
export const localitySettings = oncePerMesh((mesh: Mesh): Part<LocalityLbSetting>[] =>
  partsOf(mesh, ({ policy }) => {
    const { loadBalancer: place } = policy.places;
    const value = policy.value.loadBalancer?.localityLbSetting;
    return place && value && { value, place: below(place, ['localityLbSetting']) };
  }),
);

/** The outlier detection of all DestinationRules, for each target and policy that has it. */
export const outlierDetections = oncePerMesh((mesh: Mesh): Part<OutlierDetection>[] =>
  partsOf(mesh, ({ policy }) => {
    const { outlierDetection: place } = policy.places;
    const { outlierDetection: value } = policy.value;
    return place && value && { value, place };
  }),
);

function partsOf<T>(
  mesh: Mesh,
  find: (policy: TargetPolicy) => { value: T; place: Place } | undefined,
): Part<T>[] {
  return policyTargets(mesh).flatMap((target) =>
    target.policies.flatMap((own) => {
      const part = find(own);
      if (!part) return [];
      const { value, place } = part;
      const mode = targetMode(mesh, target.host, own.policy.value);
      const at = (...path: Path) => below(place, path);
      return [{ target, mode, value, at, ...own }];
    }),
  );
}

function below({ resource, path }: Place, more: Path): Place {
  return { resource, path: path.concat(more) };
}

/**
 * Whether no part of the same policy, for the same host and clients, has come before: thousands of routes to one host share what
 * its rule says of localities.
 */
export function isFirstOfAlike(): (part: Part<object>) => boolean {
  const seen = new Map<object, Set<string>>();
  return ({ target, value }) => {
    const { host, port, subset, clients } = target;
    const known = kept(seen, value, () => new Set<string>());
    const key = JSON.stringify([host, port, subset, clients.map(({ name }) => name)]);
    return !known.has(key) && Boolean(known.add(key));
  };
}
