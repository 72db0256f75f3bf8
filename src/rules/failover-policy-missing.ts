import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget, type Target } from '../mesh/targets.js';
import { effectiveOutlierDetection, targetMode } from '../traffic/target-mode.js';
import type { Rule } from './rule.js';
import { droppedLocality } from './scope/dropped-locality.js';
import { multiRegionTargets } from './scope/failover-targets.js';
import { costOfFailingRegion, sentences } from './scope/outage-cost.js';

export const rule: Rule = {
  name: 'failover-policy-missing',
  code: 'MF010',
  category: 'invariant',
  severity: 'warning',
  needs: 'topology',
  summary: 'A host that runs in several regions has no failover policy.',
  description: `Without outlier detection and without a locality setting in its DestinationRule, or without a
DestinationRule, requests spread over the endpoints of all regions in proportion to their number, near and far
alike, and a region that fails while its pods stay Ready keeps its share.`,
  references: ['istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go'],
  check(mesh, report) {
    for (const target of multiRegionTargets(mesh)) {
      const [first] = target.policies;
      const isUnset = target.policies.every(({ policy }) => {
        return targetMode(mesh, target.host, policy.value) === 'unset';
      });
      // Without a DestinationRule the mesh's own settings may still give it one.
      if (!isUnset || (!first && isSetForMesh(mesh, target))) continue;
      // A port or subset that takes the rule's setting away is an error of its own.
      const mode = 'unset' as const;
      if (target.policies.some((own) => droppedLocality(mesh, { ...own, target, mode }))) continue;
      const at = first?.policy.levels.loadBalancer.place ?? target.place;
      if (!at) continue;
      report({
        at,
        message: sentences(
          first
            ? `The policy for ${titleOfTarget(target)} has neither outlierDetection nor a locality setting.`
            : `No DestinationRule applies to ${titleOfTarget(target)}, which runs in ${target.regions.join(' and ')}.`,
          costOfFailingRegion(mesh, target),
          first
            ? 'Add both.'
            : 'Add one with outlierDetection and localityLbSetting, or correct the host of the one that is meant.',
        ),
      });
    }
  },
};

function isSetForMesh(mesh: Mesh, { host }: Target): boolean {
  const mode = targetMode(mesh, host, {});
  if (mode === 'disabled') return true;
  return mode !== 'unset' && effectiveOutlierDetection(mesh, {})?.maxEjectionPercent === 100;
}
