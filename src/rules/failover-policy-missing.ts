import { addTo } from '../foundation/add-to.js';
import { plural } from '../foundation/plural.js';
import { ruleHost } from '../mesh/destination-rules.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place } from '../mesh/resource.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { SharedTarget, Target } from '../mesh/target.js';
import { effectiveOutlierDetection, targetMode } from '../traffic/target-mode.js';
import type { Rule } from './rule.js';
import { droppedLocality } from './scope/dropped-locality.js';
import { multiRegionTargets } from './scope/failover-targets.js';
import { hostsMeant } from './scope/misnamed-rules.js';
import { oncePerMesh } from './scope/once-per-mesh.js';
import { costOfFailingRegion, sentences } from './scope/outage-cost.js';
import { hiddenRules } from './scope/hidden-rules.js';
import { isAmongFailovers, isControlPlane, isReachedAcross } from './scope/without-policy.js';

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
    const unrouted: Missing[] = [];
    // One that is there, but not in force, is reported with the reason.
    const hidden = new Set(hiddenRules(mesh).map(({ target }) => target));
    const misnamed = hostsMeant(mesh);
    for (const target of multiRegionTargets(mesh)) {
      if (hidden.has(target) || misnamed.has(target.host)) continue;
      const [first] = target.policies;
      const isUnset = target.policies.every(({ policy }) => {
        return targetMode(mesh, target.host, policy.value) === 'unset';
      });
      if (!first && hostsInFolders(mesh).has(target.host)) continue;
      // Without a DestinationRule the mesh's own settings may still give it one.
      if (!isUnset || (!first && isSetForMesh(mesh, target))) continue;
      // A port or subset that takes the rule's setting away is an error of its own.
      const mode = 'unset' as const;
      if (target.policies.some((own) => droppedLocality(mesh, { ...own, target, mode }))) continue;
      const at = first?.policy.levels.loadBalancer.place ?? target.place;
      if (!at || isControlPlane(mesh, target)) continue;
      if (!first && !target.route) {
        if (isAmongFailovers(mesh, target) && isReachedAcross(mesh, target)) {
          unrouted.push({ target, at });
        }
        continue;
      }
      report({ at, message: messageFor(mesh, target) });
    }
    for (const [one, ...others] of byUnit(mesh, unrouted)) {
      if (!one) continue;
      const own = [one, ...others];
      const isOnlyOne = own.every(({ target }) => target.host === one.target.host);
      if (isOnlyOne)
        for (const { target, at } of own) report({ at, message: messageFor(mesh, target) });
      else report({ at: one.at, message: messageForAll(mesh, own) });
    }
  },
};

/** Those of each deployment unit: what is installed together is one finding. */
function byUnit({ services }: Mesh, missing: readonly Missing[]): Missing[][] {
  const units = new Map<string, Missing[]>();
  for (const one of missing) {
    addTo(units, services.find(one.target.host)?.resource.unit ?? '', one);
  }
  return [...units.values()];
}

/** A target without a DestinationRule, and where its host is declared. */
interface Missing {
  target: SharedTarget;
  at: Place;
}

function messageFor(mesh: Mesh, target: SharedTarget): string {
  const hasRule = target.policies.length > 0;
  return sentences(
    hasRule
      ? `The policy for ${titleOfTarget(target)} has neither outlierDetection nor a locality setting.`
      : `No DestinationRule applies to ${titleOfTarget(target)}, which runs in ${target.regions.join(' and ')}.`,
    costOfFailingRegion(mesh, target),
    hasRule
      ? 'Add both.'
      : 'Add one with outlierDetection and localityLbSetting, or correct the host of the one that is meant.',
  );
}

/** Hosts that a message names one by one; of more, the number. */
const mostNamed = 4;

function messageForAll(mesh: Mesh, missing: readonly Missing[]): string {
  const hosts = [...new Set(missing.map(({ target }) => shortHost(target.host)))];
  const shown = hosts.length <= mostNamed ? hosts : hosts.slice(0, mostNamed - 1);
  const more = hosts.length - shown.length;
  const names = more > 0 ? [...shown, `${more} more`] : shown;
  const [one] = missing;
  return sentences(
    `No DestinationRule applies to ${plural(hosts.length, 'service')} in several regions: ` +
      `${names.slice(0, -1).join(', ')} and ${String(names.at(-1))}.`,
    one && costOfFailingRegion(mesh, one.target),
    'Add one with outlierDetection and localityLbSetting for each service that has to survive the loss of a region.',
  );
}

function isSetForMesh(mesh: Mesh, { host }: Target): boolean {
  const mode = targetMode(mesh, host, {});
  if (mode === 'disabled') return true;
  return mode !== 'unset' && effectiveOutlierDetection(mesh, {})?.maxEjectionPercent === 100;
}

/** Hosts whose rule the folder of some cluster holds: where it is missing elsewhere, cluster-drift reports it. */
const hostsInFolders = oncePerMesh(
  ({ resources }: Mesh) =>
    new Set(resources.DestinationRule.flatMap((one) => (one.cluster ? [ruleHost(one)] : []))),
);
