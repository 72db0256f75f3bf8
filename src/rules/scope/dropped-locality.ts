import type { MergedRule } from '../../mesh/destination-rules.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Place } from '../../mesh/resource.js';
import { titleOfTarget } from '../../mesh/targets.js';
import type { TargetPolicy } from '../../mesh/target.js';
import { effectivePolicy, type EffectivePolicy } from '../../mesh/traffic-policy.js';
import { targetMode, type TargetMode } from '../../traffic/target-mode.js';
import { allPolicies, type FailoverTarget } from './failover-targets.js';

/** A level that takes the rule's locality setting away from its port or subset without naming another. */
export interface DroppedLocality {
  title: string;
  level: 'port' | 'subset' | 'subset-port';
  /** The level. */
  at: Place;
  /** The setting above it that does not hold. */
  lost: Place;
  lostMode: TargetMode;
  /** What holds instead. */
  mode: TargetMode;
}

export function droppedLocalities(mesh: Mesh): DroppedLocality[] {
  const real = new Set(mesh.sharedTargets());
  // Where the manifests say which ports and subsets are in use, the others are no loss.
  const known = new Set([...real].filter(({ port }) => port !== undefined).map(({ host }) => host));
  return allPolicies(mesh)
    .filter(({ target }) => real.has(target) || !known.has(target.host))
    .flatMap((failover) => droppedLocality(mesh, failover) ?? []);
}

/** Undefined where the policy in force has a setting of its own, or none is above it. */
export function droppedLocality(
  mesh: Mesh,
  { target, merged, policy, mode }: TargetPolicy & Pick<FailoverTarget, 'target' | 'mode'>,
): DroppedLocality | undefined {
  const { kind, place: at } = policy.levels.loadBalancer;
  if (kind === 'rule' || kind === 'none' || (mode !== 'default' && mode !== 'unset')) {
    return undefined;
  }
  if (policy.value.loadBalancer?.localityLbSetting) return undefined;
  // The rule may have thousands of ports, each of which asks.
  const above = mesh.memory.of(merged, wholePolicy);
  const lostMode = targetMode(mesh, target.host, above.value);
  const lost = above.places.loadBalancer;
  if (!lost || !above.value.loadBalancer?.localityLbSetting) return undefined;
  if (lostMode !== 'distribute' && lostMode !== 'failover') return undefined;
  return {
    title: titleOfTarget(target),
    level: kind,
    at,
    lost: { resource: lost.resource, path: [...lost.path, 'localityLbSetting'], part: 'key' },
    lostMode,
    mode,
  };
}

function wholePolicy(merged: MergedRule): EffectivePolicy {
  return effectivePolicy(merged, undefined, undefined);
}

/** What becomes of the requests without the setting. */
export function consequence({ mode }: DroppedLocality): string {
  return mode === 'default'
    ? 'requests stay in their own zone until most of it fails'
    : 'requests spread over all regions, and a region that fails keeps its share';
}
