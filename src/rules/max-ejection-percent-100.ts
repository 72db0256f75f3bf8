import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import type { Rule } from './rule.js';
import { failoverPolicies } from './scope/failover-targets.js';
import { fixAt } from './scope/fix-at.js';
import { decisiveFields } from './scope/decisive-fields.js';
import { costOfFailingRegion, sentences } from './scope/outage-cost.js';
import { PlaceSet } from './scope/policy-targets.js';

/** Envoy's, which istiod leaves in place for a value that is missing or 0. */
const defaultPercent = 10;

export const rule: Rule = {
  name: 'max-ejection-percent-100',
  code: 'MF002',
  category: 'invariant',
  severity: 'error',
  needs: 'object',
  summary: 'Some endpoints of a failing region cannot be ejected.',
  description: `\`maxEjectionPercent\` limits how many endpoints of the service, over all regions together, may be
ejected at the same time: the cap is that percentage of all endpoints, rounded down. Below 100 a region that
fails as a whole cannot be emptied, and the rest of it keeps its share of the traffic.

A missing value means 10, and so does an explicit \`0\`: with four endpoints the cap is then 0, and nothing is
ever ejected. Since Envoy 1.28 the first ejection is not free either.

A DestinationRule that asks for failover or distribution (\`distribute\`, \`failover\`, \`failoverPriority\` or
\`enabled: true\`) is checked wherever its host runs: in its own policy, its subsets and its ports, for one host, for a
wildcard and for the whole mesh. One with outlier detection alone is checked where its host runs in several regions.`,
  references: [
    'envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc ejectHost',
    'istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection',
    'istio/istio issue 34605',
  ],
  check(mesh, report) {
    const reported = new PlaceSet();
    for (const { target, policy, mode } of failoverPolicies(mesh)) {
      const { outlierDetection } = policy.value;
      const place = policy.places.outlierDetection;
      if (!outlierDetection || !place || mode === 'disabled') continue;
      const { maxEjectionPercent } = outlierDetection;
      if (maxEjectionPercent === 100 || !reported.add(place)) continue;
      const isMissing = maxEjectionPercent === undefined;
      const at = { ...place, path: [...place.path, 'maxEjectionPercent'] };
      report({
        at,
        about: decisiveFields(place.path.slice(0, -1), ['outlierDetection', 'maxEjectionPercent']),
        message: sentences(
          reason(maxEjectionPercent),
          cap(mesh, target, maxEjectionPercent || defaultPercent),
          costOfFailingRegion(mesh, target),
          isMissing ? 'Add maxEjectionPercent: 100.' : 'Set it to 100.',
        ),
        fix: fixAt(at, { value: 100 }),
      });
    }
  },
};

function reason(value: number | undefined): string {
  if (value === undefined) return 'maxEjectionPercent is missing, which means 10.';
  if (value === 0) return 'maxEjectionPercent: 0 means the default, 10.';
  return `maxEjectionPercent is ${value}.`;
}

/** What can be ejected; where nothing says where the host runs, without numbers of endpoints. */
function cap(mesh: Mesh, target: Target, percentage: number): string {
  const endpoints = mesh.topology.endpoints(target.host);
  const count = endpoints.reduce((sum, group) => sum + group.count, 0);
  if (count === 0) {
    return (
      `At most ${percentage} % of the endpoints of ${titleOfTarget(target)} can be ejected: the others keep their ` +
      'traffic when their region or zone fails.'
    );
  }
  const ejected = Math.floor((percentage * count) / 100);
  const isAssumed = endpoints.some((group) => group.assumed);
  const each = mesh.topology.byZone ? 'zone' : 'cluster';
  const assumed = isAssumed ? ` (one assumed per ${each})` : '';
  const isEnough =
    isAssumed && ejected > 0
      ? ` That is enough for a ${each} with one endpoint, not with more.`
      : '';
  return (
    `At most ${ejected} of the ${count} endpoints${assumed} of ${titleOfTarget(target)} can be ejected.` +
    isEnough
  );
}
