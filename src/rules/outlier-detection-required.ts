import type { Path } from '../foundation/range.js';
import { titleOfTarget } from '../mesh/targets.js';
import { effectiveOutlierDetection } from '../traffic/target-mode.js';
import type { Rule } from './rule.js';
import { admissionProblems } from './scope/admission-check.js';
import { failoverPolicies } from './scope/failover-targets.js';
import { decisiveFields } from './scope/decisive-fields.js';
import { costOfFailingRegion, sentences } from './scope/outage-cost.js';
import { PlaceSet } from './scope/policy-targets.js';

const because = {
  rule: 'the policy has none',
  port: 'the settings of this port replace the whole policy and have none',
  subset: 'neither the subset nor the policy above it has one',
  'subset-port': "the settings of this port replace the subset's whole policy and have none",
  none: 'the DestinationRule has no traffic policy',
};

export const rule: Rule = {
  name: 'outlier-detection-required',
  code: 'MF001',
  category: 'invariant',
  severity: 'error',
  needs: 'object',
  summary: 'A policy that spreads traffic over regions does not eject endpoints that fail.',
  description: `Without \`outlierDetection\` Envoy takes every endpoint for healthy as long as its pod is Ready.
A region whose pods stay Ready but answer with errors, or that cannot be reached any more, keeps its share of
the traffic for as long as the outage lasts; \`failover\` and \`failoverPriority\` do nothing at all without it.

A DestinationRule that asks for failover or distribution (\`distribute\`, \`failover\`, \`failoverPriority\` or
\`enabled: true\`) is checked wherever its host runs, for one host, for a wildcard and for the whole mesh.

What counts is the policy for the port and subset: an entry of \`portLevelSettings\` inherits
nothing from the policy above it, a subset inherits every field that it does not set itself.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go ApplyLocalityLoadBalancer',
    'istio/istio issues 41272, 12961',
  ],
  check(mesh, report) {
    const reported = new PlaceSet();
    for (const { target, policy, mode, asks } of failoverPolicies(mesh)) {
      if (mode !== 'distribute' && mode !== 'failover' && !asks) continue;
      if (effectiveOutlierDetection(mesh, policy.value)) continue;
      const { kind, place } = policy.levels.outlierDetection;
      if (!reported.add(place)) continue;
      report({
        at: place,
        about: decisiveFields(place.path, ['outlierDetection']),
        message: sentences(
          `No outlierDetection for ${titleOfTarget(target)}: ${because[kind]}.`,
          costOfFailingRegion(mesh, target),
          'Add outlierDetection with maxEjectionPercent: 100 here.',
        ),
      });
    }
    // A rule that the model does not hold, such as one without a host, is still one that the webhook warns of.
    for (const { subject, problem } of admissionProblems(mesh, [
      'failover-without-outlier-detection',
    ])) {
      const { path, message } = problem;
      report({ at: { resource: subject, path: policyOf(path), part: 'key' }, message });
    }
  },
};

/** The traffic policy that a path leads into. */
function policyOf(path: Path): Path {
  return path.slice(0, path.lastIndexOf('trafficPolicy') + 1);
}
